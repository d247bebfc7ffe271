package survival

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
)

// ByMunicipality makes a doctor's spells on several lists of one municipality, by the
// reference borders, one spell: it answers how long doctors stay in a municipality,
// whichever list they hold. Lists held at the same time, or one after another with at
// most gap months without any, are joined; months in which the municipality has no
// rows count as none. Lists without a municipality stay as they are.
//
// A joined spell begins where its first list does, and stands under that list, with
// its ordinal, population and residents. It is seen to stop if every list held in its
// last month was, for the reason that comes first; else it is censored. How long
// lists are on the mean is left out. Vacancies and holes stay those of lists.
func (set *SpellSet) ByMunicipality(gap int) {
	joined := map[int]bool{} // spells that are part of another
	for _, lists := range listsInMunicipality(set.Spells) {
		for from := 0; from < len(lists); {
			to, bridged := set.stretch(lists[from:], gap)
			if to > 1 {
				set.join(lists[from:from+to], bridged)
				for _, i := range lists[from+1 : from+to] {
					joined[i] = true
				}
			}
			from += to
		}
	}
	if len(joined) == 0 {
		return
	}
	kept := make([]Spell, 0, len(set.Spells)-len(joined))
	for i := range set.Spells {
		if !joined[i] {
			kept = append(kept, set.Spells[i])
		}
	}
	set.Spells = kept
	set.Counts.Joined += len(joined)
	set.Counts.recount(kept)
}

// listsInMunicipality parts the doctors' spells by doctor and municipality; each part
// is by first month and list. Parts come in the order of doctors.
func listsInMunicipality(spells []Spell) (parts [][]int) {
	all := regularByDoctor(spells, 1, func(string) bool { return true })
	all = slices.DeleteFunc(all, func(i int) bool { return spells[i].MunicipalityNow == "" })
	slices.SortStableFunc(all, func(i, j int) int {
		a, b := &spells[i], &spells[j]
		return cmp.Or(cmp.Compare(a.DoctorID, b.DoctorID), cmp.Compare(a.MunicipalityNow, b.MunicipalityNow),
			cmp.Compare(a.First, b.First), cmp.Compare(a.PositionID, b.PositionID))
	})
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && spells[all[to]].DoctorID == spells[all[from]].DoctorID &&
			spells[all[to]].MunicipalityNow == spells[all[from]].MunicipalityNow {
			to++
		}
		parts = append(parts, all[from:to])
		from = to
	}
	return parts
}

// stretch returns how many of a doctor's lists, from the first on, are one spell, and
// how many months without a list that covers.
func (set *SpellSet) stretch(lists []int, gap int) (n, bridged int) {
	end := &set.Spells[lists[0]]
	for n = 1; n < len(lists); n++ {
		next := &set.Spells[lists[n]]
		without := 0
		for m := end.Last + 1; m < next.First; m++ {
			if c := set.Coverage; c.Has(next.MunicipalityNow, m) || c.covers(end.Municipality, m) || c.covers(next.Municipality, m) {
				without++
			}
		}
		if without > gap {
			break
		}
		bridged += without
		if next.Last > end.Last {
			end = next
		}
	}
	return n, bridged
}

// join makes the first of the lists the whole spell.
func (set *SpellSet) join(lists []int, bridged int) {
	s := &set.Spells[lists[0]]
	var last varighet.Month
	for _, i := range lists {
		last = max(last, set.Spells[i].Last)
	}
	end := endOfAll(set.Spells, lists, last)
	for _, i := range lists {
		t := &set.Spells[i]
		switch {
		case t.First > s.First || !s.Start.OK:
		case !t.Start.OK:
			s.Start = t.Start // it may be older
		default:
			s.Start.V = min(s.Start.V, t.Start.V)
		}
		if i != lists[0] {
			s.MonthsBridged += t.MonthsBridged
		}
	}
	s.MonthsBridged += bridged
	if bridged > 0 {
		set.Counts.Bridged++
		set.Counts.BridgedMonths += bridged
	}
	s.Last, s.EndEvidence, s.ResidentsLast, s.ResidentsMean = last, end.EndEvidence, end.ResidentsLast, varighet.Opt[float64]{}
	s.Stopped, s.StopReason, s.MovedToMunicipality, s.MovedToPosition = end.Stopped, end.StopReason, end.MovedToMunicipality, end.MovedToPosition
	s.ExitUncertain, s.ExitUnconfirmed = end.ExitUncertain, end.ExitUnconfirmed
	if w := (Window{From: s.Window().From, To: end.Window().To}); w != s.Window() {
		s.Beside = &Beside{Window: w}
	}
	s.setTenure()
}

// endOfAll is a spell that ends as the doctor's time on all the lists does: the one
// held in the last month that was not seen to stop; else the one that stopped for the
// reason that comes first.
func endOfAll(spells []Spell, lists []int, last varighet.Month) Spell {
	var end *Spell
	for _, i := range lists {
		t := &spells[i]
		if t.Last == last && (end == nil || end.Stopped && (!t.Stopped || t.StopReason < end.StopReason)) {
			end = t
		}
	}
	return *end
}
