package power

import (
	"math"

	"github.com/varighet/varighet/survival"
)

// A test is the exact test of O against E at a level: the limits of O/E leave out 1 when E
// is below the lower limit of a Poisson mean of which O were seen, or above the upper [1].
//
// [1] Garwood F (1936). Biometrika 28:437–442.
type test struct {
	conf float64
	at   map[int]bounds // by O, as far as it has been asked for
}

// bounds are the limits of a Poisson mean.
type bounds struct{ lower, upper float64 }

// newTest is the test at level conf, 0 < conf < 1.
func newTest(conf float64) (*test, error) {
	_, _, err := survival.PoissonLimits(0, 1, conf)
	return &test{conf: conf, at: map[int]bounds{}}, err
}

func (t *test) bounds(stops int) bounds {
	b, ok := t.at[stops]
	if !ok {
		b.lower, b.upper, _ = survival.PoissonLimits(stops, 1, t.conf) // stops and conf are such as it takes
		t.at[stops] = b
	}
	return b
}

// around are the limits at a number of stops that need not be whole: on the line between
// those of the whole numbers beside it.
func (t *test) around(stops float64) bounds {
	whole := math.Floor(stops)
	share := stops - whole
	a, b := t.bounds(int(whole)), t.bounds(int(whole)+1)
	return bounds{(1-share)*a.lower + share*b.lower, (1-share)*a.upper + share*b.upper}
}

// chances are those that the limits of O/E are below 1, and that they are above.
func (t *test) chances(l *Law) (below, above float64) {
	for o := range l.joint {
		b, c := t.bounds(o), &l.joint[o]
		for i, chance := range c.chance {
			s := stretch{o, chance, c.mean[i], math.Sqrt(c.variance[i])}
			below += s.chance - s.below(b.upper/l.step)
			above += s.below(b.lower / l.step)
		}
	}
	for _, s := range l.many {
		b := t.bounds(s.stops)
		below += s.chance - s.below(b.upper)
		above += s.below(b.lower)
	}
	return min(max(below, 0), 1), min(above, 1)
}

// Chance is the chance that the limits of O/E at level conf leave out 1: that both are
// below, as where fewer stop than the baseline expects, and that both are above.
func (l *Law) Chance(conf float64) (below, above float64, err error) {
	t, err := newTest(conf)
	if err != nil {
		return 0, 0, err
	}
	below, above = t.chances(l)
	return below, above, nil
}
