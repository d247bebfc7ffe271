package workbook_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/workbook"
)

// hostile are texts that a spreadsheet, or a file within it, could take for something else.
var hostile = []string{"=1+1", "+1", "-1", "@A1", "=HYPERLINK(\"http://a\")", "<b>&amp;</b>", "0012", "1/2", "true", "'quoted", "æøå 😀", "a\nb\tc", "\u202Eevil"}

func table(title string) *report.Table {
	t := &report.Table{Name: "t", Title: title, Locale: locale.Get("nb"), Source: "kilde", Columns: []report.Column{
		{Key: "text", Title: "Tekst"}, {Key: "n", Title: "Antall", Kind: report.CountKind}, {Key: "x", Title: "Tall", Kind: report.NumberKind, Decimals: 1, States: true},
		{Key: "share", Title: "Andel", Kind: report.ShareKind, Decimals: 1}, {Key: "limit", Title: "KI", Kind: report.ShareIntervalKind, Decimals: 1},
		{Key: "month", Title: "Måned", Kind: report.MonthKind}, {Key: "program", For: report.Programs},
	}}
	for i, s := range hostile {
		t.Add(report.Text(s), report.Count(1000+i), report.Number(2.25), report.Share(0.125), report.ShareInterval(varighet.Some(0.1), varighet.Opt[float64]{}),
			report.Month(varighet.Month(2019*12+10)), report.Text("not shown"))
	}
	t.Rows[0].Total = true
	t.Add(report.Text(""), report.Count(0), report.Without(report.NumberKind, report.NotReached), report.Without(report.ShareKind, report.Absent),
		report.Without(report.ShareIntervalKind, report.Absent), report.Month(varighet.Month(2020*12)), report.Text(""))
	return t
}

func book() *workbook.Book {
	b := &workbook.Book{Names: workbook.Names{About: "Om", Notes: "Merknader", Terms: "Ord"},
		About: [][2]string{{"=A1", "=B1"}, {"", "second"}}, Terms: [][2]string{{"median", "halvparten"}}}
	for _, title := range []string{"Tabell", "tabell", "A/B: [x]*?", "'", "En lang tittel som er lengre enn et ark kan hete", "En lang tittel som er lengre enn et ark kan hete"} {
		b.Tables = append(b.Tables, table(title))
	}
	return b
}

func written(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := book().Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What was written is read back: numbers as numbers, months as dates, and every text, whatever
// it looks like, as that text and no formula.
func TestAWorkbookIsReadBackAsItWas(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	want := []string{"Om", "Tabell", "tabell (2)", "A-B- -x---", "–", "En lang tittel som er lengre en", "En lang tittel som er lengr (2)", "Merknader", "Ord"}
	if len(sheets) != len(want) {
		t.Fatalf("sheets %q", sheets)
	}
	for i, s := range sheets {
		if s != want[i] {
			t.Errorf("sheet %q, want %q", s, want[i])
		}
	}
	for i, s := range hostile {
		at, _ := excelize.CoordinatesToCellName(1, i+2)
		got, err := f.GetCellValue("Tabell", at, excelize.Options{RawCellValue: true})
		formula, _ := f.GetCellFormula("Tabell", at)
		kind, _ := f.GetCellType("Tabell", at)
		if err != nil || got != celltext.Visible(s) || formula != "" || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
			t.Errorf("%q was read as %q, formula %q, type %v, %v", s, got, formula, kind, err)
		}
	}
	raw := func(at string) string {
		v, err := f.GetCellValue("Tabell", at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	shown := func(at string) string { v, _ := f.GetCellValue("Tabell", at); return v }
	for at, value := range map[string]string{"B2": "1000", "C2": "2.25", "D2": "0.125", "E2": "0.1", "G2": "43770", "C15": "ikke nådd", "D15": "..", "A1": "Tekst", "E1": "KI fra", "F1": "KI til", "F2": "ikke nådd"} {
		if got := raw(at); got != value {
			t.Errorf("%s is %q, want %q", at, got, value)
		}
	}
	if got := shown("G2"); got != "2019-11" {
		t.Errorf("the month is shown as %q", got)
	}
	if panes, err := f.GetPanes("Tabell"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay: %+v, %v", panes, err)
	}
	if cols, _ := f.GetCols("Tabell"); len(cols) != 7 {
		t.Errorf("%d columns: those for programs are not for people", len(cols))
	}
	notes, _ := f.GetRows("Merknader")
	if len(notes) == 0 || notes[0][0] != "Tabell" {
		t.Errorf("notes %v", notes)
	}
}

func TestTheSameBookGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(written(t), written(t)) {
		t.Error("two workbooks of one book differ")
	}
}
