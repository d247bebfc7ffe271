package identity

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
)

// A Span is what is known of a list with an id: how it was first and last seen.
type Span struct {
	ID          string
	First, Last Sight
}

// A Sight is a list in a month.
type Sight struct {
	Month     varighet.Month
	Doctor    string // the regular doctor; "" if there is none, or more than one
	Code      varighet.MunicipalityCode
	Town      string // the municipality's name; see [Town]
	Residents varighet.Opt[int32]
}

// A Calendar tells which months have rows.
type Calendar struct {
	Present func(varighet.Month) bool // at all
	// Codes and Towns give the first and last month of a municipality's code, and of its name.
	Codes, Towns func(string) (first, last varighet.Month)
}

// Renumber finds lists that were given a new id: one ends, and in the next month
// that has rows another begins, with the same doctor, residents that are [Near], and in
// the same municipality, or where the last month of one code is followed by the first of
// another. A list that could go on in two others, or two in one, is left alone.
//
// The links come by position and month. A list renumbered twice keeps its
// first id.
func Renumber(spans []Span, c Calendar) []Link {
	type key struct {
		doctor string
		month  varighet.Month
	}
	begun := map[key][]int{}
	last := varighet.MinMonth
	for i := range spans {
		s := &spans[i]
		last = max(last, s.Last.Month)
		if s.First.Doctor != "" {
			k := key{s.First.Doctor, s.First.Month}
			begun[k] = append(begun[k], i)
		}
	}
	from, to := map[int][]int{}, map[int][]int{} // of each list: those it may have been, or become
	for i := range spans {
		s := &spans[i]
		if s.Last.Doctor == "" || s.Last.Month == last {
			continue
		}
		next := s.Last.Month + 1
		for next < last && !c.Present(next) {
			next++
		}
		for _, k := range begun[key{s.Last.Doctor, next}] {
			if k != i && c.follows(&s.Last, &spans[k].First) && !farApart(&s.Last, &spans[k].First) {
				from[k], to[i] = append(from[k], i), append(to[i], k)
			}
		}
	}
	root := make([]int, len(spans))
	for i := range root {
		root[i] = i
		if b := from[i]; len(b) == 1 && len(to[b[0]]) == 1 {
			a, z := spans[b[0]].Last.Residents, spans[i].First.Residents
			if a.OK && z.OK && Near(a.V, z.V) {
				root[i] = b[0]
			}
		}
	}
	return linksOf(spans, root)
}

// farApart reports whether two lists are known not to be of like size: a doctor with a large
// list and a small one keeps them apart when both get new ids.
func farApart(before, after *Sight) bool {
	a, b := before.Residents, after.Residents
	return a.OK && b.OK && !Near(a.V, b.V)
}

// follows reports whether a list last seen so can go on as one first seen so, by the
// municipality of the two.
func (c *Calendar) follows(before, after *Sight) bool {
	switch {
	case before.Code != "" && after.Code != "":
		return before.Code == after.Code || succeeds(c.Codes, string(before.Code), string(after.Code), before.Month, after.Month)
	case before.Town != "" && after.Town != "":
		return before.Town == after.Town || succeeds(c.Towns, before.Town, after.Town, before.Month, after.Month)
	}
	return true
}

func succeeds(reported func(string) (first, last varighet.Month), old, fresh string, ended, begun varighet.Month) bool {
	_, last := reported(old)
	first, _ := reported(fresh)
	return last == ended && first == begun
}

// linksOf makes the links of lists that were another before.
func linksOf(spans []Span, root []int) []Link {
	var links []Link
	for i, before := range root {
		if before == i {
			continue
		}
		first := before
		for root[first] != first { // ends: each step goes back in time
			first = root[first]
		}
		s := &spans[i]
		links = append(links, Link{PositionID: spans[first].ID, ListID: s.ID, Month: s.First.Month, Code: s.First.Code,
			Kind: Renumbered, Before: spans[before].Last.Residents, After: s.First.Residents})
	}
	slices.SortFunc(links, CompareLinks)
	return links
}

// CompareLinks orders links by position, then month, then list.
func CompareLinks(a, b Link) int {
	return cmp.Or(cmp.Compare(a.PositionID, b.PositionID), cmp.Compare(a.Month, b.Month), cmp.Compare(a.ListID, b.ListID),
		cmp.Compare(a.Kind, b.Kind))
}
