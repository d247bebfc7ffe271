package sum

import "testing"

// By hand: 1e15 + 1e−9 − 1e15 is 1e−9; in one double it is 0.
func TestSmallTermsSurviveLargeOnes(t *testing.T) {
	var r Running
	for _, x := range []float64{1e15, 1e-9, -1e15} {
		r.Add(x)
	}
	if got := r.Value(); got != 1e-9 {
		t.Errorf("got %v, want 1e-9", got)
	}
	plain := 1e15 // a variable, so that the compiler does not add exactly
	if plain += 1e-9; plain-1e15 != 0 {
		t.Errorf("one double keeps %v: this test says nothing", plain-1e15)
	}
}

// A sum with a small part is added to a large one, and taken away: the small part
// stays.
func TestAddAllKeepsBothParts(t *testing.T) {
	var both, r Running
	for _, x := range []float64{1e15, 1e-9} {
		both.Add(x)
	}
	r.AddAll(both)
	r.Add(-1e15)
	if got := r.Value(); got != 1e-9 {
		t.Errorf("got %v, want 1e-9", got)
	}
}
