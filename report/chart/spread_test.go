package chart

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// By hand: 10 and 11 are moved apart around 10.5; 30 stays.
func TestSpreadMovesOnlyWhatMeets(t *testing.T) {
	got := spread([]float64{11, 30, 10}, 4, 0, 50)
	if want := []float64{12.5, 30, 8.5}; !slices.Equal(got, want) {
		t.Errorf("spread gave %v, want %v", got, want)
	}
}

// Labels keep their order, never overlap, and stay inside if there is room.
func TestSpreadNeverOverlaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Float64Range(0, 60), 0, 12).Draw(t, "want")
		const height, lo, hi = 4.0, -2.0, 62.0
		got := spread(want, height, lo, hi)
		order := make([]int, len(want))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			if want[a] < want[b] {
				return -1
			} else if want[a] > want[b] {
				return 1
			}
			return 0
		})
		last := math.Inf(-1)
		for _, k := range order {
			if got[k]-last < height-1e-9 {
				t.Fatalf("labels at %v are nearer than %v", got, height)
			}
			if got[k] < lo+height/2-1e-9 || got[k] > hi-height/2+1e-9 {
				t.Fatalf("label at %v is outside %v to %v", got[k], lo, hi)
			}
			last = got[k]
		}
	})
}
