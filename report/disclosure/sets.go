package disclosure

import (
	"cmp"
	"slices"
)

// A Set is a set of units whose number is to be printed.
type Set struct {
	Has   []bool // by unit
	Worth int    // how much a report loses without it; sets of less are withheld first
}

// Shown is which sets are shown, and how those part the units.
type Shown struct {
	Sets    []bool // by set
	Classes []int  // by unit: units of one number are in the same shown sets; 0 is those in none
}

// Show chooses the sets whose counts are shown, so that every class of units that the shown
// sets tell apart has k units or more. Units in no shown set are not counted by anybody, and
// may be few. An empty set is shown, and so is one that a reader could add up from shown ones.
//
// Sets are withheld one at a time: that which joins most of the small classes for its worth;
// afterwards those that turn out to be harmless are shown again, the most worth first.
func (r Rule) Show(sets []Set) Shown {
	f := newFamily(sets)
	for n := f.unsafe(r); n > 0; n = f.unsafe(r) {
		f.shown[f.next(r, n)] = false
	}
	for _, j := range byWorth(sets) {
		if !f.shown[j] {
			f.shown[j] = true
			f.shown[j] = f.unsafe(r) == 0
		}
	}
	return f.result()
}

// A family is sets over kinds of units: those that are in the same sets of all.
type family struct {
	sets  []Set
	shown []bool
	kind  []int    // by unit
	size  []int    // by kind
	has   [][]bool // by kind, then set
}

func newFamily(sets []Set) *family {
	f := &family{sets: sets, shown: make([]bool, len(sets))}
	kinds := map[string]int{}
	for j := range sets {
		f.shown[j] = true
	}
	for u := 0; len(sets) > 0 && u < len(sets[0].Has); u++ {
		has, key := make([]bool, len(sets)), make([]byte, len(sets))
		for j := range sets {
			if has[j] = sets[j].Has[u]; has[j] {
				key[j] = 1
			}
		}
		k, known := kinds[string(key)]
		if !known {
			k = len(f.size)
			kinds[string(key)] = k
			f.size, f.has = append(f.size, 0), append(f.has, has)
		}
		f.size[k]++
		f.kind = append(f.kind, k)
	}
	return f
}

// classes numbers the classes of kinds, from 1 on; 0 is those in no shown set.
func (f *family) classes() (of []int, sizes []int) {
	numbers := map[string]int{string(make([]byte, len(f.sets))): 0}
	of, sizes = make([]int, len(f.size)), make([]int, 1)
	key := make([]byte, len(f.sets))
	for k := range f.size {
		for j := range f.sets {
			key[j] = 0
			if f.shown[j] && f.has[k][j] {
				key[j] = 1
			}
		}
		c, known := numbers[string(key)]
		if !known {
			c = len(sizes)
			numbers[string(key)] = c
			sizes = append(sizes, 0)
		}
		of[k] = c
		sizes[c] += f.size[k]
	}
	return of, sizes
}

// unsafe counts the classes that are too small.
func (f *family) unsafe(r Rule) (n int) {
	_, sizes := f.classes()
	for _, size := range sizes[1:] {
		if !r.Safe(size) {
			n++
		}
	}
	return n
}

// next is the set to withhold where n classes are too small: that which costs least worth for
// each of them that goes; if none makes any go, that of the least worth.
func (f *family) next(r Rule, n int) (best int) {
	best, bestGain := -1, 0
	for j := range f.sets {
		if !f.shown[j] {
			continue
		}
		f.shown[j] = false
		gain := n - f.unsafe(r)
		f.shown[j] = true
		gain = max(gain, 0)
		worth := f.sets[j].Worth
		switch {
		case best < 0,
			gain*f.sets[best].Worth > bestGain*worth,
			gain == 0 && bestGain == 0 && worth < f.sets[best].Worth:
			best, bestGain = j, gain
		}
	}
	return best
}

// byWorth are the places of sets, the most worth first.
func byWorth(sets []Set) []int {
	order := make([]int, len(sets))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sets[b].Worth, sets[a].Worth) })
	return order
}

func (f *family) result() Shown {
	of, _ := f.classes()
	s := Shown{Sets: f.shown, Classes: make([]int, len(f.kind))}
	for u, k := range f.kind {
		s.Classes[u] = of[k]
	}
	return s
}
