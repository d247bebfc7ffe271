package yardstick

import (
	"math"
	"slices"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Four of eight stop after 1 month, two of four are lost sight of after 2, and the others after 3: the curve is 1/2 from 1 on (by hand).
func someCurve(t *testing.T) *survival.Curve {
	t.Helper()
	tenures := slices.Concat(slices.Repeat([]survival.Tenure{{Exit: 1, Stopped: true}}, 4), slices.Repeat([]survival.Tenure{{Exit: 2}}, 2),
		slices.Repeat([]survival.Tenure{{Exit: 3}}, 2))
	c, err := survival.KaplanMeier(tenures, survival.Options{ConfLevel: 0.95})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The steps are its beginning, the month in which some stopped, and its end; the month in which only some were lost sight of is none.
func TestStepsOfACurve(t *testing.T) {
	points, stops := Steps(someCurve(t))
	var got [][3]float64
	for _, p := range points {
		got = append(got, [3]float64{p.Time, p.Survival, float64(p.AtRisk)})
	}
	if want := [][3]float64{{0, 1, 8}, {1, 0.5, 8}, {3, 0.5, 2}}; !slices.Equal(got, want) || stops != 4 {
		t.Errorf("steps %v and %d stops, want %v and 4", got, stops, want)
	}
}

// A yardstick of a group's curve: of four followed for two months one half of one each is expected to stop in the first, 2 in all. The curve rests on
// 4 stops of 8, whose own chance is reckoned with. A group with too few for a curve has none.
func TestAYardstickOfCurves(t *testing.T) {
	y, err := OfCurves("others", []*survival.GroupCurve{{Group: "a", Shown: someCurve(t)}, {Group: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []Fall{{1, 4, 8}}; !slices.Equal(y.Falls["a"], want) || y.Begins["a"] != 0 || y.Name != "others" {
		t.Errorf("falls %v, want %v", y.Falls, want)
	}
	if y.CurveOf("a") == nil || y.CurveOf("b") != nil {
		t.Errorf("curves %v", y.Curves)
	}
	tenures := slices.Repeat([]survival.Tenure{{Exit: 2}}, 4)
	tenures[0].Stopped = true
	r, err := y.Compare(&Sample{Tenures: append(tenures, survival.Tenure{Exit: 2}), Groups: []string{"a", "a", "a", "a", "b"}, WholeMonths: true}, 0.95)
	if err != nil || math.Abs(r.Expected-2) > 1e-12 || r.Without != 1 || r.Observed != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if !r.Reference.OK || !r.Lower.OK || r.Reference.V.Lower.V > r.Lower.V || r.Reference.V.Upper.V < r.Upper.V {
		t.Errorf("limits that reckon with the yardstick's chance, %+v, are within those that do not, %+v", r.Reference, r.Comparison)
	}
}

// Of cases of weights 2 and 1, the sum of what is expected is by weight: 2·1/2 + 1·1/2.
func TestAYardstickByWeight(t *testing.T) {
	y, err := OfCurves("others", []*survival.GroupCurve{{Group: All, Shown: someCurve(t)}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := y.Compare(&Sample{Tenures: []survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 1}}, Weights: []float64{2, 1}, WholeMonths: true}, 0.95)
	if err != nil || math.Abs(r.Expected-1.5) > 1e-12 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A mixture of one group is that group's curve, at whole months and under every shape (law); it rests on no falls of its own, and a group that there is not is an error.
func TestAMixtureOfOneGroup(t *testing.T) {
	y := published(t, "nsdm2020-table6-1", varighet.Opt[float64]{})
	for group, curve := range y.Curves {
		mixed, err := y.Mix(map[string]float64{group: 3})
		if err != nil || !mixed.Mixed || len(mixed.Others) != len(y.Others) || mixed.Falls != nil {
			t.Fatalf("%s: %+v, %v", group, mixed, err)
		}
		for _, month := range []float64{0, 1, 13, 71, 200} {
			if a, b := mixed.Curves[All].Survival(month), curve.Survival(month); math.Abs(a-b) > 1e-12 {
				t.Errorf("%s after %v months: %v, want %v", group, month, a, b)
			}
			for i, o := range y.Others {
				if a, b := mixed.Others[i].Curves[All].Survival(month), o.Curves[group].Survival(month); math.Abs(a-b) > 1e-12 {
					t.Errorf("%s, shape %v, after %v months: %v, want %v", group, o.Shape, month, a, b)
				}
			}
		}
	}
	if _, err := y.Mix(map[string]float64{"none": 1}); err == nil {
		t.Error("a group that there is not is mixed")
	}
}
