package rates

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/clusters"
)

// A ClusterSum is what one cluster adds to a ratio: its stops, and the time at risk or the
// number expected beneath them.
type ClusterSum struct{ Stops, Of float64 }

// Robust limits allow for tenures of one cluster being alike. With S and T the sums over
// clusters and r = S/T, the standard error of log r is
//
//	√Σ (S_c − r T_c)² / S
//
// that of a Poisson model with clusters (glm with sandwich::vcovCL, type HC0 and no
// adjustment, in R), and the limits are symmetric on the log scale. There are none without
// stops, nor of a single cluster, nor where clusters do not differ at all.
func robustLimits(sums []ClusterSum, conf float64) (lower, upper varighet.Opt[float64]) {
	var all ClusterSum
	for _, s := range sums {
		all.Stops, all.Of = all.Stops+s.Stops, all.Of+s.Of
	}
	if len(sums) < 2 || !(all.Stops > 0 && all.Of > 0) {
		return lower, upper
	}
	ratio, squares := all.Stops/all.Of, 0.0
	for _, s := range sums {
		d := s.Stops - ratio*s.Of
		squares += d * d
	}
	if roundingOnly(squares, all.Stops) {
		return lower, upper
	}
	factor := math.Exp(math.Sqrt2 * math.Erfinv(conf) * math.Sqrt(squares) / all.Stops)
	return finite(ratio / factor), finite(ratio * factor)
}

// roundingOnly reports whether squares differ from 0 by rounding only, size being what was
// squared is made of: nothing varies between clusters.
func roundingOnly(squares, size float64) bool { return squares <= 1e-20*size*size }

// ClusteredBands returns the rates of [WeightedBands] with limits that allow for clusters,
// of which labels has that of each tenure: log limits are the robust ones, and the exact
// ones, which take every stop for one of its own, are missing with a reason.
func ClusteredBands(tenures []survival.Tenure, weights []float64, labels []string, breaks []float64, conf float64) ([]Rate, error) {
	out, err := WeightedBands(tenures, weights, breaks, conf)
	if err != nil {
		return nil, err
	}
	if len(labels) != len(tenures) {
		return nil, fmt.Errorf("%d tenures with %d clusters", len(tenures), len(labels))
	}
	of, n := clusters.Number(labels, weights)
	for b := range out {
		r := &out[b]
		sums := make([]ClusterSum, n)
		for i, t := range tenures {
			weight := caseweight.Of(weights, i)
			s := &sums[of[i]]
			s.Of += weight * max(0, min(t.Exit, r.To)-max(t.Entry, r.From))
			if t.Stopped && r.holds(t.Exit) {
				s.Stops += weight
			}
		}
		r.Clusters, r.Lower, r.Upper = n, varighet.Opt[float64]{}, varighet.Opt[float64]{}
		r.LogLower, r.LogUpper = robustLimits(sums, conf)
		if r.Rate.OK {
			r.Reason = "no exact limits, which take every stop for one of its own: the log limits allow for clusters"
		}
	}
	return out, nil
}

// A RobustComparison is what holds of a [Comparison] if tenures of one cluster are alike:
// limits of the ratio, and Z = (O − E)/√Σ (O_c − E_c)² over clusters with its two-sided p.
type RobustComparison struct {
	Clusters        int
	Lower, Upper, Z varighet.Opt[float64]
	P               varighet.Opt[float64]
	Warning         string // of few clusters; "" if there are enough
}

// Clustered is what holds of the comparison of the same tenures if those of one cluster are
// alike. labels has the cluster of each; months says that it is [CompareMonths]. It returns
// the errors of the comparison, and one for labels that are not one a tenure.
func Clustered(tenures []survival.Tenure, weights []float64, refs []*Reference, labels []string, months bool, conf float64) (RobustComparison, error) {
	if err := checkClustered(tenures, weights, refs, labels, months, conf); err != nil {
		return RobustComparison{}, err
	}
	expects := (*Reference).Expects
	if months {
		expects = inMonths()
	}
	of, n := clusters.Number(labels, weights)
	sums := make([]ClusterSum, n)
	for i, t := range tenures {
		weight := caseweight.Of(weights, i)
		if refs[i] == nil || weight == 0 {
			continue
		}
		s := &sums[of[i]]
		s.Of += weight * expects(refs[i], t)
		if t.Stopped {
			s.Stops += weight
		}
	}
	c := RobustComparison{Clusters: n, Warning: clusters.Warning(n)}
	c.Lower, c.Upper = robustLimits(sums, conf)
	beyond, squares, expected := 0.0, 0.0, 0.0
	for _, s := range sums {
		expected += s.Of
		beyond += s.Stops - s.Of
		squares += (s.Stops - s.Of) * (s.Stops - s.Of)
	}
	if n > 1 && !roundingOnly(squares, expected) {
		c.Z = finite(beyond / math.Sqrt(squares))
	}
	c.P = pOf(c.Z)
	return c, nil
}

func checkClustered(tenures []survival.Tenure, weights []float64, refs []*Reference, labels []string, months bool, conf float64) error {
	if len(labels) != len(tenures) {
		return fmt.Errorf("%d tenures with %d clusters", len(tenures), len(labels))
	}
	if err := checkLevel(conf); err != nil {
		return err
	}
	if months {
		if err := checkMonths(tenures); err != nil {
			return err
		}
	}
	return checkCompared(tenures, weights, refs)
}
