package survival

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Times of every size, among them those that differ in the first or the last digit
// only, come out as slices.Sort has them; −0 comes out as 0.
func TestSortTimesUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	draws := map[string]func() float64{
		"fractions":       r.Float64,
		"months":          func() float64 { return float64(r.IntN(300)) },
		"every magnitude": func() float64 { return math.Float64frombits(r.Uint64() >> 2) },
		"one":             func() float64 { return 7 },
		"neighbours":      func() float64 { return math.Float64frombits(math.Float64bits(1) + uint64(r.IntN(5000))) },
		"zeros":           func() float64 { return math.Copysign(0, float64(r.IntN(2))-0.5) },
		"zeros and more":  func() float64 { return max(float64(r.IntN(9))-6, 0) * r.Float64() },
	}
	for name, draw := range draws {
		for _, n := range []int{0, 1, 2, sortThreshold - 1, sortThreshold, sortThreshold + 1, 5000} {
			times := make([]float64, n)
			for i := range times {
				times[i] = draw()
			}
			want := slices.Clone(times)
			slices.Sort(want)
			sortTimesUp(times, make([]float64, n+3))
			for i := range want {
				if times[i] != want[i] || n >= sortThreshold && math.Signbit(times[i]) {
					t.Fatalf("%s, %d of them: place %d is %v, want %v", name, n, i, times[i], want[i])
				}
			}
		}
	}
}

// Tying times in the sorted lists of a curve comes to the same as tying those of each
// tenure: chains of near-ties, entries that become 0, and none that collapses.
func TestTiesOfACurveAreThoseOfTieTimes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	for round := range 300 {
		var tenures []Tenure
		for range 40 {
			near := func() float64 { return float64(r.IntN(6)) * 1e-8 }
			x := Tenure{Stopped: r.IntN(2) == 0, Exit: float64(1+r.IntN(9)) + 0.25 + near()}
			if r.IntN(2) == 0 {
				x.Entry = max(float64(r.IntN(int(x.Exit)+1))-1, 0) + near()
			}
			tenures = append(tenures, x)
		}
		tied, collapsed, err := TieTimes(tenures)
		if err != nil || len(collapsed) > 0 {
			t.Fatalf("round %d: %v collapsed, %v", round, collapsed, err)
		}
		want, err := tallyTenures(tied)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tallyTied(tenures)
		if err != nil {
			t.Fatal(err)
		}
		got.exits, want.exits = slices.Clip(got.exits), slices.Clip(want.exits)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("round %d: %+v\ncomes to %+v\nwant     %+v", round, tenures, got, want)
		}
	}
}
