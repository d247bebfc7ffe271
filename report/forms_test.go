package report

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/locale"
)

// about is a table that says what it is, with signs that formats may take for their own.
func about(tag string) *Table {
	t := everything(tag)
	t.Name, t.Disclosure, t.Source = "about", Internal, "=A1; \"kilde\", 50 % & co"
	t.Definition, t.ProgramDefinition = "hva som er talt", "what was counted"
	return t
}

// Columns at the end of each row say what a table is, the same in all; a reader of the others by
// name is not disturbed.
func TestCSVSaysWhatItIs(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(written(t, about("nb"), (*Table).CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	plain, err := csv.NewReader(bytes.NewReader(written(t, everything("nb"), (*Table).CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		want := []string{"internal", "'=A1; \"kilde\", 50 % & co", "what was counted"}
		if i == 0 {
			want = []string{"table_disclosure", "table_source", "table_definition"}
		}
		if !slices.Equal(row, append(slices.Clone(plain[i]), want...)) {
			t.Errorf("row %d is %q, want %q and %q", i, row, plain[i], want)
		}
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(written(t, about("en"), (*Table).ExcelCSV)), "\ufeff")))
	r.Comma = ';'
	if rows, err = r.ReadAll(); err != nil {
		t.Fatal(err)
	}
	if last := rows[1][len(rows[1])-3:]; !slices.Equal(last, []string{locale.Get("en").InternalUse, "'=A1; \"kilde\", 50 % & co", "hva som er talt"}) {
		t.Errorf("for Excel a row ends in %q", last)
	}
}

// A page that is pasted into Word keeps its looks: they stand at each cell, in no style sheet and
// no class. The page is well formed and has every cell.
func TestStyledHTMLHasItsLooksAtEachCell(t *testing.T) {
	for _, table := range []*Table{about("nb"), table61("en")} {
		b := written(t, table, (*Table).StyledHTML)
		if bytes.Contains(b, []byte("<style")) || bytes.Contains(b, []byte("class=")) {
			t.Errorf("%s: the page has a style sheet or a class", table.Name)
		}
		cells := 0
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", table.Name, err)
			}
			n, ok := token.(xml.StartElement)
			if !ok || n.Name.Local != "td" && n.Name.Local != "th" {
				continue
			}
			cells++
			if !slices.ContainsFunc(n.Attr, func(a xml.Attr) bool { return a.Name.Local == "style" && strings.Contains(a.Value, "text-align:") }) {
				t.Errorf("%s: a cell has no looks: %v", table.Name, n.Attr)
			}
		}
		if want := (len(table.Rows) + 1) * len(table.shown()); cells != want {
			t.Errorf("%s: %d cells, want %d", table.Name, cells, want)
		}
	}
}

// Where LaTeX is installed, every table compiles with the packages that the comment on LaTeX names,
// in the language of the document, where a quotation mark and others have a meaning of their own.
func TestLaTeXCompiles(t *testing.T) {
	pdflatex, err := exec.LookPath("pdflatex")
	if err != nil {
		t.Skip("pdflatex is not installed")
	}
	dir := t.TempDir()
	for _, table := range []*Table{about("nb"), table61("nn"), turnover("en"), municipalities("nb"), beside("nb"), gap("nb"), expected("nb")} {
		var doc bytes.Buffer
		io.WriteString(&doc, "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage[utf8]{inputenc}\n\\usepackage{booktabs}\n\\begin{document}\n")
		doc.Write(written(t, table, (*Table).LaTeX))
		io.WriteString(&doc, "\\end{document}\n")
		name := filepath.Join(dir, table.Name+".tex")
		if err := os.WriteFile(name, doc.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		run := exec.Command(pdflatex, "-interaction=nonstopmode", "-halt-on-error", "-output-directory", dir, name)
		if out, err := run.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%.3000s", table.Name, err, out)
		}
	}
}
