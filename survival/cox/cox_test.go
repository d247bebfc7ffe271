package cox_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// rows makes data of tenures with one number each.
func rows(tenures []survival.Tenure, x ...float64) cox.Data {
	m, err := design.New(len(tenures), design.Numeric("x", x))
	if err != nil {
		panic(err)
	}
	return cox.Data{Tenures: tenures, X: m}
}

func fit(t *testing.T, d cox.Data, opt cox.Options) *cox.Model {
	t.Helper()
	m, err := cox.Fit(d, opt)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func near(t *testing.T, what string, got varighet.Opt[float64], want float64) {
	t.Helper()
	if !got.OK || math.Abs(got.V-want) > 1e-9*(1+math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func stop(t float64) survival.Tenure   { return survival.Tenure{Exit: t, Stopped: true} }
func censor(t float64) survival.Tenure { return survival.Tenure{Exit: t} }

// With θ = exp(β): at 1 the one with x = 1 stops among x = 1, 0, 1, at 2 the one
// with x = 0 among 0, 1, so
//
//	L = θ/(2θ+1) · 1/(1+θ)
//
// which is greatest at 2θ² = 1, where L = 1/(3 + 2√2) and each stop gives
// information √2/(3 + 2√2).
func TestFitByHand(t *testing.T) {
	m := fit(t, rows([]survival.Tenure{stop(1), stop(2), censor(3)}, 1, 0, 1), cox.Options{})
	k := m.Coefficients[0]
	near(t, "β", k.Estimate, -math.Ln2/2)
	near(t, "hazard ratio", k.HazardRatio, 1/math.Sqrt2)
	near(t, "log-likelihood", varighet.Some(m.LogLik), -math.Log(3+2*math.Sqrt2))
	near(t, "log-likelihood at 0", varighet.Some(m.LogLikNull), -math.Log(6))
	near(t, "standard error", k.StdErr, math.Sqrt((3+2*math.Sqrt2)/(2*math.Sqrt2)))
	// At β = 0 the score is 1 − 2/3 + 0 − 1/2 = −1/6, the information 2/9 + 1/4 = 17/36.
	near(t, "score test", m.Score.Chi2, 1.0/17)
}

// The rows of TestFitByHand, θ = 1/√2: the mean of x among those at risk is 2 − √2
// at 1 and √2 − 1 at 2, the hazard there √2 − 1 and 2 − √2. The score of the third,
// who has x = 1 and is only at risk, is −θ(Σ (1 − mean)·hazard) = 6 − 9/√2, and that
// of the other two together its negative. With these two in one cluster the robust
// variance is 2(9/√2 − 6)² over the square of the information 6√2 − 8.
func TestRobustByHand(t *testing.T) {
	d := rows([]survival.Tenure{stop(1), stop(2), censor(3)}, 1, 0, 1)
	d.Cluster = []string{"a", "a", "b"}
	m := fit(t, d, cox.Options{})
	near(t, "robust standard error", m.Coefficients[0].RobustStdErr, 3*math.Sqrt2/4)
	near(t, "robust Wald test", m.Wald.Chi2, math.Ln2*math.Ln2/4/(9.0/8))
}

// The same rows: the stops differ from the mean of x by √2 − 1 and −(√2 − 1), with
// information 3√2 − 4 each. Against g = 1, 2 the score for a trend is −(√2 − 1), its
// variance 5v − (3v)²/2v = v/2, and the test (√2 − 1)²·2/v = √2. With two stops every
// course over time is a straight line in every other.
func TestProportionalHazardsByHand(t *testing.T) {
	m := fit(t, rows([]survival.Tenure{stop(1), stop(2), censor(3)}, 1, 0, 1), cox.Options{})
	for _, name := range []string{"km", "identity", "rank", "log"} {
		transform, ok := cox.ParseTransform(name)
		if !ok {
			t.Fatalf("no transform %s", name)
		}
		tests, err := m.ProportionalHazards(transform)
		if err != nil {
			t.Fatal(err)
		}
		near(t, name, tests[0].Chi2, math.Sqrt2)
	}
}

// One more row with x = 0 that enters at 1: it is not at risk when somebody
// stops at 1, but is at 2, so L = θ/(2θ+1) · 1/(2+θ), greatest at θ = 1.
func TestLateEntryByHand(t *testing.T) {
	m := fit(t, rows([]survival.Tenure{stop(1), stop(2), censor(3), {Entry: 1, Exit: 4}}, 1, 0, 1, 0), cox.Options{})
	near(t, "β", m.Coefficients[0].Estimate, 0)
	near(t, "log-likelihood", varighet.Some(m.LogLik), -math.Log(9))
}

// x = 1 and x = 0 stop at 1, with one more x = 0 at risk. Efron lets half of
// each count at the second stop: L = θ/((θ+2)(θ/2+3/2)), greatest at θ = √6;
// Breslow has θ/(θ+2)², greatest at 2; exactly, it is θ/(2θ+1), which rises for
// ever.
func TestTiesByHand(t *testing.T) {
	d := rows([]survival.Tenure{stop(1), stop(1), censor(2)}, 1, 0, 0)
	near(t, "Efron", fit(t, d, cox.Options{}).Coefficients[0].HazardRatio, math.Sqrt(6))
	near(t, "Breslow", fit(t, d, cox.Options{Ties: cox.Breslow}).Coefficients[0].HazardRatio, 2)
	exact := fit(t, d, cox.Options{Ties: cox.Exact})
	if k := exact.Coefficients[0]; k.Infinite != 1 || k.Estimate.OK {
		t.Errorf("exact: got %+v, want +∞", k)
	}
	near(t, "exact: the log-likelihood's limit", varighet.Some(exact.LogLik), -math.Ln2)

	// With one more x = 1 at risk the sets of two weigh θ², 4θ and 1: L = θ/(θ²+4θ+1)
	// is greatest at θ = 1, where the number of x = 1 among two has variance 1/3.
	exact = fit(t, rows([]survival.Tenure{stop(1), stop(1), censor(2), censor(1)}, 1, 0, 0, 1), cox.Options{Ties: cox.Exact})
	near(t, "exact β", exact.Coefficients[0].Estimate, 0)
	near(t, "exact se", exact.Coefficients[0].StdErr, math.Sqrt(3))
}

// x = 1 stops, x = 0 does not: L = p = θ/(1+θ) rises for ever. Firth's penalty
// makes it p·√(p(1−p)), greatest at p = 3/4, so θ = 3, with information 3/16.
func TestFirthByHand(t *testing.T) {
	d := rows([]survival.Tenure{stop(1), censor(2)}, 1, 0)
	m := fit(t, d, cox.Options{})
	if k := m.Coefficients[0]; k.Infinite != 1 || k.Estimate.OK || k.Reason == "" || len(m.Warnings) == 0 {
		t.Errorf("got %+v, warnings %q, want +∞ and a warning", k, m.Warnings)
	}
	near(t, "likelihood ratio", m.LikelihoodRatio.Chi2, 2*math.Ln2)
	if m.Wald.Chi2.OK || m.Wald.Reason == "" {
		t.Errorf("Wald: got %+v, want none, with a reason", m.Wald)
	}

	m = fit(t, d, cox.Options{Firth: true})
	k := m.Coefficients[0]
	if k.Z.OK || !strings.Contains(strings.Join(m.Warnings, "\n"), "no z with Firth's penalty") {
		t.Errorf("Firth: got z %v, warnings %q, want none, with a reason", k.Z, m.Warnings)
	}
	near(t, "Firth", k.HazardRatio, 3)
	near(t, "Firth se", k.StdErr, 4/math.Sqrt(3))
	// The likelihood ratio of p = 1/2 is ((3/4)^1.5 (1/4)^.5) / (1/4).
	near(t, "Firth P", k.P, math.Erfc(math.Sqrt(math.Log(0.75*math.Sqrt(3)))))
	for _, limit := range []varighet.Opt[float64]{k.Lower, k.Upper} {
		p := limit.V / (1 + limit.V)
		fall := 2 * (math.Log(0.75*math.Sqrt(0.75*0.25)) - math.Log(p*math.Sqrt(p*(1-p))))
		near(t, "fall at a limit", varighet.Opt[float64]{V: fall, OK: limit.OK}, 3.841458820694124) // χ², 1 df, 95 %
	}
}

// Pairs in TestFitByHand's data, β < 0 so x = 0 has the higher risk: at 1, x = 1
// stopped while x = 0 (discordant) and x = 1 (tied) stayed; at 2, x = 0 stopped
// while x = 1 stayed (concordant). C = (1 + ½)/3.
func TestConcordanceByHand(t *testing.T) {
	c := fit(t, rows([]survival.Tenure{stop(1), stop(2), censor(3)}, 1, 0, 1), cox.Options{}).Concordance()
	if c.Concordant != 1 || c.Discordant != 1 || c.TiedX != 1 || c.TiedY != 0 {
		t.Errorf("got %+v, want one pair of each", c)
	}
	near(t, "C", c.Value, 0.5)
}

// Rows of a group that never stops: its coefficient goes to −∞, and the others
// are as if it were not there.
func TestGroupThatNeverStops(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), censor(3), censor(2), censor(5)}
	x, _ := design.New(5, design.Factor("g", []string{"b", "a", "b", "c", "c"}))
	m := fit(t, cox.Data{Tenures: tenures, X: x}, cox.Options{})
	near(t, "b", m.Coefficients[0].Estimate, -math.Ln2/2)
	if k := m.Coefficients[1]; k.Infinite != -1 || k.Estimate.OK || k.StdErr.OK || k.P.OK {
		t.Errorf("c: got %+v, want −∞", k)
	}
	if !strings.Contains(strings.Join(m.Warnings, "\n"), "g[c]") {
		t.Errorf("warnings: got %q, want one that names g[c]", m.Warnings)
	}
	m = fit(t, cox.Data{Tenures: tenures, X: x}, cox.Options{Firth: true})
	for _, k := range m.Coefficients {
		if !k.Estimate.OK || !k.Lower.OK || !k.Upper.OK {
			t.Errorf("Firth: got %+v, want an estimate with limits", k)
		}
	}
}

// A column that follows from others gets no coefficient; the rest is as without it.
func TestAliasedColumnIsNamed(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), censor(3)}
	x, _ := design.New(3, design.Numeric("x", []float64{1, 0, 1}), design.Numeric("again", []float64{12, 10, 12}))
	m := fit(t, cox.Data{Tenures: tenures, X: x}, cox.Options{})
	near(t, "x", m.Coefficients[0].Estimate, -math.Ln2/2)
	if k := m.Coefficients[1]; k.Estimate.OK || k.Reason == "" || !strings.Contains(strings.Join(m.Warnings, "\n"), k.Name()) {
		t.Errorf("%s: got %+v, warnings %q", k.Name(), k, m.Warnings)
	}
	if m.LikelihoodRatio.DF != 1 {
		t.Errorf("df: got %d, want 1", m.LikelihoodRatio.DF)
	}
}

// Where there can be no model there is none, but an error with a code: of no stops; of a factor with
// one level, alone and beside others; of a number that is the same in all rows that weigh; of a factor
// that goes with the strata; and of one stop for two coefficients, which Firth's penalty alone takes.
func TestNoModelIsAnError(t *testing.T) {
	tenures := []survival.Tenure{stop(1), stop(2), censor(3), stop(4)}
	one, numbers := design.Factor("g", []string{"a", "a", "a", "a"}), design.Numeric("x", []float64{1, 2, 3, 5})
	two, three := design.Factor("h", []string{"a", "a", "b", "b"}), design.Factor("k", []string{"a", "b", "c", "a"})
	matrix := func(v ...design.Variable) *design.Matrix {
		m, err := design.New(4, v...)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := []survival.Tenure{stop(1), censor(2), censor(3), censor(4)}
	for name, c := range map[string]struct {
		data cox.Data
		code string
	}{
		"nobody stopped":    {cox.Data{Tenures: []survival.Tenure{censor(1), censor(2), censor(3), censor(4)}, X: matrix(numbers)}, design.NoEvents},
		"no covariates":     {cox.Data{Tenures: []survival.Tenure{censor(1), censor(2), censor(3), censor(4)}, X: matrix()}, design.NoEvents},
		"one level":         {cox.Data{Tenures: tenures, X: matrix(one)}, design.OneLevel},
		"beside another":    {cox.Data{Tenures: tenures, X: matrix(numbers, one)}, design.OneLevel},
		"by weights":        {cox.Data{Tenures: tenures, X: matrix(two), Weights: []float64{1, 1, 0, 0}}, design.OneLevel},
		"a constant":        {cox.Data{Tenures: tenures, X: matrix(design.Numeric("x", []float64{3, 3, 3, 3}))}, design.Constant},
		"within strata":     {cox.Data{Tenures: tenures, X: matrix(two), Strata: []string{"a", "a", "b", "b"}}, design.Constant},
		"one stop of three": {cox.Data{Tenures: first, X: matrix(three)}, design.FewEvents},
	} {
		for _, frailty := range []bool{false, true} {
			var err error
			if frailty {
				c.data.Cluster = []string{"a", "a", "b", "b"}
				_, err = cox.FitFrailty(c.data, cox.Options{})
			} else {
				_, err = cox.Fit(c.data, cox.Options{})
			}
			var p *varighet.Problem
			if !errors.As(err, &p) || p.Code != c.code || p.Hint == "" {
				t.Errorf("%s, frailty %v: got %v, want a problem of code %s with a hint", name, frailty, err, c.code)
			}
		}
	}
	if m := fit(t, cox.Data{Tenures: first, X: matrix(three)}, cox.Options{Firth: true}); !m.Coefficients[0].Estimate.OK {
		t.Errorf("Firth: got %+v, want an estimate", m.Coefficients[0])
	}
	// Of weight 2 the one stop is two, as the row twice is.
	if _, err := cox.Fit(cox.Data{Tenures: first, X: matrix(three), Weights: []float64{2, 1, 1, 1}}, cox.Options{}); err != nil {
		t.Errorf("weight 2: got %v", err)
	}
}

func TestFitRefuses(t *testing.T) {
	good := []survival.Tenure{stop(1), stop(2)}
	x, _ := design.New(2, design.Numeric("x", []float64{0, 1}))
	if _, err := cox.Fit(cox.Data{X: x}, cox.Options{}); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no rows: got %v", err)
	}
	for name, d := range map[string]cox.Data{
		"no design":       {Tenures: good},
		"fewer strata":    {Tenures: good, X: x, Strata: []string{"a"}},
		"fewer clusters":  {Tenures: good, X: x, Cluster: []string{"a"}},
		"negative weight": {Tenures: good, X: x, Weights: []float64{1, -1}},
		"missing weight":  {Tenures: good, X: x, Weights: []float64{1, math.NaN()}},
		"entry at exit":   {Tenures: []survival.Tenure{stop(1), {Entry: 2, Exit: 2}}, X: x},
		"missing time":    {Tenures: []survival.Tenure{stop(1), {Exit: math.NaN()}}, X: x},
		"negative time":   {Tenures: []survival.Tenure{stop(1), {Exit: -1}}, X: x},
	} {
		if _, err := cox.Fit(d, cox.Options{}); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	for name, opt := range map[string]cox.Options{
		"level 2": {ConfLevel: 2}, "exact by cluster": {Ties: cox.Exact}, "Firth by cluster": {Firth: true},
	} {
		if _, err := cox.Fit(cox.Data{Tenures: good, X: x, Cluster: []string{"a", "b"}}, opt); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// random makes whole-month data with late entry, a factor and a number.
func random(rng *rand.Rand, n int) ([]survival.Tenure, []string, []float64) {
	tenures, g, x := make([]survival.Tenure, n), make([]string, n), make([]float64, n)
	for i := range tenures {
		entry := float64(max(0, rng.IntN(12)-6))
		tenures[i] = survival.Tenure{Entry: entry, Exit: entry + 1 + float64(rng.IntN(10)), Stopped: rng.IntN(3) > 0}
		g[i] = string(rune('a' + rng.IntN(3)))
		x[i] = float64(rng.IntN(5))
	}
	return tenures, g, x
}

func data(tenures []survival.Tenure, g []string, x []float64) cox.Data {
	m, err := design.New(len(tenures), design.Factor("g", g), design.Numeric("x", x))
	if err != nil {
		panic(err)
	}
	return cox.Data{Tenures: tenures, X: m}
}

func sameFit(t *testing.T, law string, a, b *cox.Model) {
	t.Helper()
	if math.Abs(a.LogLik-b.LogLik) > 1e-8*(1+math.Abs(a.LogLik)) {
		t.Errorf("%s: log-likelihood %v and %v", law, a.LogLik, b.LogLik)
	}
	for j := range a.Coefficients {
		p, q := a.Coefficients[j], b.Coefficients[j]
		if p.Estimate.OK != q.Estimate.OK || math.Abs(p.Estimate.V-q.Estimate.V) > 1e-7*(1+math.Abs(p.Estimate.V)) ||
			math.Abs(p.StdErr.V-q.StdErr.V) > 1e-7*(1+p.StdErr.V) {
			t.Errorf("%s: %+v and %+v", law, p, q)
		}
	}
}

func TestLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		tenures, g, x := random(rng, 20+rng.IntN(60))
		for _, ties := range []cox.Ties{cox.Efron, cox.Breslow, cox.Exact} {
			opt := cox.Options{Ties: ties}
			base := fit(t, data(tenures, g, x), opt)

			order := rng.Perm(len(tenures))
			var t2 []survival.Tenure
			var g2 []string
			var x2 []float64
			for _, i := range order {
				t2, g2, x2 = append(t2, tenures[i]), append(g2, g[i]), append(x2, x[i])
			}
			sameFit(t, "row order", base, fit(t, data(t2, g2, x2), opt))

			t2, g2, x2 = nil, nil, nil
			for i, s := range tenures { // each row cut in two at a month inside it
				if s.Exit-s.Entry > 1 {
					cut := s.Entry + 1 + float64(rng.IntN(int(s.Exit-s.Entry)-1))
					t2, g2, x2 = append(t2, survival.Tenure{Entry: s.Entry, Exit: cut}), append(g2, g[i]), append(x2, x[i])
					s.Entry = cut
				}
				t2, g2, x2 = append(t2, s), append(g2, g[i]), append(x2, x[i])
			}
			sameFit(t, "splitting rows", base, fit(t, data(t2, g2, x2), opt))

			t2 = nil
			for _, s := range tenures { // any rising function of time
				if s.Entry > 0 {
					s.Entry = math.Exp(s.Entry / 5)
				}
				s.Exit = math.Exp(s.Exit / 5)
				t2 = append(t2, s)
			}
			sameFit(t, "the clock", base, fit(t, data(t2, g, x), opt))
		}

		// Breslow: a row of weight 2 is a row twice; of weight 0, none.
		d := data(tenures, g, x)
		d.Weights = make([]float64, len(tenures))
		var t2 []survival.Tenure
		var g2 []string
		var x2 []float64
		for i := range tenures {
			k := rng.IntN(3)
			d.Weights[i] = float64(k)
			for range k {
				t2, g2, x2 = append(t2, tenures[i]), append(g2, g[i]), append(x2, x[i])
			}
		}
		if len(distinct(g2)) == len(distinct(g)) {
			sameFit(t, "weights", fit(t, data(t2, g2, x2), cox.Options{Ties: cox.Breslow}), fit(t, d, cox.Options{Ties: cox.Breslow}))
		}
	}
}

func distinct(s []string) map[string]bool {
	m := map[string]bool{}
	for _, x := range s {
		m[x] = true
	}
	return m
}

// The score test of groups with exact ties is the log-rank test, with late
// entry and strata.
func TestScoreTestIsLogRank(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		tenures, g, x := random(rng, 30)
		strata := make([]string, len(x))
		for i := range x {
			strata[i] = string(rune('0' + int(x[i])%2))
		}
		m, err := design.New(len(tenures), design.Factor("g", g))
		if err != nil {
			t.Fatal(err)
		}
		c, err := survival.Compare(tenures, g, strata)
		if err != nil {
			t.Fatal(err)
		}
		want := c.Test(survival.Weight{})
		got := fit(t, cox.Data{Tenures: tenures, X: m, Strata: strata}, cox.Options{Ties: cox.Exact})
		if want.Chi2.OK {
			near(t, "χ²", got.Score.Chi2, want.Chi2.V)
		}
	}
}

// Martingale residuals sum to 0, and so do dfbetas.
func TestResidualsSumToZero(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		tenures, g, x := random(rng, 40)
		for _, ties := range []cox.Ties{cox.Efron, cox.Breslow} {
			m := fit(t, data(tenures, g, x), cox.Options{Ties: ties})
			residuals, err := m.Residuals()
			if err != nil {
				continue // no finite estimate
			}
			var martingale float64
			dfbeta := make([]float64, 3)
			for _, r := range residuals {
				martingale += r.Martingale
				for j, v := range r.DFBeta {
					dfbeta[j] += v
				}
			}
			for _, v := range append(dfbeta, martingale) {
				if math.Abs(v) > 1e-8 {
					t.Errorf("%v: sums %v and %v, want 0", ties, martingale, dfbeta)
				}
			}
		}
	}
}

// Whatever the data, no number is NaN or infinite, and nothing panics.
func TestNothingIsNaN(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	extremes := []float64{0, 0, 1, 1, -1, 1e-90, 1e99, -1e99, 1e8, 1e8 + 1, 700, -700}
	for i := range 2000 {
		tenures, g, x := random(rng, 1+rng.IntN(8))
		for k := range x {
			x[k] = extremes[rng.IntN(len(extremes))]
			if rng.IntN(4) == 0 {
				tenures[k].Exit += rng.Float64()
			}
		}
		d := data(tenures, g, x)
		opt := cox.Options{Ties: cox.Ties(rng.IntN(3)), Firth: rng.IntN(4) == 0}
		if opt.Ties == cox.Exact {
			opt.Firth = false
		} else if !opt.Firth && rng.IntN(2) == 0 {
			d.Cluster, d.Weights = g, make([]float64, len(x))
			for k := range x {
				d.Weights[k] = []float64{0, 1, 0.5, 1e90, 1e-90}[rng.IntN(5)]
			}
		}
		m, err := cox.Fit(d, opt)
		if err != nil {
			continue
		}
		check := func(what string, v varighet.Opt[float64]) {
			if v.OK && (math.IsNaN(v.V) || math.IsInf(v.V, 0)) {
				t.Fatalf("case %d: %s is %v: %+v", i, what, v.V, m)
			}
		}
		for _, k := range m.Coefficients {
			for _, v := range []varighet.Opt[float64]{k.Estimate, k.StdErr, k.RobustStdErr, k.HazardRatio, k.Lower, k.Upper, k.Z, k.P} {
				check(k.Name(), v)
			}
		}
		for _, x := range []cox.Test{m.LikelihoodRatio, m.Wald, m.Score, m.RobustScore} {
			check("a test", x.Chi2)
			check("a test", x.P)
		}
		check("log-likelihood", varighet.Some(m.LogLik))
		c := m.Concordance()
		check("concordance", c.Value)
		check("concordance se", c.StdErr)
		if curves, err := m.Curves(make([]float64, len(m.Coefficients)), survival.LogLog); err == nil {
			for _, p := range curves[0].Points {
				check("curve", varighet.Some(p.Survival))
				check("curve", varighet.Some(p.CumulativeHazardStdErr))
				check("curve", p.Lower)
			}
		}
		if tests, err := m.ProportionalHazards(cox.Transform(rng.IntN(4))); err == nil {
			for _, x := range tests {
				check("proportional hazards", x.Chi2)
			}
		}
		if residuals, err := m.Residuals(); err == nil {
			for _, r := range residuals {
				check("residual", varighet.Some(r.Martingale))
				check("residual", r.Deviance)
			}
		}
	}
}

// Without covariates the curve is that of the hazard alone. Two of four stop at 1
// and one of two at 2: Breslow adds 2/4 and 1/2, Efron 1/4 + 1/3 and 1/2. The
// variance of Breslow's is 2/4² + 1/2².
func TestBaselineByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 3}}
	for ties, want := range map[cox.Ties][2]float64{cox.Breslow: {2. / 4, 1}, cox.Efron: {7. / 12, 13. / 12}} {
		x, err := design.New(len(tenures))
		if err != nil {
			t.Fatal(err)
		}
		m, err := cox.Fit(cox.Data{Tenures: tenures, X: x}, cox.Options{Ties: ties})
		if err != nil {
			t.Fatal(err)
		}
		curves, err := m.Curves(nil, survival.LogLog)
		if err != nil {
			t.Fatal(err)
		}
		p := curves[0].Points
		if math.Abs(p[0].CumulativeHazard-want[0]) > 1e-12 || math.Abs(p[1].CumulativeHazard-want[1]) > 1e-12 ||
			math.Abs(p[1].Survival-math.Exp(-want[1])) > 1e-12 {
			t.Errorf("%s: got %+v, want hazards %v", ties, p, want)
		}
		if se := p[1].CumulativeHazardStdErr; ties == cox.Breslow && math.Abs(se-math.Sqrt(2./16+1./4)) > 1e-12 {
			t.Errorf("%s: got the error %v, want √(3/8)", ties, se)
		}
	}
}

// A row of weight 0 is not there, and so does not make a cluster.
func TestClustersOfWeight0(t *testing.T) {
	d := rows([]survival.Tenure{stop(1), stop(2), stop(3), stop(4), censor(5)}, 1, 0, 1, 1, 0)
	d.Cluster, d.Weights = []string{"a", "b", "c", "b", "a"}, []float64{1, 1, 0, 2, 1}
	m := fit(t, d, cox.Options{})
	if m.Clusters != 2 || m.N != 4 || m.Events != 3 {
		t.Errorf("got %d clusters of %d rows, %d stops, want 2 of 4, 3", m.Clusters, m.N, m.Events)
	}
	less := rows([]survival.Tenure{stop(1), stop(2), stop(4), censor(5)}, 1, 0, 1, 0)
	less.Cluster, less.Weights = []string{"a", "b", "b", "a"}, []float64{1, 1, 2, 1}
	want := fit(t, less, cox.Options{})
	near(t, "robust se", m.Coefficients[0].RobustStdErr, want.Coefficients[0].RobustStdErr.V)
	near(t, "se of the concordance", m.Concordance().StdErr, want.Concordance().StdErr.V)
}

// At the maximum the score residuals add up to 0, so a single cluster has no robust
// covariance; at 0 its score test would be 1 whatever the data.
func TestOneCluster(t *testing.T) {
	d := rows([]survival.Tenure{stop(1), stop(2), stop(3), stop(4), censor(5)}, 1, 0, 1, 1, 0)
	without := fit(t, d, cox.Options{})
	d.Cluster = []string{"a", "a", "a", "a", "a"}
	m := fit(t, d, cox.Options{})
	k := m.Coefficients[0]
	near(t, "β", k.Estimate, without.Coefficients[0].Estimate.V)
	if k.RobustStdErr.OK || k.Lower.OK || k.Upper.OK || k.P.OK || k.Reason != "no robust standard error: there is one cluster" {
		t.Errorf("got %+v, want an estimate without limits", k)
	}
	if c := m.Concordance(); !c.Value.OK || c.StdErr.OK || c.Reason != "no standard error: there is one cluster" {
		t.Errorf("concordance: got %+v, want a value without standard error", c)
	}
	if m.Wald.P.OK || m.Wald.Reason != k.Reason || m.RobustScore.P.OK || m.RobustScore.Reason == "" || m.Covariance()[0][0].OK {
		t.Errorf("got Wald %+v, robust score %+v, covariance %v, want none", m.Wald, m.RobustScore, m.Covariance())
	}
	curves, err := m.Curves([]float64{1}, survival.Log)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range curves[0].Points {
		if !(p.Survival > 0) || p.Lower.OK || p.Upper.OK {
			t.Errorf("curve: got %+v, want no limits", p)
		}
	}
}
