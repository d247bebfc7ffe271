package disclosure

import "github.com/varighet/varighet/survival"

// Spread are tenures in whole months that say of a row what its steps say, and nothing else: the
// stops, censorings and late entries of a step lie evenly over its months, and who is left after the
// last step is followed up to its end. They are for what is counted by month, as expected stops
// are. It is false where there are no steps, or they cannot be put together to tenures.
func Spread(w Row, ends []int) (tenures []survival.Tenure, ok bool) {
	if len(ends) == 0 {
		return nil, false
	}
	entries := make([]float64, w.FromStart())
	var left []survival.Tenure // entries are put to them below
	a := 0
	for _, b := range ends {
		for _, m := range evenly(sum(w.Late, a, b), a, b) {
			entries = append(entries, m-1)
		}
		for _, m := range evenly(exits(w.Stopped, a, b), a, b) {
			left = append(left, survival.Tenure{Exit: m, Stopped: true})
		}
		for _, m := range evenly(exits(w.Censored, a, b), a, b) {
			left = append(left, survival.Tenure{Exit: m})
		}
		a = b
	}
	if len(entries) < len(left) {
		return nil, false
	}
	for range len(entries) - len(left) {
		left = append(left, survival.Tenure{Exit: float64(a)})
	}
	return paired(entries, left)
}

// evenly are n months after a up to and with b.
func evenly(n, a, b int) (months []float64) {
	for i := range n {
		months = append(months, float64(a+1+i*(b-a)/n))
	}
	return months
}
