package competing

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/clusters"
)

// A TimeLost is the mean time, of the first Tau, that a cause has taken from
// those who began. Limits are plain normal ones and are not cut. A missing value
// is one that is not defined; Reason then says why.
type TimeLost struct {
	Tau                            float64
	Estimate, StdErr, Lower, Upper varighet.Opt[float64]
	Reason                         string
}

// source is what a curve was made from.
type source struct {
	table *table
	cause int
	surv  []float64
	opt   Options
}

// TimeLost returns the area under the curve from 0 to tau [1]. Over all causes
// it is tau less the restricted mean survival time. It is missing for a tau after
// the last time, where the incidence is not known unless all have stopped.
//
// The area is Σ (tau − t_i) S(t_i−) d_ki/n_i over times up to tau, an incidence
// whose jumps are taken that many times, and its standard error is of the same
// make as those of the incidence: by the infinitesimal jackknife, with clusters
// if there are any, or by Greenwood's formula. Aalen's is not known for areas.
//
// [1] Andersen PK (2013). Stat Med 32:5278–5285.
func (c *CauseCurve) TimeLost(tau float64) TimeLost {
	lost := TimeLost{Tau: tau}
	switch {
	case !(tau > 0):
		lost.Reason = fmt.Sprintf("tau %v is not above 0", tau)
		return lost
	case len(c.Points) == 0 || tau > c.Points[len(c.Points)-1].Time && !(c.allStopped() && tau <= math.MaxFloat64):
		lost.Reason = fmt.Sprintf("tau %v is after the last time", tau)
		return lost
	}
	ta, opt := c.source.table, c.source.opt
	scale := make([]float64, len(ta.steps))
	for j := range scale {
		scale[j] = max(tau-ta.steps[j].time, 0)
	}
	area := ta.rise(c.source.cause, c.source.surv, scale)
	lost.Estimate = varighet.Some(min(area[len(area)-1], tau)) // of tau no more than all is lost, whatever rounding says
	switch {
	case opt.Variance == Aalen:
		lost.Reason = "Aalen's variance is not known for the time lost"
		return lost
	case ta.clustered && ta.clusters() == 1:
		lost.Reason = clusters.One
		return lost
	}
	variance := ta.variance(opt.Variance, c.source.cause, c.source.surv, area, scale)
	lost.limits(variance[len(variance)-1], opt.ConfLevel)
	return lost
}

// allStopped reports whether S has come to 0, so that the incidence rises no more.
func (c *CauseCurve) allStopped() bool { return c.source.surv[len(c.source.surv)-1] == 0 }

func (l *TimeLost) limits(variance, conf float64) {
	se := math.Sqrt(variance)
	half := math.Sqrt2 * math.Erfinv(conf) * se
	if math.IsNaN(half) || math.IsInf(half, 0) {
		l.Reason = "the variance is too great for a number"
		return
	}
	l.StdErr = varighet.Some(se)
	l.Lower, l.Upper = varighet.Some(l.Estimate.V-half), varighet.Some(l.Estimate.V+half)
}

// Contrast compares the time lost to a cause with that of another, independent
// group up to the same tau. conf is the level of the limits.
func (l TimeLost) Contrast(other TimeLost, conf float64) (survival.Contrast, error) {
	return survival.RMST(l).Contrast(survival.RMST(other), conf)
}

// clusters is how many there are among the rows.
func (ta *table) clusters() int {
	n := 0
	for i := range ta.byCluster {
		if i == 0 || ta.byCluster[i].cluster != ta.byCluster[i-1].cluster {
			n++
		}
	}
	return n
}
