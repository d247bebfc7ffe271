package survival

import "github.com/varighet/varighet"

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

// StabilityOf counts over spells in any order. Case weights are not defined: the
// counts are of positions and doctors, whom several spells have in common.
func StabilityOf(spells []Spell) Stability {
	type position struct {
		holders map[int]bool // by ordinal: a window with a hole parts a spell in two
		still   int
	}
	positions := map[string]position{}
	doctors := map[string]bool{}
	var st Stability
	var end varighet.Month
	for i := range spells {
		end = max(end, spells[i].Last)
	}
	known := true
	for i := range spells {
		s := &spells[i]
		p := positions[s.PositionID]
		if s.Kind == Regular {
			doctors[s.DoctorID] = true
			if p.holders == nil {
				p.holders = map[int]bool{}
			}
			p.holders[s.Ordinal] = true
			if s.Stopped {
				st.Stopped++
				known = known && s.Start.OK
				held := s.MonthsHeld()
				if st.Stopped == 1 || held < st.ShortestHeld {
					st.ShortestHeld = held
				}
				st.LongestHeld = max(st.LongestHeld, held)
			} else if s.Last == end || s.Last == s.Window().end() {
				st.Still++
				p.still++
			}
		}
		positions[s.PositionID] = p
	}
	for _, p := range positions {
		if len(p.holders) > 0 {
			st.Filled++
		}
		if len(p.holders) == 1 && p.still > 0 {
			st.Same++
		}
	}
	st.Positions, st.Doctors = len(positions), len(doctors)
	if !known {
		st.ShortestHeld, st.LongestHeld = 0, 0
	}
	return st
}
