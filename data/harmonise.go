package data

import (
	"slices"

	"github.com/varighet/varighet"
)

// A Harmonised municipality is where one is by the borders of another month.
type Harmonised struct {
	Code varighet.MunicipalityCode
	Name string

	// Split says that the municipality was divided on the way and the main
	// successor was followed. A register that knows the list should follow the
	// list instead.
	Split bool

	// Merged says that, going back in time, the municipality was several, and
	// the largest of them was followed.
	Merged bool
}

// Harmonise follows a municipality from the month it was reported in to the
// borders of another month: through new names and codes, mergers, and chains of
// these; through a division to the main successor, which is flagged. Going
// back in time a merged municipality goes to the largest of those it was made
// of, flagged too.
//
// It is false if the code is not in force in the month (see [Reference.Known]),
// or if the tables do not say what became of it.
func (r *Reference) Harmonise(code varighet.MunicipalityCode, month, to varighet.Month) (Harmonised, bool) {
	if _, ok := r.at(code, month); !ok {
		return Harmonised{}, false
	}
	h := Harmonised{Code: code}
	if to >= month {
		r.forward(&h, month, to)
	} else {
		r.back(&h, month, to, nil)
	}
	m, ok := r.at(h.Code, to)
	h.Name = m.Name
	return h, ok
}

// Borders returns a function that gives the code by the borders of the month to,
// or the code itself if the reference does not know it. It may be called from
// several goroutines.
func (r *Reference) Borders(to varighet.Month) func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode {
	return func(code varighet.MunicipalityCode, month varighet.Month) varighet.MunicipalityCode {
		if h, ok := r.Harmonise(code, month, to); ok {
			return h.Code
		}
		return code
	}
}

// forward follows the main way out at each change after month, up to to.
func (r *Reference) forward(h *Harmonised, month, to varighet.Month) {
	for {
		next, found := r.nextWay(h.Code, month, to)
		if !found || next.New == "" {
			return
		}
		h.Split = h.Split || next.Kind == Split
		h.Code, month = next.New, next.Month
	}
}

// back follows the ways in, from the newest, down to to: to the one that the list was
// reported under, if seen tells; else to the largest.
func (r *Reference) back(h *Harmonised, month, to varighet.Month, seen []varighet.Sighting) {
	for {
		olds, change, split := r.lastWaysIn(h.Code, month, to)
		h.Split = h.Split || split
		if len(olds) == 0 {
			return
		}
		from, shown := r.shownBefore(olds, change, seen)
		if !shown {
			h.Merged = h.Merged || len(olds) > 1
			if from = h.Code; !slices.Contains(olds, h.Code) {
				from = slices.MinFunc(olds, func(a, b varighet.MunicipalityCode) int { return r.bySize(a, b, change) })
			}
		}
		h.Code, month = from, change-1
	}
}

// lastWaysIn returns the codes that a code was before its last change up to month and
// after to, itself among them if it was in force; none if it has not changed. split
// says that one of them was divided.
func (r *Reference) lastWaysIn(code varighet.MunicipalityCode, month, to varighet.Month) (olds []varighet.MunicipalityCode, change varighet.Month, split bool) {
	ways := r.in[code]
	i := len(ways) - 1
	for i >= 0 && ways[i].Month > month {
		i--
	}
	if i < 0 || ways[i].Month <= to {
		return nil, 0, false
	}
	change = ways[i].Month
	for ; i >= 0 && ways[i].Month == change; i-- {
		split = split || ways[i].Kind == Split
		if c := ways[i]; c.Old != "" && c.Old != code {
			olds = append(olds, c.Old)
		}
	}
	if _, goesOn := r.at(code, change-1); goesOn {
		olds = append(olds, code)
	}
	return olds, change, split
}

// bySize orders two codes by people on the 1 January before a change, the larger
// first; with populations unknown, by code.
func (r *Reference) bySize(a, b varighet.MunicipalityCode, change varighet.Month) int {
	if a == b {
		return 0
	}
	if r.larger(a, b, change) {
		return -1
	}
	return 1
}

// larger reports whether a had more people than b on the 1 January before a
// change; with populations unknown, whether its code is lower.
func (r *Reference) larger(a, b varighet.MunicipalityCode, change varighet.Month) bool {
	year := (change - 1).Year()
	pa, okA := r.Population(a, year)
	pb, okB := r.Population(b, year)
	if okA && okB && pa.Inhabitants != pb.Inhabitants {
		return pa.Inhabitants > pb.Inhabitants
	}
	return a < b
}
