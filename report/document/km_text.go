package document

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Text writes a table for the eye: a line a group.
func (d *KMAnswer) Text(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	d.writeHeader(tw)
	for i := range d.Groups {
		d.Groups[i].writeLine(tw)
	}
	for _, t := range d.Tests {
		t.writeText(tw)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	tw.Init(w, 0, 0, 2, ' ', 0)
	d.writeComparisons(tw)
	for i := range d.Groups {
		d.Groups[i].writeMore(tw)
	}
	if d.FromMeans != "" {
		fmt.Fprintf(tw, "from %s: %s\n", exact(d.opt.From.V), d.FromMeans)
	}
	return tw.Flush()
}

func (d *KMAnswer) writeHeader(w io.Writer) {
	fmt.Fprint(w, "group\tn\tfrom start\tlate\tstopped")
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

// label names the group for the eye.
func (x *kmGroup) label() string {
	if label := x.key.Label(); label != "" {
		return label
	}
	return "all"
}

func (x *kmGroup) writeLine(w io.Writer) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d", x.label(), x.N, x.FromStart, x.EnteredLate, x.Events)
	for _, q := range x.Quantiles {
		fmt.Fprintf(w, "\t%s\t%s", shown(q.Time, "not reached", "%.4g"), between(q.Lower, q.Upper, "%.4g"))
	}
	for _, a := range x.SurvivalAt {
		carried := ""
		if a.Beyond {
			carried = ", carried on"
		}
		fmt.Fprintf(w, "\t%.3f%s\t%s", a.Survival, carried, between(a.Lower, a.Upper, "%.3f"))
	}
	if m := x.RMST; m != nil {
		fmt.Fprintf(w, "\t%s\t%s", shown(m.Estimate, "not defined", "%.4g"), between(m.Lower, m.Upper, "%.4g"))
	}
	fmt.Fprintln(w)
}

func (t OmnibusTest) writeText(w io.Writer) {
	fmt.Fprintf(w, "%s: chi2 = %s on %d df, p = %s%s\n", t.Name, shown(t.Chi2, "not defined", "%.3f"), t.DF,
		shown(t.P, "not defined", "%.3g"), robustBy(t.Clusters))
}

func (t TrendTest) writeText(w io.Writer) {
	fmt.Fprintf(w, "%s: z = %s, p = %s (two-sided)%s; %s\n", t.Name, shown(t.Z, "not defined", "%.3f"),
		shown(t.P, "not defined", "%.3g"), robustBy(t.Clusters), t.said)
}

// robustBy says that a test allows for clusters; "" for none.
func robustBy(clusters int) string {
	if clusters == 0 {
		return ""
	}
	return fmt.Sprintf(", robust by %d clusters", clusters)
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

func (p *kmPermutation) how() string {
	if p.Seed == nil {
		return fmt.Sprintf("all %d relabellings", p.Permutations)
	}
	return fmt.Sprintf("%d relabellings at random, seed %d", p.Permutations, *p.Seed)
}

// writeMore writes limits that hold where others rest on few, and what else was asked for of
// a group.
func (x *kmGroup) writeMore(w io.Writer) {
	const rests = "beta-product limits, since it rests on few"
	for _, q := range x.Quantiles {
		if l := q.BetaProduct; l != nil {
			fmt.Fprintf(w, "%s\t%v gone\t%s %s\t%s\t\n", x.label(), q.P, shown(q.Time, "not reached", "%.4g"), between(l.Lower, l.Upper, "%.4g"), rests)
		}
	}
	for _, q := range x.Quantiles {
		if wrong := q.IgnoringEntry; wrong != nil {
			fmt.Fprintf(w, "%s\t%v gone\t%s\tif late entry were ignored, which is wrong: %d of %d were seen from the start\t\n", x.label(), q.P,
				shown(wrong.WrongTime, "not reached", "%.4g"), x.FromStart, x.N)
		}
	}
	for _, a := range x.SurvivalAt {
		if l := a.BetaProduct; l != nil {
			fmt.Fprintf(w, "%s\tS(%v)\t%.3f %s\t%s\t\n", x.label(), a.Time, a.Survival, between(l.Lower, l.Upper, "%.3f"), rests)
		}
	}
	if m := x.RMST; m != nil && m.BetaProduct != nil {
		fmt.Fprintf(w, "%s\tmean to %v\t%s %s\t%s\t\n", x.label(), m.Tau, shown(m.Estimate, "not defined", "%.4g"), between(m.BetaProduct.Lower, m.BetaProduct.Upper, "%.4g"), rests)
	}
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
