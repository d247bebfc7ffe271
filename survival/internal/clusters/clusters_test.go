package clusters

import (
	"reflect"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestNumber(t *testing.T) {
	labels := []string{"b", "a", "b", "c", "d"}
	if of, n := Number(labels, nil); n != 4 || !reflect.DeepEqual(of, []int{0, 1, 0, 2, 3}) {
		t.Errorf("got %v of %d, want 0 1 0 2 3 of 4", of, n)
	}
	// Without the row of weight 0, a is no cluster.
	if of, n := Number(labels, []float64{1, 0, 0.5, 2, 3}); n != 3 || !reflect.DeepEqual(of, []int{0, 0, 0, 1, 2}) {
		t.Errorf("got %v of %d, want 0 0 0 1 2 of 3", of, n)
	}
	if of, n := Number(nil, nil); of != nil || n != 0 {
		t.Errorf("no labels: got %v of %d", of, n)
	}
}

// S'S of (1, 0), (1, 2) is (2, 2; 2, 4). With V = diag(1, ½) on both sides:
// (2, 1; 1, 1).
func TestSandwichByHand(t *testing.T) {
	v := mat.NewSymDense(2, []float64{1, 0, 0, 0.5})
	got := Sandwich(v, []float64{1, 0, 1, 2})
	if want := mat.NewSymDense(2, []float64{2, 1, 1, 1}); !mat.EqualApprox(got, want, 1e-15) {
		t.Errorf("got %v, want %v", mat.Formatted(got), mat.Formatted(want))
	}
	// Of one coefficient with three clusters, ½·(1 + 4 + 9)·½.
	if got := Sandwich(mat.NewSymDense(1, []float64{0.5}), []float64{1, 2, -3}).At(0, 0); got != 3.5 {
		t.Errorf("three clusters: got %v, want 3.5", got)
	}
}

func TestWarning(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: One, 20: "", 300: "",
		19: "clusters: 19; robust standard errors from fewer than 20 are too small"} {
		if got := Warning(n); got != want {
			t.Errorf("%d clusters: got %q, want %q", n, got, want)
		}
	}
}
