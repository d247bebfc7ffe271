package document

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/rates"
)

// The machine contract: varighet.compare/1.
type (
	CompareAnswer struct {
		Schema     string             `json:"schema"`
		ConfLevel  float64            `json:"conf_level"`
		Baseline   string             `json:"baseline"`
		Assumption string             `json:"assumption"` // "" if the baseline is a curve
		Groups     []compareGroupJSON `json:"groups"`
		Ending

		grid, atShapes *grid
		table          string
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

// CompareChoices say which rows are held against what.
type CompareChoices struct {
	rows.Choices
	Conf     float64
	Baseline string // id of a published median; "" if a curve is held against
	Curve    string // name of the file
	Shape    varighet.Opt[float64]
	Table    string
}

// Check is wrong use where choices do not go together.
func (opt *CompareChoices) Check() error {
	if (opt.Baseline == "") == (opt.Curve == "") {
		return choice.Errorf("compare needs --baseline or --curve, and not both")
	}
	if opt.Curve != "" && opt.Shape.OK {
		return choice.Errorf("--shape is for a --baseline known by its median")
	}
	if opt.Table == "sensitivity" && opt.Baseline == "" {
		return choice.Errorf("--table sensitivity needs --baseline")
	}
	return checkTable(opt.Table, "ratios", "sensitivity")
}

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

// A yardstick is what rows are held against.
type yardstick struct {
	name, assumption string // as documents have them
	references
	others []shapedReferences // of a median, by other shapes than the one assumed
}

// shapedReferences are those of a median and an assumed shape.
type shapedReferences struct {
	shape float64
	references
}

// otherShapes are tried beside the shape that is assumed of a median.
var otherShapes = []float64{0.8, 1.2}

// YardstickOf makes the yardstick that the options ask for, of the content of their curve
// if that is one.
func YardstickOf(opt *CompareChoices, curve []byte) (*yardstick, error) {
	if opt.Curve != "" {
		refs, err := readReferences(opt.Curve, curve)
		return &yardstick{name: "curve", references: refs}, err
	}
	b, err := data.FindBaseline(opt.Baseline)
	if err != nil {
		return nil, choice.Errorf("%v", err)
	}
	if b.Measure != data.KMMedian {
		return nil, choice.Errorf("%s is a %s: only a km_median can be held against", b.ID, b.Measure)
	}
	shape := 1.0
	if opt.Shape.OK {
		shape = opt.Shape.V
	}
	refs, err := weibullReferences(b, shape)
	if err != nil {
		return nil, choice.Errorf("--shape: %v", err)
	}
	against := &yardstick{name: b.ID, assumption: "Weibull with shape " + exact(shape), references: refs}
	for _, s := range otherShapes {
		if s == shape {
			continue
		}
		if refs, err = weibullReferences(b, s); err != nil {
			return nil, err
		}
		against.others = append(against.others, shapedReferences{s, refs})
	}
	return against, nil
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
func readReferences(name string, content []byte) (references, error) {
	header, err := tabular.Header(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	want, grouped := []string{"time", "survival"}, slices.Contains(header, "group")
	if grouped {
		want = append(want, "group")
	}
	table, err := tabular.Read(bytes.NewReader(content), name, want)
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

// Compare holds each group of rows against the yardstick.
func Compare(src *rows.Source, opt *CompareChoices, against *yardstick) (*CompareAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	doc := newComparison(opt, against)
	doc.Ending = newEnding(set.Rejected, set.LeftOut, set.Warnings)
	if len(set.Tenures) == 0 {
		doc.warn("no rows can be used: nothing to compare")
		return doc, nil
	}
	for _, part := range set.Split(len(opt.By) > 0) {
		part.Rows = part.Rows.WithWeight()
		if len(part.Rows.Tenures) == 0 {
			doc.warn(part.Key.Warned("no row has a weight: nothing to compare"))
			continue
		}
		x, err := doc.compare(part, opt, against)
		if err != nil {
			return nil, err
		}
		doc.add(part.Key, x)
	}
	return doc, nil
}

// newComparison is a document without groups.
func newComparison(opt *CompareChoices, against *yardstick) *CompareAnswer {
	g := &grid{header: headed(opt.By, "n", "observed", "expected", "ratio", "lower", "upper", "p", "p_minimum", "z", "z_p", "z_wu", "z_wu_p")}
	if opt.Weight != "" {
		g.header = append(g.header, "observed_weight", "weight")
	}
	return &CompareAnswer{Schema: "varighet.compare/1", ConfLevel: opt.Conf, Baseline: against.name, Assumption: against.assumption,
		Groups: []compareGroupJSON{}, grid: g, atShapes: &grid{header: headed(opt.By, "shape", "expected", "ratio")}, table: opt.Table}
}

// add puts a group into the document and its tables.
func (d *CompareAnswer) add(key rows.Key, x compareGroupJSON) {
	d.Groups = append(d.Groups, x)
	cells := []any{x.N, x.Observed, x.Expected, x.Ratio, x.Lower, x.Upper, x.P, x.PMinimum, x.Z, x.ZP, x.ZWu, x.ZWuP}
	if x.Weight != nil {
		cells = append(cells, x.ObservedWeight, x.Weight)
	}
	d.grid.keyed(key, cells...)
	for _, s := range x.Sensitivity {
		d.atShapes.keyed(key, s.Shape, s.Expected, s.Ratio)
	}
}

func (d *CompareAnswer) CSV(w io.Writer) error {
	if d.table == "sensitivity" {
		return d.atShapes.CSV(w)
	}
	return d.grid.CSV(w)
}

func (d *CompareAnswer) Text(w io.Writer) error { return d.grid.Text(w) }

// compare holds the rows of a group against their references. All have a weight.
func (d *CompareAnswer) compare(part rows.Group, opt *CompareChoices, against *yardstick) (compareGroupJSON, error) {
	x := compareGroupJSON{By: part.Key.Document(opt.By)}
	rows := part.Rows.Only(against.rows(part.Rows))
	if without := len(part.Rows.Tenures) - len(rows.Tenures); without > 0 {
		d.warn(part.Key.Warned(english.Count(without, "row", "rows") + " left out: the baseline has no value for the group"))
	}
	c, err := rates.CompareTenures(rows.Tenures, rows.Weights, against.each(rows), opt.Conf)
	if err != nil {
		return x, err
	}
	if c.Reason != "" {
		d.warn(part.Key.Warned(c.Reason))
	}
	x.N, x.Observed, x.Expected = len(rows.Tenures), c.Observed, c.Expected
	if rows.Weights != nil {
		total := floats.Sum(rows.Weights)
		x.Weight, x.ObservedWeight = &total, &c.ObservedWeight
	}
	x.Ratio, x.Lower, x.Upper = orNull(c.Ratio), orNull(c.Lower), orNull(c.Upper)
	x.P, x.PMinimum = orNull(c.P), orNull(c.PMinimum)
	x.Z, x.ZP, x.ZWu, x.ZWuP = orNull(c.Z), orNull(c.ZP), orNull(c.ZWu), orNull(c.ZWuP)
	for _, other := range against.others {
		c, err := rates.CompareTenures(rows.Tenures, rows.Weights, other.each(rows), opt.Conf)
		if err != nil {
			return x, err
		}
		if c.Reason != "" {
			d.warn(part.Key.Warned("with shape " + exact(other.shape) + ": " + c.Reason))
		}
		x.Sensitivity = append(x.Sensitivity, sensitivityJSON{other.shape, c.Expected, orNull(c.Ratio)})
	}
	return x, nil
}
