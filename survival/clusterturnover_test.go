package survival_test

import (
	"fmt"
	"math"
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
