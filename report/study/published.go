package study

import (
	"maps"
	"slices"

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
	if p.own, err = p.side(&r.Measures, own); err != nil {
		return nil, err
	}
	if r.Others != nil {
		if p.others, err = p.side(r.Others, others); err != nil {
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
	class  []int           // by spell: those of one class are in the same shown counts

	counted map[string]int // all counts, by name
	before  *earlierSide   // nil unless the report is held against an earlier one
	since   *changes       // likewise
	spells  []survival.Spell
	chosen  *survival.Selection

	preferred []int
	ends      []int                // of the steps of curves of all
	tenures   []survival.Tenure    // as those tell them; nil for no curve
	curve     *survival.GroupCurve // of all of them
}

func (p *publication) side(m *Measures, before *earlierSide) (*publishedSide, error) {
	r := p.result
	s := &publishedSide{rule: p.rule, within: r.Study.Turnover.Within, spells: m.Spells, chosen: survival.Select(m.Spells, survival.Query{}), counted: map[string]int{}}
	s.preferred = preferredSteps(s.within)
	_, last := r.Months()
	sets := countedSets(r.Table.Spells, m, s.chosen, s.within, survival.StabilityBy(m.Spells, last).Month)
	for _, name := range sets.names {
		s.counted[name] = sets.count(name)
	}
	if before != nil {
		s.compare(sets, before)
	}
	var widest varighet.Opt[int] // step, where a curve is told of all together
	s.shown, s.class = sets.show(p.rule, func(classes []int) bool {
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
		return s, nil
	}
	var err error
	s.curve, s.tenures, err = coarseCurve("all", disclosure.RowOf(s.chosen.Tenures), s.ends)
	return s, err
}

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

// bundled are the counts that a report has of a side, in the bundles in which they are tried: what
// is shown together, the most worth first. A bundle is not shown either if a step of the curve of
// all is wider for it than wideEnough, and than all are without.
var bundled = [][]string{
	{"agreements", "tenures", "tenures stopped"}, {"b of", "b gone"}, {"stopped"}, {"doctors"}, {"positions"}, {"a of", "a gone"}, {"d of", "d gone"},
	{"filled", "same", "one", "two", "more"}, {"filled now", "vacant now", "gone now", "no data"},
	{"from start"}, {"uncertain"}, {"left out", "late", "assumed", "corrected"},
}

// A countedFamily is the sets that a report counts of spells, and of positions without any.
type countedFamily struct {
	names  []string
	sets   map[string]*disclosure.Set
	unitOf map[string]int // by position
}

func newCountedFamily(units int) *countedFamily {
	f := &countedFamily{sets: map[string]*disclosure.Set{}}
	for b, names := range bundled {
		for _, name := range names {
			f.names = append(f.names, name)
			f.sets[name] = &disclosure.Set{Has: make([]bool, units), Bundle: b}
		}
	}
	return f
}

// count is how many units a set has.
func (f *countedFamily) count(name string) (n int) {
	for _, in := range f.sets[name].Has {
		if in {
			n++
		}
	}
	return n
}

// put says that a unit is in a set.
func (f *countedFamily) put(unit int, name string, is bool) {
	if is {
		f.sets[name].Has[unit] = true
	}
}

// show says which counts are shown, by name, and into which classes they part the units.
func (f *countedFamily) show(rule disclosure.Rule, also func(classes []int) bool) (map[string]bool, []int) {
	list := make([]disclosure.Set, len(f.names))
	for j, name := range f.names {
		list[j] = *f.sets[name]
	}
	s, shown := rule.Show(list, also), map[string]bool{}
	for j, name := range f.names {
		shown[name] = s.Sets[j]
	}
	return shown, s.Classes
}

// countedSets are the sets of one side's spells. A position is told by its first doctor's spell,
// a doctor by the first of his, so that all counts are of the same units; a position without a
// doctor is a unit of its own, after the spells.
func countedSets(all []survival.Spell, m *Measures, chosen *survival.Selection, within int, month varighet.Month) *countedFamily {
	byPosition, order := map[string][]survival.Spell{}, []string{}
	unitOf := map[string]int{}
	for i := range m.Spells {
		s := &m.Spells[i]
		if byPosition[s.PositionID] == nil {
			order = append(order, s.PositionID)
		}
		byPosition[s.PositionID] = append(byPosition[s.PositionID], *s)
		if _, known := unitOf[s.PositionID]; !known && s.Kind == survival.Regular {
			unitOf[s.PositionID] = i
		}
	}
	units := len(m.Spells)
	for _, id := range order {
		if _, known := unitOf[id]; !known {
			unitOf[id] = units
			units++
		}
	}
	f := newCountedFamily(units)
	f.unitOf = unitOf
	for _, id := range order {
		f.position(unitOf[id], survival.StabilityAt(byPosition[id], byPosition[id], month))
	}
	f.spells(m.Spells, chosen)
	survival.TurnoverMembers(all, m.Spells, within, func(d survival.TurnoverDefinition, i int, use, gone bool) {
		f.put(i, d.Letter()+" of", use)
		f.put(i, d.Letter()+" gone", use && gone)
	})
	return f
}

// position puts a position into the sets that it is of.
func (f *countedFamily) position(unit int, st survival.StabilityCounts) {
	f.put(unit, "positions", true)
	f.put(unit, "filled", st.Filled > 0)
	f.put(unit, "same", st.Same > 0)
	f.put(unit, "filled now", st.FilledNow > 0)
	f.put(unit, "vacant now", st.VacantNow > 0)
	f.put(unit, "gone now", st.ClosedNow > 0)
	f.put(unit, "no data", st.UnseenNow+st.NotOpened > 0)
	for i, name := range []string{"one", "two", "more"} {
		f.put(unit, name, st.Different[i] > 0)
	}
}

// spells puts doctors' spells into the sets that they are of.
func (f *countedFamily) spells(spells []survival.Spell, chosen *survival.Selection) {
	doctors := map[string]bool{}
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		f.put(i, "agreements", true)
		f.put(i, "stopped", s.Stopped)
		f.put(i, "doctors", !doctors[s.DoctorID])
		doctors[s.DoctorID] = true
		f.put(i, "left out", true) // but for those below
		f.put(i, "uncertain", s.Stopped && s.ExitUncertain)
		f.put(i, "late", s.Entry.OK && s.Entry.V > 0)
		f.put(i, "assumed", s.StartEvidence == varighet.EvidenceAssumed || s.EndEvidence == varighet.EvidenceAssumed)
		f.put(i, "corrected", s.StartEvidence == varighet.EvidenceCorrected || s.EndEvidence == varighet.EvidenceCorrected)
	}
	for k, i := range chosen.Index {
		f.put(i, "tenures", true)
		f.put(i, "tenures stopped", chosen.Tenures[k].Stopped)
		f.put(i, "from start", chosen.Tenures[k].Entry == 0)
		f.sets["left out"].Has[i] = false
	}
}
