package study

import (
	"cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Beside is each measure of a cohort, of the others beside it, and as published where that is
// of the same.
type Beside struct {
	Measures []BesideMeasure
	Within   int // months held, of shares that left

	lean *Lean
}

// A BesideMeasure is one of them. Shares are from 0 to 1, medians in months, rates per
// agreement-year.
type BesideMeasure struct {
	Name       string                                    // same_doctor, turnover_a … turnover_d, median, rate; published alone in its row
	Definition varighet.Opt[survival.TurnoverDefinition] // of a share that left
	Unit       report.BesideUnit

	Cohort, Others BesideSide
	Verdict        words.Verdict
	Alone          bool // the published number has the row of its own

	Published varighet.Opt[float64]
	Source    Text   // of the published
	Period    string // of a published median alone
}

// A BesideSide is what one side came to.
type BesideSide struct {
	words.Side
	Count  int     // that left, stayed or stopped
	Of     float64 // of so many; of a rate, agreement-years
	TooFew bool    // the value is not given
}

// Note is "": each measure says of how many it is.
func (*Beside) Note() string { return "" }

// besideKind names it among the kinds.
const besideKind = "beside"

// besideOptions are what `varighet report beside` may be asked.
var besideOptions = []choice.Option[Figure]{
	{Flag: "within", Arg: "MONTHS", Default: "12", Help: "left within `MONTHS`",
		Set: months(1, survival.MaxMonths, func(f *Figure) *int { return &f.within })},
	{Flag: "baseline", Arg: "ID", Help: "published number with this `ID`; see `varighet baselines`",
		Set: choice.Text(func(f *Figure) *string { return &f.Baseline })},
}

func besideOf(r *Result, f *Figure) (Value, error) {
	if !r.hasCohort() {
		return nil, &varighet.Problem{Code: "no-cohort", Msg: "the spells have no column that tells a cohort from others",
			Hint: "name the positions of the cohort, and keep the others beside it: cohort and cohort_others of a study, --cohort and --cohort-others"}
	}
	b := &Beside{Within: cmp.Or(f.within, r.Study.Turnover.Within), lean: r.Lean}
	sides, err := r.sides(b.Within)
	if err != nil {
		return nil, err
	}
	for _, add := range []func([2]*Measures) error{b.stability, b.turnover, b.median, b.rate} {
		if err := add(sides); err != nil {
			return nil, err
		}
	}
	if err := b.publishedShares(r); err != nil {
		return nil, err
	}
	return b, b.publishedMedian(r, f.Baseline)
}

// sides are the measures of the cohort and of the others, with shares within so many months.
func (r *Result) sides(within int) (sides [2]*Measures, err error) {
	_, last := r.Months()
	others := []survival.Spell{}
	if r.Others != nil {
		others = r.Others.Spells
	}
	for i, spells := range [][]survival.Spell{r.Spells, others} {
		m, err := measure(r.Table.Spells, spells, last, within)
		if err != nil {
			return sides, err
		}
		sides[i] = &m
	}
	return sides, nil
}

// add appends a measure with its verdict; wide says when the cohort's interval is.
func (b *Beside) add(m BesideMeasure, wide func(words.Side) bool) {
	m.Verdict = words.CompareSides(m.Cohort.Side, m.Others.Side, wide(m.Cohort.Side))
	b.Measures = append(b.Measures, m)
}

// stability are the positions with the same doctor throughout, of those that were ever filled.
func (b *Beside) stability(sides [2]*Measures) error {
	m := BesideMeasure{Name: "same_doctor", Unit: report.Percent}
	for i, side := range []*BesideSide{&m.Cohort, &m.Others} {
		st := &sides[i].Stability
		side.Count, side.Of, side.N = st.Same, float64(st.Filled), st.Filled
		if st.Filled == 0 {
			continue
		}
		lower, upper, err := survival.ClopperPearson(st.Same, st.Filled, ConfLevel)
		if err != nil {
			return err
		}
		side.Value, side.Lower, side.Upper = varighet.Some(float64(st.Same)/float64(st.Filled)), varighet.Some(lower), varighet.Some(upper)
	}
	b.add(m, words.Side.WideShare)
	return nil
}

// turnover are the shares that left, by each definition.
func (b *Beside) turnover(sides [2]*Measures) error {
	for d := range sides[0].Turnover {
		definition := sides[0].Turnover[d].Definition
		m := BesideMeasure{Name: "turnover_" + definition.Letter(), Definition: varighet.Some(definition), Unit: report.Percent}
		for i, side := range []*BesideSide{&m.Cohort, &m.Others} {
			s := &sides[i].Turnover[d]
			*side = BesideSide{Side: words.ShareSide(s), Count: s.Gone, Of: float64(s.Of)}
		}
		b.add(m, words.Side.WideShare)
	}
	return nil
}

func (b *Beside) median(sides [2]*Measures) error {
	m := BesideMeasure{Name: "median", Unit: report.Years}
	for i, side := range []*BesideSide{&m.Cohort, &m.Others} {
		c := sides[i].Curve
		*side = BesideSide{Side: words.MedianSide(c), Count: c.Stops, Of: float64(c.N), TooFew: c.TooFew()}
	}
	b.add(m, words.Side.WideMedian)
	return nil
}

// rate is those who left per agreement-year, of all agreements whether their start is known or
// not.
func (b *Beside) rate(sides [2]*Measures) error {
	m := BesideMeasure{Name: "rate", Unit: report.PerYears}
	for i, side := range []*BesideSide{&m.Cohort, &m.Others} {
		years, err := survival.TurnoverByYear(sides[i].Spells, ConfLevel)
		if err != nil {
			return err
		}
		for _, y := range years {
			side.Count += y.Leavers
			side.Of += y.Years
		}
		side.N = agreements(sides[i].Spells)
		if side.Of == 0 {
			continue
		}
		lower, upper, err := survival.PoissonLimits(side.Count, side.Of, ConfLevel)
		if err != nil {
			return err
		}
		side.Value, side.Lower, side.Upper = varighet.Some(float64(side.Count)/side.Of), varighet.Some(lower), varighet.Some(upper)
	}
	b.add(m, words.Side.WideRate)
	return nil
}

// agreements is how many doctors' spells there are.
func agreements(spells []survival.Spell) (n int) {
	for i := range spells {
		if spells[i].Kind == survival.Regular {
			n++
		}
	}
	return n
}

// publishedShares puts the study's published shares into the row that counts the same; others
// have rows of their own. Spells of a municipality's lists together count other agreements.
func (b *Beside) publishedShares(r *Result) error {
	for _, asked := range r.Study.Turnover.Baselines {
		p, err := asked.share(r.Study.Turnover.Within)
		if err != nil {
			return err
		}
		m := BesideMeasure{Name: "published", Alone: true, Unit: report.Percent, Definition: p.Definition}
		if same := b.shareBy(p.Definition); same != nil && !same.Published.OK && b.Within == r.Study.Turnover.Within && r.ofAgreements() {
			same.Published, same.Source = varighet.Some(p.Share), p.Label
			continue
		}
		m.Published, m.Source = varighet.Some(p.Share), p.Label
		b.Measures = append(b.Measures, m)
	}
	return nil
}

// shareBy is the row of a definition; nil if there is none.
func (b *Beside) shareBy(d varighet.Opt[survival.TurnoverDefinition]) *BesideMeasure {
	for i := range b.Measures {
		if m := &b.Measures[i]; d.OK && !m.Alone && m.Definition == d {
			return m
		}
	}
	return nil
}

// ofAgreements reports whether a spell is a doctor on one list, as in what is published.
func (r *Result) ofAgreements() bool { return r.Study.Choices.Unit != string(spellset.Municipality) }

// publishedMedian puts the published median of all beside the medians if it is of the same
// months and unit; else into a row of its own.
func (b *Beside) publishedMedian(r *Result, id string) error {
	published, err := publishedMedians(id)
	if err != nil || published == nil {
		return err
	}
	months, ok := published.Months("all")
	if !ok {
		return nil
	}
	if r.samePeriod(published) {
		for i := range b.Measures {
			if m := &b.Measures[i]; m.Name == "median" {
				m.Published, m.Source = varighet.Some(months), InAll(published.Short)
			}
		}
		return nil
	}
	b.Measures = append(b.Measures, BesideMeasure{Name: "published", Alone: true, Unit: report.Years,
		Published: varighet.Some(months), Source: InAll(published.Short), Period: published.Period})
	return nil
}

func tableOfBeside(p *Page, v Value) (*report.Table, error) {
	b := v.(*Beside)
	l := p.locale
	w := &l.Beside
	in := report.BesideInput{Locale: l, ConfLevel: ConfLevel, Source: p.Source, Notes: []string{w.NotPooled,
		locale.Fill(w.HedgeNote, l.Int(survival.FewAtRisk), l.Int(words.WidePoints)), w.MethodNote, w.RateNote, w.PublishedNote}}
	for i := range b.Measures {
		in.Rows = append(in.Rows, p.besideRow(b, &b.Measures[i]))
	}
	t := report.BesideTable(in)
	p.note(t, p.leansShort(b.lean))
	return t, nil
}

// besideRow writes a measure in the table's units.
func (p *Page) besideRow(b *Beside, m *BesideMeasure) report.BesideRow {
	r := report.BesideRow{Measure: m.Name, Words: p.besideName(b, m), Unit: m.Unit, Published: scaled(m.Published, m.Unit), Source: m.Source.In(p.locale.Tag)}
	if m.Alone {
		return r
	}
	r.Cohort, r.Others = m.Cohort.inUnit(m.Unit), m.Others.inUnit(m.Unit)
	r.Hedge, r.HedgeWords = m.Verdict.String(), p.locale.Beside.Hedges[m.Verdict]
	return r
}

func (p *Page) besideName(b *Beside, m *BesideMeasure) string {
	l := p.locale
	w, length := &l.Beside, l.Length(b.Within)
	share := ""
	if d := m.Definition; d.OK {
		share = d.V.Letter() + ": " + l.Page().Facts.TurnoverShorts[d.V]
	}
	switch {
	case m.Alone && m.Unit == report.Years:
		return locale.Fill(w.PublishedMedian, p.period(m.Period))
	case m.Alone && share == "":
		return locale.Fill(w.PublishedUnknown, length)
	case m.Alone:
		return locale.Fill(w.PublishedShare, length, share)
	case m.Definition.OK:
		return locale.Fill(w.Turnover, length, share)
	case m.Unit == report.Years:
		return w.Median
	case m.Unit == report.PerYears:
		return w.Rate
	}
	return w.Same
}

// inUnit writes a side in the table's unit.
func (s *BesideSide) inUnit(unit report.BesideUnit) *report.BesideSide {
	missing := report.Absent
	switch {
	case s.TooFew:
		missing = report.TooFew
	case unit == report.Years && s.N > 0:
		missing = report.NotReached
	}
	return &report.BesideSide{Count: s.Count, Of: s.Of, Value: scaled(s.Value, unit), Lower: scaled(s.Lower, unit), Upper: scaled(s.Upper, unit), Missing: missing}
}

// scaled writes a share in per cent, months in years and a rate per 100 agreement-years.
func scaled(v varighet.Opt[float64], unit report.BesideUnit) varighet.Opt[float64] {
	if unit == report.Years {
		v.V /= 12
	} else {
		v.V *= 100
	}
	return v
}
