package survival

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/printed"
)

// A GroupTest is what a test saw of one group: the stops it had and those
// expected if all groups stopped equally fast, both weighted.
type GroupTest struct {
	Group              string
	N                  int
	Observed, Expected float64
	Variance           float64 // of Observed − Expected; robust if there are clusters
}

// A TestResult is a test of whether groups stop equally fast. Chi2 and P are
// missing where the test is not defined; Reason then says why.
type TestResult struct {
	Weight Weight
	Chi2   varighet.Opt[float64]
	DF     int
	P      varighet.Opt[float64]
	Groups []GroupTest
	Reason string
}

// Test compares the groups by the log-rank test or one of its weighted
// relatives, with late entry and strata.
//
// At each time at which any of the n at risk (Entry < t <= Exit) stop, group g
// has d_g of the d stops, where n_g·d/n are expected, with covariance
//
//	V_gh = w² d (n−d)/(n−1) · n_g/n · (δ_gh − n_h/n)
//
// the hypergeometric one. Sums over times and strata, of w·d_g, w·n_g·d/n and
// V, give O, E and V, and χ² = (O−E)'V⁻¹(O−E) over all groups but one, with as
// many degrees of freedom [1]. A group for which no stops are expected takes
// no part. Without late entry log-rank and rho1 are R's survdiff (which does
// not take late entry); with it, log-rank is the score test of a Cox model
// with exact ties.
//
// Of a comparison with clusters the covariance is robust, Σ u u' over clusters with u
// the part of one in O − E, and χ² is the robust score test of a Cox model with
// Breslow's ties (R's coxph(cluster =)); see [Sample.Compare].
//
// The test is not defined if fewer than two groups take part, or if V is
// singular, as when two groups were never at risk at the same time.
//
// [1] Klein JP, Moeschberger ML (2003). Survival Analysis, 2nd ed., section 7.3.
func (c *Comparison) Test(w Weight) TestResult {
	sc := c.score(w)
	r := TestResult{Weight: w, Groups: make([]GroupTest, len(c.Groups))}
	var part []int
	for g := range c.Groups {
		r.Groups[g] = GroupTest{c.Groups[g], c.N[g], sc.observed[g], sc.expected[g], sc.variance.At(g, g)}
		if sc.expected[g] > 0 {
			part = append(part, g)
		}
	}
	r.DF = max(len(part)-1, 0)
	switch chi2, ok := sc.chi2(part); {
	case !w.valid():
		r.Reason = fmt.Sprintf("weight %s is not defined", w)
	case r.DF == 0:
		r.Reason = "fewer than two groups were at risk when someone stopped"
	case c.tooFewClusters(r.DF) != "":
		r.Reason = c.tooFewClusters(r.DF)
	case !ok:
		r.Reason = "the variance is singular: some groups were never at risk together when someone stopped"
	default:
		r.Chi2, r.P = varighet.Some(chi2), varighet.Some(chi2Survival(chi2, r.DF))
	}
	return r
}

// String is a table of the groups and the test below, as R's print(survdiff) has them: stops
// observed and expected, (O−E)²/E and (O−E)²/V. Numbers have four significant digits.
func (r TestResult) String() string {
	header := []string{"group", "n", "observed", "expected", "(O-E)^2/E", "(O-E)^2/V"}
	var rows [][]string
	for _, g := range r.Groups {
		d := (g.Observed - g.Expected) * (g.Observed - g.Expected)
		rows = append(rows, []string{g.Group, strconv.Itoa(g.N), printed.Number(g.Observed), printed.Number(g.Expected),
			printed.Opt(finite(d/g.Expected), printed.Missing), printed.Opt(finite(d/g.Variance), printed.Missing)})
	}
	return printed.Table(header, rows) + "\n" + printed.Chi2(r.Weight.String(), r.Chi2, r.DF, r.P, r.Reason)
}

// String is the log-rank test of the groups; see [TestResult.String].
func (c *Comparison) String() string { return c.Test(Weight{}).String() }

// chi2Survival is the probability that a χ² variable with df degrees of
// freedom is greater than x.
func chi2Survival(x float64, df int) float64 {
	if df == 1 {
		return math.Erfc(math.Sqrt(x / 2)) // exact far into the tail
	}
	return distuv.ChiSquared{K: float64(df)}.Survival(x)
}

// A score is a weighted count of stops by group, with what was expected and
// the covariance.
type score struct {
	observed, expected []float64
	variance           *mat.SymDense
}

func (c *Comparison) score(w Weight) *score {
	g := len(c.Groups)
	sc := &score{make([]float64, g), make([]float64, g), mat.NewSymDense(g, nil)}
	for _, cells := range c.strata {
		sc.addStratum(cells, w)
	}
	if c.rows != nil {
		sc.variance = c.robustVariance(w)
	}
	return sc
}

func (sc *score) addStratum(cells []*tally, w Weight) {
	risk := newRiskWalk(cells)
	pooled := pooledSurvival{before: 1, shrunk: 1}
	for _, t := range eventTimes(cells) {
		n, d := risk.to(t)
		pooled.shrink(n, d)
		sc.addTime(risk, float64(n), float64(d), w.at(n, pooled))
		pooled.step(n, d)
	}
}

func (sc *score) addTime(risk *riskWalk, n, d, w float64) {
	common := 0.0
	if n > 1 {
		common = w * w * d * (n - d) / (n - 1)
	}
	for g, count := range risk.atRisk {
		if count == 0 {
			continue
		}
		share := float64(count) / n
		sc.observed[g] += w * float64(risk.events[g])
		sc.expected[g] += w * d * share
		sc.variance.SetSym(g, g, sc.variance.At(g, g)+common*share*(1-share))
		for h := range g {
			v := common * share * float64(risk.atRisk[h]) / n
			sc.variance.SetSym(g, h, sc.variance.At(g, h)-v)
		}
	}
}

// singular is the reciprocal condition below which a correlation matrix is
// taken to be singular but for rounding.
const singular = 1e-11

// chi2 is the quadratic form over the groups that take part, the first left
// out. It is false if the variance is singular. Rows and columns are scaled to
// correlations first, so that groups of unlike size do not look singular.
func (sc *score) chi2(part []int) (float64, bool) {
	if len(part) < 2 {
		return 0, false
	}
	part = part[1:]
	k := len(part)
	corr, u := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
	for i, g := range part {
		sdG := math.Sqrt(sc.variance.At(g, g))
		u.SetVec(i, (sc.observed[g]-sc.expected[g])/sdG)
		for j, h := range part[:i+1] {
			corr.SetSym(i, j, sc.variance.At(g, h)/(sdG*math.Sqrt(sc.variance.At(h, h))))
		}
	}
	var chol mat.Cholesky
	var x mat.VecDense
	if !chol.Factorize(corr) || !(1/chol.Cond() > singular) || chol.SolveVecTo(&x, u) != nil {
		return 0, false
	}
	chi2 := mat.Dot(u, &x)
	return chi2, finite(chi2).OK
}

// eventTimes returns the times at which any of the cells has a stop, ascending.
func eventTimes(cells []*tally) []float64 {
	var times []float64
	for _, ta := range cells {
		if ta == nil {
			continue
		}
		for i := range ta.exits {
			if events, _ := ta.at(i); events > 0 {
				times = append(times, ta.exits[i].time)
			}
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

// A riskWalk goes through ascending times and knows, for each group, how many
// are at risk and stop there.
type riskWalk struct {
	cells          []*tally
	entry, exit    []int // next to pass, by group
	atRisk, events []int
}

func newRiskWalk(cells []*tally) *riskWalk {
	g := len(cells)
	return &riskWalk{cells, make([]int, g), make([]int, g), make([]int, g), make([]int, g)}
}

// to moves to time t and returns how many are at risk and stop in all.
func (r *riskWalk) to(t float64) (n, d int) {
	for g, ta := range r.cells {
		if ta == nil {
			continue
		}
		for r.entry[g] < len(ta.entries) && ta.entries[r.entry[g]].time < t {
			r.entry[g]++
		}
		for r.exit[g] < len(ta.exits) && ta.exits[r.exit[g]].time < t {
			r.exit[g]++
		}
		i, left := r.exit[g], ta.left(r.exit[g])
		r.atRisk[g], r.events[g] = ta.fromStart+ta.late(r.entry[g])-left.upTo(), 0
		if i < len(ta.exits) && ta.exits[i].time == t {
			r.events[g], _ = ta.at(i)
		}
		n += r.atRisk[g]
		d += r.events[g]
	}
	return n, d
}
