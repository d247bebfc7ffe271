package ingest

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A sketch is the smallest of all hashes, sorted, each once: of few or many, with doubles,
// in any order, and not spread evenly as those of texts are.
func TestSketchIsTheSmallestHashes(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	orders := map[string]func([]uint64){
		"as they come": func([]uint64) {}, "ascending": slices.Sort[[]uint64],
		"descending": func(list []uint64) { slices.Sort(list); slices.Reverse(list) },
	}
	for name, order := range orders {
		for trial := range 300 {
			different, shift := 1+rng.IntN(3000), rng.IntN(64)
			all := make([]uint64, rng.IntN(6000))
			for i := range all {
				if all[i] = uint64(rng.IntN(different)) * 0x9E3779B97F4A7C15 >> shift; trial%2 == 1 {
					all[i] = ^all[i] // none is small
				}
			}
			order(all)
			var s sketch
			for _, h := range all {
				s.add(h)
			}
			s.tidy()
			slices.Sort(all)
			want := slices.Compact(all)
			want = want[:min(len(want), sketchSize)]
			if !slices.Equal(want, s.hashes) || s.full != (len(want) == sketchSize) {
				t.Fatalf("%s, trial %d: %d hashes, full %t; want %d", name, trial, len(s.hashes), s.full, len(want))
			}
		}
	}
}
