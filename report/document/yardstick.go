package document

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival/rates"
)

// YardstickChoices say which rows are held against what: a baseline, or a curve.
type YardstickChoices struct {
	rows.Choices
	Conf     float64               // level of the limits, 0 to 1
	Baseline string                // id of a published median; "" for a curve
	Curve    string                // name of the file of a curve; "" for a baseline
	Shape    varighet.Opt[float64] // of the Weibull curve through a median; missing: 1, constant hazard

	// WholeMonths says that a stop is recorded at the end of the month in which it fell: of any CSV;
	// so spells are.
	WholeMonths bool
}

// check is wrong use of the command where choices do not go together.
func (opt *YardstickChoices) check(command string) error {
	if (opt.Baseline == "") == (opt.Curve == "") {
		return choice.Errorf("%s needs --baseline or --curve, and not both", command)
	}
	if opt.Curve != "" && opt.Shape.OK {
		return choice.Errorf("--shape is for a --baseline known by its median")
	}
	return nil
}

// wholeMonths reports whether stops are recorded at the ends of months.
func (opt *YardstickChoices) wholeMonths() bool { return opt.WholeMonths || !opt.AnyCSV() }

// A Yardstick is what rows are held against. Make one with [YardstickOf].
type Yardstick struct {
	name, assumption string // as documents have them
	references
	others []shapedReferences // of a median, by other shapes than the one assumed
}

// shapedReferences are those of a median and an assumed shape.
type shapedReferences struct {
	shape float64
	references
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

// YardstickOf makes what the choices ask for. curve is the content of their file, a CSV with
// the columns time and survival, and group if it has several; it is not read for a baseline.
func YardstickOf(opt *YardstickChoices, curve []byte) (*Yardstick, error) {
	if opt.Curve != "" {
		refs, err := readReferences(opt.Curve, curve)
		return &Yardstick{name: "curve", references: refs}, err
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
	against := &Yardstick{name: b.ID, assumption: "Weibull with shape " + exact(shape), references: refs}
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

// otherShapes are tried beside the shape that is assumed of a median.
var otherShapes = []float64{0.8, 1.2}

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

// groupColumns are those of a reference curve's groups: group, or in what `survival km --csv`
// writes those of --by, which stand before time. steps says that it is such a curve.
func groupColumns(header []string) (columns []string, steps bool) {
	time := slices.Index(header, "time")
	steps = time >= 0 && slices.Contains(header, "at_risk") && slices.Contains(header, "survival")
	switch {
	case steps:
		return header[:time], true
	case slices.Contains(header, "group"):
		return []string{"group"}, false
	}
	return nil, false
}

// readReferences reads curves from a CSV with the columns time and survival,
// and group if it has one; or from what km writes.
func readReferences(name string, content []byte) (references, error) {
	header, err := tabular.Header(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	columns, steps := groupColumns(header)
	want := append([]string{"time", "survival"}, columns...)
	table, err := tabular.Read(bytes.NewReader(content), name, want)
	if err != nil {
		return nil, err
	}
	times, shares := map[string][]float64{}, map[string][]float64{}
	var groups []string
	for i := range table.Rows() {
		group := "all"
		if key := rows.CellsOf(table, i, columns); len(columns) > 0 && key.OK {
			group = key.Label()
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
		if steps {
			times[group], shares[group] = stepKnots(times[group], shares[group])
		}
		if refs[group], err = rates.NewReference(times[group], shares[group]); err != nil {
			return nil, fmt.Errorf("%s: group %q: %w", name, group, err)
		}
	}
	return refs, nil
}

// stepKnots are the knots of a curve that falls at its times, as km has it: S is 1 at 0, and
// what falls at a whole month falls in that month alone. After S has come to 0 there are none.
func stepKnots(times, shares []float64) (knots, at []float64) {
	knots, at = []float64{0}, []float64{1}
	for i, t := range times {
		last := len(knots) - 1
		if t == 0 || !(shares[i] > 0) {
			continue
		}
		if before := t - 1; t == math.Trunc(t) && before > knots[last] {
			knots, at = append(knots, before), append(at, at[last])
		}
		knots, at = append(knots, t), append(at, shares[i])
	}
	return knots, at
}
