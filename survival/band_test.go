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
