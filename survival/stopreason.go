package survival

import (
	"cmp"
	"encoding/binary"
	"maps"
	"runtime"
	"slices"

	"github.com/varighet/varighet"
)

// explainStops gives each stopped spell of a doctor its reason: another list
// held within lookahead months after the last, also one held before, is a move;
// a stop so late that a move would not show is unknown; else the position ended
// too, or the doctor left. end is the last month of the data. Municipalities are by the
// reference borders, or without a reference by the codes of the month of the move.
//
// Doctors are dealt out to all processors: what becomes of one hangs on no other.
func explainStops(spells []Spell, codes positionCodes, end varighet.Month, lookahead int) {
	lastOfPosition := lastMonths(spells)
	shares := runtime.GOMAXPROCS(0)
	_ = eachPart(shares, func(share int) error {
		byDoctor := regularByDoctor(spells, shares, func(doctor string) bool { return int(doctor[len(doctor)-1])%shares == share })
		for from := 0; from < len(byDoctor); {
			doctor := spells[byDoctor[from]].DoctorID
			to := from + 1
			for to < len(byDoctor) && spells[byDoctor[to]].DoctorID == doctor {
				to++
			}
			for _, i := range byDoctor[from:to] {
				if s := &spells[i]; s.Stopped {
					next := nextPosition(spells, codes, byDoctor[from:to], s, lookahead)
					s.explain(next, codes, lastOfPosition[i], end-varighet.Month(lookahead))
				}
			}
			from = to
		}
		return nil
	})
}

// explain gives a stopped spell its reason: next is the list to which its doctor moved, nil for none,
// closed the last month of its position, and after seen a move would not show.
func (s *Spell) explain(next *Spell, codes positionCodes, closed, seen varighet.Month) {
	switch {
	case next != nil:
		s.MovedToPosition, s.MovedToMunicipality = next.PositionID, codes.at(next, moveMonth(s, next))
		s.StopReason = MovedAway
		if codes.sameMunicipality(s, next) {
			s.StopReason = MovedWithin
		}
	case s.Last > seen:
		s.StopReason = Unknown
	case closed == s.Last:
		s.StopReason = Closed
	default:
		s.StopReason = Left
	}
}

// nextPosition finds the list to which the doctor of s moved: one on another
// position held in any of the lookahead months after the last. A list in the
// same municipality comes before one elsewhere, then the earliest.
func nextPosition(spells []Spell, codes positionCodes, own []int, s *Spell, lookahead int) *Spell {
	if lookahead == 0 {
		return nil
	}
	var best *Spell
	for _, i := range own {
		t := &spells[i]
		if t.PositionID == s.PositionID || t.First > s.Last+varighet.Month(lookahead) || t.Last <= s.Last {
			continue
		}
		if best == nil || codes.better(t, best, s) {
			best = t
		}
	}
	return best
}

// moveMonth is the first month after s in which the doctor held next.
func moveMonth(s, next *Spell) varighet.Month { return max(s.Last+1, next.First) }

// positionCodes are the codes under which positions were reported, each with the first
// month in which it was, of those with several, where no reference says which are the same.
type positionCodes map[string][]varighet.Sighting

func (c *positionCodes) add(o positionCodes) {
	if *c == nil {
		*c = o
		return
	}
	maps.Copy(*c, o)
}

// at is the code of a spell's position in a month.
func (c positionCodes) at(s *Spell, m varighet.Month) varighet.MunicipalityCode {
	code := s.MunicipalityNow
	for i, x := range c[s.PositionID] {
		if i == 0 || x.Month <= m {
			code = x.Code
		}
	}
	return code
}

// sameMunicipality goes by the codes when s ended and after the move, and where there are
// none by the names.
func (c positionCodes) sameMunicipality(s, next *Spell) bool {
	m := moveMonth(s, next)
	if next.First <= s.Last && c.at(s, s.Last) == c.at(next, s.Last) || c.at(s, m) == c.at(next, m) {
		return c.at(next, m) != "" || s.Town == next.Town
	}
	return false
}

// sameMunicipality goes by the codes by the reference borders, and where there are none by
// the names.
func (s *Spell) sameMunicipality(o *Spell) bool {
	return s.MunicipalityNow == o.MunicipalityNow && (s.MunicipalityNow != "" || s.Town == o.Town)
}

func (c positionCodes) better(t, best, s *Spell) bool {
	within := func(x *Spell) int {
		if c.sameMunicipality(s, x) {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(within(t), within(best)), cmp.Compare(t.First, best.First),
		cmp.Compare(t.PositionID, best.PositionID)) < 0
}

// regularByDoctor returns the indices of the spells of some doctors, about one in so many, sorted by
// doctor.
func regularByDoctor(spells []Spell, shares int, of func(doctor string) bool) []int {
	// Ids differ in their first eight bytes, nearly always.
	type entry struct {
		head  uint64
		index int
	}
	entries := make([]entry, 0, len(spells)/shares)
	for i := range spells {
		if spells[i].Kind == Regular && of(spells[i].DoctorID) {
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
