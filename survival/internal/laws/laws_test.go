package laws

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/hazard"
)

// defaultCases take a few seconds.
const defaultCases = 100_000

// A law of one estimator. holds says what is wrong with a case, or nil.
type law struct {
	name  string
	kind  kind
	share float64 // of the cases; costly estimators get less
	holds func(r *rand.Rand, d *data) error
}

// An invariance is a change of the data that estimators must not notice, with the
// estimators, and how far their numbers may be apart.
type invariance struct {
	name      string
	change    func(*rand.Rand, *data) *data
	tolerance float64
	measures  []invariant
}

type invariant struct {
	name  string
	of    measure
	kind  kind
	share float64
	after measure // of the changed data; nil for the same
}

const (
	cheap   = 8
	medium  = 4
	costly  = 1
	dearest = 0.01
)

var early, whole = kind{early: true}, kind{whole: true}

// rowwise are the estimators that look at rows one by one.
var rowwise = []invariant{
	{"kaplan-meier log-log", kaplanMeier(survival.Options{}), kind{}, cheap, nil},
	{"kaplan-meier log", kaplanMeier(survival.Options{ConfType: survival.Log}), kind{}, medium, nil},
	{"kaplan-meier plain", kaplanMeier(survival.Options{ConfType: survival.Plain}), kind{}, medium, nil},
	{"kaplan-meier logit", kaplanMeier(survival.Options{ConfType: survival.Logit}), kind{}, medium, nil},
	{"kaplan-meier arcsin", kaplanMeier(survival.Options{ConfType: survival.Arcsin}), kind{}, medium, nil},
	{"nelson-aalen", expHazard(survival.NelsonAalen), kind{}, cheap, nil},
	{"fleming-harrington", expHazard(survival.TiesOneByOne), kind{}, cheap, nil},
	{"kaplan-meier by cluster", curve(robust), kind{}, medium, nil},
	{"conditional", curve(conditional), kind{}, medium, nil},
	{"residual", residual(robust), kind{}, medium, nil},
	{"aalen-johansen greenwood", incidence(competing.Greenwood, false, false), kind{}, cheap, nil},
	{"aalen-johansen aalen", incidence(competing.Aalen, false, false), kind{}, medium, nil},
	{"aalen-johansen by cluster", incidence(competing.InfinitesimalJackknife, false, true), kind{}, medium, nil},
	{"log-rank family", tests(false, false), kind{}, medium, nil},
	{"log-rank family in strata", tests(true, false), kind{}, medium, nil},
	{"pairwise", pairwise, kind{}, medium, nil},
	{"fixed time", fixedTime, kind{}, medium, nil},
	{"cox efron", coxModel(cox.Efron, false, false), kind{}, costly, nil},
	{"cox breslow by cluster", coxModel(cox.Breslow, false, true), kind{}, costly, nil},
	{"cox exact", coxModel(cox.Exact, false, false), kind{}, costly, nil},
	{"rate", rate, kind{}, cheap, nil},
	{"rates by tenure", rateBands(false), kind{}, medium, nil},
	{"observed over expected", againstReference(false), kind{}, medium, nil},
}

// whole rows are what these are about: a split changes the question.
var others = []invariant{
	{"follow-up", curve(followUp), kind{}, medium, nil},
	{"equal-precision band", band(survival.EqualPrecisionLog, unweighted), kind{}, costly, nil},
	{"hall-wellner band", band(survival.HallWellner, unweighted), kind{}, dearest, nil},
	{"beta-product", kaplanMeier(survival.Options{ConfType: survival.BetaProduct}), kind{}, costly, nil},
	{"kaplan-meier weighted", curve(weighted), kind{}, medium, nil},
	{"aalen-johansen jackknife", incidence(competing.InfinitesimalJackknife, false, false), kind{}, medium, nil},
	{"aalen-johansen weighted", incidence(competing.Greenwood, true, false), kind{}, medium, nil},
	{"permutation", permutation, kind{}, costly, nil},
	{"gray", gray, early, medium, nil},
	{"life table", lifeTable, early, medium, nil},
	{"bootstrap", resampled, kind{}, costly, nil},
	{"fine-gray", subdistribution(false, false), kind{}, costly, nil},
	{"fine-gray weighted", subdistribution(true, true), kind{}, costly, nil},
	{"turnbull", turnbull(false), whole, costly, nil},
	{"turnbull weighted", turnbull(true), whole, costly, nil},
}

var models = []invariant{
	{"hazard cloglog", discrete(hazard.Cloglog, false, false), whole, costly, nil},
	{"hazard poisson", discrete(hazard.Poisson, false, false), whole, costly, nil},
	{"hazard logit weighted", discrete(hazard.Logit, true, true), whole, costly, nil},
	{"weibull", weibull(false), kind{}, costly, nil},
}

// shiftable estimators know no time 0.
var shiftable = []invariant{
	rowwise[0], rowwise[4], rowwise[5], rowwise[6], rowwise[7], rowwise[8], rowwise[13], rowwise[14], rowwise[15],
	rowwise[17], rowwise[19], rowwise[20],
}

// unitless estimators say the same of years as of months.
var unitless = []invariant{
	{"log-rank family", tests(false, false), kind{}, medium, nil},
	{"pairwise", pairwise, kind{}, medium, nil},
	{"cox efron", coxModel(cox.Efron, false, false), kind{}, costly, nil},
	{"equal-precision band", band(survival.EqualPrecision, unweighted), kind{}, costly, nil},
	{"gray", gray, early, medium, nil},
	{"fine-gray", subdistribution(false, false), kind{}, costly, nil},
}

var repetitions = []invariant{
	{"kaplan-meier", curve(weighted), kind{}, cheap, kaplanMeier(survival.Options{})},
	{"kaplan-meier by cluster", curve(weightedRobust), kind{}, medium, curve(robust)},
	{"aalen-johansen greenwood", incidence(competing.Greenwood, true, false), kind{}, cheap, incidence(competing.Greenwood, false, false)},
	{"aalen-johansen by cluster", incidence(competing.InfinitesimalJackknife, true, true), kind{}, medium,
		incidence(competing.InfinitesimalJackknife, false, true)},
	{"log-rank family", tests(false, true), kind{}, medium, tests(false, false)},
	{"log-rank family in strata", tests(true, true), kind{}, medium, tests(true, false)},
	{"cox breslow", coxModel(cox.Breslow, true, true), kind{}, costly, coxModel(cox.Breslow, false, true)},
	{"follow-up", curve(weightedFollowUp), kind{}, medium, curve(followUp)},
	{"equal-precision band", band(survival.EqualPrecision, weighted), kind{}, costly, band(survival.EqualPrecision, unweighted)},
	{"hall-wellner band", band(survival.HallWellner, weighted), kind{}, dearest, band(survival.HallWellner, unweighted)},
	{"residual", residual(weighted), kind{}, medium, residual(unweighted)},
	{"residual by cluster", residual(weightedRobust), kind{}, medium, residual(robust)},
	{"rates by tenure", rateBands(true), kind{}, medium, rateBands(false)},
	{"observed over expected", againstReference(true), kind{}, medium, againstReference(false)},
	{"hazard cloglog", discrete(hazard.Cloglog, true, false), whole, costly, discrete(hazard.Cloglog, false, false)},
	{"hazard logit by cluster", discrete(hazard.Logit, true, true), whole, costly, discrete(hazard.Logit, false, true)},
	{"hazard poisson", discrete(hazard.Poisson, true, false), whole, costly, discrete(hazard.Poisson, false, false)},
	{"weibull", weibull(true), kind{}, costly, weibull(false)},
	{"fine-gray", subdistribution(true, false), kind{}, costly, subdistribution(false, false)},
	{"fine-gray by cluster", subdistribution(true, true), kind{}, costly, subdistribution(false, true)},
	{"turnbull", turnbull(true), whole, costly, turnbull(false)},
}

func laws() []law {
	var list []law
	for _, v := range []invariance{
		{"order", shuffled, 1e-9, append(append(append([]invariant{}, rowwise...), others...), models...)},
		{"split", split, 1e-9, append(append([]invariant{}, rowwise...), models...)},
		{"weight", repeated, 1e-9, repetitions},
		{"shift", shifted, 1e-9, shiftable},
		{"unit", rescaled, 1e-9, unitless},
	} {
		for _, m := range v.measures {
			list = append(list, law{v.name + " of " + m.name, m.kind, m.share, v.of(m)})
		}
	}
	return append(list, direct...)
}

func (v invariance) of(m invariant) func(r *rand.Rand, d *data) error {
	after := m.after
	if after == nil {
		after = m.of
	}
	return func(r *rand.Rand, d *data) error {
		changed := v.change(r, d) // first: a split makes each row a cluster
		return same(m.of(d), after(changed), v.tolerance)
	}
}

// same says how two answers differ.
func same(a, b numbers, tolerance float64) error {
	if (a == nil) != (b == nil) || len(a) != len(b) {
		return fmt.Errorf("%v and %v", a, b)
	}
	for i := range a {
		x, y := a[i].v, b[i].v
		off := tolerance*(1+math.Abs(x)) + max(a[i].slack, b[i].slack)
		if math.IsInf(x, 0) || math.IsNaN(x) != math.IsNaN(y) || math.Abs(x-y) > off {
			return fmt.Errorf("number %d is %v and %v\n%v\n%v", i, x, y, a, b)
		}
	}
	return nil
}

// cases is how many are asked for.
func cases(t *testing.T) int {
	s := os.Getenv("VARIGHET_LAWS")
	if s == "" {
		return defaultCases
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("VARIGHET_LAWS is how many cases there are, not %q", s)
	}
	return n
}

func TestLaws(t *testing.T) {
	list := laws()
	shares := 0.0
	for _, l := range list {
		shares += l.share
	}
	all, total := cases(t), 0
	for _, l := range list {
		n := int(math.Ceil(float64(all) * l.share / shares))
		t.Run(l.name, func(t *testing.T) { l.check(t, n) })
		total += n
	}
	t.Logf("%d cases of %d laws", total, len(list))
}

// check goes through n cases and shows the first that breaks the law.
func (l law) check(t *testing.T, n int) {
	h := fnv.New64a()
	h.Write([]byte(l.name))
	for i := range n {
		r := rand.New(rand.NewPCG(h.Sum64(), uint64(i)))
		d := draw(r, l.kind)
		if err := l.holds(r, d); err != nil {
			t.Fatalf("case %d of %d: %v\n%s", i, n, err, d)
		}
	}
}
