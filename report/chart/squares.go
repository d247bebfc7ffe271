package chart

import (
	"image/color"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Squares draws the timeline with a square a month: green for the first
// holder, yellow for the second, orange for the third, violet from the fourth.
// The holder's number stands where the months begin. It returns one figure a
// page.
func (t *Timeline) Squares() ([]*Figure, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	l, c := t.locale(), t.count()
	pages := t.pages(t.squareHeight(t.Paper.width()))
	figures := make([]*Figure, len(pages))
	for i, rows := range pages {
		s := t.page(l.Timeline.MonthsTitle, l.Timeline.MonthsSubtitle, c, i, len(pages))
		if len(rows) == 0 {
			figures[i] = s.finish(l.Timeline.Empty, t.Caption)
			continue
		}
		t.drawSquares(s, rows)
		s.legend(t.squareLegend(s, c))
		assumed := ""
		if c.assumed > 0 {
			assumed = locale.Fill(l.Timeline.AssumedFor, l.Count(c.assumed, l.Doctor))
		}
		figures[i] = s.finish(t.summary(c), assumed, t.Caption)
	}
	return figures, nil
}

// The height of a square follows its width, within what can be read.
const (
	minSquare = 3.3
	maxSquare = 5.2
)

// squareWidth is that of a month, of squares that have so much room, and squareHeight goes with it.
func (t *Timeline) squareWidth(room float64) float64 { return min(room/float64(t.months()), maxSquare) }

func (t *Timeline) squareHeight(room float64) float64 { return max(minSquare, t.squareWidth(room)) }

func (t *Timeline) drawSquares(s *sheet, rows []row) {
	labels, room := s.rowLabels(rows)
	left := margin + room + 1.5
	m := monthScale{first: t.First, last: t.Last, x0: left}
	m.step = t.squareWidth(s.right() - left)
	height := t.squareHeight(s.right() - left)
	y0 := s.y + 5.5
	s.monthAxis(m, y0, y0+float64(len(rows))*height)
	for i, r := range rows {
		y := y0 + float64(i)*height
		s.text(left-1.2, y+height/2+0.36*bodySize, labels[i], bodyText.at(end))
		t.drawSquareRow(s, m, &r, y, height)
	}
	s.y = y0 + float64(len(rows))*height + 2.6
}

func (t *Timeline) drawSquareRow(s *sheet, m monthScale, r *row, y, height float64) {
	gap := min(0.2, 0.1*m.step)
	draw := func(first, last varighet.Month, square func(k varighet.Month, x, y, w, h float64)) {
		for k := max(first, t.First); k <= min(last, t.Last); k++ {
			square(k, m.x(k)+gap, y+0.2, m.step-2*gap, height-0.4)
		}
	}
	for _, sp := range r.spells {
		draw(sp.First, sp.Last, func(k varighet.Month, x, y, w, h float64) { t.square(s, sp, k, x, y, w, h) })
	}
	for _, st := range r.stretches { // months without data also where a doctor's spell goes on
		draw(st.first, st.last, func(_ varighet.Month, x, y, w, h float64) { s.stateSquare(st.state, x, y, w, h) })
	}
	for _, sp := range r.spells {
		t.writeOrdinal(s, m, r, sp, y+height/2+0.36*smallSize)
	}
}

// square draws a month of a holder: with a dashed outline if it is an end that is assumed, and a
// red corner if it is one that was corrected.
func (t *Timeline) square(s *sheet, sp *survival.Spell, k varighet.Month, x, y, w, h float64) {
	look := holderLook(sp.Ordinal)
	s.rect(x, y, w, h, look.fill, stroke{color: look.outline, width: min(0.15, 0.06*w)})
	if k == sp.First && sp.StartEvidence == varighet.EvidenceAssumed || k == sp.Last && sp.EndEvidence == varighet.EvidenceAssumed {
		s.assumedSquare(x, y, w, h)
	}
	from, to := t.corrected(sp)
	if k == sp.First && from || k == sp.Last && to {
		s.correctedSquare(x, y, w)
	}
}

// assumedSquare outlines a month that is assumed: white below a dashed line shows on any fill.
func (s *sheet) assumedSquare(x, y, w, h float64) {
	const in = 0.15
	line := stroke{color: white, width: min(0.4, 0.14*w)}
	s.rect(x+in, y+in, w-2*in, h-2*in, color.NRGBA{}, line)
	line.color, line.dash = ink, []float64{0.7, 0.6}
	s.rect(x+in, y+in, w-2*in, h-2*in, color.NRGBA{}, line)
}

// correctedSquare is a white corner with a red edge, at the top right of a month.
func (s *sheet) correctedSquare(x, y, w float64) {
	r := min(1.5, 0.6*w)
	s.polygon([]point{{x + w - r, y}, {x + w, y}, {x + w, y + r}}, white, stroke{color: markInk, width: min(0.3, 0.2*w)})
}

// writeOrdinal writes the number of a holder in the first square that has data.
func (t *Timeline) writeOrdinal(s *sheet, m monthScale, r *row, sp *survival.Spell, base float64) {
	first, last := max(sp.First, t.First), min(sp.Last, t.Last)
	for first < last && r.noData(first) {
		first++
	}
	st := smallText.inked(inkOn(holderLook(sp.Ordinal).fill))
	number := strconv.Itoa(sp.Ordinal)
	if w := st.width(number); !r.noData(first) && w+0.4 <= m.x(last+1)-m.x(first) {
		s.text(m.x(first)+max(m.step, w+0.6)/2, base, number, st.at(middle))
	}
}

func holderLook(ordinal int) struct{ fill, outline color.NRGBA } {
	return holderColors[min(max(ordinal, 1), len(holderColors))-1]
}

// stateSquare is a month without a holder: a dot before the position was opened, a white square
// where it is vacant, a line across after it was closed, and a cross on dark grey where there are
// no data.
func (s *sheet) stateSquare(of state, x, y, w, h float64) {
	switch of {
	case notOpened:
		s.circle(x+w/2, y+h/2, min(0.3, 0.25*w), yearLine, stroke{})
	case vacant:
		s.rect(x, y, w, h, white, stroke{color: yearLine, width: min(0.15, 0.12*w)})
	case closed:
		s.line(x+0.15*w, y+0.85*h, x+0.85*w, y+0.15*h, closedHatch)
	default:
		s.rect(x, y, w, h, noData, stroke{})
		cross := stroke{color: noDataMarks, width: 0.15}
		s.line(x, y, x+w, y+h, cross)
		s.line(x, y+h, x+w, y, cross)
	}
}

func (t *Timeline) squareLegend(s *sheet, c timelineCount) []legendItem {
	highest := 0
	for i := range t.Spells {
		if t.Spells[i].Kind == survival.Regular {
			highest = max(highest, t.Spells[i].Ordinal)
		}
	}
	const side = 3.4
	var items []legendItem
	for i := range min(highest, len(holderColors)) {
		look := holderColors[i]
		items = append(items, legendItem{words: s.Timeline.Holders[i], width: side,
			draw: s.box(look.fill, stroke{color: look.outline, width: 0.15})})
	}
	items = append(items, s.stretchLegend(c.shown, side, func(of state) func(x, y, w, h float64) {
		return func(x, y, w, h float64) { s.stateSquare(of, x, y, w, h) }
	})...)
	if c.assumedFrom || c.assumedTo {
		items = append(items, legendItem{words: assumedWords(s.Timeline, c), width: side, draw: s.assumedSquare})
	}
	if c.correctedFrom || c.correctedTo {
		items = append(items, legendItem{words: correctedWords(s.Timeline, c), width: side, draw: func(x, y, w, h float64) {
			s.rect(x, y, w, h, white, stroke{color: yearLine, width: 0.15})
			s.correctedSquare(x, y, w)
		}})
	}
	return items
}
