package search_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival/internal/search"
)

// −(x−2)² is 0 at 2, its top, and falls to −9 at 5. On 0 to 10 a grid of 5 has its best point
// at 2 itself.
func TestParabolaByHand(t *testing.T) {
	f := func(x float64) float64 { return -(x - 2) * (x - 2) }
	if x, top := search.Top(f, 0, 10, 5, 1e-8); math.Abs(x-2) > 1e-7 || top < -1e-13 {
		t.Errorf("got %v at %v, want 0 at 2", top, x)
	}
	if x := search.Cross(f, 2, 10, -9, 1e-10); math.Abs(x-5) > 1e-9 {
		t.Errorf("falls to −9 at %v, want 5", x)
	}
}

// Of two tops, 1 at −3 and 2 at 3, the grid finds the higher one, from which golden sections
// alone are led away here.
func TestTopIsTheHigherOfTwo(t *testing.T) {
	f := func(x float64) float64 { return math.Exp(-(x+3)*(x+3)) + 2*math.Exp(-9*(x-3)*(x-3)) }
	if x, _ := search.Top(f, -10, 4, 56, 1e-8); math.Abs(x-3) > 1e-6 {
		t.Errorf("got the top at %v, want 3", x)
	}
	if x, _ := search.Golden(f, -10, 4, 1e-8); math.Abs(x+3) > 1e-3 {
		t.Errorf("got the top at %v, want −3 by golden sections alone", x)
	}
}

// The top may lie below 0, and between the best point of the grid and the one before it: at −0.7, of a grid
// of −2, −1, 0, 1, 2 nearest to −1; at −1.3 before it.
func TestTopOnBothSidesOfTheGridsBest(t *testing.T) {
	for _, want := range []float64{-0.7, -1.3, 0.7, 1.3, -2, 2} {
		f := func(x float64) float64 { return -(x - want) * (x - want) }
		if x, _ := search.Top(f, -2, 2, 4, 1e-8); math.Abs(x-want) > 1e-6 {
			t.Errorf("got the top at %v, want %v", x, want)
		}
	}
}
