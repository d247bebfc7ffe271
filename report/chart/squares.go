package chart

import (
	"image/color"
	"strconv"

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
	pages := t.pages()
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

func (t *Timeline) drawSquares(s *sheet, rows []row) {
	left := margin + s.labelRoom(rows) + 1.5
	m := monthScale{first: t.First, last: t.Last, x0: left}
	m.step = min((s.right()-left)/float64(t.months()), maxSquare)
	height := max(minSquare, m.step)
	y0 := s.y + 5.5
	s.monthAxis(m, y0, y0+float64(len(rows))*height)
	for i, r := range rows {
		y := y0 + float64(i)*height
		s.rowLabel(r.label, left-1.2, y+height/2)
		t.drawSquareRow(s, m, r, y, height)
	}
	s.y = y0 + float64(len(rows))*height + 2.6
}

func (t *Timeline) drawSquareRow(s *sheet, m monthScale, r row, y, height float64) {
	gap := min(0.2, 0.1*m.step)
	at := make([]*survival.Spell, t.months())
	for _, sp := range r.spells {
		for k := max(sp.First, t.First); k <= min(sp.Last, t.Last); k++ {
			at[k-t.First] = sp
		}
	}
	for _, sp := range r.missing { // also where a doctor's spell goes on
		for k := max(sp.First, t.First); k <= min(sp.Last, t.Last); k++ {
			at[k-t.First] = sp
		}
	}
	for i, sp := range at {
		x, w, h := m.x0+float64(i)*m.step+gap, m.step-2*gap, height-0.4
		switch {
		case sp == nil && r.label == "":
			// The second row of a position: its first row says that it stands empty.
		case sp == nil:
			s.rect(x, y+0.2, w, h, white, stroke{color: emptyLine, width: 0.12})
		case sp.Kind == survival.Missing:
			s.crossed(x, y+0.2, w, h)
		default:
			look := holderLook(sp.Ordinal)
			s.rect(x, y+0.2, w, h, look.fill, stroke{color: look.outline, width: min(0.15, 0.06*m.step)})
		}
	}
	for _, sp := range r.spells {
		first := max(sp.First, t.First)
		for first < min(sp.Last, t.Last) && r.noData(first) != nil {
			first++
		}
		if r.noData(first) != nil {
			continue
		}
		room := m.x(min(sp.Last, t.Last)+1) - m.x(first)
		st := smallText.inked(inkOn(holderLook(sp.Ordinal).fill))
		number := strconv.Itoa(sp.Ordinal)
		if w := st.width(number); w+0.4 <= room {
			x := m.x(first) + max(m.step, w+0.6)/2
			s.text(x, y+height/2+0.36*smallSize, number, st.at(middle))
		}
	}
}

func holderLook(ordinal int) struct{ fill, outline color.NRGBA } {
	return holderColors[min(max(ordinal, 1), len(holderColors))-1]
}

// crossed is the square of a month without data.
func (s *sheet) crossed(x, y, w, h float64) {
	s.rect(x, y, w, h, noData, stroke{})
	cross := stroke{color: noDataMarks, width: 0.15}
	s.line(x, y, x+w, y+h, cross)
	s.line(x, y+h, x+w, y, cross)
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
	if c.noData {
		items = append(items, legendItem{words: s.Timeline.NoData, width: side, draw: s.crossed})
	}
	return append(items, legendItem{words: s.Timeline.Vacant, width: side,
		draw: s.box(white, stroke{color: emptyLine, width: 0.15})})
}
