package ingest

import (
	"context"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// How each field of an Observation is set: by a cell under the header that is its name in the
// register, or by the reader itself, for a reason. A new field needs a line in one of the two.
var (
	setByCell = map[string]string{
		"month": "2019-11", "position_id": "P17", "position_basis": "linked", "municipality_code": "0301", "municipality_name": "Oslo",
		"doctor_id": "A17", "doctor_name": "Kari Dahl", "role": "part_list", "residents": "1204", "list_limit": "1300", "status": "open",
		"office": "Legesenteret", "salaried": "true", "common_list": "true", "agreement_start": "2017-05-01", "amount_basis": "50267.50",
		"amount_floor": "100.00", "amount_equalisation": "200.00", "amount_total": "50567.50", "evidence": "corrected",
	}
	setByReader = map[string]string{
		"name_id":      "follows from the doctor's name",
		"doctor_basis": "follows from the cells for the doctor",
		"source_file":  "is the file",
		"source_row":   "is the line",
	}
)

// columnOf is the name of a field of an Observation in registers: PositionID is position_id.
func columnOf(field string) string {
	words := regexp.MustCompile("([a-z])([A-Z])").ReplaceAllString(field, "${1}_${2}")
	return strings.ToLower(words)
}

func TestEveryFieldOfAnObservationHasAHeader(t *testing.T) {
	var headers, cells []string
	fields := reflect.TypeFor[varighet.Observation]()
	for i := range fields.NumField() {
		column := columnOf(fields.Field(i).Name)
		value, is := setByCell[column]
		if reason := setByReader[column]; is == (reason != "") {
			t.Fatalf("%s: say in setByCell or in setByReader how it is set", fields.Field(i).Name)
		}
		if !is {
			continue
		}
		if f, known := fieldByName(column); !known || !f.used() || fieldOf(column) != f {
			t.Errorf("%s: synonyms.go has no field %s that is used and known by its name as header", fields.Field(i).Name, column)
		}
		headers, cells = append(headers, column), append(cells, value)
	}
	file := strings.Join(headers, ";") + "\n" + strings.Join(cells, ";") + "\n"
	var got []varighet.Observation
	res, err := Read(context.Background(), []Input{Bytes("felt.csv", []byte(file))}, Options{KeepNames: true}, func() Sink {
		return All(func(rows []varighet.Observation) error { got = append(got, rows...); return nil })
	})
	if err != nil || res.Problems.Len() > 0 || len(got) != 1 {
		t.Fatalf("%v, %v, %d observations, want 1 of\n%s", err, res.Problems.Err(), len(got), file)
	}
	for i := range fields.NumField() {
		if reflect.ValueOf(got[0]).Field(i).IsZero() {
			t.Errorf("%s is not set by a file with every column", fields.Field(i).Name)
		}
	}
}

// docs/kolonner.md has a line for each field that a cell sets.
func TestEveryFieldOfAnObservationIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/kolonner.md")
	if err != nil {
		t.Fatal(err)
	}
	for column := range setByCell {
		if !strings.Contains(string(page), "\n| `"+column+"`") {
			t.Errorf("docs/kolonner.md has no line for `%s`", column)
		}
	}
}
