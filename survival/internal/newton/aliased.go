package newton

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// aliasTolerance is how little of a column's information may be left after the
// columns before it, relative to what it had, for the column to count.
const aliasTolerance = 1e-10

// Aliased finds the columns that say nothing that those before them do not: in
// the Cholesky decomposition of the information, without exchanging columns,
// their pivots are 0 but for rounding. Taking them in order (as gonum's pivoted
// decomposition does not) makes the later one of two equal columns the one to
// go, which is what a reader of the model expects.
//
// A likelihood without an intercept takes the mean of each risk set away from a
// column, and leaves rounding of one that is constant. floor is how much that may
// come to; see [RiskSetFloor].
func Aliased(information *mat.SymDense, floor float64) []bool {
	p, _ := information.Dims()
	aliased := make([]bool, p)
	l := mat.NewDense(max(p, 1), max(p, 1), nil)
	for j := range p {
		pivot := information.At(j, j)
		for k := range j {
			pivot -= l.At(j, k) * l.At(j, k) * l.At(k, k)
		}
		if !(pivot > aliasTolerance*information.At(j, j)) || !(pivot > floor) {
			aliased[j] = true
			l.Set(j, j, 0)
			continue
		}
		l.Set(j, j, pivot) // D of LDL'; the unit diagonal of L is not stored
		for i := j + 1; i < p; i++ {
			v := information.At(i, j)
			for k := range j {
				v -= l.At(i, k) * l.At(j, k) * l.At(k, k)
			}
			l.Set(i, j, v/pivot)
		}
	}
	return aliased
}

// Scale is the unit in which a column is standardised: how far its values lie from
// their mean on average, by weight, or a tenth of how far without weights. A row of
// next to no weight would lie so far out otherwise that no step of its coefficient
// looks long. It is 1 for a column that is constant.
func Scale(mean, weighted, plain float64) float64 {
	scale := max(weighted, plain/10)
	if !(scale > 1e-14*math.Abs(mean)) || scale < 1e-100 {
		return 1
	}
	return scale
}

// RiskSetFloor is the floor for standardised columns in the risk sets of stops
// whose weights add up to so much: of each, what is left of 1 − 1, with room for
// rows far from the mean.
func RiskSetFloor(stops float64) float64 { return 1e-12 * stops }

// Keep returns the part of a matrix that belongs to the columns not left out.
func Keep(a *mat.SymDense, out []bool) *mat.SymDense {
	var at []int
	for j, o := range out {
		if !o {
			at = append(at, j)
		}
	}
	k := NewSym(len(at))
	for i := range at {
		for j := i; j < len(at); j++ {
			k.SetSym(i, j, a.At(at[i], at[j]))
		}
	}
	return k
}

// Covariance is the inverse of the information at the end of a search, and 0
// for coefficients without a finite estimate. nil if there is none. Where some are on
// their way to infinity it is the inverse in the directions that the limit of the
// likelihood depends on.
func Covariance(r *Result) *mat.SymDense {
	out := make([]bool, len(r.Beta))
	for j := range out {
		out[j] = !r.Finite(j)
	}
	if inv := r.limitInverse(); inv != nil {
		return without(inv, out)
	}
	part, ok := Invert(Keep(r.Information, out))
	if !ok || !r.Converged {
		return nil
	}
	v := NewSym(len(out))
	a := 0
	for i := range out {
		if out[i] {
			continue
		}
		b := a
		for j := i; j < len(out); j++ {
			if !out[j] {
				v.SetSym(i, j, part.At(a, b))
				b++
			}
		}
		a++
	}
	return v
}

// Inverse is what Covariance is a part of: with what the coefficients without a finite
// estimate share with the others, for products with scores.
func Inverse(r *Result) *mat.SymDense {
	if r.Infinite == nil {
		return Covariance(r)
	}
	return r.limitInverse()
}

// limitInverse is the inverse in the directions that the limit of the likelihood depends
// on; nil if no coefficient is on its way to infinity, or no limit was found.
func (r *Result) limitInverse() *mat.SymDense {
	if r.Undetermined == nil || !r.Converged {
		return nil
	}
	l, ok := r.limit()
	if !ok {
		return nil
	}
	return l.inverse()
}

// without is the matrix with 0 in the rows and columns left out.
func without(a *mat.SymDense, out []bool) *mat.SymDense {
	for i := range out {
		for j := i; j < len(out); j++ {
			if out[i] || out[j] {
				a.SetSym(i, j, 0)
			}
		}
	}
	return a
}
