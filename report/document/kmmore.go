package document

import (
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/bootstrap"
	"github.com/varighet/varighet/survival/counted"
)

// What km adds to varighet.km/1 when it is asked for. A document without these
// flags has none of the fields.
type (
	kmPairJSON struct {
		Test     string            `json:"test"`
		A        map[string]string `json:"a"`
		B        map[string]string `json:"b"`
		Chi2     *float64          `json:"chi2"`
		P        *float64          `json:"p"`
		Adjusted *float64          `json:"p_adjusted"`

		labels [2]string
	}
	kmPermutationJSON struct {
		Test         string   `json:"test"`
		Chi2         *float64 `json:"chi2"`
		P            *float64 `json:"p"`
		Exact        bool     `json:"exact"`
		Permutations int      `json:"permutations"`
		Seed         *uint64  `json:"seed"` // null if exact
	}
	kmFixedJSON struct {
		Time float64  `json:"time"`
		Chi2 *float64 `json:"chi2"`
		DF   int      `json:"df"`
		P    *float64 `json:"p"`
	}
	kmContrastJSON struct {
		Of         string            `json:"of"` // survival or rmst
		Time       float64           `json:"time"`
		From       map[string]string `json:"from"`
		To         map[string]string `json:"to"`
		Difference *float64          `json:"difference"`
		StdErr     *float64          `json:"std_err"`
		Lower      *float64          `json:"lower"`
		Upper      *float64          `json:"upper"`
		Z          *float64          `json:"z"`
		P          *float64          `json:"p"`
		Ratio      *float64          `json:"ratio"`
		RatioLower *float64          `json:"ratio_lower"`
		RatioUpper *float64          `json:"ratio_upper"`

		labels [2]string
	}
	kmBandJSON struct {
		Type     string            `json:"type"`
		From     *float64          `json:"from"`
		To       *float64          `json:"to"`
		Critical *float64          `json:"critical_value"`
		Points   []kmBandPointJSON `json:"points"`
	}
	kmBandPointJSON struct {
		Time  float64 `json:"time"`
		Lower float64 `json:"lower"`
		Upper float64 `json:"upper"`
	}
	kmBracketJSON struct {
		Width float64  `json:"width"`
		Lower *float64 `json:"lower"`
		Upper *float64 `json:"upper"`
	}
	kmBootstrapJSON struct {
		Replicates int                     `json:"replicates"`
		Seed       uint64                  `json:"seed"`
		Units      int                     `json:"units"`
		Results    []kmBootstrapResultJSON `json:"results"`
	}
	kmBootstrapResultJSON struct {
		Of              string   `json:"of"` // survival, quantile or rmst
		At              float64  `json:"at"` // its time, share or tau
		Estimate        *float64 `json:"estimate"`
		StdErr          *float64 `json:"std_err"`
		PercentileLower *float64 `json:"percentile_lower"`
		PercentileUpper *float64 `json:"percentile_upper"`
		BCaLower        *float64 `json:"bca_lower"`
		BCaUpper        *float64 `json:"bca_upper"`
		Undefined       int      `json:"undefined"`
	}
)

// keyed finds the group that a test names.
func (r *kmWork) keyed(label string) map[string]string {
	for _, g := range r.groups {
		if g.key.Label() == label {
			return g.key.Document(r.opt.By)
		}
	}
	return map[string]string{}
}

func (r *kmWork) addMore(d *KMAnswer) {
	if r.opt.Pairwise.OK {
		d.Adjustment = r.opt.Pairwise.V.String()
	}
	for _, p := range r.pairs {
		d.Pairwise = append(d.Pairwise, kmPairJSON{p.weight.String(), r.keyed(p.pair.A), r.keyed(p.pair.B),
			orNull(p.pair.Test.Chi2), orNull(p.pair.Test.P), orNull(p.pair.Adjusted), [2]string{p.pair.A, p.pair.B}})
	}
	for _, p := range r.permuted {
		x := kmPermutationJSON{Test: p.Weight.String(), Chi2: orNull(p.Chi2), P: orNull(p.P), Exact: p.Exact, Permutations: p.Permutations}
		if !p.Exact {
			x.Seed = &p.Seed
		}
		d.Permutation = append(d.Permutation, x)
	}
	for _, f := range r.fixed {
		d.FixedTime = append(d.FixedTime, kmFixedJSON{f.Time, orNull(f.Chi2), f.DF, orNull(f.P)})
	}
	for _, x := range r.contrasts {
		d.Contrasts = append(d.Contrasts, contrastDocument(x, r.opt.By))
	}
}

func contrastDocument(x kmContrast, by []string) kmContrastJSON {
	c := x.contrast
	return kmContrastJSON{x.of, x.time, x.from.Document(by), x.to.Document(by), orNull(c.Difference), orNull(c.StdErr),
		orNull(c.Lower), orNull(c.Upper), orNull(c.Z), orNull(c.P), orNull(c.Ratio), orNull(c.RatioLower), orNull(c.RatioUpper),
		[2]string{x.from.Label(), x.to.Label()}}
}

func (g kmGroup) addMore(d *kmGroupJSON, opt *KMChoices) {
	if g.curve.From > 0 {
		d.From = &g.curve.From
	}
	if opt.Hazard.OK {
		d.Estimator = opt.Hazard.V.String()
	}
	d.Weighted, d.Clusters, d.Robust = g.curve.Weighted, g.curve.Clusters, opt.Robust || opt.Cluster != ""
	if q := g.followUp; q.OK {
		d.FollowUp = &kmQuantileJSON{0.5, orNull(q.V.Time), orNull(q.V.Lower), orNull(q.V.Upper)}
	}
	if g.band != nil {
		d.Band = bandDocument(g.band)
	}
	if g.bootstrap != nil {
		d.Bootstrap = bootstrapDocument(g.bootstrap, opt)
	}
}

func bandDocument(b *survival.Band) *kmBandJSON {
	d := &kmBandJSON{Type: b.Type.String(), Points: []kmBandPointJSON{}}
	if b.Reason == "" {
		d.From, d.To, d.Critical = &b.From, &b.To, &b.Critical
	}
	for _, p := range b.Points {
		d.Points = append(d.Points, kmBandPointJSON{p.Time, p.Lower, p.Upper})
	}
	return d
}

func bootstrapDocument(s *bootstrap.Set, opt *KMChoices) *kmBootstrapJSON {
	d := &kmBootstrapJSON{Replicates: s.Replicates, Seed: s.Seed, Units: s.Units}
	for i, x := range s.Results {
		of, at := opt.asked(i)
		d.Results = append(d.Results, kmBootstrapResultJSON{of, at, orNull(x.Estimate), orNull(x.StdErr),
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

// estimateCounts makes the same from a table of counts.
func estimateCounts(table *counted.Table, opt *KMChoices) (*kmWork, error) {
	result := &kmWork{opt: opt, timeUnit: table.Unit, warnings: saidOf(table)}
	grouped, err := table.Over(opt.By)
	if err != nil {
		return nil, choice.Errorf("--by: %v", err)
	}
	weighted := false
	for _, g := range grouped.Groups() {
		counts := g.Counts.All()
		if err := result.addCounts(rows.Key{Values: g.Values, OK: true}, counts); err != nil {
			return nil, err
		}
		weighted = weighted || counts.Weighted()
	}
	if len(result.groups) == 0 {
		result.warnings = append(result.warnings, "the tables are empty: no curve")
	}
	if !result.compares() {
		return result, nil
	}
	result.contrast()
	if weighted {
		result.warnings = append(result.warnings, "no tests: tables with weights do not say whether these are whole numbers")
		return result, nil
	}
	comparison, err := result.compareCounts(table)
	if err != nil {
		return nil, err
	}
	return result, result.compare(comparison)
}

// addCounts adds the curve of a group's counts.
func (r *kmWork) addCounts(key rows.Key, counts *survival.MonthCounts) error {
	curve, err := counts.Curve(r.opt.Curve)
	if err != nil {
		return err
	}
	var turned *survival.Curve
	if r.opt.FollowUp {
		if turned, err = counts.FollowUp(survival.Options{ConfLevel: r.opt.Curve.ConfLevel}); err != nil {
			return err
		}
	}
	group, err := r.group(key, curve, turned)
	if err != nil {
		return err
	}
	r.groups = append(r.groups, group)
	return nil
}

// compareCounts puts the groups side by side, within strata if there are any.
func (r *kmWork) compareCounts(table *counted.Table) (*survival.Comparison, error) {
	of := len(r.opt.Strata)
	both, err := table.Over(headed(r.opt.Strata, r.opt.By...))
	if err != nil {
		return nil, choice.Errorf("--strata: %v", err)
	}
	groupAt, stratumAt := map[string]int{}, map[string]int{}
	var names []string
	for i, g := range r.groups {
		names = append(names, g.key.Label())
		groupAt[names[i]] = i
	}
	var strata [][]*survival.MonthCounts
	for _, g := range both.Groups() {
		stratum := rows.Key{Values: g.Values[:of]}.Label()
		s, seen := stratumAt[stratum]
		if !seen {
			s = len(strata)
			stratumAt[stratum] = s
			strata = append(strata, make([]*survival.MonthCounts, len(names)))
		}
		strata[s][groupAt[rows.Key{Values: g.Values[of:]}.Label()]] = g.Counts.All()
	}
	return survival.CompareMonths(names, strata)
}
