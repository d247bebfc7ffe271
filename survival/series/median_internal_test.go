package series

import "testing"

// Three posts of 10, 20 and 60 months. Drawn once, twice and never they are 10, 20 and 20; once, never
// and once, 10 and 60, whose middle is 35. One alone is its own median, and of none there is none.
func TestMedianByHand(t *testing.T) {
	list := []post{{10, 0}, {20, 1}, {60, 2}}
	for _, x := range []struct {
		times []int
		want  float64
		ok    bool
	}{{[]int{1, 2, 0}, 20, true}, {[]int{1, 0, 1}, 35, true}, {[]int{0, 0, 1}, 60, true}, {[]int{0, 0, 0}, 0, false}} {
		if m, ok := median(list, x.times); m != x.want || ok != x.ok {
			t.Errorf("drawn %v: got %v, %v, want %v, %v", x.times, m, ok, x.want, x.ok)
		}
	}
}
