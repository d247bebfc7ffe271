package survival_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// someone holds a position from January to November 2000 and leaves.
func someone() []survival.Spell {
	start := varighet.MonthOf(2000, 1)
	return []survival.Spell{{PositionID: "P", DoctorID: "A", Start: varighet.Some(start), First: start, Last: start + 10,
		Entry: varighet.Some(0), Exit: varighet.Some(11), Stopped: true}}
}

// A level of confidence is between 0 and 1; where there are Options, 0 stands for 0.95.
func TestLevelsThatAreNone(t *testing.T) {
	tenures, spells := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5}}, someone()
	x, y := []float64{1, 2, 4, 3}, []float64{1, 2, 3, 5}
	for name, f := range map[string]func(conf float64) error{
		"ClopperPearson":     func(c float64) error { _, _, err := survival.ClopperPearson(1, 3, c); return err },
		"Wilson":             func(c float64) error { _, _, err := survival.Wilson(1, 3, c); return err },
		"Jeffreys":           func(c float64) error { _, _, err := survival.Jeffreys(1, 3, c); return err },
		"DifferenceOfShares": func(c float64) error { _, _, err := survival.DifferenceOfShares(1, 3, 1, 4, c); return err },
		"PoissonLimits":      func(c float64) error { _, _, err := survival.PoissonLimits(1, 3, c); return err },
		"Pearson":            func(c float64) error { _, err := survival.Pearson(x, y, c); return err },
		"Turnover":           func(c float64) error { _, err := survival.Turnover(spells, 12, c); return err },
		"TurnoverByYear":     func(c float64) error { _, err := survival.TurnoverByYear(spells, c); return err },
		"CountedYear":        func(c float64) error { _, err := survival.CountedYear(2010, 5, 2, c); return err },
		"StockAt":            func(c float64) error { _, err := survival.StockAt(spells, varighet.MonthOf(2000, 3), c); return err },
		"ClusteredTurnover": func(c float64) error {
			_, err := survival.ClusteredTurnover(spells, spells, []string{"a"}, 12, c)
			return err
		},
	} {
		if err := f(0.95); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, c := range []float64{0, 1, -0.95, 95, math.NaN(), math.Inf(1)} {
			if f(c) == nil {
				t.Errorf("%s takes the level %v", name, c)
			}
		}
	}
	for name, f := range map[string]func(conf float64) error{
		"KaplanMeier": func(c float64) error {
			_, err := survival.KaplanMeier(tenures, survival.Options{ConfLevel: c})
			return err
		},
		"NewGroupCurve":     func(c float64) error { _, err := survival.NewGroupCurve("g", tenures, c); return err },
		"TurnoverOfTenures": func(c float64) error { _, err := survival.TurnoverOfTenures(tenures, 12, c); return err },
		"VacancyOf": func(c float64) error {
			_, err := survival.VacancyOf(spells, spells, survival.Options{ConfLevel: c})
			return err
		},
	} {
		if err := f(0); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, c := range []float64{1, -0.95, 95, math.NaN(), math.Inf(1)} {
			if f(c) == nil {
				t.Errorf("%s takes the level %v", name, c)
			}
		}
	}
}

func TestCountsThatCannotBe(t *testing.T) {
	for _, c := range [][2]int{{-1, 3}, {4, 3}, {0, 0}, {0, -1}} {
		x, n := c[0], c[1]
		for name, f := range map[string]func() error{
			"ClopperPearson":             func() error { _, _, err := survival.ClopperPearson(x, n, 0.95); return err },
			"Wilson":                     func() error { _, _, err := survival.Wilson(x, n, 0.95); return err },
			"Jeffreys":                   func() error { _, _, err := survival.Jeffreys(x, n, 0.95); return err },
			"DifferenceOfShares, first":  func() error { _, _, err := survival.DifferenceOfShares(x, n, 1, 3, 0.95); return err },
			"DifferenceOfShares, second": func() error { _, _, err := survival.DifferenceOfShares(1, 3, x, n, 0.95); return err },
		} {
			if f() == nil {
				t.Errorf("%s takes %d of %d", name, x, n)
			}
		}
	}
	for _, c := range [][2]int{{3, -1}, {3, 4}, {-1, 0}, {0, 3}} {
		if y, err := survival.CountedYear(2010, c[0], c[1], 0.95); err == nil {
			t.Errorf("%d of %d left: got %+v, want an error", c[1], c[0], y)
		}
	}
	if y, err := survival.CountedYear(2010, 0, 0, 0.95); err != nil || y.Share.OK || y.ShareUpper.OK {
		t.Errorf("nobody: got %+v, %v, want no share", y, err)
	}
	for _, x := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if lower, upper, err := survival.PoissonLimits(1, x, 0.95); err == nil {
			t.Errorf("an exposure of %v: got %v to %v, want an error", x, lower, upper)
		}
		if a, b, err := survival.PoissonP(1, x); err == nil {
			t.Errorf("a mean of %v: got %v and %v, want an error", x, a, b)
		}
	}
	if _, _, err := survival.PoissonLimits(-1, 2, 0.95); err == nil {
		t.Error("fewer events than none have limits")
	}
	if _, _, err := survival.PoissonP(-1, 2); err == nil {
		t.Error("fewer events than none have a p")
	}
	for _, within := range []int{0, -1} {
		if s, err := survival.TurnoverOfTenures([]survival.Tenure{{Exit: 3, Stopped: true}}, within, 0.95); err == nil {
			t.Errorf("within %d months: got %+v, want an error", within, s)
		}
		if s, err := survival.Turnover(someone(), within, 0.95); err == nil {
			t.Errorf("within %d months: got %+v, want an error", within, s)
		}
	}
}

// Times that are no number, or not on the curve, have an error, or a missing value with a reason.
func TestTimesThatAreNone(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Exit: 5}}
	c := mustCurve(t, tenures, survival.Options{})
	nan, inf := math.NaN(), math.Inf(1)
	for _, x := range []float64{nan, inf, -inf} {
		if _, _, err := survival.Period(tenures, []float64{0, x}, 0, 4); err == nil {
			t.Errorf("a start at %v has a period", x)
		}
	}
	for _, p := range [][2]float64{{nan, 4}, {0, nan}, {4, 4}, {4, 0}, {inf, inf}} {
		if _, _, err := survival.Period(tenures, []float64{0, 1}, p[0], p[1]); err == nil {
			t.Errorf("there is a period from %v to %v", p[0], p[1])
		}
	}
	for _, p := range [][2]float64{{nan, 5}, {0, nan}} {
		if b, err := c.Band(survival.HallWellner, p[0], p[1]); err == nil {
			t.Errorf("from %v to %v: got %+v, want an error", p[0], p[1], b)
		}
	}
	for _, p := range [][2]float64{{6, inf}, {0, 2}, {5, 3}} {
		if b, err := c.Band(survival.HallWellner, p[0], p[1]); err != nil || len(b.Points) != 0 || b.Reason == "" {
			t.Errorf("from %v to %v: got %+v, %v, want a reason only", p[0], p[1], b, err)
		}
	}
	for _, x := range []float64{nan, -1, -inf} {
		if at := c.At(x); at.StdErr.OK || at.Lower.OK || !at.Beyond || at.AtRisk != 0 {
			t.Errorf("S(%v): got %+v, want it not to be known", x, at)
		}
		if r := survival.CompareAt([]*survival.Curve{c, c}, x); r.Chi2.OK || r.P.OK || r.Reason == "" {
			t.Errorf("at %v: got %+v, want a reason only", x, r)
		}
	}
	for _, x := range []float64{nan, 0, -1, inf, -inf, 6} {
		if m := c.RMST(x); m.Estimate.OK || m.StdErr.OK || m.Reason == "" {
			t.Errorf("mean to %v: got %+v, want a reason only", x, m)
		}
	}
	for _, p := range []float64{nan, -0.1, 1.1, inf, -inf} {
		if q := c.Quantile(p); q.Time.OK || q.Lower.OK || q.Upper.OK {
			t.Errorf("quantile %v: got %s, want none", p, fmt.Sprint(q))
		}
	}
	for _, breaks := range [][]float64{{0, nan}, {nan, 1}, {-1, 3}, {0, 0}, {3, 2}, {0}, nil} {
		if l, err := survival.LifeTable(tenures, breaks); err == nil {
			t.Errorf("breaks %v: got %+v, want an error", breaks, l)
		}
	}
}
