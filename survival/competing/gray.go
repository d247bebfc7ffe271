package competing

import (
	"errors"
	"maps"
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A GrayResult is a test of whether groups have the same cumulative incidence
// of one cause. Chi2 and P are missing where it is not defined; Reason then
// says why.
type GrayResult struct {
	Cause  string
	Groups []string
	Score  []float64 // stops for the cause less those expected, by group
	Chi2   varighet.Opt[float64]
	DF     int
	P      varighet.Opt[float64]
	Reason string
}

// Gray compares the cumulative incidence of a cause between groups [1], as R's
// cmprsk does with rho = 0. Those who stopped for another cause stay in the
// comparison with the weight that they would still have been seen:
//
//	R_g(t) = n_g(t) (1 − F_g(t−)) / S_g(t−)
//
// in place of the number at risk n_g; the score of group g is Σ d_g − d R_g/ΣR.
// Groups with the same hazard of the cause can differ in this test, since what
// else happens to them decides how many are left to stop for it. There is no
// known form for late entry: survival.ErrLateEntry is returned; compare hazards instead,
// with [Sample.CauseTenures]. Weights are not taken.
//
// groups has the label of each tenure; groups come in the order of
// survival.OrderGroups.
//
// [1] Gray RJ (1988). Ann Stat 16:1141–1154.
func Gray(s Sample, groups []string, cause string) (GrayResult, error) {
	r := GrayResult{Cause: cause}
	if len(groups) != len(s.Tenures) {
		return r, errors.New("each tenure needs a group")
	}
	if s.Weights != nil {
		return r, errors.New("the test of Gray does not take weights")
	}
	for _, t := range s.Tenures {
		if t.Entry > 0 {
			return r, survival.ErrLateEntry
		}
	}
	tied, err := s.check()
	if err != nil {
		return r, err
	}
	pooled := Sample{Tenures: tied, Causes: make([]string, len(tied)), Weights: nil}
	at := r.order(groups)
	// The pooled table has as causes each group's stops, for the cause or not.
	for i := range tied {
		pooled.Causes[i] = "other"
		if s.Causes[i] == cause {
			pooled.Causes[i] = "cause"
		}
	}
	w := newGrayWalk(len(r.Groups))
	for _, st := range grayTimes(pooled, groups, at, w) {
		w.to(st)
	}
	r.finish(w)
	return r, nil
}

// order puts the distinct groups in order, and returns the place of each.
func (r *GrayResult) order(groups []string) map[string]int {
	at := map[string]int{}
	for _, g := range groups {
		at[g] = 0
	}
	r.Groups = survival.OrderGroups(slices.Collect(maps.Keys(at)))
	for i, g := range r.Groups {
		at[g] = i
	}
	return at
}

// GrayMonths is [Gray] from counts by whole months: where nobody enters late they say all
// that the test is made from. groups has the label of each of counts, all distinct. It
// returns survival.ErrLateEntry if somebody enters late, and an error for weights.
func GrayMonths(groups []string, counts []*MonthCounts, cause string) (GrayResult, error) {
	r := GrayResult{Cause: cause}
	at := r.order(groups)
	if len(groups) != len(counts) || len(at) != len(counts) {
		return r, errors.New("each count needs a group of its own")
	}
	w := newGrayWalk(len(counts))
	months := map[int]grayTime{}
	for i, m := range counts {
		if m.all.Weighted() {
			return r, errors.New("the test of Gray does not take weights")
		}
		k := at[groups[i]]
		for c := range m.all.All() {
			if c.Month > 0 && c.Entered > 0 {
				return r, survival.ErrLateEntry
			}
			t, seen := months[c.Month]
			if !seen {
				t = newGrayTime(len(counts))
				months[c.Month] = t
			}
			n, _ := m.Stops(cause, c.Month)
			t.cause[k], t.other[k], t.left[k] = n, c.Stopped-n, c.Stopped+c.Censored
		}
		w.atRisk[k] = m.all.N()
	}
	for _, month := range slices.Sorted(maps.Keys(months)) {
		w.to(months[month])
	}
	r.finish(w)
	return r, nil
}

// A grayTime counts what happened at one time, by group.
type grayTime struct {
	cause, other, left []int // left counts all who leave, the censored too
}

func newGrayTime(groups int) grayTime {
	return grayTime{make([]int, groups), make([]int, groups), make([]int, groups)}
}

func grayTimes(s Sample, groups []string, at map[string]int, w *grayWalk) []grayTime {
	g := len(w.atRisk)
	ta, _ := s.table() // checked before
	times := make([]grayTime, len(ta.steps))
	for j := range times {
		times[j] = newGrayTime(g)
	}
	index := make(map[float64]int, len(times))
	for j := range ta.steps {
		index[ta.steps[j].time] = j
	}
	for i, t := range s.Tenures {
		k, j := at[groups[i]], index[t.Exit]
		w.atRisk[k]++
		times[j].left[k]++
		switch {
		case t.Stopped && s.Causes[i] == "cause":
			times[j].cause[k]++
		case t.Stopped:
			times[j].other[k]++
		}
	}
	return times
}

// A grayWalk goes through the times with each group's curve, the pooled
// subdistribution, and the pieces of the variance.
//
// The score is a sum of martingales of the groups' stops for the cause and for
// others. Its variance is gathered in one pass: c holds Σ a_ik dF/(1−F) so far,
// and each stop of group k adds (a_ik − φ c_ik)² or (φ c_ik)² times its own
// variance, of which the parts in the final c are kept apart in v2 and v3.
type grayWalk struct {
	atRisk []int
	surv   []float64 // just before the time
	cif    []float64
	pooled float64 // F of the cause, all groups as one population

	score []float64
	c, v  [][]float64
	v2    [][]float64
	v3    []float64
}

func newGrayWalk(g int) *grayWalk {
	w := &grayWalk{atRisk: make([]int, g), surv: make([]float64, g), cif: make([]float64, g),
		score: make([]float64, g), c: square(g), v: square(g), v2: square(g), v3: make([]float64, g)}
	for i := range w.surv {
		w.surv[i] = 1
	}
	return w
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func (w *grayWalk) to(t grayTime) {
	g := len(w.atRisk)
	causes, others := 0, 0
	for k := range g {
		causes, others = causes+t.cause[k], others+t.other[k]
	}
	if causes+others > 0 {
		w.stops(t, float64(causes))
	}
	for k := range g {
		w.atRisk[k] -= t.left[k]
	}
}

func (w *grayWalk) stops(t grayTime, causes float64) {
	g := len(w.atRisk)
	after, cif := make([]float64, g), make([]float64, g) // S and F after the time
	inflated := make([]float64, g)                       // n/S
	sum, sumR := 0.0, 0.0
	for k := range g {
		after[k], cif[k] = w.surv[k], w.cif[k]
		if w.atRisk[k] == 0 {
			continue
		}
		n := float64(w.atRisk[k])
		after[k] = w.surv[k] * (n - float64(t.cause[k]+t.other[k])) / n
		cif[k] = w.cif[k] + w.surv[k]*float64(t.cause[k])/n
		inflated[k] = n / w.surv[k]
		sum += inflated[k]
		sumR += inflated[k] * (1 - w.cif[k])
	}
	pooled := w.pooled + causes/sum
	a := square(g)
	for i := range g {
		for j := range g {
			if w.atRisk[i] == 0 || w.atRisk[j] == 0 {
				continue
			}
			a[i][j] = -inflated[i] * inflated[j] / sum
			if i == j {
				a[i][j] += inflated[i]
			}
			if a[i][j] != 0 && causes > 0 {
				w.c[i][j] += a[i][j] * causes / (sum * (1 - w.pooled))
			}
		}
		if w.atRisk[i] > 0 && causes > 0 {
			w.score[i] += float64(t.cause[i]) - causes*inflated[i]*(1-w.cif[i])/sumR
		}
	}
	for k := range g {
		if w.atRisk[k] == 0 {
			continue
		}
		phi := 0.0
		if after[k] > 0 {
			phi = (1 - pooled) / after[k]
		}
		if causes > 0 {
			tie := 1.0
			if causes > 1 {
				tie -= (causes - 1) / (sum*w.surv[k] - 1)
			}
			variance := tie * w.surv[k] * causes / (sum * float64(w.atRisk[k]))
			t4 := 1.0
			if after[k] > 0 {
				t4 = 1 - phi
			}
			w.add(k, variance, t4, func(i int) float64 { return a[i][k] - t4*w.c[i][k] })
		}
		if after[k] > 0 && t.other[k] > 0 {
			n, d := float64(w.atRisk[k]), float64(t.other[k])
			tie := 1.0
			if d > 1 {
				tie -= (d - 1) / (n - 1)
			}
			w.add(k, tie*w.surv[k]*w.surv[k]*d/(n*n), -phi, func(i int) float64 { return phi * w.c[i][k] })
		}
	}
	copy(w.surv, after)
	copy(w.cif, cif)
	w.pooled = pooled
}

// add takes one martingale increment of group k into the variance: x(i) is its
// direct part in the score of group i, and weight that of the final c.
func (w *grayWalk) add(k int, variance, weight float64, x func(i int) float64) {
	w.v3[k] += weight * weight * variance
	for i := range w.atRisk {
		xi := x(i)
		w.v2[i][k] += xi * weight * variance
		for j := range w.atRisk {
			w.v[i][j] += xi * x(j) * variance
		}
	}
}

func (r *GrayResult) finish(w *grayWalk) {
	g := len(r.Groups)
	r.Score, r.DF = w.score, g-1
	if g < 2 {
		r.DF, r.Reason = 0, "there are fewer than two groups"
		return
	}
	// The last group follows from the others.
	v, u := mat.NewSymDense(g-1, nil), mat.NewVecDense(g-1, nil)
	for i := range g - 1 {
		u.SetVec(i, w.score[i])
		for j := range i + 1 {
			x := w.v[i][j]
			for k := range g {
				x += w.c[i][k]*w.c[j][k]*w.v3[k] + w.c[i][k]*w.v2[j][k] + w.c[j][k]*w.v2[i][k]
			}
			v.SetSym(i, j, x)
		}
	}
	var chol mat.Cholesky
	var x mat.VecDense
	if !chol.Factorize(v) || chol.SolveVecTo(&x, u) != nil {
		r.Reason = "the variance is singular: some groups were never at risk together when someone stopped for the cause"
		return
	}
	chi2 := mat.Dot(u, &x)
	if math.IsNaN(chi2) || math.IsInf(chi2, 0) || chi2 < 0 {
		r.Reason = "the variance is singular"
		return
	}
	r.Chi2 = varighet.Some(chi2)
	r.P = varighet.Some(distuv.ChiSquared{K: float64(r.DF)}.Survival(chi2))
}
