package document

import (
	"fmt"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/competing"
)

// An IncidenceAnswer is what `survival incidence` prints: by group, the share that has stopped for
// each cause, the others competing. Without --by there is one group.
type IncidenceAnswer struct {
	Schema    string  `json:"schema"`     // varighet.incidence/1
	TimeUnit  string  `json:"time_unit"`  // what all times are counted in: months, for spells
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	ConfType  string  `json:"conf_type"`  // scale of the limits: log-log, log, plain, logit or arcsin
	// how standard errors are made: jackknife, greenwood or aalen
	Variance string `json:"variance"`
	// ordered by size or number where their names are such; empty if no row can be used
	Groups []incidenceGroup `json:"groups"`
	// of whether all groups are alike, by cause; empty without --by, or where there is no test
	Tests []causeTest `json:"tests"`
	// of time lost between each two groups; absent: without --contrasts, or with one group
	Contrasts []causeContrast `json:"contrasts,omitempty"`
	Ending

	opt *IncidenceChoices
}

// An incidenceGroup is the curves of one group. Counts are of rows with a weight above 0.
type incidenceGroup struct {
	// the group: its value of each column of --by; empty without
	By map[string]string `json:"by"`
	N  int               `json:"n"` // spells or rows in the curves
	// of n, those that came under observation after their start
	EnteredLate int `json:"entered_late"`
	Events      int `json:"events"`   // of n, those that stopped for any cause
	Censored    int `json:"censored"` // of n, those that were not seen to stop
	// that standard errors are made from; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`
	// the share that has not stopped for any cause, at the times of the curves; empty if nobody stopped
	Survival []survivalPoint  `json:"survival"`
	Causes   []causeIncidence `json:"causes"` // one for each cause somebody of the group stopped for

	key rows.Key
}

// A survivalPoint is the share that is still there.
type survivalPoint struct {
	Time     float64 `json:"time"`     // tenure (time_unit)
	Survival float64 `json:"survival"` // Kaplan–Meier, still there after time (share 0–1)
}

// A causeIncidence is the curve of one cause.
type causeIncidence struct {
	Cause  string `json:"cause"`  // why they stopped
	Events int    `json:"events"` // that stopped for it
	// one point for each time at which somebody stopped or was censored, ascending; before the first, the
	// incidence is 0
	Curve []incidencePoint `json:"curve"`
	At    []incidencePoint `json:"incidence_at"` // the curve at the times of --at; empty without
	Lost  *timeLost        `json:"time_lost"`    // mean time lost to the cause; null: without --tau

	lost competing.TimeLost
}

// An incidencePoint is the curve of a cause at one time. In incidence_at, at_risk and events are
// those of the curve's last point up to the time.
type incidencePoint struct {
	Time      float64  `json:"time"`      // tenure (time_unit)
	AtRisk    int      `json:"at_risk"`   // under observation just before the point's time; 0 where incidence is null
	Events    int      `json:"events"`    // stopped for the cause at the point's time; 0 where incidence is null
	Incidence *float64 `json:"incidence"` // have stopped for the cause (share 0–1); null: time is after the curve's end
	StdErr    *float64 `json:"std_err"`   // of incidence; null: not defined
	Lower     *float64 `json:"lower"`     // lower limit (share 0–1); null: not defined, as where the incidence is 0
	Upper     *float64 `json:"upper"`     // upper limit (share 0–1); null: as lower
}

// A timeLost is how much of the first tau is lost to a cause, on average: the area under its
// curve.
type timeLost struct {
	Tau      float64  `json:"tau"`      // up to here (time_unit)
	Estimate *float64 `json:"estimate"` // time lost (time_unit); null: the curve does not cover tau
	StdErr   *float64 `json:"std_err"`  // of estimate (time_unit); null: not defined
	Lower    *float64 `json:"lower"`    // lower limit (time_unit); null: not defined
	Upper    *float64 `json:"upper"`    // upper limit (time_unit); null: not defined
}

// A causeTest is a test of whether all groups are alike in one cause.
type causeTest struct {
	Name  string   `json:"name"`  // logrank, of the cause's hazard, or gray, of its incidence
	Cause string   `json:"cause"` // why they stopped
	Chi2  *float64 `json:"chi2"`  // test statistic; null: not defined, a warning says why
	DF    int      `json:"df"`    // degrees of freedom
	P     *float64 `json:"p"`     // of no difference (probability 0–1); null: not defined
}

// A causeContrast is a difference of time lost to a cause between two groups.
type causeContrast struct {
	Cause string `json:"cause"` // that the time is lost to
	groupContrast
}

func newIncidence(opt *IncidenceChoices, timeUnit string, end Ending) *IncidenceAnswer {
	return &IncidenceAnswer{Schema: "varighet.incidence/1", TimeUnit: timeUnit, ConfLevel: opt.Curve.ConfLevel, ConfType: opt.Curve.ConfType.String(),
		Variance: opt.options().Variance.String(), Groups: []incidenceGroup{}, Tests: []causeTest{}, Ending: end, opt: opt}
}

// add puts a group's curves into the document.
func (d *IncidenceAnswer) add(key rows.Key, inc *competing.Incidence) {
	x := incidenceGroup{By: key.Document(d.opt.By), N: inc.N, EnteredLate: inc.EnteredLate, Events: inc.Events,
		Censored: inc.Censored, Clusters: inc.Clusters, Survival: []survivalPoint{}, Causes: []causeIncidence{}, key: key}
	for k := range inc.Curves {
		c := &inc.Curves[k]
		if k == 0 {
			for j, p := range c.Points {
				x.Survival = append(x.Survival, survivalPoint{p.Time, inc.Survival[j]})
			}
		}
		x.Causes = append(x.Causes, d.cause(key, c))
	}
	for _, w := range inc.Warnings {
		d.warn(key.Warned(w))
	}
	d.Groups = append(d.Groups, x)
}

// cause makes what the answer has of a cause.
func (d *IncidenceAnswer) cause(key rows.Key, c *competing.CauseCurve) causeIncidence {
	y := causeIncidence{Cause: c.Cause, Events: c.Events, Curve: []incidencePoint{}, At: []incidencePoint{}}
	if d.opt.Tau > 0 {
		l := c.TimeLost(d.opt.Tau)
		y.lost = l
		y.Lost = &timeLost{l.Tau, orNull(l.Estimate), orNull(l.StdErr), orNull(l.Lower), orNull(l.Upper)}
		if l.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("time lost to %s: %s", c.Cause, l.Reason)))
		}
	}
	for _, p := range c.Points {
		y.Curve = append(y.Curve, incidencePointDocument(p))
	}
	for _, t := range d.opt.At {
		p, beyond := c.At(t)
		z := incidencePointDocument(p)
		if beyond {
			z = incidencePoint{Time: t}
			d.warn(key.Warned(fmt.Sprintf("no incidence of %s at %s: it is after the last time", c.Cause, exact(t))))
		}
		y.At = append(y.At, z)
	}
	return y
}

// cause finds what is said of a cause; nil if nobody stopped for it.
func (x *incidenceGroup) cause(name string) *causeIncidence {
	for i := range x.Causes {
		if x.Causes[i].Cause == name {
			return &x.Causes[i]
		}
	}
	return nil
}

func incidencePointDocument(p competing.Point) incidencePoint {
	return incidencePoint{p.Time, p.AtRisk, p.Events, &p.Incidence, orNull(p.StdErr), orNull(p.Lower), orNull(p.Upper)}
}
