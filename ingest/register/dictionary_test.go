package register

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/dictionary/packagetest"
)

// A register's folder has a package whose fields are the columns of its rows, in order, with the types
// and the words that the columns have; the rows say the same within their file.
func TestRegisterHasItsPackage(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, Options{}, 1, 20, 3)
	r := packagetest.Read(t, filepath.Join(dir, "datapackage.json"))[0]
	if r.Path != PositionsFile || !slices.Equal(r.Columns(), ColumnNames()) {
		t.Errorf("%s has %q", r.Path, r.Columns())
	}
	types := map[columnar.Type]string{columnar.Date: "date", columnar.Text: "string", columnar.Int32: "integer", columnar.Decimal: "number", columnar.Bool: "boolean"}
	for i, c := range columns {
		f := r.Schema.Fields[i]
		if f.Type != types[c.Type] || f.Constraints.Required == c.Nullable || !slices.Equal(f.Categories, c.words) {
			t.Errorf("%s is a %s of %q, and its column nullable: %t, a %v of %q", f.Name, f.Type, f.Categories, c.Nullable, c.Type, c.words)
		}
	}
	if got := dictionary.Names(dictionary.Register); !sameSet(got, ColumnNames()) {
		t.Errorf("the dictionary has %q", got)
	}
	file, err := columnar.Open(filepath.Join(dir, PositionsFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, _ := file.Metadata(dictionary.MetadataKey)
	var within dictionary.TableSchema
	if err := json.Unmarshal([]byte(text), &within); err != nil {
		t.Fatal(err)
	}
	for i, f := range within.Fields {
		if f.Name != r.Columns()[i] || f.Title != r.Schema.Fields[i].Title {
			t.Errorf("within the file field %d is %s, %q", i, f.Name, f.Title)
		}
	}
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
