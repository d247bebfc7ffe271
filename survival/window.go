package survival

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
)

// A Window is a stretch of months in which a position counts, such as those in which
// it belonged to a project. Both ends belong to it; a missing one is no bound.
//
// A window is to its position what the data are to a municipality: the first month
// is its F, the last its T, and only months between them are at risk. So
//
//   - a spell under way in the window's first month f enters late, at f − a: the
//     months before are not at risk, since a doctor who left in them would not be
//     in the window to be counted;
//   - a spell held in the window's last month t is censored at t − a, whether it
//     went on or ended just there: that shows in t + 1 only, which is outside;
//   - a spell first seen in t says nothing of tenure, and one that ended before f
//     is not there at all.
//
// A window says which months count, not what is known of them: starts before it,
// absences that a later return bridged, populations, residents and lists held
// elsewhere are those of the whole register. Ordinals are by the window: the first
// holder in it is 1.
type Window struct {
	From, To varighet.Opt[varighet.Month]
}

// join sorts windows and makes one of those that overlap or follow each other
// without a month between. A change of owner on the border is then seen.
func join(windows []Window) []Window {
	windows = slices.Clone(windows)
	slices.SortFunc(windows, func(a, b Window) int { return cmp.Compare(a.begin(), b.begin()) })
	var joined []Window
	for _, w := range windows {
		if n := len(joined); n > 0 && w.begin() <= joined[n-1].end()+1 {
			if w.end() > joined[n-1].end() {
				joined[n-1].To = w.To
			}
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// begin and end are the bounds, or months beyond all data.
func (w Window) begin() varighet.Month { return w.From.Or(varighet.MinMonth - 2) }
func (w Window) end() varighet.Month   { return w.To.Or(varighet.MaxMonth + 2) }

// within leaves of the spells what lies in the windows of their positions, and
// counts anew what spells show. What was counted on the way to them stays: it is of
// the positions that have a window.
func (set *SpellSet) within(windows func(position string) []Window) {
	var kept []Spell
	last := set.lastOfData()
	for from := 0; from < len(set.Spells); {
		id := set.Spells[from].PositionID
		to := from + 1
		for to < len(set.Spells) && set.Spells[to].PositionID == id {
			to++
		}
		kept = append(kept, positionWithin(set.Spells[from:to], join(windows(id)), last)...)
		from = to
	}
	set.Spells = kept
	set.Counts.recount(kept)
}

// positionWithin is the spells of one position within its windows.
func positionWithin(spells []Spell, windows []Window, last map[varighet.MunicipalityCode]varighet.Month) []Spell {
	var parts []Spell
	for i := range spells {
		for _, w := range windows {
			if part, ok := spells[i].during(w, last[spells[i].MunicipalityNow]); ok {
				parts = append(parts, part)
			}
		}
	}
	slices.SortStableFunc(parts, bySeen)
	ordinal := map[int]int{} // within the windows, by that within the data
	for i := range parts {
		p := &parts[i]
		if p.Kind != Regular {
			continue
		}
		if ordinal[p.Ordinal] == 0 {
			ordinal[p.Ordinal] = len(ordinal) + 1
		}
		p.Ordinal = ordinal[p.Ordinal]
	}
	return parts
}

// lastOfData is the last month of the data about each municipality by the reference
// borders: of rows under its codes, or of lists that belong to it by their own way.
func (set *SpellSet) lastOfData() map[varighet.MunicipalityCode]varighet.Month {
	last := lastByMunicipality(set.Spells)
	for code, m := range last {
		if t, ok := set.Coverage.LastOf(code); ok {
			last[code] = max(m, t)
		}
	}
	return last
}

// during returns the part of a spell in a window; false if there is none. last is
// that of the data: a window that goes on beyond them has no end.
func (s Spell) during(w Window, last varighet.Month) (Spell, bool) {
	if w.To.OK && w.To.V >= last {
		w.To = varighet.Opt[varighet.Month]{}
	}
	if w != (Window{}) {
		s.Beside = &Beside{Window: w}
	}
	s.First, s.Last = max(s.First, w.begin()), min(s.Last, w.end())
	if s.First > s.Last {
		return s, false
	}
	cut := s.Kind != Missing && w.To.OK && s.Last == w.To.V
	if cut {
		s.Stopped, s.StopReason, s.MovedToMunicipality, s.MovedToPosition = false, NotStopped, "", ""
		s.ExitUncertain, s.ExitUnconfirmed = false, false
	}
	switch closed := s.StopReason == Closed && !s.Stopped; {
	case s.Kind == Missing: // has no tenure
	case closed && s.Entry.OK:
		s.Entry.V = int(s.First - s.Start.V) // a closed vacancy is at risk for all its months
	default:
		s.setTenure()
	}
	return s, true
}

// bySeen orders the spells of a position: by first month, kind and doctor.
func bySeen(x, y Spell) int {
	return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.DoctorID, y.DoctorID))
}

// recount counts what can be read off spells.
func (c *SpellCounts) recount(spells []Spell) {
	*c = SpellCounts{Bridged: c.Bridged, BridgedMonths: c.BridgedMonths, SharedMonths: c.SharedMonths,
		StartContradicted: c.StartContradicted, SplitGuessed: c.SplitGuessed, Joined: c.Joined,
		Openings: c.Openings, BeganLate: c.BeganLate, EndedEarly: c.EndedEarly}
	for i := range spells {
		s := &spells[i]
		switch s.Kind {
		case Vacant:
			c.Vacant++
		case Missing:
			c.Missing++
		default:
			c.countRegular(s)
		}
	}
}

// countRegular counts a doctor's spell and what is out of the ordinary with it.
func (c *SpellCounts) countRegular(s *Spell) {
	c.Regular++
	if s.Start.OK && s.Start.V < s.First {
		c.LateEntry++
	}
	if s.ExitUncertain {
		c.ExitUncertain++
	}
	if s.ExitUnconfirmed {
		c.ExitUnconfirmed++
	}
	switch {
	case !s.Start.OK:
		c.UnknownStart++
	case s.Exit.V <= s.Entry.V:
		c.FirstSeenInLast++
	}
}
