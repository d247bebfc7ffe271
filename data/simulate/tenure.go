package simulate

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/varighet/varighet/data"
)

// A tenure is the distribution of months held in one size group.
type tenure struct {
	median float64   // months
	scale  float64   // months
	shape  float64   //
	tail   []float64 // tail[k] = S(k), falling, from S(0) = 1 to about 1e-12
}

// tenures returns the distributions of the six groups, their medians from
// table 6-1.
func tenures(shape float64) ([]tenure, error) {
	table, err := data.FindBaseline("nsdm2020-table6-1")
	if err != nil {
		return nil, err
	}
	var all []tenure
	for _, label := range data.Abelsen().Labels() {
		median, _ := table.Months(label)
		t := tenure{median: median, scale: median / math.Pow(math.Ln2, 1/shape), shape: shape}
		for k := 0; len(t.tail) == 0 || t.tail[k-1] > 1e-12 && k < 100_000; k++ {
			t.tail = append(t.tail, t.survival(float64(k)))
		}
		all = append(all, t)
	}
	return all, nil
}

// survival is S(t), t in months.
func (t *tenure) survival(months float64) float64 {
	return math.Exp(-math.Pow(months/t.scale, t.shape))
}

// draw returns a number of months held, at least 1: the smallest k with S(k) ≤
// u for u uniform on [0, 1), so that more than k months have probability S(k).
func (t *tenure) draw(rng *rand.Rand) int32 {
	u := rng.Float64()
	k, _ := slices.BinarySearchFunc(t.tail, u, func(s, u float64) int {
		if s <= u {
			return 1
		}
		return -1
	})
	return int32(max(k, 1))
}
