package data

import "github.com/varighet/varighet"

// A Sighting is a municipality in which a list was reported.
type Sighting struct {
	Code  varighet.MunicipalityCode
	Month varighet.Month
}

// Follow is [Reference.Harmonise] for a list: where a municipality was divided on
// the way, it goes where the list went. seen are the codes under which the list was
// reported, by month; those after a division tell. Where they do not, the main
// successor is followed and Split is set, as Harmonise does; it is not set where the
// list itself has shown the way.
func (r *Reference) Follow(code varighet.MunicipalityCode, month, to varighet.Month, seen []Sighting) (Harmonised, bool) {
	if _, ok := r.at(code, month); !ok {
		return Harmonised{}, false
	}
	if to < month {
		return r.Harmonise(code, month, to)
	}
	h := Harmonised{Code: code}
	for {
		next, found := r.nextWay(h.Code, month, to)
		if !found || next.New == "" {
			break
		}
		if next.Kind == Split {
			if way, ok := r.shown(h.Code, next.Month, seen); ok {
				next = way
			} else {
				h.Split = true
			}
		}
		h.Code, month = next.New, next.Month
	}
	m, ok := r.at(h.Code, to)
	h.Name = m.Name
	return h, ok
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
func (r *Reference) shown(code varighet.MunicipalityCode, month varighet.Month, seen []Sighting) (Change, bool) {
	for _, s := range seen {
		if s.Month < month {
			continue
		}
		for _, c := range r.out[code] {
			if c.Month != month || c.New == "" {
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
