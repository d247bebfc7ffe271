package register

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// A stint is an unbroken run of months in which the rows of a position name one doctor in
// the same way and in the same municipality. Rows without a name make none: a number needs
// no other row to tell who it is.
type stint struct {
	position, doctor, nameID uint32
	code, name               uint32 // of the municipality
	first, last              int16
	basis                    varighet.DoctorBasis // of doctor
	holder                   bool
	before                   uint32 // an earlier one of the position, from 1; 0 for none
}

// stints are kept while rows come in any order. Those of a position are chained, the
// latest first.
type stints struct {
	list    []stint
	compact int // how many there may be before they are sorted and joined
}

// lookBack is how many stints of a position are tried for a row: more than name its
// holders, locums and part-list doctors in turn.
const lookBack = 6

// compactStints is how many stints are kept before neighbours are joined: rows that come
// with their months in no order make one each.
const compactStints = 1 << 20

// note takes in a row of the position whose latest stint is latest, and returns the
// latest from now on.
func (s *stints) note(r *record, latest uint32) uint32 {
	for at, tries := latest, 0; at != 0 && tries < lookBack; at, tries = s.list[at-1].before, tries+1 {
		if s.list[at-1].extend(r) {
			return latest
		}
	}
	s.list = append(s.list, stint{position: r.position, doctor: r.doctor, nameID: r.nameID, code: r.code, name: r.name,
		first: r.month, last: r.month, basis: r.flags.doctorBasis(), holder: r.flags.role() == varighet.RoleRegular, before: latest})
	return uint32(len(s.list))
}

// extend takes in a row that says the same in the months of the stint or beside them.
func (s *stint) extend(r *record) bool {
	if s.doctor != r.doctor || s.nameID != r.nameID || s.code != r.code || s.name != r.name || s.basis != r.flags.doctorBasis() ||
		s.holder != (r.flags.role() == varighet.RoleRegular) || r.month < s.first-1 || r.month > s.last+1 {
		return false
	}
	s.first, s.last = min(s.first, r.month), max(s.last, r.month)
	return true
}

// tellWho notes whom a row names.
func (w *worker) tellWho(r *record) {
	w.seePlace(r)
	if r.nameID == 0 {
		return
	}
	l := &w.lists[r.position]
	if l.stint = w.stints.note(r, l.stint); len(w.stints.list) > max(compactStints, w.stints.compact) {
		w.stints.list = joinStints(w.stints.list)
		w.stints.compact = 2 * len(w.stints.list)
		for i := range w.lists {
			w.lists[i].stint = 0
		}
	}
}

// joinStints sorts stints by position and joins those that say the same and touch.
func joinStints(list []stint) []stint {
	slices.SortFunc(list, func(a, b stint) int {
		return cmp.Or(cmp.Compare(a.position, b.position), a.compareSame(&b), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
	})
	kept := list[:0]
	for _, s := range list {
		s.before = 0
		if n := len(kept); n > 0 && kept[n-1].position == s.position && kept[n-1].compareSame(&s) == 0 && s.first <= kept[n-1].last+1 {
			kept[n-1].last = max(kept[n-1].last, s.last)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// compareSame orders stints by all but their position and months.
func (s *stint) compareSame(o *stint) int {
	holder := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(s.nameID, o.nameID), cmp.Compare(s.doctor, o.doctor), cmp.Compare(s.basis, o.basis),
		cmp.Compare(s.code, o.code), cmp.Compare(s.name, o.name), cmp.Compare(holder(s.holder), holder(o.holder)))
}

// A codeSpan is the first and last month in which a municipality, by code or by name, has rows; the zero
// value is none.
type codeSpan struct {
	first, last int16
	seen        bool
}

// seePlace notes the month of a row's municipality.
func (w *worker) seePlace(r *record) {
	w.codes, w.towns = seen(w.codes, r.code, r.month), seen(w.towns, r.name, r.month)
}

func seen(list []codeSpan, id uint32, month int16) []codeSpan {
	for uint32(len(list)) <= id {
		list = append(list, codeSpan{})
	}
	list[id].add(codeSpan{month, month, true})
	return list
}

func (c *codeSpan) add(o codeSpan) {
	switch {
	case !o.seen:
	case !c.seen:
		*c = o
	default:
		c.first, c.last = min(c.first, o.first), max(c.last, o.last)
	}
}

// allStints returns the stints of all rows that count, with the merge's numbers.
func (b *Builder) allStints(m *merge) ([]stint, error) {
	if len(m.texts[nameIDs]) < 2 {
		return nil, nil
	}
	if b.opt.SetAside {
		return m.keptStints()
	}
	var all []stint
	for _, w := range b.workers {
		to := m.maps[w]
		for _, s := range w.stints.list {
			s.position, s.doctor, s.nameID = to[positions][s.position], to[doctors][s.doctor], to[nameIDs][s.nameID]
			s.code, s.name = to[codes][s.code], to[names][s.name]
			if m.passes(&record{position: s.position}) {
				all = append(all, s)
			}
		}
	}
	return joinStints(all), nil
}

// keptStints goes through the merge once more, for the rows that will not be set aside.
func (m *merge) keptStints() ([]stint, error) {
	var all stints
	latest := make([]uint32, len(m.texts[positions]))
	err := m.kept(func(r *record) {
		if r.nameID != 0 {
			latest[r.position] = all.note(r, latest[r.position])
		}
	})
	return joinStints(all.list), err
}

// kept goes through the records that will not be set aside, as far as that can be told
// before it is known who is who, and rewinds.
func (m *merge) kept(see func(*record)) error {
	s := newSifter(m, true)
	for {
		r, err := m.next()
		if err != nil {
			return err
		}
		if r == nil {
			return m.rewind()
		}
		if m.passes(r) && s.sift(r) {
			see(r)
		}
	}
}

// townNumbers gives names of municipalities that are one a number: "Trondheim - Tråante"
// is "TRONDHEIM".
func townNumbers(names []string) []uint32 {
	first := map[string]uint32{}
	list := make([]uint32, len(names))
	for i, s := range names {
		town := identity.Town(s)
		if _, known := first[town]; !known {
			first[town] = uint32(i)
		}
		list[i] = first[town]
	}
	return list
}
