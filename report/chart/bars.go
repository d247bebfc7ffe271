package chart

import (
	"image/color"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

const (
	barRow    = 5.6 // mm from one line to the next
	barHeight = 4.2
	barGap    = 0.15 // white at each end, so that two bars in a row stand apart
	arrowRoom = 3.0  // beyond the last and before the first month
)

// Bars draws the timeline with a bar a doctor and the months held written on
// it. A dark bar with an arrow goes on in the last month, a light one has
// ended; a dashed outline says that a month is assumed. It returns one figure
// a page.
func (t *Timeline) Bars() ([]*Figure, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	l, c := t.locale(), t.count()
	pages := t.pages(barRow)
	figures := make([]*Figure, len(pages))
	for i, rows := range pages {
		s := t.page(l.Timeline.BarsTitle, l.Timeline.BarsSubtitle, c, i, len(pages))
		if len(rows) == 0 {
			figures[i] = s.finish(l.Timeline.Empty, t.Caption)
			continue
		}
		t.drawBars(s, rows)
		s.legend(t.barLegend(s, c))
		figures[i] = s.finish(t.summary(c), t.Caption)
	}
	return figures, nil
}

func (t *Timeline) drawBars(s *sheet, rows []row) {
	labels, room := s.rowLabels(rows)
	left := margin + room + 1.2 + arrowRoom
	m := monthScale{first: t.First, last: t.Last, x0: left}
	m.step = (s.right() - arrowRoom - left) / float64(t.months())
	y0 := s.y + 5.5
	s.monthAxis(m, y0, y0+float64(len(rows))*barRow)
	for i, r := range rows {
		y := y0 + float64(i)*barRow
		s.text(left-arrowRoom-0.7, y+barRow/2+0.36*bodySize, labels[i], bodyText.at(end))
		t.drawBarRow(s, m, &r, y)
	}
	s.y = y0 + float64(len(rows))*barRow + 2.6
}

// drawBarRow draws bars over what is known of the other months, and months without data over
// both.
func (t *Timeline) drawBarRow(s *sheet, m monthScale, r *row, y float64) {
	top := y + (barRow-barHeight)/2
	for _, over := range []bool{false, true} {
		for _, st := range r.stretches {
			if from, to := m.x(st.first), m.x(st.last+1); over == (st.state == withoutData) {
				s.stretchBox(st.state, from+barGap, top, to-from-2*barGap, barHeight)
			}
		}
		for _, sp := range r.spells {
			if !over {
				t.drawBar(s, m, sp, top)
			}
		}
	}
	for j, sp := range r.spells {
		t.markCorrected(s, m, sp, y+barRow/2)
		t.writeHeld(s, m, r, j, sp, y+barRow/2+0.36*bodySize)
	}
	if len(r.spells) == 0 && !r.second {
		t.writeNever(s, m, r, y+barRow/2+0.36*smallSize)
	}
}

// markCorrected marks the ends of a bar that were corrected.
func (t *Timeline) markCorrected(s *sheet, m monthScale, sp *survival.Spell, y float64) {
	from, to := t.corrected(sp)
	if from {
		s.correctedMark(m.x(sp.First)+barGap, y, 1.1)
	}
	if to {
		s.correctedMark(m.x(sp.Last+1)-barGap, y, 1.1)
	}
}

// writeNever says of a position that it was never filled, on its longest vacant stretch.
func (t *Timeline) writeNever(s *sheet, m monthScale, r *row, base float64) {
	var longest stretch
	for _, st := range r.stretches {
		if st.state == vacant && st.last-st.first >= longest.last-longest.first {
			longest = st
		}
	}
	w, from, to := smallText.width(s.Timeline.Never), m.x(longest.first), m.x(longest.last+1)
	if longest.state != vacant || w+3 > to-from {
		return
	}
	middleX := (from + to) / 2
	s.rect(middleX-w/2-0.7, base-0.36*smallSize-barHeight/2, w+1.4, barHeight, white, stroke{})
	s.text(middleX, base, s.Timeline.Never, smallText.at(middle))
}

func (t *Timeline) drawBar(s *sheet, m monthScale, sp *survival.Spell, y float64) {
	x0 := m.x(max(sp.First, t.First)) + barGap
	x1 := m.x(min(sp.Last, t.Last)+1) - barGap
	fill, outline := barLook(sp)
	s.rect(x0, y, x1-x0, barHeight, fill, outline)
	if t.stillThere(sp) {
		s.arrow(x1+0.4, y, +1, fill)
	}
	if t.underWay(sp) {
		s.arrow(x0-0.4, y, -1, fill)
	}
}

// writeHeld writes the months held on the j-th bar of a row: on its longest
// stretch that has data, or after it where only a number finds room.
func (t *Timeline) writeHeld(s *sheet, m monthScale, r *row, j int, sp *survival.Spell, base float64) {
	words := s.Held(sp.MonthsHeld())
	number := s.Int(sp.MonthsHeld())
	if !sp.Start.OK {
		words, number = "≥\u00a0"+words, "≥\u00a0"+number
	}
	first, last := t.clearest(r, sp)
	x0, x1 := m.x(first)+barGap, m.x(last+1)-barGap
	fill, _ := barLook(sp)
	for _, text := range []string{words, number} {
		if bodyText.width(text)+1.2 <= x1-x0 {
			s.text((x0+x1)/2, base, text, bodyText.at(middle).inked(inkOn(fill)))
			return
		}
	}
	free := m.end() // where the next thing on the line begins
	if j+1 < len(r.spells) {
		free = m.x(r.spells[j+1].First)
	}
	for _, st := range r.stretches {
		if st.last > sp.Last {
			free = math.Min(free, m.x(max(st.first, sp.Last+1)))
		}
	}
	x1 = m.x(min(sp.Last, t.Last)+1) - barGap
	if x1+0.8+smallText.width(number)+0.4 <= free && !t.stillThere(sp) {
		s.text(x1+0.8, base, number, smallText)
	}
}

// clearest returns the longest stretch of a bar that has data, the first of
// those as long. Without any, last is before first.
func (t *Timeline) clearest(r *row, sp *survival.Spell) (first, last varighet.Month) {
	from, to := max(sp.First, t.First), min(sp.Last, t.Last)
	first, last = from, from-1
	for m := from; m <= to; m++ {
		if r.noData(m) {
			from = m + 1
		} else if m-from > last-first {
			first, last = from, m
		}
	}
	return first, last
}

// barLook is dark for one who was not seen to leave, light for one who left;
// dashed where a month is assumed.
func barLook(sp *survival.Spell) (fill color.NRGBA, outline stroke) {
	fill = stillThere
	if sp.Stopped {
		fill = hasLeft
		outline = stroke{color: barOutline, width: 0.2}
	}
	if sp.StartEvidence == varighet.EvidenceAssumed || sp.EndEvidence == varighet.EvidenceAssumed {
		outline = assumedOutline
	}
	return fill, outline
}

var assumedOutline = stroke{color: ink, width: 0.3, dash: []float64{0.9, 0.7}}

// arrow draws a triangle beside a bar that goes on beyond the months shown, to
// the right (+1) or to the left (-1).
func (s *sheet) arrow(x, y, direction float64, fill color.NRGBA) {
	const inset = 0.5
	s.polygon([]point{
		{x, y + inset},
		{x + direction*2.0, y + barHeight/2},
		{x, y + barHeight - inset},
	}, fill, stroke{})
}

func (t *Timeline) barLegend(s *sheet, c timelineCount) []legendItem {
	w := s.Timeline
	var items []legendItem
	add := func(when bool, words string, draw func(x, y, w, h float64)) {
		if when {
			items = append(items, legendItem{words: words, draw: draw})
		}
	}
	add(c.still > 0, locale.Fill(w.StillThere, s.MonthYear(t.Last)), func(x, y, w, h float64) {
		s.rect(x, y, w-2.2, h, stillThere, stroke{})
		s.polygon([]point{{x + w - 1.9, y + 0.2}, {x + w - 0.4, y + h/2}, {x + w - 1.9, y + h - 0.2}}, stillThere, stroke{})
	})
	add(c.left > 0, w.HasLeft, s.box(hasLeft, stroke{color: barOutline, width: 0.2}))
	add(c.lost, w.LostSight, s.box(stillThere, stroke{}))
	add(c.assumedFrom || c.assumedTo, assumedWords(w, c), s.box(white, assumedOutline))
	add(c.underWay, t.underWayWords(w, c), func(x, y, w, h float64) {
		s.polygon([]point{{x + 1.9, y + 0.2}, {x + 0.4, y + h/2}, {x + 1.9, y + h - 0.2}}, stillThere, stroke{})
		s.rect(x+2.2, y, w-2.2, h, stillThere, stroke{})
	})
	add(c.startsGone, w.AtLeast, func(x, y, width, h float64) {
		s.text(x+width/2, y+h/2+0.36*bodySize, "≥", bodyText.at(middle))
	})
	add(c.correctedFrom || c.correctedTo, correctedWords(w, c), func(x, y, w, h float64) { s.correctedMark(x+w/2, y+h/2, 1.1) })
	return append(items, s.stretchLegend(c.shown, 0, func(of state) func(x, y, w, h float64) {
		return func(x, y, w, h float64) { s.stretchBox(of, x, y, w, h) }
	})...)
}

// underWayWords name the first month, or the months that count where positions have windows.
func (t *Timeline) underWayWords(w locale.TimelineWords, c timelineCount) string {
	if c.underWayLater {
		return w.UnderWayLater
	}
	return locale.Fill(w.UnderWay, t.locale().MonthYear(t.First))
}

func correctedWords(w locale.TimelineWords, c timelineCount) string {
	switch {
	case c.correctedFrom && c.correctedTo:
		return w.CorrectedBoth
	case c.correctedTo:
		return w.CorrectedEnd
	}
	return w.CorrectedStart
}

func assumedWords(w locale.TimelineWords, c timelineCount) string {
	switch {
	case c.assumedFrom && c.assumedTo:
		return w.AssumedBoth
	case c.assumedTo:
		return w.AssumedEnd
	}
	return w.AssumedStart
}

// rowLabels are the labels of rows as they are printed, and the width of the widest.
func (s *sheet) rowLabels(rows []row) (labels []string, room float64) {
	for _, r := range rows {
		labels = append(labels, r.label)
	}
	labels = bodyText.apart(labels, s.labelLimit())
	room = 4.0
	for _, l := range labels {
		room = math.Max(room, bodyText.width(l))
	}
	return labels, room
}
