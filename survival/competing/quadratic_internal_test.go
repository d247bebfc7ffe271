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

// Of weights 1e9 and 1e-9 at risk the first stops: what is left is lost in rounding, and so all have stopped; the
// weight that stopped is then all there was, to the last bit. Of 3 at risk of whom 2 stop, one is left.
func TestStepsInWhichAllStop(t *testing.T) {
	big := 1e9
	lost := step{atRisk: 2, n: big + 1e-9, d: []float64{big}}
	if lost.close(1); !lost.all || lost.n != big {
		t.Errorf("got %+v, want all", lost)
	}
	counted := step{atRisk: 2, n: 0.1 + 0.2, d: []float64{0.1, 0.2}}
	if counted.close(2); !counted.all || counted.keep(1) != 0 {
		t.Errorf("got %+v, want all", counted)
	}
	left := step{atRisk: 3, n: 3, d: []float64{2, 0}}
	if left.close(2); left.all || left.n != 3 || math.Abs(left.keep(0.6)-0.2) > 1e-15 {
		t.Errorf("got %+v, want a third left", left)
	}
}
