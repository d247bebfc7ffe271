package outsider

import "testing"

// Two rows of a printed table, x and y with 3 and 4, and their sum 7: the reader sees the sum only.
// By hand: x is 0 to 7, and not determined; the sum is.
func TestReaderByHand(t *testing.T) {
	r := &Reader{Kinds: 2, Rows: [][]bool{{true, true}}, Sums: []int{7}}
	if r.Determined([]bool{true, false}) || !r.Determined([]bool{true, true}) {
		t.Error("a part of a sum is not determined, the sum is")
	}
	if low, high := r.Bounds([]bool{true, false}, 99); low != 0 || high != 7 {
		t.Errorf("a part of 7 is from %d to %d, want 0 to 7", low, high)
	}
	r = &Reader{Kinds: 2, Rows: [][]bool{{true, true}, {false, true}}, Sums: []int{7, 4}}
	if low, high := r.Bounds([]bool{true, false}, 99); low != 3 || high != 3 || !r.Determined([]bool{true, false}) {
		t.Errorf("7 less 4 is from %d to %d, want 3 and determined", low, high)
	}
}
