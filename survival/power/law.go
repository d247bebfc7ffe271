package power

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// With manyUnits, E is taken to be normal given O; and O too, with manyStops expected.
const (
	manyUnits = 64
	manyStops = 400
)

// A Law is that of the stops O and of the number expected by the baseline E at a hazard
// ratio. Make one with [Design.Law].
type Law struct {
	Stops    float64 // the mean of O
	Expected float64 // the mean of E

	step  float64   // in which E is counted in the two that follow
	joint joint     // of few units
	many  []stretch // of many
}

// Law is the law of O and E at a hazard ratio above 0 against the baseline. It returns an
// error for a design that cannot be, and for one that has no chances, as [Precision] says.
func (d *Design) Law(ratio float64) (*Law, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if !(ratio > 0) || math.IsInf(ratio, 0) {
		return nil, fmt.Errorf("a hazard ratio of %v is none", ratio)
	}
	if reason := d.reason(); reason != "" {
		return nil, errors.New(reason)
	}
	return d.law(ratio), nil
}

// A pattern is what units have in common that have one law.
type pattern struct {
	ref          *rates.Reference
	entry, until float64
}

// patterns are those of the units, in an order that does not depend on theirs, and how many
// have each.
func (d *Design) patterns() (list []pattern, number map[pattern]int) {
	number = map[pattern]int{}
	for i := range d.Units {
		u := &d.Units[i]
		at := pattern{u.Reference, u.Entry, u.Until}
		if number[at]++; number[at] == 1 {
			list = append(list, at)
		}
	}
	slices.SortFunc(list, func(a, b pattern) int {
		return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.until, b.until),
			cmp.Compare(a.ref.CumulativeHazard(1), b.ref.CumulativeHazard(1)), cmp.Compare(a.ref.CumulativeHazard(60), b.ref.CumulativeHazard(60)))
	})
	return list, number
}

// law adds up the laws of the units.
func (d *Design) law(ratio float64) *Law {
	list, number := d.patterns()
	l := &Law{step: d.step()}
	of := d.lawsOf(list, ratio, l.step)
	var total moments
	units := make([]joint, len(list))
	for i, at := range list {
		units[i] = of(at)
		total.add(float64(number[at]), units[i].moments())
	}
	l.Stops, l.Expected = total.o, total.e*l.step
	switch {
	case len(d.Units) < manyUnits:
		l.joint = sum(list, number, func(i int) joint { return units[i] })
	case total.o < manyStops:
		l.many = sum(list, number, func(i int) perStop { return units[i].perStop() }).stretches()
	default:
		l.many = total.normal()
	}
	return l
}

// sum is the law of all units.
func sum[L interface{ plus(L) L }](list []pattern, number map[pattern]int, law func(i int) L) L {
	all := times(law(0), number[list[0]])
	for i := 1; i < len(list); i++ {
		all = all.plus(times(law(i), number[list[i]]))
	}
	return all
}

// step is that of a lattice: so many make up all that can be expected if nobody leaves.
func (d *Design) step() float64 { return d.most() / 640 }

// lawsOf gives the law of a unit of a pattern.
func (d *Design) lawsOf(list []pattern, ratio, step float64) func(pattern) joint {
	if !d.WholeMonths {
		return func(at pattern) joint {
			return exactLaw(at.ref.Expects(survival.Tenure{Entry: at.entry, Exit: at.until}), ratio, step)
		}
	}
	walks := map[*rates.Reference]*walk{}
	for ref, n := range d.longest(list) {
		walks[ref] = newWalk(ref, ratio, step, n.tenure, n.fresh, d.Vacant)
	}
	return func(at pattern) joint { return walks[at.ref].law(int(at.entry), int(at.until-at.entry)) }
}

// A span is the longest tenure that a walk needs, and the longest that a position is followed
// after its first doctor; −1 if no doctor is replaced.
type span struct{ tenure, fresh int }

func (d *Design) longest(list []pattern) map[*rates.Reference]span {
	spans := map[*rates.Reference]span{}
	for _, at := range list {
		n, seen := spans[at.ref]
		if !seen {
			n.fresh = -1
		}
		n.tenure = max(n.tenure, int(at.until))
		if d.Replaced {
			n.fresh = max(n.fresh, int(at.until-at.entry))
		}
		spans[at.ref] = n
	}
	return spans
}
