package words

import (
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

func TestFewIsUnderFive(t *testing.T) {
	for n, want := range map[int]bool{0: true, 4: true, 5: false, 500: false} {
		if Few(n) != want {
			t.Errorf("Few(%d) = %t", n, !want)
		}
	}
}

func TestAShareIsWideAboveThirtyPoints(t *testing.T) {
	some, none := varighet.Some[float64], varighet.Opt[float64]{}
	for _, x := range []struct {
		lower, upper varighet.Opt[float64]
		want         bool
	}{
		{some(0.2), some(0.45), false}, {some(0.25), some(0.5), false}, {some(0.2), some(0.51), true}, {none, some(0.1), true}, {some(0.9), none, true},
	} {
		if got := wideShare(x.lower, x.upper); got != x.want {
			t.Errorf("wideShare(%v, %v) = %t", x.lower, x.upper, got)
		}
	}
}

func TestAMedianIsWideAboveThreeTimes(t *testing.T) {
	some, none := varighet.Some[float64], varighet.Opt[float64]{}
	for _, x := range []struct {
		lower, upper varighet.Opt[float64]
		want         bool
	}{
		{some(10), some(30), false}, {some(10), some(31), true}, {some(10), none, true}, {none, some(10), true},
	} {
		if got := wideMedian(x.lower, x.upper); got != x.want {
			t.Errorf("wideMedian(%v, %v) = %t", x.lower, x.upper, got)
		}
	}
}

// Each verdict by a case of its own; two numbers that are not known to count the same are
// not compared, however far apart.
func TestCompareShares(t *testing.T) {
	share := func(gone, of int) survival.TurnoverShare {
		s := survival.TurnoverShare{Definition: survival.TurnoverSoFar, Within: 13, Gone: gone, Of: of}
		if of > 0 {
			lower, upper, err := survival.ClopperPearson(gone, of, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			s.Share, s.Lower, s.Upper = varighet.Some(float64(gone)/float64(of)), varighet.Some(lower), varighet.Some(upper)
		}
		return s
	}
	b := varighet.Some(survival.TurnoverSoFar)
	for _, x := range []struct {
		name      string
		here      survival.TurnoverShare
		published float64
		of        varighet.Opt[survival.TurnoverDefinition]
		within    int
		want      Verdict
	}{
		{"definition not known", share(6, 22), 0.14, varighet.Opt[survival.TurnoverDefinition]{}, 13, NotSame},
		{"another definition", share(600, 2200), 0.14, varighet.Some(survival.TurnoverByPosition), 13, NotSame},
		{"other months", share(600, 2200), 0.14, b, 12, NotSame},
		{"nobody", share(0, 0), 0.14, b, 13, TooFew},
		{"four", share(1, 4), 0.14, b, 13, TooFew},
		{"the same rounded", share(6, 16), 0.38, b, 13, AsPublished},
		{"wide", share(6, 22), 0.14, b, 13, TooWide},
		{"inside", share(60, 400), 0.14, b, 13, NoClear},
		{"none of many", share(0, 400), 0.14, b, 13, Below},
		{"just above", share(72, 400), 0.14, b, 13, BarelyAbove},
		{"just below", share(40, 400), 0.136, b, 13, BarelyBelow},
		{"above", share(120, 400), 0.14, b, 13, Above},
		{"below", share(20, 400), 0.14, b, 13, Below},
	} {
		if got := compareShares(x.here, x.published, x.of, x.within); got != x.want {
			t.Errorf("%s: verdict %d, want %d (limits %.4f to %.4f)", x.name, got, x.want, x.here.Lower.V, x.here.Upper.V)
		}
	}
}

func TestInsideCountsLimitsAsPrinted(t *testing.T) {
	some := varighet.Some[float64]
	group := func(median, lower, upper, published varighet.Opt[float64]) survival.GroupMedian {
		return survival.GroupMedian{Group: "<2000", N: 50, Stopped: 30, Median: survival.Quantile{P: 0.5, Time: median, Lower: lower, Upper: upper}, Published: published}
	}
	none := varighet.Opt[float64]{}
	groups := []survival.GroupMedian{
		group(some(24), some(20), some(30), some(36)),     // 3.0 is above 2.5
		group(some(24), some(20), some(30), some(24)),     // inside
		group(some(24), some(20), none, some(600)),        // no upper bound
		group(some(24), some(20.3), some(30), some(19.9)), // both are 1.7 years as printed
		group(some(24), some(20), some(30), none),
		group(none, none, none, some(24)),
		{Group: "all", Median: survival.Quantile{Time: some(1), Lower: some(1)}, Published: some(1)},
	}
	inside, of := countInside(groups, func(g *survival.GroupMedian) varighet.Opt[float64] { return g.Published })
	if inside != 3 || of != 4 {
		t.Errorf("%d of %d inside, want 3 of 4", inside, of)
	}
}
