package chart

import (
	"cmp"
	"slices"
)

// spread moves labels apart so that none lies on another, each as near as can
// be to where it wants to be. want are their middles, height what each needs;
// the result lies within lo and hi if there is room, else it begins at lo.
//
// Labels that would overlap form a block whose middle is the mean of what its
// labels want; blocks that meet become one (pool adjacent violators).
func spread(want []float64, height, lo, hi float64) []float64 {
	type block struct {
		labels []int
		middle float64
	}
	half := func(b block) float64 { return height * float64(len(b.labels)) / 2 }
	place := func(b block) block {
		b.middle = 0
		for i, k := range b.labels {
			b.middle += want[k] - (float64(i)-float64(len(b.labels)-1)/2)*height
		}
		b.middle /= float64(len(b.labels))
		b.middle = max(min(b.middle, hi-half(b)), lo+half(b))
		return b
	}
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(want[a], want[b]) })

	var blocks []block
	for _, k := range order {
		b := place(block{labels: []int{k}})
		for len(blocks) > 0 {
			prev := blocks[len(blocks)-1]
			if prev.middle+half(prev) <= b.middle-half(b) {
				break
			}
			blocks = blocks[:len(blocks)-1]
			b = place(block{labels: append(slices.Clone(prev.labels), b.labels...)})
		}
		blocks = append(blocks, b)
	}
	out := make([]float64, len(want))
	for _, b := range blocks {
		for i, k := range b.labels {
			out[k] = b.middle + (float64(i)-float64(len(b.labels)-1)/2)*height
		}
	}
	return out
}
