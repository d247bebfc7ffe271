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

// By hand: halves that rest on 10 and 30 are as exact as 1/(1/40 + 1/120) = 30 would be.
func TestEffectiveStopsOfTwoHalves(t *testing.T) {
	if d := EffectiveStops([]float64{2, 2, 0}, []float64{10, 30, 0}); math.Abs(d.V-30) > 1e-12 {
		t.Errorf("%v", d)
	}
	if d := EffectiveStops([]float64{1}, []float64{0}); d.OK && d.V != 0 {
		t.Errorf("a reference without stops: %v", d)
	}
}
