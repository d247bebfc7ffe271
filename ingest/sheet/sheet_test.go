package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

var testColumns = []Column{{Name: "what", Words: []string{"hva"}, Required: true}, {Name: "name", Words: []string{"navn"}}}

func TestTablesAreReadAsSpreadsheetsSaveThem(t *testing.T) {
	for name, text := range map[string]string{
		"semicolon":                  "Navn;Hva;Mer\nKåre;a;x\n",
		"comma and quotes":           "\"Hva\",\"Navn\",\"Mer\"\n\"a\",\"Kåre\",\"x\"\n",
		"comma in a semicolon file":  "Navn;Hva;Mer\nKåre;a;x\n;;\"1,2,3,4\"\n",
		"tab, CRLF":                  "Hva\tNavn\tMer\r\na\tKåre\tx\r\n",
		"sep=":                       "sep=|\nHva|Navn|Mer\na|Kåre|x\n",
		"byte order mark and titles": "\ufeffEn tittel;;\n\nHVA:;Navn ;Mer\na;  Kåre;x\n",
		"Windows-1252":               "Hva;Navn;Mer\na;K\xe5re;x\n",
		"decomposed, no-break blank": "Hva;Navn;Mer\na;Ka\u030are\u00a0;x\n",
		"UTF-16":                     "\xff\xfeH\x00v\x00a\x00;\x00N\x00a\x00v\x00n\x00;\x00M\x00e\x00r\x00\n\x00a\x00;\x00K\x00\xe5\x00r\x00e\x00;\x00x\x00\n\x00",
	} {
		tb, err := Find("t.csv", []byte(text), testColumns)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r := tb.Rows[0]
		if tb.Cell(r, "what") != "a" || tb.Cell(r, "name") != "Kåre" || !slices.Equal(tb.Others(), []string{"Mer"}) || tb.Other(r, 0) != "x" {
			t.Errorf("%s: %+v", name, tb)
		}
	}
}

func TestWhatIsNoTableIsAFault(t *testing.T) {
	for name, text := range map[string]string{
		"empty": " \n", "web page": "<!DOCTYPE html>", "old workbook": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged workbook": "PK\x03\x04xxxx",
		"other columns": "a;b\n1;2\n", "a column is missing": "Navn\nKåre\n", "a column twice": "Hva;what\na;b\n",
	} {
		var p *varighet.Problem
		if _, err := Find("t", []byte(text), testColumns); !errors.As(err, &p) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No input makes the reader fail otherwise than with a problem, or with several, and what is read
// has no empty rows.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"Hva;Navn\na;b\n", "sep=;\nHva;Navn\n", "\xff\xfea\x00", "PK\x03\x04", "\"Hva\n", "Hva,Navn\n\"a\"\"\",b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tb, err := Find("t", []byte(s), testColumns)
		var one *varighet.Problem
		var several *varighet.Problems
		if err != nil {
			if !errors.As(err, &one) && !errors.As(err, &several) {
				t.Fatalf("error %v is no problem", err)
			}
			return
		}
		for _, r := range tb.Rows {
			if strings.Join(r.Cells, "") == "" {
				t.Errorf("an empty row from %q", s)
			}
		}
	})
}

// By hand: cells of the column that says who somebody is are sealed, empty ones stay empty, titles above
// the header go, and what is read back is the same table otherwise, also with separators in its texts.
func TestASealedTableIsTheSameButForPersons(t *testing.T) {
	columns := []Column{{Name: "doctor", Words: []string{"lege"}, Person: true}, {Name: "sex", Words: []string{"kjønn"}}}
	was, err := Find("t.csv", []byte("Våre leger\nLege;Kjønn;Merknad\nAnna Prøve;K;\"a; b, c\"\n;M;x\n"), columns)
	if err != nil {
		t.Fatal(err)
	}
	sealed := was.Sealed(columns, func(string) string { return "d1 | d2" })
	if want := "sep=;\nLege;Kjønn;Merknad\nd1 | d2;K;\"a; b, c\"\n;M;x\n"; string(sealed) != want {
		t.Fatalf("sealed %q, want %q", sealed, want)
	}
	is, err := Find("t.csv", sealed, columns)
	if err != nil {
		t.Fatal(err)
	}
	if got := is.Cell(is.Rows[0], "doctor"); got != "d1 | d2" || is.Other(is.Rows[0], 0) != "a; b, c" || len(is.Rows) != len(was.Rows) {
		t.Errorf("read back %v", is.Rows)
	}
}

// By hand: a text of 1 MiB fits 63 times into 64 MiB with its tags, and so a row may have 63 cells; the
// count begins again with each row, whatever stands in a comment.
func TestARowOfLongTextsIsBounded(t *testing.T) {
	texts := "<sst><si><t>a</t></si><x:si><t>" + strings.Repeat("a", 1<<20) + "</t></x:si></sst>"
	row := func(cells int) string { return "<row>" + strings.Repeat(`<c t="s"><v>1</v></c>`, cells) + "</row>" }
	for name, c := range map[string]struct {
		sheet string
		ok    bool
	}{
		"63 cells":          {row(63) + row(63), true},
		"64 cells":          {row(2) + row(64), false},
		"a row in comments": {"<row>" + strings.Repeat(`<c/>`, 40) + "<!-- <row> -->" + strings.Repeat(`<c/>`, 40) + "</row>", false},
	} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for part, content := range map[string]string{"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": c.sheet} {
			p, err := w.Create(part)
			if err == nil {
				_, err = p.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckRows(z); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
