package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Medians are those of doctors' tenures by size group and of all that have one; of the others
// where they stand beside a cohort. Groups have the own medians of municipalities that were
// asked for.
type Medians struct {
	Groups []survival.GroupMedian // the last is of all
	Source string                 // of the published ones beside them; "" for none
	Window int                    // months from the first seen to the last
	First  varighet.Month         // of the data
	Basis  report.OwnBasis        // of the own medians

	grouped *survival.Grouped
	lean    *Lean
}

// Note says how many have no size group.
func (m *Medians) Note() string { return ungrouped(m.grouped, "size_group") }

// medianOptions are what `varighet report medians` may be asked.
var medianOptions = []choice.Option[Figure]{
	{Flag: "baseline", Arg: "ID", Default: CountryMedians, Help: "published number with this `ID`; see `varighet baselines`",
		Set: choice.Text(func(f *Figure) *string { return &f.Baseline })},
	ownOption,
}

func mediansOf(r *Result, f *Figure) (Value, error) {
	m, err := r.MediansBeside(f.Baseline)
	if err != nil {
		return nil, err
	}
	return m, r.addOwn(m, f)
}

// MediansBeside are the medians by size group beside the published ones of a baseline, "" for
// none, and the truth where the rows are simulated. A group of the reference with nobody in it
// is there.
func (r *Result) MediansBeside(baseline string) (*Medians, error) {
	country := r.country()
	first, last := r.Months()
	m := &Medians{Window: int(last - first), First: first, lean: country.Lean, Basis: report.OwnBasis{Others: r.Others != nil}}
	published, err := publishedMedians(baseline)
	if err != nil {
		return nil, err
	}
	if published != nil {
		m.Source = published.Short
	}
	if m.grouped, err = r.grouped(country.Spells, "size_group"); err != nil {
		return nil, err
	}
	for _, c := range append(r.whole(m.grouped.Groups), m.grouped.All) {
		g := c.Median()
		if published != nil {
			months, ok := published.Months(c.Group)
			g.Published = varighet.Opt[float64]{V: months, OK: ok}
		}
		g.Truth = r.trueMedian(c.Group)
		m.Groups = append(m.Groups, g)
	}
	return m, nil
}

// country are the measures of which medians by size group are: of the others, where they stand
// beside a cohort, else the study's own.
func (r *Result) country() *Measures {
	if r.Others != nil {
		return r.Others
	}
	return &r.Measures
}

// whole adds the size groups of the reference with nobody in them, if any group has somebody.
func (r *Result) whole(groups []*survival.GroupCurve) []*survival.GroupCurve {
	if r.ref == nil || len(groups) == 0 {
		return groups
	}
	of, err := data.ParseSizeGroups(cmp.Or(r.Study.Choices.SizeGroups, data.DefaultSizeGroups))
	if err != nil {
		return groups // they are not of these choices
	}
	by := map[string]*survival.GroupCurve{}
	labels := of.Labels()
	for _, l := range labels {
		by[l] = &survival.GroupCurve{Group: l}
	}
	for _, g := range groups {
		if by[g.Group] == nil {
			labels = append(labels, g.Group)
		}
		by[g.Group] = g
	}
	all := make([]*survival.GroupCurve, 0, len(labels))
	for _, l := range survival.OrderGroups(labels) {
		all = append(all, by[l])
	}
	return all
}

// trueMedian is that of a size group in months, where the rows are simulated.
func (r *Result) trueMedian(group string) (m varighet.Opt[float64]) {
	if r.Truth == nil {
		return m
	}
	for _, g := range r.Truth.Groups {
		if g.SizeGroup == group {
			m = varighet.Some(float64(g.MedianMonths))
		}
	}
	return m
}

func publishedMedians(id string) (*data.Baseline, error) {
	if id == "" {
		return nil, nil
	}
	b, err := data.FindBaseline(id)
	if err != nil {
		return nil, err
	}
	if b.Measure != data.KMMedian {
		return nil, &varighet.Problem{Code: "baseline-measure",
			Msg:  fmt.Sprintf("baseline %s is a %s, not a Kaplan–Meier median", id, b.Measure),
			Hint: "a median of agreements in force measures something else; `varighet baselines list` shows the measures"}
	}
	return b, nil
}

func drawMedians(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	m := v.(*Medians)
	drawing := &chart.Medians{Text: p.text(f, p.ungrouped(m.grouped), p.leansShort(m.lean)), Paper: p.paper(f), Groups: p.namedMedians(m.Groups),
		ConfLevel: ConfLevel, Source: m.Source}
	if drawing.Title == "" {
		drawing.Title = p.overMonths(p.locale.Medians.Title, m.First, m.First+varighet.Month(m.Window))
	}
	if m.Basis.Others {
		drawing.Caption = strings.TrimSpace(p.locale.Municipalities.GroupsOfOthers + " " + drawing.Caption)
	}
	return drawing.Draw()
}

// namedMedians are medians under the names that a study gives their groups.
func (p *Page) namedMedians(groups []survival.GroupMedian) []survival.GroupMedian {
	list := slices.Clone(groups)
	for i := range list {
		list[i].Group = p.named(list[i].Group)
	}
	return list
}

func tableOfMedians(p *Page, v Value) (*report.Table, error) {
	m := v.(*Medians)
	t := report.Table61(report.Table61Input{Locale: p.locale, Groups: m.Groups, Basis: p.basis(m.Basis), Window: m.Window, ConfLevel: ConfLevel,
		PublishedSource: m.Source, Source: p.Source})
	p.note(t, words.Municipalities(p.locale, m.own())...)
	p.note(t, p.ungrouped(m.grouped), p.leansShort(m.lean))
	return t, nil
}

// sayMedians puts medians in words, beside published ones only where those are of the same months
// and unit.
func sayMedians(r *Result, p *Page, v Value, f *Figure) ([]string, error) {
	m := v.(*Medians)
	own := words.Municipalities(p.locale, m.own())
	published, err := publishedMedians(f.Baseline)
	if err != nil || published == nil {
		return append(words.Medians(p.locale, m.Groups, false, ""), own...), err
	}
	return append(words.Medians(p.locale, m.Groups, r.samePeriod(published), p.period(published.Period)), own...), nil
}
