package register

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// whoIsWho is what was settled about the doctors of a register: what each record's
// doctor is in the list of final ids.
type whoIsWho struct {
	settled *identity.Settled
	aliases *aliasing
	written []string // doctors as rows have them
	nameIDs []string
	numbers []string          // of identity: written, and what aliases aim at
	names   map[string]uint32 // likewise of names
	ids     []string          // of persons, sorted; "" first
	number  map[string]uint32 // of ids

	joining *joining          // what aliases make of names and numbers
	decided map[Decision]bool // those that are about two lists on which the name stands

	trivial bool // every row's doctor is as it is written
	stints  []stint
	towns   []string // names of municipalities

	last lookup
}

// A lookup is the last doctor that was asked for.
type lookup struct {
	position, doctor, nameID uint32
	basis                    varighet.DoctorBasis
	known                    bool
	id                       uint32
	alias                    *Alias
}

// sharedMark stands in the id of a person who shares a name, between the name's and that of
// the person's first list.
const sharedMark = "@"

// settle finds out who is who, when all positions are known.
func (b *Builder) settle(m *merge) (*whoIsWho, error) {
	if len(b.rules.Aliases) == 0 && !b.namesAlone() {
		return &whoIsWho{trivial: true, ids: m.texts[doctors], aliases: newAliasing(nil, m)}, nil
	}
	list, err := b.allStints(m)
	if err != nil {
		return nil, err
	}
	w := &whoIsWho{aliases: newAliasing(b.rules.Aliases, m), written: m.texts[doctors], nameIDs: m.texts[nameIDs], stints: list, towns: m.texts[names]}
	w.number, w.decided = map[string]uint32{}, map[Decision]bool{}
	w.numbers, w.names = slices.Clone(w.written), map[string]uint32{}
	for i, s := range w.nameIDs {
		w.names[s] = uint32(i)
	}
	w.joining = w.newJoining(b.rules.Aliases, m)
	w.settled = identity.Settle(w.joinedStints(), w.decisions(m, b))
	w.listIDs(m)
	return w, nil
}

// namesAlone reports whether some row knows its doctor by the name alone.
func (b *Builder) namesAlone() bool {
	b.endStints()
	return slices.ContainsFunc(b.workers, func(w *worker) bool {
		return slices.ContainsFunc(w.stints, func(s stint) bool { return s.basis == varighet.DoctorByName })
	})
}

// inIdentity puts the stints into the words of package identity.
func (w *whoIsWho) inIdentity() []identity.Stint {
	towns := townNumbers(w.towns)
	all := make([]identity.Stint, len(w.stints))
	for i := range w.stints {
		s := &w.stints[i]
		all[i] = identity.Stint{List: s.position, Name: s.nameID, Code: s.code, Town: towns[s.name],
			First: varighet.Month(s.first), Last: varighet.Month(s.last), Holder: s.holder}
		if s.basis != varighet.DoctorByName {
			all[i].Number = s.doctor
		}
	}
	return all
}

// numberOf returns identity's number of a doctor's number.
func (w *whoIsWho) numberOf(id string) uint32 {
	if i, found := slices.BinarySearch(w.written, id); found {
		return uint32(i)
	}
	if i := slices.Index(w.numbers[len(w.written):], id); i >= 0 {
		return uint32(len(w.written) + i)
	}
	w.numbers = append(w.numbers, id)
	return uint32(len(w.numbers) - 1)
}

// decisions puts what was decided into identity's numbers. A list that has another id by
// now is the one that it is linked to.
func (w *whoIsWho) decisions(m *merge, b *Builder) (list []identity.Decision) {
	position := func(id string) (uint32, bool) {
		if to := b.moved[id]; to != "" {
			id = to
		}
		i, found := slices.BinarySearch(m.texts[positions], id)
		return uint32(i), found
	}
	for _, d := range b.rules.Decisions {
		a, okA := position(d.Position)
		z, okZ := position(d.Other)
		if name := w.names[d.NameID]; name != 0 && okA && okZ {
			w.decided[d] = w.standsOn(name, a) && w.standsOn(name, z)
			_, name = w.joining.goesBy(a, name)
			list = append(list, identity.Decision{Name: name, List: a, Other: z, Same: d.Same})
		}
	}
	return list
}

// standsOn reports whether a list has a row with the name.
func (w *whoIsWho) standsOn(name, list uint32) bool {
	return slices.ContainsFunc(w.stints, func(s stint) bool { return s.nameID == name && s.position == list })
}

// listIDs makes the list of all ids that persons have.
func (w *whoIsWho) listIDs(m *merge) {
	all := slices.Concat(w.numbers, w.nameIDs)
	for _, p := range w.settled.SharedPersons() {
		all = append(all, w.sharedID(m, p))
	}
	slices.Sort(all)
	w.ids = slices.Compact(all)
	for i, id := range w.ids {
		w.number[id] = uint32(i)
	}
}

func (w *whoIsWho) sharedID(m *merge, p identity.Person) string {
	return w.nameIDs[p.Name] + sharedMark + m.texts[positions][p.List]
}

// doctor returns the number of who a record's doctor is, and the alias by which it is so.
func (w *whoIsWho) doctor(m *merge, r *record) (uint32, *Alias) {
	l := &w.last
	if l.known && l.position == r.position && l.doctor == r.doctor && l.nameID == r.nameID && l.basis == r.flags.doctorBasis() {
		return l.id, l.alias
	}
	if r.doctor == 0 {
		return 0, nil
	}
	basis := r.flags.doctorBasis()
	by := w.joining.aliasOf(r)
	number, name := w.joining.numberFor(r.doctor), uint32(0)
	if basis == varighet.DoctorByName {
		number, name = w.joining.goesBy(r.position, r.nameID)
	}
	p, always := identity.Person{Number: number}, true
	if number == 0 {
		p, always = w.settled.PersonAt(r.position, name, varighet.Month(r.month))
	}
	*l = lookup{position: r.position, doctor: r.doctor, nameID: r.nameID, basis: basis, known: always, id: w.number[w.id(m, p)], alias: by}
	return l.id, by
}

// id is the id of a person.
func (w *whoIsWho) id(m *merge, p identity.Person) string {
	switch {
	case p.Number != 0:
		return w.numbers[p.Number]
	case p.List != 0:
		return w.sharedID(m, p)
	}
	return w.nameIDs[p.Name]
}

// A settling gives the records of a merge in order, with their doctors settled.
type settling struct {
	m     *merge
	who   *whoIsWho
	ahead *record // the next of the merge, not settled yet; nil at the end
	begun bool
	rows  []record // of one position, month and role, to be given from at on
	at    int
}

func newSettling(m *merge, who *whoIsWho) *settling { return &settling{m: m, who: who} }

// next returns the next record, valid until the next call; nil after the last.
func (s *settling) next() (*record, error) {
	if s.who.trivial {
		return s.m.next()
	}
	if s.at == len(s.rows) {
		if err := s.fill(); err != nil || len(s.rows) == 0 {
			return nil, err
		}
	}
	s.at++
	return &s.rows[s.at-1], nil
}

// fill takes the next records that have one position, month and role.
func (s *settling) fill() (err error) {
	s.rows, s.at = s.rows[:0], 0
	if !s.begun {
		s.begun = true
		s.ahead, err = s.m.next()
	}
	for err == nil && s.ahead != nil && (len(s.rows) == 0 || s.ahead.key() == s.rows[0].key()) {
		r := *s.ahead
		if s.m.passes(&r) {
			var by *Alias
			if r.doctor, by = s.who.doctor(s.m, &r); by != nil {
				s.who.aliases.rows[by]++
			}
		}
		s.rows = append(s.rows, r)
		s.ahead, err = s.m.next()
	}
	if len(s.rows) > 1 {
		slices.SortStableFunc(s.rows, func(a, b record) int { return cmp.Or(cmp.Compare(a.doctor, b.doctor), compareMerged(&a, &b)) })
	}
	return err
}
