package rates

import (
	"errors"
	"fmt"
	"math"

	"github.com/varighet/varighet/survival"
)

// ShapeThrough returns the shape of the Weibull curve through two points: half have
// stopped at the median, and the share, above 0 and below 1, at months. With
// S(t) = 2^{−(t/median)^k} it is
//
//	k = log(ln 2 / −ln(1 − share)) / log(median/months)
//
// So two published numbers of one population give the form that one alone leaves open. It
// returns an error where they give none above 0, as when the share is over a half before
// the median.
func ShapeThrough(median, months, share float64) (float64, error) {
	k := math.Log(math.Ln2/-math.Log1p(-share)) / math.Log(median/months)
	if !(median > 0 && months > 0 && share > 0 && share < 1 && k > 0) || math.IsInf(k, 0) {
		return 0, fmt.Errorf("no Weibull curve has a median of %v and a share of %v stopped at %v", median, share, months)
	}
	return k, nil
}

// Mixture is the reference of a group of which it is known only how many belong to each of
// several others: the mean of their curves by those weights,
//
//	S(t) = Σ w_g S_g(t) / Σ w_g
//
// at whole months up to [survival.MaxMonths], with a constant hazard within each [1]. It is
// what a group would show in which nobody is followed up; those whose own reference is
// known are better held against that. It returns an error for no weight above 0, or one below.
//
// [1] Ederer F, Axtell LM, Cutler SJ (1961). Natl Cancer Inst Monogr 6:101–121.
func Mixture(refs []*Reference, weights []float64) (*Reference, error) {
	total := 0.0
	for _, w := range weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("a weight of %v in a mixture", w)
		}
		total += w
	}
	if len(refs) != len(weights) || !(total > 0) {
		return nil, errors.New("a mixture needs a weight for each reference, and one above 0")
	}
	var times, shares []float64
	for month := range survival.MaxMonths + 1 {
		mean := 0.0
		for i, r := range refs {
			mean += weights[i] / total * r.Survival(float64(month))
		}
		if month > 0 && !(mean > 0) { // next to nobody: the hazard goes on
			break
		}
		times, shares = append(times, float64(month)), append(shares, min(mean, 1))
	}
	return NewReference(times, shares)
}
