package funnel_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

var usual = funnel.Options{ConfLevel: 0.95, Winsorise: 0.1}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*(1+math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Three units. At risk after 1 month: A 2, B 2, C 2, of whom A 1 and C 1 stop; after 2 months:
// A 1, B 1, C 1, of whom B and C stop.
//
//	A: E = 2·1/4 + 1·2/2 = 3/2,  var = 4·1/16 + 1·2/4 = 3/4,  (3/2)²/(3/4) = 3
//	B: E = 2·2/4 + 1·1/2 = 3/2,  var = 4·2/16 + 1·1/4 = 3/4,  3
//	C: E = 2·1/4 + 1·1/2 = 1,    var = 4·1/16 + 1·1/4 = 1/2,  2
func TestAgainstOthersByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2}, {Exit: 1}, {Exit: 2, Stopped: true},
		{Exit: 2, Stopped: true}, {Exit: 1, Stopped: true}}
	units, err := funnel.AgainstOthers(tenures, []string{"A", "A", "B", "B", "C", "C"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []funnel.Unit{
		{Name: "A", N: 2, Observed: 1, Expected: 1.5, ReferenceStops: varighet.Some(3.0)},
		{Name: "B", N: 2, Observed: 1, Expected: 1.5, ReferenceStops: varighet.Some(3.0)},
		{Name: "C", N: 2, Observed: 2, Expected: 1, ReferenceStops: varighet.Some(2.0)},
	}
	for i := range want {
		if units[i] != want[i] {
			t.Errorf("got %+v, want %+v", units[i], want[i])
		}
	}
}

// C is alone in its stratum; B goes on for longer than A, so that its stop after 9 months is held
// against nobody. A entered at 2, and is not at risk when B's first stops after 2 months.
func TestAgainstOthersLeavesOutWhatNobodyElseHas(t *testing.T) {
	tenures := []survival.Tenure{{Entry: 2, Exit: 5, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 9, Stopped: true}, {Exit: 3, Stopped: true}}
	units, err := funnel.AgainstOthers(tenures, []string{"A", "B", "B", "C"}, []string{"s", "s", "s", "t"})
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := units[0], units[1], units[2]
	if a.Observed != 1 || a.Expected != 0 || a.ReferenceStops.OK {
		t.Errorf("A: got %+v, want 1 observed and 0 of B's 1 at risk after 5 months expected", a)
	}
	if b.Observed != 0 || b.Expected != 1 || b.NotCompared != 2 {
		t.Errorf("B: got %+v, want 1·1/1 expected and both stops held against nobody", b)
	}
	if c.Observed != 0 || c.Expected != 0 || c.NotCompared != 1 {
		t.Errorf("C: got %+v, want nothing to be held against", c)
	}
	j, err := funnel.Judge(units, usual)
	if err != nil || j.Units[2].Ratio.OK || j.Units[2].Place != funnel.NotDefined {
		t.Errorf("C: got %+v, %v, want no ratio and no place", j.Units[2], err)
	}
}

// Of none where E were expected without error, the upper limit of the ratio is −ln 0.025/E; with
// relative variance 1/m, by 1 − (1 − p)^m = 0.975, m(0.025^{−1/m} − 1)/E. And where −ln 0.025 =
// 3.69 are expected, no stops at all are just outside; where fewer are, even they are inside.
func TestLimitsByHand(t *testing.T) {
	none := -math.Log(0.025)
	units := []funnel.Unit{{Name: "known", Expected: 2}, {Name: "uncertain", Expected: 2, ReferenceStops: varighet.Some(8.0)},
		{Name: "just outside", Expected: none + 1e-9}, {Name: "just inside", Expected: none - 1e-9}}
	j, err := funnel.Judge(units, usual)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "known", j.Units[0].Upper.V, none/2, 1e-12)
	near(t, "uncertain", j.Units[1].Upper.V, 8*(math.Pow(0.025, -1./8)-1)/2, 1e-10)
	if u := j.Units[2]; u.Place != funnel.Below || u.TooSmall || math.Abs(u.Funnel.V.Inner.Lower.V) > 1e-6 {
		t.Errorf("%+v, want no stops just below", u)
	}
	if u := j.Units[3]; u.Place != funnel.Inside || !u.TooSmall {
		t.Errorf("%+v, want no stops inside, and too small", u)
	}
}

// A unit comes to lie outside at just the numbers of stops that have a tail of 0.025 or less, be
// they Poisson or, with an uncertain reference, negative binomial: whole numbers are held against
// limits without steps.
func TestLawPlacesAreThoseOfTheTails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := funnel.Unit{Observed: rapid.IntRange(0, 60).Draw(t, "observed"), Expected: rapid.Float64Range(0.01, 40).Draw(t, "expected")}
		p := distuv.Poisson{Lambda: u.Expected}
		atMost := p.CDF
		if rapid.Bool().Draw(t, "uncertain") {
			m := rapid.Float64Range(1, 200).Draw(t, "stops")
			u.ReferenceStops = varighet.Some(m)
			atMost = func(x float64) (sum float64) {
				for k := 0.0; k <= x; k++ {
					a, _ := math.Lgamma(k + m)
					b, _ := math.Lgamma(m)
					c, _ := math.Lgamma(k + 1)
					sum += math.Exp(a - b - c + m*math.Log(m/(m+u.Expected)) + k*math.Log(u.Expected/(m+u.Expected)))
				}
				return sum
			}
		}
		j, err := funnel.Judge([]funnel.Unit{u}, usual)
		if err != nil {
			t.Fatal(err)
		}
		x := float64(u.Observed)
		above, below := 1-atMost(x-1), atMost(x)
		want := funnel.Inside
		switch {
		case above <= 0.001:
			want = funnel.FarAbove
		case above <= 0.025:
			want = funnel.Above
		case below <= 0.001:
			want = funnel.FarBelow
		case below <= 0.025:
			want = funnel.Below
		}
		if got := j.Units[0].Place; got != want {
			t.Fatalf("%d of %v, tails %v and %v: got %q, want %q", u.Observed, u.Expected, below, above, got, want)
		}
	})
}

// Twenty units, by R 4.2.2. The centre is sum(o)/sum(e); z is Freeman and Tukey's; φ is
// sum(pmin(pmax(z, q[1]), q[2])^2)/K with q of quantile(z, c(.1, .9)), over integrate() of the drawn
// normal; a and b by optim() of −sum(dnbinom(o, size = a, mu = a/b·e, log = TRUE)), limits of 1/a by
// uniroot() of its profile, and the units' by qgamma(c(.025, .975), o + a, e + b).
func TestJudgeAgreesWithR(t *testing.T) {
	observed := []int{0, 1, 2, 3, 1, 4, 6, 2, 9, 5, 12, 8, 3, 14, 20, 11, 7, 25, 30, 16}
	expected := []float64{0.4, 1.2, 1.5, 2.1, 2.6, 3, 3.3, 4.1, 5, 5.5, 6.2, 7, 7.7, 9, 10.4, 12, 13.1, 18, 22.5, 27}
	var units []funnel.Unit
	for i := range observed {
		units = append(units, funnel.Unit{Name: fmt.Sprint(i), Observed: observed[i], Expected: expected[i]})
	}
	j, err := funnel.Judge(units, usual)
	if err != nil {
		t.Fatal(err)
	}
	d, s := j.Dispersion, j.Shrinkage
	if d.Units != 19 {
		t.Errorf("dispersion from %d units, want the 19 with an expected number of 1 or more", d.Units)
	}
	for _, c := range []struct {
		what      string
		got, want float64
		tolerance float64
	}{
		{"centre", d.Centre, 1.10767326732673, 1e-13},
		{"χ²", d.ChiSquare.V, 36.4763623685343, 1e-12},
		{"p of χ²", d.P.V, 0.00921986167386832, 1e-12},
		{"φ as published", d.PhiPublished.V, 1.54339119107321, 1e-12},
		{"φ", d.Phi.V, 2.27419262231816, 1e-11},
		{"τ²", d.Variance.V, 0.155010454506179, 1e-11},
		{"a", s.Shape.V, 9.22807760405922, 1e-5},
		{"b", s.Rate.V, 8.07308567329426, 1e-5},
		{"1/a", s.Variance.V, 0.108364931777353, 1e-6},
		{"lower limit of 1/a", s.VarianceLower.V, 0.0185614951081277, 1e-6},
		{"upper limit of 1/a", s.VarianceUpper.V, 0.342718208613508, 1e-6},
		{"p of 1/a = 0", s.P.V, 0.00271493182192183, 1e-6},
		{"estimate", j.Units[8].Shrunken.V, 1.39432097819841, 1e-6},
		{"its lower limit", j.Units[8].ShrunkenLower.V, 0.829437353245295, 1e-6},
		{"its upper limit", j.Units[8].ShrunkenUpper.V, 2.1035229457558, 1e-6},
		{"lower limit, poisson.test(9, 5)", j.Units[8].Lower.V, 0.823074619475667, 1e-12},
		{"upper limit", j.Units[8].Upper.V, 3.41696069028383, 1e-12},
	} {
		near(t, c.what, c.got, c.want, c.tolerance)
	}
}

// Bounds where 10 are expected, by R 4.2.2: uniroot() of pgamma(10, x) and of pgamma(10, x + 1,
// lower = FALSE), less 0.025 and 0.001. qpois(c(.025, .975), 10) are 4 and 17: 3 or fewer, 18 or
// more are outside. And the limits of 9 where 5 are expected by 40 stops, from qbeta.
func TestBoundsAgreeWithR(t *testing.T) {
	j, err := funnel.Judge([]funnel.Unit{{Observed: 9, Expected: 5, ReferenceStops: varighet.Some(40.0)}}, usual)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "lower limit", j.Units[0].Lower.V, 0.786365494055096, 1e-10)
	near(t, "upper limit", j.Units[0].Upper.V, 3.76853436707152, 1e-10)
	l := j.Limits([]float64{10})[0]
	near(t, "inner upper", l.Funnel.V.Inner.Upper, 1.71271588169662, 1e-9)
	near(t, "inner lower", l.Funnel.V.Inner.Lower.V, 0.383361612156208, 1e-9)
	near(t, "outer upper", l.Funnel.V.Outer.Upper, 2.15706002121961, 1e-9)
	near(t, "outer lower", l.Funnel.V.Outer.Lower.V, 0.137147684558633, 1e-9)
	if l.Adjusted.OK || j.Units[0].AdjustedPlace != funnel.NotDefined || j.Dispersion.Reason == "" {
		t.Error("one unit has an adjusted funnel, or none without a reason")
	}
}

// Counts of 1500 units with the same hazard lie outside by chance, never more often than the level
// says; and no variance is found beyond it, so that all are drawn to the mean but a little.
func TestFunnelHoldsWithoutOverDispersion(t *testing.T) {
	j := simulated(t, 1500, 0, usual)
	outside, far := sharesOutside(j, func(u funnel.Judged) funnel.Place { return u.Place })
	if outside > 0.05 || outside < 0.025 || far > 0.002+0.002 {
		t.Errorf("outside: got %v of 95 %% and %v of 99.8 %% limits, want at most 0.05 and 0.002, and not far less", outside, far)
	}
	if v := j.Dispersion.Variance.V; v > 0.005 || j.Dispersion.P.V < 0.01 {
		t.Errorf("variance between units: got %v, p %v, want next to none", v, j.Dispersion.P.V)
	}
	if v := j.Shrinkage.Variance.V; v > 0.005 {
		t.Errorf("variance by likelihood: got %v, want next to none", v)
	}
}

// With factors of variance 0.15 far more lie outside the funnel; outside the adjusted one are about
// 5 % again, by either adjustment, and both estimates of the variance are near the truth.
func TestAdjustedFunnelHoldsWithFrailty(t *testing.T) {
	for _, adjustment := range []funnel.Adjustment{funnel.Additive, funnel.Multiplicative} {
		opt := usual
		opt.Adjustment = adjustment
		j := simulated(t, 1500, 0.15, opt)
		outside, _ := sharesOutside(j, func(u funnel.Judged) funnel.Place { return u.Place })
		adjusted, _ := sharesOutside(j, func(u funnel.Judged) funnel.Place { return u.AdjustedPlace })
		if outside < 0.2 {
			t.Errorf("outside the funnel: got %v, want many", outside)
		}
		if adjusted < 0.03 || adjusted > 0.07 {
			t.Errorf("%s: outside the adjusted funnel: got %v, want about 0.05", adjustment, adjusted)
		}
		if v := j.Dispersion.Variance.V; v < 0.12 || v > 0.18 {
			t.Errorf("variance: got %v, want about 0.15", v)
		}
		if v := j.Shrinkage.Variance.V; v < 0.13 || v > 0.17 {
			t.Errorf("variance by likelihood: got %v, want about 0.15", v)
		}
	}
}

// simulated judges units of which 4 to 60 stops are expected, with gamma factors of a variance.
func simulated(t *testing.T, n int, variance float64, opt funnel.Options) *funnel.Judgement {
	r := rand.New(rand.NewPCG(7, 11))
	var units []funnel.Unit
	for range n {
		e := 4 * math.Pow(15, r.Float64())
		factor := 1.0
		if variance > 0 {
			factor = distuv.Gamma{Alpha: 1 / variance, Beta: 1 / variance, Src: r}.Rand()
		}
		units = append(units, funnel.Unit{Observed: int(distuv.Poisson{Lambda: e * factor, Src: r}.Rand()), Expected: e})
	}
	j, err := funnel.Judge(units, opt)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func sharesOutside(j *funnel.Judgement, place func(funnel.Judged) funnel.Place) (outside, far float64) {
	for _, u := range j.Units {
		switch place(u) {
		case funnel.FarAbove, funnel.FarBelow:
			far++
			outside++
		case funnel.Above, funnel.Below:
			outside++
		}
	}
	return outside / float64(len(j.Units)), far / float64(len(j.Units))
}

// Units of the same constant hazard, one of which is 40 % of all, seen in months: those outside
// stay below 5 %, for the large one too, whose reference is uncertain.
func TestAgainstOthersHoldsForAUnitThatIsMuchOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	const runs, small = 1500, 12
	outside, large := 0, 0
	for range runs {
		var tenures []survival.Tenure
		var labels []string
		add := func(label string, n int) {
			for range n {
				stop := math.Ceil(r.ExpFloat64() * 40)
				tenures = append(tenures, survival.Tenure{Exit: min(stop, 36), Stopped: stop <= 36})
				labels = append(labels, label)
			}
		}
		add("large", 80)
		for i := range small {
			add(fmt.Sprint(i), 10)
		}
		units, err := funnel.AgainstOthers(tenures, labels, nil)
		if err != nil {
			t.Fatal(err)
		}
		j, err := funnel.Judge(units, usual)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range j.Units {
			if u.Place != funnel.Inside {
				outside++
				if u.Name == "large" {
					large++
				}
			}
		}
	}
	if share := float64(large) / runs; share > 0.05+3*math.Sqrt(0.05*0.95/runs) {
		t.Errorf("the large unit is outside in %v of runs, want at most 0.05", share)
	}
	if share := float64(outside) / (runs * (small + 1)); share > 0.05 || share < 0.005 {
		t.Errorf("units are outside in %v, want at most 0.05", share)
	}
}

// What a unit's own tenures are does not change what is expected of one like it elsewhere: two
// registers that differ in unit A only have the same expected number for A.
func TestLawExpectedIsOfOthersOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "n")
		var tenures []survival.Tenure
		var labels []string
		for i := range n {
			tenures = append(tenures, survival.Tenure{Exit: float64(rapid.IntRange(1, 9).Draw(t, "exit")), Stopped: rapid.Bool().Draw(t, "stopped")})
			labels = append(labels, []string{"A", "B", "C"}[i%3])
		}
		before, err := funnel.AgainstOthers(tenures, labels, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range tenures {
			tenures[i].Stopped = tenures[i].Stopped != (labels[i] == "A") // turn A's
		}
		after, err := funnel.AgainstOthers(tenures, labels, nil)
		if err != nil || math.Abs(before[0].Expected-after[0].Expected) > 1e-12 {
			t.Fatalf("expected of A: got %v, then %v, %v", before[0].Expected, after[0].Expected, err)
		}
	})
}

func TestWhatCannotBeJudged(t *testing.T) {
	if _, err := funnel.AgainstOthers(nil, nil, nil); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no tenures: got %v", err)
	}
	for _, opt := range []funnel.Options{{ConfLevel: 1}, {ConfLevel: 0.95, Winsorise: 0.5}, {ConfLevel: 0.95, Adjustment: 9}} {
		if _, err := funnel.Judge(nil, opt); err == nil {
			t.Errorf("%+v: no error", opt)
		}
	}
	j, err := funnel.Judge([]funnel.Unit{{Name: "a", Expected: 3}, {Name: "b", Expected: 5}}, usual)
	if err != nil || j.Shrinkage.Mean.OK || j.Shrinkage.Reason == "" || j.Units[0].Shrunken.OK {
		t.Errorf("nobody stopped: got %+v, %v, want no estimate, with a reason", j.Shrinkage, err)
	}
	j, err = funnel.Judge([]funnel.Unit{{Observed: 3, Expected: 3}, {Observed: 5, Expected: 5}}, usual)
	if u := j.Units[0]; err != nil || j.Shrinkage.Shape.OK || u.Shrunken.V != 1 || u.ShrunkenLower.OK {
		t.Errorf("no variance: got %+v, want the mean for all, without limits", u)
	}
}

// A unit is refused for each of its numbers that cannot be, whatever the others are.
func TestUnitsThatCannotBeAreRefused(t *testing.T) {
	for _, u := range []funnel.Unit{{Expected: -1}, {Expected: math.NaN()}, {Expected: math.Inf(1)}, {Observed: -1, Expected: 2},
		{Expected: 2, ReferenceStops: varighet.Some(0.0)}, {Expected: 2, ReferenceStops: varighet.Some(math.NaN())}} {
		if _, err := funnel.Judge([]funnel.Unit{u}, usual); err == nil {
			t.Errorf("%+v: no error", u)
		}
	}
}

// Of one unit there is no mean of others, and it is said; ten of which nobody stopped are taken to
// differ from 1, and so are those that are held against each other.
func TestWhatUnitsAreTakenToDifferFrom(t *testing.T) {
	j, err := funnel.Judge([]funnel.Unit{{Observed: 3, Expected: 2}}, usual)
	if err != nil || j.Shrinkage.Mean.OK || j.Shrinkage.Reason != "no estimate is drawn towards the mean of fewer than two units" {
		t.Errorf("one unit: got %+v, %v", j.Shrinkage, err)
	}
	nobody, others := make([]funnel.Unit, 10), make([]funnel.Unit, 10)
	for i := range nobody {
		nobody[i] = funnel.Unit{Expected: 2}
		others[i] = funnel.Unit{Observed: 6, Expected: 2, ReferenceStops: varighet.Some(9.0)}
	}
	for what, units := range map[string][]funnel.Unit{"nobody stopped": nobody, "held against others": others} {
		if j, err = funnel.Judge(units, usual); err != nil || j.Dispersion.Centre != 1 || j.Dispersion.Units != 10 {
			t.Errorf("%s: got %+v, %v, want ten units around 1", what, j.Dispersion, err)
		}
	}
}

// Where as many are expected of each unit the score Σ (O − μE)/(1 + μE/a) is 0 at the ratio of all
// together, whatever a is: 6 of 2 expected. The estimates drawn towards that mean, (O + a)/(1 + b) with
// a = 3b, then come to 6 together too.
func TestMeanOfUnitsThatAreAlikeIsTheirRatio(t *testing.T) {
	j, err := funnel.Judge([]funnel.Unit{{Observed: 0, Expected: 1}, {Observed: 6, Expected: 1}}, usual)
	if err != nil || !j.Shrinkage.Shape.OK {
		t.Fatalf("got %+v, %v, want units that differ", j.Shrinkage, err)
	}
	near(t, "mean", j.Shrinkage.Mean.V, 3, 1e-12)
	near(t, "estimates together", j.Units[0].Shrunken.V+j.Units[1].Shrunken.V, 6, 1e-12)
}

func TestAdjustmentsByName(t *testing.T) {
	for _, a := range []funnel.Adjustment{funnel.Additive, funnel.Multiplicative} {
		if got, ok := funnel.ParseAdjustment(a.String()); !ok || got != a {
			t.Errorf("%s: got %v, %v", a, got, ok)
		}
	}
	if a, ok := funnel.ParseAdjustment("subtractive"); ok || a != funnel.Additive {
		t.Errorf("no adjustment: got %v, %v, want the zero value and false", a, ok)
	}
}
