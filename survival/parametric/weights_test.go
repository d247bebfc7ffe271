package parametric_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/parametric"
)

var (
	weighedTimes = []float64{3, 5, 8, 6, 4, 9, 12, 10, 7, 11, 13, 2, 14, 15, 8, 16}
	weighedX     = []float64{1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1}
	wholeWeights = []float64{2, 1, 3, 1, 2, 1, 2, 1, 1, 4, 2, 1, 1, 1, 2, 3}
	partWeights  = []float64{0.5, 1.5, 2, 0.25, 1.2, 0.8, 1, 3.1, 0.6, 0.4, 2.2, 1.7, 0.9, 1.1, 0.3, 1.4}
)

// weighed are sixteen times, of which four are of censored rows.
func weighed(t *testing.T, weights []float64) parametric.Data {
	t.Helper()
	var tenures []survival.Tenure
	for i, at := range weighedTimes {
		tenures = append(tenures, survival.Tenure{Exit: at, Stopped: i != 3 && i != 6 && i != 12 && i != 15})
	}
	x, err := design.New(16, design.Numeric("x", weighedX))
	if err != nil {
		t.Fatal(err)
	}
	return parametric.Data{Rows: parametric.Exact(tenures), X: x, Weights: weights}
}

func fitData(t *testing.T, d parametric.Data, dist parametric.Distribution) *parametric.Model {
	t.Helper()
	m, err := parametric.Fit(d, parametric.Options{Distribution: dist})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// R 4.2.2, survival 3.5-3:
//
//	survreg(Surv(exit, stop) ~ x, weights = w, dist = dist, control = survreg.control(rel.tolerance = 1e-14))
//
// coefficients, log(scale), the roots of diag(var), and both log-likelihoods.
func TestWeightsAreThoseOfR(t *testing.T) {
	for _, test := range []struct {
		dist         parametric.Distribution
		weights      []float64
		beta         [2]float64
		logSigma     float64
		se           [3]float64
		null, logLik float64
	}{
		{parametric.Weibull, wholeWeights, [2]float64{2.2958078303469, 0.3201935795986}, -0.7604520858706,
			[3]float64{0.1410299757758, 0.2045631933140, 0.1888057892495}, -68.84415202546, -67.68764729086},
		{parametric.Weibull, partWeights, [2]float64{2.2716577345446, 0.2646876814922}, -0.7236480074917,
			[3]float64{0.1797507021109, 0.2475145692758, 0.2211817025855}, -49.23985720355, -48.70559332768},
		{parametric.Exponential, wholeWeights, [2]float64{2.3206035984967, 0.4006918293555}, 0,
			[3]float64{0.3015113445778, 0.4369314487527}, -74.15995997388, -73.73959386199},
		{parametric.Exponential, partWeights, [2]float64{2.2804235211912, 0.2778559687612}, 0,
			[3]float64{0.3701166050988, 0.5103362533598}, -52.91619387853, -52.76915557331},
		{parametric.LogLogistic, wholeWeights, [2]float64{2.1702630943458, 0.1868293568298}, -0.971210904773,
			[3]float64{0.1715857254584, 0.2515825928648, 0.1855327097331}, -69.09508040914, -68.82269909668},
		{parametric.LogLogistic, partWeights, [2]float64{2.1145559396574, 0.1896206158751}, -0.9376168365851,
			[3]float64{0.2198158319444, 0.3114325142748, 0.2180930844169}, -49.94991261389, -49.76923355942},
		{parametric.LogNormal, wholeWeights, [2]float64{2.1662089345113, 0.1226974548351}, -0.393363501489,
			[3]float64{0.1931766456111, 0.2659053301369, 0.1610823939387}, -69.16988365124, -69.06297285253},
		{parametric.LogNormal, partWeights, [2]float64{2.12135003203503, 0.07590498593985}, -0.3476431084696,
			[3]float64{0.2482711658166, 0.3345359624420, 0.1863568515894}, -50.03399809895, -50.00823734581},
	} {
		m := fitData(t, weighed(t, test.weights), test.dist)
		for j, k := range m.Coefficients {
			near(t, test.dist.String()+" "+k.Name(), k.Estimate, test.beta[j])
			near(t, test.dist.String()+" "+k.Name()+": se", k.StdErr, test.se[j])
		}
		if test.dist != parametric.Exponential {
			near(t, test.dist.String()+" log σ", m.LogSigma, test.logSigma)
			near(t, test.dist.String()+" log σ: se", m.LogSigmaStdErr, test.se[2])
		}
		near(t, test.dist.String()+" log-likelihood without x", m.LogLikNull, test.null)
		if math.Abs(m.LogLik-test.logLik) > 1e-9 {
			t.Errorf("%v: log-likelihood: got %v, want %v", test.dist, m.LogLik, test.logLik)
		}
		warned := strings.Contains(strings.Join(m.Warnings, "\n"), "not whole numbers")
		if fractional := test.weights[0] == 0.5; warned != fractional {
			t.Errorf("%v: warnings %q", test.dist, m.Warnings)
		}
	}
}

// 2½ stops in 2·3 + ½·(8 − 2) + 1·6 = 15 time units, one row of weight 0 aside: a
// mean of 6, with standard error 1/√2.5 of its logarithm.
func TestWeightsByHand(t *testing.T) {
	x, _ := design.New(4)
	d := parametric.Data{X: x, Weights: []float64{2, 0.5, 1, 0}, Rows: parametric.Exact([]survival.Tenure{
		{Exit: 3, Stopped: true}, {Entry: 2, Exit: 8, Stopped: true}, {Exit: 6}, {Exit: 100, Stopped: true}})}
	m := fitData(t, d, parametric.Exponential)
	near(t, "mean", m.Coefficients[0].TimeRatio, 6)
	near(t, "standard error", m.Coefficients[0].StdErr, 1/math.Sqrt(2.5))
	if m.N != 3 || m.Stopped != 2 {
		t.Errorf("got %d rows, %d stopped, want 3, 2", m.N, m.Stopped)
	}
}

func TestWeightsThatCannotBe(t *testing.T) {
	d := weighed(t, make([]float64, 16))
	if _, err := parametric.Fit(d, parametric.Options{}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("all of weight 0: got %v", err)
	}
	for _, w := range []float64{-1, math.NaN(), 1e10} {
		d.Weights[2] = w
		var fault *survival.TenureError
		if _, err := parametric.Fit(d, parametric.Options{}); !errors.As(err, &fault) || fault.Index != 2 || fault.Tenure.Exit != 8 {
			t.Errorf("weight %v: got %v, want a fault of row 2", w, err)
		}
	}
}
