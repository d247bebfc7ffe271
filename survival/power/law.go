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

// With so many units, E is taken to be normal given O: fewer of positions, where it varies less.
// With manyStops expected, O is too.
const (
	manyAgreements = 64
	manyPositions  = 24
	manyStops      = 400
)

// A Law is that of the stops O and of the number expected by the baseline E at a hazard
// ratio. Make one with [Design.Law].
type Law struct {
	Stops    float64 // the mean of O
	Expected float64 // the mean of E

	joint joint     // of few units, with E in steps
	step  float64   // of the lattice; of many units 0
	many  []stretch // of many, with E itself
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

// expects is what the baseline expects of a unit whose stop has an exact time, if it does not stop.
func (at pattern) expects() float64 {
	return at.ref.Expects(survival.Tenure{Entry: at.entry, Exit: at.until})
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
	few := manyAgreements
	if d.Replaced {
		few = manyPositions
	}
	if len(d.Units) < few {
		return d.lawOfFew(ratio)
	}
	return d.lawOfMany(ratio)
}

func (d *Design) lawOfFew(ratio float64) *Law {
	list, number := d.patterns()
	l := &Law{step: d.step()}
	of := func(at pattern) joint { return exactJoint(at.expects(), ratio, l.step) }
	if d.WholeMonths {
		of = inMonths[joint](d, list, ratio, l.step)
	}
	laws := map[pattern]joint{}
	for _, at := range list {
		laws[at] = of(at)
		stops, expected := laws[at].means()
		l.Stops += float64(number[at]) * stops
		l.Expected += float64(number[at]) * expected * l.step
	}
	l.joint = sum(list, number, laws, joint.plus)
	return l
}

func (d *Design) lawOfMany(ratio float64) *Law {
	list, number := d.patterns()
	of := func(at pattern) perStop { return exactPerStop(at.expects(), ratio) }
	if d.WholeMonths {
		of = inMonths[perStop](d, list, ratio, 1)
	}
	laws, total := map[pattern]perStop{}, moments{}
	for _, at := range list {
		laws[at] = of(at)
		total.add(float64(number[at]), laws[at].moments())
	}
	l := &Law{Stops: total.o, Expected: total.e}
	if total.o < manyStops {
		l.many = sum(list, number, laws, perStop.plus).stretches()
	} else {
		l.many = total.normal()
	}
	return l
}

// sum is the law of all units.
func sum[L any](list []pattern, number map[pattern]int, laws map[pattern]L, plus func(a, b L) L) L {
	all := times(laws[list[0]], number[list[0]], plus)
	for _, at := range list[1:] {
		all = plus(all, times(laws[at], number[at], plus))
	}
	return all
}

// step is that of a lattice: so many make up all that can be expected if nobody leaves. The work
// that the law of a position takes grows with the square of its months and with the steps; where
// months are many each adds little, and fewer steps do.
func (d *Design) step() float64 {
	steps, longest := 640.0, 0.0
	for i := range d.Units {
		longest = max(longest, d.Units[i].time())
	}
	if d.Replaced && longest > 60 {
		steps = 160
	}
	return d.most() / steps
}

// inMonths gives the law of a unit in whole months.
func inMonths[L any, B builder[L]](d *Design, list []pattern, ratio, step float64) func(pattern) L {
	walks := map[*rates.Reference]*walk[L, B]{}
	for ref, n := range d.longest(list) {
		walks[ref] = newWalk[L, B](ref, ratio, step, n, d.Vacant)
	}
	return func(at pattern) L { return walks[at.ref].law(int(at.entry), int(at.until-at.entry)) }
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
