package cox

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/newton"
)

// A Transform is the course over time against which the check for proportional
// hazards looks for a trend in a coefficient.
type Transform uint8

// The transforms, with the names they have in files and flags.
const (
	TransformKM       Transform = iota // km: 1 − S(t−), the Kaplan–Meier curve of all rows
	TransformRank                      // rank: the rank of the time among all
	TransformIdentity                  // identity: t
	TransformLog                       // log: log t
)

// String is the name of the transform.
func (t Transform) String() string {
	return [...]string{"km", "rank", "identity", "log"}[min(t, TransformLog)]
}

// ParseTransform reads the names that String gives.
func ParseTransform(s string) (Transform, bool) {
	for t := TransformKM; t <= TransformLog; t++ {
		if s == t.String() {
			return t, true
		}
	}
	return 0, false
}

// A TermTest is a test of one term of the model; Term is "" for the test of all
// together.
type TermTest struct {
	Term string
	Test
}

// ProportionalHazards tests whether coefficients change over time: each term
// alone, and at last all together. It is the score test of adding g(t)·x to the
// model for every column x of the term, with g the transform [1][2]. A small P
// says that the hazards are not proportional, and not what to do about it.
//
// It returns an error where there is nothing to test: for exact ties, for
// coefficients without an estimate, and for log with a stop at time 0.
//
// [1] Grambsch PM, Therneau TM (1994). Biometrika 81:515–526.
// [2] Therneau TM, Grambsch PM (2000). Modeling Survival Data, section 6.2.
func (m *Model) ProportionalHazards(transform Transform) ([]TermTest, error) {
	if why := m.defined(); why != "" {
		return nil, errors.New("no check for proportional hazards: " + why)
	}
	if m.Ties == Exact {
		return nil, errors.New("no check for proportional hazards with exact ties")
	}
	g, err := m.timeCourse(transform)
	if err != nil {
		return nil, err
	}
	c := m.cohort
	p := c.p
	u := make([]float64, p) // Σ g·score; that without g is 0 at the estimate
	plain, once, twice := make([]float64, c2(p)), make([]float64, c2(p)), make([]float64, c2(p))
	c.newPass(m.Ties == Efron).run(m.result.Beta, func(ev *event) {
		w := g[ev.number]
		for _, x := range c.dead.at(ev.number) {
			for j, z := range c.pattern(x.pattern) {
				u[j] += w * x.weight * z
			}
		}
		ev.expected(u, -w)
		ev.information(plain, 1)
		ev.information(once, w)
		ev.information(twice, w*w)
	})
	blocks := [3]*mat.SymDense{newton.NewSym(p), newton.NewSym(p), newton.NewSym(p)}
	for i, packed := range [][]float64{plain, once, twice} {
		unpack(packed, blocks[i])
	}
	var tests []TermTest
	var all []int
	for _, t := range m.Terms {
		var columns []int
		for j := t.First; j < t.First+t.Count; j++ {
			if at, kept := m.at[j]; kept {
				columns = append(columns, at)
			}
		}
		if columns == nil {
			continue
		}
		all = append(all, columns...)
		tests = append(tests, TermTest{t.Name, trendTest(blocks, u, columns)})
	}
	return append(tests, TermTest{"", trendTest(blocks, u, all)}), nil
}

// trendTest is the score test for the columns times g, beside all columns.
func trendTest(blocks [3]*mat.SymDense, u []float64, columns []int) Test {
	p, n := len(u), len(columns)
	info, score := newton.NewSym(p+n), make([]float64, p+n)
	for i := range p {
		for j := i; j < p; j++ {
			info.SetSym(i, j, blocks[0].At(i, j))
		}
	}
	for a, i := range columns {
		score[p+a] = u[i]
		for j := range p {
			info.SetSym(j, p+a, blocks[1].At(j, i))
		}
		for b := a; b < n; b++ {
			info.SetSym(p+a, p+b, blocks[2].At(i, columns[b]))
		}
	}
	q, ok := newton.Quadratic(info, score)
	if !ok {
		return noTest(n, "the stops are at too few times to see a trend")
	}
	return newTest(q, n)
}

// timeCourse is g at each event, less its mean over stops.
func (m *Model) timeCourse(transform Transform) ([]float64, error) {
	c := m.cohort
	var at func(float64) float64
	switch transform {
	case TransformIdentity:
		at = func(t float64) float64 { return t }
	case TransformLog:
		at = math.Log
	case TransformRank:
		at = averageRank(c)
	default:
		curve, err := survival.KaplanMeier(c.tenures, survival.Options{})
		if err != nil {
			return nil, err
		}
		at = func(t float64) float64 {
			i, _ := slices.BinarySearchFunc(curve.Points, t, func(p survival.Point, t float64) int { return cmp.Compare(p.Time, t) })
			if i == 0 {
				return 0
			}
			return 1 - curve.Points[i-1].Survival
		}
	}
	g := make([]float64, c.events())
	sum, n := 0.0, 0
	for s, times := range c.times {
		for k, t := range times {
			e := c.first[s] + k
			if g[e] = at(t); math.IsInf(g[e], 0) {
				return nil, errors.New("no check on the log scale: a stop at time 0")
			}
			for _, x := range c.dead.at(e) {
				sum += g[e] * float64(x.count)
				n += int(x.count)
			}
		}
	}
	for e := range g {
		g[e] -= sum / float64(n)
	}
	return g, nil
}

// averageRank gives times their rank among the exits of all rows, tied ones the
// mean of theirs.
func averageRank(c *cohort) func(float64) float64 {
	exits := make([]float64, len(c.tenures))
	for i, t := range c.tenures {
		exits[i] = t.Exit
	}
	slices.Sort(exits)
	return func(t float64) float64 {
		first, _ := slices.BinarySearch(exits, t)
		after, _ := slices.BinarySearchFunc(exits, t, func(x, t float64) int {
			if x <= t {
				return -1
			}
			return 1
		})
		return float64(first+1+after) / 2
	}
}
