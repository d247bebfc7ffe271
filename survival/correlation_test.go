package survival_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
)

// By hand: both means are 2.5, Σ(x−x̄)(y−ȳ) = 4 · 0.75 = 3 and both sums of squares are 5, so
// r = 3/5. artanh 0.6 = ½ log(1.6/0.4) = log 2, and n − 3 = 1, so the limits are
// tanh(log 2 ± z) = (4e^{±2z} − 1)/(4e^{±2z} + 1) with z = 1.959964.
func TestPearsonByHand(t *testing.T) {
	c, err := survival.Pearson([]float64{1, 2, 3, 4}, []float64{2, 1, 4, 3}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	z := 1.959963984540054
	limit := func(sign float64) float64 { e := 4 * math.Exp(2*sign*z); return (e - 1) / (e + 1) }
	for what, pair := range map[string][2]float64{"r": {c.R.V, 0.6}, "lower": {c.Lower.V, limit(-1)}, "upper": {c.Upper.V, limit(1)}} {
		if math.Abs(pair[0]-pair[1]) > 1e-12 {
			t.Errorf("%s = %v, want %v", what, pair[0], pair[1])
		}
	}
	if c.N != 4 || c.Reason != "" {
		t.Errorf("n = %d and reason %q, want 4 and none", c.N, c.Reason)
	}
}

// R 4.2.2: cor.test(c(3,10,12,14,19,21,25,31), c(402,604,656,801,616,762,733,758)).
func TestPearsonAsCorTest(t *testing.T) {
	months := []float64{3, 10, 12, 14, 19, 21, 25, 31}
	residents := []float64{402, 604, 656, 801, 616, 762, 733, 758}
	c, err := survival.Pearson(months, residents, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]float64{"r": {c.R.V, 0.729047485259785}, "lower": {c.Lower.V, 0.0501265951292338},
		"upper": {c.Upper.V, 0.947137810115857}} {
		if math.Abs(pair[0]-pair[1]) > 1e-12 {
			t.Errorf("%s = %.15g, R has %.15g", what, pair[0], pair[1])
		}
	}
}

// What ALIS-Vest published of 16 lists, r = 0.29, has the limits −0.24 to 0.68: tanh of
// artanh 0.29 ± 1.96/√13, which is 0.2986 ± 0.5436.
func TestPearsonLimitsOfSixteenLists(t *testing.T) {
	// Two variables with r = 0.29 exactly: y = 0.29 x + √(1 − 0.29²) u, with x and u of mean 0,
	// of one length and at right angles.
	var x, y []float64
	for i := range 16 {
		a, u := float64(1-2*(i%2)), float64(1-2*(i/2%2))
		x, y = append(x, a), append(y, 0.29*a+math.Sqrt(1-0.29*0.29)*u)
	}
	c, err := survival.Pearson(x, y, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(c.R.V-0.29) > 1e-12 || math.Abs(c.Lower.V+0.24) > 0.005 || math.Abs(c.Upper.V-0.68) > 0.01 {
		t.Errorf("r = %.4f (%.4f to %.4f), want 0.29 (-0.24 to 0.68)", c.R.V, c.Lower.V, c.Upper.V)
	}
}

// What has no number has a reason, and what cannot be paired is an error.
func TestPearsonWithoutANumber(t *testing.T) {
	for _, x := range []struct {
		name    string
		x, y    []float64
		r, both bool
	}{
		{"no pairs", nil, nil, false, false},
		{"one pair", []float64{1}, []float64{2}, false, false},
		{"a list length that does not vary", []float64{1, 2, 3, 4}, []float64{5, 5, 5, 5}, false, false},
		{"three pairs", []float64{1, 2, 3}, []float64{1, 3, 2}, true, false},
		{"a line", []float64{1, 2, 3, 4}, []float64{10, 20, 30, 40}, true, false},
		{"four pairs", []float64{1, 2, 3, 4}, []float64{1, 3, 2, 5}, true, true},
	} {
		c, err := survival.Pearson(x.x, x.y, 0.95)
		if err != nil || c.R.OK != x.r || c.Lower.OK != x.both || c.Upper.OK != x.both || (c.Reason == "") != x.both {
			t.Errorf("%s: %+v, %v", x.name, c, err)
		}
	}
	for _, x := range []struct {
		x, y []float64
		conf float64
	}{{[]float64{1}, nil, 0.95}, {[]float64{1, math.NaN()}, []float64{1, 2}, 0.95}, {[]float64{1, 2}, []float64{1, 2}, 1}} {
		if c, err := survival.Pearson(x.x, x.y, x.conf); err == nil {
			t.Errorf("Pearson(%v, %v, %v) = %+v, want an error", x.x, x.y, x.conf, c)
		}
	}
}
