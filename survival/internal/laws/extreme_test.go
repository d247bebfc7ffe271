package laws

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
	"github.com/varighet/varighet/survival/hazard"
	"github.com/varighet/varighet/survival/interval"
	"github.com/varighet/varighet/survival/parametric"
	"github.com/varighet/varighet/survival/rates"
)

// TestExtremeData holds that no estimator panics, and that none gives a number
// that is not one, whatever the data: an error or a missing value with a reason
// is what there is then.
func TestExtremeData(t *testing.T) {
	n := cases(t) / 100
	for _, e := range estimators {
		t.Run(e.name, func(t *testing.T) {
			for i := range max(n/e.cost, 20) {
				r := rand.New(rand.NewPCG(4, uint64(i)))
				d := extreme(r)
				if err := guarded(e.of, r, d); err != nil {
					t.Fatalf("case %d: %v\n%s", i, err, d)
				}
			}
		})
	}
}

// guarded makes a panic an error, and looks through what came out.
func guarded(of func(*rand.Rand, *data) []any, r *rand.Rand, d *data) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	for _, result := range of(r, d) {
		if err := sound(reflect.ValueOf(result), ""); err != nil {
			return err
		}
	}
	return nil
}

var (
	specialTimes = []float64{
		0, 5e-324, 1e-300, 1e-12, 1e-8, 0.1, 0.1 + 1e-17, 0.3, 1, 1 + 1e-9, 1 + 1e-7, 1.5, 2, 3, 12, 240, survival.MaxMonths,
		survival.MaxMonths + 1, 1e9, 1e16, 1e16 + 2, 1e100, 1e101, math.MaxFloat64, math.Inf(1), math.NaN(), -1,
	}
	specialWeights = []float64{0, 0, 1, 1, 2, 1e-9, 1e9, 0.1, 1. / 3, 1e-10, 1e10, -1, math.NaN()}
)

// extreme draws data of which most can be, and now and then some cannot.
func extreme(r *rand.Rand) *data {
	d := &data{unit: 1}
	last := len(specialTimes)
	if r.IntN(4) > 0 {
		last -= 5 // all can be
	}
	first := r.IntN(last)
	whole, oneTime, oneGroup := r.IntN(3) == 0, r.IntN(8) == 0, r.IntN(6) == 0
	late, stopped := float64(r.IntN(3))/2, float64(r.IntN(5))/4
	some := func() float64 {
		switch {
		case oneTime:
			return specialTimes[first]
		case whole:
			return float64(r.IntN(30))
		case r.IntN(4) == 0:
			return r.Float64() * 100
		}
		return specialTimes[r.IntN(last)]
	}
	for range 1 + r.IntN(10) {
		t := survival.Tenure{Exit: some(), Stopped: r.Float64() < stopped}
		if r.Float64() < late {
			t.Entry = some()
		}
		if t.Entry > t.Exit && r.IntN(10) > 0 {
			t.Entry, t.Exit = t.Exit, t.Entry
		}
		if t.Entry == t.Exit && r.IntN(10) > 0 {
			t.Entry = 0
		}
		g := names[r.IntN(3)]
		if oneGroup {
			g = "a"
		}
		d.tenures = append(d.tenures, t)
		d.groups = append(d.groups, g)
		d.strata = append(d.strata, names[r.IntN(2)])
		d.causes = append(d.causes, names[r.IntN(3)])
		d.clusters = append(d.clusters, names[r.IntN(3)])
		w := specialWeights[r.IntN(len(specialWeights)-2)]
		if r.IntN(30) == 0 {
			w = specialWeights[r.IntN(len(specialWeights))]
		}
		d.weights = append(d.weights, w)
	}
	for range 3 {
		d.at = append(d.at, some())
	}
	return d
}

// exempt are fields that have no end, as their documentation says, or that repeat
// what was asked.
var exempt = map[string]bool{"Rate.To": true, "Stretch.To": true, "RMST.Tau": true, "TimeLost.Tau": true}

// sound looks for numbers that are none, in exported fields all the way down, and
// for values that are missing without a word: a coefficient without an estimate
// has a reason.
func sound(v reflect.Value, at string) error {
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); (math.IsNaN(x) || math.IsInf(x, 0)) && !exempt[at] {
			return fmt.Errorf("%s is %v", at, x)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return sound(v.Elem(), at)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := sound(v.Index(i), at); err != nil {
				return err
			}
		}
	case reflect.Struct:
		if estimate, reason := v.FieldByName("Estimate"), v.FieldByName("Reason"); estimate.IsValid() && reason.IsValid() {
			if o, ok := estimate.Interface().(varighet.Opt[float64]); ok && !o.OK && reason.String() == "" {
				return fmt.Errorf("%s has no estimate and no reason: %+v", v.Type(), v.Interface())
			}
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				if err := sound(v.Field(i), v.Type().Name()+"."+f.Name); err != nil {
					return fmt.Errorf("%s: %w", f.Name, err)
				}
			}
		}
	}
	return nil
}

type estimator struct {
	name string
	cost int
	of   func(r *rand.Rand, d *data) []any
}

var estimators = []estimator{
	{"curve", 1, extremeCurve},
	{"band", 10, extremeBand},
	{"comparison", 1, extremeComparison},
	{"competing", 1, extremeCompeting},
	{"rates", 1, extremeRates},
	{"interval", 5, extremeInterval},
	{"bootstrap", 20, extremeBootstrap},
	{"cox", 3, extremeCox},
	{"frailty", 10, extremeFrailty},
	{"hazard", 3, extremeHazard},
	{"parametric", 5, extremeParametric},
	{"fine-gray", 3, extremeFineGray},
}

func (d *data) randomOptions(r *rand.Rand) survival.Options {
	return survival.Options{ConfType: survival.ConfType(r.IntN(6)), ConfLevel: []float64{0, 0.5, 0.999999}[r.IntN(3)]}
}

func extremeCurve(r *rand.Rand, d *data) []any {
	s := d.sample()
	switch r.IntN(4) {
	case 0:
		s.Weights = d.weights
	case 1:
		s.Weights, s.Robust = d.weights, true
	case 2:
		s.Clusters = d.clusters
	}
	c, err := s.KaplanMeier(d.randomOptions(r))
	if err != nil {
		return nil
	}
	curves := []*survival.Curve{c, c.ExpHazard(survival.NelsonAalen), c.ExpHazard(survival.TiesOneByOne)}
	if k, err := c.ConditionalFrom(d.at[0]); err == nil {
		curves = append(curves, k)
	}
	if k, err := c.MinAtRisk(1 + r.IntN(4)); err == nil {
		curves = append(curves, k)
	}
	if k, err := survival.FollowUp(d.tenures, survival.Options{}); err == nil {
		curves = append(curves, k)
	}
	var out []any
	for _, c := range curves {
		out = append(out, c, c.Median(), c.PrintedMedian())
		for _, t := range d.at {
			residual, err := c.Residual([]float64{t, d.at[0]}, 0.5)
			if err != nil {
				residual = survival.Residual{}
			}
			lower, upper := c.Bracket(t, 1)
			out = append(out, c.RMST(t), residual, lower, upper, c.Quantile(0.3))
			if !math.IsNaN(t) && !math.IsInf(t, 0) {
				out = append(out, c.At(t), c.RiskCounts([]float64{t}))
			}
			if x, err := c.RMST(t).Contrast(curves[0].RMST(t), 0.95); err == nil {
				out = append(out, x)
			}
		}
	}
	if rows, err := survival.LifeTable(d.tenures, []float64{0, 1, 7, 1e9}); err == nil {
		out = append(out, rows)
	}
	return out
}

func extremeBand(r *rand.Rand, d *data) []any {
	c, err := survival.KaplanMeier(d.tenures, d.randomOptions(r))
	if err != nil {
		return nil
	}
	b, err := c.Band(survival.BandType(r.IntN(4)), 0, math.Inf(1))
	if err != nil {
		return nil
	}
	return []any{b}
}

func extremeComparison(r *rand.Rand, d *data) []any {
	s := d.sample()
	if r.IntN(3) == 0 {
		s.Weights = d.weights
	}
	c, err := s.Compare(d.groups, [][]string{nil, d.strata}[r.IntN(2)])
	if err != nil {
		return nil
	}
	var out []any
	for _, w := range weights {
		pairs, err := c.Pairwise(w, survival.Holm)
		if err != nil {
			return []any{math.NaN()} // there is nothing that it could object to
		}
		out = append(out, c.Test(w), pairs)
		if t, err := c.Trend(w, nil); err == nil {
			out = append(out, t)
		}
	}
	if p, err := survival.PermutationTest(d.tenures, d.groups, nil, weights[r.IntN(len(weights))],
		survival.Permutation{Exact: 50, Random: 10}); err == nil {
		out = append(out, p)
	}
	return out
}

func extremeCompeting(r *rand.Rand, d *data) []any {
	s := d.exits()
	opt := competing.Options{Options: d.randomOptions(r), Variance: competing.Variance(r.IntN(3))}
	if r.IntN(2) == 0 {
		s.Weights = d.weights
	}
	if opt.Variance == competing.InfinitesimalJackknife && r.IntN(2) == 0 {
		s.Clusters = d.clusters
	}
	var out []any
	if g, err := competing.Gray(d.exits(), d.groups, "a"); err == nil {
		out = append(out, g)
	}
	inc, err := competing.AalenJohansen(s, opt)
	if err != nil {
		return out
	}
	out = append(out, inc)
	for i := range inc.Curves {
		for _, t := range d.at {
			lost := inc.Curves[i].TimeLost(t)
			out = append(out, lost)
			if x, err := lost.Contrast(inc.Curves[0].TimeLost(t), 0.95); err == nil {
				out = append(out, x)
			}
		}
	}
	return out
}

func extremeRates(r *rand.Rand, d *data) []any {
	var out []any
	if x, err := rates.Of(d.tenures, 0.95); err == nil {
		out = append(out, x, x.Per(12))
	}
	if x, err := rates.Bands(d.tenures, []float64{0, 1, 60}, 0.95); err == nil {
		out = append(out, x)
	}
	if x, err := rates.WeightedBands(d.tenures, d.weights, []float64{0, 1, 60}, 0.95); err == nil {
		out = append(out, x)
	}
	if ref, err := rates.WeibullReference([]float64{1e-9, 60, 1e9}[r.IntN(3)], []float64{0.1, 1, 5}[r.IntN(3)]); err == nil {
		if survival.CheckTenures(d.tenures) == nil {
			if x, err := rates.Compare(r.IntN(5), ref.Expected(d.tenures), 0.95); err == nil {
				rate, lower, upper := x.Indirect(0.1)
				out = append(out, x, rate, lower, upper)
			}
		}
		if x, err := rates.CompareTenures(d.tenures, d.weights, slices.Repeat([]*rates.Reference{ref}, len(d.tenures)), 0.95); err == nil {
			out = append(out, x)
		}
	}
	var parts []rates.Part
	for i, w := range d.weights {
		parts = append(parts, rates.Part{Group: fmt.Sprint(i), Events: float64(r.IntN(3)), Time: d.tenures[i].Exit, Weight: w,
			Inexact: r.IntN(9) == 0})
	}
	if x, err := rates.Direct(parts, 0.95); err == nil {
		out = append(out, x)
	}
	return out
}

func extremeInterval(r *rand.Rand, d *data) []any {
	var rows []interval.Tenure
	for _, t := range d.tenures {
		x := interval.Tenure{Entry: t.Entry, Left: t.Exit, Right: math.Inf(1)}
		if t.Stopped {
			x.Right = t.Exit + []float64{0, 1, 1e-9, 1e9}[r.IntN(4)]
		}
		rows = append(rows, x)
	}
	s := interval.Sample{Tenures: rows}
	if r.IntN(2) == 0 {
		s.Weights = d.weights
	}
	e, err := s.Turnbull()
	if err != nil {
		return nil
	}
	out := []any{e, e.Quantile(0.5)}
	for _, t := range d.at {
		lower, upper := e.At(t)
		if !math.IsNaN(t) {
			out = append(out, lower, upper)
		}
	}
	return out
}

func extremeBootstrap(r *rand.Rand, d *data) []any {
	s := d.sample()
	if r.IntN(2) == 0 {
		s.Clusters = d.clusters
	}
	set, err := bootstrap.Curve(s, [][]string{nil, d.strata}[r.IntN(2)],
		bootstrap.Ask{At: d.at[:1], Quantiles: []float64{0.5}, Tau: max(d.at[1], 0)}, bootstrap.Options{Replicates: 20, Workers: 1})
	if err != nil {
		return nil
	}
	return []any{set}
}

// covariates are groups and a number that may be anything.
func (d *data) covariates(r *rand.Rand) (*design.Matrix, error) {
	numbers := make([]float64, len(d.tenures))
	for i := range numbers {
		numbers[i] = []float64{0, 1, 1, -3, 1e-9, 1e12, 7 + 1e-12}[r.IntN(7)]
	}
	variables := []design.Variable{design.Factor("group", d.groups), design.Numeric("x", numbers)}
	return design.New(len(d.tenures), variables[:r.IntN(3)]...)
}

func extremeCox(r *rand.Rand, d *data) []any {
	x, err := d.covariates(r)
	if err != nil {
		return nil
	}
	in := cox.Data{Tenures: d.tenures, X: x}
	opt := cox.Options{Ties: cox.Ties(r.IntN(3))}
	switch r.IntN(5) {
	case 0:
		in.Weights = d.weights
	case 1:
		in.Cluster = d.clusters
	case 2:
		in.Strata = d.strata
	case 3:
		opt.Firth, opt.Ties = true, cox.Efron
	}
	m, err := cox.Fit(in, opt)
	if err != nil {
		return nil
	}
	out := []any{m, m.Covariance(), m.Concordance()}
	if tests, err := m.ProportionalHazards(cox.Transform(r.IntN(4))); err == nil {
		out = append(out, tests)
	}
	if rows, err := m.Residuals(); err == nil {
		out = append(out, rows)
	}
	if curves, err := m.Curves(x.Pattern(0), survival.LogLog); err == nil {
		out = append(out, curves)
	}
	return out
}

func extremeFrailty(r *rand.Rand, d *data) []any {
	x, err := d.covariates(r)
	if err != nil {
		return nil
	}
	in := cox.Data{Tenures: d.tenures, X: x, Cluster: d.clusters}
	if r.IntN(2) == 0 {
		in.Weights = d.weights
	}
	m, err := cox.FitFrailty(in, cox.Options{Ties: cox.Ties(r.IntN(2))})
	if err != nil {
		return nil
	}
	return []any{m}
}

func extremeHazard(r *rand.Rand, d *data) []any {
	x, err := d.covariates(r)
	if err != nil {
		return nil
	}
	in := hazard.Data{Tenures: d.tenures, X: x}
	opt := hazard.Options{Link: hazard.Link(r.IntN(3)), Calendar: hazard.Calendar(r.IntN(3))}
	for _, t := range d.tenures {
		if t.Exit > 600 && opt.Calendar == hazard.EachYear {
			opt.Calendar = hazard.Trend // two hundred coefficients take their time
		}
		in.Start = append(in.Start, varighet.MonthOf(1990+r.IntN(30), time.Month(1+r.IntN(12))))
	}
	if r.IntN(2) == 0 {
		in.Cluster = d.clusters
	}
	if r.IntN(2) == 0 {
		in.Weights = d.weights
	}
	table, err := hazard.Tabulate(in, [][]int{nil, {0}, {0, 1, 2, 3}}[r.IntN(3)])
	if err != nil {
		return nil
	}
	m, err := table.Fit(opt)
	if err != nil {
		return nil
	}
	out := []any{m}
	if h, err := m.Hazards(x.Pattern(0), 2000); err == nil {
		out = append(out, h)
	}
	return out
}

func extremeParametric(r *rand.Rand, d *data) []any {
	x, err := d.covariates(r)
	if err != nil {
		return nil
	}
	in := parametric.Data{Rows: parametric.Exact(d.tenures), X: x}
	if r.IntN(2) == 0 {
		in.Rows = parametric.WholeMonths(d.tenures)
	}
	if r.IntN(2) == 0 {
		in.Weights = d.weights
	}
	m, err := parametric.Fit(in, parametric.Options{Distribution: parametric.Distribution(r.IntN(4))})
	if err != nil {
		return nil
	}
	shape, lower, upper := m.Shape()
	out := []any{m, m.Covariance(), shape, lower, upper}
	if q, err := m.Quantile(0.5, x.Pattern(0)); err == nil {
		out = append(out, q)
	}
	return out
}

func extremeFineGray(r *rand.Rand, d *data) []any {
	x, err := d.covariates(r)
	if err != nil {
		return nil
	}
	in := finegray.Data{Tenures: d.tenures, Causes: d.causes, X: x}
	if r.IntN(2) == 0 {
		in.Cluster = d.clusters
	}
	if r.IntN(2) == 0 {
		in.Weights = d.weights
	}
	m, err := finegray.Fit(in, finegray.Options{Cause: "a"})
	if err != nil {
		return nil
	}
	return []any{m}
}
