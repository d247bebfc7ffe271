package cox

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
)

// The mean of u^d exp(−uλ) over the gamma distribution, by quadrature.
func TestGammaTermIsTheIntegral(t *testing.T) {
	for _, theta := range []float64{0.2, 0.9} {
		for _, d := range []float64{0, 1, 4} {
			for _, lambda := range []float64{0.3, 2.5} {
				g := distuv.Gamma{Alpha: 1 / theta, Beta: 1 / theta}
				integrand := func(u float64) float64 { return math.Pow(u, d) * math.Exp(-u*lambda) * g.Prob(u) }
				want := math.Log(quad.Fixed(integrand, 0, 40, 4000, nil, 0))
				if got := gammaTerm(1/theta, d, lambda); math.Abs(got-want) > 1e-3 {
					t.Errorf("θ %v, d %v, λ %v: got %v, want %v", theta, d, lambda, got, want)
				}
			}
		}
	}
	if got := gammaTerm(1e12, 3, 2); math.Abs(got+2) > 1e-9 {
		t.Errorf("θ → 0: got %v, want −λ = −2", got)
	}
}

// Two clusters of three, late entry in one: the steps end where the likelihood
// of all jumps of the baseline and β together, integrated over the frailties,
// is greatest. A general-purpose search over log h and β finds the same.
func TestFrailtyIsTheMaximum(t *testing.T) {
	tenures := []survival.Tenure{
		{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 5},
		{Exit: 3, Stopped: true}, {Entry: 2, Exit: 5, Stopped: true}, {Exit: 6},
	}
	x := []float64{0, 1, 0, 1, 0, 1}
	cluster := []string{"A", "A", "A", "B", "B", "B"}
	m, err := design.New(6, design.Numeric("x", x))
	if err != nil {
		t.Fatal(err)
	}
	f, err := FitFrailty(Data{Tenures: tenures, X: m, Cluster: cluster}, Options{Ties: Breslow})
	if err != nil {
		t.Fatal(err)
	}
	times := []float64{1, 2, 3, 5}
	const theta = 0.7
	integrated := func(par []float64) float64 { // log h at the four times, β
		ll, lambda, stops := 0.0, map[string]float64{}, map[string]float64{}
		for i, s := range tenures {
			for k, at := range times {
				if s.Entry < at && at <= s.Exit {
					lambda[cluster[i]] += math.Exp(par[k] + x[i]*par[4])
					if s.Stopped && at == s.Exit {
						ll += par[k] + x[i]*par[4]
						stops[cluster[i]]++
					}
				}
			}
		}
		return ll + gammaTerm(1/theta, stops["A"], lambda["A"]) + gammaTerm(1/theta, stops["B"], lambda["B"])
	}
	best, err := optimize.Minimize(optimize.Problem{Func: func(p []float64) float64 { return -integrated(p) }},
		[]float64{-2, -2, -1, -1, 0}, &optimize.Settings{FuncEvaluations: 200000}, &optimize.NelderMead{})
	if err != nil {
		t.Fatal(err)
	}
	// The steps leave out Σ d log d = 0, and add the number of stops, so that θ = 0
	// gives the partial likelihood.
	if got, want := f.em.at(theta), -best.F+4; math.Abs(got-want) > 1e-6 {
		t.Errorf("log-likelihood: got %v, want %v", got, want)
	}
	if got, want := f.em.beta[0]/f.em.c.scale[0], best.X[4]; math.Abs(got-want) > 1e-3 {
		t.Errorf("β: got %v, want %v", got, want)
	}
	if got := f.em.at(1e-7); math.Abs(got-f.LogLikNull) > 1e-5 {
		t.Errorf("θ → 0: got %v, want that of Cox's model, %v", got, f.LogLikNull)
	}
}

// Sixty municipalities whose factors have variance ½, and sixty that are alike.
func TestFrailtyFindsTheTruth(t *testing.T) {
	for _, truth := range []float64{0.5, 0} {
		rng := rand.New(rand.NewPCG(5, 5))
		var d Data
		var x, factors []float64
		for g := range 60 {
			u := 1.0
			if truth > 0 {
				u = distuv.Gamma{Alpha: 1 / truth, Beta: 1 / truth, Src: rng}.Rand()
			}
			factors = append(factors, u)
			for range 30 {
				v := float64(rng.IntN(2))
				s := survival.Tenure{Exit: math.Ceil(40 * rng.ExpFloat64() / (u * math.Exp(0.5*v))), Stopped: true}
				s.Entry = float64(max(0, rng.IntN(40)-20))
				if s.Exit > s.Entry+60 {
					s.Exit, s.Stopped = s.Entry+60, false
				}
				if s.Exit > s.Entry {
					d.Tenures, d.Cluster, x = append(d.Tenures, s), append(d.Cluster, fmt.Sprint(g)), append(x, v)
				}
			}
		}
		d.X, _ = design.New(len(x), design.Numeric("x", x))
		f, err := FitFrailty(d, Options{})
		if err != nil {
			t.Fatal(err)
		}
		k := f.Coefficients[0]
		if math.Abs(k.Estimate.V-0.5) > 3*k.StdErr.V || !k.StdErr.OK {
			t.Errorf("β: got %+v, want 0.5", k)
		}
		if !f.VarianceUpper.OK || truth < f.VarianceLower || truth > f.VarianceUpper.V {
			t.Errorf("θ: got %v (%v to %v), want %v inside", f.Variance, f.VarianceLower, f.VarianceUpper, truth)
		}
		if truth == 0 {
			continue
		}
		inside := 0
		for _, c := range f.Clusters {
			var g int
			fmt.Sscan(c.Cluster, &g)
			if c.Lower <= factors[g] && factors[g] <= c.Upper {
				inside++
			}
		}
		if inside < 52 { // of 60, 57 expected
			t.Errorf("limits hold %d of 60 factors", inside)
		}
	}
}
