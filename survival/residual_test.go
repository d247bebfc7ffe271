package survival_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// S = 3/4, 1/2, 1/4, 0 at 12, 24, 36, 48, with 1/12, 1/6, 1/2 added to the
// variance of log S at the first three. Two holders, one new and one of 24 months.
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
	for _, x := range []struct{ p, level, lower, time, upper float64 }{
		{0.5, 0.95, 12, 24, 24}, {0.5, 0.99, 12, 24, 36}, {0.25, 0.95, 12, 12, 24},
	} {
		c := mustCurve(t, fourStops(), survival.Options{ConfType: survival.Plain, ConfLevel: x.level})
		r, err := c.Residual([]float64{0, 24}, x.p)
		want := survival.Residual{P: x.p, N: 2, ResidualTimes: residualTimes(x.lower, x.time, x.upper)}
		if err != nil || r != want {
			t.Errorf("share %v, level %v: got %+v, %v, want %+v", x.p, x.level, r, err, want)
		}
	}
}

func fourStops() (tenures []survival.Tenure) {
	for _, x := range []float64{12, 24, 36, 48} {
		tenures = append(tenures, survival.Tenure{Exit: x, Stopped: true})
	}
	return tenures
}

func residualTimes(lower, time, upper float64) survival.ResidualTimes {
	return survival.ResidualTimes{Lower: varighet.Some(lower), Time: varighet.Some(time), Upper: varighet.Some(upper)}
}

// A third holder, of 60 months, is beyond that curve, and may leave at once or never:
// Q lies between a sum over the two of a third each and that with a third more.
//
//	h    0         12            24           36
//	Q    2/3 to 1  5/12 to 3/4   1/6 to 1/2   1/12 to 5/12
//
// So half has left after at least 12 and at most 24 months, and a quarter after at least
// 0 and at most 12; when three quarters have left is at least 24, and not bounded.
func TestResidualBeyondTheCurveIsBounded(t *testing.T) {
	c := mustCurve(t, fourStops(), survival.Options{})
	for p, want := range map[float64][2]varighet.Opt[float64]{
		0.5: {varighet.Some(12.0), varighet.Some(24.0)}, 0.25: {varighet.Some(0.0), varighet.Some(12.0)}, 0.75: {varighet.Some(24.0), {}},
	} {
		r, err := c.Residual([]float64{0, 24, 60}, p)
		if err != nil || r.N != 3 || r.LeftOut != 1 || r.Time.OK || r.Reason == "" {
			t.Errorf("share %v: got %+v, %v, want none of 3, and a reason", p, r, err)
		}
		if got := [2]varighet.Opt[float64]{r.AtLeast.Time, r.AtMost.Time}; got != want {
			t.Errorf("share %v: got %v, want %v", p, got, want)
		}
	}
}

// S = 2/3 from 12 on, and the curve ends at 50. Of three new holders two are there then
// for certain; who goes on after it is not known. Of holders of 10 months, it is 40
// months on that the curve ends; those of 50 months are beyond it. If one of those leaves
// at once, a holder of 10 and a new one are (2/3 + 2/3)/3 of three at 12.
func TestResidualOfACurveThatStaysUpIsAtLeast(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 12, Stopped: true}, {Exit: 50}, {Exit: 50}}, survival.Options{})
	for _, x := range []struct {
		elapsed []float64
		atLeast float64
		leftOut int
	}{{[]float64{0}, 50, 0}, {[]float64{10, 10, 0}, 40, 0}, {[]float64{10, 50, 0}, 12, 1}, {[]float64{50, 50, 0}, 0, 2}, {[]float64{60}, 0, 1}} {
		r, err := c.Residual(x.elapsed, 0.5)
		if err != nil || r.Time.OK || r.AtMost.Time.OK || r.AtLeast.Time != varighet.Some(x.atLeast) || r.LeftOut != x.leftOut || r.Upper.OK {
			t.Errorf("%v: got %+v, %v, want at least %v, %d left out", x.elapsed, r, err, x.atLeast, x.leftOut)
		}
	}
	if r, err := c.Residual(nil, 0.5); err != nil || r.N != 0 || r.Reason == "" {
		t.Errorf("nobody: got %+v, %v, want a reason", r, err)
	}
}

// Of 10 000, 4000 stop at 12 and 4000 at 24, where the rest are last seen. Nine new holders and one of 30 months, who is
// beyond the curve: after 12 months 9 · 0.6/10 = 0.54 are there if that one leaves at once, 0.64 if never; 0.18 and 0.28
// after 24. The limits of so many are within 0.01. So 0.4 have left after 12 to 24 months, and that is also what the upper
// limit is bounded by.
func TestResidualBoundsTheUpperLimit(t *testing.T) {
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 12, Stopped: true}, {Exit: 24, Stopped: true}, {Exit: 24}}, Weights: []float64{4000, 4000, 2000}}
	c, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Residual([]float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 30}, 0.4)
	if want := residualTimes(12, 24, 24); err != nil || r.Upper.OK || r.AtLeast.Upper != varighet.Some(12.0) || r.AtMost.Upper != want.Upper ||
		r.AtLeast.Time != want.Lower || r.AtMost.Time != want.Time {
		t.Errorf("got %+v (%v), want 12 to 24 for the time and its upper limit", r, err)
	}
}

// The maintained arm of R's aml. R 4.2.2, survival 3.5.3:
//
//	quantile(survfit(Surv(time, status) ~ 1, aml[1:11,], conf.type = "log-log", start.time = 31), c(.25, .5))
//	34 (31 to 48), 48 (31 to NA)
//
// and 34 (13 to NA) for half at start.time = 13: a stop at the start counts, so half of
// those who reached 13 have left after 21. Of those who have passed 13 the first to
// leave does so at 18, as with start.time = 13.5.
func TestResidualFromIsRsStartTime(t *testing.T) {
	var tenures []survival.Tenure
	for _, x := range []float64{9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161} {
		tenures = append(tenures, survival.Tenure{Exit: math.Abs(x), Stopped: x > 0})
	}
	c := mustCurve(t, tenures, survival.Options{})
	none := varighet.Opt[float64]{}
	for _, x := range []struct {
		reached, p         float64
		lower, time, upper varighet.Opt[float64]
	}{
		{31, 0.25, varighet.Some(0.0), varighet.Some(3.0), varighet.Some(17.0)},
		{31, 0.5, varighet.Some(0.0), varighet.Some(17.0), none},
		{13, 0.5, varighet.Some(0.0), varighet.Some(21.0), none},
	} {
		r, err := c.ResidualFrom(x.reached, x.p)
		if want := (survival.ResidualTimes{Lower: x.lower, Time: x.time, Upper: x.upper}); err != nil || r.ResidualTimes != want {
			t.Errorf("share %v of those who reached %v: got %+v, %v, want %+v", x.p, x.reached, r.ResidualTimes, err, want)
		}
		k, err := c.ConditionalFrom(x.reached)
		if err != nil {
			t.Fatal(err)
		}
		if q := k.Quantile(x.p); q.Time.V-x.reached != x.time.V {
			t.Errorf("share %v from %v: the curve from there has %v", x.p, x.reached, q)
		}
	}
	if r, err := c.Residual([]float64{13}, 0.5); err != nil || r.Lower != varighet.Some(5.0) {
		t.Errorf("passed 13: got %+v, %v, want limits from 5", r, err)
	}
	if s := c.Reached(13); !s.OK || !near(s.V, 10.0/11, 1e-12) {
		t.Errorf("10 of 11 reached 13: got %v", s)
	}
	if s := c.Reached(162); s.OK {
		t.Errorf("after the end: got %v, want none", s)
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
	// R's are of a curve that is carried on after its end, as the latest times are.
	latest := func(known, atMost varighet.Opt[float64]) varighet.Opt[float64] {
		if known.OK {
			return known
		}
		return atMost
	}
	r.WantOpt(t, "time", latest(got.Time, got.AtMost.Time), 1e-12)
	r.WantOpt(t, "lower", latest(got.Lower, got.AtMost.Lower), 1e-12)
	r.WantOpt(t, "upper", latest(got.Upper, got.AtMost.Upper), 1e-12)
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
		want := survival.Residual{P: p, N: 3, Reason: got.Reason, AtLeast: got.AtLeast, AtMost: got.AtMost}
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
		last := c.Points[len(c.Points)-1]
		if got.AtMost.Time.OK || !got.Time.OK && last.Survival > 0 && got.AtLeast.Time != varighet.Some(last.Time) {
			t.Fatalf("got %+v, want at least %v, the end of the curve", got, last.Time)
		}
	})
}

// Ten stop one after the other and one is new: k of ten have left at k months. S(k) is a product
// that comes out a little above 1 − k/10 for some k, which is not to make it a month more.
func TestResidualDoesNotHangOnRounding(t *testing.T) {
	above := 0
	for n := 3; n <= 40; n++ {
		var tenures []survival.Tenure
		for i := range n {
			tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
		}
		c := mustCurve(t, tenures, survival.Options{})
		for k := 1; k < n; k++ {
			p := float64(k) / float64(n)
			r, err := c.Residual([]float64{0}, p)
			if err != nil || r.Time != varighet.Some(float64(k)) {
				t.Errorf("%d of %d: got %+v, %v, want %d months", k, n, r, err, k)
			}
			if c.At(float64(k)).Survival > 1-p {
				above++
			}
		}
	}
	if above == 0 {
		t.Error("rounding never took S above; the test needs it")
	}
}

// A tenure below 0, or that is no number, is none, and a share is between 0 and 1.
func TestResidualRefuses(t *testing.T) {
	c := mustCurve(t, fourStops(), survival.Options{})
	for _, e := range []float64{-1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if r, err := c.Residual([]float64{0, e}, 0.5); err == nil {
			t.Errorf("a tenure of %v: got %+v, want an error", e, r)
		}
		if r, err := c.ResidualFrom(e, 0.5); err == nil {
			t.Errorf("from a tenure of %v: got %+v, want an error", e, r)
		}
		if share := c.Reached(e); e != math.Inf(1) && share.OK && e != -1 {
			t.Errorf("a tenure of %v: %v reached it", e, share)
		}
	}
	for _, p := range []float64{0, 1, -0.5, 50, math.NaN()} {
		if r, err := c.Residual([]float64{0}, p); err == nil {
			t.Errorf("a share of %v: got %+v, want an error", p, r)
		}
		if r, err := c.ResidualFrom(0, p); err == nil {
			t.Errorf("a share of %v from 0: got %+v, want an error", p, r)
		}
	}
}
