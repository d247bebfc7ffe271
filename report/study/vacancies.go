package study

import (
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// Vacancies are the lists without a doctor of each group, and of all of them together.
type Vacancies struct {
	parting
	Groups []VacancyGroup
	All    VacancyGroup

	times     bool // it is of how long lists stand vacant, not of the months
	januaries bool // of a published report: months are some of January, and have few of their counts
}

// A VacancyGroup is the lists of a group without a doctor, month by month, and how long they
// stand so.
type VacancyGroup struct {
	Group string
	survival.Vacancies
	Fill *survival.GroupCurve // of the months until a list is filled, as a report shows it
}

func vacanciesOf(r *Result, f *Figure) (Value, error) {
	of, parts, err := r.parted(f.By)
	if err != nil {
		return nil, err
	}
	all := together(parts)
	v := &Vacancies{parting: of}
	if v.All, err = vacancyGroup(part{"all", all}, all); err != nil {
		return nil, err
	}
	for _, p := range parts {
		g, err := vacancyGroup(p, all)
		if err != nil {
			return nil, err
		}
		v.Groups = append(v.Groups, g)
	}
	return v, nil
}

// vacancyTimesOf are the same, for how long lists stand vacant.
func vacancyTimesOf(r *Result, f *Figure) (Value, error) {
	v, err := vacanciesOf(r, f)
	if err != nil {
		return nil, err
	}
	v.(*Vacancies).times = true
	return v, nil
}

// vacancyGroup counts the vacancies of a part of all spells.
func vacancyGroup(p part, all []survival.Spell) (g VacancyGroup, err error) {
	g.Group = p.group
	if g.Vacancies, err = survival.VacancyOf(all, p.spells, survival.Options{ConfLevel: ConfLevel}); err != nil {
		return g, err
	}
	g.Fill, err = survival.NewGroupCurve(p.group, survival.Select(p.spells, survival.Query{Kind: survival.Vacant}).Tenures, ConfLevel)
	return g, err
}

// vacancyGroups are the groups with the names that they have in a language.
func (p *Page) vacancyGroups(v *Vacancies) (groups []chart.VacancyGroup) {
	for i := range v.Groups {
		g := &v.Groups[i]
		groups = append(groups, chart.VacancyGroup{Key: g.Group, Label: p.partLabel(&v.parting, g.Group), Months: g.Months})
	}
	return groups
}

func drawVacancies(p *Page, value Value, f *Figure) ([]*chart.Figure, error) {
	v := value.(*Vacancies)
	drawing := &chart.Vacancies{Text: p.text(f, p.unparted(&v.parting), ""), Paper: p.paper(f), Groups: p.vacancyGroups(v)}
	if v.By != "" {
		drawing.All = v.All.Months
	}
	if v.By != "" && !v.cohort && drawing.Title == "" {
		drawing.Title = locale.Fill(p.locale.Vacancies.TitleBy, p.column(v.By))
	}
	return tooMany(drawing.Draw())
}

func tableOfVacancies(p *Page, value Value) (*report.Table, error) {
	v := value.(*Vacancies)
	groups := p.vacancyGroups(v)
	if v.By != "" {
		groups = append(groups, chart.VacancyGroup{Key: "all", Label: p.locale.All, Months: v.All.Months})
	}
	t := report.VacanciesTable(p.locale, groups)
	if v.januaries {
		t = report.VacantJanuariesTable(p.locale, groups, p.publication.rule.K)
	}
	t.Source = p.Source
	p.headGroups(t, v.By)
	p.note(t, v.timeToFill(p.locale), p.unparted(&v.parting))
	return t, nil
}

func tableOfVacancyTimes(p *Page, value Value) (*report.Table, error) {
	v := value.(*Vacancies)
	var list []report.VacancyTime
	add := func(g *VacancyGroup, label string) {
		list = append(list, report.VacancyTime{Key: g.Group, Label: label, Fill: g.Fill, LeftOut: g.Spells - g.Fill.N})
	}
	for i := range v.Groups {
		add(&v.Groups[i], p.partLabel(&v.parting, v.Groups[i].Group))
	}
	if v.By != "" {
		add(&v.All, p.locale.All)
	}
	t := report.VacancyTimesTable(p.locale, list, ConfLevel)
	t.Source = p.Source
	p.headGroups(t, v.By)
	p.note(t, p.unparted(&v.parting))
	return t, nil
}

// timeToFill says how long until lists are filled; "" where that is withheld.
func (v *Vacancies) timeToFill(l *locale.Locale) string {
	if v.januaries && (v.All.Fill == nil || v.All.Fill.Withheld || v.All.Fill.Median().MedianWithheld) {
		return ""
	}
	return words.TimeToFill(l, v.All.Fill)
}

// sayVacancies says nothing of a published report, whose table says on which dates lists are counted.
func sayVacancies(_ *Result, p *Page, value Value, _ *Figure) ([]string, error) {
	v := value.(*Vacancies)
	if v.januaries {
		return nil, nil
	}
	return words.Vacancies(p.locale, v.All.Months, v.All.Fill), nil
}
