package document

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
)

// KMTables are the tables of km: together they have every number of its document.
var KMTables = []string{"curve", "quantiles", "at", "rmst", "tests", "contrasts", "bootstrap", "groups"}

// KMChoices are what is asked of km.
type KMChoices struct {
	rows.Choices
	Counts, Robust bool
	TimeUnit       string
	Curve          survival.Options
	Quantiles, At  []float64
	Rmst           float64 // 0: not asked for
	From, Bracket  varighet.Opt[float64]
	Hazard         varighet.Opt[survival.HazardType]
	Band           varighet.Opt[survival.BandType]
	FollowUp       bool
	Tests          []string
	Scores         []float64
	Pairwise       varighet.Opt[survival.Adjustment]
	Contrasts      bool
	Permutation    varighet.Opt[survival.Permutation]
	Bootstrap      int
	Seed           uint64
	MinAtRisk      int
	Table          string // one of kmTables
}

func (opt *KMChoices) Check() error {
	for _, name := range opt.Tests {
		if _, ok := survival.ParseWeight(name); !ok && name != "trend" {
			return choice.Errorf("--tests has no %q; it has logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q and trend", name)
		}
	}
	compares := len(opt.Tests) > 0 || opt.Scores != nil || opt.Pairwise.OK || opt.Contrasts || opt.Permutation.OK
	if len(opt.By) == 0 && (compares || opt.Strata != nil && opt.Bootstrap == 0) {
		return choice.Errorf("--tests, --scores, --strata, --pairwise, --contrasts and --permutation compare groups: say which with --by")
	}
	robust := opt.Cluster != "" || opt.Robust
	switch {
	case opt.Counts && (opt.Time != "" || opt.Weight != "" || robust || opt.Bootstrap > 0 || opt.Permutation.OK):
		return choice.Errorf("--counts has no rows: not for --time, --weight, --cluster, --robust, --bootstrap or --permutation")
	case opt.Curve.ConfType == survival.BetaProduct && (robust || opt.Weight != ""):
		return choice.Errorf("--ci beta-product is made of counts: not for --weight, --cluster or --robust")
	case opt.Weight != "" && (opt.Bootstrap > 0 || opt.Permutation.OK):
		return choice.Errorf("--bootstrap and --permutation do not take --weight")
	case opt.Bootstrap == 1:
		return choice.Errorf("--bootstrap needs 2 or more")
	}
	return opt.checkTable()
}

// checkTable refuses a table of what was not asked for.
func (opt *KMChoices) checkTable() error {
	var needs string
	switch {
	case opt.Table == "at" && opt.At == nil:
		needs = "--at"
	case opt.Table == "rmst" && opt.Rmst == 0:
		needs = "--rmst"
	case opt.Table == "tests" && len(opt.By) == 0:
		needs = "--by"
	case opt.Table == "contrasts" && !opt.Contrasts:
		needs = "--contrasts"
	case opt.Table == "bootstrap" && opt.Bootstrap == 0:
		needs = "--bootstrap"
	default:
		return nil
	}
	return choice.Errorf("--table %s needs %s", opt.Table, needs)
}

// KM makes curves, and the tests between them, of rows.
func KM(src *rows.Source, opt *KMChoices) (*KMAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	result, err := estimate(set, opt)
	if err != nil {
		return nil, err
	}
	return result.document(), nil
}

// KMOfCounts makes the same of tables of counts, added up.
func KMOfCounts(files []*rows.Source, opt *KMChoices) (*KMAnswer, error) {
	table, err := readCounts(files)
	if err != nil {
		return nil, err
	}
	result, err := estimateCounts(table, opt)
	if err != nil {
		return nil, err
	}
	return result.document(), nil
}

// A kmWork is what km found so far.
type kmWork struct {
	opt         *KMChoices
	timeUnit    string
	groups      []kmGroup
	tests       []kmTest
	pairs       []kmPair
	permuted    []survival.PermutationResult
	fixed       []survival.FixedTimeResult
	contrasts   []kmContrast
	rejected    []*survival.Rejected
	leftOut     []survival.LeftOut
	warnings    []string
	moreOfCurve bool // points have sums of weights of their own
}

// A kmGroup is one curve, with what else was asked for. key is empty without
// --by.
type kmGroup struct {
	key       rows.Key
	curve     *survival.Curve
	followUp  varighet.Opt[survival.Quantile]
	band      *survival.Band
	bootstrap *bootstrap.Set
}

// estimate makes a curve of each group and the tests between them.
func estimate(rows *rows.Set, opt *KMChoices) (*kmWork, error) {
	result := &kmWork{opt: opt, timeUnit: opt.TimeUnit, rejected: rows.Rejected, leftOut: rows.LeftOut, warnings: slices.Clone(rows.Warnings)}
	if len(rows.Tenures) == 0 {
		result.warnings = append(result.warnings, "no rows can be used: no curve")
		return result, nil
	}
	if opt.plain(rows) {
		if err := result.addPlain(rows); err != nil {
			return nil, err
		}
		return result, result.compareRows(rows)
	}
	for _, g := range rows.Split(len(opt.By) > 0) {
		if err := result.add(g); err != nil {
			return nil, err
		}
	}
	return result, result.compareRows(rows)
}

// plain reports whether there are groups of which nothing but the curve is needed,
// each row counting once.
func (opt *KMChoices) plain(rows *rows.Set) bool {
	return len(opt.By) > 0 && rows.Weights == nil && rows.Clusters == nil && !opt.Robust && !opt.FollowUp && opt.Bootstrap == 0
}

// addPlain adds the curves of all groups, made in one go.
func (r *kmWork) addPlain(rows *rows.Set) error {
	keys, of := rows.NumberGroups()
	curves, err := survival.KaplanMeierGroups(rows.Tenures, of, len(keys), r.opt.Curve)
	if err != nil {
		return err
	}
	for g, key := range keys {
		group, err := r.group(key, curves[g], nil)
		if err != nil {
			return err
		}
		r.groups = append(r.groups, group)
	}
	return nil
}

// add adds the curve of a group, with what else is asked of its rows.
func (r *kmWork) add(g rows.Group) error {
	sample := g.Rows.Sample()
	sample.Robust = r.opt.Robust
	curve, err := sample.KaplanMeier(r.opt.Curve)
	if errors.Is(err, survival.ErrNoTenures) {
		r.warn(g.Key, "no row has a weight: no curve")
		return nil
	}
	if err != nil {
		return err
	}
	var turned *survival.Curve
	if r.opt.FollowUp {
		if turned, err = sample.FollowUp(survival.Options{ConfLevel: r.opt.Curve.ConfLevel}); err != nil {
			return err
		}
	}
	group, err := r.group(g.Key, curve, turned)
	if err != nil {
		return err
	}
	if r.opt.Bootstrap > 0 {
		if group.bootstrap, err = resample(g.Rows, r.opt); err != nil {
			return err
		}
		for _, w := range group.bootstrap.Warnings {
			r.warn(g.Key, "bootstrap: "+w)
		}
	}
	r.groups = append(r.groups, group)
	return nil
}

// group makes of a curve what was asked for. turned is the curve of follow-up,
// or nil.
func (r *kmWork) group(key rows.Key, curve, turned *survival.Curve) (kmGroup, error) {
	g := kmGroup{key: key}
	if turned != nil {
		g.followUp = varighet.Some(turned.Median())
	}
	var err error
	if g.curve, err = r.shaped(key, curve); err != nil {
		return g, err
	}
	for _, w := range g.curve.Warnings {
		r.warn(key, w)
	}
	if g.band, err = r.band(key, g.curve); err != nil {
		return g, err
	}
	if tau := r.opt.Rmst; tau > 0 {
		if reason := g.curve.RMST(tau).Reason; reason != "" {
			r.warn(key, "no restricted mean: "+reason)
		}
	}
	r.moreOfCurve = r.moreOfCurve || g.curve.Weighted
	return g, nil
}

// shaped is the curve from the tenure asked for, where enough are at risk, and of the
// estimator asked for.
func (r *kmWork) shaped(key rows.Key, curve *survival.Curve) (*survival.Curve, error) {
	if t := r.opt.From; t.OK {
		given, err := curve.ConditionalFrom(t.V)
		if errors.Is(err, survival.ErrNoTenures) {
			r.warn(key, fmt.Sprintf("nobody is known to have lasted to %s: no curve", exact(t.V)))
			given, err = withoutPoints(curve), nil
		}
		if err != nil {
			return nil, err
		}
		curve = given
	}
	if n := r.opt.MinAtRisk; n > 0 && len(curve.Points) > 0 {
		few, err := curve.MinAtRisk(n)
		if errors.Is(err, survival.ErrFewAtRisk) {
			r.warn(key, err.Error())
			few, err = withoutPoints(curve), nil
		}
		if err != nil {
			return nil, err
		}
		curve = few
	}
	if h := r.opt.Hazard; h.OK {
		curve = curve.ExpHazard(h.V)
	}
	return curve, nil
}

// band is the simultaneous band of a curve; nil if nobody asked.
func (r *kmWork) band(key rows.Key, curve *survival.Curve) (*survival.Band, error) {
	b := r.opt.Band
	if !b.OK {
		return nil, nil
	}
	band, err := curve.Band(b.V, curve.From, math.Inf(1))
	if err != nil {
		return nil, err
	}
	if band.Reason != "" {
		r.warn(key, "no band: "+band.Reason)
	}
	return &band, nil
}

// withoutPoints is what is said of a curve that cannot be shown.
func withoutPoints(c *survival.Curve) *survival.Curve {
	return &survival.Curve{N: c.N, EnteredLate: c.EnteredLate, Events: c.Events, Censored: c.Censored, PersonTime: c.PersonTime,
		ConfLevel: c.ConfLevel, ConfType: c.ConfType}
}

// resample draws clusters of a group's rows.
func resample(rows *rows.Set, opt *KMChoices) (*bootstrap.Set, error) {
	sample := survival.Sample{Tenures: rows.Tenures, Clusters: rows.Clusters}
	ask := bootstrap.Ask{At: opt.At, Quantiles: opt.Quantiles, Tau: opt.Rmst}
	return bootstrap.Curve(sample, rows.Strata, ask,
		bootstrap.Options{Replicates: opt.Bootstrap, Seed: opt.Seed, ConfLevel: opt.Curve.ConfLevel})
}

func (r *kmWork) warn(key rows.Key, text string) {
	if len(key.Values) > 0 {
		text = key.Label() + ": " + text
	}
	r.warnings = append(r.warnings, text)
}

// A kmTest is one test between the groups.
type kmTest struct {
	name  string
	omni  *survival.TestResult
	trend *survival.TrendResult
}

// mostCompared is how many groups are compared with each other: the covariance of a
// test is a square of as many, and there are half as many pairs.
const mostCompared = 1000

// tooMany is what to say of more groups than are compared; "" if there are not.
func tooMany(groups int) string {
	if groups <= mostCompared {
		return ""
	}
	return fmt.Sprintf("no tests or differences: %d groups, and no more than %d are compared", groups, mostCompared)
}

// compares reports whether there are groups to be compared.
func (r *kmWork) compares() bool {
	if len(r.opt.By) == 0 || len(r.groups) == 0 {
		return false
	}
	why := tooMany(len(r.groups))
	if why != "" {
		r.warnings = append(r.warnings, why)
	}
	return why == ""
}

// compareRows runs the tests that were asked for.
func (r *kmWork) compareRows(set *rows.Set) error {
	if !r.compares() {
		return nil
	}
	r.contrast()
	if set.Weights != nil && r.opt.Robust {
		r.warnings = append(r.warnings, "no tests: --robust says that weights are not repetitions")
		return nil
	}
	set, labels := labelled(set)
	comparison, err := set.Sample().Compare(labels, set.Strata)
	if errors.Is(err, survival.ErrWeightedTest) {
		r.warnings = append(r.warnings, "no tests: "+err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.compare(comparison); err != nil {
		return err
	}
	return r.permute(set, labels)
}

// labelled are the rows that have a group, and its label for each.
func labelled(set *rows.Set) (*rows.Set, []string) {
	var kept []int
	for i, key := range set.Groups {
		if key.OK {
			kept = append(kept, i)
		}
	}
	set = set.Only(kept)
	labels := make([]string, len(kept))
	for i, key := range set.Groups {
		labels[i] = key.Label()
	}
	return set, labels
}

// permute makes the tests by permutation, if that was asked for.
func (r *kmWork) permute(set *rows.Set, labels []string) error {
	if !r.opt.Permutation.OK {
		return nil
	}
	for _, w := range r.weights() {
		p, err := survival.PermutationTest(set.Tenures, labels, set.Strata, w, r.opt.Permutation.V)
		if err != nil {
			return err
		}
		if r.permuted = append(r.permuted, p); p.Reason != "" {
			r.warnings = append(r.warnings, fmt.Sprintf("permutation of %s is not defined: %s", w, p.Reason))
		}
	}
	return nil
}

// names are the tests to be made: those asked for, or the usual ones.
func (r *kmWork) names() []string {
	if r.opt.Tests != nil {
		return r.opt.Tests
	}
	if len(r.opt.By) == 1 && r.ordered() {
		return []string{"logrank", "trend"}
	}
	return []string{"logrank"}
}

// weights are the tests of whether groups differ at all.
func (r *kmWork) weights() []survival.Weight {
	var list []survival.Weight
	for _, name := range r.names() {
		if w, ok := survival.ParseWeight(name); ok {
			list = append(list, w)
		}
	}
	return list
}

func (r *kmWork) compare(comparison *survival.Comparison) error {
	for _, name := range r.names() {
		if err := r.test(comparison, name); err != nil {
			return err
		}
	}
	if !r.opt.Pairwise.OK {
		return nil
	}
	for _, w := range r.weights() {
		pairs, err := comparison.Pairwise(w, r.opt.Pairwise.V)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			if r.pairs = append(r.pairs, kmPair{w, p}); p.Test.Reason != "" {
				r.warnings = append(r.warnings, fmt.Sprintf("test %s of %s and %s is not defined: %s", w, p.A, p.B, p.Test.Reason))
			}
		}
	}
	return nil
}

// A kmPair is a test between two groups.
type kmPair struct {
	weight survival.Weight
	pair   survival.PairTest
}

// A kmContrast is a difference between two groups: of S at a time, or of the
// restricted mean up to it.
type kmContrast struct {
	of       string
	time     float64
	from, to rows.Key
	contrast survival.Contrast
}

// contrast makes the differences that were asked for.
func (r *kmWork) contrast() {
	if !r.opt.Contrasts {
		return
	}
	conf := r.opt.Curve.ConfLevel
	for _, t := range r.opt.At {
		var curves []*survival.Curve
		for _, g := range r.groups {
			curves = append(curves, g.curve)
		}
		fixed := survival.CompareAt(curves, t)
		if r.fixed = append(r.fixed, fixed); fixed.Reason != "" {
			r.warnings = append(r.warnings, fmt.Sprintf("test at %s is not defined: %s", exact(t), fixed.Reason))
		}
		r.eachPair("survival", t, func(a, b *survival.Curve) (survival.Contrast, error) { return a.At(t).Contrast(b.At(t), conf) })
	}
	if tau := r.opt.Rmst; tau > 0 {
		r.eachPair("rmst", tau, func(a, b *survival.Curve) (survival.Contrast, error) { return a.RMST(tau).Contrast(b.RMST(tau), conf) })
	}
}

func (r *kmWork) eachPair(of string, time float64, f func(a, b *survival.Curve) (survival.Contrast, error)) {
	for i, a := range r.groups {
		for _, b := range r.groups[i+1:] {
			c, err := f(a.curve, b.curve)
			if err != nil {
				continue // the level was checked, and the times are the same
			}
			r.contrasts = append(r.contrasts, kmContrast{of, time, a.key, b.key, c})
			if !c.Difference.OK {
				r.warnings = append(r.warnings, fmt.Sprintf("no difference of %s at %s between %s and %s: a curve does not reach it",
					of, exact(time), a.key.Label(), b.key.Label()))
			}
		}
	}
}

func (r *kmWork) test(comparison *survival.Comparison, name string) error {
	reason := ""
	if name == "trend" {
		t, err := comparison.Trend(survival.Weight{}, r.opt.Scores)
		if err != nil {
			return choice.Errorf("--scores: %v", err)
		}
		r.tests = append(r.tests, kmTest{name: name, trend: &t})
		reason = t.Reason
	} else {
		w, _ := survival.ParseWeight(name)
		t := comparison.Test(w)
		r.tests = append(r.tests, kmTest{name: name, omni: &t})
		reason = t.Reason
	}
	if reason != "" {
		r.warnings = append(r.warnings, fmt.Sprintf("test %s is not defined: %s", name, reason))
	}
	return nil
}

// ordered reports whether the groups have an order of their own: sizes or
// numbers.
func (r *kmWork) ordered() bool {
	var labels []string
	for _, g := range r.groups {
		labels = append(labels, g.key.Values[0])
	}
	return len(labels) > 2 && survival.Ordered(labels)
}

// The machine contract: varighet.km/1.
type (
	KMAnswer struct {
		Schema    string        `json:"schema"`
		TimeUnit  string        `json:"time_unit"`
		ConfLevel float64       `json:"conf_level"`
		ConfType  string        `json:"conf_type"`
		Groups    []kmGroupJSON `json:"groups"`
		Tests     []any         `json:"tests"`

		Adjustment  string              `json:"adjustment,omitempty"`
		Pairwise    []kmPairJSON        `json:"pairwise,omitempty"`
		Permutation []kmPermutationJSON `json:"permutation,omitempty"`
		FixedTime   []kmFixedJSON       `json:"fixed_time,omitempty"`
		Contrasts   []kmContrastJSON    `json:"contrasts,omitempty"`

		Ending

		opt      *KMChoices
		weighted bool // points have sums of weights of their own
	}
	kmGroupJSON struct {
		By          map[string]string `json:"by"`
		N           int               `json:"n"`
		EnteredLate int               `json:"entered_late"`
		Events      int               `json:"events"`
		Censored    int               `json:"censored"`
		PersonTime  float64           `json:"person_time"`
		Curve       []kmPointJSON     `json:"curve"`
		Quantiles   []kmQuantileJSON  `json:"quantiles"`
		RMST        *kmRMSTJSON       `json:"rmst"`
		SurvivalAt  []kmAtJSON        `json:"survival_at"`

		From      *float64         `json:"from,omitempty"`
		Estimator string           `json:"estimator,omitempty"`
		Weighted  bool             `json:"weighted,omitempty"`
		Robust    bool             `json:"robust,omitempty"`
		Clusters  int              `json:"clusters,omitempty"`
		FollowUp  *kmQuantileJSON  `json:"follow_up,omitempty"`
		Band      *kmBandJSON      `json:"band,omitempty"`
		Bootstrap *kmBootstrapJSON `json:"bootstrap,omitempty"`

		key rows.Key
	}
	kmPointJSON struct {
		Time     float64  `json:"time"`
		AtRisk   int      `json:"at_risk"`
		Events   int      `json:"events"`
		Censored int      `json:"censored"`
		Entered  int      `json:"entered"`
		Survival float64  `json:"survival"`
		StdErr   *float64 `json:"std_err"`
		Lower    *float64 `json:"lower"`
		Upper    *float64 `json:"upper"`
		Hazard   float64  `json:"cumulative_hazard"`
		HazardSE *float64 `json:"cumulative_hazard_std_err"`

		AtRiskWeight   *float64 `json:"at_risk_weight,omitempty"`
		EventsWeight   *float64 `json:"events_weight,omitempty"`
		CensoredWeight *float64 `json:"censored_weight,omitempty"`
	}
	kmQuantileJSON struct {
		P     float64  `json:"p"`
		Time  *float64 `json:"time"`
		Lower *float64 `json:"lower"`
		Upper *float64 `json:"upper"`
	}
	kmRMSTJSON struct {
		Tau      float64  `json:"tau"`
		Estimate *float64 `json:"estimate"`
		StdErr   *float64 `json:"std_err"`
		Lower    *float64 `json:"lower"`
		Upper    *float64 `json:"upper"`
	}
	kmAtJSON struct {
		Time     float64  `json:"time"`
		Survival float64  `json:"survival"`
		Lower    *float64 `json:"lower"`
		Upper    *float64 `json:"upper"`
		AtRisk   int      `json:"at_risk"`

		Bracket *kmBracketJSON `json:"bracket,omitempty"`
	}
	kmOmnibusJSON struct {
		Name string   `json:"name"`
		Chi2 *float64 `json:"chi2"`
		DF   int      `json:"df"`
		P    *float64 `json:"p"`
	}
	kmTrendJSON struct {
		Name      string   `json:"name"`
		Z         *float64 `json:"z"`
		P         *float64 `json:"p"`
		Direction *string  `json:"direction"` // of what was seen; null if z is
		InWords   string   `json:"in_words,omitempty"`

		said string // the same, or why there is nothing to say
	}
	kmRejectedJSON struct {
		Row    int                 `json:"row"`
		Code   survival.RejectCode `json:"code"`
		Reason string              `json:"reason"`
	}
)

// orNull is the value, or null in JSON.
func orNull(v varighet.Opt[float64]) *float64 {
	if !v.OK {
		return nil
	}
	return &v.V
}

func (r *kmWork) document() *KMAnswer {
	d := &KMAnswer{
		Schema: "varighet.km/1", TimeUnit: r.timeUnit, ConfLevel: r.opt.Curve.ConfLevel,
		ConfType: r.opt.Curve.ConfType.String(), Groups: []kmGroupJSON{}, Tests: []any{},
		Ending: newEnding(r.rejected, r.leftOut, r.warnings), opt: r.opt, weighted: r.moreOfCurve,
	}
	for _, g := range r.groups {
		d.Groups = append(d.Groups, g.document(r.opt))
	}
	for _, t := range r.tests {
		d.Tests = append(d.Tests, r.testDocument(t))
	}
	r.addMore(d)
	return d
}

func (r *kmWork) testDocument(t kmTest) any {
	if t.trend == nil {
		return kmOmnibusJSON{t.name, orNull(t.omni.Chi2), t.omni.DF, orNull(t.omni.P)}
	}
	trend := kmTrendJSON{Name: t.name, Z: orNull(t.trend.Z), P: orNull(t.trend.P), said: r.inWords(t.trend)}
	if direction := t.trend.Direction.String(); t.trend.Z.OK {
		trend.Direction, trend.InWords = &direction, trend.said
	}
	return trend
}

// inWords says what a trend comes to at the level of the limits.
func (r *kmWork) inWords(t *survival.TrendResult) string {
	return t.InWords(1 - r.opt.Curve.ConfLevel)
}

func (g kmGroup) document(opt *KMChoices) kmGroupJSON {
	c := g.curve
	d := kmGroupJSON{By: g.key.Document(opt.By), N: c.N, EnteredLate: c.EnteredLate, Events: c.Events, Censored: c.Censored,
		PersonTime: c.PersonTime, Curve: []kmPointJSON{}, Quantiles: []kmQuantileJSON{}, SurvivalAt: []kmAtJSON{}, key: g.key}
	for _, p := range c.Points {
		d.Curve = append(d.Curve, kmPointDocument(p, c.Weighted))
	}
	for _, p := range opt.Quantiles {
		q := c.Quantile(p)
		d.Quantiles = append(d.Quantiles, kmQuantileJSON{p, orNull(q.Time), orNull(q.Lower), orNull(q.Upper)})
	}
	if opt.Rmst > 0 {
		m := c.RMST(opt.Rmst)
		d.RMST = &kmRMSTJSON{m.Tau, orNull(m.Estimate), orNull(m.StdErr), orNull(m.Lower), orNull(m.Upper)}
	}
	for _, t := range opt.At {
		d.SurvivalAt = append(d.SurvivalAt, g.at(t, opt.Bracket))
	}
	g.addMore(&d, opt)
	return d
}

func kmPointDocument(p survival.Point, weighted bool) kmPointJSON {
	x := kmPointJSON{Time: p.Time, AtRisk: p.AtRisk, Events: p.Events, Censored: p.Censored, Entered: p.Entered,
		Survival: p.Survival, StdErr: orNull(p.StdErr), Lower: orNull(p.Lower), Upper: orNull(p.Upper),
		Hazard: p.CumulativeHazard, HazardSE: orNull(p.CumulativeHazardStdErr)}
	if weighted {
		x.AtRiskWeight, x.EventsWeight, x.CensoredWeight = &p.AtRiskWeight, &p.EventsWeight, &p.CensoredWeight
	}
	return x
}

// at reads the curve at a time, between bounds if this is the end of a period.
func (g kmGroup) at(t float64, width varighet.Opt[float64]) kmAtJSON {
	a := g.curve.At(t)
	x := kmAtJSON{Time: t, Survival: a.Survival, Lower: orNull(a.Lower), Upper: orNull(a.Upper), AtRisk: a.AtRisk}
	if width.OK {
		lower, upper := g.curve.Bracket(t, width.V)
		x.Bracket = &kmBracketJSON{width.V, orNull(lower), orNull(upper)}
	}
	return x
}

// exact is the shortest decimal that reads back to the same double.
func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func exactOpt(v varighet.Opt[float64]) string {
	if !v.OK {
		return ""
	}
	return exact(v.V)
}
