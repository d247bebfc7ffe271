package rates

import (
	"math"
	"testing"
)

// R 4.2.2: poisson.test(c(6, 20), c(10.3, 40))$conf.int is 0.3828634977 to 3.0079396864: six
// stops in 10.3 years where the reference had twenty in 40.
func TestLimitsAllowForTheReferencesOwnStops(t *testing.T) {
	c, err := Compare(6, 20*10.3/40, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	u, err := c.WithReference(20, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(u.Lower.V-0.3828634977) > 1e-9 || math.Abs(u.Upper.V-3.0079396864) > 1e-9 {
		t.Errorf("limits %v to %v", u.Lower.V, u.Upper.V)
	}
	if !(u.Lower.V < c.Lower.V && u.Upper.V > c.Upper.V && u.P.V > c.P.V) {
		t.Errorf("%+v is not wider than %+v", u, c)
	}
}

// By hand: 1 observed and 1 of the reference, both expected alike: a fair coin. One or none
// of two come with probability 3/4, so p = min(1, 2·3/4) = 1.
func TestOneAgainstOneTellsNothing(t *testing.T) {
	c, err := Compare(1, 1, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	u, err := c.WithReference(1, 0.95)
	if err != nil || u.P.V != 1 {
		t.Errorf("p = %v, %v", u.P, err)
	}
}

// By hand: none observed where 3 stopped in the reference and 3 were expected: (1/2)³, twice.
func TestNoneObservedHasALowerLimitOfNought(t *testing.T) {
	c, err := Compare(0, 3, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	u, err := c.WithReference(3, 0.95)
	if err != nil || u.Lower.V != 0 || math.Abs(u.P.V-0.25) > 1e-12 {
		t.Errorf("%+v, %v", u, err)
	}
}

// By hand: one observed where 1/3 was expected, by 3 stops of the reference. Of four stops each is one
// that is observed with probability (1/3)/(1/3 + 3) = 1/10: one or more with 1 − 0.9⁴ = 0.3439, twice.
func TestOneObservedHasAProbabilityOfAsMany(t *testing.T) {
	c, err := Compare(1, 1./3, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	u, err := c.WithReference(3, 0.95)
	if err != nil || math.Abs(u.P.V-0.6878) > 1e-12 {
		t.Errorf("p = %v, %v, want 0.6878", u.P, err)
	}
}

// Limits on the logarithm of a rate need a stop; the exact ones do not: −log 0.025 in 7 months.
func TestNoStopsHaveNoLimitsOnTheLogarithm(t *testing.T) {
	r, err := New(0, 7, 0.95)
	if err != nil || r.LogLower.OK || r.LogUpper.OK || r.Lower.V != 0 || math.Abs(r.Upper.V+math.Log(0.025)/7) > 1e-12 {
		t.Errorf("got %+v, %v, want 0 to %v, and none on the logarithm", r, err, -math.Log(0.025)/7)
	}
}

// A law: a reference of very many is one that is known.
func TestAVastReferenceIsOneThatIsKnown(t *testing.T) {
	c, err := Compare(12, 8.5, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	u, err := c.WithReference(1e7, 0.9)
	if err != nil || math.Abs(u.Lower.V-c.Lower.V) > 1e-4 || math.Abs(u.Upper.V-c.Upper.V) > 1e-4 || math.Abs(u.P.V-c.P.V) > 1e-4 {
		t.Errorf("%+v beside %+v, %v", u, c, err)
	}
}

// By hand: where as many are compared at each time as were at risk, each stop counts: 3 + 2.
// Where 2 of 4 and 1 of 10 are compared, (2·1/4 + 1·5/10)²/(4·1/16 + 1·5/100) = 10/3. Stops where
// nobody is compared do not count, nor a time without stops, at which nobody need be at risk.
func TestEffectiveStops(t *testing.T) {
	for _, c := range []struct {
		compared, stops, atRisk []float64
		want                    float64
	}{
		{[]float64{9, 5}, []float64{3, 2}, []float64{9, 5}, 5},
		{[]float64{2, 1}, []float64{1, 5}, []float64{4, 10}, 10. / 3},
		{[]float64{2, 1, 0}, []float64{1, 5, 100}, []float64{4, 10, 1000}, 10. / 3},
		{[]float64{2, 1, 3}, []float64{1, 5, 0}, []float64{4, 10, 0}, 10. / 3},
	} {
		if d := EffectiveStops(c.compared, c.stops, c.atRisk); math.Abs(d.V-c.want) > 1e-12 {
			t.Errorf("%+v: %v", c, d)
		}
	}
	if d := EffectiveStops([]float64{0}, []float64{1}, []float64{1}); d.OK {
		t.Errorf("nothing is expected: %v", d)
	}
}
