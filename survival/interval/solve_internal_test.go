package interval

import (
	"math"
	"testing"
)

// Shares that go half of the way left at each round: from ½ by 0.1, then by 0.05. They come to
// 0.5 + 0.1/(1 − ½) = 0.7, where going on along the two steps leads at once. Nothing leads on from rounds
// that change nothing, or that go on as far each time. Where it would lead past 0, to −0.025 and 1.025, next to
// nothing is left of the share.
func TestExtrapolateByHand(t *testing.T) {
	out := extrapolate([]float64{0.5, 0.5}, []float64{0.6, 0.4}, []float64{0.65, 0.35})
	if out == nil || math.Abs(out[0]-0.7) > 1e-12 || math.Abs(out[1]-0.3) > 1e-12 {
		t.Errorf("got %v, want 0.7 and 0.3", out)
	}
	if out = extrapolate([]float64{0.1, 0.9}, []float64{0.05, 0.95}, []float64{0.02, 0.98}); out == nil || !(out[0] > 0) || out[0] > 1e-13 || math.Abs(out[1]-1) > 1e-12 {
		t.Errorf("past 0: got %v, want next to nothing and 1", out)
	}
	for name, x := range map[string][3][]float64{
		"nothing changes":     {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}},
		"the same step twice": {{0.25, 0.75}, {0.5, 0.5}, {0.75, 0.25}},
		"a step back":         {{0.5, 0.5}, {0.6, 0.4}, {0.5, 0.5}},
	} {
		if out := extrapolate(x[0], x[1], x[2]); out != nil {
			t.Errorf("%s: got %v, want nothing", name, out)
		}
	}
}

// Of masses ½, ½ and 1e−9 the last alone is the difference of two sums near 1, which has lost digits.
func TestBetweenKeepsASmallMass(t *testing.T) {
	mass := []float64{0.5, 0.5, 1e-9}
	before := sums(mass)
	if got := between(mass, before, 2, 3); got != 1e-9 {
		t.Errorf("got %v, want 1e−9", got)
	}
	if got := between(mass, before, 0, 2); got != 1 {
		t.Errorf("got %v, want 1", got)
	}
}

// What is not there has no logarithm: a class that lies in stretches without mass makes the data impossible.
func TestLogLikOfWhatCannotBe(t *testing.T) {
	p := &problem{stretches: []span{{0, 1}, {1, 2}}, classes: []class{{first: 0, last: 0, count: 3}, {first: 1, last: 1, seen: 1, count: 2}}}
	if got := p.logLik([]float64{0, 1}); !math.IsInf(got, -1) {
		t.Errorf("got %v, want −∞", got)
	}
	// 3 with probability ¼, and 2 that were seen because they stopped in the second: 3 log ¼ + 2 log 1.
	if got := p.logLik([]float64{0.25, 0.75}); math.Abs(got-3*math.Log(0.25)) > 1e-15 {
		t.Errorf("got %v, want 3 log ¼", got)
	}
}

// Extrapolation comes to the fixed point of EM in fewer than half as many rounds: each round of EM
// alone is counted here, until a round changes as little.
func TestExtrapolationSavesRounds(t *testing.T) {
	var s Sample
	for i := range 12 {
		for range 1 + i*i%5 {
			s.Tenures = append(s.Tenures, Tenure{Left: float64(i), Right: float64(i + 4)})
		}
	}
	p := newProblem(s)
	e := &Estimate{}
	got := p.solve(e)
	mass := make([]float64, len(p.stretches))
	for j := range mass {
		mass[j] = 1 / float64(len(mass))
	}
	rounds := 1
	for ; p.step(mass) >= 1e-9 && rounds < maxIterations; rounds++ {
	}
	if !e.Converged || 2*e.Iterations >= rounds || math.Abs(p.logLik(got)-p.logLik(mass)) > 1e-6 {
		t.Errorf("got %d rounds to %v, and %d of EM alone to %v", e.Iterations, p.logLik(got), rounds, p.logLik(mass))
	}
	// Where one stretch has all, the two rounds that are run at a time change nothing.
	one := &Estimate{}
	if got = newProblem(Sample{Tenures: s.Tenures[:1]}).solve(one); len(got) != 1 || got[0] != 1 || one.Iterations != 2 || !one.Converged {
		t.Errorf("one tenure: got %v, %+v, want all of it after two rounds", got, one)
	}
}
