package survival_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

func mustCurve(t *testing.T, tenures []survival.Tenure, opt survival.Options) *survival.Curve {
	t.Helper()
	c, err := survival.KaplanMeier(tenures, opt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantNear(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !near(got, want, 1e-14) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantSome(t *testing.T, what string, got varighet.Opt[float64], want float64) {
	t.Helper()
	if !got.OK {
		t.Errorf("%s: got none, want %v", what, want)
		return
	}
	wantNear(t, what, got.V, want)
}

func fiveSpells() []survival.Tenure {
	return []survival.Tenure{
		{Exit: 2, Stopped: true}, {Exit: 3}, {Exit: 4, Stopped: true}, {Exit: 6}, {Exit: 7, Stopped: true},
	}
}

// Five spells. At risk 5, 3, 1 at months 2, 4, 7, one stop each (by hand):
// S = 4/5, 4/5·2/3 = 8/15, 0. Greenwood's sum is 1/(5·4) = 1/20, then
// 1/20 + 1/(3·2) = 13/60. H = 1/5, 8/15, 23/15 with variance 1/25, 1/25 + 1/9,
// 1/25 + 1/9 + 1.
func TestKaplanMeierByHand(t *testing.T) {
	c := mustCurve(t, fiveSpells(), survival.Options{})
	if c.N != 5 || c.Events != 3 || c.Censored != 2 || c.EnteredLate != 0 || c.PersonTime != 22 {
		t.Errorf("totals: got %d, %d, %d, %d, %v, want 5, 3, 2, 0, 22",
			c.N, c.Events, c.Censored, c.EnteredLate, c.PersonTime)
	}
	want := []struct {
		time                             float64
		atRisk, events, censored, enters int
		s, greenwood, h, hVar            float64
	}{
		{2, 5, 1, 0, 5, 4. / 5, 1. / 20, 1. / 5, 1. / 25},
		{3, 4, 0, 1, 0, 4. / 5, 1. / 20, 1. / 5, 1. / 25},
		{4, 3, 1, 0, 0, 8. / 15, 13. / 60, 8. / 15, 34. / 225},
		{6, 2, 0, 1, 0, 8. / 15, 13. / 60, 8. / 15, 34. / 225},
		{7, 1, 1, 0, 0, 0, 0, 23. / 15, 259. / 225},
	}
	if len(c.Points) != len(want) {
		t.Fatalf("got %d points, want %d", len(c.Points), len(want))
	}
	for i, w := range want {
		p := c.Points[i]
		if p.Time != w.time || p.AtRisk != w.atRisk || p.Events != w.events || p.Censored != w.censored ||
			p.Entered != w.enters {
			t.Errorf("point %d: got %+v, want %+v", i, p, w)
		}
		wantNear(t, "S", p.Survival, w.s)
		wantNear(t, "H", p.CumulativeHazard, w.h)
		wantSome(t, "se H", p.CumulativeHazardStdErr, math.Sqrt(w.hVar))
		if w.s > 0 {
			wantSome(t, "se S", p.StdErr, w.s*math.Sqrt(w.greenwood))
		} else if p.StdErr.OK || p.Lower.OK || p.Upper.OK {
			t.Errorf("at S = 0: got %+v, want no standard error and no limits", p)
		}
	}
}

// lateEntries: who is at risk at 3 are A, B, C (D enters at 3, too late); at 4
// B, C, D; at 5 B, D, E; at 6 D, E; at 7 E.
func lateEntries() []survival.Tenure {
	return []survival.Tenure{
		{Entry: 0, Exit: 3, Stopped: true}, // A
		{Entry: 0, Exit: 5},                // B
		{Entry: 2, Exit: 4, Stopped: true}, // C
		{Entry: 3, Exit: 6, Stopped: true}, // D
		{Entry: 4, Exit: 7},                // E
	}
}

// S = 2/3 at 3, 2/3·2/3 = 4/9 at 4, 4/9·1/2 = 2/9 at 6.
func TestKaplanMeierWithLateEntryByHand(t *testing.T) {
	c := mustCurve(t, lateEntries(), survival.Options{})
	if c.EnteredLate != 3 || c.PersonTime != 3+5+2+3+3 {
		t.Errorf("got %d entered late and a person-time of %v, want 3 and 16", c.EnteredLate, c.PersonTime)
	}
	type row struct {
		time            float64
		atRisk, entered int
	}
	var got []row
	for _, p := range c.Points {
		got = append(got, row{p.Time, p.AtRisk, p.Entered})
	}
	want := []row{{3, 3, 3}, {4, 3, 1}, {5, 3, 1}, {6, 2, 0}, {7, 1, 0}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("time, at risk, entered (-want +got):\n%s", diff)
	}
	for time, s := range map[float64]float64{2.9: 1, 3: 2. / 3, 4: 4. / 9, 5: 4. / 9, 6: 2. / 9, 7: 2. / 9} {
		wantNear(t, "S", c.At(time).Survival, s)
	}
}

// Entry < t <= Exit also at times between points and at which some enter.
func TestAtRiskAndRiskTableWithLateEntryByHand(t *testing.T) {
	c := mustCurve(t, lateEntries(), survival.Options{})
	for time, want := range map[float64]int{0: 2, 1: 2, 2: 2, 2.5: 3, 3: 3, 3.5: 3, 4.5: 3, 6.5: 1, 8: 0} {
		if got := c.At(time).AtRisk; got != want {
			t.Errorf("at risk at %v: got %d, want %d", time, got, want)
		}
	}
	got := c.RiskCounts([]float64{0, 4, 4.5, 100})
	want := []survival.RiskCount{
		{Time: 0, AtRisk: 2, Entered: 2},
		{Time: 4, AtRisk: 3, Entered: 4, Events: 1},
		{Time: 4.5, AtRisk: 3, Entered: 5, Events: 2},
		{Time: 100, AtRisk: 0, Entered: 5, Events: 3, Censored: 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("risk table (-want +got):\n%s", diff)
	}
}

// The area is 3 + 2/3 + 4/9 + 4/9 = 41/9. From 3 on it is 14/9, from 4 on 8/9,
// and both stops were one of three at risk, 1/(3·2): the variance is
// ((14/9)² + (8/9)²)/6 = 130/243; the stop at 6 has no area after it.
func TestRMSTByHand(t *testing.T) {
	c := mustCurve(t, lateEntries(), survival.Options{})
	r := c.RMST(6)
	wantSome(t, "mean", r.Estimate, 41./9)
	wantSome(t, "se", r.StdErr, math.Sqrt(130./243))
	wantSome(t, "lower", r.Lower, 41./9-1.959963984540054*math.Sqrt(130./243))
	wantSome(t, "upper", r.Upper, 41./9+1.959963984540054*math.Sqrt(130./243))
	for _, tau := range []float64{7.5, 0, -1, math.NaN(), math.Inf(1)} {
		if r := c.RMST(tau); r.Estimate.OK || r.Reason == "" {
			t.Errorf("tau %v: got %+v, want no estimate and a reason", tau, r)
		}
	}
}

// Values from R: survfit(Surv(1:3, c(0,1,0)) ~ 1, conf.type = "log-log").
func TestThreeRowsAsInR(t *testing.T) {
	threeRows := []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}, {Exit: 3}}
	c := mustCurve(t, threeRows, survival.Options{})
	if p := c.Points[0]; p.StdErr != varighet.Some(0.0) || p.Lower.OK || p.Upper.OK {
		t.Errorf("at S = 1: got %+v, want a standard error of 0 and no limits", p)
	}
	for _, ct := range []survival.ConfType{survival.Log, survival.Plain, survival.Logit, survival.Arcsin} {
		p := mustCurve(t, threeRows, survival.Options{ConfType: ct}).Points[0]
		defined := ct == survival.Log || ct == survival.Plain
		if p.Lower.OK != defined || p.Upper.OK != defined || defined && (p.Lower.V != 1 || p.Upper.V != 1) {
			t.Errorf("%s limits at S = 1: got %v to %v", ct, p.Lower, p.Upper)
		}
	}
	p := c.Points[1]
	wantSome(t, "se", p.StdErr, 0.3535533905932738)
	if !near(p.Lower.V, 0.0059830876391457588, 1e-12) || !near(p.Upper.V, 0.91041008483673735, 1e-12) {
		t.Errorf("limits: got %v to %v", p.Lower, p.Upper)
	}
	want := survival.Quantile{P: 0.5, Time: varighet.Some(2.5), Lower: varighet.Some(2.0)}
	if diff := cmp.Diff(want, c.Median()); diff != "" {
		t.Errorf("median (-want +got):\n%s", diff)
	}
	r := c.RMST(3)
	wantSome(t, "rmst", r.Estimate, 2.5)
	wantSome(t, "rmst se", r.StdErr, 0.3535533905932738)
}

func TestQuantileTakesTheMiddleOfAFlatStretch(t *testing.T) {
	stops := func(times ...float64) (out []survival.Tenure) {
		for _, x := range times {
			out = append(out, survival.Tenure{Exit: x, Stopped: true})
		}
		return out
	}
	none := varighet.Opt[float64]{}
	for _, test := range []struct {
		name    string
		tenures []survival.Tenure
		p       float64
		want    varighet.Opt[float64]
	}{
		{"half are gone from 2 to 3", stops(1, 2, 3, 4), 0.5, varighet.Some(2.5)},
		{"more than half are gone at 2", stops(1, 2, 3), 0.5, varighet.Some(2.0)},
		{"half are gone from 2 to the end", append(stops(1, 2), survival.Tenure{Exit: 4}, survival.Tenure{Exit: 5}),
			0.5, varighet.Some(3.5)},
		{"never half", append(stops(1), survival.Tenure{Exit: 4}, survival.Tenure{Exit: 5}), 0.5, none},
		{"nobody is gone from the start", stops(1, 2), 0, varighet.Some(0.0)},
		{"all are gone", stops(1, 2), 1, varighet.Some(2.0)},
		{"not a share", stops(1, 2), 1.5, none},
		{"not a number", stops(1, 2), math.NaN(), none},
	} {
		if got := mustCurve(t, test.tenures, survival.Options{}).Quantile(test.p).Time; got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// Of 2m that stop one after the other, half are gone from m to m + 1. S(m) is a
// product that comes out a little above 1/2 for some m and below for others.
func TestMedianDoesNotHangOnRounding(t *testing.T) {
	above, below := 0, 0
	var tenures []survival.Tenure
	for m := 1; m <= 100; m++ {
		for range 2 {
			tenures = append(tenures, survival.Tenure{Exit: float64(len(tenures) + 1), Stopped: true})
		}
		c := mustCurve(t, tenures, survival.Options{})
		if got, want := c.Median().Time, varighet.Some(float64(m)+0.5); got != want {
			t.Errorf("%d tenures: got %v, want %v", 2*m, got, want)
		}
		switch s := c.At(float64(m)).Survival; {
		case s > 0.5:
			above++
		case s < 0.5:
			below++
		}
	}
	if above == 0 || below == 0 {
		t.Errorf("rounding took S above 1/2 %d times and below %d times; the test needs both", above, below)
	}
}

// Of the five spells 4, 6 and 7 had lasted to 4; one stopped there: S(4) = 2/3.
func TestConditionalCurveByHand(t *testing.T) {
	whole := mustCurve(t, fiveSpells(), survival.Options{})
	c, err := whole.ConditionalFrom(4)
	if err != nil {
		t.Fatal(err)
	}
	if c.N != 3 || c.Events != 2 || c.From != 4 || c.PersonTime != 0+2+3 || c.Points[0].Entered != 3 {
		t.Errorf("got %+v", c)
	}
	wantNear(t, "S(4)", c.At(4).Survival, 2./3)
	if at := c.At(3); !at.Beyond {
		t.Errorf("before the start: got %+v, want Beyond", at)
	}
	r := c.RMST(7)
	wantSome(t, "mean time left of the first 3", r.Estimate, 3*2./3)
	if _, err := whole.ConditionalFrom(7.5); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("after the last time: got %v, want ErrNoTenures", err)
	}
	if same, err := whole.ConditionalFrom(0); err != nil || same != whole {
		t.Errorf("from 0: got %v, %v, want the curve itself", same, err)
	}
}

// One early tenure stops alone at 1, which takes S to 0 for good. Three more
// enter at 2. With at least 2 at risk the curve is 2/3 from 3 and ends at 4.
func TestTinyFirstRiskSetIsConditionedAway(t *testing.T) {
	whole := mustCurve(t, []survival.Tenure{
		{Exit: 1, Stopped: true}, {Entry: 2, Exit: 3, Stopped: true}, {Entry: 2, Exit: 4}, {Entry: 2, Exit: 5, Stopped: true},
	}, survival.Options{})
	if s := whole.At(4).Survival; s != 0 {
		t.Errorf("unconditioned S(4): got %v, want 0", s)
	}
	if said := strings.Join(whole.Warnings, "\n"); !strings.Contains(said, "all at risk stopped at 1") {
		t.Errorf("warnings: got %q", said)
	}
	c, err := whole.MinAtRisk(2)
	if err != nil {
		t.Fatal(err)
	}
	if c.From != 3 || c.N != 3 || len(c.Points) != 2 {
		t.Fatalf("got %+v", c)
	}
	wantNear(t, "S(3)", c.At(3).Survival, 2./3)
	if !c.At(5).Beyond || c.At(4).Beyond {
		t.Errorf("got Beyond %t at 5 and %t at 4, want true and false", c.At(5).Beyond, c.At(4).Beyond)
	}
	want := []string{
		"given a tenure of at least 3: fewer than 2 at risk before", "cut after 4: fewer than 2 at risk later",
		"never 5 at risk",
	}
	if diff := cmp.Diff(want, c.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if _, err := whole.MinAtRisk(4); !errors.Is(err, survival.ErrFewAtRisk) {
		t.Errorf("at least 4: got %v, want ErrFewAtRisk", err)
	}
	if len(whole.Points) != 4 || whole.From != 0 {
		t.Errorf("the curve was changed: %+v", whole)
	}
}

func TestWarningsSayWhereFewAreAtRisk(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 8 {
		tenures = append(tenures, survival.Tenure{Entry: 1, Exit: float64(10 + i)})
	}
	c := mustCurve(t, append(tenures, survival.Tenure{Exit: 1}), survival.Options{})
	want := []string{"fewer than 5 at risk before 10", "fewer than 5 at risk after 13"}
	if diff := cmp.Diff(want, c.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// Six are at risk at 1, where two stop; four at 2, where one is censored; two enter after 2, so that
// five are at risk at 3.
func TestWarningsSayHowOftenFewAreBetween(t *testing.T) {
	c := mustCurve(t, []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 3}, {Exit: 3}, {Exit: 3},
		{Entry: 2, Exit: 3}, {Entry: 2, Exit: 3}}, survival.Options{})
	of4, err := c.MinAtRisk(4)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*survival.Curve{c, of4} {
		if diff := cmp.Diff([]string{"fewer than 5 at risk at 1 times between 1 and 3"}, c.Warnings); diff != "" {
			t.Errorf("warnings (-want +got):\n%s", diff)
		}
	}
}

func TestInvalidTenuresAreNamed(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for name, bad := range map[string]survival.Tenure{
		"exit at entry":     {Entry: 3, Exit: 3},
		"exit before entry": {Entry: 3, Exit: 2.5},
		"negative exit":     {Exit: -1},
		"negative entry":    {Entry: -1, Exit: 1},
		"endless":           {Exit: inf},
		"not a number":      {Entry: nan, Exit: 1},
		"rounding only":     {Entry: 0.3, Exit: 0.1 + 0.2 + 1e-12},
	} {
		_, err := survival.KaplanMeier([]survival.Tenure{{Exit: 1}, bad, {Exit: 0.5}}, survival.Options{})
		var te *survival.TenureError
		if !errors.As(err, &te) || te.Index != 1 {
			t.Errorf("%s: got %v, want a TenureError for index 1", name, err)
		}
	}
	if _, err := survival.KaplanMeier(nil, survival.Options{}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("none: got %v, want ErrNoTenures", err)
	}
	for _, opt := range []survival.Options{{ConfLevel: 1}, {ConfLevel: -0.5}, {ConfLevel: nan}, {ConfType: 9}} {
		if _, err := survival.KaplanMeier(fiveSpells(), opt); err == nil {
			t.Errorf("%+v: got no error", opt)
		}
	}
}

// One that ends at 0 has been at risk at 0, like the two others: S(0) = 2/3.
func TestTimeZeroIsATime(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 0, Stopped: true}, {Exit: 0.5}, {Exit: 2, Stopped: true}}
	c := mustCurve(t, tenures, survival.Options{})
	if p := c.Points[0]; p.Time != 0 || p.AtRisk != 3 || p.Entered != 3 {
		t.Errorf("got %+v, want 3 at risk at 0", p)
	}
	wantNear(t, "S(0)", c.At(0).Survival, 2./3)
}

// Two from the start and two from month 3: one stops in 3, one in 5, and two are censored in 5. At
// risk at 3 are the two; at 5, three.
func TestMonthsOfCountsByHand(t *testing.T) {
	var m survival.MonthCounts
	for _, x := range []struct {
		entry, exit int
		stopped     bool
	}{{0, 3, true}, {0, 5, true}, {3, 5, false}, {3, 5, false}} {
		if err := m.Add(x.entry, x.exit, x.stopped); err != nil {
			t.Fatal(err)
		}
	}
	all := slices.Collect(m.All())
	want := []survival.MonthCount{
		{Month: 0, AtRisk: 2, Entered: 2, EnteredWeight: 2},
		{Month: 3, AtRisk: 2, Entered: 2, Stopped: 1, EnteredWeight: 2, StoppedWeight: 1},
		{Month: 5, AtRisk: 3, Stopped: 1, Censored: 2, StoppedWeight: 1, CensoredWeight: 2},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	again, err := survival.MonthCountsOf(all, false)
	if err != nil || !slices.Equal(slices.Collect(again.All()), all) {
		t.Errorf("read back: got %+v, %v", slices.Collect(again.All()), err)
	}
}

// Of a stop at 1 that stands for three and a censoring at 2 that stands for one, a quarter is left
// after 1. Beta-product limits, made of counts, are refused, but of counts without weights.
func TestWeightedMonthCountsByHand(t *testing.T) {
	var weighted, plain survival.MonthCounts
	err := errors.Join(weighted.AddWeighted(0, 1, true, 3), weighted.AddWeighted(0, 2, false, 1), plain.Add(0, 1, true), plain.Add(0, 2, false))
	if err != nil {
		t.Fatal(err)
	}
	c, err := weighted.Curve(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "S(1)", c.At(1).Survival, 0.25)
	again, err := survival.MonthCountsOf(slices.Collect(weighted.All()), true)
	if err != nil || !again.Weighted() || !slices.Equal(slices.Collect(again.All()), slices.Collect(weighted.All())) {
		t.Errorf("read back: got %+v, %v", again, err)
	}
	for _, sum := range []float64{0, 1e300} { // what one tenure that counts cannot weigh
		months := slices.Collect(weighted.All())
		months[1].StoppedWeight = sum
		if _, err := survival.MonthCountsOf(months, true); err == nil || !strings.Contains(err.Error(), "month 1 has a sum of weights") {
			t.Errorf("a sum of %v: got %v", sum, err)
		}
	}
	var mixed survival.MonthCounts // one that counts 1, then one that stands for three
	if err := errors.Join(mixed.Add(0, 1, true), mixed.AddWeighted(0, 2, false, 3)); err != nil {
		t.Fatal(err)
	}
	if c, err = mixed.Curve(survival.Options{}); err != nil {
		t.Fatal(err)
	}
	wantNear(t, "S(1) of one of four", c.At(1).Survival, 0.75)
	if c, err := weighted.Curve(survival.Options{ConfType: survival.BetaProduct}); err == nil {
		t.Errorf("got %+v, want an error", c)
	}
	if _, err := plain.Curve(survival.Options{ConfType: survival.BetaProduct}); err != nil {
		t.Error(err)
	}
}

func TestMonthCountsRefuseWhatIsNoTenure(t *testing.T) {
	var m survival.MonthCounts
	if err := m.Add(0, 3, true); err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][2]int{{3, 3}, {4, 2}, {-1, 2}, {0, -1}, {-3, -2}, {0, survival.MaxMonths + 1}} {
		var te *survival.TenureError
		if err := m.Add(bad[0], bad[1], false); !errors.As(err, &te) {
			t.Errorf("%v: got %v, want a TenureError", bad, err)
		}
	}
	if m.N() != 1 {
		t.Errorf("got %d tenures, want 1", m.N())
	}
	if _, err := new(survival.MonthCounts).Curve(survival.Options{}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("none: got %v, want ErrNoTenures", err)
	}
}

// 0.1 + 0.2 is not 0.3 in binary. 0.001 and 0.001 + 1e−8 differ by less than
// 1.5e−8, and 1e9 and 1e9 + 1 by a billionth of their mean. All are ties in R.
// One is seen from the start, so that 0 is a time to which the other's entry is tied; without the one
// it is not.
func TestAnEntryNear0IsTiedToAStart(t *testing.T) {
	late := survival.Tenure{Entry: 1e-9, Exit: 2, Stopped: true}
	tied, collapsed, err := survival.TieTimes([]survival.Tenure{{Exit: 1, Stopped: true}, late})
	if err != nil || len(collapsed) > 0 || tied[1] != (survival.Tenure{Exit: 2, Stopped: true}) {
		t.Errorf("got %+v, %v, %v, want an entry of 0", tied, collapsed, err)
	}
	if tied, _, err := survival.TieTimes([]survival.Tenure{late}); err != nil || tied[0] != late {
		t.Errorf("alone: got %+v, %v, want it as it was", tied, err)
	}
}

func TestNearTiesAreTied(t *testing.T) {
	tenths := []float64{0.1, 0.2}
	for _, exits := range [][2]float64{{0.3, tenths[0] + tenths[1]}, {0.001, 0.001 + 1e-8}, {1e9, 1e9 + 1}} {
		c := mustCurve(t, []survival.Tenure{{Exit: exits[0], Stopped: true}, {Exit: exits[1]}}, survival.Options{})
		if len(c.Points) != 1 || c.Points[0].AtRisk != 2 || c.Points[0].Time != exits[0] {
			t.Errorf("%v: got %+v, want one point with 2 at risk", exits, c.Points)
		}
	}
	apart := []survival.Tenure{{Exit: 1.5}, {Exit: 1.5 + 1e-7}}
	if tied, _, err := survival.TieTimes(apart); err != nil || &tied[0] != &apart[0] {
		t.Errorf("times apart: got %v, %v, want the slice itself", tied, err)
	}
	_, collapsed, err := survival.TieTimes([]survival.Tenure{{Exit: 2.5}, {Entry: 1, Exit: 1 + 1e-9}})
	if err != nil || !cmp.Equal(collapsed, []int{1}) {
		t.Errorf("entry and exit tied: got %v, %v, want tenure 1", collapsed, err)
	}
}

func TestNamesOfConfidenceTypesReadBack(t *testing.T) {
	for _, name := range []string{"log-log", "log", "plain", "logit", "arcsin"} {
		if ct, ok := survival.ParseConfType(name); !ok || ct.String() != name {
			t.Errorf("%s: got %s, %t", name, ct, ok)
		}
	}
	if ct, ok := survival.ParseConfType("none"); ok {
		t.Errorf("none: got %s", ct)
	}
}

// A number after the last of its kind has no name, and cannot be asked for.
func TestNumbersAfterTheLastHaveNoName(t *testing.T) {
	weight := survival.Weight{Kind: survival.FlemingHarrington + 1}
	for _, x := range []fmt.Stringer{survival.BetaProduct + 1, survival.NoAdjustment + 1, survival.StopsFall + 1, weight} {
		if x.String() != "unknown" {
			t.Errorf("%T: got %q", x, x)
		}
	}
	if o, err := (survival.Options{ConfType: survival.BetaProduct + 1}).Complete(); err == nil {
		t.Errorf("got %+v, want an error", o)
	}
	tenures, groups := twoGroups()
	if r := mustCompare(t, tenures, groups, nil).Test(weight); r.Chi2.OK || r.Reason == "" {
		t.Errorf("got %+v, want a reason", r)
	}
}

func TestErrorsReadAsASentence(t *testing.T) {
	_, err := survival.KaplanMeier([]survival.Tenure{{Exit: 1}, {Entry: 3.5, Exit: 2}}, survival.Options{})
	if want := "tenure 1, from 3.5 to 2: the exit is not after the entry"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	rejected := survival.Reject(3, survival.TimeOrder)
	if want := "row 3: time-order: the entry is not before the time"; rejected.Error() != want {
		t.Errorf("got %s, want %s", rejected, want)
	}
}

// A curve that was put together by hand has no counts to start later from.
func TestACurveWithoutCountsHasNoStretchOfItsOwn(t *testing.T) {
	c := survival.Curve{Points: []survival.Point{{Time: 1, AtRisk: 1, Survival: 1}, {Time: 2, AtRisk: 5, Survival: 0.8}}}
	if out, err := c.MinAtRisk(5); out != nil || !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("got %+v, %v, want %v", out, err, survival.ErrNoTenures)
	}
}

// A censoring at 1 stands for three and a stop at 2 for one. Turned about, three of four are gone at 1
// and a quarter is left; the counts themselves are as they were, with nobody gone at 1.
func TestFollowUpOfWeightedMonthCountsByHand(t *testing.T) {
	var m survival.MonthCounts
	if err := errors.Join(m.AddWeighted(0, 1, false, 3), m.AddWeighted(0, 2, true, 1)); err != nil {
		t.Fatal(err)
	}
	for what, x := range map[string]struct {
		curve func(survival.Options) (*survival.Curve, error)
		want  float64
	}{"follow-up": {m.FollowUp, 0.25}, "tenure": {m.Curve, 1}} {
		c, err := x.curve(survival.Options{})
		if err != nil {
			t.Fatal(err)
		}
		wantNear(t, what+" S(1)", c.At(1).Survival, x.want)
	}
}

func TestCurvesOfGroupsRefuseALevelThatIsNone(t *testing.T) {
	c, err := survival.KaplanMeierGroups([]survival.Tenure{{Exit: 2}}, []int{0}, 1, survival.Options{ConfLevel: 2})
	if c != nil || err == nil || !strings.Contains(err.Error(), "confidence level") {
		t.Errorf("got %v, %v", c, err)
	}
}
