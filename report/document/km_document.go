package document

import (
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
)

// A KMAnswer is what `survival km` prints: curves by group, and what the groups differ by.
// Without --by there is one group. What was not asked for is absent.
type KMAnswer struct {
	Schema    string  `json:"schema"`     // varighet.km/1
	TimeUnit  string  `json:"time_unit"`  // what all times are counted in: months, for spells
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	// scale of the curves' limits: log-log, log, plain, logit, arcsin or beta-product
	ConfType string `json:"conf_type"`
	// what groups[].from is, in English; absent: without --from
	FromMeans string `json:"from_means,omitempty"`
	// ordered by size or number where their names are such; empty if no row can be used
	Groups []kmGroup `json:"groups"`
	// of whether all groups are alike; empty without --by, or where there is no test
	Tests []GroupTest `json:"tests"`
	// how pairwise[].p_adjusted is adjusted: holm, hochberg, bonferroni, BH, BY or none; absent: without
	// --pairwise
	Adjustment string `json:"adjustment,omitempty"`
	// each test between each two groups, on them alone; absent: without --pairwise, or without tests
	Pairwise []kmPair `json:"pairwise,omitempty"`
	// each test by relabelling; absent: without --permutation, or without tests
	Permutation []kmPermutation `json:"permutation,omitempty"`
	// tests of all groups' S at each time of --at; absent: without --contrasts and --at
	FixedTime []kmFixedTime `json:"fixed_time,omitempty"`
	// differences between each two groups; absent: without --contrasts, or with one group
	Contrasts []groupContrast `json:"contrasts,omitempty"`

	Ending

	opt      *KMChoices
	weighted bool // points have sums of weights of their own
}

// A kmGroup is the curve of one group. Counts are of rows with a weight above 0.
type kmGroup struct {
	// the group: its value of each column of --by; empty without
	By map[string]string `json:"by"`
	N  int               `json:"n"` // spells or rows in the curve
	// of n, those that came under observation after their start (after from, if there is one)
	EnteredLate int `json:"entered_late"`
	Events      int `json:"events"`   // of n, those that stopped
	Censored    int `json:"censored"` // of n, those that were not seen to stop
	// time under observation, added up (time_unit); each counts once, also with weights
	PersonTime float64 `json:"person_time"`
	// one point for each time at which somebody stopped or was censored, ascending; before the first, S is
	// 1
	Curve []kmPoint `json:"curve"`
	// times by which the shares of --quantiles have stopped; without the flag 0.5, the median
	Quantiles  []kmQuantile   `json:"quantiles"`
	RMST       *kmRMST        `json:"rmst"`        // restricted mean; null: without --rmst
	SurvivalAt []kmSurvivalAt `json:"survival_at"` // the curve at the times of --at; empty without
	FromStart  int            `json:"from_start"`  // of n, those seen from their start: all but entered_late
	// the curve is given a tenure of at least this, by --from or --min-at-risk (time_unit); absent: it
	// starts at 0
	From *float64 `json:"from,omitempty"`
	// S is e to minus this cumulative hazard: nelson-aalen or fleming-harrington; absent: S is the
	// Kaplan–Meier product
	Estimator string `json:"estimator,omitempty"`
	Weighted  bool   `json:"weighted,omitempty"` // rows count by weights; absent: each counts once
	// --robust or --cluster was asked for; absent: standard errors are Greenwood's
	Robust bool `json:"robust,omitempty"`
	// clusters that robust standard errors are made from; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`
	// median follow-up, by the curve of being censored; absent: without --follow-up
	FollowUp  *kmQuantile  `json:"follow_up,omitempty"`
	Band      *kmBand      `json:"band,omitempty"`      // simultaneous band; absent: without --band
	Bootstrap *kmBootstrap `json:"bootstrap,omitempty"` // by resampling; absent: without --bootstrap

	key rows.Key
}

// A kmPoint is the curve at one time. Where tenures count by weights, survival is made from
// the sums of weights.
type kmPoint struct {
	Time     float64 `json:"time"`     // tenure (time_unit)
	AtRisk   int     `json:"at_risk"`  // under observation just before time
	Events   int     `json:"events"`   // stopped at time
	Censored int     `json:"censored"` // went out of sight at time, without a stop
	// came under observation since the point before, and before time; at the first point all before it
	Entered  int     `json:"entered"`
	Survival float64 `json:"survival"` // S, still there after time (share 0–1)
	// of survival (share 0–1); null: S is 0, or all are of one cluster
	StdErr *float64 `json:"std_err"`
	// lower limit of survival (share 0–1); null: not defined, as where S is 0, and on most scales where it is 1
	Lower          *float64 `json:"lower"`
	Upper          *float64 `json:"upper"`                     // upper limit of survival (share 0–1); null: as lower
	Hazard         float64  `json:"cumulative_hazard"`         // Nelson–Aalen's, or the estimator's
	HazardSE       *float64 `json:"cumulative_hazard_std_err"` // of cumulative_hazard; null: all are of one cluster
	AtRiskWeight   *float64 `json:"at_risk_weight,omitempty"`  // at_risk as a sum of weights; absent: without weights
	EventsWeight   *float64 `json:"events_weight,omitempty"`   // events as a sum of weights; absent: without weights
	CensoredWeight *float64 `json:"censored_weight,omitempty"` // censored as a sum of weights; absent: without weights
}

// A kmQuantile is the time by which a share has stopped.
type kmQuantile struct {
	P     float64  `json:"p"`     // the share that has stopped; 0.5 is the median (share 0–1)
	Time  *float64 `json:"time"`  // by which it has (time_unit); null: not reached, the curve does not come down so far
	Lower *float64 `json:"lower"` // lower limit of time (time_unit); null: not reached by the limit
	Upper *float64 `json:"upper"` // upper limit of time (time_unit); null: not reached by the limit
	// limits that hold where lower and upper rest on few; absent: they do not, or cannot be made
	BetaProduct *limitPair `json:"beta_product,omitempty"`
	// what time would have been if all had been taken for seen from their start; absent: all were, or --from, or
	// follow_up
	IgnoringEntry *ignoringEntry `json:"ignoring_entry,omitempty"`
}

// An ignoringEntry is a wrong number, to show what late entry is worth: of all rows, those who came under observation
// late counting as at risk from a tenure of 0. Those who stopped before the data began are not there to count, so it is
// too long.
type ignoringEntry struct {
	WrongTime *float64 `json:"wrong_time"` // by which the share would have stopped (time_unit); null: not reached
}

// A limitPair is the limits of a number by another way than that of conf_type: those of the
// beta product, where fewer than 50 are in the curve or fewer than 10 were at risk when
// some stopped.
type limitPair struct {
	Lower *float64 `json:"lower"` // lower limit, in the unit of the number; null: not reached by the limit
	Upper *float64 `json:"upper"` // upper limit likewise; null: not reached by the limit
}

// A kmRMST is the mean time held, of the first tau: the area under the curve. It is null
// where the curve ends before tau; a warning says so.
type kmRMST struct {
	Tau      float64  `json:"tau"`      // up to here (time_unit)
	Estimate *float64 `json:"estimate"` // restricted mean (time_unit); null: not defined, the curve does not cover tau
	StdErr   *float64 `json:"std_err"`  // of estimate (time_unit); null: not defined
	Lower    *float64 `json:"lower"`    // lower limit, not cut at 0 (time_unit); null: not defined
	Upper    *float64 `json:"upper"`    // upper limit, not cut at tau (time_unit); null: not defined
	// limits that hold where lower and upper rest on few; absent: they do not, or cannot be made
	BetaProduct *limitPair `json:"beta_product,omitempty"`
}

// A kmSurvivalAt is the curve read at a time.
type kmSurvivalAt struct {
	Time float64 `json:"time"` // that was asked for (time_unit)
	// S, still there after time (share 0–1); after the curve's last point it is the last S, carried on
	Survival float64 `json:"survival"`
	// time is after the curve's last point, or before where it starts: survival is not an estimate;
	// absent: it is one
	Beyond bool     `json:"beyond_last,omitempty"`
	Lower  *float64 `json:"lower"`   // lower limit (share 0–1); null: not defined
	Upper  *float64 `json:"upper"`   // upper limit (share 0–1); null: not defined
	AtRisk int      `json:"at_risk"` // under observation just before time; 0 after the curve's end
	// limits that hold where lower and upper rest on few; absent: they do not, or cannot be made
	BetaProduct *limitPair `json:"beta_product,omitempty"`
	Bracket     *kmBracket `json:"bracket,omitempty"` // bounds, where times are ends of periods; absent: without --bracket
}

// A kmBracket bounds S at a time, where a recorded time is the end of the period in which
// it fell.
type kmBracket struct {
	Width float64 `json:"width"` // of the periods (time_unit)
	// S at time + width: all stops came as early as can be (share 0–1); null: the curve does not reach
	Lower *float64 `json:"lower"`
	Upper *float64 `json:"upper"` // S at time: all came as late as can be (share 0–1); null: the curve does not reach
}

// A kmBand holds the whole curve at once, at the level of the limits.
type kmBand struct {
	// equal-precision-log, equal-precision, hall-wellner-log or hall-wellner
	Type string `json:"type"`
	// where the band begins (time_unit); null: no band, a warning says why
	From     *float64      `json:"from"`
	To       *float64      `json:"to"`             // where it ends (time_unit); null: no band
	Critical *float64      `json:"critical_value"` // how many standard errors, or Hall and Wellner's k; null: no band
	Points   []kmBandPoint `json:"points"`         // at the curve's times within it; empty if there is no band
}

// A kmBandPoint is the band at one of the curve's times.
type kmBandPoint struct {
	Time  float64 `json:"time"`  // tenure (time_unit)
	Lower float64 `json:"lower"` // lower end (share 0–1)
	Upper float64 `json:"upper"` // upper end (share 0–1)
}

// A kmBootstrap is what resampling comes to.
type kmBootstrap struct {
	Replicates int                 `json:"replicates"` // resamples
	Seed       uint64              `json:"seed"`       // that gives the same again
	Units      int                 `json:"units"`      // clusters that are drawn, or rows without --cluster
	Results    []kmBootstrapResult `json:"results"`    // S at each time of --at, then --quantiles, then --rmst
}

// A kmBootstrapResult is how far one number moves over resamples.
type kmBootstrapResult struct {
	Of string `json:"of"` // what number: survival, quantile or rmst
	// its time (time_unit), its share (share 0–1) or its tau (time_unit), by of
	At float64 `json:"at"`
	// of the data as they are, in the unit of the number; null: not defined
	Estimate        *float64 `json:"estimate"`
	StdErr          *float64 `json:"std_err"`          // standard deviation over resamples; null: not defined
	PercentileLower *float64 `json:"percentile_lower"` // lower limit: a quantile of the resamples; null: not defined
	PercentileUpper *float64 `json:"percentile_upper"` // upper limit likewise; null: not defined
	// lower limit, corrected for bias and changing spread; null: not defined, or no one unit moves the
	// number
	BCaLower  *float64 `json:"bca_lower"`
	BCaUpper  *float64 `json:"bca_upper"` // upper limit likewise; null: as bca_lower
	Undefined int      `json:"undefined"` // resamples left out, in which the number was not defined
}

// A GroupTest is a test of all groups at once: an [OmnibusTest] or a [TrendTest].
type GroupTest interface {
	cells() []any          // a row of the table of tests
	writeText(w io.Writer) // a line for the eye
}

// An OmnibusTest is a test of whether all groups stop equally fast.
type OmnibusTest struct {
	Name string   `json:"name"` // logrank, gehan, tarone_ware, peto, peto_mod, rho1 or fh_P_Q
	Chi2 *float64 `json:"chi2"` // test statistic; null: not defined, a warning says why
	DF   int      `json:"df"`   // degrees of freedom: groups in which stops were expected, less one
	P    *float64 `json:"p"`    // of no difference (probability 0–1); null: not defined
	// that the test allows for, as a robust score test; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`
}

// A TrendTest is a two-sided test of whether groups stop faster, or more slowly, the higher
// their score.
type TrendTest struct {
	Name string `json:"name"` // trend
	// above 0 where groups with high scores stopped faster; null: not defined, a warning says why
	Z         *float64 `json:"z"`
	P         *float64 `json:"p"`         // of no trend, two-sided (probability 0–1); null: not defined
	Direction *string  `json:"direction"` // which way the data go, whether or not p is small; null: z is
	// what the trend comes to, where p is held against 1 less conf_level; absent: z is null
	InWords string `json:"in_words,omitempty"`
	// that the test allows for, as a robust score test; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`

	said string // the same, or why there is nothing to say
}

// A kmPair is a test between two groups.
type kmPair struct {
	Test string            `json:"test"` // as tests[].name
	A    map[string]string `json:"a"`    // the first group, as groups[].by
	B    map[string]string `json:"b"`    // the second
	Chi2 *float64          `json:"chi2"` // on 1 degree of freedom; null: not defined, a warning says why
	P    *float64          `json:"p"`    // as it is (probability 0–1); null: not defined
	// for all pairs of the test that have a p (probability 0–1); null: not defined
	Adjusted *float64 `json:"p_adjusted"`

	labels [2]string
}

// A kmPermutation is a test whose p is the share of relabellings with a chi2 as great.
type kmPermutation struct {
	Test         string   `json:"test"`         // as tests[].name
	Chi2         *float64 `json:"chi2"`         // of the groups as they are; null: not defined, a warning says why
	P            *float64 `json:"p"`            // of no difference (probability 0–1); null: not defined
	Exact        bool     `json:"exact"`        // all relabellings were gone through; else some at random
	Permutations int      `json:"permutations"` // relabellings gone through
	Seed         *uint64  `json:"seed"`         // of the random ones; null: exact
}

// A kmFixedTime is a test of whether S at a time is the same in all groups.
type kmFixedTime struct {
	Time float64  `json:"time"` // tenure (time_unit)
	Chi2 *float64 `json:"chi2"` // on the log(−log) scale; null: not defined, a warning says why
	DF   int      `json:"df"`   // degrees of freedom
	P    *float64 `json:"p"`    // of no difference (probability 0–1); null: not defined
}

// A groupContrast is a difference between two groups: the second less the first, and the
// second over the first. All is null where either number is not defined.
type groupContrast struct {
	Of   string            `json:"of"`   // what differs: survival or rmst; time_lost for an incidence
	Time float64           `json:"time"` // of survival; the tau of rmst and time_lost (time_unit)
	From map[string]string `json:"from"` // the first group, as groups[].by
	To   map[string]string `json:"to"`   // the second
	// to less from: share 0–1 for survival, else time_unit; null: not defined
	Difference *float64 `json:"difference"`
	StdErr     *float64 `json:"std_err"` // of difference; null: not defined
	Lower      *float64 `json:"lower"`   // lower limit of difference; null: not defined
	Upper      *float64 `json:"upper"`   // upper limit of difference; null: not defined
	Z          *float64 `json:"z"`       // difference over its standard error; null: not defined
	// of no difference, two-sided (probability 0–1); null: not defined
	P          *float64 `json:"p"`
	Ratio      *float64 `json:"ratio"`       // to over from; null: not defined
	RatioLower *float64 `json:"ratio_lower"` // lower limit of ratio, on the log scale; null: not defined
	RatioUpper *float64 `json:"ratio_upper"` // upper limit of ratio; null: not defined

	labels [2]string
}

// document makes the answer.
func (r *kmResult) document() *KMAnswer {
	d := &KMAnswer{
		Schema: "varighet.km/1", TimeUnit: r.timeUnit, ConfLevel: r.opt.Curve.ConfLevel,
		ConfType: r.opt.Curve.ConfType.String(), Groups: []kmGroup{}, Tests: append([]GroupTest{}, r.tests...),
		Contrasts: r.contrasts, Ending: newEnding(r.rejected, r.leftOut, r.warnings).defining("km", r.opt.Counts || r.opt.AnyCSV()), opt: r.opt, weighted: r.weighted,
	}
	if r.opt.From.OK {
		d.FromMeans = reachedMeans
	}
	for _, c := range r.curves {
		d.Groups = append(d.Groups, c.document(r.opt))
	}
	if r.opt.Pairwise.OK {
		d.Adjustment = r.opt.Pairwise.V.String()
	}
	for _, p := range r.pairs {
		d.Pairwise = append(d.Pairwise, kmPair{p.Test.Weight.String(), r.keyed(p.A), r.keyed(p.B),
			orNull(p.Test.Chi2), orNull(p.Test.P), orNull(p.Adjusted), [2]string{p.A, p.B}})
	}
	for _, p := range r.permuted {
		d.Permutation = append(d.Permutation, permutationDocument(p))
	}
	for _, f := range r.fixed {
		d.FixedTime = append(d.FixedTime, kmFixedTime{f.Time, orNull(f.Chi2), f.DF, orNull(f.P)})
	}
	return d
}

func permutationDocument(p survival.PermutationResult) kmPermutation {
	x := kmPermutation{Test: p.Weight.String(), Chi2: orNull(p.Chi2), P: orNull(p.P), Exact: p.Exact, Permutations: p.Permutations}
	if !p.Exact {
		x.Seed = &p.Seed
	}
	return x
}

// trendDocument says what a trend comes to where chance alone may be taken for one as often
// as level says.
func trendDocument(name string, t *survival.TrendResult, level float64) TrendTest {
	d := TrendTest{Name: name, Z: orNull(t.Z), P: orNull(t.P), said: t.InWords(level)}
	if direction := t.Direction.String(); t.Z.OK {
		d.Direction, d.InWords = &direction, d.said
	}
	return d
}

// keyed finds the group that a test names.
func (r *kmResult) keyed(label string) map[string]string {
	for _, g := range r.curves {
		if g.key.Label() == label {
			return g.key.Document(r.opt.By)
		}
	}
	return map[string]string{}
}

// document makes what the answer has of the group.
func (g kmCurve) document(opt *KMChoices) kmGroup {
	c := g.curve
	d := kmGroup{By: g.key.Document(opt.By), N: c.N, EnteredLate: c.EnteredLate, FromStart: c.N - c.EnteredLate, Events: c.Events, Censored: c.Censored,
		PersonTime: c.PersonTime, Curve: []kmPoint{}, Quantiles: []kmQuantile{}, SurvivalAt: []kmSurvivalAt{}, key: g.key}
	for _, p := range c.Points {
		d.Curve = append(d.Curve, kmPointDocument(p, c.Weighted))
	}
	for _, p := range opt.Quantiles {
		d.Quantiles = append(d.Quantiles, g.quantile(p))
	}
	if opt.Rmst > 0 {
		m := c.RMST(opt.Rmst)
		d.RMST = &kmRMST{m.Tau, orNull(m.Estimate), orNull(m.StdErr), orNull(m.Lower), orNull(m.Upper), nil}
		if beta, asked := c.BetaProductRMST(opt.Rmst); asked {
			d.RMST.BetaProduct = &limitPair{orNull(beta.Lower), orNull(beta.Upper)}
		}
	}
	for _, t := range opt.At {
		d.SurvivalAt = append(d.SurvivalAt, g.at(t, opt.Bracket))
	}
	g.addMore(&d, opt)
	return d
}

// addMore adds what is there only if it was asked for.
func (g kmCurve) addMore(d *kmGroup, opt *KMChoices) {
	if g.curve.From > 0 {
		d.From = &g.curve.From
	}
	if opt.Hazard.OK {
		d.Estimator = opt.Hazard.V.String()
	}
	d.Weighted, d.Clusters, d.Robust = g.curve.Weighted, g.curve.Clusters, opt.Robust || opt.Cluster != ""
	if q := g.followUp; q.OK {
		d.FollowUp = &kmQuantile{P: 0.5, Time: orNull(q.V.Time), Lower: orNull(q.V.Lower), Upper: orNull(q.V.Upper)}
	}
	if g.band != nil {
		d.Band = bandDocument(g.band)
	}
	if g.bootstrap != nil {
		d.Bootstrap = bootstrapDocument(g.bootstrap, opt)
	}
}

func kmPointDocument(p survival.Point, weighted bool) kmPoint {
	x := kmPoint{Time: p.Time, AtRisk: p.AtRisk, Events: p.Events, Censored: p.Censored, Entered: p.Entered,
		Survival: p.Survival, StdErr: orNull(p.StdErr), Lower: orNull(p.Lower), Upper: orNull(p.Upper),
		Hazard: p.CumulativeHazard, HazardSE: orNull(p.CumulativeHazardStdErr)}
	if weighted {
		x.AtRiskWeight, x.EventsWeight, x.CensoredWeight = &p.AtRiskWeight, &p.EventsWeight, &p.CensoredWeight
	}
	return x
}

// quantile is the time by which a share has stopped, with limits that hold beside those of
// the curve where they rest on few.
func (g kmCurve) quantile(p float64) kmQuantile {
	q := g.curve.Quantile(p)
	x := kmQuantile{P: p, Time: orNull(q.Time), Lower: orNull(q.Lower), Upper: orNull(q.Upper)}
	if beta, asked := g.curve.BetaProductQuantile(p); asked && g.curve.ConfType != survival.BetaProduct {
		x.BetaProduct = &limitPair{orNull(beta.Lower), orNull(beta.Upper)}
	}
	if g.late != nil {
		x.IgnoringEntry = &ignoringEntry{orNull(g.late.QuantileIgnoringEntry(p))}
	}
	return x
}

// at reads the curve at a time, between bounds if this is the end of a period.
func (g kmCurve) at(t float64, width varighet.Opt[float64]) kmSurvivalAt {
	a := g.curve.At(t)
	x := kmSurvivalAt{Time: t, Survival: a.Survival, Beyond: isCarriedOn(a), Lower: orNull(a.Lower), Upper: orNull(a.Upper), AtRisk: a.AtRisk}
	if beta, asked := g.curve.BetaProductAt(t); asked && g.curve.ConfType != survival.BetaProduct {
		x.BetaProduct = &limitPair{orNull(beta.Lower), orNull(beta.Upper)}
	}
	if width.OK {
		lower, upper := g.curve.Bracket(t, width.V)
		x.Bracket = &kmBracket{width.V, orNull(lower), orNull(upper)}
	}
	return x
}

// isCarriedOn reports whether S at a time is not one that was estimated. Once nobody is left
// it stays 0.
func isCarriedOn(a survival.SurvivalAt) bool { return a.Beyond && a.Survival > 0 }

func bandDocument(b *survival.Band) *kmBand {
	d := &kmBand{Type: b.Type.String(), Points: []kmBandPoint{}}
	if b.Reason == "" {
		d.From, d.To, d.Critical = &b.From, &b.To, &b.Critical
	}
	for _, p := range b.Points {
		d.Points = append(d.Points, kmBandPoint{p.Time, p.Lower, p.Upper})
	}
	return d
}

func bootstrapDocument(s *bootstrap.Set, opt *KMChoices) *kmBootstrap {
	d := &kmBootstrap{Replicates: s.Replicates, Seed: s.Seed, Units: s.Units}
	for i, x := range s.Results {
		of, at := opt.asked(i)
		d.Results = append(d.Results, kmBootstrapResult{of, at, orNull(x.Estimate), orNull(x.StdErr),
			orNull(x.PercentileLower), orNull(x.PercentileUpper), orNull(x.BCaLower), orNull(x.BCaUpper), x.Undefined})
	}
	return d
}

// asked names number i of those that are resampled: S at each time, then the
// quantiles, then the restricted mean.
func (opt *KMChoices) asked(i int) (of string, at float64) {
	switch {
	case i < len(opt.At):
		return "survival", opt.At[i]
	case i < len(opt.At)+len(opt.Quantiles):
		return "quantile", opt.Quantiles[i-len(opt.At)]
	}
	return "rmst", opt.Rmst
}

func contrastDocument(of string, time float64, from, to rows.Key, c survival.Contrast, by []string) groupContrast {
	return groupContrast{of, time, from.Document(by), to.Document(by), orNull(c.Difference), orNull(c.StdErr),
		orNull(c.Lower), orNull(c.Upper), orNull(c.Z), orNull(c.P), orNull(c.Ratio), orNull(c.RatioLower), orNull(c.RatioUpper),
		[2]string{from.Label(), to.Label()}}
}
