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
	spread float64   // variance of the factors of municipalities; 0 without
	tail   []float64 // tail[k] = S(k), falling, from S(0) = 1 to about 1e-12
}

// tenures returns the distributions of the six groups, their medians over all
// municipalities from table 6-1.
func tenures(shape, spread float64) ([]tenure, error) {
	table, err := data.FindBaseline("nsdm2020-table6-1")
	if err != nil {
		return nil, err
	}
	var all []tenure
	for _, label := range data.Abelsen().Labels() {
		median, _ := table.Months(label)
		t := tenure{median: median, scale: median / math.Pow(atHalf(spread), 1/shape), shape: shape, spread: spread}
		for k := 0; len(t.tail) == 0 || t.tail[k-1] > 1e-12 && k < 100_000; k++ {
			t.tail = append(t.tail, math.Exp(-t.hazard(float64(k))))
		}
		all = append(all, t)
	}
	return all, nil
}

// atHalf is the cumulative hazard at which half has left, over all municipalities: of a
// gamma factor with variance v, (1 + vH)^(−1/v) = 1/2.
func atHalf(v float64) float64 {
	if v == 0 {
		return math.Ln2
	}
	return math.Expm1(v*math.Ln2) / v
}

// hazard is the cumulative hazard of a municipality with the factor 1, after months.
func (t *tenure) hazard(months float64) float64 { return math.Pow(months/t.scale, t.shape) }

// survival is S(t) over all municipalities, t in months.
func (t *tenure) survival(months float64) float64 {
	if t.spread == 0 {
		return math.Exp(-t.hazard(months))
	}
	return math.Exp(-math.Log1p(t.spread*t.hazard(months)) / t.spread)
}

// draw returns a number of months held, at least 1, in a municipality with a factor: the
// smallest k with S(k) ≤ u for u uniform on [0, 1), so that more than k months have
// probability S(k), which is e to minus factor times the cumulative hazard.
func (t *tenure) draw(rng *rand.Rand, factor float64) int32 {
	u := rng.Float64()
	if factor != 1 {
		u = math.Pow(u, 1/factor)
	}
	k, _ := slices.BinarySearchFunc(t.tail, u, func(s, u float64) int {
		if s <= u {
			return 1
		}
		return -1
	})
	return int32(max(k, 1))
}
