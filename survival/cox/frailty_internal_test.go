package cox

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/gammamixed"
)

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
		return ll + gammamixed.LogMean(1/theta, stops["A"], lambda["A"]) + gammamixed.LogMean(1/theta, stops["B"], lambda["B"])
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

// frailtyWeights are sixteen rows in four clusters, with late entry, whole weights
// and others.
var frailtyWeights = struct {
	tenures         []survival.Tenure
	x, whole, parts []float64
	cluster         []string
}{
	tenures: []survival.Tenure{
		{Exit: 3, Stopped: true}, {Exit: 5, Stopped: true}, {Entry: 2, Exit: 8, Stopped: true}, {Exit: 6},
		{Exit: 4, Stopped: true}, {Entry: 1, Exit: 9, Stopped: true}, {Exit: 12}, {Entry: 3, Exit: 10, Stopped: true},
		{Exit: 7, Stopped: true}, {Exit: 11, Stopped: true}, {Entry: 4, Exit: 13, Stopped: true}, {Exit: 2, Stopped: true},
		{Exit: 14}, {Entry: 5, Exit: 15, Stopped: true}, {Exit: 8, Stopped: true}, {Exit: 16},
	},
	x:       []float64{1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1},
	whole:   []float64{2, 1, 3, 1, 2, 1, 2, 1, 1, 4, 2, 1, 1, 1, 2, 3},
	parts:   []float64{0.5, 1.5, 2, 0.25, 1.2, 0.8, 1, 3.1, 0.6, 0.4, 2.2, 1.7, 0.9, 1.1, 0.3, 1.4},
	cluster: []string{"A", "A", "A", "A", "B", "B", "B", "B", "C", "C", "C", "C", "D", "D", "D", "D"},
}

// Agreement with R 4.2.2, survival 3.5-3, at θ = ½: with Breslow's ties
//
//	coxph(Surv(entry, exit, stop) ~ x + frailty(cluster, theta = 0.5, sparse = FALSE), weights = w,
//	      ties = "breslow", robust = FALSE, control = coxph.control(eps = 1e-14, iter.max = 200))
//
// coefficients of x and of the clusters A to D, and the root of var[1, 1]. With
// Efron's, coxph gives two answers to weights, one for each sparse; these are from
// R's optim and its Hessian, of the partial likelihood plus 2 Σ (log u − u).
func TestFrailtyWithWeights(t *testing.T) {
	for _, test := range []struct {
		ties    Ties
		weights []float64
		want    [6]float64
	}{
		{Breslow, frailtyWeights.whole, [6]float64{-0.6087826952073303, 0.6461130223673789, -0.0667732931445726, -0.1824639216347007,
			-1.1292722217718700, 0.493936073491331}},
		{Breslow, frailtyWeights.parts, [6]float64{-0.5213426289254, 0.4941512929812, -0.0950543342226, 0.1536676727952,
			-1.2536300609726, 0.627152609749}},
		{Efron, frailtyWeights.whole, [6]float64{-0.58669694, 0.67404867, -0.09575080, -0.21128376, -1.14068563, 0.49171219}},
		{Efron, frailtyWeights.parts, [6]float64{-0.49953460, 0.51180489, -0.10558374, 0.13901774, -1.26316791, 0.62687000}},
	} {
		x, _ := design.New(16, design.Numeric("x", frailtyWeights.x))
		f, err := FitFrailty(Data{Tenures: frailtyWeights.tenures, X: x, Cluster: frailtyWeights.cluster, Weights: test.weights},
			Options{Ties: test.ties})
		if err != nil {
			t.Fatal(err)
		}
		f.em.at(0.5)
		got := append([]float64{f.em.beta[0] / f.em.c.scale[0]}, f.em.log...)
		got = append(got, math.Sqrt(f.em.covariance(2).At(0, 0))/f.em.c.scale[0])
		for j, want := range test.want {
			if math.Abs(got[j]-want) > 1e-4 { // the steps end where the likelihood rises by less than 1e-10 of itself
				t.Errorf("%v, weights %v, number %d: got %v, want %v", test.ties, test.weights, j, got[j], want)
			}
		}
	}
}

// With Breslow's ties a row of weight 2 is the row twice, a row of weight 0 is not
// there, and neither is a cluster of such.
func TestFrailtyOfRepeatedRows(t *testing.T) {
	x, _ := design.New(16, design.Numeric("x", frailtyWeights.x))
	weighted := Data{Tenures: frailtyWeights.tenures, X: x, Cluster: frailtyWeights.cluster, Weights: append([]float64(nil), frailtyWeights.whole...)}
	for i := 8; i < 12; i++ {
		weighted.Weights[i] = 0 // all of C
	}
	var repeated Data
	var values []float64
	for i, w := range weighted.Weights {
		for range int(w) {
			repeated.Tenures, values = append(repeated.Tenures, weighted.Tenures[i]), append(values, frailtyWeights.x[i])
			repeated.Cluster = append(repeated.Cluster, weighted.Cluster[i])
		}
	}
	repeated.X, _ = design.New(len(values), design.Numeric("x", values))
	got, err := FitFrailty(weighted, Options{Ties: Breslow})
	if err != nil {
		t.Fatal(err)
	}
	want, err := FitFrailty(repeated, Options{Ties: Breslow})
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, a, b float64) {
		if math.Abs(a-b) > 1e-6*(1+math.Abs(b)) {
			t.Errorf("%s: got %v, want %v", what, a, b)
		}
	}
	near("variance", got.Variance, want.Variance)
	near("its upper limit", got.VarianceUpper.V, want.VarianceUpper.V)
	near("log-likelihood", got.LogLik, want.LogLik)
	near("log-likelihood without frailty", got.LogLikNull, want.LogLikNull)
	near("β", got.Coefficients[0].Estimate.V, want.Coefficients[0].Estimate.V)
	near("its standard error", got.Coefficients[0].StdErr.V, want.Coefficients[0].StdErr.V)
	if got.N != 12 || len(got.Clusters) != 3 || want.N != 20 {
		t.Fatalf("got %d rows in %d clusters, of %d, want 12 in 3, of 20", got.N, len(got.Clusters), want.N)
	}
	for i, c := range got.Clusters {
		o := want.Clusters[i]
		near(c.Cluster+": factor", c.Factor, o.Factor)
		near(c.Cluster+": lower", c.Lower, o.Lower)
		near(c.Cluster+": expected", c.Expected, o.Expected)
		near(c.Cluster+": observed", c.ObservedWeight, float64(o.Observed))
	}
}
