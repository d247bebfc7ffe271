package study

import (
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// A report counts agreements (doctors' spells), positions and doctors. Each kind of unit has a family of
// counts of its own. Those are the bundles in which the counts of a family are tried: what is shown together, the
// most worth first. A bundle of agreements is not shown either if a step of the curve of all is wider for it than
// wideEnough, and than all are without.
var (
	agreementBundles = [][]string{
		{"tenures", "tenures stopped"}, {"agreements"}, {"b of", "b gone"}, {"stopped"}, {"a of", "a gone"}, {"d of", "d gone"},
		{"from start"}, {"uncertain"}, {"left out", "late", "assumed", "corrected"},
	}
	positionBundles = [][]string{
		{"filled", "same"}, {"positions"}, {"filled now", "vacant now"}, {"gone now", "no data"}, {"one", "two", "more"},
	}
	doctorBundles = [][]string{{"doctors"}}
)

// When bundles are tried: those of the families, of which the first two come before what figures and tables ask for,
// and of those the rows of a table before what else there is of each.
const (
	firstBundles = iota * 100_000
	askedRows
	otherBundles
	askedMore
)

// A countedFamily is the sets that a report counts of one kind of unit.
type countedFamily struct {
	unitOf  map[string]int // by id of the unit; of agreements nil, since those have places
	names   []string
	sets    map[string]*disclosure.Set
	units   int
	bundles int
	extra   map[string]bool // sets of figures and tables that the study asks for
}

func newCountedFamily(units int, bundles [][]string) *countedFamily {
	f := &countedFamily{sets: map[string]*disclosure.Set{}, units: units, extra: map[string]bool{}}
	for b, names := range bundles {
		when := firstBundles
		if b > 1 {
			when = otherBundles
		}
		f.bundle(when, names...)
		clear(f.extra)
	}
	return f
}

// bundle adds empty sets that are shown together or not at all, tried at some time after those that there are.
func (f *countedFamily) bundle(when int, names ...string) {
	for _, name := range names {
		if f.sets[name] == nil {
			f.names, f.extra[name] = append(f.names, name), true
			f.sets[name] = &disclosure.Set{Has: make([]bool, f.units), Bundle: when + f.bundles}
		}
	}
	f.bundles++
}

// count is how many units a set has.
func (f *countedFamily) count(name string) (n int) {
	for _, in := range f.sets[name].Has {
		if in {
			n++
		}
	}
	return n
}

// put says that a unit is in a set.
func (f *countedFamily) put(unit int, name string, is bool) {
	if is {
		f.sets[name].Has[unit] = true
	}
}

// never takes the counts out that differ by a small count from one of other units of which they are nearly the same: a
// reader could subtract them.
func (f *countedFamily) never(rule disclosure.Rule, names []string, near related) {
	for _, name := range names {
		for _, n := range near.to(name) {
			if !rule.Apart(f.count(name), n) {
				f.sets[name].Never = true
			}
		}
	}
}

// show says which counts are shown, by name, and into which classes they part the units.
func (f *countedFamily) show(rule disclosure.Rule, also func(classes []int) bool) (map[string]bool, []int) {
	list := make([]disclosure.Set, len(f.names))
	for j, name := range f.names {
		list[j] = *f.sets[name]
	}
	s, shown := rule.Show(list, also), map[string]bool{}
	for j, name := range f.names {
		shown[name] = s.Sets[j]
	}
	return shown, s.Classes
}

// countedFamilies are the counts of agreements, positions, doctors, and of agreements as lists in a month.
type countedFamilies struct {
	agreements, positions, doctors, lists *countedFamily

	stability map[string]survival.StabilityCounts // by position, of that alone
}

// counts are those that a manifest names.
func (f *countedFamilies) counts() map[string]int {
	counts := map[string]int{}
	for _, family := range []*countedFamily{f.agreements, f.positions, f.doctors} {
		for _, name := range family.names {
			if !family.extra[name] {
				counts[name] = family.count(name)
			}
		}
	}
	return counts
}

// countedSets are the families of one side's spells, of which positions are looked at in a month.
func countedSets(all []survival.Spell, m *Measures, chosen *survival.Selection, within int, month varighet.Month) *countedFamilies {
	f := &countedFamilies{agreements: newCountedFamily(len(m.Spells), agreementBundles), lists: newCountedFamily(len(m.Spells), nil), stability: map[string]survival.StabilityCounts{}}
	f.agreements.spells(m.Spells, chosen)
	survival.TurnoverMembers(all, m.Spells, within, func(d survival.TurnoverDefinition, i int, use, gone bool) {
		f.agreements.put(i, d.Letter()+" of", use)
		f.agreements.put(i, d.Letter()+" gone", use && gone)
	})
	byPosition, doctors := map[string][]survival.Spell{}, map[string]bool{}
	for i := range m.Spells {
		s := &m.Spells[i]
		byPosition[s.PositionID] = append(byPosition[s.PositionID], *s)
		if s.Kind == survival.Regular {
			doctors[s.DoctorID] = true
		}
	}
	f.positions = familyOf(slices.Sorted(maps.Keys(byPosition)), positionBundles)
	for id, spells := range byPosition {
		f.stability[id] = survival.StabilityAt(spells, spells, month)
		f.positions.position(f.positions.unitOf[id], f.stability[id])
	}
	f.doctors = familyOf(slices.Sorted(maps.Keys(doctors)), doctorBundles)
	for _, u := range f.doctors.unitOf {
		f.doctors.put(u, "doctors", true)
	}
	return f
}

// familyOf is a family of units with these ids.
func familyOf(ids []string, bundles [][]string) *countedFamily {
	f := newCountedFamily(len(ids), bundles)
	f.unitOf = map[string]int{}
	for u, id := range ids {
		f.unitOf[id] = u
	}
	return f
}

// position puts a position into the sets that it is of.
func (f *countedFamily) position(unit int, st survival.StabilityCounts) {
	f.put(unit, "positions", true)
	f.put(unit, "filled", st.Filled > 0)
	f.put(unit, "same", st.Same > 0)
	f.put(unit, "filled now", st.FilledNow > 0)
	f.put(unit, "vacant now", st.VacantNow > 0)
	f.put(unit, "gone now", st.ClosedNow > 0)
	f.put(unit, "no data", st.UnseenNow+st.NotOpened > 0)
	for i, name := range []string{"one", "two", "more"} {
		f.put(unit, name, st.Different[i] > 0)
	}
}

// spells puts doctors' spells into the sets that they are of.
func (f *countedFamily) spells(spells []survival.Spell, chosen *survival.Selection) {
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		f.put(i, "agreements", true)
		f.put(i, "stopped", s.Stopped)
		f.put(i, "left out", true) // but for those below
		f.put(i, "uncertain", s.Stopped && s.ExitUncertain)
		f.put(i, "late", s.Entry.OK && s.Entry.V > 0)
		f.put(i, "assumed", s.StartEvidence == varighet.EvidenceAssumed || s.EndEvidence == varighet.EvidenceAssumed)
		f.put(i, "corrected", s.StartEvidence == varighet.EvidenceCorrected || s.EndEvidence == varighet.EvidenceCorrected)
	}
	for k, i := range chosen.Index {
		f.put(i, "tenures", true)
		f.put(i, "tenures stopped", chosen.Tenures[k].Stopped)
		f.put(i, "from start", chosen.Tenures[k].Entry == 0)
		f.sets["left out"].Has[i] = false
	}
}

// A related number is one of other units that a reader holds a count against: of all agreements, of those that have stopped,
// and of those that have not.
type related struct{ all, stopped, still []int }

// to are the numbers to which a count is related, by its name or the end of it.
func (r related) to(name string) []int {
	_, count, is := strings.Cut(name, ": ")
	if !is {
		count = name
	}
	switch count {
	case "positions", "filled", "doctors":
		return r.all
	case "stopped":
		return r.stopped
	case "same", "filled now", "still", listsCounted:
		return r.still
	}
	return nil
}

// related are the numbers of a side that are shown.
func (s *publishedSide) related() (r related) {
	add := func(to *[]int, n int, names ...string) {
		for _, name := range names {
			if !s.shown[name] {
				return
			}
		}
		*to = append(*to, n)
	}
	for _, of := range []struct{ all, stopped string }{{"agreements", "stopped"}, {"tenures", "tenures stopped"}} {
		add(&r.all, s.counted[of.all], of.all)
		add(&r.stopped, s.counted[of.stopped], of.stopped)
		add(&r.still, s.counted[of.all]-s.counted[of.stopped], of.all, of.stopped)
	}
	for _, name := range []string{"positions", "filled"} {
		add(&r.all, s.counted[name], name)
	}
	for _, name := range []string{"filled now", "same"} {
		add(&r.still, s.counted[name], name)
	}
	return r
}
