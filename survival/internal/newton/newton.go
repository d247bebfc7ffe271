// Package newton finds the maximum of a log-likelihood by Newton–Raphson, and
// says when there is none: when the likelihood goes on rising for ever as some
// coefficient grows.
//
// Gonum's optimize.Newton asks for value, gradient and Hessian one at a time,
// which would be three passes over the data where one will do, and it has no
// notion of a maximum at infinity; its matrices are used here.
package newton

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Func evaluates a log-likelihood at beta. It fills the score (first
// derivatives) and the information (minus the second derivatives) and returns
// the value; −Inf or NaN where it cannot be evaluated.
type Func func(beta, score []float64, information *mat.SymDense) float64

// A Result is where the search ended.
type Result struct {
	Beta        []float64
	LogLik      float64
	Score       []float64
	Information *mat.SymDense
	Iterations  int

	// Converged is true at a maximum, and where the likelihood has come to a
	// finite limit with some coefficients on their way to infinity.
	Converged bool
	// Infinite has the sign of each coefficient that grows without limit, and 0
	// for those that do not. nil if there are none.
	Infinite []int
	// Undetermined are the coefficients that are not on their way to infinity, but that
	// the limit of the likelihood does not depend on, so that wherever the search left
	// them is as good as any other place. nil if there is none on its way to infinity.
	Undetermined []bool

	begin []float64 // the diagonal of the information at the start
}

// maxIterations is more than any regular likelihood needs: each step about
// doubles the digits that are right. A coefficient on its way to infinity
// grows by about 1 a step while the gain falls by a factor e.
const maxIterations = 60

const (
	stepTolerance = 1e-9  // of a coefficient, relative to 1 + its size
	gainTolerance = 1e-10 // of the log-likelihood, relative to 1 + its size
	longestStep   = 2     // in units of standardised coefficients: those with an estimate get there before others are far away
	stillMoving   = 1e-3  // a step that is not on its way to 0
)

// Maximise climbs from start. Coefficients should be of the order 1, that is,
// columns standardised.
func Maximise(f Func, start []float64) Result { return maximise(f, start, maxIterations, true, false) }

// MaximisePenalised climbs a penalised log-likelihood, which has a maximum. f
// may give the information without the penalty; the way is then longer.
func MaximisePenalised(f Func, start []float64) Result {
	return maximise(f, start, 500, false, true)
}

// MaximiseCurved climbs a log-likelihood that is not concave everywhere: where
// the information is not positive definite, enough is added to its diagonal
// for the way to go up.
func MaximiseCurved(f Func, start []float64) Result { return maximise(f, start, 200, true, true) }

func maximise(f Func, start []float64, iterations int, mayDiverge, ridge bool) Result {
	r := search(f, start, iterations, mayDiverge, ridge)
	if mayDiverge {
		if !ridge { // a curved likelihood that is given up on may be far from its limit yet
			r.findFar(start)
		}
		r.settle(f, start)
	}
	return r
}

func search(f Func, start []float64, iterations int, mayDiverge, ridge bool) Result {
	p := len(start)
	r := Result{Beta: append([]float64(nil), start...), Score: make([]float64, p), Information: NewSym(p)}
	r.LogLik = f(r.Beta, r.Score, r.Information)
	if p == 0 {
		r.Converged = true
		return r
	}
	for j := range p {
		r.begin = append(r.begin, r.Information.At(j, j))
	}
	var before []float64
	for r.Iterations < iterations && !bad(r.LogLik) {
		step, ok := Solve(r.Information, r.Score)
		if !ok && ridge {
			step, ok = solveRidge(r.Information, r.Score)
		}
		if !ok {
			if mayDiverge {
				r.Infinite = unbounded(before)
			}
			r.Converged = r.Infinite != nil
			return r
		}
		shorten(step, longest(r.Iterations, ridge))
		wanted := append([]float64(nil), step...)
		gain, moved := r.climb(f, step)
		r.Iterations++
		if small(wanted, r.Beta) {
			r.Converged = true
			return r
		}
		if !moved || small(step, r.Beta) { // what could be gained is lost in rounding
			if mayDiverge && before != nil {
				r.Infinite = stuck(wanted, before)
			}
			r.Converged = flat(r.Score, r.Information)
			return r
		}
		if mayDiverge && before != nil && gain <= gainTolerance*(1+math.Abs(r.LogLik)) {
			if r.Infinite = goingOn(step, before); r.Infinite != nil {
				r.Converged = true
				return r
			}
		}
		before = step
	}
	return r
}

// climb takes the step, or a half, a quarter, … of it if the likelihood falls.
func (r *Result) climb(f Func, step []float64) (gain float64, moved bool) {
	old := append([]float64(nil), r.Beta...)
	score, info := make([]float64, len(old)), NewSym(len(old))
	slack := 1e-13 * (1 + math.Abs(r.LogLik))
	for range 40 {
		for j := range old {
			r.Beta[j] = old[j] + step[j]
		}
		v := f(r.Beta, score, info)
		if !bad(v) && v >= r.LogLik-slack {
			gain = v - r.LogLik
			r.LogLik, r.Score, r.Information = v, score, info
			return gain, true
		}
		for j := range step {
			step[j] /= 2
		}
	}
	r.Beta = old
	return 0, false
}

func bad(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }

// unhurried is the step up to which none is longer than longestStep. A search that needs
// more has coefficients on their way to infinity, some of them far less than others: a
// number may part those who stop from the others by a hair, and has a long way to go.
const unhurried = 20

// longest is the length to which a step is bounded. In a likelihood that is not concave a
// long step may lead past the maximum.
func longest(iteration int, curved bool) float64 {
	if curved {
		return longestStep
	}
	return longestStep * math.Pow(1.2, float64(min(max(0, iteration-unhurried), 60)))
}

// shorten keeps a step within reason.
func shorten(step []float64, most float64) {
	length := 0.0
	for _, s := range step {
		length = max(length, math.Abs(s))
	}
	if length > most {
		for j := range step {
			step[j] *= most / length
		}
	}
}

func small(step, beta []float64) bool {
	for j := range step {
		if math.Abs(step[j]) > stepTolerance*(1+math.Abs(beta[j])) {
			return false
		}
	}
	return true
}

// flat reports whether the score is nothing but rounding: the next step would
// gain less than the log-likelihood's last digits.
func flat(score []float64, info *mat.SymDense) bool {
	step, ok := Solve(info, score)
	if !ok {
		return false
	}
	gain := 0.0
	for j := range step {
		gain += step[j] * score[j]
	}
	return gain < 1e-9
}

// goingOn finds the coefficients whose steps do not shrink although the
// likelihood hardly gains: at a maximum, each step is far shorter than the one
// before.
func goingOn(step, before []float64) []int {
	var signs []int
	for j := range step {
		if a := math.Abs(step[j]); a > stillMoving && a > math.Abs(before[j])/2 {
			if signs == nil {
				signs = make([]int, len(step))
			}
			signs[j] = 1
			if step[j] < 0 {
				signs[j] = -1
			}
		}
	}
	return signs
}

// stuck finds the coefficients that were moving, and were to move on, when the
// likelihood became too flat to tell up from down.
func stuck(wanted, before []float64) []int {
	signs := goingOn(before, make([]float64, len(before)))
	any := false
	for j := range signs {
		if math.Abs(wanted[j]) <= stillMoving {
			signs[j] = 0
		}
		any = any || signs[j] != 0
	}
	if !any {
		return nil
	}
	return signs
}

// unbounded is goingOn where the information has become singular on the way.
func unbounded(before []float64) []int {
	if before == nil {
		return nil
	}
	still := make([]float64, len(before))
	return goingOn(before, still)
}

// NewSym returns a p by p matrix of zeros; for p = 0, an empty one.
func NewSym(p int) *mat.SymDense {
	if p == 0 {
		return &mat.SymDense{}
	}
	return mat.NewSymDense(p, nil)
}

// Solve returns the x with a·x = b; ok is false if a is not positive definite.
func Solve(a *mat.SymDense, b []float64) (x []float64, ok bool) {
	if len(b) == 0 {
		return nil, true
	}
	var c mat.Cholesky
	if !c.Factorize(a) {
		return nil, false
	}
	var v mat.VecDense
	if err := c.SolveVecTo(&v, mat.NewVecDense(len(b), append([]float64(nil), b...))); err != nil {
		if _, conditioned := err.(mat.Condition); !conditioned {
			return nil, false
		}
	}
	x = v.RawVector().Data
	for _, e := range x {
		if bad(e) {
			return nil, false
		}
	}
	return x, true
}

func solveRidge(a *mat.SymDense, b []float64) (x []float64, ok bool) {
	n, _ := a.Dims()
	size := 0.0
	for i := range n {
		size = max(size, math.Abs(a.At(i, i)))
	}
	if bad(size) {
		return nil, false
	}
	for ridge := 1e-6 * (1 + size); ridge < 1e6*(1+size); ridge *= 4 {
		c := NewSym(n)
		c.CopySym(a)
		for i := range n {
			c.SetSym(i, i, a.At(i, i)+ridge)
		}
		if x, ok := Solve(c, b); ok {
			return x, true
		}
	}
	return nil, false
}

// Invert returns the inverse of a; ok is false if a is not positive definite.
func Invert(a *mat.SymDense) (inverse *mat.SymDense, ok bool) {
	n, _ := a.Dims()
	if n == 0 {
		return NewSym(0), true
	}
	var c mat.Cholesky
	if !c.Factorize(a) {
		return nil, false
	}
	var inv mat.SymDense
	if err := c.InverseTo(&inv); err != nil {
		if _, conditioned := err.(mat.Condition); !conditioned {
			return nil, false
		}
	}
	for i := range n {
		if bad(inv.At(i, i)) || inv.At(i, i) < 0 {
			return nil, false
		}
	}
	return &inv, true
}

// Quadratic returns b'a⁻¹b; ok is false if a is not positive definite.
func Quadratic(a *mat.SymDense, b []float64) (q float64, ok bool) {
	x, ok := Solve(a, b)
	for j := range x {
		q += x[j] * b[j]
	}
	return q, ok
}
