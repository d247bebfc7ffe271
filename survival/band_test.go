package survival_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// km.ci of R interpolates in printed tables, so the numbers agree to 0.001 only.
func TestOracleBands(t *testing.T) {
	set := oracle.Open(t, "lung")
	types := map[string]survival.BandType{"hall-wellner": survival.HallWellner, "loghall": survival.HallWellnerLog,
		"epband": survival.EqualPrecision, "logep": survival.EqualPrecisionLog}
	c := mustCurve(t, set.Tenures(t, set.Rows), survival.Options{})
	at := map[string]survival.BandPoint{}
	for name, bt := range types {
		b, err := c.Band(bt, 60, 700)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range b.Points {
			at[fmt.Sprint(name, p.Time)] = p
		}
	}
	for _, r := range set.Table(t, "bands.csv") {
		p, ok := at[fmt.Sprint(r.Text("method"), r.Number(t, "time").V)]
		if !ok {
			t.Errorf("%s: got no point", r.At)
			continue
		}
		for column, got := range map[string]float64{"lower": p.Lower, "upper": p.Upper} {
			if want := r.Number(t, column).V; math.Abs(got-want) > 1e-3 {
				t.Errorf("%s: %s: got %v, want %v ± 0.001", r.At, column, got, want)
			}
		}
	}
}

// Over the whole of (0, 1) Hall and Wellner's k is Kolmogorov's critical value,
// 1.3581 at 95 % and 1.6276 at 99 % (any table of it). On a stretch of one time
// the equal-precision band is the pointwise limit.
func TestCriticalValues(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 2000 {
		tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
	}
	for conf, want := range map[float64]float64{0.95: 1.3581, 0.99: 1.6276} {
		b, err := mustCurve(t, tenures, survival.Options{ConfLevel: conf}).Band(survival.HallWellner, 0, 1e9)
		if err != nil || math.Abs(b.Critical-want) > 5e-4 {
			t.Errorf("level %v: got %v, %v, want %v", conf, b.Critical, err, want)
		}
	}
}

// On a stretch from (nearly) 0 to a, where n of n tenures are followed, k is that of Hall and
// Wellner's formula (1980, Biometrika 67:133–143), solved with R 4.2.2:
//
//	G <- function(l, a) { k <- 1:50; r <- l*sqrt((1-a)/a); d <- 1/(1-a)
//	  1 - 2*pnorm(-l/sqrt(a*(1-a))) + 2*sum((-1)^k*exp(-2*k^2*l^2)*(pnorm(r*(2*k+d)) - pnorm(r*(2*k-d)))) }
//	uniroot(function(l) G(l, a) - 0.95, c(.1, 3), tol = 1e-10)$root
func TestCriticalValuesOfAStretch(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 2000 {
		tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
	}
	c := mustCurve(t, tenures, survival.Options{ConfLevel: 0.95})
	for a, want := range map[float64]float64{0.25: 1.014347, 0.5: 1.273072, 0.75: 1.353536} {
		b, err := c.Band(survival.HallWellner, 0, 2000*a)
		if err != nil || math.Abs(b.Critical-want) > 1e-4 {
			t.Errorf("to %v: got %v, %v, want %v", a, b.Critical, err, want)
		}
	}
}

// Four tenures stop at 1 to 4. S = 3/4, 1/2 and 1/4, σ² = (1 − S)/(4S), so 1 + 4σ² = 1/S and Hall and
// Wellner's band is S ± k/2. The stretch is 1/4 to 3/4, whose odds are as 1 to 9: the e of the
// equal-precision band solves 4φ(e)/e + φ(e)(e − 1/e) log 9 = 0.05, which is 2.82895610163315 by
// uniroot of R 4.2.2; the band is S ± e·√(S(1 − S)/4). On the log(−log) scale half the width
// is divided by S·|log S|.
func TestBandsByHand(t *testing.T) {
	const e = 2.82895610163315
	var tenures []survival.Tenure
	for i := range 4 {
		tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
	}
	c := mustCurve(t, tenures, survival.Options{ConfLevel: 0.95})
	for bt := survival.EqualPrecisionLog; bt <= survival.HallWellner; bt++ {
		b, err := c.Band(bt, 0, 10)
		if err != nil || b.From != 1 || b.To != 3 || len(b.Points) != 3 {
			t.Fatalf("%s: got %+v, %v, want three points", bt, b, err)
		}
		equal := bt == survival.EqualPrecision || bt == survival.EqualPrecisionLog
		if equal && !near(b.Critical, e, 1e-9) {
			t.Errorf("%s: got %v, want %v", bt, b.Critical, e)
		}
		for i, s := range []float64{3. / 4, 1. / 2, 1. / 4} {
			half := b.Critical / 2
			if equal {
				half = b.Critical * math.Sqrt(s*(1-s)/4)
			}
			lower, upper := s-half, s+half
			if bt == survival.EqualPrecisionLog || bt == survival.HallWellnerLog {
				theta := math.Exp(half / (s * -math.Log(s)))
				lower, upper = math.Pow(s, theta), math.Pow(s, 1/theta)
			}
			if p := b.Points[i]; !near(p.Lower, lower, 1e-12) || !near(p.Upper, upper, 1e-12) {
				t.Errorf("%s at %v: got %v to %v, want %v to %v", bt, p.Time, p.Lower, p.Upper, lower, upper)
			}
		}
	}
}

// A stop recorded in month 3 of three came after month 2: S(2) lies between
// S(3) = 2/3 and 1.
func TestBracketByHand(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5}, {Exit: 5}}, survival.Options{})
	lower, upper := c.Bracket(2, 1)
	if !near(lower.V, 2./3, 1e-15) || upper.V != 1 {
		t.Errorf("got %v to %v, want 2/3 to 1", lower, upper)
	}
	if lower, upper = c.Bracket(5, 1); lower.OK || !upper.OK {
		t.Errorf("at the end: got %v to %v, want no lower bound", lower, upper)
	}
}

// While nobody has stopped S is 1 and has no error: the band begins at the first stop.
func TestABandBeginsWithTheFirstStop(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 4}}, survival.Options{})
	if b, err := c.Band(survival.EqualPrecision, 0, 10); err != nil || b.From != 2 || b.To != 4 || len(b.Points) != 3 {
		t.Errorf("got %+v, %v, want 2 to 4", b, err)
	}
	if b, err := c.Band(survival.EqualPrecision, 0, 1.5); err != nil || len(b.Points) != 0 || b.Reason == "" {
		t.Errorf("before it: got %+v, %v, want a reason", b, err)
	}
}

func TestNamesOfBandsReadBack(t *testing.T) {
	for name, bt := range map[string]survival.BandType{"equal-precision-log": survival.EqualPrecisionLog, "equal-precision": survival.EqualPrecision,
		"hall-wellner-log": survival.HallWellnerLog, "hall-wellner": survival.HallWellner} {
		if got, ok := survival.ParseBandType(name); !ok || got != bt || bt.String() != name {
			t.Errorf("%q: got %v, %v, want %d", name, got, ok, bt)
		}
	}
	if s := (survival.HallWellner + 1).String(); s != "unknown" {
		t.Errorf("one more: got %q", s)
	}
	if b, err := mustCurve(t, fiveSpells(), survival.Options{}).Band(survival.HallWellner+1, 0, 10); err == nil {
		t.Errorf("one more: got %+v, want an error", b)
	}
}

func TestARobustCurveHasNoBand(t *testing.T) {
	c, err := survival.Sample{Tenures: fiveSpells(), Robust: true}.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := c.Band(survival.HallWellner, 0, 10); err != nil || b.Points != nil || b.Critical != 0 || b.Reason != "a robust curve has no band" {
		t.Errorf("got %+v, %v, want a reason", b, err)
	}
}

func TestAWidthThatIsNoneBoundsNothing(t *testing.T) {
	c := mustCurve(t, fiveSpells(), survival.Options{})
	for _, width := range []float64{-1, math.Inf(-1), math.NaN()} {
		if lower, upper := c.Bracket(1, width); lower.OK || upper.OK {
			t.Errorf("%v: got %v to %v, want neither", width, lower, upper)
		}
	}
}

// Of 1e9 and two tenures one stops at 1, 1e9 at 2 and all but a billionth of one at 3. Then nσ² is from 1e−9 to 1e18, and
// u from 0 to 1 as a float64 has them, so Hall and Wellner's k is Kolmogorov's critical value, 1.3581, and the e of the
// equal-precision band is above the pointwise limit and solves 4φ(e)/e + φ(e)(e − 1/e) log(odds) = 0.05, where
// the odds are between the 1e24 of the greatest u below 1 and 1e27.
func TestCriticalValuesOfAStretchThatEndsAt1(t *testing.T) {
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 4}},
		Weights: []float64{1, 1e9, 1, 1e-9}}
	c, err := s.KaplanMeier(survival.Options{ConfLevel: 0.95})
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Band(survival.HallWellner, 0, 10)
	if err != nil || b.From != 1 || b.To != 4 || math.Abs(b.Critical-1.3581) > 5e-4 {
		t.Errorf("got %v to %v, %v, %v, want 1.3581", b.From, b.To, b.Critical, err)
	}
	tail := func(e, odds float64) float64 {
		return math.Exp(-e*e/2) / math.Sqrt(2*math.Pi) * (4/e + (e-1/e)*math.Log(odds))
	}
	b, err = c.Band(survival.EqualPrecision, 0, 10)
	if e := b.Critical; err != nil || tail(e, 1e24) > 0.05 || tail(e, 1e27) < 0.05 {
		t.Errorf("got %v, %v", e, err)
	}
}
