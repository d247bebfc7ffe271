package study

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// TurnoverYears is the turnover of each group in each calendar year, and of all of them together.
type TurnoverYears struct {
	parting
	Groups []*survival.TurnoverSeries
	All    *survival.TurnoverSeries // of the agreements of all groups

	lean *Lean
}

// partOptions are what a command may be asked that parts spells by a column.
func partOptions(help string) []choice.Option[Figure] {
	return []choice.Option[Figure]{{Flag: "by", Arg: "COL", Help: help,
		Set: func(f *Figure, s string) (err error) { f.By, err = choice.One("by", s); return err }}}
}

func turnoverYearsOf(r *Result, f *Figure) (Value, error) {
	of, parts, err := r.parted(f.By)
	if err != nil {
		return nil, err
	}
	v := &TurnoverYears{parting: of, lean: r.Lean}
	if v.All, err = survival.NewTurnoverSeries("all", together(parts), ConfLevel); err != nil {
		return nil, err
	}
	for _, p := range parts {
		s, err := survival.NewTurnoverSeries(p.group, p.spells, ConfLevel)
		if err != nil {
			return nil, err
		}
		v.Groups = append(v.Groups, s)
	}
	return v, nil
}

// yearsGroups are the series with the names that they have in a language.
func (p *Page) yearsGroups(v *TurnoverYears) (groups []chart.YearsGroup) {
	for _, s := range v.Groups {
		groups = append(groups, chart.YearsGroup{Label: p.partLabel(&v.parting, s.Group), TurnoverSeries: s})
	}
	return groups
}

func drawTurnoverYears(p *Page, value Value, f *Figure) ([]*chart.Figure, error) {
	v := value.(*TurnoverYears)
	drawing := &chart.Years{Text: p.text(f, p.unparted(&v.parting), p.leansShort(v.lean)), Paper: p.paper(f), Groups: p.yearsGroups(v), ConfLevel: ConfLevel}
	if v.By != "" {
		drawing.All = v.All
	}
	w := &p.locale.YearTurnover
	if v.By != "" && !v.cohort && drawing.Title == "" {
		drawing.Title = locale.Fill(w.TitleBy, w.Title, p.column(v.By))
	}
	return tooMany(drawing.Draw())
}

// tooMany says how to have fewer groups where a figure cannot take them all.
func tooMany(pages []*chart.Figure, err error) ([]*chart.Figure, error) {
	if err != nil {
		return nil, &varighet.Problem{Code: "by-many", Msg: err.Error(), Hint: "part by a column of fewer values, as size_group or county_code, or leave others out with --where"}
	}
	return pages, nil
}

func tableOfTurnoverYears(p *Page, value Value) (*report.Table, error) {
	v := value.(*TurnoverYears)
	groups := p.yearsGroups(v)
	if v.By != "" {
		groups = append(groups, chart.YearsGroup{Label: p.locale.All, TurnoverSeries: v.All})
	}
	t := report.YearsTable(p.locale, groups, ConfLevel)
	t.Source = p.Source
	p.headGroups(t, v.By)
	p.note(t, p.unparted(&v.parting), p.leansShort(v.lean))
	return t, nil
}

func sayTurnoverYears(_ *Result, p *Page, value Value, _ *Figure) ([]string, error) {
	v := value.(*TurnoverYears)
	return words.TurnoverYears(p.locale, v.All, v.Groups), nil
}
