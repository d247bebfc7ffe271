package locale

import (
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// Every column of spells has its own words in each language, and a heading in capitals; what a table beside the rows added
// is called as it is written.
func TestColumnsHaveWords(t *testing.T) {
	for _, l := range table {
		seen := map[string]string{}
		for _, name := range columnNames {
			words, ok := l.Column(name)
			if !ok || words == "" || words == name && strings.Contains(name, "_") {
				t.Errorf("%s: %s is called %q, %v", l.Tag, name, words, ok)
			}
			if other := seen[words]; other != "" {
				t.Errorf("%s: %s and %s are both %q", l.Tag, other, name, words)
			}
			seen[words] = name
			if heading := l.ColumnHeading(name); name != "size_group" && heading != Capital(words) {
				t.Errorf("%s: %s is headed %q", l.Tag, name, heading)
			}
		}
		if got := l.ColumnHeading("size_group"); got != l.Table61.SizeGroup {
			t.Errorf("%s: size groups are headed %q", l.Tag, got)
		}
		if words, ok := l.Column("Sone"); ok || words != "Sone" || l.ColumnHeading("Sone") != "Sone" {
			t.Errorf("%s: an added column is called %q, %v", l.Tag, words, ok)
		}
	}
	if words, _ := Get("nb").Column("county_code"); words != "fylke" {
		t.Errorf("county_code is %q", words)
	}
}

// A kind of table has a sentence of its own in each language; an unknown kind has none.
func TestTablesAreDefined(t *testing.T) {
	kinds := []string{"km", "medians", "municipalities", "turnover", "expected", "beside", "gap", "turnover-years", "exits", "vacancies", "vacancy-times", "stability", "list-length",
		"moves", "funnel", "cox"}
	for _, l := range table {
		seen := map[string]string{}
		for _, kind := range kinds {
			d := l.TableDefinition(kind)
			if d == "" || seen[d] != "" {
				t.Errorf("%s: the definition of %s is %q, as of %q", l.Tag, kind, d, seen[d])
			}
			seen[d] = kind
		}
		if d := l.TableDefinition("observed-expected"); d != l.TableDefinition("expected") {
			t.Errorf("%s: the same ratio is %q by itself", l.Tag, d)
		}
		if d := l.TableDefinition("pie"); d != "" {
			t.Errorf("%s: an unknown kind is %q", l.Tag, d)
		}
	}
}

// What is said of data of a part of the country's lists differs from what is said of all, and has their number in it.
func TestWordsForAPartOfTheCountry(t *testing.T) {
	none := varighet.Opt[int]{}
	for _, l := range table {
		if all, part := l.Exits.TitleOf(none), l.Exits.TitleOf(varighet.Some(17)); all == part || all != l.Exits.Title || part != l.Exits.TitlePart {
			t.Errorf("%s: titles %q and %q", l.Tag, all, part)
		}
		if all, part := l.NewList(none), l.NewList(varighet.Some(17)); strings.Contains(all, "17") || !strings.Contains(part, "17") || !strings.HasSuffix(part, l.Exits.NewListPart) {
			t.Errorf("%s: new lists %q and %q", l.Tag, all, part)
		}
		if one := l.NewList(varighet.Some(1)); strings.Contains(one, "17") || one == l.NewList(varighet.Some(17)) {
			t.Errorf("%s: of one list %q", l.Tag, one)
		}
		if a, b, c := l.Exits.AllFor(1), l.Exits.AllFor(2), l.Exits.AllFor(3); a == b || b == c || a == c || c != l.Exits.AllFor(30) {
			t.Errorf("%s: all of one, two and three: %q, %q, %q", l.Tag, a, b, c)
		}
		if title := l.ListLengthTitle(varighet.MonthOf(2019, 11)); !strings.Contains(title, l.MonthYear(varighet.MonthOf(2019, 11))) || title == l.ListLengthTitle(0) || l.ListLengthTitle(0) == "" {
			t.Errorf("%s: titles of list lengths %q and %q", l.Tag, title, l.ListLengthTitle(0))
		}
	}
}

func TestCapitals(t *testing.T) {
	for s, want := range map[string][2]string{"åpen": {"Åpen", "åpen"}, "Oslo": {"Oslo", "oslo"}, "": {"", ""}, "ØST": {"ØST", "øST"}} {
		if got := [2]string{Capital(s), Lower(s)}; got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	if Get("xx").Tag != "nb" || Get("nn").Tag != "nn" {
		t.Error("a language that there is not is not bokmål")
	}
}
