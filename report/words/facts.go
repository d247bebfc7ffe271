package words

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Facts are the numbers that a summary is written from.
type Facts struct {
	survival.Stability
	Positions Positions
	Between   Between // of the positions with a doctor in the month Seen

	First, Last varighet.Month // of the data
	Seen        varighet.Month // the last of those of which they say something of these positions
	Agreements  int            // doctors' spells
	NoneLater   int            // agreements followed beyond the last stop; 0 where that is not known

	Curve    *survival.GroupCurve // of all agreements
	Turnover []survival.TurnoverShare
	Within   int // months
	Shares   []Published
	Expected *Expected // nil where the study asks for none

	Others *Others // beside the cohort that all else is of; nil for none

	Missing   varighet.Opt[[]varighet.Month] // months without rows, if that is known
	LeftOut   []survival.LeftOut
	LateEntry int
	Assumed   int // agreements with an assumed first or last month
	Corrected int // agreements with a corrected one
	Lean      varighet.Opt[[2]int]

	Held Held // what is withheld for privacy
}

// Held says which sentences of a summary are not written, since a count in them is withheld for
// privacy.
type Held struct {
	Scope, Same, Filled, Left, Account bool
	Numbers                            bool // others are withheld where they would stand
	Lean                               bool // too many stops may have come later, but how many is withheld
	Most                               int  // the greatest count that is withheld for its own sake
}

// Any reports whether anything is withheld.
func (h *Held) Any() bool { return h.Scope || h.Same || h.Filled || h.Left || h.Account || h.Numbers }

// Published is a share of another study, within as many months as the shares here.
type Published struct {
	Share      float64
	What       string // of whom and where
	Definition varighet.Opt[survival.TurnoverDefinition]
	Measure    survival.Measure // "" if it is not known what it measures
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

	// In the month in which they were last seen.
	Filled int
	Vacant int
	Gone   int // no longer among the lists, though data go on
	NoData int

	Turns int // with more than one doctor
}

// positionsOf says of positions what [survival.StabilityAt] counts.
func positionsOf(st *survival.StabilityCounts) Positions {
	return Positions{Never: st.Positions - st.Stability.Filled, Same: st.Same, One: st.Different[0], Two: st.Different[1], More: st.Different[2],
		Filled: st.FilledNow, Vacant: st.VacantNow, Gone: st.ClosedNow, NoData: st.UnseenNow + st.NotOpened,
		Turns: st.Different[1] + st.Different[2]}
}

// Count fills in what follows from the spells of data that have the months from first to last.
func (f *Facts) Count(spells []survival.Spell, first, last varighet.Month) {
	st := survival.StabilityBy(spells, last)
	f.Stability, f.Positions, f.First, f.Last, f.Seen = st.Stability, positionsOf(&st), first, last, st.Month
	f.Between = betweenOf(spells, f.Seen)
	for i := range spells {
		s := &spells[i]
		if w := s.Window(); w.To.OK && w.To.V < last {
			f.Positions.Windows = true
		}
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
