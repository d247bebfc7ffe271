package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Stability is the figure of how many doctors positions have had: a row for the positions of each
// group, or of each year in which they were first filled. Of few positions each is a square, with
// the number of its holders; of many a row is parted by shares.
type Stability struct {
	Text
	Paper

	All     survival.StabilityCounts
	Heading string         // of the rows; "" for none
	Rows    []StabilityRow // none for All alone

	ConfLevel           float64
	Share, Lower, Upper float64 // of the positions ever filled, those with the same doctor; where All.Filled > 0
}

// A StabilityRow is the counts of a group of positions and its name.
type StabilityRow struct {
	Label string
	Key   string // as files name it: "2017", "all"
	survival.StabilityCounts
	Withheld []string // for privacy: columns of the table that are not told
}

// mostSquares is how many positions a row of squares holds.
const mostSquares = 20

const (
	stabilityRow  = 8.6
	squareSize    = 5.8
	mostRows      = 60
	listedStops   = 12 // that many are listed one by one
	rowLabelWidth = 34.0
)

// classesOf are how many positions are in each class, in the order of their words.
func classesOf(c *survival.StabilityCounts) [7]int {
	return [7]int{c.Same, c.ChangedOnce, c.ChangedTwice, c.ChangedMore, c.NotReplaced, c.OutOfSight + c.NoData + c.NotOpened, c.NeverFilled}
}

// squareWords are in the squares of the classes: how many holders.
var squareWords = [7]string{"1", "2", "3", "4+", "1", "1", ""}

// Draw draws the figure; many rows take several sheets. Without positions it says so.
func (c *Stability) Draw() (figures []*Figure, err error) {
	if len(c.Rows) > mostRows {
		return nil, fmt.Errorf("%d rows in one figure are more than %d", len(c.Rows), mostRows)
	}
	rows := c.Rows
	if len(rows) == 0 {
		rows = []StabilityRow{{Label: c.locale().All, StabilityCounts: c.All}}
	}
	most := rowsWithin(stabilityRow)
	n := (len(rows) + most - 1) / most
	for i := range n {
		figures = append(figures, c.sheet(rows[i*len(rows)/n:(i+1)*len(rows)/n], i, n))
	}
	return figures, nil
}

// sheet draws some of the rows, on sheet i of n.
func (c *Stability) sheet(rows []StabilityRow, i, n int) *Figure {
	w := &c.locale().Stability
	s := newSheet(c.Paper, sheetTitle(c.locale(), c.title(), i, n), c.description())
	s.heading(c.Mark, c.subtitle())
	if c.All.Positions == 0 {
		return s.finish(w.Empty, c.Caption)
	}
	s.legend(c.legendItems(s))
	s.y += 1.4
	c.rows(s, rows)
	return s.finish(c.share(), c.filled(), c.stops(), c.shared(), w.ClassNote, c.Caption)
}

func (c *Stability) title() string {
	l := c.locale()
	switch {
	case c.Title != "":
		return c.Title
	case c.All.Filled < 2:
		return l.Stability.TitleNone
	}
	if c.All.Same == 0 {
		return locale.Fill(l.Stability.TitleZero, l.Int(c.All.Filled))
	}
	return locale.Fill(l.Stability.Title, l.Int(c.All.Same), l.Int(c.All.Filled))
}

func (c *Stability) subtitle() string {
	l := c.locale()
	switch {
	case c.Subtitle != "" || c.All.Positions == 0:
		return c.Subtitle
	case c.squares():
		return locale.Fill(l.Stability.SubSquares, l.MonthYear(c.All.Month))
	}
	return locale.Fill(l.Stability.SubBars, l.MonthYear(c.All.Month))
}

// most is the greatest number of positions in a row.
func (c *Stability) most() int {
	most := 0
	for i := range c.Rows {
		most = max(most, c.Rows[i].Positions)
	}
	if most == 0 {
		most = c.All.Positions
	}
	return most
}

// squares reports whether each position is a square.
func (c *Stability) squares() bool { return c.most() <= mostSquares }

func (c *Stability) rows(s *sheet, rows []StabilityRow) {
	l := s.Locale
	left := 0.0
	if c.Heading != "" {
		s.text(margin, s.y+0.8*bodySize, c.Heading, softText)
		s.y += 4.4
		left = bodyText.width(c.Heading)
	}
	for _, r := range rows {
		left = math.Max(left, math.Max(boldText.width(printable(r.Label)), smallText.width(l.Count(r.Positions, l.Position))))
	}
	x0 := margin + math.Min(left, rowLabelWidth) + 3
	for i, r := range rows {
		if i > 0 {
			s.line(margin, s.y, s.right(), s.y, stroke{color: gridLine, width: 0.2})
		}
		s.text(margin, s.y+3.7, boldText.shorten(printable(r.Label), rowLabelWidth), boldText)
		s.text(margin, s.y+6.9, l.Count(r.Positions, l.Position), smallText)
		if y := s.y + (stabilityRow-squareSize)/2; c.squares() {
			c.squareRow(s, &r.StabilityCounts, x0, y)
		} else {
			shareRow(s, &r.StabilityCounts, x0, y)
		}
		s.y += stabilityRow
	}
	s.y += 0.8
}

// squareRow draws a square for each position, those of a class together.
func (c *Stability) squareRow(s *sheet, counts *survival.StabilityCounts, x, y float64) {
	const gap = 0.4
	size := math.Min(squareSize, (s.right()-x)/float64(c.most())-gap)
	for k, n := range classesOf(counts) {
		for range n {
			s.class(k, x, y, size, squareSize)
			s.text(x+size/2, y+squareSize/2+0.36*bodySize, squareWords[k], bodyText.at(middle).inked(inkOn(classFills[k].fill)))
			x += size + gap
		}
	}
}

// shareRow draws the shares of a row, with those for which there is room in per cent.
func shareRow(s *sheet, counts *survival.StabilityCounts, x, y float64) {
	all := 0
	for _, n := range classesOf(counts) {
		all += n
	}
	width := s.right() - x
	for k, n := range classesOf(counts) {
		if n == 0 {
			continue
		}
		share := float64(n) / float64(all)
		s.class(k, x, y, width*share, squareSize)
		if words := sharePercent(s.Locale, share); smallText.width(words)+1.2 <= width*share {
			s.text(x+width*share/2, y+squareSize/2+0.36*smallSize, words, smallText.at(middle).inked(inkOn(classFills[k].fill)))
		}
		x += width * share
	}
}

// class fills a rectangle as a class of positions: those without a colour of their own have a
// pattern.
func (s *sheet) class(k int, x, y, w, h float64) {
	look := classFills[k]
	s.rect(x, y, w, h, look.fill, stroke{color: look.outline, width: 0.25})
	if k == 4 && w > 1 {
		s.hatch(x, y, w, h, 1.3, stroke{color: barOutline, width: 0.2})
	}
}

func (c *Stability) legendItems(s *sheet) (items []legendItem) {
	for k, n := range classesOf(&c.All) {
		if n > 0 || k < 2 {
			items = append(items, legendItem{words: s.Stability.Classes[k] + " (" + s.Int(n) + ")", width: 3.4,
				draw: func(x, y, w, h float64) { s.class(k, x, y, w, h) }})
		}
	}
	return items
}

// share is the share with the same doctor, and its limits.
func (c *Stability) share() string {
	if c.All.Filled == 0 {
		return ""
	}
	l := c.locale()
	decimals := 1
	limits := "(" + locale.Fill(l.Page().CI, l.Percent(c.ConfLevel, 0)) + " " +
		l.Range(l.Number(100*c.Lower, decimals), l.Number(100*c.Upper, decimals)) + l.Format.Percent + ")"
	return locale.Fill(l.Stability.Share, l.Int(c.All.Same), l.Int(c.All.Filled), l.Percent(c.Share, decimals), limits)
}

func (c *Stability) filled() string {
	l := c.locale()
	return locale.Fill(l.Stability.Filled, l.Int(c.All.FilledNow), l.Int(c.All.Positions), l.MonthYear(c.All.Month))
}

// stops says after how many months doctors left: one by one of few, else from the least to the most.
func (c *Stability) stops() string {
	l := c.locale()
	doctors := locale.Fill(l.Stability.Doctors, l.Count(c.All.Doctors, l.Doctor))
	if c.All.Stopped == 0 || c.All.LongestHeld == 0 {
		return doctors
	}
	var held []string
	for _, m := range c.All.StoppedAfter {
		held = append(held, slices.Repeat([]string{l.Int(m.Held)}, min(m.Spells, listedStops+1))...)
	}
	after := l.List(held)
	if len(held) > listedStops {
		after = l.Range(l.Int(c.All.ShortestHeld), l.Int(c.All.LongestHeld))
	}
	noun := l.Month.Of(c.All.LongestHeld)
	return doctors + " " + locale.Fill(l.Stability.Stopped.Of(c.All.Stopped), l.Int(c.All.Stopped), after+"\u00a0"+noun)
}

func (c *Stability) shared() string {
	if c.All.Shared == 0 {
		return ""
	}
	l := c.locale()
	return locale.Fill(l.Stability.Shared.Of(c.All.Shared), l.Int(c.All.Shared))
}

func (c *Stability) description() string {
	l := c.locale()
	if c.All.Positions == 0 {
		return l.Stability.Empty
	}
	rows := append([]StabilityRow{{Label: locale.Capital(l.All), StabilityCounts: c.All}}, c.Rows...)
	var sentences []string
	for i := range rows {
		var classes []string
		for k, n := range classesOf(&rows[i].StabilityCounts) {
			if n > 0 {
				classes = append(classes, locale.Fill(l.Stability.ClassCount, strconv.Itoa(n), l.Stability.Classes[k]))
			}
		}
		sentences = append(sentences, locale.Fill(l.Stability.Row, rows[i].Label, strings.Join(classes, ", ")))
	}
	return locale.Fill(l.Stability.Describe, strings.Join(sentences, " "))
}
