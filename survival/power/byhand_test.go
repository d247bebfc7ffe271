package power_test

import (
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/power"
	"github.com/varighet/varighet/survival/rates"
)

func weibull(t *testing.T, median, shape float64) *rates.Reference {
	t.Helper()
	ref, err := rates.WeibullReference(median, shape)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func unit(entry, until float64, ref *rates.Reference) power.Unit {
	return power.Unit{Reach: survival.Reach{Until: until}, Entry: entry, Reference: ref}
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// Two agreements of two months, half of whom leave in each month by the baseline: what it
// expects is 1/2 a month. One of them leaves in the first month with E = 1/2, in the second
// with E = 1, or stays with E = 1; at ratio 1 with 1/2, 1/4 and 1/4, at ratio 2, where 3/4
// leave in a month, with 3/4, 3/16 and 1/16. The 20 % limits of none, one and two are 0 to
// 0.916, 0.511 to 2.022, and 1.376 to 3.105. So they are above 1 just if both leave in the
// first month (E = 1 < 1.376; the next greater E is 1.5), and below 1 just if nobody leaves
// (E = 2 > 0.916): with one stop E is 1.5 or 2, which is between its limits.
func TestTwoAgreementsByHand(t *testing.T) {
	ref := weibull(t, 1, 1)
	d := power.Design{Units: []power.Unit{unit(0, 2, ref), unit(0, 2, ref)}, WholeMonths: true}
	for _, x := range []struct{ ratio, stops, expected, below, above float64 }{
		{1, 2 * 3. / 4, 2 * 3. / 4, 1. / 16, 1. / 4},
		{2, 2 * 15. / 16, 2 * (3./8 + 1./4), 1. / 256, 9. / 16},
	} {
		law, err := d.Law(x.ratio)
		if err != nil {
			t.Fatal(err)
		}
		below, above, err := law.Chance(0.2)
		if err != nil || !near(law.Stops, x.stops, 1e-12) || !near(law.Expected, x.expected, 1e-12) ||
			!near(below, x.below, 1e-12) || !near(above, x.above, 1e-12) {
			t.Errorf("ratio %v: got %v stops, %v expected, chances %v and %v, %v; want %+v", x.ratio, law.Stops, law.Expected, below, above, err, x)
		}
	}
}

// A position of two months with the same baseline. Where who leaves is replaced at once, two
// half chances are taken whatever happens: E = 1, and O is 0, 1 or 2 with 1/4, 1/2 and 1/4. At
// 20 % E = 1 is above the upper limit of none, 0.916, and below the lower one of two, 1.376.
// With a month's vacancy who leaves in the first month, as half do, takes the second along: O
// = 1 and E = 1/2, which is below the lower limit of one, 0.511.
func TestAPositionByHand(t *testing.T) {
	d := power.Design{Units: []power.Unit{unit(0, 2, weibull(t, 1, 1))}, WholeMonths: true, Replaced: true}
	for _, x := range []struct {
		vacant                        int
		stops, expected, below, above float64
	}{{0, 1, 1, 1. / 4, 1. / 4}, {1, 3. / 4, 3. / 4, 1. / 4, 1. / 2}} {
		d.Vacant = x.vacant
		law, err := d.Law(1)
		if err != nil {
			t.Fatal(err)
		}
		below, above, err := law.Chance(0.2)
		if err != nil || !near(law.Stops, x.stops, 1e-12) || !near(law.Expected, x.expected, 1e-12) ||
			!near(below, x.below, 1e-12) || !near(above, x.above, 1e-12) {
			t.Errorf("got %v stops, %v expected, chances %v and %v, %v; want %+v", law.Stops, law.Expected, below, above, err, x)
		}
	}
}

// One agreement with exact times and Λ = 2 log 2 by the baseline. At ratio θ it stops with
// 1 − 4^{−θ}, and the mean of E is that over θ. A stop leaves 20 % limits above 1 if E is
// below 0.5108 = −log(0.6): with 1 − 0.6^θ. No stop leaves them below, as 1.386 > 0.916.
func TestAnExactTimeByHand(t *testing.T) {
	d := power.Design{Units: []power.Unit{unit(3, 5, weibull(t, 1, 1))}}
	for _, ratio := range []float64{0.5, 1, 3} {
		law, err := d.Law(ratio)
		if err != nil {
			t.Fatal(err)
		}
		stops := 1 - math.Pow(4, -ratio)
		below, above, err := law.Chance(0.2)
		if err != nil || !near(law.Stops, stops, 1e-12) || !near(law.Expected, stops/ratio, 1e-9) ||
			!near(below, 1-stops, 1e-12) || !near(above, 1-math.Pow(0.6, ratio), 0.002) {
			t.Errorf("ratio %v: got %v stops, %v expected, chances %v and %v, %v", ratio, law.Stops, law.Expected, below, above, err)
		}
	}
}

// Sixteen positions of 24 months with 1/100 leaving in a month: 3.84 are expected, always, and
// stops are binomial of 384. They are below the baseline just if there are none, since 3.84 is
// above 3.689 and below the 5.572 of one (R 4.2.2, poisson.test(0:1)$conf.int), and above if
// there are nine at least, as 3.84 is above the 3.454 of eight and below the 4.115 of nine. So
// at ratio 1 the chances are 0.99^384 and 1 − pbinom(8, 384, 0.01); at 2, where 1 − 0.99² leave
// in a month, 1 − pbinom(8, 384, 0.0199) (R 4.2.2).
func TestPositionsAreBinomialAtAConstantHazard(t *testing.T) {
	ref := weibull(t, -math.Ln2/math.Log(0.99), 1)
	d := power.Design{WholeMonths: true, Replaced: true}
	for range 16 {
		d.Units = append(d.Units, unit(7, 31, ref))
	}
	p, err := power.Of(d, 0.95, []float64{2})
	if err != nil {
		t.Fatal(err)
	}
	if !near(p.Expected, 3.84, 1e-12) || p.Time != 384 || p.Units != 16 {
		t.Errorf("got %+v, want 3.84 expected in 384 months of 16", p)
	}
	if want := math.Pow(0.99, 384) + 0.0164478025839832; !near(p.FalseAlarm, want, 1e-9) {
		t.Errorf("false alarm: got %v, want %v", p.FalseAlarm, want)
	}
	if r := p.Ratios[0]; !near(r.Stops, 384*0.0199, 1e-9) || !near(r.Expected, 3.84, 1e-12) || !near(r.Chance, 0.357055421067986, 1e-9) {
		t.Errorf("doubled: got %+v, want %v stops with the chance %v", r, 384*0.0199, 0.357055421067986)
	}
	// At a halved hazard nobody leaves with 0.99^192.
	if !near(p.Halved, math.Pow(0.99, 192), 1e-9) || p.Doubled != p.Ratios[0].Chance || !p.TooFew {
		t.Errorf("got %v and %v, too few %v", p.Halved, p.Doubled, p.TooFew)
	}
	// Nobody leaves with 0.8 if the ratio is log 0.8 over log 0.99^384.
	if want := math.Log(0.8) / (384 * math.Log(0.99)); !near(p.DetectableBelow.V, want, 1e-4*want) {
		t.Errorf("detectable below: got %v, want %v", p.DetectableBelow, want)
	}
	// 3.84 is on the line between 3 and 4, whose limits are 0.6186721 to 8.767273 and 1.089865
	// to 10.241589 (R 4.2.2, poisson.test(3) and (4)).
	lower, upper := 0.16*0.618672122895602+0.84*1.08986537362633, 0.16*8.767273069742323+0.84*10.24158867540370
	if !near(p.Lower.V, lower/3.84, 1e-9) || !near(p.Upper.V, upper/3.84, 1e-9) || !near(p.Width.V, upper/lower, 1e-8) {
		t.Errorf("limits: got %+v, want %v to %v", p.Limits, lower/3.84, upper/3.84)
	}
}

// The limits of no stop are 0 to 3.69: with 3.6 expected if nobody leaves nothing below the
// baseline can be shown, and it is said why.
func TestNoRatioBelowCanBeTold(t *testing.T) {
	d := power.Design{WholeMonths: true, Replaced: true}
	ref := weibull(t, -math.Ln2/math.Log(0.99), 1)
	for range 15 {
		d.Units = append(d.Units, unit(0, 24, ref))
	}
	p, err := power.Of(d, 0.95, nil)
	if err != nil || p.DetectableBelow.OK || p.Halved != 0 || !strings.Contains(p.NoneBelow, "3.60") || !strings.Contains(p.NoneBelow, "3.69") {
		t.Errorf("got %+v, %v", p, err)
	}
	if !p.DetectableAbove.OK || p.NoneAbove != "" {
		t.Errorf("above: got %v, %q", p.DetectableAbove, p.NoneAbove)
	}
	one := power.Design{WholeMonths: true, Units: d.Units[:1]}
	if p, err := power.Of(one, 0.999, nil); err != nil || p.DetectableAbove.OK || p.NoneAbove == "" {
		t.Errorf("one agreement at 99.9 %%: got %+v, %v", p, err)
	}
}

// Half a new unit a month for a year: the first comes after two months and has ten, the last
// comes at the end. The window of the second unit is over, and stays.
func TestLongerByHand(t *testing.T) {
	a, b := weibull(t, 10, 1), weibull(t, 20, 1)
	over := unit(0, 5, b)
	over.Over = true
	d := power.Design{Units: []power.Unit{unit(2, 8, a), over}, WholeMonths: true, Entering: 0.5}.Longer(12)
	want := []power.Unit{unit(2, 20, a), over, unit(0, 10, a), unit(0, 8, a), unit(0, 6, a), unit(0, 4, b), unit(0, 2, b), unit(0, 0, b)}
	if len(d.Units) != len(want) {
		t.Fatalf("got %d units, want %d", len(d.Units), len(want))
	}
	for i := range want {
		if d.Units[i] != want[i] {
			t.Errorf("unit %d: got %+v, want %+v", i, d.Units[i], want[i])
		}
	}
}

// What cannot be is refused, and a design of which nothing is expected has a reason.
func TestWhatCannotBeIsRefused(t *testing.T) {
	ref := weibull(t, 10, 1)
	one := []power.Unit{unit(0, 5, ref)}
	for name, d := range map[string]power.Design{
		"nobody":          {},
		"no baseline":     {Units: []power.Unit{unit(0, 5, nil)}},
		"backwards":       {Units: []power.Unit{unit(6, 5, ref)}},
		"not a number":    {Units: []power.Unit{unit(0, math.NaN(), ref)}},
		"half a month":    {Units: []power.Unit{unit(0, 5.5, ref)}, WholeMonths: true},
		"exact positions": {Units: one, Replaced: true},
		"too long":        {Units: []power.Unit{unit(0, 1201, ref)}, WholeMonths: true, Replaced: true},
		"before it began": {Units: one, WholeMonths: true, Replaced: true, Vacant: -1},
		"leaving":         {Units: one, Entering: -1},
	} {
		if _, err := power.Of(d, 0.95, nil); err == nil {
			t.Errorf("%s was taken for a design", name)
		}
		if _, err := d.Law(1); err == nil {
			t.Errorf("%s: a law was made", name)
		}
	}
	d := power.Design{Units: one}
	for _, ratio := range []float64{0, -1, 1, math.NaN(), math.Inf(1)} {
		if _, err := power.Of(d, 0.95, []float64{ratio}); err == nil {
			t.Errorf("a ratio of %v was taken", ratio)
		}
	}
	if _, err := power.Of(d, 1, nil); err == nil {
		t.Error("a level of 1 was taken")
	}
	for until, reason := range map[float64]string{0: "nothing is expected", 1e99: "more than 1e+06"} {
		p, err := power.Of(power.Design{Units: []power.Unit{unit(0, until, ref)}}, 0.95, []float64{2})
		if err != nil || !strings.Contains(p.Reason, reason) || p.Units != 1 || p.TooFew != (until == 0) {
			t.Errorf("until %v: got %+v, %v", until, p, err)
		}
	}
}

// Too few by the rule: neither a halved nor a doubled hazard has a chance of 0.8.
func TestTooFewToTell(t *testing.T) {
	for _, x := range []struct {
		halved, doubled float64
		want            bool
	}{{0.79, 0.79, true}, {0, 0.8, false}, {0.8, 0, false}, {0, 0, true}, {1, 1, false}} {
		if got := power.TooFewToTell(x.halved, x.doubled); got != x.want {
			t.Errorf("%v and %v: got %v", x.halved, x.doubled, got)
		}
	}
}
