package survival_test

import (
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A standard error of 1e−200 has a square that is 0 for a float64, and what is divided by it is infinite.
func TestAStandardErrorTooSmallToDivideByHasAReason(t *testing.T) {
	curve := func(s float64) *survival.Curve {
		return &survival.Curve{N: 2, ConfLevel: 0.95, Points: []survival.Point{{Time: 1, AtRisk: 2, Events: 1, Survival: s, StdErr: varighet.Some(1e-200)}}}
	}
	r := survival.CompareAt([]*survival.Curve{curve(0.5), curve(0.25)}, 1)
	if r.Chi2.OK || r.P.OK || r.DF != 1 || r.Reason != "a standard error is too small to divide by" {
		t.Errorf("got %+v, want a reason", r)
	}
}

func TestContrastsAtLevelsThatAreNone(t *testing.T) {
	m := survival.RMST{Tau: 5, Estimate: varighet.Some(4.0), StdErr: varighet.Some(0.3)}
	a := survival.SurvivalAt{Survival: 0.5, StdErr: varighet.Some(0.1)}
	for name, contrast := range map[string]func(conf float64) (survival.Contrast, error){
		"restricted means": func(conf float64) (survival.Contrast, error) { return m.Contrast(m, conf) },
		"S(t)":             func(conf float64) (survival.Contrast, error) { return a.Contrast(a, conf) },
	} {
		if c, err := contrast(0.95); err != nil || c.Difference != varighet.Some(0.0) {
			t.Errorf("%s: got %+v, %v, want a difference of 0", name, c, err)
		}
		for _, conf := range []float64{0, 1, -0.95, 95, math.NaN()} {
			if c, err := contrast(conf); c != (survival.Contrast{}) || err == nil || !strings.Contains(err.Error(), "level") {
				t.Errorf("%s at the level %v: got %+v, %v", name, conf, c, err)
			}
		}
	}
}

// Where one curve has ended there is no S(t), and nothing to compare.
func TestContrastBeyondACurveHasNoNumbers(t *testing.T) {
	a, ended := survival.SurvivalAt{Survival: 0.5, StdErr: varighet.Some(0.1)}, survival.SurvivalAt{Beyond: true}
	for _, x := range [][2]survival.SurvivalAt{{a, ended}, {ended, a}} {
		if c, err := x[0].Contrast(x[1], 0.95); err != nil || c != (survival.Contrast{}) {
			t.Errorf("got %+v, %v, want none", c, err)
		}
	}
}
