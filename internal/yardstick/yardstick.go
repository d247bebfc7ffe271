// Package yardstick has what tenures are held against to say how many stops were to be
// expected: published medians with a form that is assumed, a curve of the user's own, or the
// curves of a register that `varighet survival baseline` wrote.
package yardstick

import (
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/rates"
)

// All is the name of the curve for those without one of their own.
const All = "all"

// A Yardstick is what tenures are held against: a curve a group, such as a size group.
type Yardstick struct {
	Name       string                // id of the published number, or "curve"
	Assumption string                // the form that was assumed, in English; "" for a curve that is known
	Shape      varighet.Opt[float64] // of the Weibull curves, if that was assumed

	Curves
	Others []Shaped           // of medians, by other shapes than the one assumed
	Falls  map[string][]Fall  // what each curve rests on, where that is known
	Mixed  bool               // it is the mean of several groups' curves
	Ends   map[string]float64 // the tenure at which a curve ends; without one it goes on
	Begins map[string]float64 // the tenure from which a curve is known, if not 0
}

// A Fall is a time at which a curve falls, and what it falls by.
type Fall struct{ Time, Stops, AtRisk float64 }

// Shaped are the curves of medians and a shape.
type Shaped struct {
	Shape float64
	Curves
}

// Curves are the references by group.
type Curves map[string]*rates.Reference

// CurveOf is the curve that a member of a group is held against: the group's, or else that of
// all; nil if there is neither.
func (y *Yardstick) CurveOf(group string) *rates.Reference {
	if c := y.Curves[group]; c != nil {
		return c
	}
	return y.Curves[All]
}

// Mix is the yardstick for tenures of which it is known only how many belong to each group,
// as when a project says in which municipalities its positions are, but not which is where:
// all are held against the mean of the groups' curves by those weights ([rates.Mixture]).
func (y *Yardstick) Mix(weights map[string]float64) (*Yardstick, error) {
	mixed := *y
	mixed.Mixed = true
	var err error
	if mixed.Curves, err = y.Curves.mix(weights); err != nil {
		return nil, err
	}
	mixed.Others, mixed.Falls = nil, nil // the curves of a mean are not of others' stops alone
	mixed.Begins, mixed.Ends = y.mixedExtent(weights)
	for _, o := range y.Others {
		curves, err := o.Curves.mix(weights)
		if err != nil {
			return nil, err
		}
		mixed.Others = append(mixed.Others, Shaped{o.Shape, curves})
	}
	return &mixed, nil
}

// mixedExtent is from where to where all of the groups' curves are known.
func (y *Yardstick) mixedExtent(weights map[string]float64) (begins, ends map[string]float64) {
	begin, end := 0.0, math.Inf(1)
	for group := range weights {
		b, e := y.extent(group)
		begin, end = max(begin, b), min(end, e)
	}
	return map[string]float64{All: begin}, map[string]float64{All: end}
}

// extent is from which tenure to which a group's curve is known.
func (y *Yardstick) extent(group string) (begin, end float64) {
	end, ok := y.Ends[group]
	if !ok {
		end = math.Inf(1)
	}
	return y.Begins[group], end
}
