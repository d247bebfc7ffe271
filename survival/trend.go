package survival

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// A Direction says which way a trend goes in the data, be it by chance or not; see
// [TrendResult.InWords].
type Direction uint8

// The directions.
const (
	NoDirection Direction = iota
	StopsRise             // groups with high scores stopped faster
	StopsFall             // groups with high scores stopped more slowly
)

var directionNames = [...]string{
	"no trend either way",
	"more stops than expected in the groups with high scores",
	"fewer stops than expected in the groups with high scores",
}

// String says the direction in words: "more stops than expected in the groups with high scores".
func (d Direction) String() string {
	if int(d) >= len(directionNames) {
		return "unknown"
	}
	return directionNames[d]
}

// A TrendResult is a two-sided test of a trend over ordered groups. Z and P
// are missing where it is not defined; Reason then says why.
type TrendResult struct {
	Weight    Weight
	Scores    []float64 // one a group
	U         float64   // Σ score · (Observed − Expected)
	Variance  float64   // of U
	Z, P      varighet.Opt[float64]
	Direction Direction // positive Z is StopsRise
	Reason    string
}

// Trend tests whether groups with higher scores stop faster or more slowly:
//
//	U = s'(O − E),  var = s'Vs,  Z = U/√var
//
// with O, E and V as in [Comparison.Test] [1], V robust if there are clusters. Unlike that test it looks for
// one pattern, so it is stronger against it. The answer depends on the scores,
// not on their origin or unit. nil scores are 1, 2, 3, …; others need one
// finite number a group, or an error is returned.
//
// [1] Tarone RE (1975). Biometrika 62:679–682.
func (c *Comparison) Trend(w Weight, scores []float64) (TrendResult, error) {
	if scores == nil {
		for g := range c.Groups {
			scores = append(scores, float64(g+1))
		}
	}
	r := TrendResult{Weight: w, Scores: scores}
	if len(scores) != len(c.Groups) {
		return r, fmt.Errorf("%d scores for %d groups", len(scores), len(c.Groups))
	}
	for g, s := range scores {
		if !finite(s).OK {
			return r, fmt.Errorf("the score of group %q is not a finite number", c.Groups[g])
		}
	}
	if !w.valid() {
		r.Reason = fmt.Sprintf("weight %s is not defined", w)
		return r, nil
	}
	if r.Reason = c.tooFewClusters(1); r.Reason == "" {
		r.test(c.score(w))
	}
	return r, nil
}

func (r *TrendResult) test(sc *score) {
	s := centred(r.Scores)
	size := 0.0 // what the variance is made of, to tell 0 from rounding
	for g := range s {
		r.U += s[g] * (sc.observed[g] - sc.expected[g])
		size += s[g] * s[g] * sc.variance.At(g, g)
		for h := range s {
			r.Variance += s[g] * sc.variance.At(g, h) * s[h]
		}
	}
	z := r.U / math.Sqrt(r.Variance)
	if !(r.Variance > singular*size) || !finite(z).OK {
		r.Reason = "the variance is 0: no groups with unlike scores were at risk together when someone stopped"
		return
	}
	r.Z, r.P = varighet.Some(z), varighet.Some(math.Erfc(math.Abs(z)/math.Sqrt2))
	switch {
	case z > 0:
		r.Direction = StopsRise
	case z < 0:
		r.Direction = StopsFall
	}
}

// InWords says which way the trend goes in the data, and whether they can tell. level is
// how often chance alone may be taken for a trend, such as 0.05: if p is above it, neither
// a direction nor that there is none has been shown. It is "not defined" if Z is.
func (r TrendResult) InWords(level float64) string {
	switch {
	case !r.P.OK:
		return "not defined"
	case r.P.V <= level:
		return fmt.Sprintf("%s, beyond chance at the level of %.4g", r.Direction, level)
	}
	return fmt.Sprintf("%s in these data, but not beyond chance at the level of %.4g: they tell neither which way a trend goes "+
		"nor that there is none", r.Direction, level)
}

// centred returns the scores less their mean, which changes neither U nor its
// variance but for rounding.
func centred(scores []float64) []float64 {
	mean := 0.0
	for _, s := range scores {
		mean += s / float64(len(scores))
	}
	out := make([]float64, len(scores))
	for i, s := range scores {
		out[i] = s - mean
	}
	return out
}
