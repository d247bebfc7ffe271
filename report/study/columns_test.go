package study

import (
	"fmt"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Every column that groups can be by has words in each language, and no two the same.
func TestColumnsHaveWords(t *testing.T) {
	names := []string{cohortColumn, startPeriod, holder}
	for _, c := range (&spellfile.Table{Windows: true}).Columns() {
		names = append(names, c.Name)
	}
	for _, tag := range locale.Tags() {
		seen := map[string]string{}
		for _, name := range names {
			words, ok := locale.Get(tag).Column(name)
			if !ok || strings.Contains(words, "_") {
				t.Errorf("%s: the column %s has no words: %q", tag, name, words)
			}
			if other := seen[words]; other != "" {
				t.Errorf("%s: %s and %s are both %q", tag, name, other, words)
			}
			seen[words] = name
		}
	}
	if words, ok := locale.Get("nb").Column("Type liste"); ok || words != "Type liste" {
		t.Errorf("a column that a table added is %q, %t", words, ok)
	}
}

// Groups by county have its name and the title says that they are by county; what a study calls
// either goes before. A county number that there has not been stands as it is.
func TestGroupsByCountyHaveNames(t *testing.T) {
	var spells []survival.Spell
	for i := range 60 {
		s := agreement(fmt.Sprint(i), 1, 1+i%20, true)
		if i >= 57 { // one of each still has a list at the end
			s = agreement(fmt.Sprint(i), 1, 24, false)
		}
		s.MunicipalityNow = []varighet.MunicipalityCode{"4601", "1103", "9901"}[i%3]
		s.ResidentsLast = varighet.Some(int32(800 + i))
		spells = append(spells, s)
	}
	r := resultOf(t, spells)
	for _, c := range []struct{ kind, title string }{
		{"km", "Andel leger som fortsatt har stillingen etter fylke, "},
		{"turnover-years", "Andel leger som sluttet i løpet av året, etter fylke"},
		{"vacancies", "Andel lister uten lege, etter fylke"},
		{"moves", ""}, {"stability", ""}, {"list-length", ""}, {"observed-expected", ""},
	} {
		a := answered(t, r, Figure{Kind: c.kind, By: "county_code", Covers: coversCountry})
		p := NewPage("nb", "", report.Internal)
		pages, err := p.Figure(a)
		if err != nil {
			t.Fatal(c.kind, err)
		}
		var b strings.Builder
		if err := pages[0].SVG(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(pages[0].Title, c.title) {
			t.Errorf("%s: title %q, want %q", c.kind, pages[0].Title, c.title)
		}
		table, err := p.Table(a)
		if err != nil {
			t.Fatal(err)
		}
		md, err := RenderTable(table, "md")
		if err != nil {
			t.Fatal(err)
		}
		for what, text := range map[string]string{"figure": b.String(), "table": string(md)} {
			if strings.Contains(text, ">46<") || !strings.Contains(text, "Vestland") || !strings.Contains(text, "Rogaland") || !strings.Contains(text, "99") {
				t.Errorf("%s: the %s does not name the counties:\n%s", c.kind, what, text)
			}
		}
	}
	cox, err := NewPage("en", "", report.Internal).Table(answered(t, r, Figure{Kind: "cox", Covariates: []string{"county_code"}}))
	if err != nil {
		t.Fatal(err)
	}
	if md, err := RenderTable(cox, "md"); err != nil || !strings.Contains(string(md), "| County | Rogaland |") || !strings.Contains(string(md), "Vestland") {
		t.Errorf("levels of a model by county, %v:\n%s", err, md)
	}
	p := NewPage("nb", "", report.Internal)
	p.Names = map[string]Text{"46": InAll("Vest"), "county_code": InAll("landsdel")}
	pages, err := p.Figure(answered(t, r, Figure{Kind: "vacancies", By: "county_code"}))
	if err != nil || pages[0].Title != "Andel lister uten lege, etter landsdel" || !strings.Contains(pages[0].Description, "Vest:") {
		t.Errorf("%v: %q, %q", err, pages[0].Title, pages[0].Description)
	}
	pages, err = p.Figure(answered(t, r, Figure{Kind: "moves", By: "county_code", Covers: coversCountry}))
	if err != nil || !strings.Contains(pages[0].Description, "Vest:") || !strings.Contains(pages[0].Description, "Rogaland:") {
		t.Errorf("%v: %q", err, pages[0].Description)
	}
}
