package workbook_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/workbook"
)

// A table alone is one sheet whose cells are numbers, months and text as they were; the notes are
// below the rows, and the mark also at the foot of a printed page.
func TestATableIsAWorkbookOfOneSheet(t *testing.T) {
	from := table("Tabell")
	from.Disclosure, from.Definition, from.Notes = report.Internal, "hva som er talt", []string{"=1+1"}
	var out, again bytes.Buffer
	if err := workbook.WriteTable(&out, from); err != nil {
		t.Fatal(err)
	}
	if err := workbook.WriteTable(&again, from); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("a second writing differs (%v)", err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if sheets := f.GetSheetList(); len(sheets) != 1 || sheets[0] != "Tabell" {
		t.Fatalf("sheets %q, want one", sheets)
	}
	for cell, want := range map[string]string{"A2": "=1+1", "B2": "1000", "C2": "2.25", "D2": "0.125"} {
		if got, err := f.GetCellValue("Tabell", cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
		if formula, _ := f.GetCellFormula("Tabell", cell); formula != "" {
			t.Errorf("%s is the formula %q", cell, formula)
		}
	}
	rows, err := f.GetRows("Tabell")
	if err != nil {
		t.Fatal(err)
	}
	below := rows[len(from.Rows)+1:]
	if len(below[0]) != 0 || below[1][0] != "Til intern bruk: viser enkeltpersoner." || below[2][0] != "Definisjon: hva som er talt." || below[3][0] != "=1+1." || below[len(below)-1][0] != "Kilde: kilde." {
		t.Errorf("below the rows stand %q", below)
	}
	foot, err := f.GetHeaderFooter("Tabell")
	if err != nil || !strings.Contains(foot.OddFooter, "Til intern bruk") {
		t.Errorf("at the foot stands %v (%v)", foot, err)
	}
}
