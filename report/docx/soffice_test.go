package docx

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/page"
)

// laidOut is the document as pages of words with their places, as LibreOffice lays it out.
func laidOut(t *testing.T, file []byte) (pages []laidPage) {
	t.Helper()
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: the document is not laid out", program)
		}
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "report.docx"), filepath.Join(dir, "report.html")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"soffice", "-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, in},
		{"pdftotext", "-bbox", filepath.Join(dir, "report.pdf"), out},
	} {
		if said, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command[0], err, said)
		}
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var html struct {
		Pages []laidPage `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(strings.NewReader(string(data)))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&html); err != nil {
		t.Fatal(err)
	}
	return html.Pages
}

// A laidPage is a page with its words, in points from its left edge.
type laidPage struct {
	Width float64 `xml:"width,attr"`
	Words []struct {
		XMin float64 `xml:"xMin,attr"`
		XMax float64 `xml:"xMax,attr"`
		Text string  `xml:",chardata"`
	} `xml:"word"`
}

func (p *laidPage) text() string {
	var words []string
	for _, w := range p.Words {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

// LibreOffice opens the document, shows headings, captions and cells, repeats the headers of
// tables, numbers the pages, turns those of a wide table, and no word is outside the margins.
func TestLibreOfficeLaysItOut(t *testing.T) {
	l := locale.Get("nb")
	p := pageOf(t, "nb", "Ærlig")
	p.Mark = "Merket"
	p.Tables = []*report.Table{tableOf(l, "Lang tabell", 40), tableOf(l, "Neste tabell", 40), wide(l, 9)}
	p.Figures = append(p.Figures, page.Figure{Sheets: timeline(t, l, "Bred", 300), Sentences: []string{"Sagt om den brede."}})
	pages := laidOut(t, written(t, p))
	var all, widths strings.Builder
	headers := 0
	for i, page := range pages {
		text := page.text()
		all.WriteString(text + " ")
		widths.WriteString(strconv.Itoa(int(page.Width)) + " ")
		if strings.Contains(text, "tabell") && strings.Contains(text, " KI ") {
			headers++
		}
		if want := "Merket · " + strconv.Itoa(i+1) + " av " + strconv.Itoa(len(pages)); !strings.HasPrefix(text, "Merket") || !strings.Contains(text, want) {
			t.Errorf("page %d has not the mark above and %q below: %q", i+1, want, text)
		}
		for _, w := range page.Words {
			if w.XMin < 25*72/25.4-1 || w.XMax > page.Width-25*72/25.4+1 {
				t.Errorf("page %d: %q goes from %.0f to %.0f of %.0f points", i+1, w.Text, w.XMin, w.XMax, page.Width)
			}
		}
	}
	for _, want := range []string{"Innhold", "Kort fortalt", "Figur 1. Ærlig", "Figur 2. Bred Sagt om den brede.", "Tabell 1. Lang tabell", "Tabell 3. bred",
		"12\u00a0384", "(25–50\u00a0%)", "Tallene i figurene", "Kilde: Ærlig."} {
		if !strings.Contains(plain(all.String()), plain(want)) {
			t.Errorf("no %q on any page", want)
		}
	}
	if !strings.Contains(widths.String(), "595 841") || !strings.Contains(widths.String(), "841 595") {
		t.Errorf("widths of the pages: %s", &widths)
	}
	if headers != 2 { // the second table begins on the first page of the two
		t.Errorf("headers stand on %d of the two pages that two tables of 40 rows take", headers)
	}
}

// plain has spaces for no-break spaces, which a page may have lost.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
