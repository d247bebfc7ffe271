package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"
	"gonum.org/v1/gonum/floats"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/rates"
)

// compareCommand holds the stops seen against those that a baseline would give.
func compareCommand() *cli.Command {
	return &cli.Command{
		Name:      "compare",
		Usage:     "stops observed against those that a baseline would have given among the same agreements",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "A ratio above 1 means that more stopped than in the baseline. A baseline of published medians needs an assumed\n" +
			"shape: Weibull with --shape 1 (a constant hazard); the ratios at 0.8 and 1.2 are printed beside. --curve is a\n" +
			"CSV with the columns time and survival, and group if there is one curve a group. A row is held against the\n" +
			"curve of its value in --match, or that of \"all\" if there is none. With --weight, a row is observed and expected\n" +
			"as often as it says; limits and tests are of whole numbers of stops.",
		Flags: append(append(readFlags(),
			weightFlag(),
			&cli.StringFlag{Name: "baseline", Usage: "`ID` of a published median, as `varighet baselines` lists them"},
			&cli.StringFlag{Name: "curve", Usage: "`FILE` of a reference curve"},
			&cli.StringFlag{Name: "match", Usage: "`COL`umn that chooses the curve; default size_group for spells"},
			&cli.Float64Flag{Name: "shape", Value: 1, Usage: "assumed shape of a baseline known by its median"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runCompare,
	}
}

// The machine contract: varighet.compare/1.
type (
	compareJSON struct {
		Schema     string             `json:"schema"`
		ConfLevel  float64            `json:"conf_level"`
		Baseline   string             `json:"baseline"`
		Assumption string             `json:"assumption"` // "" if the baseline is a curve
		Groups     []compareGroupJSON `json:"groups"`
		ending
	}
	compareGroupJSON struct {
		By             map[string]string `json:"by"`
		N              int               `json:"n"`                // of those with a weight above 0
		Weight         *float64          `json:"weight,omitempty"` // what their weights add up to
		Observed       int               `json:"observed"`
		ObservedWeight *float64          `json:"observed_weight,omitempty"` // the same as a sum of weights
		Expected       float64           `json:"expected"`                  // with weights, times them
		Ratio          *float64          `json:"ratio"`
		Lower          *float64          `json:"lower"`
		Upper          *float64          `json:"upper"`
		P              *float64          `json:"p"`         // central: agrees with the limits
		PMinimum       *float64          `json:"p_minimum"` // as R's poisson.test
		Z              *float64          `json:"z"`         // one-sample log-rank, (O−E)/√E
		ZP             *float64          `json:"z_p"`
		ZWu            *float64          `json:"z_wu"` // (O−E)/√((O+E)/2)
		ZWuP           *float64          `json:"z_wu_p"`

		Sensitivity []sensitivityJSON `json:"sensitivity,omitempty"`
	}
	sensitivityJSON struct {
		Shape    float64  `json:"shape"`
		Expected float64  `json:"expected"`
		Ratio    *float64 `json:"ratio"`
	}
)

// references are curves by the value that a row is matched on; "all" is for those
// without one of their own.
type references map[string]*rates.Reference

func (r references) of(match string) (*rates.Reference, bool) {
	if ref, ok := r[match]; ok {
		return ref, true
	}
	ref, ok := r["all"]
	return ref, ok
}

// rows are the indices of the rows that have a reference.
func (r references) rows(rows *rows.Set) []int {
	var kept []int
	for i := range rows.Tenures {
		if _, ok := r.of(rows.Match(i)); ok {
			kept = append(kept, i)
		}
	}
	return kept
}

// each are the references of rows; nil for a row without.
func (r references) each(rows *rows.Set) []*rates.Reference {
	out := make([]*rates.Reference, len(rows.Tenures))
	for i := range out {
		out[i], _ = r.of(rows.Match(i))
	}
	return out
}

func runCompare(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseReadOptions(ctx)
	if err != nil {
		return err
	}
	conf, err := parseConf(ctx)
	if err != nil {
		return err
	}
	if opt.Match, err = choice.One("match", ctx.String("match")); err != nil {
		return err
	}
	if opt.Match == "" && opt.Time == "" {
		opt.Match = "size_group"
	}
	doc := &compareJSON{Schema: "varighet.compare/1", ConfLevel: conf, Groups: []compareGroupJSON{}}
	refs, shapes, err := doc.references(ctx)
	if err != nil {
		return err
	}
	rows, err := readRows(ctx, args[0], &opt)
	if err != nil {
		return err
	}
	doc.ending = newEnding(rows.Rejected, rows.LeftOut, rows.Warnings)
	g := &grid{header: headed(opt.By, "n", "observed", "expected", "ratio", "lower", "upper", "p", "p_minimum", "z", "z_p", "z_wu", "z_wu_p")}
	if opt.Weight != "" {
		g.header = append(g.header, "observed_weight")
	}
	if len(rows.Tenures) == 0 {
		doc.Warnings = append(doc.Warnings, "no rows can be used: nothing to compare")
		return emit(ctx, doc, g, doc.ending)
	}
	for _, part := range rows.Split(len(opt.By) > 0) {
		part.Rows = part.Rows.WithWeight()
		if len(part.Rows.Tenures) == 0 {
			doc.Warnings = append(doc.Warnings, part.Key.Warned("no row has a weight: nothing to compare"))
			continue
		}
		x, err := doc.compare(part, refs, shapes, conf, opt.By)
		if err != nil {
			return err
		}
		doc.Groups = append(doc.Groups, x)
		cells := []any{x.N, x.Observed, x.Expected, x.Ratio, x.Lower, x.Upper, x.P, x.PMinimum, x.Z, x.ZP, x.ZWu, x.ZWuP}
		if opt.Weight != "" {
			cells = append(cells, x.ObservedWeight)
		}
		g.keyed(part.Key, cells...)
	}
	return emit(ctx, doc, g, doc.ending)
}

// references reads the baseline; shapes are other ones to try, for a median.
func (d *compareJSON) references(ctx *cli.Context) (references, map[float64]references, error) {
	id, file := ctx.String("baseline"), ctx.String("curve")
	if (id == "") == (file == "") {
		return nil, nil, choice.Errorf("compare needs --baseline or --curve, and not both")
	}
	if file != "" {
		if ctx.IsSet("shape") {
			return nil, nil, choice.Errorf("--shape is for a --baseline known by its median")
		}
		d.Baseline = "curve"
		refs, err := readReferences(file)
		return refs, nil, err
	}
	b, err := data.FindBaseline(id)
	if err != nil {
		return nil, nil, choice.Errorf("%v", err)
	}
	if b.Measure != data.KMMedian {
		return nil, nil, choice.Errorf("%s is a %s: only a km_median can be held against", b.ID, b.Measure)
	}
	shape := ctx.Float64("shape")
	refs, err := weibullReferences(b, shape)
	if err != nil {
		return nil, nil, choice.Errorf("--shape: %v", err)
	}
	d.Baseline, d.Assumption = b.ID, "Weibull with shape "+exact(shape)
	others := map[float64]references{}
	for _, s := range []float64{0.8, 1.2} {
		if s == shape {
			continue
		}
		if others[s], err = weibullReferences(b, s); err != nil {
			return nil, nil, err
		}
	}
	return refs, others, nil
}

func weibullReferences(b *data.Baseline, shape float64) (references, error) {
	refs := references{}
	for _, v := range b.Values {
		months, ok := b.Months(v.Group)
		if !ok {
			continue
		}
		ref, err := rates.WeibullReference(months, shape)
		if err != nil {
			return nil, err
		}
		refs[v.Group] = ref
	}
	return refs, nil
}

// readReferences reads curves from a CSV with the columns time and survival,
// and group if it has one.
func readReferences(name string) (references, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	header, err := tabular.Header(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	want, grouped := []string{"time", "survival"}, false
	for _, h := range header {
		grouped = grouped || h == "group"
	}
	if grouped {
		want = append(want, "group")
	}
	if f, err = os.Open(name); err != nil {
		return nil, err
	}
	defer f.Close()
	table, err := tabular.Read(f, name, want)
	if err != nil {
		return nil, err
	}
	times, shares := map[string][]float64{}, map[string][]float64{}
	var groups []string
	for i := range table.Rows() {
		group := "all"
		if grouped {
			if v, ok := table.Text("group", i); ok {
				group = v
			}
		}
		t, _, okT := table.Number("time", i)
		s, _, okS := table.Number("survival", i)
		if !okT || !okS {
			return nil, fmt.Errorf("%s: row %d has no time, or no survival", name, i+1)
		}
		if times[group] == nil {
			groups = append(groups, group)
		}
		times[group], shares[group] = append(times[group], t), append(shares[group], s)
	}
	refs := references{}
	for _, group := range groups {
		if refs[group], err = rates.NewReference(times[group], shares[group]); err != nil {
			return nil, fmt.Errorf("%s: group %q: %w", name, group, err)
		}
	}
	return refs, nil
}

// compare holds the rows of a group against their references. All have a weight.
func (d *compareJSON) compare(part rows.Group, refs references, shapes map[float64]references, conf float64, by []string) (compareGroupJSON, error) {
	x := compareGroupJSON{By: part.Key.Document(by)}
	rows := part.Rows.Only(refs.rows(part.Rows))
	if without := len(part.Rows.Tenures) - len(rows.Tenures); without > 0 {
		d.Warnings = append(d.Warnings, part.Key.Warned(english.Count(without, "row", "rows")+" left out: the baseline has no value for the group"))
	}
	c, err := rates.CompareTenures(rows.Tenures, rows.Weights, refs.each(rows), conf)
	if err != nil {
		return x, err
	}
	if c.Reason != "" {
		d.Warnings = append(d.Warnings, part.Key.Warned(c.Reason))
	}
	x.N, x.Observed, x.Expected = len(rows.Tenures), c.Observed, c.Expected
	if rows.Weights != nil {
		total := floats.Sum(rows.Weights)
		x.Weight, x.ObservedWeight = &total, &c.ObservedWeight
	}
	x.Ratio, x.Lower, x.Upper = orNull(c.Ratio), orNull(c.Lower), orNull(c.Upper)
	x.P, x.PMinimum = orNull(c.P), orNull(c.PMinimum)
	x.Z, x.ZP, x.ZWu, x.ZWuP = orNull(c.Z), orNull(c.ZP), orNull(c.ZWu), orNull(c.ZWuP)
	for _, shape := range []float64{0.8, 1.2} {
		if shapes[shape] == nil {
			continue
		}
		c, err := rates.CompareTenures(rows.Tenures, rows.Weights, shapes[shape].each(rows), conf)
		if err != nil {
			return x, err
		}
		if c.Reason != "" {
			d.Warnings = append(d.Warnings, part.Key.Warned("with shape "+exact(shape)+": "+c.Reason))
		}
		x.Sensitivity = append(x.Sensitivity, sensitivityJSON{shape, c.Expected, orNull(c.Ratio)})
	}
	return x, nil
}
