package survival

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/varighet/varighet"
)

// explainStops gives each stopped spell of a doctor its reason: another list
// held within lookahead months after the last, also one held before, is a move;
// a stop so late that a move would not show is unknown; else the position ended
// too, or the doctor left. end is the last month of the data.
func explainStops(spells []Spell, end varighet.Month, lookahead int) {
	byDoctor := regularByDoctor(spells)
	lastOfPosition := lastMonths(spells)
	for from := 0; from < len(byDoctor); {
		doctor := spells[byDoctor[from]].DoctorID
		to := from + 1
		for to < len(byDoctor) && spells[byDoctor[to]].DoctorID == doctor {
			to++
		}
		for _, i := range byDoctor[from:to] {
			s := &spells[i]
			if !s.Stopped {
				continue
			}
			if next := nextPosition(spells, byDoctor[from:to], s, lookahead); next != nil {
				s.MovedToPosition, s.MovedToMunicipality = next.PositionID, next.MunicipalityNow
				s.StopReason = MovedAway
				if next.sameMunicipality(s) {
					s.StopReason = MovedWithin
				}
				continue
			}
			switch {
			case s.Last+varighet.Month(lookahead) > end:
				s.StopReason = Unknown
			case lastOfPosition[i] == s.Last:
				s.StopReason = Closed
			default:
				s.StopReason = Left
			}
		}
		from = to
	}
}

// nextPosition finds the list to which the doctor of s moved: one on another
// position held in any of the lookahead months after the last. A list in the
// same municipality comes before one elsewhere, then the earliest.
func nextPosition(spells []Spell, own []int, s *Spell, lookahead int) *Spell {
	if lookahead == 0 {
		return nil
	}
	var best *Spell
	for _, i := range own {
		t := &spells[i]
		if t.PositionID == s.PositionID || t.First > s.Last+varighet.Month(lookahead) || t.Last <= s.Last {
			continue
		}
		if best == nil || better(t, best, s) {
			best = t
		}
	}
	return best
}

// sameMunicipality goes by the codes, and where there are none by the names.
func (s *Spell) sameMunicipality(o *Spell) bool {
	return s.MunicipalityNow == o.MunicipalityNow && (s.MunicipalityNow != "" || s.Town == o.Town)
}

func better(t, best, s *Spell) bool {
	within := func(x *Spell) int {
		if x.sameMunicipality(s) {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(within(t), within(best)), cmp.Compare(t.First, best.First),
		cmp.Compare(t.PositionID, best.PositionID)) < 0
}

// regularByDoctor returns the indices of doctors' spells, sorted by doctor.
func regularByDoctor(spells []Spell) []int {
	// Ids differ in their first eight bytes, nearly always.
	type entry struct {
		head  uint64
		index int
	}
	var entries []entry
	for i := range spells {
		if spells[i].Kind == Regular {
			var head [8]byte
			copy(head[:], spells[i].DoctorID)
			entries = append(entries, entry{binary.BigEndian.Uint64(head[:]), i})
		}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		if x.head != y.head {
			return cmp.Compare(x.head, y.head)
		}
		return cmp.Or(cmp.Compare(spells[x.index].DoctorID, spells[y.index].DoctorID), cmp.Compare(x.index, y.index))
	})
	list := make([]int, len(entries))
	for k, e := range entries {
		list[k] = e.index
	}
	return list
}

// lastMonths returns for each spell the last month of its position, held or not.
// Spells stand together by position.
func lastMonths(spells []Spell) []varighet.Month {
	last := make([]varighet.Month, len(spells))
	for from := 0; from < len(spells); {
		to, end := from, spells[from].Last
		for ; to < len(spells) && spells[to].PositionID == spells[from].PositionID; to++ {
			end = max(end, spells[to].Last)
		}
		for i := from; i < to; i++ {
			last[i] = end
		}
		from = to
	}
	return last
}
