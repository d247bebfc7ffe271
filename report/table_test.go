package report

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// The CSV for programs reads back to the same cells, but for an apostrophe before what a spreadsheet
// would run, and does not depend on the language.
func TestCSVReadsBack(t *testing.T) {
	want := [][]string{
		{"name", "n", "n_state", "x", "x_state", "ci_lower", "ci_upper", "share", "share_state", "month", "code"},
		{"Ærøy, \"indre\"; ytre", "12345", "", "-1.5", "", "-2", "-1", "0.375", "", "2017-05-01", "a"},
		{"'=SUM(A1:A2)", "", "withheld", "", "not_reached", "0.43", "", "", "withheld", "", "b,c"},
		{"*_`[x](y)`_* \\ ~^$#{}", "0", "", "", "missing", "", "", "0", "", "2019-11-01", "to\nlinjer"},
	}
	for _, tag := range locale.Tags() {
		got, err := csv.NewReader(bytes.NewReader(written(t, everything(tag), (*Table).CSV))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// Excel opens it as columns of numbers, and runs nothing in it.
func TestExcelCSVIsNorwegianAndHarmless(t *testing.T) {
	b := written(t, everything("nb"), (*Table).ExcelCSV)
	text, ok := strings.CutPrefix(string(b), "\ufeff")
	if !ok {
		t.Error("there is no byte order mark")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	got, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"Ærøy, \"indre\"; ytre", "12345", "-1,5", "-2", "-1", "0,375", "2017-05-01"}; !slices.Equal(got[1], want) {
		t.Errorf("%q, want %q", got[1], want)
	}
	if want := []string{"'=SUM(A1:A2)", ":", "ikke nådd", "0,43", "ikke nådd", ":", ""}; !slices.Equal(got[2], want) {
		t.Errorf("%q, want %q", got[2], want)
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
}

// The fragment is well formed, and every cell has a header in its row and its
// column.
func TestHTMLIsAccessible(t *testing.T) {
	for _, table := range []*Table{table61("nb"), turnover("en"), everything("nn")} {
		b := written(t, table, (*Table).HTML)
		var root struct {
			Lang  string `xml:"lang,attr"`
			Table struct {
				Caption string `xml:"caption"`
				Head    []struct {
					Scope string `xml:"scope,attr"`
				} `xml:"thead>tr>th"`
				Rows []struct {
					Head []struct {
						Scope string `xml:"scope,attr"`
					} `xml:"th"`
					Cells []string `xml:"td"`
				} `xml:"tbody>tr"`
			} `xml:"table"`
		}
		if err := xml.Unmarshal(b, &root); err != nil {
			t.Errorf("%s: %v", table.Name, err)
			continue
		}
		if root.Lang != table.Locale.Tag || root.Table.Caption != table.Title {
			t.Errorf("%s: lang %q, caption %q", table.Name, root.Lang, root.Table.Caption)
		}
		for _, h := range root.Table.Head {
			if h.Scope != "col" {
				t.Errorf("%s: a header has scope %q", table.Name, h.Scope)
			}
		}
		for i, r := range root.Table.Rows {
			if len(r.Head) != 1 || r.Head[0].Scope != "row" || len(r.Cells) != len(root.Table.Head)-1 {
				t.Errorf("%s, row %d: %v with %d cells for %d columns", table.Name, i+1, r.Head, len(r.Cells), len(root.Table.Head))
			}
		}
	}
}

// A mark is explained below the table if it stands in a cell, and only then.
func TestMarksAreExplained(t *testing.T) {
	l := locale.Get("nb")
	notes := strings.Join(everything("nb").notes(), "\n")
	if !strings.Contains(notes, l.WithheldNote) || !strings.Contains(notes, l.AbsentNote) {
		t.Errorf("the marks are not explained: %q", notes)
	}
	plain := &Table{Columns: []Column{{Key: "n", Kind: CountKind}}}
	plain.Add(Count(1))
	if n := plain.notes(); len(n) != 0 {
		t.Errorf("a table without marks has notes %q", n)
	}
}

// Every writer refuses a table that does not hang together, before it writes.
func TestMalformedTablesAreRefused(t *testing.T) {
	for what, row := range map[string][]Cell{
		"too few cells":        {Count(1)},
		"the wrong kind":       {Count(1), Text("1")},
		"a state with no room": {Without(CountKind, Withheld), Number(1)},
	} {
		table := &Table{Name: "t", Columns: []Column{{Key: "n", Kind: CountKind}, {Key: "x", Kind: NumberKind}}}
		table.Add(row...)
		for _, w := range writers {
			var b bytes.Buffer
			if err := w.write(table, &b); err == nil || b.Len() > 0 {
				t.Errorf("%s, %s: error %v, %d bytes written", what, w.ext, err, b.Len())
			}
		}
	}
}

// Numbers that are none do not reach a table.
func TestNumbersAreFinite(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if c := Number(v); c.State != Absent {
			t.Errorf("Number(%v) has state %q", v, c.State)
		}
		if c := Share(v); c.State != Absent {
			t.Errorf("Share(%v) has state %q", v, c.State)
		}
	}
}

// A median that was not reached says so in words, with the length of the data;
// one of a group with nobody in it does not.
func TestTable61SaysWhatWasNotReached(t *testing.T) {
	md := string(written(t, table61("nb"), (*Table).Markdown))
	for _, want := range []string{
		"| 50\u00a0000 og over | 12\u00a0345 | 12\u00a0345 | 2\u00a0000 | ikke nådd | (9,0–ikke nådd) | 8,3 | 8,3 |",
		"| 2\u00a0000–4\u00a0999 | 0 | 0 | 0 | .. | .. | 3,3 |",
		"Hyllestad 2,1 (1,5–2,5), 31\u00a0avtaler, under, publisert 2,1; Masfjorden ikke nådd (3,1–ikke nådd), 14\u00a0avtaler, over",
		"Dataene dekker 13\u00a0år.",
	} {
		if !strings.Contains(md, want) {
			t.Errorf("%q is not in\n%s", want, md)
		}
	}
}

// Columns that no group fills are left out.
func TestTable61WithoutComparisons(t *testing.T) {
	in := Table61Input{}
	for _, c := range Table61(in).Columns {
		if strings.HasPrefix(c.Key, "published") || strings.HasPrefix(c.Key, "true") || c.Key == "municipalities" {
			t.Errorf("column %q is there with nothing in it", c.Key)
		}
	}
}

// A share of fewer than five is marked below the table: 1 of 2 and 2 of 4, but not 2 of 5, and
// not that of nobody, which is no share.
func TestTurnoverMarksSharesOfFew(t *testing.T) {
	half := varighet.Some(0.5)
	shares := []survival.TurnoverShare{
		{Definition: survival.TurnoverFollowed, Within: 12, Gone: 1, Of: 2, Share: half},
		{Definition: survival.TurnoverSoFar, Within: 12, Gone: 2, Of: 5, Share: varighet.Some(0.4)},
		{Definition: survival.TurnoverKaplanMeier, Within: 12},
		{Definition: survival.TurnoverByPosition, Within: 12, Gone: 2, Of: 4, Share: half},
	}
	for tag, want := range map[string]string{
		"nb": "a og d: færre enn 5 er talt, og av så få sier andelen lite.",
		"nn": "a og d: færre enn 5 er talde, og av så få seier delen lite.",
		"en": "a and d: fewer than 5 were counted, and a share of so few says little.",
	} {
		in := TurnoverInput{Locale: locale.Get(tag), Shares: shares}
		if md := string(written(t, TurnoverTable(in), (*Table).Markdown)); !strings.Contains(md, want) {
			t.Errorf("%s: %q is not in\n%s", tag, want, md)
		}
		in.Shares = shares[1:3]
		if md := string(written(t, TurnoverTable(in), (*Table).Markdown)); strings.Contains(md, want[len("a og d"):]) {
			t.Errorf("%s: marked without reason:\n%s", tag, md)
		}
	}
}

// Each definition names what it counts; a published share stands beside the
// definition it goes by, one of unknown definition in a row of its own.
func TestTurnoverNamesItsDefinitions(t *testing.T) {
	md := string(written(t, turnover("nb"), (*Table).Markdown))
	for _, want := range []string{
		"| a. Avtaler fulgt i 13\u00a0måneder | 6 sluttet av 18 som kunne følges hele tiden | 33,3\u00a0% | (13,3–59,0\u00a0%) | .. |",
		"| d. Stillinger, første lege | 6 av 16 stillinger der første lege sluttet | 37,5\u00a0% | (15,2–64,6\u00a0%) | 38\u00a0% |",
		"| Norge, avtaler 2001–2014, NSDM-rapport 2020 | .. | .. | .. | 14\u00a0% |",
	} {
		if !strings.Contains(md, want) {
			t.Errorf("%q is not in\n%s", want, md)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReported(t *testing.T) {
	for _, w := range writers {
		if err := w.write(everything("nb"), failing{}); err == nil {
			t.Errorf("%s: no error from a full disk", w.ext)
		}
	}
}

func ExampleTable_Markdown() {
	t := &Table{
		Title: "Leger i stillingene",
		Columns: []Column{
			{Key: "position", Title: "Stilling"},
			{Key: "months_held", Title: "Måneder", Kind: CountKind},
			{Key: "share", Title: "Andel", Kind: ShareKind, Decimals: 1},
		},
	}
	t.Add(Text("1"), Count(27), Share(0.375))
	if err := t.Markdown(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// **Leger i stillingene**
	//
	// | Stilling | Måneder | Andel |
	// | :--- | ---: | ---: |
	// | 1 | 27 | 37,5 % |
}

// A table in words is what the HTML shows: as many cells, and the marks of those without a value.
func TestPrintedHasTheColumnsThatPeopleSee(t *testing.T) {
	table := table61("nb")
	p, err := table.Printed()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.HTML(&b); err != nil {
		t.Fatal(err)
	}
	html := b.String()
	if n := strings.Count(html, "<th scope=\"col\""); n != len(p.Head) || len(p.Rows) != len(table.Rows) || len(p.Notes) != strings.Count(html, `class="note"`) {
		t.Errorf("%d headers for %d in HTML, %d rows, %d notes", len(p.Head), n, len(p.Rows), len(p.Notes))
	}
	for _, r := range p.Rows {
		if len(r.Cells) != len(p.Head) {
			t.Errorf("a row of %d cells for %d headers", len(r.Cells), len(p.Head))
		}
	}
	notReached := func(c PrintedCell) bool { return c.State && c.Numeric && c.Text == "ikke nådd" }
	if !slices.ContainsFunc(p.Rows[3].Cells, notReached) {
		t.Errorf("no median that was not reached in %+v", p.Rows[3])
	}
	table.Rows = append(table.Rows, Row{Cells: []Cell{Text("alone")}})
	if _, err := table.Printed(); err == nil {
		t.Error("a row of one cell fits")
	}
}
