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
	Scope     string // the municipality, by fixed borders
	Code      varighet.MunicipalityCode
	Residents varighet.Opt[int32]
}

// Renumber finds lists that were given a new id: one ends, and in the next month
// that has rows another begins, with the same doctor in the same municipality
// and residents that are [Near]. A doctor for whom that is so of several lists in a
// month is left alone. present tells which months have rows.
//
// The links come by position and month. A list renumbered twice keeps its
// first id.
func Renumber(spans []Span, present func(varighet.Month) bool) []Link {
	type key struct {
		doctor, scope string
		month         varighet.Month
	}
	ended, begun := map[key][]int{}, map[key][]int{}
	last := varighet.MinMonth
	for i := range spans {
		last = max(last, spans[i].Last.Month)
	}
	for i := range spans {
		s := &spans[i]
		if s.Last.Doctor != "" && s.Last.Month < last {
			next := s.Last.Month + 1
			for next < last && !present(next) {
				next++
			}
			k := key{s.Last.Doctor, s.Last.Scope, next}
			ended[k] = append(ended[k], i)
		}
		if s.First.Doctor != "" {
			k := key{s.First.Doctor, s.First.Scope, s.First.Month}
			begun[k] = append(begun[k], i)
		}
	}
	root := make([]int, len(spans))
	for i := range root {
		root[i] = i
	}
	for k, from := range ended {
		to := begun[k]
		if len(from) != 1 || len(to) != 1 || from[0] == to[0] {
			continue
		}
		a, b := spans[from[0]].Last.Residents, spans[to[0]].First.Residents
		if a.OK && b.OK && Near(a.V, b.V) {
			root[to[0]] = from[0]
		}
	}
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
