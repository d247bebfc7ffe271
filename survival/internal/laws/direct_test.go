package laws

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/counted"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/interval"
	"github.com/varighet/varighet/survival/rates"
)

// direct are the laws that say what comes out, not what makes no difference.
var direct = []law{
	{"parts of kaplan-meier", whole, cheap, partsOfCurve},
	{"parts of aalen-johansen", whole, medium, partsOfIncidence},
	{"parts of the log-rank family", whole, medium, partsOfTests},
	{"parts of rates", whole, medium, partsOfRates},
	{"parts of a table that was sent", whole, costly, partsOfTable},
	{"sum of incidences and S", kind{}, cheap, sumToOne},
	{"sum of times lost and kept", kind{}, medium, sumToTau},
	{"empirical S and mean", kind{early: true, uncensored: true}, cheap, empiricalCurve},
	{"empirical incidence", kind{early: true, uncensored: true}, cheap, empiricalIncidence},
	{"empirical weighted S", kind{early: true, uncensored: true}, medium, empiricalWeighted},
	{"empirical life table", kind{early: true, uncensored: true}, medium, empiricalLifeTable},
	{"empirical turnbull", kind{early: true, uncensored: true, whole: true}, costly, empiricalTurnbull},
	{"empirical rate", kind{uncensored: true}, medium, empiricalRate},
	{"beta-product is clopper-pearson", kind{early: true, uncensored: true}, costly, betaProductIsClopperPearson},
	{"kinship of one cause and kaplan-meier", kind{}, medium, oneCause},
	{"kinship of log-rank and exact cox", kind{}, costly, logRankIsCox},
	{"kinship of trend and log-rank of two groups", kind{}, medium, trendOfTwo},
	{"kinship of turnbull and kaplan-meier in months", whole, costly, turnbullIsKaplanMeier},
	{"kinship of the residual of the new and the quantile", kind{early: true}, medium, residualOfNew},
}

func near(what string, got, want float64) error {
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		return fmt.Errorf("%s: %v, want %v", what, got, want)
	}
	return nil
}

// firstOf returns the first error.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// counts deals the rows out to some counts, which may get none.
func (d *data) counts(r *rand.Rand) ([]*competing.MonthCounts, error) {
	parts := make([]*competing.MonthCounts, 1+r.IntN(3))
	for i := range parts {
		parts[i] = &competing.MonthCounts{}
	}
	for i, t := range d.tenures {
		if err := parts[r.IntN(len(parts))].Add(int(t.Entry), int(t.Exit), t.Stopped, d.causes[i], 1); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

func (d *data) merged(r *rand.Rand) (*competing.MonthCounts, error) {
	parts, err := d.counts(r)
	if err != nil {
		return nil, err
	}
	for _, p := range parts[1:] {
		parts[0].Merge(p)
	}
	return parts[0], nil
}

func partsOfCurve(r *rand.Rand, d *data) error {
	m, err := d.merged(r)
	if err != nil {
		return err
	}
	got, errA := m.All().Curve(survival.Options{})
	want, errB := survival.KaplanMeier(d.tenures, survival.Options{})
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%+v, %v, want %+v, %v", got, errA, want, errB)
	}
	return nil
}

func partsOfIncidence(r *rand.Rand, d *data) error {
	m, err := d.merged(r)
	if err != nil {
		return err
	}
	opt := competing.Options{Variance: competing.Variance(1 + r.IntN(2))}
	got, err := m.Incidence(opt)
	if err != nil {
		return err
	}
	want, err := competing.AalenJohansen(d.exits(), opt)
	if err != nil {
		return err
	}
	return same(d.read(got), d.read(want), 0)
}

func partsOfTests(r *rand.Rand, d *data) error {
	groups := survival.OrderGroups(names)
	parts := make([][]*survival.MonthCounts, 2) // by stratum, each group in two parts that are merged
	second := make([][]*survival.MonthCounts, 2)
	for s := range parts {
		for range groups {
			parts[s], second[s] = append(parts[s], &survival.MonthCounts{}), append(second[s], &survival.MonthCounts{})
		}
	}
	for i, t := range d.tenures {
		to := parts
		if r.IntN(2) == 0 {
			to = second
		}
		if err := to[d.strata[i][0]-'a'][d.groups[i][0]-'a'].Add(int(t.Entry), int(t.Exit), t.Stopped); err != nil {
			return err
		}
	}
	for s := range parts {
		for g := range groups {
			parts[s][g].Merge(second[s][g])
		}
	}
	got, err := survival.CompareMonths(groups, parts)
	if err != nil {
		return err
	}
	want, err := survival.Compare(d.tenures, d.groups, d.strata)
	if err != nil {
		return err
	}
	if len(want.Groups) < len(got.Groups) {
		return nil // a group without rows has scores of its own in the trend
	}
	return same(asked(got), asked(want), 0)
}

func partsOfRates(r *rand.Rand, d *data) error {
	parts, err := d.counts(r)
	if err != nil {
		return err
	}
	breaks := []float64{0, 3, 8}
	want, err := rates.Bands(d.tenures, breaks, 0.95)
	if err != nil {
		return err
	}
	events, time := make([]int, len(want)), make([]float64, len(want))
	for _, p := range parts {
		if p.All().N() == 0 {
			continue
		}
		list, err := rates.CountedBands(p.All(), breaks, 0.95)
		if err != nil {
			return err
		}
		for i, x := range list {
			events[i] += x.Events
			time[i] += x.Time
		}
	}
	for i, x := range want {
		if events[i] != x.Events || time[i] != x.Time {
			return fmt.Errorf("band %d: %d in %v, want %+v", i, events[i], time[i], x)
		}
	}
	return nil
}

// partsOfTable writes the table of each part, reads it back and adds it.
func partsOfTable(r *rand.Rand, d *data) error {
	tables := []*counted.Table{counted.New("months", []string{"g"}, true), counted.New("months", []string{"g"}, true)}
	one := counted.New("months", []string{"g"}, true)
	for i, t := range d.tenures {
		for _, to := range []*counted.Table{tables[r.IntN(2)], one} {
			if err := to.Group(d.groups[i:i+1]).Add(int(t.Entry), int(t.Exit), t.Stopped, d.causes[i], 1); err != nil {
				return err
			}
		}
	}
	sum := counted.New("months", []string{"g"}, true)
	for i, part := range tables {
		var b bytes.Buffer
		write := part.WriteJSON
		if i == 1 && len(part.Groups()) > 0 {
			write = part.WriteCSV
		}
		if err := write(&b); err != nil {
			return err
		}
		back, err := counted.Read(&b)
		if err != nil {
			return err
		}
		if err := sum.Merge(back); err != nil {
			return err
		}
	}
	var got, want bytes.Buffer
	if err := firstOf(sum.WriteJSON(&got), one.WriteJSON(&want)); err != nil {
		return err
	}
	if got.String() != want.String() {
		return fmt.Errorf("%s, want %s", got.String(), want.String())
	}
	return nil
}

func sumToOne(r *rand.Rand, d *data) error {
	inc, err := competing.AalenJohansen(d.exits(), competing.Options{Variance: competing.Variance(r.IntN(3))})
	if err != nil {
		return err
	}
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return err
	}
	for j := range c.Points {
		sum := inc.Survival[j]
		if err := near("S", sum, c.Points[j].Survival); err != nil {
			return err
		}
		for _, k := range inc.Curves {
			sum += k.Points[j].Incidence
			if se := k.Points[j].StdErr; !se.OK || !(se.V >= 0) {
				return fmt.Errorf("standard error %v of cause %s at %v", se, k.Cause, k.Points[j].Time)
			}
		}
		if err := near("incidences and S", sum, 1); err != nil {
			return err
		}
	}
	return nil
}

func sumToTau(_ *rand.Rand, d *data) error {
	inc, err := competing.AalenJohansen(d.exits(), competing.Options{})
	if err != nil {
		return err
	}
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return err
	}
	kept := c.RMST(d.tau())
	sum := kept.Estimate.V
	for i := range inc.Curves {
		lost := inc.Curves[i].TimeLost(d.tau())
		if lost.Estimate.OK != kept.Estimate.OK {
			return fmt.Errorf("lost %+v, kept %+v", lost, kept)
		}
		sum += lost.Estimate.V
	}
	if !kept.Estimate.OK {
		return nil
	}
	return near("times lost and kept", sum, d.tau())
}

// after is how many rows last longer than t, each counted as often as its weight
// says if weights are given.
func (d *data) after(t float64, weights []float64) (sum, all float64) {
	for i, x := range d.tenures {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		all += w
		if x.Exit > t {
			sum += w
		}
	}
	return sum, all
}

func empiricalCurve(_ *rand.Rand, d *data) error {
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return err
	}
	mean, last := 0.0, 0.0
	for _, x := range d.tenures {
		mean += x.Exit / float64(len(d.tenures))
		last = max(last, x.Exit)
	}
	for _, t := range d.at {
		left, n := d.after(t, nil)
		if err := near("S", c.At(t).Survival, left/n); err != nil {
			return err
		}
		if se := c.At(t).StdErr; se.OK { // Greenwood's is then the binomial one
			if err := near("se", se.V, math.Sqrt(left/n*(1-left/n)/n)); err != nil {
				return err
			}
		}
	}
	return near("mean", c.RMST(last).Estimate.V, mean)
}

func empiricalIncidence(_ *rand.Rand, d *data) error {
	inc, err := competing.AalenJohansen(d.exits(), competing.Options{})
	if err != nil {
		return err
	}
	n := float64(len(d.tenures))
	for i := range inc.Curves {
		c := &inc.Curves[i]
		for _, t := range d.at {
			gone := 0.0
			for j, x := range d.tenures {
				if x.Exit <= t && d.causes[j] == c.Cause {
					gone++
				}
			}
			p, _ := c.At(t)
			err := firstOf(near("F", p.Incidence, gone/n), near("se", p.StdErr.V, math.Sqrt(gone/n*(1-gone/n)/n)))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func empiricalWeighted(_ *rand.Rand, d *data) error {
	c, err := weighted(d)
	if err != nil {
		return err
	}
	for _, t := range d.at {
		left, all := d.after(t, d.weights)
		if err := near("S", c.At(t).Survival, left/all); err != nil {
			return err
		}
	}
	return nil
}

func empiricalLifeTable(_ *rand.Rand, d *data) error {
	rows, err := survival.LifeTable(d.tenures, []float64{0, 2.5 * d.unit, 5.5 * d.unit, 40.5 * d.unit})
	if err != nil {
		return err
	}
	for _, r := range rows {
		left, n := d.after(r.From, nil)
		if r.Survival.OK {
			if err := near("S", r.Survival.V, left/n); err != nil {
				return err
			}
		}
	}
	return nil
}

func empiricalTurnbull(_ *rand.Rand, d *data) error {
	e, err := interval.Turnbull(d.intervals())
	if err != nil {
		return err
	}
	for _, t := range d.at {
		// Between two months, stops of this month may have come or not.
		below, n := d.after(math.Ceil(t), nil)
		above, _ := d.after(math.Floor(t), nil)
		lower, upper := e.At(t)
		if !(math.Abs(lower-below/n) <= 1e-6 && math.Abs(upper-above/n) <= 1e-6) {
			return fmt.Errorf("S(%v) is %v to %v, want %v to %v", t, lower, upper, below/n, above/n)
		}
	}
	return nil
}

func empiricalRate(_ *rand.Rand, d *data) error {
	r, err := rates.Of(d.tenures, 0.95)
	if err != nil {
		return err
	}
	time := 0.0
	for _, x := range d.tenures {
		time += x.Exit - x.Entry
	}
	return near("rate", r.Rate.V, float64(len(d.tenures))/time)
}

func betaProductIsClopperPearson(_ *rand.Rand, d *data) error {
	c, err := survival.KaplanMeier(d.tenures, survival.Options{ConfType: survival.BetaProduct})
	if err != nil {
		return err
	}
	for _, t := range d.at {
		left, n := d.after(t, nil)
		lower, upper, err := survival.ClopperPearson(int(left), int(n), 0.95)
		if err != nil {
			return err
		}
		at := c.At(t)
		if err := firstOf(near("lower limit", at.Lower.V, lower), near("upper limit", at.Upper.V, upper)); err != nil {
			return err
		}
	}
	return nil
}

// oneCause: without others, F is 1 − S and the time lost what the mean leaves, with
// the same errors.
func oneCause(_ *rand.Rand, d *data) error {
	for i := range d.causes {
		d.causes[i] = "a"
	}
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return err
	}
	inc, err := competing.AalenJohansen(d.exits(), competing.Options{Variance: competing.Greenwood})
	if err != nil || len(inc.Curves) == 0 {
		return err
	}
	f := &inc.Curves[0]
	for _, t := range d.at {
		at, _ := f.At(t)
		s := c.At(t)
		err := near("F", at.Incidence, 1-s.Survival)
		if err == nil && s.StdErr.OK {
			err = near("se", at.StdErr.V, s.StdErr.V)
		}
		if err != nil {
			return err
		}
	}
	kept, lost := c.RMST(d.tau()), f.TimeLost(d.tau())
	if !kept.Estimate.OK {
		return nil
	}
	return firstOf(near("time lost", lost.Estimate.V, d.tau()-kept.Estimate.V), near("its error", lost.StdErr.V, kept.StdErr.V))
}

// logRankIsCox: the log-rank test is the score test of Cox's model with exact ties.
func logRankIsCox(_ *rand.Rand, d *data) error {
	c, err := survival.Compare(d.tenures, d.groups, d.strata)
	if err != nil {
		return err
	}
	m, err := cox.Fit(cox.Data{Tenures: d.tenures, X: d.factor(d.groups), Strata: d.strata}, cox.Options{Ties: cox.Exact})
	var none *varighet.Problem
	if errors.As(err, &none) { // nobody stopped, one group, or more groups than stops
		return nil
	}
	if err != nil {
		return err
	}
	test := c.Test(survival.Weight{})
	if !test.Chi2.OK || !m.Score.Chi2.OK || m.Score.DF != test.DF {
		return nil
	}
	return near("χ²", m.Score.Chi2.V, test.Chi2.V)
}

func trendOfTwo(_ *rand.Rand, d *data) error {
	for i, g := range d.groups {
		if g == "c" {
			d.groups[i] = "a"
		}
	}
	c, err := survival.Compare(d.tenures, d.groups, nil)
	if err != nil || len(c.Groups) < 2 {
		return err
	}
	trend, err := c.Trend(survival.Weight{}, nil)
	if err != nil {
		return err
	}
	test := c.Test(survival.Weight{})
	if trend.Z.OK != test.Chi2.OK {
		return fmt.Errorf("%+v and %+v", trend, test)
	}
	return near("Z²", trend.Z.V*trend.Z.V, test.Chi2.V)
}

// turnbullIsKaplanMeier: a stop at d months lies in (d − 1, d], and S after whole
// months is the same, as long as the curve does not come to 0 before its end.
func turnbullIsKaplanMeier(_ *rand.Rand, d *data) error {
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return err
	}
	for _, p := range c.Points {
		if p.Survival == 0 || p.AtRisk < 2 {
			return nil
		}
	}
	e, err := interval.Turnbull(d.intervals())
	if err != nil {
		return err
	}
	if !e.Converged {
		return nil
	}
	for _, p := range c.Points {
		if lower, _ := e.At(p.Time); math.Abs(lower-p.Survival) > 1e-5 {
			return fmt.Errorf("S(%v) is %v, want %v", p.Time, lower, p.Survival)
		}
	}
	return nil
}

func residualOfNew(_ *rand.Rand, d *data) error {
	c, err := survival.KaplanMeier(d.tenures, survival.Options{})
	if err != nil {
		return err
	}
	r, err := c.Residual([]float64{0, 0}, 0.3717)
	if err != nil {
		return err
	}
	if q := c.Quantile(0.3717); r.Time != q.Time || r.Lower != q.Lower || r.Upper != q.Upper {
		return fmt.Errorf("%+v, want %+v", r, q)
	}
	return nil
}
