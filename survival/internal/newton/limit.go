package newton

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Where coefficients go to infinity, the likelihood comes to a limit that depends on
// fewer directions than there are coefficients: the information of the others is 0
// there. A factor whose reference has no stops has all its coefficients go to +∞, but
// the differences between its other levels stay in the limit, and so do their
// information and what they share of it with other covariates. To take the columns
// that go to infinity out would be to know those differences beforehand.

// nothing is how little information a direction may have, relative to what its
// coefficients had where the search began, to have none in the limit. A search ends with
// some 1e−8 of it in directions that go to infinity.
const nothing = 1e-7

// involved is how much of a coefficient, relative to 1, lies in directions without
// information for it to be undetermined.
const involved = 1e-3

// A limit is the information at the end of a search in which coefficients go to
// infinity, seen in units in which each coefficient's was 1 at the start.
type limit struct {
	unit   []float64 // of a coefficient: the square root of its information
	values []float64 // eigenvalues
	axes   mat.Dense // eigenvectors in columns
}

func (r *Result) limit() (*limit, bool) {
	p := len(r.Beta)
	l := &limit{unit: make([]float64, p)}
	for j := range p {
		l.unit[j] = math.Sqrt(max(r.begin[j], r.Information.At(j, j)))
		if !(l.unit[j] > 0) || bad(l.unit[j]) {
			l.unit[j] = 1
		}
	}
	scaled := NewSym(p)
	for i := range p {
		for j := i; j < p; j++ {
			v := r.Information.At(i, j) / (l.unit[i] * l.unit[j])
			if bad(v) {
				return nil, false
			}
			scaled.SetSym(i, j, v)
		}
	}
	var e mat.EigenSym
	if !e.Factorize(scaled, true) {
		return nil, false
	}
	l.values = e.Values(nil)
	e.VectorsTo(&l.axes)
	return l, l.values[0] <= nothing
}

// undetermined reports for each coefficient whether a part of it lies in directions
// without information.
func (l *limit) undetermined() []bool {
	out := make([]bool, len(l.values))
	for j := range out {
		part := 0.0
		for k, v := range l.values {
			if v <= nothing {
				part += l.axes.At(j, k) * l.axes.At(j, k)
			}
		}
		out[j] = part > involved*involved
	}
	return out
}

// inverse is that of the information in the directions that have some.
func (l *limit) inverse() *mat.SymDense {
	p := len(l.values)
	inv := NewSym(p)
	for i := range p {
		for j := i; j < p; j++ {
			sum := 0.0
			for k, v := range l.values {
				if v > nothing {
					sum += l.axes.At(i, k) * l.axes.At(j, k) / v
				}
			}
			inv.SetSym(i, j, sum/(l.unit[i]*l.unit[j]))
		}
	}
	return inv
}

// far is how far, in units of standardised coefficients, one without information has
// come that is on its way to infinity.
const far = 5

// findFar finds the coefficients that were on their way to infinity when a search was
// given up: slowly, as where all who stop differ in a number from all who do not.
func (r *Result) findFar(start []float64) {
	if r.Converged || r.Infinite != nil || bad(r.LogLik) || len(start) == 0 {
		return
	}
	l, ok := r.limit()
	if !ok {
		return
	}
	signs, any := make([]int, len(start)), false
	for j, out := range l.undetermined() {
		if sign := farFrom(r.Beta[j], start[j]); out && sign != 0 {
			signs[j], any = sign, true
		}
	}
	if any {
		r.Infinite, r.Converged = signs, true
	}
}

// farFrom is the sign of the way from start, 0 if it is not far.
func farFrom(beta, start float64) int {
	switch moved := beta - start; {
	case moved > far:
		return 1
	case moved < -far:
		return -1
	}
	return 0
}

// settle ends a search in which coefficients go to infinity. Rounding in the directions
// that have next to no information has moved the others, by more or less for each order
// of the rows; a few steps in the others alone bring them to where they belong. It finds
// which coefficients are undetermined beside those that are infinite.
func (r *Result) settle(f Func, start []float64) {
	if r.Infinite == nil {
		return
	}
	l, ok := r.limit()
	for range 10 {
		if !ok {
			return
		}
		var v mat.VecDense
		v.MulVec(l.inverse(), mat.NewVecDense(len(r.Score), append([]float64(nil), r.Score...)))
		step := v.RawVector().Data
		shorten(step, longestStep)
		done := small(step, r.Beta)
		if !r.accept(f, step) || done {
			break
		}
		l, ok = r.limit()
	}
	r.Undetermined = make([]bool, len(start))
	for j, out := range l.undetermined() {
		if sign := farFrom(r.Beta[j], start[j]); out && r.Infinite[j] == 0 {
			r.Infinite[j], r.Undetermined[j] = sign, sign == 0
		}
	}
}

// accept takes a step unless the likelihood falls by more than its last digits.
func (r *Result) accept(f Func, step []float64) bool {
	beta, score, info := append([]float64(nil), r.Beta...), make([]float64, len(step)), NewSym(len(step))
	for j := range beta {
		beta[j] += step[j]
	}
	v := f(beta, score, info)
	if bad(v) || v < r.LogLik-gainTolerance*(1+math.Abs(r.LogLik)) {
		return false
	}
	r.Beta, r.Score, r.Information, r.LogLik = beta, score, info, v
	return true
}

// Finite reports whether coefficient j has a finite estimate.
func (r *Result) Finite(j int) bool {
	return (r.Infinite == nil || r.Infinite[j] == 0) && (r.Undetermined == nil || !r.Undetermined[j])
}

// Untold says why an undetermined coefficient has no estimate.
const Untold = "no estimate: it tells apart what nobody stopped in, and no value is more likely than another"
