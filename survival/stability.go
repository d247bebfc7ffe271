package survival

import (
	"cmp"
	"maps"
	"slices"

	"github.com/varighet/varighet"
)

// Stability counts what a timeline of positions shows: how many doctors they
// have had, how many of them left, and how many positions have had the same
// doctor since they were first filled.
type Stability struct {
	Positions int // seen at all
	Filled    int // that had a doctor at some time
	Doctors   int // different ones
	Same      int // positions whose only doctor is still there in the last month of all, or of the position's window
	Still     int // spells still running in that month
	Stopped   int // spells that were seen to stop

	// ShortestHeld and LongestHeld are the months held by those who stopped; 0
	// if nobody did, or if the start of any of them is not known.
	ShortestHeld, LongestHeld int
}

// StabilityOf counts over spells in any order, as [StabilityAt] does in the last
// month of all. Case weights are not defined: the counts are of positions and
// doctors, whom several spells have in common.
func StabilityOf(spells []Spell) Stability {
	return StabilityAt(spells, spells, LastKnown(spells)).Stability
}

// StabilityBy counts as [StabilityAt] does in the month last, to which the data go; or, if
// they say nothing of any position then, since their own end before or have a hole there, in
// the last month of which they say something. Month says which.
func StabilityBy(spells []Spell, last varighet.Month) StabilityCounts {
	st := StabilityAt(spells, spells, last)
	if known := LastKnown(spells); st.UnseenNow > 0 && st.FilledNow+st.VacantNow == 0 && known < last {
		st = StabilityAt(spells, spells, known)
	}
	return st
}

// LastKnown is the last month about which the spells say anything: the last of any
// of them, or the month after it for one that was seen to stop, since the stop shows
// in that month. It is 0 if there are no spells.
func LastKnown(spells []Spell) (last varighet.Month) {
	for i := range spells {
		s := &spells[i]
		last = max(last, s.Last)
		if s.Stopped {
			last = max(last, s.Last+1)
		}
	}
	return last
}

// StabilityCounts is a [Stability] as it looked on the first of a month, with what
// became of each position up to then. Each position is in exactly one of NotOpened,
// NoData, NeverFilled, Same, NotReplaced, OutOfSight, ChangedOnce, ChangedTwice and
// ChangedMore, which add up to Positions. NotOpened and NoData may have been filled
// later; they are told from NeverFilled, which stood open all the time.
type StabilityCounts struct {
	Month varighet.Month
	Stability

	// Each position that was opened is also in exactly one of these four.
	FilledNow int // that have a doctor in the month, or had one in the last month of their window
	VacantNow int // that stand vacant then
	ClosedNow int // that had ended: what was seen last of them stopped, with nothing after
	UnseenNow int // of which the data ended before, or have a hole

	NotOpened    int // first seen after the month
	NoData       int // of which there are only holes in the data up to the month
	NeverFilled  int // seen, and vacant in all months up to the month
	NotReplaced  int // whose only doctor stopped, with nobody after
	OutOfSight   int // whose only doctor was not seen to stop, but whose data end before the month
	ChangedOnce  int // that have had two holders
	ChangedTwice int // three
	ChangedMore  int // four or more

	// Different counts positions other than Same by the different doctors that they have
	// had, who may have come back: one, two, three or more.
	Different [3]int

	// Shared is how many positions two doctors have held in the same month. The second
	// of them counts as a change.
	Shared int

	SameByYear []SameYear // Same by the year in which the position was first filled, ascending

	StoppedAfter        []StoppedMonths // the stops by months held, ascending
	StoppedUnknownStart int             // stops of spells whose start is not known; not in StoppedAfter
}

// SameYear counts positions that were first filled in a year: that in which the
// first doctor began. It is missing, and stands last, where that start is not known.
type SameYear struct {
	Year      varighet.Opt[int]
	Positions int
}

// StoppedMonths counts spells that stopped after so many months held, both the first
// and the last month included. Months elapsed are one less; see [Spell.MonthsElapsed].
type StoppedMonths struct {
	Held   int
	Spells int
}

// Elapsed is the months from the first month to the last.
func (x StoppedMonths) Elapsed() int { return x.Held - 1 }

// StabilityAt counts the positions that any of the spells chosen is of, and the
// doctors and stops of those spells, as on the first of a month: a spell that goes on
// in the month has not stopped, and what begins later is not there. all are the
// spells among which the chosen ones were found; what has become of a position is
// read off all of its own, so that a position whose two doctors are in different
// groups has changed once in both. Give the same twice for no groups.
//
// Holders are counted by [Spell].Ordinal: a doctor who comes back after an absence
// longer than the gap is a new holder. The spells may be in any order. A month after
// [LastKnown] leaves doctors out of sight who were there when the data ended.
func StabilityAt(all, chosen []Spell, month varighet.Month) StabilityCounts {
	st := StabilityCounts{Month: month}
	doctors, after := map[string]bool{}, map[int]int{}
	positions := map[string]*positionHistory{}
	for i := range chosen {
		s := &chosen[i]
		if positions[s.PositionID] == nil {
			positions[s.PositionID] = &positionHistory{}
		}
		if s.Kind != Regular || s.First > month {
			continue
		}
		doctors[s.DoctorID] = true
		switch {
		case s.stoppedBefore(month) && !s.Start.OK:
			st.Stopped++
			st.StoppedUnknownStart++
		case s.stoppedBefore(month):
			st.Stopped++
			after[s.MonthsHeld()]++
		case s.there(month):
			st.Still++
		}
	}
	for i := range all {
		if p := positions[all[i].PositionID]; p != nil {
			p.add(&all[i], month)
		}
	}
	st.Positions, st.Doctors = len(positions), len(doctors)
	years := map[varighet.Opt[int]]int{}
	for _, p := range positions {
		st.countPosition(p, years)
	}
	for _, year := range slices.SortedFunc(maps.Keys(years), missingLast) {
		st.SameByYear = append(st.SameByYear, SameYear{year, years[year]})
	}
	for _, held := range slices.Sorted(maps.Keys(after)) {
		st.StoppedAfter = append(st.StoppedAfter, StoppedMonths{held, after[held]})
	}
	if n := len(st.StoppedAfter); n > 0 && st.StoppedUnknownStart == 0 {
		st.ShortestHeld, st.LongestHeld = st.StoppedAfter[0].Held, st.StoppedAfter[n-1].Held
	}
	return st
}

// stoppedBefore reports whether the spell was seen to stop before the month.
func (s *Spell) stoppedBefore(month varighet.Month) bool { return s.Stopped && s.Last < month }

// there reports whether the spell goes on in the month, or was cut by the end of its
// window before.
func (s *Spell) there(month varighet.Month) bool {
	return s.First <= month && (s.Last >= month || !s.Stopped && s.Last == s.Window().end())
}

func missingLast(a, b varighet.Opt[int]) int {
	if a.OK != b.OK {
		if a.OK {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.V, b.V)
}

// A positionHistory is what was seen of a position up to a month.
type positionHistory struct {
	holders map[int]bool // by ordinal: a window with a hole parts a spell in two
	held    []*Spell     // by doctors
	vacant  bool         // in some month
	empty   bool         // vacant in the month
	end     varighet.Month
	ended   bool // what was seen last, up to end, stopped
	seen    bool // up to the month, if only as a hole in the data
	still   bool // a doctor is there
	stopped bool // a doctor stopped
}

func (p *positionHistory) add(s *Spell, month varighet.Month) {
	if s.First > month {
		return
	}
	p.seen = true
	if s.Kind != Missing && s.Last >= p.end {
		p.end, p.ended = s.Last, s.Last < month && (s.Stopped || s.StopReason == Closed)
	}
	switch s.Kind {
	case Vacant:
		p.vacant = true
		p.empty = p.empty || s.there(month)
	case Regular:
		if p.holders == nil {
			p.holders = map[int]bool{}
		}
		p.holders[s.Ordinal] = true
		p.held = append(p.held, s)
		p.still = p.still || s.there(month)
		p.stopped = p.stopped || s.stoppedBefore(month)
	}
}

// countPosition puts a position where it belongs.
func (st *StabilityCounts) countPosition(p *positionHistory, years map[varighet.Opt[int]]int) {
	switch {
	case !p.seen:
	case p.still:
		st.FilledNow++
	case p.empty:
		st.VacantNow++
	case p.ended:
		st.ClosedNow++
	default:
		st.UnseenNow++
	}
	if len(p.holders) > 0 {
		st.Filled++
	}
	if p.shared() {
		st.Shared++
	}
	switch holders := len(p.holders); {
	case !p.seen:
		st.NotOpened++
	case holders == 0 && p.vacant:
		st.NeverFilled++
	case holders == 0:
		st.NoData++
	case holders == 1 && p.still:
		st.Same++
		years[p.firstFilled()]++
	case holders == 1 && p.stopped:
		st.NotReplaced++
	case holders == 1:
		st.OutOfSight++
	case holders == 2:
		st.ChangedOnce++
	case holders == 3:
		st.ChangedTwice++
	default:
		st.ChangedMore++
	}
	if n := p.doctors(); n > 0 && (len(p.holders) > 1 || !p.still) {
		st.Different[min(n, len(st.Different))-1]++
	}
}

// doctors is the number of different doctors.
func (p *positionHistory) doctors() int {
	ids := map[string]bool{}
	for _, s := range p.held {
		ids[s.DoctorID] = true
	}
	return len(ids)
}

// firstFilled is the year in which the first doctor began, if that is known.
func (p *positionHistory) firstFilled() varighet.Opt[int] {
	first := slices.MinFunc(p.held, func(a, b *Spell) int { return cmp.Compare(a.First, b.First) })
	if !first.Start.OK {
		return varighet.Opt[int]{}
	}
	return varighet.Some(first.Start.V.Year())
}

// shared reports whether two holders were there in the same month.
func (p *positionHistory) shared() bool {
	for i := range p.held {
		for k := range p.held[:i] {
			a, b := p.held[i], p.held[k]
			if a.Ordinal != b.Ordinal && a.First <= b.Last && b.First <= a.Last {
				return true
			}
		}
	}
	return false
}
