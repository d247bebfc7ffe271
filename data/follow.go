package data

import (
	"slices"

	"github.com/varighet/varighet"
)

// Follow is [Reference.Harmonise] for a list, which knows better than its
// municipality where it belongs. seen are the codes under which the list was
// reported, by month.
//
// Where a municipality was divided on the way, the list goes to the part under which
// it was next reported. If it was not reported after that, it goes where somebody has
// decided ([Reviewed]), else to the main successor, and Split is set: a guess. Going
// back in time, where a municipality was several, the list goes to the one under which
// it was last reported; if it was not, to the largest, and Merged is set.
func (r *Reference) Follow(code varighet.MunicipalityCode, month, to varighet.Month, seen []varighet.Sighting) (Harmonised, bool) {
	if _, ok := r.at(code, month); !ok {
		return Harmonised{}, false
	}
	h := Harmonised{Code: code}
	if to < month {
		r.back(&h, month, to, seen)
		h.Split = false // a part was once of the whole: nothing to choose
	} else {
		r.followForward(&h, month, to, seen)
	}
	m, ok := r.at(h.Code, to)
	h.Name = m.Name
	return h, ok
}

// followForward takes the way that the list has shown at each division, else the main
// one.
func (r *Reference) followForward(h *Harmonised, month, to varighet.Month, seen []varighet.Sighting) {
	for {
		next, found := r.nextWay(h.Code, month, to)
		if !found || next.New == "" {
			return
		}
		if next.Kind == Split {
			if way, ok := r.shown(h.Code, next.Month, seen); ok {
				next = way
			} else {
				h.Split = h.Split || next.Basis != Reviewed
			}
		}
		h.Code, month = next.New, next.Month
	}
}

// nextWay is the main way out of a code at its first change after month, up to to.
func (r *Reference) nextWay(code varighet.MunicipalityCode, month, to varighet.Month) (Change, bool) {
	for _, c := range r.out[code] {
		if c.Month > month && c.Month <= to && c.Primary {
			return c, true
		}
	}
	return Change{}, false
}

// shown is the way out of a divided code that leads to where the list was next
// reported.
func (r *Reference) shown(code varighet.MunicipalityCode, month varighet.Month, seen []varighet.Sighting) (Change, bool) {
	for _, s := range seen {
		if s.Month < month {
			continue
		}
		for _, c := range r.outIn(code, month) {
			if c.New == "" {
				continue
			}
			if h, ok := r.Harmonise(c.New, month, s.Month); ok && h.Code == s.Code && !h.Split {
				return c, true
			}
		}
		return Change{}, false // it was reported where no part leads
	}
	return Change{}, false
}

// shownBefore is the one of several codes, in force before a change, under which, or
// under a forerunner of which, the list was last reported before it.
func (r *Reference) shownBefore(codes []varighet.MunicipalityCode, change varighet.Month, seen []varighet.Sighting) (varighet.MunicipalityCode, bool) {
	for _, s := range slices.Backward(seen) {
		if s.Month >= change {
			continue
		}
		h, ok := r.Harmonise(s.Code, s.Month, change-1)
		return h.Code, ok && !h.Split && slices.Contains(codes, h.Code)
	}
	return "", false
}

// Standing returns the codes that are in force in the month for what the code stands
// for in another month, rising: the code itself while it is in force, else all that
// it became or came from, through any number of changes. It is nil if the code is not
// in force in the other month, or if the tables do not say what became of it.
func (r *Reference) Standing(code varighet.MunicipalityCode, in, month varighet.Month) []varighet.MunicipalityCode {
	if _, ok := r.at(code, in); !ok {
		return nil
	}
	var codes []varighet.MunicipalityCode
	if _, ok := r.at(code, month); ok {
		codes = []varighet.MunicipalityCode{code}
	} else if month > in {
		codes = r.after(code, in, month)
	} else {
		codes = r.before(code, in, month)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// after follows every way out of a code.
func (r *Reference) after(code varighet.MunicipalityCode, in, month varighet.Month) (codes []varighet.MunicipalityCode) {
	next, found := r.nextWay(code, in, month)
	if !found {
		if _, ok := r.at(code, month); ok {
			codes = append(codes, code)
		}
		return codes
	}
	for _, c := range r.outIn(code, next.Month) {
		if c.New != "" {
			codes = append(codes, r.after(c.New, next.Month, month)...)
		}
	}
	return codes
}

// before follows every way into a code.
func (r *Reference) before(code varighet.MunicipalityCode, in, month varighet.Month) (codes []varighet.MunicipalityCode) {
	olds, change, _ := r.lastWaysIn(code, in, month)
	if olds == nil {
		if _, ok := r.at(code, month); ok {
			codes = append(codes, code)
		}
		return codes
	}
	for _, old := range olds {
		codes = append(codes, r.before(old, change-1, month)...)
	}
	return codes
}
