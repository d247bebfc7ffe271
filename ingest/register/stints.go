package register

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
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
}

// newStint makes a stint of rows that began in a month and ended with a record.
func newStint(since int16, last *record) stint {
	return stint{position: last.position, doctor: last.doctor, nameID: last.nameID, code: last.code, name: last.name,
		first: since, last: last.month, basis: last.flags.doctorBasis(), holder: last.flags.role() == varighet.RoleRegular}
}

// goesOn reports whether a row says of the month after another what that said.
func (r *record) goesOn(last *record) bool {
	const who = flags(3<<12 | 3) // by what the doctor is known, and the role
	return r.month == last.month+1 && r.doctor == last.doctor && r.nameID == last.nameID && r.code == last.code && r.name == last.name &&
		(r.flags^last.flags)&who == 0
}

// compactStints is how many stints a worker keeps before neighbours are joined: rows that
// come with their months in no order make one each.
const compactStints = 1 << 20

// tellWho notes whom the next row of a position names. The stint under way is not kept by
// itself: it began in l.since and goes to the position's last record. How the position
// was first and last seen shows at the ends of stints.
func (w *worker) tellWho(l *list, r *record) {
	w.present[r.month-int16(varighet.MinMonth)] = true
	if l.since != 0 && r.goesOn(&l.last) {
		return
	}
	w.endStint(l)
	l.since = r.month
	l.span.see(r)
}

// endStint keeps the stint under way of a position, if there is one.
func (w *worker) endStint(l *list) {
	if l.since == 0 {
		return
	}
	s := newStint(l.since, &l.last)
	if l.since = 0; s.last > s.first {
		l.span.see(&l.last)
	}
	w.codes, w.towns = seen(w.codes, s.code, &s), seen(w.towns, s.name, &s)
	if s.nameID == 0 {
		return
	}
	if w.stints = append(w.stints, s); len(w.stints) > max(compactStints, w.compact) {
		w.stints = joinStints(w.stints)
		w.compact = 2 * len(w.stints)
	}
}

// endStints keeps all stints under way, of all workers.
func (b *Builder) endStints() {
	for _, w := range b.workers {
		for i := range w.lists.n {
			w.endStint(w.lists.at(i))
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

// seen notes the months of a stint under its municipality.
func seen(list []codeSpan, id uint32, s *stint) []codeSpan {
	for uint32(len(list)) <= id {
		list = append(list, codeSpan{})
	}
	list[id].add(codeSpan{s.first, s.last, true})
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
	b.endStints()
	var all []stint
	for _, w := range b.workers {
		to := m.maps[w]
		for _, s := range w.stints {
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
	var all []stint
	var last record
	since := int16(0)
	end := func() {
		if since != 0 && last.nameID != 0 {
			all = append(all, newStint(since, &last))
		}
	}
	err := m.kept(func(r *record) {
		if since == 0 || r.position != last.position || !r.goesOn(&last) {
			end()
			since = r.month
		}
		last = *r
	})
	end()
	return joinStints(all), err
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
		town := varighet.Town(s)
		if _, known := first[town]; !known {
			first[town] = uint32(i)
		}
		list[i] = first[town]
	}
	return list
}
