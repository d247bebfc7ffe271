package study

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// A Timeline is who held which position, from the first month seen to the last.
type Timeline struct {
	First, Last varighet.Month
	Spells      []survival.Spell
}

// Note is "": a timeline shows all spells.
func (*Timeline) Note() string { return "" }

func timelineOf(r *Result, _ *Figure) (Value, error) {
	first, last := shown(r.Spells)
	return &Timeline{First: first, Last: last, Spells: r.Spells}, nil
}

func drawBars(p *Page, v Value, f *Figure) ([]*chart.Figure, error) { return p.timeline(v, f).Bars() }

func drawSquares(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	return p.timeline(v, f).Squares()
}

func (p *Page) timeline(v Value, f *Figure) *chart.Timeline {
	t := v.(*Timeline)
	return &chart.Timeline{Text: p.text(f, "", ""), Paper: p.paper(f), First: t.First, Last: t.Last, Spells: t.Spells}
}

func sayBars(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.Bars(p.locale, v.(*Timeline).Spells), nil
}

func saySquares(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.Squares(p.locale, v.(*Timeline).Spells), nil
}
