package power

import (
	"math"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
	"gonum.org/v1/gonum/mathext"
)

// A builder makes a law L of stops and of what is expected, E in steps.
type builder[L any] interface {
	*L
	at(stops int, e, chance float64)                   // adds a chance
	add(chance float64, stops int, e float64, other L) // adds chance times another law, with stops and e more
	trim()                                             // leaves out what has next to no chance
}

// A walk has, for one baseline and hazard ratio θ, what months do to a doctor, and the law
// of a position that a doctor has just taken over.
type walk[L any, B builder[L]] struct {
	stop   []float64 // by tenure in months: the chance of a stop in the next, 1 − e^{−θ ΔH}
	expect []float64 // what the month adds to E, 1 − e^{−ΔH}, in steps
	fresh  []L       // of a position with a new doctor, by the months it is followed
	vacant int
}

// newWalk is a walk over tenures of up to so many months. fresh are the months for which the
// longest unit is followed whose doctors are replaced, −1 if none are.
func newWalk[L any, B builder[L]](ref *rates.Reference, ratio, step float64, n span, vacant int) *walk[L, B] {
	w := &walk[L, B]{vacant: vacant}
	for k := range n.tenure {
		h := ref.Expects(survival.Tenure{Entry: float64(k), Exit: float64(k + 1)})
		w.stop, w.expect = append(w.stop, -math.Expm1(-ratio*h)), append(w.expect, -math.Expm1(-h)/step)
	}
	for r := range n.fresh + 1 {
		w.fresh = append(w.fresh, w.law(0, r))
	}
	return w
}

// law is that of a unit whose doctor has the tenure entry, followed for so many months. The
// doctor leaves in the month d with probability
//
//	e^{−θ(H(entry+d−1) − H(entry))} (1 − e^{−θ(H(entry+d) − H(entry+d−1))})
//
// and what follows has the law of a new doctor's position for the months that are left.
func (w *walk[L, B]) law(entry, months int) (law L) {
	build := B(&law)
	there, e := 1.0, 0.0
	for d := 1; d <= months && there > nextToNothing; d++ {
		e += w.expect[entry+d-1]
		left := there * w.stop[entry+d-1]
		if rest := max(months-d-w.vacant, 0); w.fresh == nil || rest == 0 {
			build.at(1, e, left)
		} else {
			build.add(left, 1, e, w.fresh[rest])
		}
		there -= left
	}
	build.at(0, e, there)
	build.trim()
	return law
}

// exactJoint is the law of an agreement whose stop has an exact time, at the hazard ratio θ. In
// the time of the baseline's cumulative hazard, x, the stop is exponential with rate θ:
//
//	O = 0: probability e^{−θΛ}, E = Λ;  O = 1: density θ e^{−θx}, E = x < Λ
//
// with Λ = all that the baseline expects of the agreement. Between two points of the lattice
// the density is put at its mean there.
func exactJoint(all, ratio, step float64) joint {
	var j joint
	j.at(0, all/step, math.Exp(-ratio*all))
	for x := 0.0; x < all; x += step {
		width := min(step, all-x)
		chance := -math.Exp(-ratio*x) * math.Expm1(-ratio*width)
		j.at(1, (x+exponentialMean(ratio, width))/step, chance)
	}
	j.trim()
	return j
}

// exponentialMean is the mean of an exponential number, given that it is below width.
func exponentialMean(rate, width float64) float64 {
	if x := rate * width; x > 1e-6 {
		return 1/rate - width/math.Expm1(x)
	}
	return width / 2
}

// exactPerStop is the same where units are many: 𝔼(E; O = 1) = γ(2, θΛ)/θ and 𝔼(E²; O = 1) =
// γ(3, θΛ)/θ², γ the lower incomplete gamma function.
func exactPerStop(all, ratio float64) perStop {
	x := ratio * all
	var s perStop
	s.at(0, all, math.Exp(-x))
	s.p, s.m1 = append(s.p, -math.Expm1(-x)), append(s.m1, mathext.GammaIncReg(2, x)/ratio)
	s.m2 = append(s.m2, 2*mathext.GammaIncReg(3, x)/(ratio*ratio))
	return s
}
