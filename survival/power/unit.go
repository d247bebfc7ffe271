package power

import (
	"math"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// A walk has, for one baseline and hazard ratio θ, what months do to a doctor, and the law
// of a position that a doctor has just taken over.
type walk struct {
	stop   []float64 // by tenure in months: the chance of a stop in the next, 1 − e^{−θ ΔH}
	expect []float64 // what the month adds to E, 1 − e^{−ΔH}, in steps of the lattice
	fresh  []joint   // of a position with a new doctor, by the months it is followed
	vacant int
}

// newWalk is a walk over tenures of up to so many months. fresh are the months for which the
// longest unit is followed whose doctors are replaced, −1 if none are.
func newWalk(ref *rates.Reference, ratio, step float64, tenure, fresh, vacant int) *walk {
	w := &walk{vacant: vacant}
	for k := range tenure {
		h := ref.Expects(survival.Tenure{Entry: float64(k), Exit: float64(k + 1)})
		w.stop, w.expect = append(w.stop, -math.Expm1(-ratio*h)), append(w.expect, -math.Expm1(-h)/step)
	}
	for r := range fresh + 1 {
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
func (w *walk) law(entry, months int) joint {
	var j joint
	there, e := 1.0, 0.0
	for d := 1; d <= months && there > nextToNothing; d++ {
		e += w.expect[entry+d-1]
		left := there * w.stop[entry+d-1]
		if rest := max(months-d-w.vacant, 0); w.fresh == nil || rest == 0 {
			j.at(1, e, left)
		} else {
			j.add(left, 1, e, w.fresh[rest])
		}
		there -= left
	}
	j.at(0, e, there)
	return j.trimmed()
}

// exactLaw is the law of an agreement whose stop has an exact time, at the hazard ratio θ. In
// the time of the baseline's cumulative hazard, x, the stop is exponential with rate θ:
//
//	O = 0: probability e^{−θΛ}, E = Λ;  O = 1: density θ e^{−θx}, E = x < Λ
//
// with Λ = all that the baseline expects of the agreement. Between two points of the lattice
// the density is put at its mean there.
func exactLaw(all, ratio, step float64) joint {
	var j joint
	j.at(0, all/step, math.Exp(-ratio*all))
	for x := 0.0; x < all; x += step {
		width := min(step, all-x)
		chance := -math.Exp(-ratio*x) * math.Expm1(-ratio*width)
		j.at(1, (x+exponentialMean(ratio, width))/step, chance)
	}
	return j.trimmed()
}

// exponentialMean is the mean of an exponential number, given that it is below width.
func exponentialMean(rate, width float64) float64 {
	if x := rate * width; x > 1e-6 {
		return 1/rate - width/math.Expm1(x)
	}
	return width / 2
}
