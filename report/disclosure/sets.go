package disclosure

import "slices"

// A Set is a set of units whose number is to be printed.
type Set struct {
	Has    []bool // by unit
	Bundle int    // sets of one bundle are shown together or not at all; bundle 0 is tried first
	Never  bool   // it may not be shown, whatever the others are, nor its bundle, nor sets that it is made of
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
// Bundles of sets are tried one after another, and each is shown if all is still well with it,
// and if also holds of the classes that there are then; nil holds always. None that was refused
// for its counts could be shown later, since more sets only part classes further.
func (r Rule) Show(sets []Set, also func(classes []int) bool) Shown {
	f := newFamily(sets)
	for _, b := range bundles(sets) {
		f.show(b, true)
		if f.never(b) || !f.safe(r) || f.neverAdded() || also != nil && !also(f.result().Classes) {
			f.show(b, false)
		}
	}
	return f.result()
}

// bundles are the numbers of the bundles, ascending.
func bundles(sets []Set) (list []int) {
	for j := range sets {
		list = append(list, sets[j].Bundle)
	}
	slices.Sort(list)
	return slices.Compact(list)
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

// safe reports whether no class is too small.
func (f *family) safe(r Rule) bool {
	_, sizes := f.classes()
	return !slices.ContainsFunc(sizes[1:], func(n int) bool { return !r.Safe(n) })
}

// never reports whether a set of a bundle may not be shown.
func (f *family) never(bundle int) bool {
	return slices.ContainsFunc(f.sets, func(s Set) bool { return s.Bundle == bundle && s.Never })
}

// neverAdded reports whether a set that may not be shown could be added up from the classes of those that are.
func (f *family) neverAdded() bool {
	of, _ := f.classes()
	for j := range f.sets {
		if !f.sets[j].Never {
			continue
		}
		in, out := map[int]bool{0: false}, map[int]bool{0: true}
		for k, class := range of {
			if f.has[k][j] {
				in[class] = true
			} else {
				out[class] = true
			}
		}
		apart, some := true, false
		for class, is := range in {
			apart, some = apart && !(is && out[class]), some || is
		}
		if apart && some {
			return true
		}
	}
	return false
}

// show shows the sets of a bundle, or does not.
func (f *family) show(bundle int, shown bool) {
	for j := range f.sets {
		if f.sets[j].Bundle == bundle {
			f.shown[j] = shown
		}
	}
}

func (f *family) result() Shown {
	of, _ := f.classes()
	s := Shown{Sets: slices.Clone(f.shown), Classes: make([]int, len(f.kind))}
	for u, k := range f.kind {
		s.Classes[u] = of[k]
	}
	return s
}
