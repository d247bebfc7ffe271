package disclosure

import "testing"

// By hand, k = 5: of 10, 10, 10, 10 and 10 nobody has more than a fifth. Of 40, 10, 10, 10 and 10 the largest has
// exactly half of 80, which may be; of 41 more than half. Of 100, 100, 3, 3 and 3 the three others have 9, less
// than a tenth of 100: whoever has one 100 knows the other within 9 of 100. Four amounts are too few. Amounts of 0 have no sum
// that tells anything.
func TestSumsByHand(t *testing.T) {
	for _, c := range []struct {
		amounts []float64
		want    bool
	}{
		{nil, true}, {[]float64{10, 10, 10, 10, 10}, true}, {[]float64{40, 10, 10, 10, 10}, true}, {[]float64{41, 10, 10, 10, 10}, false},
		{[]float64{100, 100, 3, 3, 3}, false}, {[]float64{100, 100, 4, 3, 3}, true}, {[]float64{10, 10, 10, 10}, false}, {[]float64{0, 0, 0, 0, 0}, true},
	} {
		if got := (Rule{K: 5}).Sum(c.amounts); got != c.want {
			t.Errorf("the sum of %v may be read: %v, want %v", c.amounts, got, c.want)
		}
	}
}
