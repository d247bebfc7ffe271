package survival

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
)

// country is the published 14 % of agreements within 13 months.
func country(n int) PublishedShare {
	return PublishedShare{Share: 0.14, N: n, Within: 13, Definition: DefinitionOf(TurnoverPublished)}
}

func turnoverOf(d TurnoverDefinition, gone, of int, lower, upper float64) *TurnoverShare {
	return &TurnoverShare{Definition: d, Within: 13, Gone: gone, Of: of, Share: varighet.Some(float64(gone) / float64(of)),
		Lower: varighet.Some(lower), Upper: varighet.Some(upper)}
}

// ALIS-Vest's 6 of 22 beside the country's 14 %. R 4.2.2: binom.test(6, 22) has the limits
// 0.107289248370 and 0.502221201266, prop.test(1030, 7359, correct = FALSE) 0.132225406035
// and 0.148079618916. By hand from these, 3/11 − 0.14 lies between −0.0329079292828 and
// 0.362352853941. phyper and pbinom give 0.154042050125 and 0.153087500978.
func TestACountedShareBesideAPublishedOne(t *testing.T) {
	b := turnoverOf(TurnoverSoFar, 6, 22, 0.107289248370, 0.502221201266)
	c := b.Compare(country(7359), 0.95)
	if c.Test != "fisher" || math.Abs(c.P.V-0.154042050125) > 1e-9 || math.Abs(c.Difference.V-(6./22-0.14)) > 1e-12 {
		t.Errorf("%+v", c)
	}
	if math.Abs(c.Lower.V+0.0329079292828) > 1e-9 || math.Abs(c.Upper.V-0.362352853941) > 1e-9 {
		t.Errorf("limits %v to %v", c.Lower.V, c.Upper.V)
	}
	if len(c.Differ) != 1 || c.Differ[0] != OfNotKnown {
		t.Errorf("that the source does not say its denominator is not told: %v", c.Differ)
	}
	known := b.Compare(country(0), 0.95)
	if known.Test != "binomial" || math.Abs(known.P.V-0.153087500978) > 1e-9 || math.Abs(known.Lower.V-(0.107289248370-0.14)) > 1e-9 {
		t.Errorf("%+v", known)
	}
}

// The Kaplan–Meier share of ALIS-Vest. R 4.2.2, survival 3.5-3: survfit gives S(13) =
// 0.685714285714 with limits 0.426465654014 and 0.846170199713, and z = 2.1993646347 of log(−log S) beside that of 0.86;
// beside one without an error z = 2.2055434196.
func TestACurvesShareBesideAPublishedOne(t *testing.T) {
	s := turnoverOf(TurnoverKaplanMeier, 0, 0, 1-0.846170199713, 1-0.426465654014)
	s.Share = varighet.Some(1 - 0.685714285714)
	c := s.Compare(country(7359), 0.95)
	if known := s.Compare(country(0), 0.95); known.Test != "log-log" || math.Abs(known.P.V-0.0274159844547) > 1e-6 {
		t.Errorf("beside a share that is known: %+v", known)
	}
	s.Few, s.BetaLower, s.BetaUpper = true, varighet.Some(0.123), varighet.Some(0.578)
	if few := s.Compare(country(7359), 0.95); few.P.OK || !few.Lower.OK || few.Lower.V > 0 {
		t.Errorf("where it rests on few there is no p, and the limits are wider: %+v", few)
	}
	if c.Test != "log-log" || math.Abs(c.P.V-0.0278520051946) > 1e-6 {
		t.Errorf("%+v", c)
	}
}

// 38 % counts positions and 14 % agreements: no test, and the reason is said.
func TestSharesThatAreNotTheSameAreNotCompared(t *testing.T) {
	d := turnoverOf(TurnoverByPosition, 6, 16, 0.152, 0.646)
	if c := d.Compare(country(7359), 0.95); c.P.OK || c.Difference.OK || c.Reason != "not the same: they count different units" {
		t.Errorf("%+v", c)
	}
	b := turnoverOf(TurnoverSoFar, 6, 22, 0.1, 0.5)
	b.Within = 12
	if c := b.Compare(country(7359), 0.95); c.P.OK || c.Reason != "not the same: they look at different times" {
		t.Errorf("%+v", c)
	}
	own := country(16)
	own.Share, own.Definition = 0.38, DefinitionOf(TurnoverD)
	if c := d.Compare(own, 0.95); len(c.Differ) != 0 || !c.P.OK || math.Abs(c.Difference.V+0.005) > 1e-12 {
		t.Errorf("%+v", c)
	}
}

// What there is no share of, or no limits, is not compared, and neither is a published share of all
// or none.
func TestWhatHasNoShareIsNotCompared(t *testing.T) {
	none := turnoverOf(TurnoverSoFar, 0, 1, 0, 1)
	none.Share = varighet.Opt[float64]{}
	unsure := turnoverOf(TurnoverSoFar, 6, 22, 0, 0.5)
	unsure.Lower = varighet.Opt[float64]{}
	all := country(16)
	all.Share = 1
	for want, c := range map[string]ShareComparison{
		"there is no share":                         none.Compare(country(16), 0.95),
		"the share has no limits":                   unsure.Compare(country(16), 0.95),
		"a published share of 1 cannot be compared": turnoverOf(TurnoverSoFar, 6, 22, 0.1, 0.5).Compare(all, 0.95),
	} {
		if c.Reason != want || c.P.OK || c.Difference.OK {
			t.Errorf("got %+v, want %q", c, want)
		}
	}
}

// By hand: two of two left here, none of two there. Given two of all four, 0, 1 and 2 here
// come in 1, 4 and 1 of 6 ways: p = 2·1/6.
func TestFishersPOfFour(t *testing.T) {
	if p := fisherP(2, 2, 0, 2); math.Abs(p-1./3) > 1e-12 {
		t.Errorf("p = %v", p)
	}
	if p := fisherP(1, 2, 1, 2); p != 1 {
		t.Errorf("alike: p = %v", p)
	}
}

// A curve's share of 0 has no standard error: there is a difference, and no p.
func TestACurvesShareOfNoneHasNoP(t *testing.T) {
	c := turnoverOf(TurnoverKaplanMeier, 0, 10, 0, 0.3).Compare(country(7359), 0.95)
	if c.P.OK || c.Reason != "no p: the curve has no standard error there" || math.Abs(c.Difference.V+0.14) > 1e-12 {
		t.Errorf("%+v", c)
	}
}
