package cox

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
)

// Counting in a table, along trees, and pair by pair give the same, with late
// entry, strata, ties and weights.
func TestPairsAreCountedAlike(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for range 100 {
		n := 30
		d := Data{Tenures: make([]survival.Tenure, n), Strata: make([]string, n), Weights: make([]float64, n)}
		x := make([]float64, n)
		for i := range x {
			entry := float64(max(0, rng.IntN(8)-4))
			d.Tenures[i] = survival.Tenure{Entry: entry, Exit: entry + 1 + float64(rng.IntN(6)), Stopped: rng.IntN(3) > 0}
			d.Strata[i], d.Weights[i], x[i] = string(rune('a'+rng.IntN(2))), float64(rng.IntN(4)), float64(rng.IntN(4))
		}
		d.X, _ = design.New(n, design.Numeric("x", x))
		m, err := Fit(d, Options{})
		if err != nil || m.defined() != "" {
			continue
		}
		trees, table := countPairs(m), countPairs(m)
		top := int32(len(trees.controls.part) - 1)
		for _, g := range trees.rank {
			top = max(top, g)
		}
		for _, k := range []*pairs{trees, table} {
			*k = pairs{c: k.c, rank: k.rank, influence: make([]compared, n)}
		}
		trees.prepareTrees(top)
		for s := range trees.c.strata {
			trees.stratum(s)
		}
		table.table(int(top))

		sign := math.Copysign(1, m.result.Beta[0])
		var byPair compared
		for i := range x {
			for j := range x {
				a, b := d.Tenures[i], d.Tenures[j]
				if d.Strata[i] != d.Strata[j] || !a.Stopped || b.Entry >= a.Exit || b.Exit < a.Exit || b.Exit == a.Exit && b.Stopped {
					continue
				}
				w := d.Weights[i] * d.Weights[j]
				switch higher := sign * (x[i] - x[j]); {
				case higher > 0:
					byPair.above += w
				case higher < 0:
					byPair.below += w
				default:
					byPair.equal += w
				}
			}
		}
		if trees.total != byPair || table.total != byPair {
			t.Errorf("got %v by trees and %v by table, want %v", trees.total, table.total, byPair)
		}
		if trees.tiedY != table.tiedY || trees.tiedXY != table.tiedXY {
			t.Errorf("ties: got %v, %v by trees and %v, %v by table", trees.tiedY, trees.tiedXY, table.tiedY, table.tiedXY)
		}
		for i := range x {
			if d.Weights[i] > 0 && trees.influence[i] != table.influence[i] {
				t.Errorf("row %d: got %v by trees and %v by table", i, trees.influence[i], table.influence[i])
			}
		}
	}
}
