package disclosure

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet/survival"
)

// Where in a step those are put who are not at its end: after those who left at the end of the
// step before, so that counts half a month after that are of what came up to it.
const (
	entering = 0.6  // who enter in a step of one month, and are at risk at its end
	after    = 0.9  // who are left after the last step
	early    = 0.75 // who are taken to be at risk in none, or all, of a step of several months
)

// Coarse are tenures that say of a row what its steps say, and nothing else: those who stopped
// within a step stop at its end, and of those who were censored within one of several months half
// are censored at its beginning and half at its end, the rule of the life table [1]; likewise
// those who entered late. Who is left after the last step is censored soon after it. It is false where
// there are no steps, or the halves cannot be put together to tenures.
//
// [1] Cutler SJ, Ederer F (1958). J Chronic Dis 8:699–712.
func Coarse(w Row, ends []int) (tenures []survival.Tenure, ok bool) {
	if len(ends) == 0 {
		return nil, false
	}
	entries := make([]float64, w.FromStart())
	var left []survival.Tenure // entries are put to them below
	a := 0
	for _, b := range ends {
		end, late, censored := float64(b), sum(w.Late, a, b), exits(w.Censored, a, b)
		if b == a+1 {
			entries = append(entries, slices.Repeat([]float64{float64(a) + entering}, late)...)
			left = append(left, slices.Repeat([]survival.Tenure{{Exit: end}}, censored)...)
		} else {
			entries = append(entries, halves(late, float64(a)+early, end)...)
			for _, t := range halves(censored, float64(a)+early, end) {
				left = append(left, survival.Tenure{Exit: t})
			}
		}
		left = append(left, slices.Repeat([]survival.Tenure{{Exit: end, Stopped: true}}, exits(w.Stopped, a, b))...)
		a = b
	}
	if len(entries) < len(left) {
		return nil, false
	}
	left = append(left, slices.Repeat([]survival.Tenure{{Exit: float64(a) + after}}, len(entries)-len(left))...)
	return paired(entries, left)
}

// halves puts half of n at the beginning, rounded down, and the others at the end.
func halves(n int, begin, end float64) []float64 {
	return append(slices.Repeat([]float64{begin}, n/2), slices.Repeat([]float64{end}, n-n/2)...)
}

// paired gives each tenure an entry, the earliest to the earliest.
func paired(entries []float64, tenures []survival.Tenure) ([]survival.Tenure, bool) {
	slices.Sort(entries)
	slices.SortStableFunc(tenures, func(a, b survival.Tenure) int { return cmp.Compare(a.Exit, b.Exit) })
	for i := range tenures {
		if tenures[i].Entry = entries[i]; entries[i] >= tenures[i].Exit {
			return nil, false
		}
	}
	return tenures, len(tenures) > 0
}
