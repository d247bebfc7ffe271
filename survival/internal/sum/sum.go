// Package sum adds numbers of very unlike size without losing the small ones.
package sum

// A Running is a sum held in two doubles, about 32 decimal digits: what is
// added and later taken away leaves no trace. The zero value is 0.
type Running struct{ high, low float64 }

// Add adds x, which may be negative. It keeps the rounding error of each
// addition (Knuth's two-sum) and folds it back.
func (r *Running) Add(x float64) {
	s, e := twoSum(r.high, x)
	r.high, r.low = twoSum(s, e+r.low)
}

// AddAll adds another sum.
func (r *Running) AddAll(x Running) {
	r.Add(x.high)
	r.Add(x.low)
}

// Value is the sum, rounded once.
func (r *Running) Value() float64 { return r.high }

func twoSum(a, b float64) (s, err float64) {
	s = a + b
	bb := s - a
	return s, (a - (s - bb)) + (b - bb)
}
