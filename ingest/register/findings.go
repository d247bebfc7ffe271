package register

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// A Finding is what was concluded of a name ([identity.Finding]).
type Finding struct {
	Kind            identity.FindingKind
	NameID          string
	Position, Other string
	Code            varighet.MunicipalityCode
	Town            string // the municipality's name
	Month           varighet.Month
	Months          int
}

// A Succession is two names that follow each other: on a list, or, if it has no
// position, one that left a municipality in the month before the other came to it. At
// least one of the two doctors is known by name only.
type Succession struct {
	Before, After string // NameIDs
	Position      string
	Code          varighet.MunicipalityCode
	Town          string
	Month         varighet.Month // the first of After
}

// Settle ends all runs and finds out which lists and doctors are one. Commit does so by
// itself; after Settle it can be asked what was found.
func (b *Builder) Settle() error {
	_, err := b.prepare()
	return err
}

// Findings returns what was concluded of names, by kind. Settle must have been called.
func (b *Builder) Findings() []Finding {
	w := b.who
	if w.settled == nil {
		return nil
	}
	lists := b.merged.texts[positions]
	all := make([]Finding, len(w.settled.Findings))
	for i, f := range w.settled.Findings {
		all[i] = Finding{Kind: f.Kind, NameID: w.nameIDs[f.Name], Position: lists[f.List], Other: lists[f.Other],
			Code: varighet.MunicipalityCode(b.merged.texts[codes][f.Code]), Town: w.towns[f.Town], Month: f.Month, Months: f.Months}
	}
	return all
}

// AliasRows returns to how many rows of the register aliases of an id were applied.
// Commit or Plan must have been called.
func (b *Builder) AliasRows(from string) (n int64) {
	for a, rows := range b.who.aliases.rows {
		if a.From == from {
			n += rows
		}
	}
	return n
}

// Decided reports whether the register has the name of a decision on its two lists. Commit or
// Plan must have been called.
func (b *Builder) Decided(d Decision) bool { return b.who.decided[d] }

// IDsGone returns how many doctors of the old registers, of those known by name, have
// another id now. Doctors of whose rows none was carried over are not among them. Commit or Plan must have been called.
func (b *Builder) IDsGone() int64 { return b.gone }

// countGone counts them, when it is known which doctors have rows: rows that were carried
// over are there still, so an id that has none now became another.
func (b *Builder) countGone(seen []bool) {
	for id := range b.oldIDs {
		if i, found := slices.BinarySearch(b.who.ids, id); !found || !seen[i] {
			b.gone++
		}
	}
}

// mostVacant is after how many months without a holder two names on a list are no longer
// compared.
const mostVacant = 12

// Successions returns the names that follow each other. Settle must have been called.
func (b *Builder) Successions() []Succession {
	w := b.who
	if w.settled == nil {
		return nil
	}
	var all []Succession
	stays := map[uint32]*stint{} // of names: the months, and where the name was last
	for from := 0; from < len(w.stints); {
		to := from + 1
		for to < len(w.stints) && w.stints[to].position == w.stints[from].position {
			to++
		}
		all = b.onList(all, w.stints[from:to], stays)
		from = to
	}
	return b.inMunicipality(all, stays)
}

// onList finds those of one list.
func (b *Builder) onList(all []Succession, list []stint, stays map[uint32]*stint) []Succession {
	held := slices.DeleteFunc(slices.Clone(list), func(s stint) bool { return !s.holder })
	slices.SortStableFunc(held, func(x, y stint) int { return cmp.Or(cmp.Compare(x.first, y.first), cmp.Compare(x.last, y.last)) })
	for i := range held {
		s := &held[i]
		if st := stays[s.nameID]; st == nil {
			stays[s.nameID] = &held[i]
		} else {
			st.first, st.last, st.basis = min(st.first, s.first), max(st.last, s.last), min(st.basis, s.basis)
		}
		if i == 0 {
			continue
		}
		before := &held[i-1]
		if before.nameID != s.nameID && s.first > before.last && s.first-before.last <= mostVacant+1 && b.mayBeOne(before, s) {
			all = append(all, b.succession(before, s, b.merged.texts[positions][s.position]))
		}
	}
	return all
}

// mayBeOne reports whether two stints are of different people, of whom one is known by
// name only.
func (b *Builder) mayBeOne(x, y *stint) bool {
	r := func(s *stint) *record {
		return &record{position: s.position, doctor: s.doctor, nameID: s.nameID, month: s.first, flags: flags(s.basis) << 12}
	}
	who, _ := b.who.doctor(b.merged, r(x))
	whoElse, _ := b.who.doctor(b.merged, r(y))
	return who != whoElse && (x.basis == varighet.DoctorByName || y.basis == varighet.DoctorByName)
}

func (b *Builder) succession(x, y *stint, position string) Succession {
	return Succession{Before: b.who.nameIDs[x.nameID], After: b.who.nameIDs[y.nameID], Position: position,
		Code: varighet.MunicipalityCode(b.merged.texts[codes][y.code]), Town: b.who.towns[y.name], Month: varighet.Month(y.first)}
}

// inMunicipality finds names that left a municipality in the month before others came.
func (b *Builder) inMunicipality(all []Succession, stays map[uint32]*stint) []Succession {
	type when struct {
		code, town uint32
		month      int16
	}
	at := func(s *stint, month int16) when {
		if s.code != 0 {
			return when{code: s.code, month: month}
		}
		return when{town: s.name, month: month}
	}
	left := map[when][]*stint{}
	for _, s := range stays {
		if s.basis == varighet.DoctorByName {
			left[at(s, s.last+1)] = append(left[at(s, s.last+1)], s)
		}
	}
	for _, s := range stays {
		if s.basis != varighet.DoctorByName {
			continue
		}
		for _, before := range left[at(s, s.first)] {
			all = append(all, b.succession(before, s, ""))
		}
	}
	slices.SortFunc(all, func(x, y Succession) int {
		return cmp.Or(cmp.Compare(y.Position, x.Position), cmp.Compare(x.Month, y.Month), cmp.Compare(x.Before, y.Before), cmp.Compare(x.After, y.After))
	})
	return all
}
