package document

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// CSV writes the table that was asked for.
func (d *KMAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "quantiles":
		return d.quantileTable().CSV(w)
	case "at":
		return d.atTable().CSV(w)
	case "rmst":
		return d.rmstTable().CSV(w)
	case "tests":
		return d.testTable().CSV(w)
	case "contrasts":
		return d.contrastTable().CSV(w)
	case "bootstrap":
		return d.bootstrapTable().CSV(w)
	case "groups":
		return d.groupTable().CSV(w)
	}
	return d.curveTable().CSV(w)
}

// curveTable has a row a point of a curve.
func (d *KMAnswer) curveTable() *grid {
	g := &grid{header: headed(d.opt.By, "time", "at_risk", "events", "censored", "entered", "survival", "std_err",
		"lower", "upper", "cumulative_hazard", "cumulative_hazard_std_err")}
	if d.weighted {
		g.header = append(g.header, "at_risk_weight", "events_weight", "censored_weight")
	}
	if d.opt.Band.OK {
		g.header = append(g.header, "band_lower", "band_upper")
	}
	for i := range d.Groups {
		x := &d.Groups[i]
		for _, p := range x.Curve {
			g.keyed(x.key, d.pointCells(x, p)...)
		}
	}
	return g
}

func (d *KMAnswer) pointCells(x *kmGroupJSON, p kmPointJSON) []any {
	cells := []any{p.Time, p.AtRisk, p.Events, p.Censored, p.Entered, p.Survival, p.StdErr, p.Lower, p.Upper, p.Hazard, p.HazardSE}
	if d.weighted {
		cells = append(cells, p.AtRiskWeight, p.EventsWeight, p.CensoredWeight)
	}
	if d.opt.Band.OK {
		lower, upper := x.bandAt(p.Time)
		cells = append(cells, lower, upper)
	}
	return cells
}

// bandAt is the band at one of the curve's times; nil where it has none.
func (x *kmGroupJSON) bandAt(t float64) (lower, upper *float64) {
	i := slices.IndexFunc(x.Band.Points, func(p kmBandPointJSON) bool { return p.Time == t })
	if i < 0 {
		return nil, nil
	}
	return &x.Band.Points[i].Lower, &x.Band.Points[i].Upper
}

func (d *KMAnswer) quantileTable() *grid {
	g := &grid{header: headed(d.opt.By, "p", "time", "lower", "upper")}
	for _, x := range d.Groups {
		for _, q := range x.Quantiles {
			g.keyed(x.key, q.P, q.Time, q.Lower, q.Upper)
		}
	}
	return g
}

func (d *KMAnswer) atTable() *grid {
	g := &grid{header: headed(d.opt.By, "time", "survival", "lower", "upper", "at_risk")}
	if d.opt.Bracket.OK {
		g.header = append(g.header, "bracket_width", "bracket_lower", "bracket_upper")
	}
	for _, x := range d.Groups {
		for _, a := range x.SurvivalAt {
			cells := []any{a.Time, a.Survival, a.Lower, a.Upper, a.AtRisk}
			if b := a.Bracket; b != nil {
				cells = append(cells, b.Width, b.Lower, b.Upper)
			}
			g.keyed(x.key, cells...)
		}
	}
	return g
}

func (d *KMAnswer) rmstTable() *grid {
	g := &grid{header: headed(d.opt.By, "tau", "estimate", "std_err", "lower", "upper")}
	for _, x := range d.Groups {
		if m := x.RMST; m != nil {
			g.keyed(x.key, m.Tau, m.Estimate, m.StdErr, m.Lower, m.Upper)
		}
	}
	return g
}

// testTable has a row a test: of all groups, by permutation, of S at a time, and of pairs.
func (d *KMAnswer) testTable() *grid {
	g := &grid{header: []string{"of", "test", "a", "b", "time", "chi2", "df", "z", "p", "p_adjusted", "permutations", "seed"}}
	row := func(cells ...any) { g.rows = append(g.rows, cells) }
	for _, t := range d.Tests {
		switch t := t.(type) {
		case kmOmnibusJSON:
			row("groups", t.Name, "", "", "", t.Chi2, t.DF, "", t.P, "", "", "")
		case kmTrendJSON:
			row("groups", t.Name, "", "", "", "", "", t.Z, t.P, "", "", "")
		}
	}
	for _, p := range d.Permutation {
		row("permutation", p.Test, "", "", "", p.Chi2, "", "", p.P, "", p.Permutations, p.seed())
	}
	for _, f := range d.FixedTime {
		row("survival", "", "", "", f.Time, f.Chi2, f.DF, "", f.P, "", "", "")
	}
	for _, p := range d.Pairwise {
		row("pair", p.Test, p.labels[0], p.labels[1], "", p.Chi2, "", "", p.P, p.Adjusted, "", "")
	}
	return g
}

func (d *KMAnswer) contrastTable() *grid {
	g := &grid{header: append([]string{"of", "time", "from", "to"}, contrastColumns...)}
	for _, c := range d.Contrasts {
		g.rows = append(g.rows, append([]any{c.Of, c.Time, c.labels[0], c.labels[1]}, c.cells()...))
	}
	return g
}

// contrastColumns are the numbers of a difference between two groups.
var contrastColumns = []string{"difference", "std_err", "lower", "upper", "z", "p", "ratio", "ratio_lower", "ratio_upper"}

func (c *kmContrastJSON) cells() []any {
	return []any{c.Difference, c.StdErr, c.Lower, c.Upper, c.Z, c.P, c.Ratio, c.RatioLower, c.RatioUpper}
}

func (d *KMAnswer) bootstrapTable() *grid {
	g := &grid{header: headed(d.opt.By, "of", "at", "estimate", "std_err", "percentile_lower", "percentile_upper", "bca_lower",
		"bca_upper", "undefined", "replicates", "seed", "units")}
	for _, x := range d.Groups {
		s := x.Bootstrap
		if s == nil {
			continue
		}
		for _, r := range s.Results {
			g.keyed(x.key, r.Of, r.At, r.Estimate, r.StdErr, r.PercentileLower, r.PercentileUpper, r.BCaLower, r.BCaUpper,
				r.Undefined, s.Replicates, s.Seed, s.Units)
		}
	}
	return g
}

// groupTable has a row a group: how many there are, and how long they were followed.
func (d *KMAnswer) groupTable() *grid {
	g := &grid{header: headed(d.opt.By, "n", "entered_late", "events", "censored", "person_time", "clusters")}
	if d.opt.FollowUp {
		g.header = append(g.header, "follow_up", "follow_up_lower", "follow_up_upper")
	}
	if d.opt.Band.OK {
		g.header = append(g.header, "band_from", "band_to", "band_critical_value")
	}
	for _, x := range d.Groups {
		cells := []any{x.N, x.EnteredLate, x.Events, x.Censored, x.PersonTime, x.Clusters}
		if f := x.FollowUp; f != nil {
			cells = append(cells, f.Time, f.Lower, f.Upper)
		}
		if b := x.Band; b != nil {
			cells = append(cells, b.From, b.To, b.Critical)
		}
		g.keyed(x.key, cells...)
	}
	return g
}

// label names the group for the eye.
func (x *kmGroupJSON) label() string {
	if label := x.key.Label(); label != "" {
		return label
	}
	return "all"
}

// Text writes a table for the eye: a line a group.
func (d *KMAnswer) Text(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	d.writeHeader(tw)
	for i := range d.Groups {
		d.Groups[i].writeLine(tw)
	}
	for _, t := range d.Tests {
		writeTest(tw, t)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	tw.Init(w, 0, 0, 2, ' ', 0)
	d.writeComparisons(tw)
	for i := range d.Groups {
		d.Groups[i].writeMore(tw)
	}
	return tw.Flush()
}

func (d *KMAnswer) writeHeader(w io.Writer) {
	fmt.Fprint(w, "group\tn\tlate\tstopped")
	for _, p := range d.opt.Quantiles {
		fmt.Fprintf(w, "\t%v gone (%s)\t%v %% limits", p, d.TimeUnit, 100*d.ConfLevel)
	}
	for _, t := range d.opt.At {
		fmt.Fprintf(w, "\tS(%v)\tlimits", t)
	}
	if d.opt.Rmst > 0 {
		fmt.Fprintf(w, "\tmean to %v\tlimits", d.opt.Rmst)
	}
	fmt.Fprintln(w)
}

func (x *kmGroupJSON) writeLine(w io.Writer) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d", x.label(), x.N, x.EnteredLate, x.Events)
	for _, q := range x.Quantiles {
		fmt.Fprintf(w, "\t%s\t%s", shown(q.Time, "not reached", "%.4g"), between(q.Lower, q.Upper, "%.4g"))
	}
	for _, a := range x.SurvivalAt {
		fmt.Fprintf(w, "\t%.3f\t%s", a.Survival, between(a.Lower, a.Upper, "%.3f"))
	}
	if m := x.RMST; m != nil {
		fmt.Fprintf(w, "\t%s\t%s", shown(m.Estimate, "not defined", "%.4g"), between(m.Lower, m.Upper, "%.4g"))
	}
	fmt.Fprintln(w)
}

// writeTest writes a test of all groups.
func writeTest(w io.Writer, t any) {
	switch t := t.(type) {
	case kmOmnibusJSON:
		fmt.Fprintf(w, "%s: chi2 = %s on %d df, p = %s\n", t.Name, shown(t.Chi2, "not defined", "%.3f"), t.DF,
			shown(t.P, "not defined", "%.3g"))
	case kmTrendJSON:
		fmt.Fprintf(w, "%s: z = %s, p = %s (two-sided); %s\n", t.Name, shown(t.Z, "not defined", "%.3f"),
			shown(t.P, "not defined", "%.3g"), t.said)
	}
}

// writeComparisons writes what else was asked for between groups.
func (d *KMAnswer) writeComparisons(w io.Writer) {
	const none = "not defined"
	for _, p := range d.Pairwise {
		fmt.Fprintf(w, "%s\t%s – %s\tchi2 = %s\tp = %s\t%s: %s\n", p.Test, p.labels[0], p.labels[1], shown(p.Chi2, none, "%.3f"),
			shown(p.P, none, "%.3g"), d.Adjustment, shown(p.Adjusted, none, "%.3g"))
	}
	for _, p := range d.Permutation {
		fmt.Fprintf(w, "%s\tby permutation\tchi2 = %s\tp = %s\t%s\n", p.Test, shown(p.Chi2, none, "%.3f"), shown(p.P, none, "%.3g"), p.how())
	}
	for _, f := range d.FixedTime {
		fmt.Fprintf(w, "S(%v)\tall groups\tchi2 = %s on %d df\tp = %s\t\n", f.Time, shown(f.Chi2, none, "%.3f"), f.DF, shown(f.P, none, "%.3g"))
	}
	for _, c := range d.Contrasts {
		fmt.Fprintf(w, "%s %v\t%s – %s\tdifference %s %s\tp = %s\tratio %s %s\n", c.Of, c.Time, c.labels[0], c.labels[1],
			shown(c.Difference, none, "%.4g"), between(c.Lower, c.Upper, "%.4g"), shown(c.P, none, "%.3g"),
			shown(c.Ratio, none, "%.4g"), between(c.RatioLower, c.RatioUpper, "%.4g"))
	}
}

// seed is the seed of what was drawn at random; "" if all ways were tried.
func (p *kmPermutationJSON) seed() any {
	if p.Seed == nil {
		return ""
	}
	return *p.Seed
}

func (p *kmPermutationJSON) how() string {
	if p.Seed == nil {
		return fmt.Sprintf("all %d relabellings", p.Permutations)
	}
	return fmt.Sprintf("%d relabellings at random, seed %d", p.Permutations, *p.Seed)
}

// writeMore writes what else was asked for of a group.
func (x *kmGroupJSON) writeMore(w io.Writer) {
	if q := x.FollowUp; q != nil {
		fmt.Fprintf(w, "%s\tmedian follow-up\t%s %s\t\t\n", x.label(), shown(q.Time, "not reached", "%.4g"), between(q.Lower, q.Upper, "%.4g"))
	}
	if x.Bootstrap == nil {
		return
	}
	for _, r := range x.Bootstrap.Results {
		fmt.Fprintf(w, "%s\tbootstrap of %s %v\t%s\tpercentile %s\tBCa %s\n", x.label(), r.Of, r.At, shown(r.Estimate, "not defined", "%.4g"),
			between(r.PercentileLower, r.PercentileUpper, "%.4g"), between(r.BCaLower, r.BCaUpper, "%.4g"))
	}
}

func shown(v *float64, missing, format string) string {
	if v == nil {
		return missing
	}
	return fmt.Sprintf(format, *v)
}

func between(lower, upper *float64, format string) string {
	return "(" + shown(lower, "–", format) + " to " + shown(upper, "–", format) + ")"
}
