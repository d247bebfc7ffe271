package words

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Facts are the numbers that a summary is written from.
type Facts struct {
	survival.Stability
	Positions Positions

	First, Last varighet.Month // of the data
	Agreements  int            // doctors' spells
	NoneLater   int            // agreements followed beyond the last stop; 0 where that is not known

	Curve    *survival.GroupCurve // of all agreements
	Turnover []survival.TurnoverShare
	Within   int // months
	Shares   []Published

	Missing   varighet.Opt[[]varighet.Month] // months without rows, if that is known
	LeftOut   []survival.LeftOut
	LateEntry int
	Assumed   int // agreements with an assumed first or last month
	Corrected int // agreements with a corrected one
	Lean      varighet.Opt[[2]int]
}

// Published is a share of another study, within as many months as the shares here.
type Published struct {
	Share      float64
	What       string // of whom and where
	Definition varighet.Opt[survival.TurnoverDefinition]
	Within     int
}

// Positions counts positions by how many doctors they have had. A position is in one of
// Never, Same, One, Two and More, and in one of
// Filled, Vacant, Gone and NoData.
type Positions struct {
	Never int // no doctor at any time
	Same  int // one doctor, without a break to the last month
	One   int // one doctor, who left, was away or went out of sight
	Two   int
	More  int

	Windows bool // a project's months bound some of them, so that there is no last month for all

	// In the last month.
	Filled int
	Vacant int
	Gone   int // no longer among the lists, though data go on
	NoData int

	Turns int // with more than one holder in turn
}

// CountPositions counts the positions of spells.
func CountPositions(spells []survival.Spell) (p Positions) {
	type position struct {
		doctors      map[string]bool
		turns        map[int]bool
		held, vacant bool // in the last month
		end          varighet.Month
		closed       bool // as of end, the last month with a holder or a vacancy
	}
	var last varighet.Month
	for i := range spells {
		last = max(last, spells[i].Last)
	}
	all := map[string]*position{}
	for i := range spells {
		s := &spells[i]
		x := all[s.PositionID]
		if x == nil {
			x = &position{doctors: map[string]bool{}, turns: map[int]bool{}}
			all[s.PositionID] = x
		}
		end := last
		if w := s.Window(); w.To.OK && w.To.V < last {
			p.Windows, end = true, w.To.V
		}
		if s.Kind != survival.Missing && s.Last >= x.end {
			x.end, x.closed = s.Last, s.Stopped || s.StopReason == survival.Closed
		}
		switch {
		case s.Kind == survival.Regular:
			x.doctors[s.DoctorID] = true
			x.turns[s.Ordinal] = true
			if !s.Stopped && s.Last == end {
				x.held = true
			}
		case s.Kind == survival.Vacant && s.Last == end:
			x.vacant = true
		}
	}
	for _, x := range all {
		p.add(len(x.turns), len(x.doctors), x.held)
		switch {
		case x.held:
			p.Filled++
		case x.vacant:
			p.Vacant++
		case x.closed:
			p.Gone++
		default:
			p.NoData++
		}
	}
	return p
}

// add counts a position by its holders in turn and the doctors among them.
func (p *Positions) add(turns, doctors int, held bool) {
	switch {
	case doctors == 0:
		p.Never++
	case turns == 1 && held:
		p.Same++
	case doctors == 1:
		p.One++
	case doctors == 2:
		p.Two++
	default:
		p.More++
	}
	if turns > 1 {
		p.Turns++
	}
}

// Count fills in what follows from the spells.
func (f *Facts) Count(spells []survival.Spell) {
	f.Stability = survival.StabilityOf(spells)
	f.Positions = CountPositions(spells)
	for i := range spells {
		s := &spells[i]
		if i == 0 || s.First < f.First {
			f.First = s.First
		}
		f.Last = max(f.Last, s.Last)
		if s.Kind != survival.Regular {
			continue
		}
		f.Agreements++
		if is(s, varighet.EvidenceAssumed) {
			f.Assumed++
		}
		if is(s, varighet.EvidenceCorrected) {
			f.Corrected++
		}
		if s.Entry.OK && s.Entry.V > 0 {
			f.LateEntry++
		}
		if t, ok := s.Tenure(); ok && f.LongestHeld > 0 && t.Exit > float64(f.LongestHeld) {
			f.NoneLater++
		}
	}
}

// is reports whether the first or the last month of a spell is known in that way.
func is(s *survival.Spell, e varighet.Evidence) bool {
	return s.StartEvidence == e || s.EndEvidence == e
}
