package register

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/varighet/varighet"
)

// Every field of an Observation is stored and read back: each is set to a value that is not its
// zero, by its type, so that a new field without a column in columns.go fails here.
func TestEveryFieldOfAnObservationIsStored(t *testing.T) {
	var o varighet.Observation
	v := reflect.ValueOf(&o).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		setSomething(t, v.Type().Field(i).Name, f)
		if f.IsZero() {
			t.Fatalf("%s was not set", v.Type().Field(i).Name)
		}
	}
	o.MunicipalityCode = "0301"
	dir := filepath.Join(t.TempDir(), "reg")
	if _, err := fromRows(dir, Options{}, []varighet.Observation{o}); err != nil {
		t.Fatal(err)
	}
	rows := readAll(t, dir)
	if len(rows) != 1 {
		t.Fatalf("%d rows came back, want 1", len(rows))
	}
	back := reflect.ValueOf(rows[0])
	for i := range v.NumField() {
		if got, want := back.Field(i).Interface(), v.Field(i).Interface(); got != want {
			t.Errorf("%s: %v came back, want %v", v.Type().Field(i).Name, got, want)
		}
	}
}

// setSomething gives a field a value by its type.
func setSomething(t *testing.T, name string, f reflect.Value) {
	switch f.Kind() {
	case reflect.String:
		f.SetString("a " + name)
	case reflect.Uint8: // the second of a short list of words
		f.SetUint(1)
	case reflect.Int32, reflect.Int64:
		f.SetInt(int64(may))
	case reflect.Bool:
		f.SetBool(true)
	case reflect.Struct: // an Opt
		for i := range f.NumField() {
			setSomething(t, name, f.Field(i))
		}
	default:
		t.Fatalf("%s: a field of kind %s; say here how it is set", name, f.Kind())
	}
}
