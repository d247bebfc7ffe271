package survival_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Of six doctors, two in each of three municipalities, 2, 1 and 0 have left by 12 months: p =
// 1/2, and 1, 0, −1 are what the share gives, so the standard error of the logit is
// √2/(6/4) = 0.9428. R 4.2.2 has the same for f = glm(gone ~ 1, binomial) by
// sqrt(sum(tapply(residuals(f, "response"), cluster, sum)^2)) * vcov(f).
func TestClusteredTurnoverByHand(t *testing.T) {
	var spells []survival.Spell
	var labels []string
	for i, gone := range []bool{true, true, true, false, false, false} {
		s := survival.Spell{PositionID: fmt.Sprint(i), Ordinal: 1, Start: varighet.Some(varighet.Month(0)), Last: 29, Entry: varighet.Some(0), Exit: varighet.Some(29)}
		if gone {
			s.Exit, s.Stopped, s.Last = varighet.Some(6+i), true, varighet.Month(5+i)
		}
		spells, labels = append(spells, s), append(labels, string(rune('a'+i/2)))
	}
	shares, err := survival.ClusteredTurnover(spells, spells, labels, 12, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	upper := 1 / (1 + math.Exp(-1.959963984540054*math.Sqrt2/1.5))
	for _, d := range []survival.TurnoverDefinition{survival.TurnoverFollowed, survival.TurnoverSoFar, survival.TurnoverByPosition} {
		if x := shares[d]; x.Clusters != 3 || x.Warning == "" || !near(x.Upper.V, upper, 1e-12) || !near(x.Lower.V, 1-upper, 1e-12) {
			t.Errorf("%s: got %+v, want to %v", d, x, upper)
		}
	}
	s := survival.Sample{Clusters: labels}
	for i := range spells {
		x, _ := spells[i].Tenure()
		s.Tenures = append(s.Tenures, x)
	}
	c, err := s.KaplanMeier(survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if x, at := shares[survival.TurnoverKaplanMeier], c.At(12); !near(x.Upper.V, 1-at.Lower.V, 1e-12) || !near(x.Lower.V, 1-at.Upper.V, 1e-12) {
		t.Errorf("c: got %+v, want those of the curve, %+v", x, at)
	}
}

// Of three doctors in each of two municipalities two and one have left: p = 1/2, and ±1/2 is what the share
// gives, so the standard error of the logit is √(1/2)/(6/4). Of one municipality there are no limits.
func TestClusteredTurnoverOfTwoMunicipalitiesByHand(t *testing.T) {
	var spells []survival.Spell
	for i, gone := range []bool{true, true, false, true, false, false} {
		spells = append(spells, survival.Spell{PositionID: fmt.Sprint(i), Ordinal: 1, Start: varighet.Some(varighet.Month(0)), Last: 29,
			Entry: varighet.Some(0), Exit: varighet.Some(29)})
		if gone {
			spells[i].Exit, spells[i].Stopped, spells[i].Last = varighet.Some(6), true, 5
		}
	}
	for _, labels := range [][]string{{"a", "a", "a", "b", "b", "b"}, {"a", "a", "a", "a", "a", "a"}} {
		shares, err := survival.ClusteredTurnover(spells, spells, labels, 12, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		upper := 1 / (1 + math.Exp(-1.959963984540054*math.Sqrt(0.5)/1.5))
		x := shares[survival.TurnoverFollowed]
		if one := labels[5] == "a"; one && (x.Upper.OK || x.Lower.OK) || !one && (!near(x.Upper.V, upper, 1e-12) || !near(x.Lower.V, 1-upper, 1e-12)) {
			t.Errorf("%v: got %+v, want to %v", labels, x, upper)
		}
	}
}

// Nobody is followed for longer than 8 months, and not all have left: there is no curve at 12, and
// c has no limits.
func TestClusteredTurnoverBeyondTheCurveHasNoLimits(t *testing.T) {
	var spells []survival.Spell
	for i := range 6 {
		spells = append(spells, survival.Spell{PositionID: fmt.Sprint(i), Ordinal: 1, Start: varighet.Some(varighet.Month(0)),
			Last: varighet.Month(2 + i), Entry: varighet.Some(0), Exit: varighet.Some(3 + i), Stopped: i < 3})
	}
	labels := []string{"a", "a", "b", "b", "c", "c"}
	shares, err := survival.ClusteredTurnover(spells, spells, labels, 12, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if c := shares[survival.TurnoverKaplanMeier]; c.Clusters != 3 || c.Lower.OK || c.Upper.OK {
		t.Errorf("got %+v, want no limits", c)
	}
	shares, err = survival.ClusteredTurnover(spells, spells, labels, 6, 0.95)
	if c := shares[survival.TurnoverKaplanMeier]; err != nil || !c.Lower.OK || !c.Upper.OK {
		t.Errorf("at 6: got %+v, %v, want limits", c, err)
	}
}

// A spell without a cluster is one of its own: of four doctors with clusters a, a, none and none there are
// three clusters, as with a, a, b and c.
func TestSpellsWithoutAClusterAreTheirOwn(t *testing.T) {
	var spells []survival.Spell
	for i, gone := range []bool{true, false, true, false} {
		spells = append(spells, survival.Spell{PositionID: fmt.Sprint(i), Ordinal: 1, Start: varighet.Some(varighet.Month(0)), Last: 29,
			Entry: varighet.Some(0), Exit: varighet.Some(29)})
		if gone {
			spells[i].Exit, spells[i].Stopped, spells[i].Last = varighet.Some(6), true, 5
		}
	}
	got, err := survival.ClusteredTurnover(spells, spells, []string{"a", "a", "", ""}, 12, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	want, err := survival.ClusteredTurnover(spells, spells, []string{"a", "a", "b", "c"}, 12, 0.95)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v, %v", got, want, err)
	}
	// p = 1/2; the share gives 0, 1/2 and −1/2, so the standard error of the logit is √(1/2)/(4/4).
	upper := 1 / (1 + math.Exp(-1.959963984540054*math.Sqrt(0.5)))
	if x := got[survival.TurnoverFollowed]; x.Clusters != 3 || !near(x.Upper.V, upper, 1e-12) {
		t.Errorf("got %+v, want 3 clusters and to %v", x, upper)
	}
}

func TestClusteredTurnoverThatCannotBeGiven(t *testing.T) {
	spells := []survival.Spell{{PositionID: "P", Ordinal: 1, Start: varighet.Some(varighet.Month(0)), Last: 5, Entry: varighet.Some(0), Exit: varighet.Some(6), Stopped: true}}
	if shares, err := survival.ClusteredTurnover(spells, spells, nil, 12, 0.95); shares != nil || err == nil || err.Error() != "1 spells with 0 clusters" {
		t.Errorf("no labels: got %+v, %v", shares, err)
	}
	var te *survival.TenureError
	spells[0].Entry = varighet.Some(-2)
	if shares, err := survival.ClusteredTurnover(spells, spells, []string{"a"}, 12, 0.95); shares != nil || !errors.As(err, &te) || te.Tenure.Entry != -2 {
		t.Errorf("a spell from before its start: got %+v, %v", shares, err)
	}
	shares, err := survival.ClusteredTurnover(nil, nil, nil, 12, 0.95)
	if err != nil || len(shares) != 4 {
		t.Fatalf("no spells: got %+v, %v", shares, err)
	}
	for d, x := range shares {
		if x != (survival.RobustShare{}) {
			t.Errorf("no spells, definition %d: got %+v, want no clusters and no limits", d, x)
		}
	}
}
