package newton

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The bound on a step is 2 for twenty iterations, and then a fifth more at each, for sixty more. Where
// the likelihood is not concave it stays 2.
func TestLongestByHand(t *testing.T) {
	for iteration, want := range map[int]float64{0: 2, 20: 2, 21: 2.4, 22: 2.88, 80: 2 * math.Pow(1.2, 60), 200: 2 * math.Pow(1.2, 60)} {
		if got := longest(iteration, false); math.Abs(got-want) > 1e-12*want {
			t.Errorf("iteration %d: got %v, want %v", iteration, got, want)
		}
		if got := longest(iteration, true); got != 2 {
			t.Errorf("iteration %d, curved: got %v, want 2", iteration, got)
		}
	}
}

// (3, −6) is shortened to a longest of 2: (1, −2). (1, 2) stays.
func TestShortenByHand(t *testing.T) {
	for _, c := range [][2][]float64{{{3, -6}, {1, -2}}, {{1, 2}, {1, 2}}} {
		step := slices.Clone(c[0])
		if shorten(step, 2); !slices.Equal(step, c[1]) {
			t.Errorf("%v: got %v, want %v", c[0], step, c[1])
		}
	}
}

// The second shrinks to less than half, the third is too short to count, the last goes down.
func TestGoingOnByHand(t *testing.T) {
	if got := goingOn([]float64{0.9, 0.4, 1e-4, -0.6}, []float64{1, 1, 1e-4, -1}); !slices.Equal(got, []int{1, 0, 0, -1}) {
		t.Errorf("got %v, want the first up and the last down", got)
	}
	if got := goingOn([]float64{0.4, 1e-4}, []float64{1, 1e-4}); got != nil {
		t.Errorf("none goes on: got %v", got)
	}
}

// Those that were moving and are to move on are stuck; one that is to stay is not.
func TestStuckByHand(t *testing.T) {
	if got := stuck([]float64{2, 1e-4, -2}, []float64{1, 1, -1}); !slices.Equal(got, []int{1, 0, -1}) {
		t.Errorf("got %v, want the first and the last", got)
	}
	if got := stuck([]float64{1e-4}, []float64{1}); got != nil {
		t.Errorf("none is to move on: got %v", got)
	}
	if got := stuck([]float64{2}, []float64{1e-4}); got != nil {
		t.Errorf("none was moving: got %v", got)
	}
	if unbounded(nil) != nil || !slices.Equal(unbounded([]float64{1, -1, 1e-4}), []int{1, -1, 0}) {
		t.Errorf("got %v", unbounded([]float64{1, -1, 1e-4}))
	}
}

func TestBadNumbers(t *testing.T) {
	for v, want := range map[float64]bool{0: false, -1e300: false, math.Inf(1): true, math.Inf(-1): true} {
		if bad(v) != want {
			t.Errorf("%v: got %t", v, bad(v))
		}
	}
	if !bad(math.NaN()) {
		t.Error("NaN is a good number")
	}
}

// With information 4 and score 1e−5 the next step gains (1e−5)²/4 = 2.5e−11, which is rounding; with
// score 1e−3, 2.5e−7.
func TestFlatByHand(t *testing.T) {
	info := mat.NewSymDense(1, []float64{4})
	if !flat([]float64{1e-5}, info) || flat([]float64{1e-3}, info) || flat([]float64{1e-5}, mat.NewSymDense(1, []float64{-4})) {
		t.Error("1e−5 should be flat, 1e−3 not, and a valley not")
	}
}

// A step to where the log-likelihood is less by 1e−10 of its size is taken; more is not. Of −1e6 that is
// 1e−4.
func TestAcceptByHand(t *testing.T) {
	for fall, want := range map[float64]bool{5e-5: true, 2e-4: false, -1: true, math.NaN(): false} {
		r := Result{Beta: []float64{1}, LogLik: -1e6}
		got := r.accept(func(_, _ []float64, _ *mat.SymDense) float64 { return -1e6 - fall }, []float64{0.5})
		if moved := r.Beta[0] == 1.5; got != want || moved != want {
			t.Errorf("less by %v: accepted %t, now at %v", fall, got, r.Beta)
		}
	}
}

// The step of 2 leads from 0 past the maximum of −(β − ½)² to where it is less; half of it leads to 1, where
// it is no less than at 0: −¼.
func TestClimbHalvesASteepStep(t *testing.T) {
	f := func(beta, score []float64, _ *mat.SymDense) float64 {
		d := beta[0] - 0.5
		score[0] = -2 * d
		return -d * d
	}
	r := Result{Beta: []float64{0}, LogLik: -0.25, Score: []float64{1}, Information: NewSym(1)}
	if gain, moved := r.climb(f, []float64{2}); !moved || gain != 0 || r.Beta[0] != 1 || r.LogLik != -0.25 || r.Score[0] != -1 {
		t.Errorf("got %+v, gain %v, want 1 with a gain of 0", r, gain)
	}
	r = Result{Beta: []float64{0.5}, LogLik: 1, Score: []float64{0}, Information: NewSym(1)}
	if gain, moved := r.climb(f, []float64{2}); moved || gain != 0 || r.Beta[0] != 0.5 || r.LogLik != 1 {
		t.Errorf("nowhere as high: got %+v, gain %v, want it to stay", r, gain)
	}
}

// A coefficient has gone far at more than 5 from where it began.
func TestFarFromByHand(t *testing.T) {
	for beta, want := range map[float64]int{8.1: 1, 7.9: 0, -1.9: 0, -2.1: -1} {
		if got := farFrom(beta, 3); got != want {
			t.Errorf("%v from 3: got %d, want %d", beta, got, want)
		}
	}
}
