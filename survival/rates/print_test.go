package rates

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
)

// R 4.2.2: poisson.test(7, 3.2) gives 2.1875 (0.8794884536 to 4.5070860505). Its p, 0.0446191, adds up
// counts no more likely; ours doubles the smaller tail: 2·P(X ≥ 7 | 3.2) = 2·ppois(6, 3.2, FALSE) = 0.0892382.
func TestComparisonPrints(t *testing.T) {
	c, err := Compare(7, 3.2, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.String(), "observed 7, expected 3.2, O/E 2.188 (0.8795 to 4.507)\nexact p = 0.08924"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	none, err := Compare(2, 0, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := none.String(), "observed 2, expected 0, O/E –\nno ratio: nothing was expected"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// R 4.2.2: poisson.test(7, 160.5) gives 0.04361370717 (0.01753497228 to 0.08986090568).
func TestRatePrints(t *testing.T) {
	r, err := New(7, 160.5, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.String(), "7 events in 160.5, rate 0.04361 (0.01753 to 0.08986)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// By hand: up to 12 a tenure of 30 months that stopped spends 12 months and has no stop, after it 18 and one.
	bands, err := Bands([]survival.Tenure{{Exit: 30, Stopped: true}}, []float64{0, 12, math.Inf(1)}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"tenure 0 to 12: 0 events in 12, rate 0 (0 to 0.3074)", "tenure over 12: 1 event in 18, rate 0.05556 (0.001407 to 0.3095)"} {
		if got := bands[i].String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got, want := (Rate{To: 12, Reason: noTime}).String(), "tenure 0 to 12: 0 events in 0, rate –; no time at risk"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
