package survival_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Two tenures: one from the start stops at 13, one is seen from 5 to 20. So S(13) = 1/2,
// of 2 at risk, and the beta-product limits are those of Clopper and Pearson for 1 of 2:
// 1 − √0.975 and √0.975.
func TestTurnoverOfFewByHand(t *testing.T) {
	spells := []survival.Spell{
		{Kind: survival.Regular, Entry: varighet.Some(0), Exit: varighet.Some(13), Stopped: true},
		{Kind: survival.Regular, Entry: varighet.Some(5), Exit: varighet.Some(20)},
	}
	shares, err := survival.Turnover(spells, 13, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	c := shares[survival.TurnoverKaplanMeier]
	l := c.Limits()
	if !c.Few || c.FewestAtStop != 2 || l.Type != survival.BetaProduct || !near(l.Lower.V, 1-math.Sqrt(0.975), 1e-9) || !near(l.Upper.V, math.Sqrt(0.975), 1e-9) {
		t.Errorf("got %+v with limits %+v, want 2 at risk and 0.0126 to 0.9874", c, l)
	}
}

// 60 tenures from the start, one a month: 60 at risk at the first stop and 10 at the 51st.
func TestFewStopsWhereTenAreAtRisk(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 60 {
		tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
	}
	c := mustCurve(t, tenures, survival.Options{})
	if c.Few(51) || !c.Few(52) {
		t.Errorf("few at 51 %v, at 52 %v; 10 and 9 are at risk there", c.Few(51), c.Few(52))
	}
	if q, asked := c.BetaProductQuantile(0.5); asked || q != c.Median() {
		t.Errorf("median %+v, %v: want the log–log limits", q, asked)
	}
	if _, asked := c.BetaProductQuantile(0.9); !asked {
		t.Error("nine tenths have stopped at 54, where 7 are at risk: want the beta product")
	}
	few := mustCurve(t, tenures[:49], survival.Options{})
	if n, ok := few.FewestAtStop(3); n != 47 || !ok || !few.Few(0) {
		t.Errorf("49 tenures: fewest %d, few %v", n, few.Few(0))
	}
	if _, ok := c.FewestAtStop(0.5); ok {
		t.Error("nobody stopped by 0.5")
	}
}

// One of three stops at 1; at 2 two are at risk and one is censored, which does not make limits rest
// on them.
func TestFewestAtStopPassesOverCensorings(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 3}}, survival.Options{})
	if n, ok := c.FewestAtStop(3); n != 3 || !ok {
		t.Errorf("got %d, %v, want the 3 of month 1", n, ok)
	}
}

// fewLateEntries are the holders of 16 positions in 30 months of data, one after another:
// the first has been there for four to nine years, and is followed in the month after by
// one who is new. The hazard is 1/36 a month.
func fewLateEntries(r *rand.Rand) (tenures []survival.Tenure) {
	for range 16 {
		entry := 48 + math.Floor(60*r.Float64())
		for month := 0.0; month < 30; entry = 0 {
			held := math.Ceil(-36 * math.Log(1-r.Float64()))
			end := min(month+held, 30)
			tenures = append(tenures, survival.Tenure{Entry: entry, Exit: entry + end - month, Stopped: month+held <= 30})
			month = end
		}
	}
	return tenures
}

// Of 2000 seeded sets the log–log limits hold S(12) and S(13) in 89 and 90 of 100, being
// missing where nobody has stopped; those of the rule in 99.
func TestLimitsOfFewWithLateEntryHold(t *testing.T) {
	for _, at := range []float64{12, 13} {
		truth, r := math.Exp(-at/36), newRand(12)
		const runs = 2000
		logLog, beta, asked := 0, 0, 0
		for range runs {
			c := mustCurve(t, fewLateEntries(r), survival.Options{})
			x := c.At(at)
			l, ok := c.BetaProductAt(at)
			asked += bit(ok)
			logLog += bit(x.Lower.OK && x.Lower.V <= truth && truth <= x.Upper.V)
			beta += bit(l.Lower.V <= truth && truth <= l.Upper.V)
		}
		if asked != runs || beta < runs*97/100 || logLog > runs*92/100 {
			t.Errorf("S(%v): the beta product is asked for %d times and holds %d times of %d, log–log %d times", at, asked, beta, runs, logLog)
		}
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A law: limits are the log(−log) ones as long as enough are at risk where some stop, and the
// beta product's from then on; a small group's are the beta product's throughout.
func TestLimitsChangeWhereTheyComeToRestOnFew(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 60 {
		tenures = append(tenures, survival.Tenure{Exit: float64(1 + i), Stopped: i%2 == 0})
	}
	c, err := survival.KaplanMeier(tenures, survival.Options{ConfLevel: 0.95})
	if err != nil {
		t.Fatal(err)
	}
	with, asked := c.WithFewLimits()
	beta := c.WithBetaProduct()
	if !asked || with.ConfType != survival.LogLog {
		t.Fatalf("asked %v, %v", asked, with.ConfType)
	}
	for i, p := range with.Points {
		want := c.Points[i]
		if c.Few(p.Time) {
			want = beta.Points[i]
		}
		if p.Lower != want.Lower || p.Upper != want.Upper {
			t.Errorf("at %v: %v to %v, want %v to %v", p.Time, p.Lower, p.Upper, want.Lower, want.Upper)
		}
	}
	small, err := survival.KaplanMeier(tenures[:20], survival.Options{ConfLevel: 0.95})
	if err != nil {
		t.Fatal(err)
	}
	if with, asked := small.WithFewLimits(); !asked || with.ConfType != survival.BetaProduct {
		t.Errorf("a small group: asked %v, %v", asked, with.ConfType)
	}
}

// The 60 tenures of TestFewStopsWhereTenAreAtRisk: limits at 51 rest on 10 and at 52 on 9. Where the quantile
// is not reached its lower limit decides, else the end, which is at 60.
func TestFewForAQuantileThatIsNotReached(t *testing.T) {
	var tenures, going []survival.Tenure
	for i := range 60 {
		tenures, going = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true}), append(going, survival.Tenure{Exit: float64(i + 1), Stopped: i == 0})
	}
	all, one := mustCurve(t, tenures, survival.Options{}), mustCurve(t, going, survival.Options{})
	for _, x := range []struct {
		name string
		c    *survival.Curve
		q    survival.Quantile
		want bool
	}{
		{"no points", &survival.Curve{N: 60}, survival.Quantile{}, true},
		{"lower limit at 51", all, survival.Quantile{Lower: varighet.Some(51.0)}, false},
		{"lower limit at 52", all, survival.Quantile{Lower: varighet.Some(52.0)}, true},
		{"the end, where one of one stops", all, survival.Quantile{}, true},
		{"the end, where the only stop was one of 60", one, survival.Quantile{}, false},
	} {
		if got := x.c.FewForQuantile(x.q); got != x.want {
			t.Errorf("%s: got %t, want %t", x.name, got, x.want)
		}
	}
}

// Limits that rest on enough are those of the curve: one of 60 stops.
func TestLimitsOfEnoughAreNotAskedFor(t *testing.T) {
	tenures := make([]survival.Tenure, 60)
	for i := range tenures {
		tenures[i] = survival.Tenure{Exit: float64(i + 1), Stopped: i == 0}
	}
	c := mustCurve(t, tenures, survival.Options{})
	if with, asked := c.WithFewLimits(); asked || with != c {
		t.Errorf("got %+v, %t, want the curve itself", with, asked)
	}
	if l, asked := c.BetaProductAt(1); asked || l != (survival.LimitSet{}) {
		t.Errorf("got %+v, %t, want no limits", l, asked)
	}
	few := mustCurve(t, fiveSpells(), survival.Options{ConfType: survival.BetaProduct})
	if with, asked := few.WithFewLimits(); asked || with != few {
		t.Errorf("with beta-product limits already: got %+v, %t, want the curve itself", with, asked)
	}
}

// Curves of five tenures, for which the rule asks for beta-product limits, that are not made of counts
// alone: there are none.
func TestCurvesWithoutCountsAloneHaveNoBetaProduct(t *testing.T) {
	counted := mustCurve(t, fiveSpells(), survival.Options{})
	weighted, err := survival.Sample{Tenures: fiveSpells(), Weights: []float64{2, 2, 2, 2, 2}}.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	robust, err := survival.Sample{Tenures: fiveSpells(), Robust: true}.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*survival.Curve{"weighted": weighted, "robust": robust, "of the hazard": counted.ExpHazard(survival.NelsonAalen),
		"by hand": {N: 5, ConfLevel: 0.95, Points: counted.Points}} {
		at := c.Points[0].Time
		if !c.Few(at) || c.WithBetaProduct() != nil {
			t.Errorf("%s: few %t, got %+v, want no curve", name, c.Few(at), c.WithBetaProduct())
		}
		if with, asked := c.WithFewLimits(); asked || with != c {
			t.Errorf("%s: got %+v, %t, want the curve itself", name, with, asked)
		}
		if l, asked := c.BetaProductAt(at); asked || l != (survival.LimitSet{}) {
			t.Errorf("%s: got %+v, %t, want no limits", name, l, asked)
		}
		if q, asked := c.BetaProductQuantile(0.5); asked || q != c.Quantile(0.5) {
			t.Errorf("%s: got %+v, %t, want the quantile of the curve", name, q, asked)
		}
	}
}
