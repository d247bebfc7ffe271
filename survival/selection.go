package survival

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
)

// A Query says which spells an analysis is of. Its zero value asks for all doctors' spells.
type Query struct {
	Kind SpellKind // the zero value is Regular

	// Period leaves what was seen after its first month and up to its second; see [Period].
	Period varighet.Opt[[2]varighet.Month]

	// Needs are values that a spell must have, asked for in this order.
	Needs []Need
}

// A Need is a value without which a spell cannot be in an analysis: its group, say.
type Need struct {
	What      string         // the columns, as the user names them
	OfStopped bool           // only spells that stopped must have it
	Has       func(int) bool // whether the spell of this index does
}

// A LeaveReason says why spells are left out of an analysis. It is stable, for scripts.
type LeaveReason string

// The reasons, in the order in which they are asked for: a spell counts for the first.
const (
	Filtered        LeaveReason = "filtered"              // it is not among those asked for
	StartUnknown    LeaveReason = "start-unknown"         // it cannot say how long a doctor stays
	FirstSeenInLast LeaveReason = "first-seen-last-month" // nor can this: it was not followed for a month
	OutsidePeriod   LeaveReason = "outside-period"        // no month of it lies in the period asked for
	ValueMissing    LeaveReason = "value-missing"         // it lacks what the analysis needs
)

// LeftOut counts the spells that are left out for a reason.
type LeftOut struct {
	Reason LeaveReason `json:"reason"`         // filtered, start-unknown, first-seen-last-month, outside-period or value-missing
	What   string      `json:"what,omitempty"` // the columns whose value is missing; absent: another reason
	Spells int         `json:"spells"`         // how many
}

// String says it in words: "3 spells left out: no size_group".
func (l LeftOut) String() string {
	spells := "spells"
	if l.Spells == 1 {
		spells = "spell"
	}
	return fmt.Sprintf("%d %s left out: %s", l.Spells, spells, l.why())
}

func (l LeftOut) why() string {
	switch l.Reason {
	case Filtered:
		return "not among those asked for"
	case StartUnknown:
		return "the start is not known"
	case FirstSeenInLast:
		return "first seen in the last month of the data"
	case OutsidePeriod:
		return "not seen in the period"
	}
	return "no " + l.What
}

// A Selection is the spells that an analysis is of, and those that it is not of although
// they are of its kind. Every curve, table and figure of a tenure is made of one, so that
// their numbers agree.
type Selection struct {
	Index   []int     // of the spells chosen, ascending
	Tenures []Tenure  // theirs, cut to the period
	LeftOut []LeftOut // by reason, in the order in which they are asked; none of 0 spells
}

// Select chooses the spells that q asks for. spells are not changed.
func Select(spells []Spell, q Query) *Selection {
	chosen := &Selection{}
	left := make([]LeftOut, 0, 3+len(q.Needs))
	for _, r := range []LeaveReason{StartUnknown, FirstSeenInLast, OutsidePeriod} {
		left = append(left, LeftOut{Reason: r})
	}
	for _, n := range q.Needs {
		left = append(left, LeftOut{Reason: ValueMissing, What: n.What})
	}
	most := 0
	for i := range spells {
		if spells[i].Kind == q.Kind {
			most++
		}
	}
	chosen.Index, chosen.Tenures = slices.Grow(chosen.Index, most), slices.Grow(chosen.Tenures, most)
	for i := range spells {
		s := &spells[i]
		if s.Kind != q.Kind {
			continue
		}
		t, why := q.tenure(i, s)
		if why >= 0 {
			left[why].Spells++
			continue
		}
		chosen.Index, chosen.Tenures = append(chosen.Index, i), append(chosen.Tenures, t)
	}
	for _, l := range left {
		if l.Spells > 0 {
			chosen.LeftOut = append(chosen.LeftOut, l)
		}
	}
	return chosen
}

// tenure is that of a spell, or the number of the reason for which it is left out; −1 for
// none.
func (q *Query) tenure(index int, s *Spell) (t Tenure, why int) {
	t, ok := s.Tenure()
	switch {
	case !s.Entry.OK: // as Start, which a file may lack
		return t, 0
	case !ok:
		return t, 1
	}
	if q.Period.OK {
		p := q.Period.V
		part, _, err := Period([]Tenure{t}, []float64{float64(s.Start.V)}, float64(p[0]), float64(p[1]))
		if err != nil || len(part) == 0 {
			return t, 2
		}
		t = part[0]
	}
	for i, n := range q.Needs {
		if (t.Stopped || !n.OfStopped) && !n.Has(index) {
			return t, 3 + i
		}
	}
	return t, -1
}
