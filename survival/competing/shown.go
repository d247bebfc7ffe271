package competing

import (
	"math"
	"slices"

	"github.com/varighet/varighet/survival"
)

// Other is the cause of stops for several causes that are told together, as in a published report.
const Other = "other"

// A Shown is as much of a cumulative incidence as a report shows.
type Shown struct {
	// Any is the curve of a stop for any cause. Its Shown curve ends where fewer than
	// [survival.FewAtRisk] are at risk, and begins where as many are.
	Any *survival.GroupCurve

	// Incidence is given a tenure of Any.Shown.From, with a point for each of Any.Shown, and
	// without the causes that nobody stopped for there; nil for nobody, or too few.
	Incidence *Incidence
}

// ShownOf estimates the incidence of each cause by [AalenJohansen], as far as a report shows it,
// with limits as those of the zero Options, at level conf. At each point the incidences and
// Any.Shown add up to 1.
func ShownOf(s Sample, conf float64) (*Shown, error) {
	curve, err := survival.NewGroupCurve("all", s.Tenures, conf)
	out := &Shown{Any: curve}
	if err != nil || curve.Shown == nil {
		return out, err
	}
	inc, err := AalenJohansen(s.lasting(curve.Shown.From), Options{Options: survival.Options{ConfLevel: conf}})
	if err != nil {
		return nil, err
	}
	inc.Cut(len(curve.Shown.Points))
	inc.Curves = slices.DeleteFunc(inc.Curves, func(c CauseCurve) bool { return c.Stopped() == 0 })
	inc.Warnings = slices.Clone(curve.Shown.Warnings)
	out.Incidence = inc
	return out, nil
}

// Cut ends the curves after the first n points.
func (inc *Incidence) Cut(n int) {
	inc.Survival = inc.Survival[:n]
	for k := range inc.Curves {
		inc.Curves[k].Points = inc.Curves[k].Points[:n]
	}
}

// lasting are the tenures that lasted to t0 or came under observation later. Their incidences
// are given a tenure of t0, with stops at t0 counted, as a curve's [survival.Curve.ConditionalFrom]
// is. The sample has neither weights nor clusters.
func (s Sample) lasting(t0 float64) (out Sample) {
	for i, t := range s.Tenures {
		if t.Exit >= t0 {
			out.Tenures, out.Causes = append(out.Tenures, t), append(out.Causes, s.Causes[i])
		}
	}
	return out
}

// Stopped is how many of the tenures that the curve is made of stopped for the cause, up to its
// last point.
func (c *CauseCurve) Stopped() int { return c.StoppedBy(math.Inf(1)) }

// StoppedBy is how many did so up to a time, the time included.
func (c *CauseCurve) StoppedBy(t float64) (n int) {
	for i := range c.Points {
		if c.Points[i].Time <= t {
			n += c.Points[i].Events
		}
	}
	return n
}
