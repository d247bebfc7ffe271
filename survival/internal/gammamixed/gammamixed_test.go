package gammamixed

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// The mean of u^d exp(−uλ) over the gamma distribution, by quadrature.
func TestLogMeanIsTheIntegral(t *testing.T) {
	for _, theta := range []float64{0.2, 0.9} {
		for _, d := range []float64{0, 1, 4} {
			for _, lambda := range []float64{0.3, 2.5} {
				g := distuv.Gamma{Alpha: 1 / theta, Beta: 1 / theta}
				integrand := func(u float64) float64 { return math.Pow(u, d) * math.Exp(-u*lambda) * g.Prob(u) }
				want := math.Log(quad.Fixed(integrand, 0, 40, 4000, nil, 0))
				if got := LogMean(1/theta, d, lambda); math.Abs(got-want) > 1e-3 {
					t.Errorf("θ %v, d %v, λ %v: got %v, want %v", theta, d, lambda, got, want)
				}
			}
		}
	}
	// Γ(x+3)/Γ(x) = x(x+1)(x+2), on both sides of where the series begins.
	for _, x := range []float64{0.3, 9.9, 10.1, 400, 1e5} {
		want := math.Log1p(1/x) + math.Log1p(2/x)
		if got := logRising(x, 3); math.Abs(got-want) > 1e-11 {
			t.Errorf("Γ(%v+3)/Γ: got %v, want %v", x, got, want)
		}
	}
	// Γ(x+½)/Γ(x) twice, half a step apart, is x.
	for _, x := range []float64{0.7, 12, 1e4} {
		got := logRising(x, 0.5) + logRising(x+0.5, 0.5) + math.Log1p(0.5/x)/2
		if math.Abs(got) > 1e-11 {
			t.Errorf("two halves at %v: off by %v", x, got)
		}
	}
	if got := LogMean(1e12, 3, 2); math.Abs(got+2) > 1e-9 {
		t.Errorf("θ → 0: got %v, want −λ = −2", got)
	}
}
