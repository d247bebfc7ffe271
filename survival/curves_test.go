package survival

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// aml are the times and labels of the data set aml of R's survival: 11 maintained and then 12 not.
func aml() (tenures []Tenure, groups []string) {
	stopped := map[bool][]float64{true: {9, 13, 18, 23, 31, 34, 48}, false: {5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45}}
	censored := map[bool][]float64{true: {13, 28, 45, 161}, false: {16}}
	for _, maintained := range []bool{true, false} {
		label := map[bool]string{true: "Maintained", false: "Nonmaintained"}[maintained]
		for _, t := range stopped[maintained] {
			tenures, groups = append(tenures, Tenure{Exit: t, Stopped: true}), append(groups, label)
		}
		for _, t := range censored[maintained] {
			tenures, groups = append(tenures, Tenure{Exit: t}), append(groups, label)
		}
	}
	return tenures, groups
}

// R 4.2.2, survival 3.5.3: survfit(Surv(time, status) ~ x, aml, conf.type = "log-log") prints
//
//	                 n events median 0.95LCL 0.95UCL
//	x=Maintained    11      7     31      13      NA
//	x=Nonmaintained 12     11     23       5      33
//
// By hand, the risk sets fall below 5 after 31 and after 27.
func TestCurvesPrintAsRPrintsThem(t *testing.T) {
	tenures, groups := aml()
	curves, err := Sample{Tenures: tenures}.KaplanMeierBy(groups, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `group          n   late  events  median  95 % limits
Maintained     11  0     7       31      13 to not reached
Nonmaintained  12  0     11      23      5 to 33
warning: Maintained: fewer than 5 at risk after 31
warning: Nonmaintained: fewer than 5 at risk after 27`
	if diff := cmp.Diff(want, curves.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// survfit(Surv(time, status) ~ 1, aml, conf.type = "log-log"): 23, 18, 27, 13, 34
	all, err := KaplanMeier(tenures, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Split(all.String(), "\n")[1], "23  0     18      27      13 to 34"; got != want {
		t.Errorf("all: got %q, want %q", got, want)
	}
	if got, want := all.Median().String(), "27 (13 to 34)"; got != want {
		t.Errorf("median: got %q, want %q", got, want)
	}
}

// R 4.2.2, survival 3.5.3: print(survdiff(Surv(time, status) ~ x, aml), digits = 6) is
//
//	                 N Observed Expected (O-E)^2/E (O-E)^2/V
//	x=Maintained    11        7 10.68934   1.27334   3.39639
//	x=Nonmaintained 12       11  7.31066   1.86183   3.39639
//
// with p = 0.06533932204.
func TestComparisonPrintsAsRPrintsIt(t *testing.T) {
	tenures, groups := aml()
	c, err := Compare(tenures, groups, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := `group          n   observed  expected  (O-E)^2/E  (O-E)^2/V
Maintained     11  7         10.69     1.273      3.396
Nonmaintained  12  11        7.311     1.862      3.396
logrank: chi2 = 3.396 on 1 df, p = 0.06534`
	if diff := cmp.Diff(want, c.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A test that is not defined says why, and a group that nothing is expected of has dashes.
func TestComparisonOfOneGroupSaysWhy(t *testing.T) {
	c, err := Compare([]Tenure{{Exit: 2, Stopped: true}, {Exit: 3}}, []string{"a", "a"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.String(); !strings.Contains(got, "logrank: not defined: fewer than two groups were at risk") {
		t.Errorf("got %s", got)
	}
}

// The curves of groups are those of each group's tenures, in the order of sizes; weights and
// clusters go with their tenures, and one of weight 0 is not there. By hand: two groups of two.
func TestKaplanMeierByGivesEachGroupsCurve(t *testing.T) {
	s := Sample{
		Tenures: []Tenure{{Exit: 3, Stopped: true}, {Exit: 9, Stopped: true}, {Exit: 5}, {Exit: 4, Stopped: true}, {Exit: 1}},
		Weights: []float64{2, 1, 1, 3, 0}, Clusters: []string{"a", "b", "b", "c", "d"},
	}
	curves, err := s.KaplanMeierBy([]string{">=2000", "<2000", ">=2000", "<2000", "<2000"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(curves) != 2 || curves[0].Group != "<2000" || curves[1].Group != ">=2000" {
		t.Fatalf("got %v", curves)
	}
	// 4 tenures by weight below 2000, 3 stop at 4; of those above, 2 of 3 stop at 3.
	small, large := curves.Of("<2000"), curves.Of(">=2000")
	if s, l := small.At(4).Survival, large.At(3).Survival; s != 0.25 || l != 1./3 {
		t.Errorf("got S(4) = %v and S(3) = %v, want 1/4 and 1/3", s, l)
	}
	if small.N != 2 || small.Clusters != 2 || curves.Of("none") != nil {
		t.Errorf("got n = %d and %d clusters, want 2 and 2", small.N, small.Clusters)
	}
	one, err := s.KaplanMeierBy(nil, Options{})
	if err != nil || len(one) != 1 || one[0].Group != "all" || one[0].Curve.N != 4 {
		t.Errorf("without groups: got %v, %v", one, err)
	}
	if _, err := s.KaplanMeierBy([]string{"a"}, Options{}); err == nil {
		t.Error("too few labels: got no error")
	}
	if _, err := (Sample{}).KaplanMeierBy(nil, Options{}); !errors.Is(err, ErrNoTenures) {
		t.Errorf("no tenures: got %v", err)
	}
}

// A share prints with its letter, its count and its limits; 6 of 16 is ALIS-Vest's turnover.
func TestTurnoverSharePrints(t *testing.T) {
	lower, upper, err := ClopperPearson(6, 16, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	s := TurnoverShare{Definition: TurnoverByPosition, Within: 13, Gone: 6, Of: 16}
	if got, want := s.String(), "left within 13 months, d (by_position): nothing could be counted"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.Share, s.Lower, s.Upper = varighet.Some(6./16), varighet.Some(lower), varighet.Some(upper)
	if got, want := s.String(), "left within 13 months, d (by_position): 6/16, 37.5 % (15.2 to 64.6)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if s.Withheld = true; s.String() != "left within 13 months, d (by_position): withheld" {
		t.Errorf("got %q", s.String())
	}
}

// Six stop one after the other. Five or more are at risk at 1 and 2 only, so that the curve is shown to 2;
// without a stop after that it is shown whole, and of four there is none.
func TestWhereAShownCurveEnds(t *testing.T) {
	var tenures []Tenure
	for i := range 6 {
		tenures = append(tenures, Tenure{Exit: float64(i + 1), Stopped: true})
	}
	alike := slices.Repeat([]Tenure{{Exit: 3, Stopped: true}}, 6)
	for name, x := range map[string]struct {
		tenures []Tenure
		cut     float64
		few     bool
	}{"six": {tenures, 2, false}, "all at once": {alike, 0, false}, "four": {tenures[:4], 0, true}, "none": {nil, 0, false}} {
		c, err := NewGroupCurve("g", x.tenures, 0.95)
		if err != nil || c.CutAfter() != x.cut || c.TooFew() != x.few {
			t.Errorf("%s: cut after %v, too few %v, %v; want %v, %v", name, c.CutAfter(), c.TooFew(), err, x.cut, x.few)
		}
	}
}

// Half have left at 12. Of a curve that is known at 6 and 12 the step is six months, and the median is 12;
// known at 5 and 12, or at 12 alone, all that is known is that it is after 5, or after 0.
func TestMedianInAWideStepIsItsEnds(t *testing.T) {
	tenures := append(slices.Repeat([]Tenure{{Exit: 12, Stopped: true}}, 12), slices.Repeat([]Tenure{{Exit: 30}}, 8)...)
	for _, x := range []struct {
		steps []float64
		after varighet.Opt[float64]
	}{{nil, varighet.Opt[float64]{}}, {[]float64{6, 12}, varighet.Opt[float64]{}}, {[]float64{5, 12}, varighet.Some(5.0)}, {[]float64{12}, varighet.Some(0.0)}} {
		c, err := NewGroupCurve("g", tenures, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		c.Steps = x.steps
		if m := c.Median(); m.After != x.after || m.Median.Time != varighet.Some(12.0) {
			t.Errorf("known at %v: got %+v, want 12, after %v", x.steps, m, x.after)
		}
	}
}

// What makes one curve impossible makes those of groups so; an option that is none is said of the first.
func TestCurvesThatCannotBeMade(t *testing.T) {
	tenures, groups := []Tenure{{Exit: 1, Stopped: true}, {Exit: 2}}, []string{"b", "a"}
	for want, make := range map[string]func() (Curves, error){
		"2 tenures with 1 weights and 0 clusters": func() (Curves, error) {
			return Sample{Tenures: tenures, Weights: []float64{1}}.KaplanMeierBy(groups, Options{})
		},
		"a: ": func() (Curves, error) { return Sample{Tenures: tenures}.KaplanMeierBy(groups, Options{ConfLevel: 2}) },
	} {
		if curves, err := make(); curves != nil || err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, %v, want %q", curves, err, want)
		}
	}
	if got := (Curves{}).String(); got != "no curves" {
		t.Errorf("none print as %q", got)
	}
}
