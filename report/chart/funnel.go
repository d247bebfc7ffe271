package chart

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival/funnel"
)

// Funnel is the figure of many units, such as municipalities, by how many stops were expected
// of each and how many times as many were seen, with the limits within which chance alone
// keeps them. Only units outside, and those of a cohort, have their names, and nothing is ranked.
type Funnel struct {
	Text
	Paper

	Units  []FunnelUnit
	Limits []funnel.Limit // points of the lines, by number expected
}

// A FunnelUnit is one unit. One without a ratio is not drawn.
type FunnelUnit struct {
	Name     string
	Expected float64
	Ratio    varighet.Opt[float64]
	Place    funnel.Place
	Own      bool // a cohort has positions there too: a ring around its mark
}

const (
	funnelHeight = 84.0
	funnelDot    = 0.72
	ownRing      = 1.9
	funnelLow    = 1.0 / 8 // the least ratio of an axis; a ratio of 0 is drawn at its foot
	mostNames    = 14      // names of a cohort, and as many of others; the table has the rest
)

// Draw draws the figure. Without units that can be judged it says so.
func (f *Funnel) Draw() (*Figure, error) {
	l := f.locale()
	w := &l.Funnel
	drawn := slices.DeleteFunc(slices.Clone(f.Units), func(u FunnelUnit) bool { return !u.Ratio.OK })
	s := newSheet(f.Paper, cmp.Or(f.Title, w.Title), f.description(drawn))
	if f.Subtitle == "" && len(drawn) > 0 {
		f.Subtitle = locale.Fill(w.Subtitle, l.Int(len(drawn)))
	}
	s.heading(f.Mark, f.Subtitle)
	if len(drawn) == 0 || len(f.Limits) == 0 {
		return s.finish(w.Empty, f.Caption), nil
	}
	p := &funnelPlot{sheet: s, Funnel: f, drawn: drawn}
	p.layOut()
	p.axes()
	p.lines()
	p.dots()
	p.names()
	s.legend(p.legendItems())
	return s.finish(p.note(), f.Caption), nil
}

// note says which names there was no room for, and what lies at the foot.
func (p *funnelPlot) note() string {
	w := &p.sheet.Funnel
	var unnamed, notes []string
	if p.ownUnnamed > 0 {
		unnamed = append(unnamed, locale.Fill(w.OwnUnnamed, p.Int(p.ownUnnamed)))
	}
	if p.unnamed > 0 {
		unnamed = append(unnamed, locale.Fill(w.Unnamed, p.Int(p.unnamed)))
	}
	if unnamed != nil {
		notes = append(notes, locale.Fill(w.NoRoom, p.sheet.List(unnamed)))
	}
	if p.atFoot {
		notes = append(notes, w.AtFoot)
	}
	return strings.Join(notes, " ")
}

// outside reports whether a unit lies outside the inner limits.
func outside(p funnel.Place) bool { return p != funnel.Inside && p != funnel.NotDefined }

// far reports whether it lies outside the outer ones.
func far(p funnel.Place) bool { return p == funnel.FarAbove || p == funnel.FarBelow }

func (f *Funnel) description(drawn []FunnelUnit) string {
	l := f.locale()
	if len(drawn) == 0 {
		return l.Funnel.Empty
	}
	out, out998 := 0, 0
	for _, u := range drawn {
		if outside(u.Place) {
			out++
		}
		if far(u.Place) {
			out998++
		}
	}
	return locale.Fill(l.Funnel.Description, l.Int(len(drawn)), l.Int(out), l.Int(out998))
}

// A funnelPlot is the figure being drawn.
type funnelPlot struct {
	*sheet
	*Funnel
	drawn          []FunnelUnit
	x0, x1, y0, y1 float64
	from, to       float64 // expected
	low, high      float64 // ratio
	named, unnamed int     // units with their name, and those outside without
	ownUnnamed     int     // of a cohort, without
	atFoot         bool
}

func (p *funnelPlot) sx(expected float64) float64 {
	return p.x0 + (p.x1-p.x0)*math.Log(expected/p.from)/math.Log(p.to/p.from)
}

func (p *funnelPlot) sy(ratio float64) float64 {
	return p.y1 - (p.y1-p.y0)*math.Log(max(ratio, p.low)/p.low)/math.Log(p.high/p.low)
}

func (p *funnelPlot) layOut() {
	least, most := math.Inf(1), 0.0
	p.low, p.high = 0.5, 2.0
	for _, u := range p.drawn {
		least, most = min(least, u.Expected), max(most, u.Expected)
		p.low, p.high = min(p.low, max(u.Ratio.V, funnelLow)), max(p.high, u.Ratio.V)
	}
	p.from, p.to = max(least/1.15, p.Limits[0].Expected), min(most*1.1, p.Limits[len(p.Limits)-1].Expected)
	if p.from >= p.to {
		p.from, p.to = p.Limits[0].Expected, p.Limits[len(p.Limits)-1].Expected
	}
	p.low, p.high = math.Pow(2, math.Floor(2*math.Log2(p.low*0.95))/2), math.Pow(2, math.Ceil(2*math.Log2(p.high*1.05))/2)
	p.text(margin, p.y+0.8*bodySize, p.sheet.Funnel.Ratio, bodyText)
	p.y += 5.5
	p.x0 = margin + bodyText.width("1/8") + 2.5
	p.x1 = p.right() - smallText.width(p.Percent(funnel.OuterLevel, 1)) - 3
	p.y0, p.y1 = p.y+1, p.y+1+funnelHeight
}

func (p *funnelPlot) axes() {
	for t := math.Pow(2, math.Ceil(math.Log2(p.low)-1e-9)); t <= p.high; t *= 2 {
		y := p.sy(t)
		st := stroke{color: gridLine, width: 0.2}
		if t == 1 {
			st = stroke{color: axisInk, width: 0.35}
		}
		p.line(p.x0, y, p.x1, y, st)
		p.text(p.x0-1.8, y+0.36*bodySize, ratioLabel(p.Locale, t), bodyText.at(end))
	}
	p.line(p.x0, p.y1, p.x1, p.y1, stroke{color: axisInk, width: 0.3})
	last := math.Inf(-1)
	for unit := 1; float64(unit) <= p.to; unit *= 10 {
		for _, k := range []int{1, 2, 5} {
			e := float64(k * unit)
			if e < p.from || e > p.to || p.sx(e)-last < 8 {
				continue
			}
			last = p.sx(e)
			p.line(last, p.y1, last, p.y1+1.1, stroke{color: axisInk, width: 0.3})
			p.text(last, p.y1+4.1, p.Int(k*unit), bodyText.at(middle))
		}
	}
	p.text((p.x0+p.x1)/2, p.y1+8, p.sheet.Funnel.Expected, bodyText.at(middle))
	p.y = p.y1 + 11.5
}

// lines draws the limits, solid at 95 % and dashed at 99.8 %, and their levels at the end.
func (p *funnelPlot) lines() {
	inner, outer := stroke{color: axisInk, width: 0.35}, stroke{color: axisInk, width: 0.35, dash: []float64{1.6, 0.9}}
	p.limitLine(inner, func(f funnel.Funnel) (float64, bool) { return f.Inner.Upper, true })
	p.limitLine(inner, func(f funnel.Funnel) (float64, bool) { return f.Inner.Lower.V, f.Inner.Lower.OK })
	p.limitLine(outer, func(f funnel.Funnel) (float64, bool) { return f.Outer.Lower.V, f.Outer.Lower.OK })
	p.limitLine(outer, func(f funnel.Funnel) (float64, bool) { return f.Outer.Upper, true })
	end := p.Limits[0].Funnel.V
	for _, l := range p.Limits {
		if l.Expected <= p.to {
			end = l.Funnel.V
		}
	}
	want := []float64{p.sy(end.Inner.Upper), p.sy(end.Outer.Upper)}
	words := []string{p.Percent(funnel.InnerLevel, 0), p.Percent(funnel.OuterLevel, 1)}
	for i, y := range spread(want, smallText.lineHeight(), p.y0, p.y1) {
		p.text(p.x1+1.5, y+0.36*smallSize, words[i], smallText)
	}
}

// limitLine draws one line of the funnel within the figure.
func (p *funnelPlot) limitLine(st stroke, of func(funnel.Funnel) (float64, bool)) {
	var path []point
	for _, l := range p.Limits {
		v, ok := of(l.Funnel.V)
		if !ok || v < p.low || v > p.high || l.Expected < p.from || l.Expected > p.to {
			continue
		}
		path = append(path, point{p.sx(l.Expected), p.sy(v)})
	}
	if len(path) > 1 {
		p.path(path, st)
	}
}

// dots draws the units: those outside as diamonds, filled outside the outer limits.
func (p *funnelPlot) dots() {
	for _, u := range p.drawn {
		if u.Ratio.V < p.low {
			p.atFoot = true
		}
		if !outside(u.Place) {
			p.unit(p.sx(u.Expected), p.sy(u.Ratio.V), u.Place)
		}
	}
	for _, u := range p.drawn {
		if outside(u.Place) {
			p.unit(p.sx(u.Expected), p.sy(u.Ratio.V), u.Place)
		}
	}
	for _, u := range p.drawn {
		if u.Own {
			p.circle(p.sx(u.Expected), p.sy(u.Ratio.V), ownRing, color.NRGBA{}, ownLine)
		}
	}
}

var ownLine = stroke{color: ink, width: 0.35}

func (p *funnelPlot) unit(x, y float64, place funnel.Place) {
	look := lineLooks[1].color
	switch {
	case far(place):
		p.diamond(x, y, 1.5, look, stroke{color: white, width: 0.2})
	case outside(place):
		p.diamond(x, y, 1.25, white, stroke{color: look, width: 0.45})
	default:
		p.circle(x, y, funnelDot, estimateLine.color, stroke{color: white, width: 0.15})
	}
}

func (p *funnelPlot) legendItems() []legendItem {
	w := &p.sheet.Funnel
	items := []legendItem{{words: w.Inside, width: 2.6, draw: func(x, y, ww, h float64) { p.unit(x+ww/2, y+h/2, funnel.Inside) }}}
	has := func(is func(funnel.Place) bool) bool {
		return slices.ContainsFunc(p.drawn, func(u FunnelUnit) bool { return is(u.Place) })
	}
	if has(func(q funnel.Place) bool { return outside(q) && !far(q) }) {
		items = append(items, legendItem{words: w.Outside, width: 2.6, draw: func(x, y, ww, h float64) { p.unit(x+ww/2, y+h/2, funnel.Above) }})
	}
	if has(far) {
		items = append(items, legendItem{words: w.Far, width: 2.6, draw: func(x, y, ww, h float64) { p.unit(x+ww/2, y+h/2, funnel.FarAbove) }})
	}
	if slices.ContainsFunc(p.drawn, func(u FunnelUnit) bool { return u.Own }) {
		items = append(items, legendItem{words: w.Own, width: 4, draw: func(x, y, ww, h float64) {
			p.unit(x+ww/2, y+h/2, funnel.Inside)
			p.circle(x+ww/2, y+h/2, ownRing, color.NRGBA{}, ownLine)
		}})
	}
	return items
}
