package study

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival"
)

// Whether data have all the lists of the country, or those of a part, such as a project's.
const (
	coversCountry = "country"
	coversPart    = "part"
)

// countryLists is how many lists data must have to be taken for the whole country's. There
// have been over 3 500 since 2001.
const countryLists = 2000

// coversOption is that of the kinds that say where doctors went.
var coversOption = choice.Option[Figure]{Flag: "covers", Arg: "WHAT", Help: "whether the data have all lists of the country, or of part", Default: "by how many",
	Set: choice.Word(func(f *Figure) *string { return &f.Covers }, coversCountry, coversPart)}

// covers is how many lists the data have in a month, with a doctor or without, and whether they
// are a part of the country's. Data of a part cannot show where doctors went: one without a list
// there may hold one elsewhere. Simulated rows are of a whole country.
func (r *Result) covers(f *Figure, month varighet.Month) (lists int, part bool) {
	lists = listsIn(r.Table.Spells, month)
	return lists, f.Covers == coversPart || f.Covers == "" && r.Study.Simulation == nil && lists < countryLists
}

// partOfCountry reports whether the data have a part of the country's lists in their last month,
// and no figure or table of the study says that they are all.
func (r *Result) partOfCountry() bool {
	_, last := r.Months()
	lists, part := r.covers(&Figure{}, last)
	return lists > 0 && part && !slices.ContainsFunc(slices.Concat(r.Figures, r.Tables), func(a *Answer) bool { return a.Ask.Covers == coversCountry })
}

// listsIn is how many lists the data have in a month.
func listsIn(spells []survival.Spell, month varighet.Month) int {
	lists := map[string]bool{}
	for i := range spells {
		if s := &spells[i]; s.First <= month && month <= s.Last {
			lists[s.PositionID] = true
		}
	}
	return len(lists)
}

// partNote says in English what data of a part of the country's lists do not show.
func partNote(lists int, month varighet.Month) string {
	return fmt.Sprintf("the data have %d lists in %s: where those who left went is not shown; covers = country says that these are all there are", lists, month)
}
