// Package interval estimates a survival curve when it is only known between
// which two times each tenure stopped: a list that is looked at once a quarter, a
// questionnaire that asks how many years.
//
// The estimate of Turnbull puts probability on a few stretches of time only.
// Before and after a stretch S is known; within it nothing says how S falls, so
// [Estimate.At] gives bounds there, and a median is a stretch, not a time.
//
// Whole months need none of this: a stop that was seen in month d came in
// (d − 1, d], all stretches are months, and the estimate is Kaplan and Meier's
// in whole months.
package interval

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/sum"
)

// A Tenure stopped after Left and at Right the latest: in (Left, Right]. Right
// is +Inf for one that was not seen to stop; Left = Right is a stop at an exact
// time. Entry is the tenure it had when it came under observation, 0 for one seen
// from its start; it is not after Left.
type Tenure struct{ Entry, Left, Right float64 }

// fault says what is wrong with the times, or "".
func (t Tenure) fault() string {
	switch {
	case !(t.Entry >= 0 && t.Left >= 0 && t.Right >= 0):
		return "a time is negative or not a number"
	case t.Entry > 1e100 || t.Left > 1e100 || t.Right > 1e100 && !math.IsInf(t.Right, 1):
		return "a time is greater than 1e100"
	case t.Left > t.Right:
		return "the right end is before the left"
	case t.Entry > t.Left:
		return "the entry is after the left end"
	case t.Left == t.Right && t.Entry > 0 && t.Entry >= t.Right:
		return "the entry is not before the time"
	}
	return ""
}

// A Sample is tenures with how much each counts.
type Sample struct {
	Tenures []Tenure

	// Weights says how many tenures each stands for; nil is one each. They are such
	// as [survival.UsableWeight] takes: 2 is the tenure twice, 0 leaves it out.
	Weights []float64
}

// A Stretch is where probability lies: in (From, To], at the time itself if they
// are equal, or after From if To is +Inf.
type Stretch struct {
	From, To float64
	Mass     float64
	Survival float64 // after it
}

// An Estimate is the survival curve that makes the data most likely.
type Estimate struct {
	N         int       // tenures with a weight above 0
	Weight    float64   // the sum of their weights
	Stretches []Stretch // ascending; those without probability left out
	LogLik    float64
	// Converged is whether the likelihood equations hold to 1e−9; if not, Warnings
	// say so.
	Converged  bool
	Iterations int
	Warnings   []string
}

// maxIterations bounds the search.
const maxIterations = 200_000

// Turnbull returns the nonparametric maximum likelihood estimate [1], with late
// entry as left truncation; the stretches then begin and end at entries too, as
// Frydman showed they must [2]. It is found by the EM algorithm, in which each
// tenure spreads itself over its stretches in proportion to their mass, and each
// late one stands for those like it that were over too soon to be seen.
//
// It returns survival.ErrNoTenures for none, and an error for the first that
// cannot be. tenures is not changed.
//
// [1] Turnbull BW (1976). J R Stat Soc B 38:290–295.
// [2] Frydman H (1994). J R Stat Soc B 56:71–74.
func Turnbull(tenures []Tenure) (*Estimate, error) { return Sample{Tenures: tenures}.Turnbull() }

// Turnbull returns the estimate of [Turnbull] with weights: they multiply what a
// tenure adds to the log-likelihood, and so to what its stretches are expected to
// hold. Tenures of weight 0 put no stretch on the time axis. It returns
// survival.ErrNoTenures if no tenure has a weight.
func (s Sample) Turnbull() (*Estimate, error) {
	for i, t := range s.Tenures {
		if reason := t.fault(); reason != "" {
			return nil, fmt.Errorf("tenure %d: %s", i, reason)
		}
	}
	if err := caseweight.Check(len(s.Tenures), s.Weights, s.seen); err != nil {
		return nil, err
	}
	if rows, all := caseweight.Counted(s.Weights); !all {
		s = Sample{caseweight.Pick(s.Tenures, rows), caseweight.Pick(s.Weights, rows)}
	}
	if len(s.Tenures) == 0 {
		return nil, survival.ErrNoTenures
	}
	p := newProblem(s)
	if len(p.stretches) == 0 {
		return nil, errors.New("no stretch of time can hold a stop")
	}
	e := &Estimate{N: len(s.Tenures)}
	for _, c := range p.classes {
		e.Weight += c.count
	}
	mass := p.solve(e)
	e.LogLik = p.logLik(mass)
	left := 1.0
	for j, x := range p.stretches {
		if left -= mass[j]; j == len(p.stretches)-1 || left < 1e-12 {
			left = 0
		}
		if mass[j] > 1e-9 {
			e.Stretches = append(e.Stretches, Stretch{x.from, x.to, mass[j], left})
		}
	}
	if !e.Converged {
		e.Warnings = append(e.Warnings, fmt.Sprintf("the search was stopped after %d steps", e.Iterations))
	}
	return e, nil
}

// seen is tenure i as far as it was seen to last.
func (s Sample) seen(i int) survival.Tenure {
	return survival.Tenure{Entry: s.Tenures[i].Entry, Exit: s.Tenures[i].Left}
}

// problem is the data by distinct tenure and the stretches each covers.
type problem struct {
	stretches []span
	classes   []class
}

type span struct{ from, to float64 }

// A class is tenures that are alike, their weights added up: they stopped in stretches first to
// last, and were seen because they stopped in seen or later.
type class struct {
	first, last, seen int
	count             float64
}

// An end is a place on the time axis where a stretch can begin or end.
type end struct {
	time float64
	kind int // −1 begins just before the time, 0 ends with it, +1 begins just after it
}

func newProblem(s Sample) *problem {
	var ends []end
	for _, t := range s.Tenures {
		if t.Left == t.Right {
			ends = append(ends, end{t.Left, -1})
		} else {
			ends = append(ends, end{t.Left, 1})
		}
		ends = append(ends, end{t.Right, 0})
		if t.Entry > 0 {
			ends = append(ends, end{t.Entry, 0}, end{t.Entry, 1})
		}
	}
	slices.SortFunc(ends, func(a, b end) int {
		switch {
		case a.time < b.time:
			return -1
		case a.time > b.time:
			return 1
		}
		return a.kind - b.kind
	})
	p := &problem{}
	for i := 1; i < len(ends); i++ {
		if ends[i-1].kind != 0 && ends[i].kind == 0 {
			p.stretches = append(p.stretches, span{ends[i-1].time, ends[i].time})
		}
	}
	counts := map[class]float64{}
	for i, t := range s.Tenures {
		c := class{first: -1}
		for j, x := range p.stretches {
			inside := x.from >= t.Left && x.to <= t.Right && (t.Left < t.Right || x.from == x.to)
			if x.from == x.to && t.Left < t.Right && x.from == t.Left {
				inside = false // (Left, Right] does not hold the time Left
			}
			if inside {
				if c.first < 0 {
					c.first = j
				}
				c.last = j
			}
			if t.Entry > 0 && (x.to <= t.Entry) {
				c.seen = j + 1
			}
		}
		counts[c] += caseweight.Of(s.Weights, i)
	}
	for c, n := range counts {
		c.count = n
		p.classes = append(p.classes, c)
	}
	slices.SortFunc(p.classes, func(a, b class) int {
		if a.first != b.first {
			return a.first - b.first
		}
		if a.last != b.last {
			return a.last - b.last
		}
		return a.seen - b.seen
	})
	return p
}

// sums returns S_j = Σ mass of stretches before j.
func sums(mass []float64) []float64 {
	out := make([]float64, len(mass)+1)
	for j, m := range mass {
		out[j+1] = out[j] + m
	}
	return out
}

// between is the mass of stretches from to to, that before and after them left
// out: a little mass would be lost in the difference of two sums.
func between(mass, before []float64, from, to int) float64 {
	if m := before[to] - before[from]; m > 1e-6 {
		return m
	}
	total := 0.0
	for _, m := range mass[from:to] {
		total += m
	}
	return total
}

func (p *problem) logLik(mass []float64) float64 {
	before := sums(mass)
	total := 0.0
	for _, c := range p.classes {
		inside, seen := between(mass, before, c.first, c.last+1), between(mass, before, c.seen, len(mass))
		if !(inside > 0 && seen > 0) {
			return math.Inf(-1)
		}
		total += c.count * math.Log(inside/seen)
	}
	return total
}

// step is one round of EM, in place. It returns how far the likelihood equations
// are from holding: each stretch with mass must be expected as often as it has
// mass, and none without may be expected more.
func (p *problem) step(mass []float64) float64 {
	k := len(mass)
	before := sums(mass)
	// Differences of what each stretch is multiplied by, with all digits: weights may
	// be of very unlike size, and a stretch that comes to 0 stays there.
	gain := make([]sum.Running, k+1)
	drawn := 0.0
	for _, c := range p.classes {
		inside, seen := between(mass, before, c.first, c.last+1), between(mass, before, c.seen, k)
		if !(inside > 0) || !(seen > 0) {
			continue
		}
		gain[c.first].Add(c.count / inside)
		gain[c.last+1].Add(-c.count / inside)
		drawn += c.count / seen
		if c.seen > 0 { // for each one seen, 1/P(seen) − 1 were over too soon
			gain[0].Add(c.count / seen)
			gain[c.seen].Add(-c.count / seen)
		}
	}
	off := 0.0
	var rate sum.Running
	for j := range mass {
		rate.AddAll(gain[j])
		factor := rate.Value() / drawn
		if mass[j] > 1e-10 {
			off = max(off, math.Abs(factor-1))
		} else {
			off = max(off, factor-1)
		}
		mass[j] *= max(factor, 0)
	}
	total := 0.0
	for _, m := range mass {
		total += m
	}
	for j := range mass {
		mass[j] /= total
	}
	return off
}

// solve runs EM to its fixed point, with a squared extrapolation every third
// round that is kept if it makes the data more likely.
func (p *problem) solve(e *Estimate) []float64 {
	k := len(p.stretches)
	mass := make([]float64, k)
	for j := range mass {
		mass[j] = 1 / float64(k)
	}
	for e.Iterations < maxIterations {
		start := slices.Clone(mass)
		p.step(mass)
		once := slices.Clone(mass)
		off := p.step(mass)
		e.Iterations += 2
		if off < 1e-9 {
			e.Converged = true
			return mass
		}
		if far := extrapolate(start, once, mass); far != nil && p.logLik(far) > p.logLik(mass) {
			copy(mass, far)
		}
	}
	return mass
}

// extrapolate goes on from three rounds along r = x₁ − x₀ and v = (x₂ − x₁) − r
// (Varadhan and Roland's SQUAREM): x₀ − 2αr + α²v with α = −|r|/|v|. It is nil
// where that leaves the shares behind.
func extrapolate(x0, x1, x2 []float64) []float64 {
	rr, vv := 0.0, 0.0
	for j := range x0 {
		r := x1[j] - x0[j]
		v := x2[j] - x1[j] - r
		rr, vv = rr+r*r, vv+v*v
	}
	if !(vv > 0) || !(rr > 0) {
		return nil
	}
	alpha := -math.Sqrt(rr / vv)
	if alpha > -1 {
		return nil
	}
	out, total := make([]float64, len(x0)), 0.0
	for j := range x0 {
		r := x1[j] - x0[j]
		v := x2[j] - x1[j] - r
		out[j] = x0[j] - 2*alpha*r + alpha*alpha*v
		if out[j] < 0 {
			out[j] = min(x2[j], 1e-14)
		}
		total += out[j]
	}
	if !(total > 0) {
		return nil
	}
	for j := range out {
		out[j] /= total
	}
	return out
}

// At bounds S at time t. The two are equal outside the stretches.
func (e *Estimate) At(t float64) (lower, upper float64) {
	lower, upper = 1, 1
	for _, s := range e.Stretches {
		switch {
		case s.To <= t:
			lower, upper = s.Survival, s.Survival
		case s.From < t:
			lower = s.Survival
		}
	}
	return lower, upper
}

// Quantile returns the stretch in which the share p has stopped: the first after
// which S <= 1 − p. It is missing if that is the last, endless one, or if p is no
// share.
func (e *Estimate) Quantile(p float64) varighet.Opt[Stretch] {
	if !(p > 0 && p <= 1) {
		return varighet.Opt[Stretch]{}
	}
	for _, s := range e.Stretches {
		if s.Survival <= 1-p+1e-8 {
			return varighet.Opt[Stretch]{V: s, OK: !math.IsInf(s.To, 1)}
		}
	}
	return varighet.Opt[Stretch]{}
}
