package funnel

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// z of 1, −1, 2, 0 with weights 1 to 4, nothing drawn in: Σ z² = 6, φ = 6/4, τ² =
// (6 − 3)/(10 − 30/10) = 3/7.
func TestDispersionByHand(t *testing.T) {
	var d Dispersion
	d.fill([]float64{1, -1, 2, 0}, []float64{1, 2, 3, 4})
	if d.ChiSquare.V != 6 || d.Phi.V != 1.5 || d.PhiPublished.V != 1.5 || math.Abs(d.Variance.V-3./7) > 1e-15 {
		t.Errorf("got %+v, want 6, 1.5 and 3/7", d)
	}
	// Of 0, 1, 2, 3, 10 a quarter at each end is drawn in to 1 and 3: Σ z² = 1 + 1 + 4 + 9 + 9.
	if got := sumSquares(winsorised([]float64{10, 0, 2, 1, 3}, 0.25)); got != 24 {
		t.Errorf("drawn in: got %v, want 24", got)
	}
}

// The mean square of a normal drawn in at ±1.2816, by quadrature.
func TestNormalWinsorisedIsTheIntegral(t *testing.T) {
	const q = 1.2815515655446004
	square := func(z float64) float64 {
		return math.Pow(min(max(z, -q), q), 2) * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	}
	want := quad.Fixed(square, -q, q, 200, nil, 0) + 2*0.1*q*q
	if got := normalWinsorised(0.1); math.Abs(got-want) > 1e-12 {
		t.Errorf("got %v, want %v", got, want)
	}
}
