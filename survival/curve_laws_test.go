package survival

import (
	"math"
	"reflect"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

// What holds for any tenures. These tests are inside the package to hold the
// general path, which sorts, against the one that counts whole months.

// tenureGen draws times on a grid, so that ties are common; unit 1 is whole
// months, others are decimals.
func tenureGen(unit float64, late bool) *rapid.Generator[Tenure] {
	return rapid.Custom(func(t *rapid.T) Tenure {
		entry := 0
		if late && rapid.Bool().Draw(t, "late") {
			entry = rapid.IntRange(0, 20).Draw(t, "entry")
		}
		exit := entry + rapid.IntRange(1, 20).Draw(t, "length")
		return Tenure{float64(entry) * unit, float64(exit) * unit, rapid.Bool().Draw(t, "stopped")}
	})
}

func drawTenures(t *rapid.T, late bool) []Tenure {
	unit := rapid.SampledFrom([]float64{1, 0.1, 0.37, 30.4375}).Draw(t, "unit")
	return rapid.SliceOfN(tenureGen(unit, late), 1, 40).Draw(t, "tenures")
}

func drawOptions(t *rapid.T) Options {
	return Options{
		ConfLevel: rapid.SampledFrom([]float64{0.5, 0.95, 0.999}).Draw(t, "level"),
		ConfType:  ConfType(rapid.IntRange(0, int(BetaProduct)).Draw(t, "type")),
	}
}

func noError(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func drawCurve(t *rapid.T, tenures []Tenure, opt Options) *Curve {
	t.Helper()
	c, err := KaplanMeier(tenures, opt)
	noError(t, err)
	return c
}

func TestLawRowOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures, opt := drawTenures(t, true), drawOptions(t)
		shuffled := rapid.Permutation(tenures).Draw(t, "shuffled")
		if a, b := drawCurve(t, tenures, opt), drawCurve(t, shuffled, opt); !reflect.DeepEqual(a, b) {
			t.Fatalf("got %+v, want %+v", b, a)
		}
	})
}

func TestLawCurveIsAShareThatNeverRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t, drawTenures(t, true), drawOptions(t))
		s, events, censored, entered := 1.0, 0, 0, 0
		for _, p := range c.Points {
			if !(p.Survival >= 0 && p.Survival <= s) {
				t.Fatalf("S is %v after %v", p.Survival, s)
			}
			if p.AtRisk < p.Events+p.Censored || p.AtRisk < 1 {
				t.Fatalf("at risk: %+v", p)
			}
			if p.Lower.OK && !(0 <= p.Lower.V && p.Lower.V <= p.Survival+1e-15) ||
				p.Upper.OK && !(p.Survival-1e-15 <= p.Upper.V && p.Upper.V <= 1) {
				t.Fatalf("limits do not hold S between them, within 0 and 1: %+v", p)
			}
			s, events, censored, entered = p.Survival, events+p.Events, censored+p.Censored, entered+p.Entered
		}
		if events != c.Events || censored != c.Censored || entered != c.N || events+censored != c.N {
			t.Fatalf("points hold %d, %d, %d, the curve %d, %d, %d", events, censored, entered, c.Events, c.Censored, c.N)
		}
	})
}

func TestLawWithoutCensoringAndLateEntryTheCurveIsTheEmpiricalShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := drawTenures(t, false)
		for i := range tenures {
			tenures[i].Stopped = true
		}
		for _, p := range drawCurve(t, tenures, Options{}).Points {
			left := 0
			for _, x := range tenures {
				if x.Exit > p.Time+1e-9 {
					left++
				}
			}
			if want := float64(left) / float64(len(tenures)); math.Abs(p.Survival-want) > 1e-13 {
				t.Fatalf("S(%v): got %v, want %d/%d", p.Time, p.Survival, left, len(tenures))
			}
		}
	})
}

// Counting whole months, in any number of parts that are merged in any order,
// and sorting rows give the same bits.
func TestLawCountsAndRowsGiveTheSameBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := rapid.SliceOfN(tenureGen(1, true), 1, 40).Draw(t, "tenures")
		opt, err := drawOptions(t).Complete()
		noError(t, err)
		parts := make([]MonthCounts, 3)
		for _, x := range tenures {
			part := &parts[rapid.IntRange(0, 2).Draw(t, "part")]
			noError(t, part.Add(int(x.Entry), int(x.Exit), x.Stopped))
		}
		var merged MonthCounts
		for _, i := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "order") {
			merged.Merge(&parts[i])
		}
		counted, err := merged.Curve(opt)
		noError(t, err)
		times, err := ungrouped(tenures).deal()
		noError(t, err)
		if sorted := times[0].tally(make([]timeKey, len(tenures))).curve(opt); !reflect.DeepEqual(counted, sorted) {
			t.Fatalf("counted %+v, sorted %+v", counted, sorted)
		}
		if rows := drawCurve(t, tenures, opt); !reflect.DeepEqual(counted, rows) {
			t.Fatalf("counted %+v, rows %+v", counted, rows)
		}
	})
}

func TestLawShiftingAllTimesShiftsTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := rapid.SliceOfN(tenureGen(1, true), 1, 40).Draw(t, "tenures")
		by := float64(rapid.IntRange(1, 100).Draw(t, "by"))
		shifted := slices.Clone(tenures)
		for i := range shifted {
			shifted[i].Entry += by
			shifted[i].Exit += by
		}
		a, b := drawCurve(t, tenures, Options{}), drawCurve(t, shifted, Options{})
		for i := range a.Points {
			a.Points[i].Time += by
		}
		if !reflect.DeepEqual(a.Points, b.Points) || a.PersonTime != b.PersonTime {
			t.Fatalf("got %+v, want %+v", b.Points, a.Points)
		}
	})
}

// (e, x] as (e, s] censored and (s, x]: the point at each old time has the same
// bits, and at any time so have S and the number at risk. (The new points
// before the first stop have S = 1, where log(−log) limits are not defined.)
func TestLawSplittingATenureLeavesTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := rapid.SliceOfN(tenureGen(1, true), 1, 40).Draw(t, "tenures")
		var pieces []Tenure
		for _, x := range tenures {
			s := x.Entry + float64(rapid.IntRange(0, int(x.Exit-x.Entry)-1).Draw(t, "split"))
			if s > x.Entry {
				pieces = append(pieces, Tenure{x.Entry, s, false})
				x.Entry = s
			}
			pieces = append(pieces, x)
		}
		whole, split := drawCurve(t, tenures, Options{}), drawCurve(t, pieces, Options{})
		for _, p := range whole.Points {
			i := sort.Search(len(split.Points), func(i int) bool { return split.Points[i].Time >= p.Time })
			q := split.Points[i]
			q.Entered, q.Censored, q.CensoredWeight = p.Entered, p.Censored, p.CensoredWeight
			if q != p {
				t.Fatalf("got %+v, want %+v", q, p)
			}
		}
		for time := 0.0; time < 42; time += 0.5 {
			a, b := whole.At(time), split.At(time)
			if a.Survival == 1 {
				b.Lower, b.Upper = a.Lower, a.Upper
			}
			if a != b {
				t.Fatalf("at %v: got %+v, want %+v", time, b, a)
			}
		}
		if whole.PersonTime != split.PersonTime || whole.Median() != split.Median() {
			t.Fatalf("person-time %v, want %v; median %+v, want %+v",
				split.PersonTime, whole.PersonTime, split.Median(), whole.Median())
		}
	})
}

func TestLawAtRiskIsACount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := rapid.SliceOfN(tenureGen(1, true), 1, 40).Draw(t, "tenures")
		c := drawCurve(t, tenures, Options{})
		times := rapid.SliceOfN(rapid.Float64Range(0.25, 45), 1, 10).Draw(t, "times")
		for i, r := range c.RiskCounts(times) {
			at, entered, events, censored := 0, 0, 0, 0
			for _, x := range tenures {
				in, out := x.Entry < times[i], x.Exit < times[i]
				entered += count(in)
				events += count(out && x.Stopped)
				censored += count(out && !x.Stopped)
				at += count(in && !out)
			}
			want := RiskCount{times[i], at, entered, events, censored}
			if r != want || c.At(times[i]).AtRisk != at {
				t.Fatalf("got %+v and %d, want %+v", r, c.At(times[i]).AtRisk, want)
			}
		}
	})
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// At the time of a quantile the curve is at or below 1 − p, and at or above it
// before.
func TestLawQuantileIsWhereTheCurvePasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t, drawTenures(t, true), Options{})
		p := rapid.SampledFrom([]float64{0.05, 0.1, 0.25, 1. / 3, 0.5, 0.75, 0.9}).Draw(t, "p")
		q := c.Quantile(p)
		if !q.Time.OK {
			if s := c.Points[len(c.Points)-1].Survival; s <= 1-p {
				t.Fatalf("no quantile, but S ends at %v", s)
			}
			return
		}
		for _, pt := range c.Points {
			if pt.Time <= q.Time.V {
				continue
			}
			if pt.Survival > 1-p+tieTolerance {
				t.Fatalf("S(%v) is %v after the quantile %v", pt.Time, pt.Survival, q.Time.V)
			}
		}
		if s := c.At(q.Time.V * (1 - 1e-12)).Survival; s < 1-p-tieTolerance {
			t.Fatalf("S is %v before the quantile %v", s, q.Time.V)
		}
	})
}

// The area to tau is at most tau, rises with tau at the rate S, and is the mean
// where all stop and nobody enters late.
func TestLawRMSTIsTheMeanOfCompleteData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := drawTenures(t, false)
		mean, last := 0.0, 0.0
		for i := range tenures {
			tenures[i].Stopped = true
			mean += tenures[i].Exit / float64(len(tenures))
			last = max(last, tenures[i].Exit)
		}
		r := drawCurve(t, tenures, Options{}).RMST(last)
		if !r.Estimate.OK || math.Abs(r.Estimate.V-mean) > 1e-11 {
			t.Fatalf("got %+v, want %v", r, mean)
		}
	})
}

// Any numbers at all give an error or numbers that are finite.
func TestLawNoPanicAndNoNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		special := []float64{
			0, math.Copysign(0, -1), 1, 1.5, math.NaN(), math.Inf(1), math.Inf(-1), 5e-324, 1e100, 1e300,
			math.MaxFloat64, MaxMonths, MaxMonths + 1,
		}
		value := rapid.OneOf(rapid.SampledFrom(special), rapid.Float64Range(0, 50), rapid.Float64())
		tenures := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Tenure {
			return Tenure{value.Draw(t, "entry"), value.Draw(t, "exit"), rapid.Bool().Draw(t, "stopped")}
		}), 0, 6).Draw(t, "tenures")
		if rapid.Bool().Draw(t, "from the start") {
			for i := range tenures {
				tenures[i].Entry = 0
			}
		}
		c, err := KaplanMeier(tenures, drawOptions(t))
		if err != nil {
			return
		}
		r := c.RMST(value.Draw(t, "tau"))
		at := c.At(value.Draw(t, "at"))
		q := c.Quantile(value.Draw(t, "p"))
		numbers := []float64{
			r.Estimate.V, r.StdErr.V, r.Lower.V, r.Upper.V, at.Survival, at.StdErr.V, at.Lower.V, at.Upper.V,
			q.Time.V, q.Lower.V, q.Upper.V,
		}
		for _, p := range c.Points {
			numbers = append(numbers, p.Survival, p.StdErr.V, p.Lower.V, p.Upper.V, p.CumulativeHazard, p.CumulativeHazardStdErr.V)
		}
		for i, x := range numbers {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("number %d is %v: %+v", i, x, c)
			}
		}
		if _, err := c.MinAtRisk(rapid.IntRange(-1, 5).Draw(t, "n")); err != nil && c.N == 0 {
			t.Fatal(err)
		}
	})
}

// Observed and expected stops balance; neither the order of rows nor the names
// of groups matters; counts give the bits that rows give.
func TestLawsOfTheLogRankFamily(t *testing.T) {
	kinds := []string{"logrank", "gehan", "tarone_ware", "rho1", "peto", "peto_mod", "fh_1_1"}
	rapid.Check(t, func(t *rapid.T) {
		tenures := rapid.SliceOfN(tenureGen(1, true), 2, 40).Draw(t, "tenures")
		groups, strata := make([]string, len(tenures)), make([]string, len(tenures))
		counts := [][]*MonthCounts{{{}, {}, {}}, {{}, {}, {}}}
		for i, x := range tenures {
			g, s := rapid.IntRange(0, 2).Draw(t, "group"), rapid.IntRange(0, 1).Draw(t, "stratum")
			groups[i], strata[i] = string(rune('a'+g)), string(rune('x'+s))
			noError(t, counts[s][g].Add(int(x.Entry), int(x.Exit), x.Stopped))
		}
		w, _ := ParseWeight(rapid.SampledFrom(kinds).Draw(t, "weight"))
		byRow, err := Compare(tenures, groups, strata)
		noError(t, err)
		byCount, err := CompareMonths([]string{"a", "b", "c"}, counts)
		noError(t, err)

		a, b := byRow.Test(w), byCount.Test(w)
		if a.Chi2 != b.Chi2 || a.P != b.P || a.DF != b.DF {
			t.Fatalf("rows give %+v, counts %+v", a, b)
		}
		balance, size := 0.0, 1.0
		for _, g := range a.Groups {
			balance += g.Observed - g.Expected
			size += g.Observed
		}
		if math.Abs(balance) > 1e-12*size {
			t.Fatalf("observed less expected sum to %v", balance)
		}
		if a.Chi2.OK && (a.Chi2.V < 0 || a.P.V < 0 || a.P.V > 1) {
			t.Fatalf("got %+v", a)
		}
		names := map[string]string{"a": "r", "b": "q", "c": "p"} // the order turned round
		for i := range groups {
			groups[i] = names[groups[i]]
		}
		renamed, err := Compare(tenures, groups, strata)
		noError(t, err)
		c := renamed.Test(w)
		if c.Chi2.OK != a.Chi2.OK || math.Abs(c.Chi2.V-a.Chi2.V) > 1e-9*(1+a.Chi2.V) {
			t.Fatalf("renamed groups give %+v, want %+v", c, a)
		}
	})
}

// Groups a and b are at risk together, and c and d after them: whatever the
// rows, the variance of four groups has rank 2, and no χ² can be made of it.
func TestLawGroupsThatNeverMeetGiveNoTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tenures := rapid.SliceOfN(tenureGen(1, true), 8, 60).Draw(t, "tenures")
		groups := make([]string, len(tenures))
		for i := range tenures {
			later := rapid.IntRange(0, 1).Draw(t, "later")
			groups[i] = string(rune('a' + 2*later + rapid.IntRange(0, 1).Draw(t, "group")))
			tenures[i].Entry += float64(100 * later)
			tenures[i].Exit += float64(100 * later)
		}
		c, err := Compare(tenures, groups, nil)
		noError(t, err)
		w := Weight{Kind: rapid.SampledFrom([]WeightKind{LogRank, Gehan, TaroneWare, Peto}).Draw(t, "weight")}
		if r := c.Test(w); r.DF == 3 && (r.Chi2.OK || r.P.OK || r.Reason == "") {
			t.Fatalf("got %+v", r)
		}
	})
}
