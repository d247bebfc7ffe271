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
	Lanes       []Lane // a line a position
	Label       string // what they are called: id, number, municipality or a column; "" is id
	Order       string // one of laneOrders; "" is by label
}

// Note is "": a timeline shows all spells.
func (*Timeline) Note() string { return "" }

func timelineOf(r *Result, f *Figure) (Value, error) {
	if err := r.orderless(f); err != nil {
		return nil, err
	}
	first, last := shown(r.Spells)
	lanes, err := r.lanes(r.Spells, f.Label)
	return &Timeline{First: first, Last: last, Spells: r.Spells, Lanes: lanes, Label: f.Label, Order: f.Order}, err
}

func drawBars(p *Page, v Value, f *Figure) ([]*chart.Figure, error) { return p.timeline(v, f).Bars() }

func drawSquares(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	return p.timeline(v, f).Squares()
}

func (p *Page) timeline(v Value, f *Figure) *chart.Timeline {
	t := v.(*Timeline)
	positions, labels := p.order(t)
	return &chart.Timeline{Text: p.text(f, "", ""), Paper: p.paper(f), First: t.First, Last: t.Last, Spells: t.Spells,
		Positions: positions, Labels: labels}
}

func sayBars(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.Bars(p.locale, v.(*Timeline).Spells), nil
}

func saySquares(_ *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	return words.Squares(p.locale, v.(*Timeline).Spells), nil
}
