package competing

import (
	"math"
	"testing"
)

// (1 + 2F)² + (3 − F)² at F = 2 is 25 + 1, and with numbers a millionth as large 26e−12. (1 − F)² at 1 is 0,
// though its terms are not.
func TestQuadraticByHand(t *testing.T) {
	for _, size := range []float64{1, 1e-6, 1e6} {
		var q quadratic
		q.add(size, 2*size)
		q.add(3*size, -size)
		if got, want := q.at(2), 26*size*size; math.Abs(got-want) > 1e-12*want {
			t.Errorf("size %v: got %v, want %v", size, got, want)
		}
		var none quadratic
		none.add(0.1*size, -0.1*size)
		if got := none.at(1); got != 0 {
			t.Errorf("size %v: got %v of terms that cancel, want 0", size, got)
		}
	}
}
