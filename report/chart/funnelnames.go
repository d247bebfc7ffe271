package chart

import (
	"math"
	"slices"
)

// names writes those of a cohort's units, then of units outside, first of those outside the outer
// limits, where there is room: none lies on another, nor beyond the figure.
func (p *funnelPlot) names() {
	var named []box
	p.namesOf(func(u *FunnelUnit) bool { return u.Own }, &named, &p.ownUnnamed)
	p.named = 0 // of those outside there may be as many again
	p.namesOf(func(u *FunnelUnit) bool { return !u.Own && far(u.Place) }, &named, &p.unnamed)
	p.namesOf(func(u *FunnelUnit) bool { return !u.Own && outside(u.Place) && !far(u.Place) }, &named, &p.unnamed)
}

// namesOf writes the names of some units beside those that are there, and counts those without room.
func (p *funnelPlot) namesOf(wanted func(*FunnelUnit) bool, named *[]box, without *int) {
	for i := range p.drawn {
		u := &p.drawn[i]
		if !wanted(u) {
			continue
		}
		b, away, ok := p.nameBox(u, *named)
		if !ok || p.named == mostNames {
			*without++
			continue
		}
		if *named = append(*named, b); away {
			*named = append(*named, p.drawLeader(u, b)...)
		}
		p.named++
		p.rect(b.x, b.y, b.w, b.h, faded(white, 0.8), stroke{})
		p.text(b.x, b.y+0.8*smallSize, bodyName(u.Name), nameStyle(u).inked(ink))
	}
}

// nameStyle has the names of a cohort's units in bold.
func nameStyle(u *FunnelUnit) textStyle {
	st := smallText
	st.bold = u.Own
	return st
}

func bodyName(s string) string { return smallText.shorten(printable(s), 38) }

// A box is where a name stands.
type box struct{ x, y, w, h float64 }

func (b box) meets(o box) bool {
	return b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h
}

// distance is that of a point from the box: 0 within it.
func (b box) distance(x, y float64) float64 {
	return math.Hypot(max(b.x-x, 0, x-b.x-b.w), max(b.y-y, 0, y-b.y-b.h))
}

// nameBox finds room for a name to the right of its mark, else to the left, above or below, where
// it hides no mark; else farther away, with a line to it. away says that it is there.
func (p *funnelPlot) nameBox(u *FunnelUnit, taken []box) (b box, away, ok bool) {
	x, y := p.sx(u.Expected), p.sy(u.Ratio.V)
	w, h := nameStyle(u).width(bodyName(u.Name)), smallText.lineHeight()
	free := func(b box) bool {
		within := b.x >= p.x0 && b.x+w <= p.x1 && b.y >= p.y0 && b.y+h <= p.y1
		return within && !slices.ContainsFunc(taken, b.meets) && !p.covers(b)
	}
	for _, at := range u.nextTo(x, y, w, h) {
		if b := (box{at.x, at.y, w, h}); free(b) {
			return b, false, true
		}
	}
	for far := 7.0; far <= 22; far += 3 {
		for k := range 16 {
			dy, dx := math.Sincos(2 * math.Pi * float64(k) / 16)
			b := box{x + far*dx - w/2, y + far*dy - h/2, w, h}
			crosses := slices.ContainsFunc(p.leader(u, b), func(l box) bool { return slices.ContainsFunc(taken, l.meets) })
			if free(b) && !crosses {
				return b, true, true
			}
		}
	}
	return box{}, false, false
}

// nextTo are the places of a name of width w and height h at the mark in x and y, in the order in
// which they are tried; outside the ring of one that has it.
func (u *FunnelUnit) nextTo(x, y, w, h float64) []point {
	side, above, aslant := 2.0, 1.3, point{1.2, 0.6}
	if u.Own {
		side, above, aslant = ownRing+0.6, ownRing+0.3, point{1.6, 1.4}
	}
	return []point{{x + side, y - h/2}, {x - side - w, y - h/2}, {x - w/2, y - h - above}, {x - w/2, y + above},
		{x + aslant.x, y - h - aslant.y}, {x + aslant.x, y + aslant.y}}
}

// leader is the line from a unit to its name, as small boxes from the edge of its mark to that of
// the name.
func (p *funnelPlot) leader(u *FunnelUnit, b box) (along []box) {
	const n = 28
	x, y := p.sx(u.Expected), p.sy(u.Ratio.V)
	for i := 1; i < n; i++ {
		t := float64(i) / n
		dx, dy := t*(b.x+b.w/2-x), t*(b.y+b.h/2-y)
		at := box{x + dx - 0.2, y + dy - 0.2, 0.4, 0.4}
		if math.Hypot(dx, dy) >= u.reach() && !at.meets(b) {
			along = append(along, at)
		}
	}
	return along
}

// drawLeader draws that line, and returns the boxes along it.
func (p *funnelPlot) drawLeader(u *FunnelUnit, b box) []box {
	along := p.leader(u, b)
	if len(along) > 1 {
		from, to := along[0], along[len(along)-1]
		p.line(from.x+0.2, from.y+0.2, to.x+0.2, to.y+0.2, stroke{color: yearLine, width: 0.2})
	}
	return along
}

// reach is how far the mark of a unit goes from its middle, with its ring.
func (u *FunnelUnit) reach() float64 {
	if u.Own {
		return ownRing + 0.1
	}
	return 0.9
}

// covers reports whether a name would hide the mark of a unit, or a part of its ring.
func (p *funnelPlot) covers(b box) bool {
	return slices.ContainsFunc(p.drawn, func(u FunnelUnit) bool {
		return b.distance(p.sx(u.Expected), p.sy(u.Ratio.V)) < u.reach()
	})
}
