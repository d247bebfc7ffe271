package survival

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Times of every size, among them those that differ in the first or the last digit
// only, come out as slices.Sort has them, each with its bit; −0 comes out as 0.
func TestSortKeys(t *testing.T) {
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
			times, keys, censored := make([]float64, n), make([]timeKey, n), n/3
			for i := range times {
				times[i] = draw()
				keys[i] = keyOf(times[i], bitOf(i >= n-censored))
			}
			want := slices.Clone(keys)
			slices.Sort(want)
			slices.Sort(times)
			sortKeys(keys, make([]timeKey, n+3))
			for i, k := range keys {
				if k != want[i] || k.time() != times[i] || math.Signbit(k.time()) {
					t.Fatalf("%s, %d of them: place %d is %v, bit %d; want %v, bit %d", name, n, i, k.time(), k.bit(), times[i], want[i].bit())
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
		want := tallyTenures(tied)
		got, err := ungrouped(tenures).tallies(true)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got[0], want) {
			t.Fatalf("round %d: %+v\ncomes to %+v\nwant     %+v", round, tenures, got[0], want)
		}
	}
}
