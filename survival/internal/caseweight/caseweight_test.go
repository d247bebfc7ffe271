package caseweight

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/varighet/varighet/survival"
)

func TestCheckNamesTheFirst(t *testing.T) {
	row := func(i int) survival.Tenure { return survival.Tenure{Exit: float64(i)} }
	for _, bad := range []float64{-1, math.NaN(), math.Inf(1), 1e-10, 1e10} {
		var fault *survival.TenureError
		err := Check(3, []float64{0, bad, -2}, row)
		if !errors.As(err, &fault) || fault.Index != 1 || fault.Tenure.Exit != 1 || fault.Reason != Unusable {
			t.Errorf("%v: got %v, want a fault of row 1", bad, err)
		}
	}
	for _, good := range [][]float64{nil, {0, 1e-9, 1e9}} {
		if err := Check(3, good, row); err != nil {
			t.Errorf("%v: got %v", good, err)
		}
	}
	if err := Check(3, []float64{1}, row); err == nil {
		t.Error("one weight for three rows: got no error")
	}
}

func TestCounted(t *testing.T) {
	rows, all := Counted([]float64{0, 2, 0.5})
	if all || !reflect.DeepEqual(rows, []int{1, 2}) {
		t.Errorf("got %v, %t, want rows 1 and 2", rows, all)
	}
	if _, all := Counted(nil); !all {
		t.Error("no weights: some are left out")
	}
	if Whole([]float64{1, 2.5}) || !Whole([]float64{0, 3}) || !Whole(nil) {
		t.Error("2.5 is no whole number; 0 and 3 are")
	}
	if got := Pick([]string{"a", "b", "c"}, []int{2, 0}); !reflect.DeepEqual(got, []string{"c", "a"}) {
		t.Errorf("got %v", got)
	}
}

// By hand: of three rows that stopped, weights 0, 2 and 3 are 5 stops; 0, 2 and 0.5 are two rows.
func TestStops(t *testing.T) {
	stopped := func(i int) bool { return i < 3 }
	for _, c := range []struct {
		weights []float64
		want    int
	}{{nil, 3}, {[]float64{0, 2, 3, 7}, 5}, {[]float64{0, 2, 0.5, 7}, 2}} {
		if got := Stops(4, c.weights, stopped); got != c.want {
			t.Errorf("%v: got %d, want %d", c.weights, got, c.want)
		}
	}
}
