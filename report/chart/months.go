package chart

import (
	"strconv"

	"github.com/varighet/varighet"
)

// A monthScale lays the months of a timeline along the sheet.
type monthScale struct {
	first, last varighet.Month
	x0          float64 // left edge of the first month
	step        float64 // width of a month
}

// x returns the left edge of a month, also of the one after the last.
func (m monthScale) x(month varighet.Month) float64 { return m.x0 + float64(month-m.first)*m.step }

// end is the right edge of the last month.
func (m monthScale) end() float64 { return m.x(m.last + 1) }

// monthAxis draws the months above rows that reach from y0 to y1: a line and a
// number where a year begins, thin lines where a quarter does, and the first
// month in words.
func (s *sheet) monthAxis(m monthScale, y0, y1 float64) {
	every := 1 // years between two numbers
	for float64(12*every)*m.step < boldText.width("2017")+2.5 {
		every++
	}
	firstNumber := m.end()
	for k := m.first; k <= m.last; k++ {
		x := m.x(k)
		switch {
		case k.Calendar() == 1 && k.Year()%every == 0:
			s.line(x, y0-4.4, x, y1, stroke{color: yearLine, width: 0.25})
			if number := strconv.Itoa(k.Year()); x+0.9+boldText.width(number) <= s.right() {
				s.text(x+0.9, y0-1.5, number, boldText)
			}
			firstNumber = min(firstNumber, x)
		case k.Calendar() == 1:
			s.line(x, y0-1.2, x, y1, stroke{color: gridLine, width: 0.25})
		case k.Calendar()%3 == 1 && m.step > 2:
			s.line(x, y0, x, y1, stroke{color: gridLine, width: 0.2})
		}
	}
	if firstNumber == m.x0 {
		return // the data begin with a January that has its number
	}
	for _, words := range []string{s.MonthYear(m.first), s.MonthYearShort(m.first)} {
		if m.x0+boldText.width(words)+1.2 <= firstNumber {
			s.text(m.x0, y0-1.5, words, boldText)
			return
		}
	}
}
