package study

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// Hazards are the hazard ratios of a Cox model of agreements.
type Hazards struct {
	words.Hazards
	OfAll bool // it is of the cohort and the others, which a covariate tells apart
}

// Note says how many agreements the model has, and why none is fitted.
func (h *Hazards) Note() string {
	switch {
	case h.State == words.FewEvents:
		return fmt.Sprintf("no model: %d stopped, and each of %d ratios needs %d", h.Events, h.Parameters, words.EventsPerRatio)
	case h.State == words.NoModel:
		return "no model: no agreements can be counted, nobody stopped, or no covariate varies"
	case h.LeftOut > 0:
		return fmt.Sprintf("%d agreements are not in the model: they cannot be followed, or a covariate is not known", h.LeftOut)
	}
	return ""
}

// Covariates beside the columns of spells.
const (
	startPeriod = "start_period" // five calendar years in which the agreement began
	holder      = "holder"       // the first doctor seen on the list, or a later one
)

// hazardOptions are what `varighet report cox` may be asked.
var hazardOptions = []choice.Option[Figure]{
	{Flag: "covariates", Arg: "COL", Help: "`COL[,COL]`: numbers count as numbers unless written factor(COL)",
		Set: func(f *Figure, s string) error {
			list, err := choice.Covariates(s)
			f.Covariates = nil
			for _, c := range list {
				f.Covariates = append(f.Covariates, written(c))
			}
			return err
		}},
	{Flag: "base", Arg: "COL=LEVEL", Help: "`COL=LEVEL,…`: what other levels are held against; default the first",
		Set: func(f *Figure, s string) error {
			pairs, err := choice.Pairs("base", s, "COLUMN=LEVEL")
			f.Base = map[string]string{}
			for _, p := range pairs {
				f.Base[p.Name] = p.Value
			}
			return err
		}},
	{Flag: "ties", Arg: "METHOD", Default: "efron", Help: "`METHOD`: efron, breslow or exact",
		Set: func(f *Figure, s string) error { f.Ties = s; return nil }},
}

// written is a covariate as a list of them has it.
func written(c choice.Covariate) string {
	if c.Factor {
		return "factor(" + choice.Quote(c.Column) + ")"
	}
	return choice.Quote(c.Column)
}

// terms are the covariates of a figure with their base levels.
func (f *Figure) terms() ([]choice.Covariate, error) {
	var base []string
	for _, column := range slices.Sorted(maps.Keys(f.Base)) {
		base = append(base, choice.Quote(column)+"="+choice.Quote(f.Base[column]))
	}
	return choice.Terms(strings.Join(f.Covariates, ","), strings.Join(base, ","))
}

// tiesOf is how a figure treats stops at the same time.
func (f *Figure) tiesOf() (cox.Ties, error) {
	t, ok := cox.ParseTies(cmp.Or(f.Ties, "efron"))
	if !ok {
		return t, choice.Errorf("ties is efron, breslow or exact, not %q", f.Ties)
	}
	return t, nil
}

func hazardsOf(r *Result, f *Figure) (Value, error) {
	terms, err := f.terms()
	if err != nil {
		return nil, err
	}
	if len(terms) == 0 {
		return nil, choice.Errorf("a Cox model needs covariates, such as size_group,%s", startPeriod)
	}
	ties, err := f.tiesOf()
	if err != nil {
		return nil, err
	}
	table := *r.Table
	named := func(c choice.Covariate) bool { return c.Column == cohortColumn }
	h := &Hazards{OfAll: r.Others != nil && slices.ContainsFunc(terms, named)}
	if !h.OfAll {
		table.Spells = r.Spells
	}
	set, err := rows.ReadModel(&rows.Source{Name: "spells", Table: withDerived(&table, terms)},
		&rows.ModelChoices{Covariates: terms, Kind: survival.Regular, Conf: ConfLevel})
	if err != nil {
		return nil, err
	}
	h.Ties = ties
	for _, l := range set.LeftOut {
		h.LeftOut += l.Spells
	}
	if err := h.fit(set); err != nil {
		return nil, err
	}
	return h, r.namePlaces(h)
}

// namePlaces gives levels of covariates that are places their names.
func (r *Result) namePlaces(h *Hazards) (err error) {
	for i := range h.Terms {
		t := &h.Terms[i]
		var levels []string
		for _, v := range t.Levels {
			levels = append(levels, v.Level)
		}
		if t.Places, err = r.namesIn(t.Name, levels); err != nil {
			return err
		}
	}
	return nil
}

// withDerived is the table with the covariates that follow from others as attributes.
func withDerived(t *spellfile.Table, terms []choice.Covariate) *spellfile.Table {
	var names []string
	for _, c := range terms {
		known := slices.ContainsFunc(t.Columns(), func(x spellfile.Column) bool { return x.Name == c.Column })
		if (c.Column == startPeriod || c.Column == holder) && !known {
			names = append(names, c.Column)
		}
	}
	if names == nil {
		return t
	}
	with := *t
	with.Attributes, with.Spells = slices.Clone(t.Attributes), slices.Clone(t.Spells)
	for _, name := range names {
		with.Attributes = append(with.Attributes, spellfile.Attribute{Name: name, Type: spellfile.Text})
	}
	for i := range with.Spells {
		derive(&with.Spells[i], len(t.Attributes), names)
	}
	return &with
}

// derive adds the values of such covariates after the attributes that a spell may have.
func derive(s *survival.Spell, attributes int, names []string) {
	b := survival.Beside{}
	if s.Beside != nil {
		b = *s.Beside
	}
	all := make([]string, attributes, attributes+len(names))
	copy(all, b.Attributes)
	for _, name := range names {
		all = append(all, derived(name, s))
	}
	b.Attributes = all
	s.Beside = &b
}

// derived is the value of a covariate that follows from others; "" where it is not known.
func derived(name string, s *survival.Spell) string {
	switch {
	case name == startPeriod && s.Start.OK:
		from := s.Start.V.Year() / 5 * 5
		return fmt.Sprintf("%d-%d", from, from+4)
	case name == holder && s.Ordinal == 1:
		return "first"
	case name == holder && s.Ordinal > 1:
		return "later"
	}
	return ""
}

// fit fits the model, where there are enough stops for each ratio.
func (h *Hazards) fit(set *rows.Model) error {
	for _, t := range set.X.Unvarying(nil) {
		h.OneLevel = append(h.OneLevel, t.Name)
	}
	set.X = set.X.Without(h.OneLevel...)
	h.N, h.Parameters = len(set.Tenures), len(set.X.Columns)
	for _, t := range set.Tenures {
		if t.Stopped {
			h.Events++
		}
	}
	switch {
	case h.N == 0 || h.Events == 0 || h.Parameters == 0:
		h.State = words.NoModel
		return nil
	case h.Events < words.EventsPerRatio*h.Parameters:
		h.State = words.FewEvents
		return nil
	}
	m, err := cox.Fit(cox.Data{Tenures: set.Tenures, X: set.X}, cox.Options{Ties: h.Ties, ConfLevel: ConfLevel})
	if err != nil {
		return err
	}
	h.describe(m, set)
	return nil
}

// describe takes the ratios out of the model, with the agreements and stops of each level and
// the tests of proportional hazards.
func (h *Hazards) describe(m *cox.Model, set *rows.Model) {
	for _, t := range m.Terms {
		n, stops := countLevels(set, t.First, t.Count)
		term := words.HazardTerm{Name: t.Name, Number: t.Levels == nil}
		for k := range t.Count + 1 {
			level := words.HazardLevel{N: n[k], Events: stops[k]}
			switch {
			case k == 0 && term.Number:
				continue
			case k == 0:
				level.Level, level.Base = t.Levels[0], true
			default:
				c := &m.Coefficients[t.First+k-1]
				level.Level, level.Ratio, level.Lower, level.Upper = c.Level, c.HazardRatio, c.Lower, c.Upper
			}
			if term.Number {
				level.N, level.Events = h.N, h.Events
			}
			level.TooFew = level.N < survival.FewAtRisk || !level.Base && !level.Lower.OK
			term.Levels = append(term.Levels, level)
		}
		h.Terms = append(h.Terms, inOrder(term))
	}
	h.proportional(m)
}

// inOrder puts the level that the others are compared with in its place among them.
func inOrder(t words.HazardTerm) words.HazardTerm {
	var names []string
	for _, x := range t.Levels {
		names = append(names, x.Level)
	}
	names = survival.OrderGroups(names)
	slices.SortStableFunc(t.Levels, func(a, b words.HazardLevel) int {
		return cmp.Compare(slices.Index(names, a.Level), slices.Index(names, b.Level))
	})
	return t
}

// proportional adds the tests; there are none with exact ties, nor where a ratio has no estimate.
func (h *Hazards) proportional(m *cox.Model) {
	tests, err := m.ProportionalHazards(cox.TransformKM)
	if err != nil {
		return
	}
	for _, t := range tests {
		if t.Term == "" {
			h.Global = t.P
		}
		for i := range h.Terms {
			if h.Terms[i].Name == t.Term {
				h.Terms[i].Proportional = t.P
			}
		}
	}
}

// countLevels counts the agreements and stops of each level of a term: of the first, which has no
// column, those that have none of the others.
func countLevels(set *rows.Model, first, count int) (n, stops []int) {
	n, stops = make([]int, count+1), make([]int, count+1)
	for i, t := range set.Tenures {
		level := 0
		for k, v := range set.X.Pattern(set.X.PatternOf(i))[first : first+count] {
			if v == 1 {
				level = k + 1
			}
		}
		n[level]++
		if t.Stopped {
			stops[level]++
		}
	}
	return n, stops
}

func drawHazards(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	h := v.(*Hazards)
	l := p.locale
	w, level := &l.Hazards, l.Percent(ConfLevel, 0)
	d := &chart.Forest{Text: p.text(f, p.steps(), ""), Paper: p.paper(f), Ratios: true, Axis: w.Axis, Less: w.Less, More: w.More,
		Left:  []string{l.Observed.Agreements, strings.ToLower(l.Expected.Observed)},
		Right: []string{locale.Fill(w.Ratio, level)}, Estimate: locale.Fill(w.Estimate, level), Base: w.Base, Arrow: w.Arrow, Empty: w.Empty}
	d.Title = cmp.Or(d.Title, w.Title)
	if h.State == words.Fitted {
		d.Subtitle = cmp.Or(d.Subtitle, locale.Fill(w.Subtitle, level, l.Count(h.N, l.Agreement), l.Int(h.Events)))
	}
	for i := range h.Terms {
		t := &h.Terms[i]
		if !t.Number {
			d.Rows = append(d.Rows, chart.ForestRow{Label: words.CovariateName(l, t.Name), Head: true})
		}
		for k := range t.Levels {
			d.Rows = append(d.Rows, p.hazardRow(t, &t.Levels[k]))
		}
	}
	d.Caption = strings.TrimSpace(strings.Join(words.HazardNotes(l, &h.Hazards), " ") + " " + d.Caption)
	return one(d.Draw())
}

func (p *Page) hazardRow(t *words.HazardTerm, x *words.HazardLevel) chart.ForestRow {
	l := p.locale
	r := chart.ForestRow{Label: t.LevelName(l, x.Level), Deep: true, Left: []string{l.Int(x.N), l.Int(x.Events)}}
	if t.Number {
		r.Label, r.Under, r.Deep = words.CovariateName(l, t.Name), l.Hazards.PerUnit, false
	}
	switch {
	case x.Base:
		r.Base, r.Right = true, []string{l.Hazards.Reference}
	case x.TooFew:
		r.Right = []string{l.Hazards.TooFew}
	default:
		r.Estimate, r.Lower, r.Upper = x.Ratio, x.Lower, x.Upper
		decimals := words.RatioDecimals(x)
		r.Right = []string{l.Number(x.Ratio.V, decimals) + " " + l.Interval(x.Lower, x.Upper, decimals)}
	}
	return r
}

func tableOfHazards(p *Page, v Value) (*report.Table, error) {
	h := v.(*Hazards)
	in := report.HazardInput{Locale: p.locale, ConfLevel: ConfLevel, Source: p.Source}
	for i := range h.Terms {
		t := &h.Terms[i]
		for k := range t.Levels {
			x := &t.Levels[k]
			row := report.HazardRow{Term: t.Name, Level: x.Level, TermName: words.CovariateName(p.locale, t.Name), LevelName: t.LevelName(p.locale, x.Level),
				N: x.N, Events: x.Events, Base: x.Base, TooFew: x.TooFew, Ratio: x.Ratio, Lower: x.Lower, Upper: x.Upper, First: k == 0, Proportional: t.Proportional}
			if t.Number {
				row.LevelName = p.locale.Hazards.PerUnit
			}
			if !x.Base && !x.TooFew {
				in.Decimals = max(in.Decimals, words.RatioDecimals(x))
			}
			in.Rows = append(in.Rows, row)
		}
	}
	if h.State == words.Fitted {
		in.Global = varighet.Some(h.Global)
		in.N, in.Events = h.N, h.Events
	}
	t := report.HazardTable(in)
	p.note(t, p.steps())
	p.note(t, words.HazardNotes(p.locale, &h.Hazards)...)
	return t, nil
}

func sayHazards(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.HazardSentences(p.locale, &v.(*Hazards).Hazards), nil
}
