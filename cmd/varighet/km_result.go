package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"text/tabwriter"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A kmResult is what km found.
type kmResult struct {
	opt      *kmOptions
	groups   []kmGroup
	tests    []kmTest
	rejected []*survival.Rejected
	warnings []string
}

// A kmGroup is one curve. key is empty without --by.
type kmGroup struct {
	key   groupKey
	curve *survival.Curve
}

// estimate makes a curve of each group and the tests between them.
func estimate(rows *tenureRows, opt *kmOptions) (*kmResult, error) {
	result := &kmResult{opt: opt, rejected: rows.rejected, warnings: slices.Clone(rows.warnings)}
	if len(rows.tenures) == 0 {
		result.warnings = append(result.warnings, "no rows can be used: no curve")
		return result, nil
	}
	for _, g := range splitGroups(rows, len(opt.by) > 0) {
		curve, err := survival.KaplanMeier(g.tenures, opt.curve)
		if err != nil {
			return nil, err
		}
		if opt.minAtRisk > 0 {
			few, err := curve.MinAtRisk(opt.minAtRisk)
			if errors.Is(err, survival.ErrFewAtRisk) {
				result.warn(g.key, err.Error())
				few, err = &survival.Curve{N: curve.N, EnteredLate: curve.EnteredLate, Events: curve.Events,
					Censored: curve.Censored, PersonTime: curve.PersonTime, ConfLevel: curve.ConfLevel, ConfType: curve.ConfType}, nil
			}
			if err != nil {
				return nil, err
			}
			curve = few
		}
		for _, w := range curve.Warnings {
			result.warn(g.key, w)
		}
		result.groups = append(result.groups, kmGroup{g.key, curve})
	}
	return result, result.compare(rows)
}

func (r *kmResult) warn(key groupKey, text string) {
	if len(key.values) > 0 {
		text = key.label() + ": " + text
	}
	r.warnings = append(r.warnings, text)
}

type tenureGroup struct {
	key     groupKey
	tenures []survival.Tenure
}

// splitGroups parts the rows by their groups, in the order in which groups are
// shown: by the first column, then the second, and so on.
func splitGroups(rows *tenureRows, grouped bool) []tenureGroup {
	if !grouped {
		return []tenureGroup{{tenures: rows.tenures}}
	}
	at := map[string]int{}
	var groups []tenureGroup
	for i, key := range rows.groups {
		if !key.ok {
			continue
		}
		id := fmt.Sprintf("%q", key.values)
		g, seen := at[id]
		if !seen {
			g = len(groups)
			at[id] = g
			groups = append(groups, tenureGroup{key: key})
		}
		groups[g].tenures = append(groups[g].tenures, rows.tenures[i])
	}
	sortGroups(groups)
	return groups
}

func sortGroups(groups []tenureGroup) {
	if len(groups) == 0 {
		return
	}
	for c := len(groups[0].key.values) - 1; c >= 0; c-- {
		var labels []string
		for _, g := range groups {
			labels = append(labels, g.key.values[c])
		}
		order := survival.OrderGroups(labels)
		slices.SortStableFunc(groups, func(a, b tenureGroup) int {
			return slices.Index(order, a.key.values[c]) - slices.Index(order, b.key.values[c])
		})
	}
}

// A kmTest is one test between the groups.
type kmTest struct {
	name  string
	omni  *survival.TestResult
	trend *survival.TrendResult
}

// compare runs the tests that were asked for.
func (r *kmResult) compare(rows *tenureRows) error {
	names := r.opt.tests
	if len(r.opt.by) == 0 || len(r.groups) == 0 {
		return nil
	}
	if names == nil {
		names = []string{"logrank"}
		if len(r.opt.by) == 1 && r.ordered() {
			names = append(names, "trend")
		}
	}
	var (
		tenures        []survival.Tenure
		labels, strata []string
	)
	for i, key := range rows.groups {
		if !key.ok {
			continue
		}
		tenures, labels = append(tenures, rows.tenures[i]), append(labels, key.label())
		if rows.strata != nil {
			strata = append(strata, rows.strata[i])
		}
	}
	comparison, err := survival.Compare(tenures, labels, strata)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := r.test(comparison, name); err != nil {
			return err
		}
	}
	return nil
}

func (r *kmResult) test(comparison *survival.Comparison, name string) error {
	reason := ""
	if name == "trend" {
		t, err := comparison.Trend(survival.Weight{}, r.opt.scores)
		if err != nil {
			return usagef("--scores: %v", err)
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
func (r *kmResult) ordered() bool {
	var labels []string
	for _, g := range r.groups {
		labels = append(labels, g.key.values[0])
	}
	return len(labels) > 2 && survival.Ordered(labels)
}

// The machine contract: varighet.km/1.
type (
	kmDocument struct {
		Schema     string           `json:"schema"`
		TimeUnit   string           `json:"time_unit"`
		ConfLevel  float64          `json:"conf_level"`
		ConfType   string           `json:"conf_type"`
		Groups     []kmGroupJSON    `json:"groups"`
		Tests      []any            `json:"tests"`
		Rejected   []kmRejectedJSON `json:"rejected"`
		Warnings   []string         `json:"warnings"`
		Disclosure string           `json:"disclosure"`
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
		HazardSE float64  `json:"cumulative_hazard_std_err"`
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
		Direction string   `json:"direction"`
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

func (r *kmResult) document() kmDocument {
	d := kmDocument{
		Schema: "varighet.km/1", TimeUnit: r.opt.timeUnit, ConfLevel: r.opt.curve.ConfLevel,
		ConfType: r.opt.curve.ConfType.String(), Groups: []kmGroupJSON{}, Tests: []any{},
		Rejected: []kmRejectedJSON{}, Warnings: append([]string{}, r.warnings...), Disclosure: "unprotected",
	}
	for _, g := range r.groups {
		d.Groups = append(d.Groups, g.document(r.opt, &d.Warnings))
	}
	for _, t := range r.tests {
		if t.trend != nil {
			d.Tests = append(d.Tests, kmTrendJSON{t.name, orNull(t.trend.Z), orNull(t.trend.P), t.trend.Direction.String()})
		} else {
			d.Tests = append(d.Tests, kmOmnibusJSON{t.name, orNull(t.omni.Chi2), t.omni.DF, orNull(t.omni.P)})
		}
	}
	for _, x := range r.rejected {
		d.Rejected = append(d.Rejected, kmRejectedJSON{x.Row, x.Code, x.Message})
	}
	return d
}

func (g kmGroup) document(opt *kmOptions, warnings *[]string) kmGroupJSON {
	c := g.curve
	d := kmGroupJSON{By: map[string]string{}, N: c.N, EnteredLate: c.EnteredLate, Events: c.Events, Censored: c.Censored,
		PersonTime: c.PersonTime, Curve: []kmPointJSON{}, Quantiles: []kmQuantileJSON{}, SurvivalAt: []kmAtJSON{}}
	for i, column := range opt.by {
		d.By[column] = g.key.values[i]
	}
	for _, p := range c.Points {
		d.Curve = append(d.Curve, kmPointJSON{p.Time, p.AtRisk, p.Events, p.Censored, p.Entered, p.Survival,
			orNull(p.StdErr), orNull(p.Lower), orNull(p.Upper), p.CumulativeHazard, p.CumulativeHazardStdErr})
	}
	for _, p := range opt.quantiles {
		q := c.Quantile(p)
		d.Quantiles = append(d.Quantiles, kmQuantileJSON{p, orNull(q.Time), orNull(q.Lower), orNull(q.Upper)})
	}
	if opt.rmst > 0 {
		m := c.RMST(opt.rmst)
		d.RMST = &kmRMSTJSON{m.Tau, orNull(m.Estimate), orNull(m.StdErr), orNull(m.Lower), orNull(m.Upper)}
		if m.Reason != "" {
			text := "no restricted mean: " + m.Reason
			if len(g.key.values) > 0 {
				text = g.key.label() + ": " + text
			}
			*warnings = append(*warnings, text)
		}
	}
	for _, t := range opt.at {
		a := c.At(t)
		d.SurvivalAt = append(d.SurvivalAt, kmAtJSON{t, a.Survival, orNull(a.Lower), orNull(a.Upper), a.AtRisk})
	}
	return d
}

// writeCSV writes the curves, a row a point, with the groups' values first.
func (r *kmResult) writeCSV(w io.Writer) error {
	cw := csv.NewWriter(w)
	header := append(slices.Clone(r.opt.by), "time", "at_risk", "events", "censored", "entered", "survival", "std_err",
		"lower", "upper", "cumulative_hazard", "cumulative_hazard_std_err")
	if err := cw.Write(header); err != nil {
		return err
	}
	for _, g := range r.groups {
		for _, p := range g.curve.Points {
			row := append(slices.Clone(g.key.values), exact(p.Time), strconv.Itoa(p.AtRisk), strconv.Itoa(p.Events),
				strconv.Itoa(p.Censored), strconv.Itoa(p.Entered), exact(p.Survival), exactOpt(p.StdErr), exactOpt(p.Lower),
				exactOpt(p.Upper), exact(p.CumulativeHazard), exact(p.CumulativeHazardStdErr))
			if err := cw.Write(row); err != nil {
				return err
			}
		}
	}
	cw.Flush()
	return cw.Error()
}

// exact is the shortest decimal that reads back to the same double.
func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func exactOpt(v varighet.Opt[float64]) string {
	if !v.OK {
		return ""
	}
	return exact(v.V)
}

// writeText writes a table for the eye: a line a group.
func (r *kmResult) writeText(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(tw, "group\tn\tlate\tstopped")
	for _, p := range r.opt.quantiles {
		fmt.Fprintf(tw, "\t%v gone (%s)\t%v %% limits", p, r.opt.timeUnit, 100*r.opt.curve.ConfLevel)
	}
	for _, t := range r.opt.at {
		fmt.Fprintf(tw, "\tS(%v)\tlimits", t)
	}
	if r.opt.rmst > 0 {
		fmt.Fprintf(tw, "\tmean to %v\tlimits", r.opt.rmst)
	}
	fmt.Fprintln(tw)
	for _, g := range r.groups {
		c := g.curve
		label := g.key.label()
		if label == "" {
			label = "all"
		}
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d", label, c.N, c.EnteredLate, c.Events)
		for _, p := range r.opt.quantiles {
			q := c.Quantile(p)
			fmt.Fprintf(tw, "\t%s\t%s", shown(q.Time, "not reached", "%.4g"), between(q.Lower, q.Upper, "%.4g"))
		}
		for _, t := range r.opt.at {
			a := c.At(t)
			fmt.Fprintf(tw, "\t%.3f\t%s", a.Survival, between(a.Lower, a.Upper, "%.3f"))
		}
		if r.opt.rmst > 0 {
			m := c.RMST(r.opt.rmst)
			fmt.Fprintf(tw, "\t%s\t%s", shown(m.Estimate, "not defined", "%.4g"), between(m.Lower, m.Upper, "%.4g"))
		}
		fmt.Fprintln(tw)
	}
	for _, t := range r.tests {
		if t.trend != nil {
			fmt.Fprintf(tw, "%s: z = %s, p = %s (two-sided); %s\n", t.name, shown(t.trend.Z, "not defined", "%.3f"),
				shown(t.trend.P, "not defined", "%.3g"), t.trend.Direction)
		} else {
			fmt.Fprintf(tw, "%s: chi2 = %s on %d df, p = %s\n", t.name, shown(t.omni.Chi2, "not defined", "%.3f"), t.omni.DF,
				shown(t.omni.P, "not defined", "%.3g"))
		}
	}
	return tw.Flush()
}

func shown(v varighet.Opt[float64], missing, format string) string {
	if !v.OK {
		return missing
	}
	return fmt.Sprintf(format, v.V)
}

func between(lower, upper varighet.Opt[float64], format string) string {
	return "(" + shown(lower, "–", format) + " to " + shown(upper, "–", format) + ")"
}
