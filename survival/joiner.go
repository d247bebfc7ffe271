package survival

import (
	"fmt"
	"slices"
	"sync"
)

// A joiner puts the spells of the parts of a register behind each other, in the order of the
// parts, whichever is done first. Two copies of all would be much memory.
type joiner struct {
	parts int // how many there will be

	mu      sync.Mutex
	all     SpellSet
	next    int              // the part that comes next
	waiting map[int]SpellSet // parts that come after it
	spare   [][]Spell        // memory of parts that have been put behind the others
}

// take takes in a part, and returns memory for the spells of another.
func (j *joiner) take(part int, set SpellSet) (spare []Spell, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.waiting[part] = set
	for set, ok := j.waiting[j.next]; ok; set, ok = j.waiting[j.next] {
		if err := j.append(&set); err != nil {
			return nil, err
		}
		j.spare = append(j.spare, set.Spells[:0])
		delete(j.waiting, j.next)
		j.next++
	}
	if n := len(j.spare); n > 0 {
		spare, j.spare = j.spare[n-1], j.spare[:n-1]
	}
	return spare, nil
}

// append puts a part behind those before it. Parts have about as many spells each, so that room
// for all is mostly made with the first.
func (j *joiner) append(part *SpellSet) error {
	spells := part.Spells
	if len(spells) == 0 {
		return nil
	}
	all := j.all.Spells
	if len(all) > 0 && spells[0].PositionID <= all[len(all)-1].PositionID {
		return fmt.Errorf("parts are not sorted, or share position %s", spells[0].PositionID)
	}
	if n := len(all) + len(spells); n > cap(all) && j.next+1 < j.parts {
		all = slices.Grow(all, n*j.parts/(j.next+1)*9/8-len(all))
	}
	j.all.Spells = append(all, spells...)
	j.all.Counts.add(&part.Counts)
	j.all.codes.add(part.codes)
	return nil
}
