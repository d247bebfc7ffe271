package study

import (
	"fmt"

	"gonum.org/v1/gonum/stat"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// ListLengths are the residents of lists in a month by how long their doctors have held them.
type ListLengths struct {
	Month  varighet.Month
	By     string            // the column of the marks; "" for one kind
	Groups []ListLengthGroup // in order; the last is of all where there are several
	names  map[string]string // of groups that are places

	// Lists that doctors hold and that are left out: without a known start, residents or group.
	NoStart, NoResidents, NoGroup int

	means bool // of a published report: there are means, and no single list
}

// A ListLengthGroup is the lists of one group, with the correlation of months and residents.
type ListLengthGroup struct {
	Group             string
	Months, Residents []float64 // of each list
	R                 survival.Correlation

	MonthsMean, ResidentsMean varighet.Opt[float64]
	Withheld                  bool // in a published report: also how many there are, which is else R.N
}

// N is how many lists there are.
func (g *ListLengthGroup) N() int { return len(g.Months) }

// All is the group of all lists.
func (l *ListLengths) All() *ListLengthGroup { return &l.Groups[len(l.Groups)-1] }

// Note says how many lists are left out.
func (l *ListLengths) Note() string {
	if l.NoStart+l.NoResidents+l.NoGroup == 0 {
		return ""
	}
	return fmt.Sprintf("%s left out: %d without a known start, %d without a number of residents, %d without %s",
		english.Count(l.NoStart+l.NoResidents+l.NoGroup, "list", "lists"), l.NoStart, l.NoResidents, l.NoGroup, l.By)
}

// listLengthOptions are what `varighet report list-length` may be asked. On an earlier date
// spells are made of the data up to it: --last-month of a register.
var listLengthOptions = []choice.Option[Figure]{
	{Flag: "by", Arg: "COL", Help: "a mark for each value of the column",
		Set: func(f *Figure, s string) (err error) { f.By, err = choice.One("by", s); return err }},
	{Key: "month"},
}

func listLengthsOf(r *Result, f *Figure) (Value, error) {
	table, spells, month, err := r.until(f)
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns(table, "by", by(f))
	if err != nil {
		return nil, err
	}
	found := survival.ListLengthsAt(spells, month)
	l := &ListLengths{Month: month, By: f.By, NoStart: found.NoStart, NoResidents: found.NoResidents}
	if err := l.part(&found, columns); err != nil {
		return nil, err
	}
	var labels []string
	for i := range l.Groups {
		labels = append(labels, l.Groups[i].Group)
	}
	l.names, err = r.namesIn(f.By, labels)
	return l, err
}

// part makes the groups of lists by a column, and that of all which have one.
func (l *ListLengths) part(found *survival.ListLengths, columns []*spellfile.Column) error {
	grouped, names := map[string]*survival.ListLengths{}, []string(nil)
	all := &survival.ListLengths{}
	for _, x := range found.List {
		key := rows.KeyOf(x.Spell, columns)
		if !key.OK {
			l.NoGroup++
			continue
		}
		g := grouped[key.Label()]
		if g == nil {
			g = &survival.ListLengths{}
			grouped[key.Label()], names = g, append(names, key.Label())
		}
		g.List, all.List = append(g.List, x), append(all.List, x)
	}
	if len(names) > chart.MostMarks {
		return &varighet.Problem{Code: "study-by", Msg: fmt.Sprintf("list-length: %s has %d values, and there are marks for %d", l.By, len(names), chart.MostMarks),
			Hint: "leave by out, or name a column with fewer values"}
	}
	if l.By != "" {
		for _, name := range survival.OrderGroups(names) {
			if err := l.add(name, grouped[name]); err != nil {
				return err
			}
		}
	}
	return l.add("all", all)
}

// by is the column of a figure as a list.
func by(f *Figure) []string {
	if f.By == "" {
		return nil
	}
	return []string{f.By}
}

func (l *ListLengths) add(name string, lists *survival.ListLengths) (err error) {
	g := ListLengthGroup{Group: name}
	g.Months, g.Residents = lists.Pairs()
	if g.N() > 0 {
		g.MonthsMean, g.ResidentsMean = varighet.Some(stat.Mean(g.Months, nil)), varighet.Some(stat.Mean(g.Residents, nil))
	}
	g.R, err = survival.Pearson(g.Months, g.Residents, ConfLevel)
	l.Groups = append(l.Groups, g)
	return err
}

// until is the table, and the spells that the study's numbers are of, as they stand in the
// month that a figure asks for.
func (r *Result) until(f *Figure) (*spellfile.Table, []survival.Spell, varighet.Month, error) {
	_, last := r.Months()
	month, err := f.month(last)
	switch {
	case err != nil || month == last:
		return r.Table, r.Spells, month, err
	case r.upTo == nil || month > last:
		return nil, nil, month, &varighet.Problem{Code: "study-month", Msg: fmt.Sprintf("list lengths in %s cannot be found: the data are known in %s", month, last),
			Hint: "name a month of the data; of a register, `--last-month` ends them earlier"}
	}
	table, err := r.upTo(month)
	if err != nil {
		return nil, nil, month, err
	}
	cohort, _ := partCohort(table)
	return table, cohort, month, nil
}

// month is the one that a figure asks for, else the last of the data.
func (f *Figure) month(last varighet.Month) (varighet.Month, error) {
	if f.Month == "" {
		return last, nil
	}
	return varighet.ParseMonth(f.Month)
}

func drawListLengths(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	l := v.(*ListLengths)
	all := l.All()
	drawing := &chart.ListLengths{Text: p.text(f, "", ""), Paper: p.paper(f), Month: l.Month, Note: words.ListLengthNote(p.locale, all.R, l.NoStart, l.NoResidents, l.NoGroup)}
	groups := l.Groups[:max(1, len(l.Groups)-1)]
	for k := range groups {
		drawing.Groups = append(drawing.Groups, p.placeOr(l.names, groups[k].Group))
		for i := range groups[k].Months {
			drawing.Points = append(drawing.Points, chart.ListLength{Months: groups[k].Months[i], Residents: groups[k].Residents[i], Group: k})
		}
	}
	if l.By != "" {
		drawing.Marks = locale.Fill(p.locale.ListLength.Marks, p.column(l.By))
	}
	drawing.Mean = all.ResidentsMean
	return one(drawing.Draw())
}

func tableOfListLengths(p *Page, v Value) (*report.Table, error) {
	l := v.(*ListLengths)
	in := report.ListLengthInput{Locale: p.locale, Month: l.Month, ConfLevel: ConfLevel, Grouped: l.By != "", Means: l.means, Source: p.Source}
	for i := range l.Groups {
		g := &l.Groups[i]
		in.Rows = append(in.Rows, report.ListLengthRow{Group: g.Group, Name: p.placeOr(l.names, g.Group), N: g.N(), MonthsMean: g.MonthsMean, ResidentsMean: g.ResidentsMean, Residents: g.Residents, R: g.R, Withheld: g.Withheld})
		if l.means {
			in.Rows[i].N = g.R.N
		}
	}
	t := report.ListLengthTable(in)
	p.headGroups(t, l.By)
	if l.means {
		p.note(t, locale.Fill(p.locale.PublishedSums, p.locale.Int(p.publication.rule.K)))
	}
	p.note(t, words.ListLengthLeftOut(p.locale, l.NoStart, l.NoResidents, l.NoGroup)...)
	return t, nil
}

func sayListLengths(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	if v.(*ListLengths).means {
		return nil, nil
	}
	all := v.(*ListLengths).All()
	return words.ListLengths(p.locale, all.Residents, all.R), nil
}
