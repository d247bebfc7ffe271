package study

import (
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// A publication is what of a result may be read by anybody: it is worked out for all figures and
// tables at once, since one number can give another away. What it has was made from the counts
// that package disclosure shows, and from nothing else.
type publication struct {
	rule   disclosure.Rule
	result *Result
	own    *publishedSide
	others *publishedSide // beside a cohort; nil for none
	values map[Value]publishedValue
}

// A publishedValue is a value that has been through the gate, or why it may not pass.
type publishedValue struct {
	Value
	err error
}

// of is a value as anybody may read it; errWithheld where it has no rule.
func (p *publication) of(v Value) (Value, error) {
	rule, ok := v.(publishable)
	if !ok {
		return nil, errWithheld
	}
	known, done := p.values[v]
	if !done {
		known.Value, known.err = rule.published(p)
		p.values[v] = known
	}
	return known.Value, known.err
}

// A publishable value has a rule for published reports. A kind whose value has none is not
// written in them.
type publishable interface {
	// published is the value as anybody may read it; errWithheld if nobody may.
	published(p *publication) (Value, error)
}

// A counting value counts positions, doctors or lists as no other number of a report does: its counts are chosen
// together with all others of the same units.
type counting interface {
	// counted puts what the value counts into the families of a side, the most worth first.
	counted(p *publication, s *publishedSide, f *countedFamilies) error
}

// counting are the values of figures and tables that count something of their own; none of a kind that an
// earlier report has.
func (r *Result) counting() (list []counting) {
	for _, a := range slices.Concat(r.Figures, r.Tables) {
		if v, ok := a.Value.(counting); ok && (r.before == nil || !slices.Contains(r.before.Kinds, a.kind.Name)) {
			list = append(list, v)
		}
	}
	return list
}

// publish works out what may be read of the result, once for all its pages.
func (r *Result) publish() (p *publication, err error) {
	if r.publication != nil {
		return r.publication, nil
	}
	p = &publication{rule: disclosure.Rule{K: r.Study.leastCount()}, result: r, values: map[Value]publishedValue{}}
	var own, others *earlierSide
	if r.before != nil {
		own, others = r.before.own, r.before.others
	}
	if p.own, err = p.side(&r.Measures, own, r.counting()); err != nil {
		return nil, err
	}
	if r.Others != nil {
		if p.others, err = p.side(r.Others, others, nil); err != nil {
			return nil, err
		}
	}
	r.publication = p
	return p, nil
}

// country is the side of which medians by size group are.
func (p *publication) country() *publishedSide {
	if p.others != nil {
		return p.others
	}
	return p.own
}

// A publishedSide is a cohort, or the others beside it, or all.
type publishedSide struct {
	rule   disclosure.Rule
	within int
	shown  map[string]bool // counts that are shown, by name
	class  []int           // by spell: those of one class are in the same shown counts of agreements

	counted    map[string]int // all counts, by name
	manifested map[string]int // those that a manifest has, if they are shown
	before     *earlierSide   // nil unless the report is held against an earlier one
	since      *changes       // likewise
	spells     []survival.Spell
	chosen     *survival.Selection

	preferred []int
	ends      []int                // of the steps of curves of all
	tenures   []survival.Tenure    // as those tell them; nil for no curve
	curve     *survival.GroupCurve // of all of them
}

func (p *publication) side(m *Measures, before *earlierSide, asked []counting) (*publishedSide, error) {
	r := p.result
	s := &publishedSide{rule: p.rule, within: r.Study.Turnover.Within, spells: m.Spells, chosen: survival.Select(m.Spells, survival.Query{}), counted: map[string]int{}, shown: map[string]bool{}}
	s.preferred = preferredSteps(s.within)
	_, last := r.Months()
	sets := countedSets(r.Table.Spells, m, s.chosen, s.within, survival.StabilityBy(m.Spells, last).Month)
	s.manifested = sets.counts()
	if before != nil {
		s.compare(before)
	}
	if err := s.agreements(sets.agreements); err != nil {
		return nil, err
	}
	for _, v := range asked {
		if err := v.counted(p, s, sets); err != nil {
			return nil, err
		}
	}
	for _, f := range []*countedFamily{sets.positions, sets.doctors, sets.lists} {
		f.never(p.rule, slices.DeleteFunc(slices.Clone(f.names), func(name string) bool { return strings.Contains(name, ": ") && !strings.Contains(name, " all: ") }), s.related())
		s.choose(f, nil)
	}
	return s, nil
}

// choose chooses which counts of a family are shown, and says into which classes they part its units.
func (s *publishedSide) choose(f *countedFamily, also func(classes []int) bool) (classes []int) {
	if s.before != nil {
		for _, name := range f.names {
			for _, n := range s.before.Counts {
				f.sets[name].Never = f.sets[name].Never || !s.rule.Apart(f.count(name), n)
			}
		}
	}
	shown, classes := f.show(s.rule, also)
	for _, name := range f.names {
		s.counted[name], s.shown[name] = f.count(name), shown[name]
	}
	return classes
}

// agreements chooses their counts together with the curve of all.
func (s *publishedSide) agreements(f *countedFamily) error {
	var widest varighet.Opt[int] // step, where a curve is told of all together
	s.class = s.choose(f, func(classes []int) bool {
		ends := s.steps(classes)
		if !widest.OK { // the first bundle
			widest = varighet.Some(max(widestStep(ends), wideEnough))
		} else if widestStep(ends) > widest.V {
			return false
		}
		s.ends = ends
		return true
	})
	if !s.shown["tenures stopped"] {
		s.curve = &survival.GroupCurve{Group: "all", Withheld: len(s.chosen.Index) > 0}
		return nil
	}
	var err error
	s.curve, s.tenures, err = coarseCurve("all", disclosure.RowOf(s.chosen.Tenures), s.ends)
	return err
}

// told is a count, if it is shown.
func (s *publishedSide) told(name string) (int, bool) { return s.counted[name], s.shown[name] }

// wideEnough is the width of steps (months) that other counts may bring about in the curve of all.
const wideEnough = 3

// widestStep is the widest of the steps up to the last end.
func widestStep(ends []int) (widest int) {
	a := 0
	for _, b := range ends {
		widest, a = max(widest, b-a), b
	}
	if len(ends) == 0 {
		return survival.MaxMonths
	}
	return widest
}

// steps are those of the curve of all where spells are of these classes.
func (s *publishedSide) steps(classes []int) []int {
	byClass := map[int][]survival.Tenure{}
	for k, i := range s.chosen.Index {
		c := classes[i]
		byClass[c] = append(byClass[c], s.chosen.Tenures[k])
	}
	var parts []disclosure.Row
	for _, c := range slices.Sorted(maps.Keys(byClass)) {
		parts = append(parts, disclosure.RowOf(byClass[c]))
	}
	if s.since != nil {
		changed := s.since.rows(func(int) bool { return true })
		parts = append(parts, changed[:]...)
	}
	return s.rule.Steps(parts, s.preferred, s.steppedBefore)
}

// rowOf is the row of a selection, and row that of a side.
func rowOf(chosen *survival.Selection) disclosure.Row { return disclosure.RowOf(chosen.Tenures) }
func (s *publishedSide) row() *disclosure.Row {
	row := rowOf(s.chosen)
	return &row
}

// isEnd reports whether the curve of all steps at a month.
func (s *publishedSide) isEnd(m int) bool { return slices.Contains(s.ends, m) }

// preferredSteps are the months that sentences and tables read curves at.
func preferredSteps(within int) []int {
	list := []int{within}
	for m := 6; m <= survival.MaxMonths; m += 6 {
		if m <= 24 || m%12 == 0 {
			list = append(list, m)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// leastSteps is how many steps a curve has that is shown: one of fewer says where it steps, and not
// how doctors leave.
const leastSteps = 3

// coarseCurve is the curve of a row as its steps tell it: withheld where it has none.
func coarseCurve(group string, row disclosure.Row, ends []int) (*survival.GroupCurve, []survival.Tenure, error) {
	if row.N() == 0 {
		return &survival.GroupCurve{Group: group}, nil, nil
	}
	tenures, ok := disclosure.Coarse(row, ends)
	if !ok || len(ends) < leastSteps {
		return &survival.GroupCurve{Group: group, Withheld: true}, nil, nil
	}
	c, err := survival.NewGroupCurve(group, tenures, ConfLevel)
	if err != nil {
		return nil, nil, err
	}
	return stepped(c, row, ends), tenures, nil
}

// stepped gives the curve of coarse tenures the counts of the row that they tell of, and its steps.
func stepped(c *survival.GroupCurve, row disclosure.Row, ends []int) *survival.GroupCurve {
	c.N, c.Stops, c.FromStart = row.N(), row.Stops(), row.FromStart()
	for _, e := range ends {
		c.Steps = append(c.Steps, float64(e))
	}
	for _, curve := range []*survival.Curve{c.Full, c.Shown} {
		if curve != nil { // also those after the last step
			curve.N, curve.Events, curve.Censored = c.N, c.Stops, c.N-c.Stops
			curve.Points = slices.DeleteFunc(slices.Clone(curve.Points), func(p survival.Point) bool { return p.Time > c.Steps[len(c.Steps)-1] })
		}
	}
	return c
}

// A dimension is the curves of a side by a column.
type dimension struct {
	labels []string // of the groups, in order
	rows   map[string]disclosure.Row
	shown  map[string]bool
	ends   []int
	all    bool // every tenure has a group
}

// by parts the tenures of a side by a column.
func (p *publication) by(s *publishedSide, column string) (*dimension, error) {
	columns, err := rows.Columns(p.result.Table, "by", []string{column})
	if err != nil {
		return nil, err
	}
	may := s.isEnd
	if s.before != nil && len(s.before.GroupSteps) > 0 {
		may = func(m int) bool { return s.isEnd(m) && mayStep(s.before.GroupSteps, m) }
	}
	return s.by(may, func(i int) (string, bool) {
		key := rows.KeyOf(&s.spells[i], columns)
		return key.Label(), key.OK
	}), nil
}

// by parts the tenures by their group, with curves that step where they may.
func (s *publishedSide) by(may func(int) bool, group func(i int) (string, bool)) *dimension {
	tenures := map[string][]survival.Tenure{}
	var labels []string
	var without []survival.Tenure
	for k, i := range s.chosen.Index {
		label, ok := group(i)
		if !ok {
			without = append(without, s.chosen.Tenures[k])
			continue
		}
		if tenures[label] == nil {
			labels = append(labels, label)
		}
		tenures[label] = append(tenures[label], s.chosen.Tenures[k])
	}
	d := &dimension{rows: map[string]disclosure.Row{}, shown: map[string]bool{}, all: len(without) == 0}
	labels = survival.OrderGroups(labels)
	d.labels = labels
	list, hidden := []disclosure.Row{disclosure.RowOf(without)}, []bool{true}
	for _, l := range labels {
		d.rows[l] = disclosure.RowOf(tenures[l])
		list, hidden = append(list, d.rows[l]), append(hidden, s.curve.Withheld)
	}
	shown, ends := s.rule.Rows(list, hidden, s.preferred, may, s.sinceBy(labels, group)...)
	for i, l := range labels {
		d.shown[l] = shown[i+1]
	}
	d.ends = ends
	return d
}

// groupNumbers are the numbers of agreements of a size group that a report may show; none of one that is not shown.
func (p *publication) groupNumbers(s *publishedSide, group string) (r related, err error) {
	d, err := p.by(s, sizeGroupColumn)
	if err != nil || !d.shown[group] {
		return r, err
	}
	row := d.rows[group]
	return related{[]int{row.N()}, []int{row.Stops()}, []int{row.N() - row.Stops()}}, nil
}

// censoredWithin are how many the curve of all counts as followed no longer than into some months of tenure: of
// the steps that lie within them, and of those that they touch.
func (s *publishedSide) censoredWithin(from, to int) []int {
	within, touched := [2]int{-1, -1}, [2]int{0, 0}
	for _, end := range s.ends {
		if end <= from {
			touched[0] = end
		}
		if touched[1] < to {
			touched[1] = end
		}
		if end >= from && within[0] < 0 {
			within[0] = end
		}
		if end <= to {
			within[1] = end
		}
	}
	row := s.row()
	list := []int{row.CensoredIn(touched[0], touched[1])}
	if within[0] >= 0 && within[0] < within[1] {
		list = append(list, row.CensoredIn(within[0], within[1]))
	}
	return list
}

// curve is that of a group, withheld if it is not shown.
func (d *dimension) curve(group string) (*survival.GroupCurve, error) {
	if !d.shown[group] {
		return &survival.GroupCurve{Group: group, Withheld: true}, nil
	}
	c, _, err := coarseCurve(group, d.rows[group], d.ends)
	return c, err
}

// median is that of a group: its counts alone where its curve is withheld.
func (d *dimension) median(group string) (g survival.GroupMedian, err error) {
	c, err := d.curve(group)
	if err != nil {
		return g, err
	}
	g = c.Median()
	if row := d.rows[group]; g.Withheld && d.shown[group] {
		g.Withheld, g.MedianWithheld = false, true
		g.N, g.Stopped, g.FromStart = row.N(), row.Stops(), row.FromStart()
	}
	return g, nil
}
