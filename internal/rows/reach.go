package rows

import (
	"fmt"

	"github.com/varighet/varighet/survival"
)

// reachOf fills in how far the chosen spells are followed, and what goes with it.
func (s *Set) reachOf(spells []survival.Spell, chosen *survival.Selection, q survival.Query, positions bool) {
	s.Reach = chosen.Reach(spells, q, positions)
	for _, i := range chosen.Index {
		w := spells[i].Window()
		s.Position = append(s.Position, fmt.Sprintf("%q %v", spells[i].PositionID, w))
	}
	first, last := survival.FirstSeen(spells), survival.LastKnown(spells)
	if q.Period.OK {
		first, last = max(first, q.Period.V[0]), min(last, q.Period.V[1])
	}
	s.Months = int(max(last-first, 0))
}

// FirstOfPositions are the first rows of each position, by when they come under observation;
// of rows of any CSV all, each with a position of its own.
func (s *Set) FirstOfPositions() *Set {
	if s.Position == nil {
		return s
	}
	first := map[string]int{}
	for i, p := range s.Position {
		if at, seen := first[p]; !seen || s.earlier(i, at) {
			first[p] = i
		}
	}
	var kept []int
	for i, p := range s.Position {
		if first[p] == i {
			kept = append(kept, i)
		}
	}
	return s.Only(kept)
}

// earlier reports whether row i of a position comes under observation before row k. All are
// followed to the same month, so it is the one with more time to go.
func (s *Set) earlier(i, k int) bool {
	return s.Reach[i].Until-s.Tenures[i].Entry > s.Reach[k].Until-s.Tenures[k].Entry
}
