package rates

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
)

// By hand: with a constant hazard that halves in 60 months, 1 − 2^(−1/5) have stopped at 12.
func TestTheShapeThroughTwoPointsOfAConstantHazardIsOne(t *testing.T) {
	k, err := ShapeThrough(60, 12, 1-math.Pow(2, -0.2))
	if err != nil || math.Abs(k-1) > 1e-12 {
		t.Errorf("shape %v, %v", k, err)
	}
}

// A law: the curve has both points.
func TestTheCurveOfTheShapeHasBothPoints(t *testing.T) {
	k, err := ShapeThrough(5.9*12, 13, 0.14)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := WeibullReference(5.9*12, k)
	if err != nil {
		t.Fatal(err)
	}
	if s := ref.Survival(13); math.Abs(s-0.86) > 1e-12 {
		t.Errorf("S(13) = %v", s)
	}
	if s := ref.Survival(5.9 * 12); math.Abs(s-0.5) > 1e-12 {
		t.Errorf("S(median) = %v", s)
	}
}

func TestTwoPointsThatNoCurveHasAreRefused(t *testing.T) {
	for _, c := range [][3]float64{{60, 12, 0.6}, {60, 60, 0.5}, {60, 12, 0}, {60, 12, 1}, {0, 12, 0.1}, {60, -1, 0.1}, {math.NaN(), 12, 0.1}} {
		if k, err := ShapeThrough(c[0], c[1], c[2]); err == nil {
			t.Errorf("%v: shape %v", c, k)
		}
	}
}

// By hand: one in four holds for ever so long, three in four halve in a month. After two
// months 1/4·1 + 3/4·1/4 = 7/16 are left.
func TestAMixtureIsTheMeanOfTheCurves(t *testing.T) {
	long, err := NewReference([]float64{0, 1000}, []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	short, err := WeibullReference(1, 1)
	if err != nil {
		t.Fatal(err)
	}
	mix, err := Mixture([]*Reference{long, short}, []float64{1, 3})
	if err != nil {
		t.Fatal(err)
	}
	if s := mix.Survival(2); math.Abs(s-7./16) > 1e-12 {
		t.Errorf("S(2) = %v", s)
	}
	// 1 − S(1)/S(0) + 1 − S(2)/S(1), with S(1) = 5/8
	want := 3./8 + 1 - 7./10
	if got := mix.ExpectsMonths(survival.Tenure{Exit: 2}); math.Abs(got-want) > 1e-12 {
		t.Errorf("expected %v, want %v", got, want)
	}
}

func TestAMixtureOfNothingIsRefused(t *testing.T) {
	r, err := WeibullReference(10, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range [][]float64{{0}, {-1}, {math.NaN()}, {1, 1}} {
		if _, err := Mixture([]*Reference{r}, w); err == nil {
			t.Errorf("weights %v: no error", w)
		}
	}
}
