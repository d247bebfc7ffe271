package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber/idnumbertest"
	"github.com/varighet/varighet/internal/limit"
)

// workbook has a hidden sheet of notes, an empty one, and one with rows.
func workbook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, sheet := range []string{"Skjult", "Tom", "Ark"} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		of := [][][]any{{{"Hva", "Navn"}, {"skjult", "nei"}}, nil, rows}[i]
		for k, row := range of {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", k+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	f.SetActiveSheet(3)
	for _, hidden := range []string{"Skjult", "Sheet1"} {
		if err := f.SetSheetVisible(hidden, false); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The first visible sheet that holds anything is the table; its empty rows do not count, but their lines do.
func TestTheFirstVisibleSheetIsRead(t *testing.T) {
	content := workbook(t, []any{"En tittel"}, nil, []any{"Hva", "Navn", "Antall"}, []any{"a", " Kåre ", 7}, nil, []any{"b", "Liv"})
	tb, err := Find("t.xlsx", content, testColumns)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range tb.Rows {
		got = append(got, fmt.Sprint(r.Line, " ", tb.Cell(r, "what"), " ", tb.Cell(r, "name"), " ", tb.Other(r, 0)))
	}
	if want := []string{"4 a Kåre 7", "6 b Liv "}; !slices.Equal(got, want) || !IsWorkbook(content) {
		t.Errorf("rows %q, want %q", got, want)
	}
	lines := 0
	if err := EachRow("t.xlsx", content, func(Row) bool { lines++; return lines < 2 }); err != nil || lines != 2 {
		t.Errorf("%d rows were seen, want 2: %v", lines, err)
	}
	if IsWorkbook([]byte("Hva;Navn\n")) {
		t.Error("a CSV file is taken for a workbook")
	}
}

// A workbook in which nothing can be seen, or that would unpack to too much, is a problem.
func TestWorkbooksThatAreRefused(t *testing.T) {
	archive := func(write func(*zip.Writer)) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		write(w)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	file := func(w *zip.Writer, name string, size int) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(make([]byte, size))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for want, content := range map[string][]byte{
		"holds anything": workbook(t),
		"unpacks to more than ": archive(func(w *zip.Writer) {
			file(w, "a", limit.Default(limit.SideWorkbook)/2)
			file(w, "b", limit.Default(limit.SideWorkbook)/2+1)
		}),
		"its texts take more than ": archive(func(w *zip.Writer) { file(w, "xl/SharedStrings.xml", limit.Default(limit.SideTexts)+1) }),
		"it has more parts than ": archive(func(w *zip.Writer) {
			for i := range limit.Default(limit.SideParts) + 1 {
				file(w, fmt.Sprint(i), 0)
			}
		}),
		"the workbook cannot be read: ":         archive(func(w *zip.Writer) { file(w, "a.txt", 1) }),
		"the workbook cannot be read: zip: not": []byte("PK\x03\x04 and no more"),
	} {
		var p *varighet.Problem
		if _, err := Rows("t.xlsx", content); !errors.As(err, &p) || !strings.Contains(p.Msg, want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	var p *varighet.Problem
	if _, err := Rows("t.csv", []byte(strings.Repeat("a;", limit.Default(limit.SideColumns))+"a\n")); !errors.As(err, &p) || !strings.Contains(p.Msg, "the row has more cells than ") {
		t.Errorf("too many cells: %v", err)
	}
	if _, err := Rows("t.csv", make([]byte, limit.Default(limit.SideFile)+1)); !errors.As(err, &p) || p.Code != "file-size" {
		t.Errorf("too many bytes: %v", err)
	}
}

// A number that is a national identity number beyond doubt is refused in any cell and in the name of the file, with its
// place and never with its digits.
func TestNationalIDsAreRefused(t *testing.T) {
	id := idnumbertest.MadeUp("010105", 0)[0]
	for name, c := range map[string]struct{ file, text, place string }{
		"in a cell":      {"t.csv", "Hva;Navn\na;b\nc;" + id + "\n", "t.csv:3:2"},
		"above a table":  {"t.csv", "Til " + id + "\nHva;Navn\na;b\n", "t.csv:1:1"},
		"in a file name": {id + ".csv", "Hva;Navn\na;b\n", ""},
	} {
		_, err := Find(c.file, []byte(c.text), testColumns)
		var ps *varighet.Problems
		if !errors.As(err, &ps) || ps.Len() != 1 || ps.All()[0].Code != "national-id" || strings.Contains(err.Error(), id) || !strings.HasPrefix(err.Error(), c.place) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestYesAndCode(t *testing.T) {
	for s, want := range map[string][2]bool{"Ja": {true, true}, "x": {true, true}, "GODKJENT": {true, true}, "nei": {false, true}, "Avvist": {false, true}, "": {false, false}, "kanskje": {false, false}} {
		if yes, ok := Yes(s); [2]bool{yes, ok} != want {
			t.Errorf("Yes(%q) = %v, %v", s, yes, ok)
		}
	}
	for s, want := range map[string]varighet.MunicipalityCode{"0301": "0301", "301": "0301", "301.0": "0301", "4631.0": "4631", "Oslo": "", "31": ""} {
		if code, err := Code(s); code != want || (err == nil) != (want != "") {
			t.Errorf("Code(%q) = %q, %v, want %q", s, code, err, want)
		}
	}
}

// A problem has the line of its row and the column in which it is; a column that the table does not have gives none.
func TestProblemsOfRows(t *testing.T) {
	tb, err := Find("t.csv", []byte("Mer;Hva\nx;a\ny\n"), testColumns)
	if err != nil {
		t.Fatal(err)
	}
	if p := tb.Problem(tb.Rows[1], "what", "code", "msg", "hint"); *p != (varighet.Problem{File: "t.csv", Line: 3, Column: 2, Code: "code", Msg: "msg", Hint: "hint"}) {
		t.Errorf("%+v", p)
	}
	if p := tb.Problem(tb.Rows[0], "name", "", "", ""); p.Column != 0 || p.Line != 2 {
		t.Errorf("%+v", p)
	}
	if !tb.Has("what") || tb.Has("name") || tb.Cell(tb.Rows[1], "what") != "" || tb.Cell(tb.Rows[0], "name") != "" {
		t.Error("cells that are not there")
	}
}
