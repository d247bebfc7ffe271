package docx

import (
	"strings"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
)

// A layout is how wide the columns of a table are, in mm, in type of how many points, and
// on a page of which orientation.
type layout struct {
	widths    []float64
	points    float64
	landscape bool
}

// layouts are those that a table may have, the best first; the last takes every table. The type of
// the first is that of the style.
var layouts = []layout{{nil, 9, false}, {nil, 8, false}, {nil, 9, true}, {nil, 8, true}, {nil, 7, true}}

const (
	cellMargin = 4.0  // mm on both sides of a cell together: 3, as the style has it, and room for another font
	widestWord = 60.0 // mm; a longer one is broken
	mostLines  = 8    // of a cell, before the next layout is tried
)

// layoutOf is the first layout in which no word or number is broken and no cell has too many
// lines; the last but one if only lines are too many; and the last, squeezed, if words are.
func layoutOf(p *report.Printed) *layout {
	for i := range layouts {
		l := layouts[i]
		columns := columnsOf(p, l.points)
		room := portraitArea.width
		if l.landscape {
			room = landscapeArea.width
		}
		l.widths = share(columns, room)
		_, lines := mostLined(columns, l.widths, 1)
		if i == len(layouts)-1 || least(columns) <= room && (lines <= mostLines || i == len(layouts)-2) {
			return &l
		}
	}
	panic("unreachable: the last layout takes every table")
}

// A column is how wide the words in it are, in mm.
type column struct {
	least  float64 // the widest word or number, with the margins of a cell
	header cellWidths
	cells  []cellWidths
}

// cellWidths are those of the words of a cell, line by line, and of the space between two.
type cellWidths struct {
	lines [][]float64
	space float64
}

func columnsOf(p *report.Printed, points float64) []column {
	columns := make([]column, len(p.Head))
	for i, c := range p.Head {
		columns[i].header = columns[i].take(c.Text, false, points, true)
	}
	for _, r := range p.Rows {
		for i, c := range r.Cells {
			columns[i].cells = append(columns[i].cells, columns[i].take(c.Text, c.Numeric, points, r.Total))
		}
	}
	return columns
}

// take makes room for the words of a cell, or for the whole of a number or of the words in its place.
func (c *column) take(s string, whole bool, points float64, bold bool) cellWidths {
	cell := cellWidths{space: chart.TextWidth(" ", points, bold)}
	for _, l := range strings.Split(s, "\n") {
		var line []float64
		for _, word := range unbroken(l, whole) {
			w := chart.TextWidth(word, points, bold)
			c.least = max(c.least, min(w, widestWord)+cellMargin)
			line = append(line, w)
		}
		cell.lines = append(cell.lines, line)
	}
	return cell
}

// unbroken is what is not broken: the words of a text, or the whole of it. A no-break space holds
// words together.
func unbroken(s string, whole bool) []string {
	if whole {
		return []string{s}
	}
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' })
}

// count is how many lines the cell has in a column so wide.
func (c *cellWidths) count(width float64) (n int) {
	for _, words := range c.lines {
		n++
		used := 0.0
		for i, w := range words {
			if i > 0 && used+c.space+w > width-cellMargin {
				n, used = n+1, 0
			} else if i > 0 {
				used += c.space
			}
			used += w
		}
	}
	return n
}

// tallest is how many lines the tallest cell has in a column so wide. Those that a header may
// have beyond the cells are not counted.
func (c *column) tallest(width float64, beyond int) int {
	most := c.header.count(width) - beyond
	for i := range c.cells {
		most = max(most, c.cells[i].count(width))
	}
	return most
}

// share gives each column its least width and what room is left, mm by mm, to the one with the
// most lines: first to those with more than one, or two in the header, then to headers too.
// Columns too wide even so shrink alike.
func share(columns []column, room float64) []float64 {
	widths := make([]float64, len(columns))
	need := least(columns)
	for i, c := range columns {
		widths[i] = c.least * min(1, room/need)
	}
	spare := room - need
	for beyond := 1; beyond >= 0; beyond-- {
		for ; spare >= 1; spare-- {
			i, lines := mostLined(columns, widths, beyond)
			if lines <= 1 {
				break
			}
			widths[i]++
		}
	}
	return widths
}

// mostLined is the first of the columns with the most lines, and how many it has.
func mostLined(columns []column, widths []float64, beyond int) (at, lines int) {
	for i := range columns {
		if n := columns[i].tallest(widths[i], beyond); n > lines {
			at, lines = i, n
		}
	}
	return at, lines
}

// least is the width of all columns at their least.
func least(columns []column) (mm float64) {
	for _, c := range columns {
		mm += c.least
	}
	return mm
}
