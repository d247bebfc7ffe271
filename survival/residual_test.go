package survival_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// S = 3/4, 1/2, 1/4, 0 at 12, 24, 36, 48, with 1/12, 1/6, 1/2 added to the
// variance of log S at the first three. Two holders, one new and one of 24 months;
// one of 60 is beyond the curve.
//
//	h   Q(h)                   slopes                  variance                         s.e.
//	12  (3/4 + 1/4÷1/2)/2 5/8  3/8 at 12, 1/4 at 36    9/64·1/12 + 1/16·1/2 = 11/256    0.207
//	24  (1/2 + 0)/2       1/4  1/4 at 12, 24           1/16·(1/12 + 1/6) = 1/64         0.125
//	36  (1/4 + 0)/2       1/8  1/8 at 12, 24, 36       1/64·(1/12 + 1/6 + 1/2) = 3/256  0.108
//
// Half has left at 24. Plain 95 % limits of Q are 0.219 to 1 at 12 and 0.005 to
// 0.495 at 24, so 12 to 24; the upper 99 % limit is 0.572 at 24 and 0.404 at 36. A
// quarter has left at 12.
func TestResidualByHand(t *testing.T) {
	var tenures []survival.Tenure
	for _, x := range []float64{12, 24, 36, 48} {
		tenures = append(tenures, survival.Tenure{Exit: x, Stopped: true})
	}
	for _, x := range []struct{ p, level, lower, time, upper float64 }{
		{0.5, 0.95, 12, 24, 24}, {0.5, 0.99, 12, 24, 36}, {0.25, 0.95, 12, 12, 24},
	} {
		c := mustCurve(t, tenures, survival.Options{ConfType: survival.Plain, ConfLevel: x.level})
		r, err := c.Residual([]float64{0, 24, 60}, x.p)
		want := survival.Residual{P: x.p, N: 2, LeftOut: 1,
			Time: varighet.Some(x.time), Lower: varighet.Some(x.lower), Upper: varighet.Some(x.upper)}
		if err != nil || r != want {
			t.Errorf("share %v, level %v: got %+v, %v, want %+v", x.p, x.level, r, err, want)
		}
	}
	c := mustCurve(t, append(tenures[:1:1], survival.Tenure{Exit: 50}, survival.Tenure{Exit: 50}), survival.Options{})
	if r, err := c.Residual([]float64{0}, 0.5); err != nil || r.Time.OK || r.Upper.OK || r.Reason == "" {
		t.Errorf("a curve that stays up: got %+v, %v, want none and a reason", r, err)
	}
	if r, err := c.Residual([]float64{60}, 0.5); err != nil || r.N != 0 || r.LeftOut != 1 || r.Reason == "" {
		t.Errorf("nobody whom the curve covers: got %+v, %v", r, err)
	}
}

// With weights 2, 1, 1 and 0, 4 weigh at 12, 2 of them stop there, and the next two
// one by one: S = 1/2, 1/4, 0 at 12, 24, 36. Of two holders, new and of 12 months,
// Q(12) = (1/2 + 1/2)/2, so half has left at 12; a quarter is still there at 24, where
// Q is (1/4 + 0)/2.
func TestResidualOfWeightsByHand(t *testing.T) {
	s := survival.Sample{Weights: []float64{2, 1, 1, 0}}
	for _, x := range []float64{12, 24, 36, 48} {
		s.Tenures = append(s.Tenures, survival.Tenure{Exit: x, Stopped: true})
	}
	c, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[float64]float64{0.5: 12, 0.75: 24} {
		if r, err := c.Residual([]float64{0, 12}, p); err != nil || r.N != 2 || r.Time != varighet.Some(want) {
			t.Errorf("share %v: got %+v, %v, want %v", p, r, err, want)
		}
	}
}

// The stocks are those of the R script.
var residualStocks = map[string][]float64{
	"new": {0, 0, 0, 0}, "mixed": {0, 1, 1, 3, 5, 8, 8, 12, 20}, "settled": {10, 12, 12, 15}, "old": {24, 30},
}

func TestOracleResidual(t *testing.T) {
	oracle.Each(t, "residual.csv", func(t *testing.T, set *oracle.Set) {
		for _, r := range set.Table(t, "residual.csv") {
			s := survival.Sample{Tenures: set.Tenures(t, set.Rows)}
			if r.Text("kind") == "cluster" {
				s.Clusters = oracle.Column(set.Rows, set.Cluster)
			}
			wantResidual(t, r, s, residualStocks[r.Text("stock")])
		}
		for _, r := range set.Table(t, "residual_at12.csv") {
			wantResidual(t, r, survival.Sample{Tenures: set.Tenures(t, set.Rows)}, []float64{12})
		}
	})
}

func wantResidual(t *testing.T, r oracle.Row, s survival.Sample, elapsed []float64) {
	t.Helper()
	c, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatalf("%s: %v", r.At, err)
	}
	got, err := c.Residual(elapsed, r.Number(t, "p").V)
	if err != nil {
		t.Fatalf("%s: %v", r.At, err)
	}
	r.WantOpt(t, "time", got.Time, 1e-12)
	r.WantOpt(t, "lower", got.Lower, 1e-12)
	r.WantOpt(t, "upper", got.Upper, 1e-12)
}

// For holders who all began today the residual quantile and its limits are where
// the curve and its limits first come down so far.
func TestLawResidualOfNewHoldersIsTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		opt := survival.Options{ConfType: rapid.SampledFrom([]survival.ConfType{survival.LogLog, survival.Log, survival.Plain}).Draw(t, "type")}
		s.Robust = rapid.Bool().Draw(t, "robust")
		c, err := s.KaplanMeier(opt)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "from the hazard") {
			c = c.ExpHazard(survival.NelsonAalen)
		}
		p := rapid.SampledFrom([]float64{0.1, 0.37, 0.5, 0.77}).Draw(t, "p")
		got, err := c.Residual([]float64{0, 0, 0}, p)
		if err != nil {
			t.Fatal(err)
		}
		want := survival.Residual{P: p, N: 3, Reason: got.Reason}
		for _, x := range c.Points {
			mark := func(at *varighet.Opt[float64], q varighet.Opt[float64]) {
				if x.Events > 0 && !at.OK && q.OK && q.V <= (1-p)*(1+1e-9) {
					*at = varighet.Some(x.Time)
				}
			}
			mark(&want.Lower, x.Lower)
			mark(&want.Time, varighet.Some(x.Survival))
			mark(&want.Upper, x.Upper)
		}
		if got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}
