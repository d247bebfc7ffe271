package finegray_test

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/finegray"
)

// weighedRow is one of the sixteen rows that R's numbers below are of.
type weighedRow struct {
	entry, exit float64
	cause       string // "" if censored
	x           float64
	whole       float64
	parts       float64
}

var weighedRows = []weighedRow{
	{0, 3, "it", 1, 2, 0.5}, {0, 5, "it", 0, 1, 1.5}, {2, 8, "other", 1, 3, 2}, {0, 6, "", 0, 1, 0.25},
	{0, 4, "it", 0, 2, 1.2}, {1, 9, "other", 0, 1, 0.8}, {0, 12, "", 1, 2, 1}, {3, 10, "it", 0, 1, 3.1},
	{0, 7, "it", 1, 1, 0.6}, {0, 11, "other", 0, 4, 0.4}, {4, 13, "it", 1, 2, 2.2}, {0, 2, "other", 1, 1, 1.7},
	{0, 14, "", 0, 1, 0.9}, {5, 15, "it", 1, 1, 1.1}, {0, 8, "it", 0, 2, 0.3}, {0, 16, "", 1, 3, 1.4},
}

// weighed makes data of the rows that keep says, with weights of 1 each.
func weighed(t *testing.T, late bool, keep func(weighedRow) bool) (d finegray.Data, kept []weighedRow) {
	t.Helper()
	var x []float64
	for _, r := range weighedRows {
		if !keep(r) {
			continue
		}
		tenure := survival.Tenure{Exit: r.exit, Stopped: r.cause != ""}
		if late {
			tenure.Entry = r.entry
		}
		d.Tenures, d.Causes, x, kept = append(d.Tenures, tenure), append(d.Causes, r.cause), append(x, r.x), append(kept, r)
	}
	var err error
	if d.X, err = design.New(len(x), design.Numeric("x", x)); err != nil {
		t.Fatal(err)
	}
	return d, kept
}

// Without censoring the weights of those who stopped for another cause are 1,
// and R 4.2.2, survival 3.5-3 has the model with case weights:
//
//	fg <- finegray(Surv(exit, cause) ~ ., data, etype = "it", weights = w)
//	coxph(Surv(fgstart, fgstop, fgstatus) ~ x, fg, weights = fgwt, cluster = id, ties = "breslow")
func TestWeightsAreThoseOfRWithoutCensoring(t *testing.T) {
	d, kept := weighed(t, false, func(r weighedRow) bool { return r.cause != "" })
	var whole, parts []float64
	for i, r := range kept {
		whole, parts, d.Cluster = append(whole, r.whole), append(parts, r.parts), append(d.Cluster, strconv.Itoa(i))
	}
	d.Weights = whole
	m := fit(t, d, "it")
	near(t, "β, whole", m.Coefficients[0].Estimate, 0.032496102325146)
	near(t, "se, whole, each row a cluster", m.Coefficients[0].StdErr, 0.84209808896994)
	if math.Abs(m.LogLikNull+32.83717305231) > 1e-9 || math.Abs(m.LogLik+32.83560562841) > 1e-9 {
		t.Errorf("log-likelihoods: got %v and %v, want −32.83717305231 and −32.83560562841", m.LogLikNull, m.LogLik)
	}
	d.Weights, d.Cluster = parts, nil
	m = fit(t, d, "it")
	near(t, "β, parts", m.Coefficients[0].Estimate, -1.0857448521923)
	near(t, "se, parts", m.Coefficients[0].StdErr, 0.60046401183138)
	if math.Abs(m.LogLikNull+24.88799306525) > 1e-9 || math.Abs(m.LogLik+23.49619004963) > 1e-9 {
		t.Errorf("log-likelihoods: got %v and %v, want −24.88799306525 and −23.49619004963", m.LogLikNull, m.LogLik)
	}
}

// With censoring, R's numbers are of the rows repeated as often as their weight
// says, by the same calls (3.5-3 leaves case weights out of the weights of those
// who stopped for another cause). Half of each weight makes the same estimate.
func TestWeightsAreRowsRepeatedInR(t *testing.T) {
	for _, test := range []struct {
		late               bool
		beta, null, logLik float64
	}{
		{false, -0.32373591134476, -36.00625546343, -35.85190288560},
		{true, -0.27606296660378, -35.59028581789, -35.47935012798},
	} {
		d, kept := weighed(t, test.late, func(weighedRow) bool { return true })
		var half []float64
		for _, r := range kept {
			d.Weights, half = append(d.Weights, r.whole), append(half, r.whole/2)
		}
		m := fit(t, d, "it")
		near(t, "β", m.Coefficients[0].Estimate, test.beta)
		if math.Abs(m.LogLikNull-test.null) > 1e-9 || math.Abs(m.LogLik-test.logLik) > 1e-9 {
			t.Errorf("log-likelihoods: got %v and %v, want %v and %v", m.LogLikNull, m.LogLik, test.null, test.logLik)
		}
		d.Weights = half
		near(t, "β of halves", fit(t, d, "it").Coefficients[0].Estimate, test.beta)
	}
}

// Stops for it at 1 (x = 1, weight 2), at 2 (x = 0) and at 3 (x = 1), and for
// another cause at 1 (x = 1, weight 3), whose weight stays 1 as nobody is
// censored. With θ = exp(β):
//
//	L = θ²/(6θ+1)² · 1/(4θ+1) · θ/(4θ)
//
// whose score in β, 2 − 12θ/(6θ+1) − 4θ/(4θ+1), is 0 where 12θ² − 2θ − 1 is.
func TestWeightsByHand(t *testing.T) {
	x, _ := design.New(4, design.Numeric("x", []float64{1, 0, 1, 1}))
	d := finegray.Data{X: x, Causes: []string{"it", "it", "it", "other"}, Weights: []float64{2, 1, 1, 3},
		Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3, Stopped: true}, {Exit: 1, Stopped: true}}}
	near(t, "subdistribution hazard ratio", fit(t, d, "it").Coefficients[0].HazardRatio, (1+math.Sqrt(13))/12)
}

func TestWeightsThatCannotBe(t *testing.T) {
	d, _ := weighed(t, true, func(weighedRow) bool { return true })
	d.Weights = make([]float64, 16)
	if _, err := finegray.Fit(d, finegray.Options{Cause: "it"}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("all of weight 0: got %v", err)
	}
	for _, w := range []float64{-1, math.NaN(), math.Inf(1)} {
		d.Weights[5] = w
		var fault *survival.TenureError
		if _, err := finegray.Fit(d, finegray.Options{Cause: "it"}); !errors.As(err, &fault) || fault.Index != 5 {
			t.Errorf("weight %v: got %v, want a fault of row 5", w, err)
		}
	}
}
