package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A Timeline shows who held which position when: a line a position, from the
// first to the last month of the data. Draw it with [Timeline.Bars] or
// [Timeline.Squares].
//
// It shows single positions and so, as a rule, single doctors: it is for
// reports whose positions are published, for made-up data, or for use inside.
type Timeline struct {
	Text
	Paper

	First, Last varighet.Month   // of the data, both included
	Spells      []survival.Spell // in any order; those outside the months are left out

	// Positions says which lines to draw, and in which order. One without a
	// spell is an empty line. Empty means those of Spells, with numbers by value
	// and æ, ø, å last.
	Positions []string
	Labels    map[string]string // what a position is called; its id if it has none here

	RowsPerPage int // lines on a page; 0 is as many as fit on one of a report
}

// maxTimelineMonths bounds the size of a drawing: a century.
const maxTimelineMonths = 1200

func (t *Timeline) months() int { return int(t.Last-t.First) + 1 }

func (t *Timeline) check() error {
	switch {
	case t.Last < t.First:
		return fmt.Errorf("a timeline from %s to %s has no months", t.First, t.Last)
	case t.months() > maxTimelineMonths:
		return fmt.Errorf("a timeline of %d months is more than %d", t.months(), maxTimelineMonths)
	}
	return nil
}

// A row is one line of a timeline: the spells of a position that do not
// overlap. A position with two holders at a time has two rows; the first has
// the label.
//
// Months without a holder or without data stand in the first row, which the
// latter are drawn over: a doctor's spell may go on through them.
type row struct {
	label     string
	second    bool              // of a holder beside another; it has no label
	spells    []*survival.Spell // of doctors, by first month
	stretches []stretch         // by first month; of the position's first row only
}

// noData reports whether there are no data of a month.
func (r *row) noData(m varighet.Month) bool {
	return slices.ContainsFunc(r.stretches, func(s stretch) bool { return s.state == withoutData && s.first <= m && m <= s.last })
}

// rows returns the lines of the timeline, those of a position together.
func (t *Timeline) rows() [][]row {
	byPosition := map[string][]*survival.Spell{}
	var names []string
	for i := range t.Spells {
		s := &t.Spells[i]
		if s.Last < t.First || s.First > t.Last {
			continue
		}
		byPosition[s.PositionID] = append(byPosition[s.PositionID], s)
	}
	if len(t.Positions) > 0 {
		names = t.Positions
	} else {
		for i := range t.Spells {
			names = append(names, t.Spells[i].PositionID)
		}
		slices.Sort(names)
		names = slices.Compact(names)
		t.locale().Sort(names)
	}
	positions := make([][]row, 0, len(names))
	for _, name := range names {
		label := cmp.Or(t.Labels[name], name)
		positions = append(positions, t.lanes(label, byPosition[name]))
	}
	return positions
}

// lanes deals the spells of a position to as few rows as they need.
func (t *Timeline) lanes(label string, spells []*survival.Spell) []row {
	slices.SortStableFunc(spells, func(a, b *survival.Spell) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Ordinal, b.Ordinal),
			cmp.Compare(a.DoctorID, b.DoctorID))
	})
	rows := []row{{label: label, stretches: t.stretches(spells)}}
spell:
	for _, s := range spells {
		if s.Kind != survival.Regular {
			continue
		}
		for i := range rows {
			if n := len(rows[i].spells); n == 0 || rows[i].spells[n-1].Last < s.First {
				rows[i].spells = append(rows[i].spells, s)
				continue spell
			}
		}
		rows = append(rows, row{second: true, spells: []*survival.Spell{s}})
	}
	return rows
}

// pages deals the rows to pages of about the same length, without parting the
// rows of one position. height is that of a row in mm.
func (t *Timeline) pages(height float64) [][]row {
	per := t.RowsPerPage
	if per <= 0 {
		per = rowsWithin(height)
	}
	positions := t.rows()
	left := 0
	for _, p := range positions {
		left += len(p)
	}
	var pages [][]row
	for len(positions) > 0 {
		more := (left + per - 1) / per // pages that the rest needs
		even := (left + more - 1) / more
		var page []row
		for len(positions) > 0 && (len(page) == 0 || len(page)+len(positions[0]) <= even) {
			page = append(page, positions[0]...)
			positions = positions[1:]
		}
		left -= len(page)
		pages = append(pages, page)
	}
	if pages == nil {
		pages = [][]row{nil}
	}
	return pages
}

// A timelineCount is what a caption says of a timeline.
type timelineCount struct {
	positions, doctors   int
	same                 int // positions with one holder all along, who is still there
	still, left          int // holders
	shortest, longest    int // months held by those who left; 0 if one has an unknown start
	assumed              int // holders with an assumed month
	assumedFrom          bool
	assumedTo            bool
	correctedFrom        bool
	correctedTo          bool
	shown                [4]bool // states of months without a holder that there are
	underWay, startsGone bool    // some were there before the first month; some of them since when is not known
	underWayLater        bool    // some were there before a window that begins within the timeline
	lost                 bool
}

// stillThere reports whether the spell goes on in the last month.
func (t *Timeline) stillThere(s *survival.Spell) bool { return !s.Stopped && s.Last >= t.Last }

// underWay reports whether the spell had begun before the first month in which its position is
// shown: that of the timeline, or of a window that begins later.
func (t *Timeline) underWay(s *survival.Spell) bool {
	first := t.First
	if beginsLater(t, s) {
		first = s.First
	}
	return s.First <= first && (!s.Start.OK || s.Start.V < first)
}

// beginsLater reports whether the spell is first seen where a window of its position begins within
// the timeline.
func beginsLater(t *Timeline, s *survival.Spell) bool {
	return s.First > t.First && s.Window().From == varighet.Some(s.First)
}

func (t *Timeline) count() timelineCount {
	var c timelineCount
	positions := map[string]bool{}
	for _, position := range t.rows() {
		c.positions++
		for _, r := range position {
			for _, s := range r.stretches {
				c.shown[s.state] = true
			}
			for _, s := range r.spells {
				positions[s.PositionID] = true
				t.countSpell(&c, s)
			}
		}
	}
	var shown []survival.Spell
	for i := range t.Spells {
		if s := &t.Spells[i]; s.Kind != survival.Vacant && s.First <= t.Last && s.Last >= t.First && (positions[s.PositionID] || len(t.Positions) == 0) {
			shown = append(shown, *s)
		}
	}
	st := survival.StabilityOf(shown)
	c.doctors, c.same, c.still, c.left = st.Doctors, st.Same, st.Still, st.Stopped
	c.shortest, c.longest = st.ShortestHeld, st.LongestHeld
	return c
}

// countSpell counts what is to be said of a doctor's spell.
func (t *Timeline) countSpell(c *timelineCount, s *survival.Spell) {
	from, to := s.StartEvidence == varighet.EvidenceAssumed, s.EndEvidence == varighet.EvidenceAssumed
	if from || to {
		c.assumed++
	}
	c.assumedFrom, c.assumedTo = c.assumedFrom || from, c.assumedTo || to
	from, to = t.corrected(s)
	c.correctedFrom, c.correctedTo = c.correctedFrom || from, c.correctedTo || to
	c.lost = c.lost || !s.Stopped && !t.stillThere(s)
	c.underWay = c.underWay || t.underWay(s)
	c.underWayLater = c.underWayLater || t.underWay(s) && beginsLater(t, s)
	c.startsGone = c.startsGone || !s.Start.OK
}

// corrected reports which ends of a spell were corrected and are shown. The last month of one
// who is still there is no end.
func (t *Timeline) corrected(s *survival.Spell) (from, to bool) {
	return s.StartEvidence == varighet.EvidenceCorrected && s.First >= t.First,
		s.EndEvidence == varighet.EvidenceCorrected && s.Stopped && s.Last <= t.Last
}

// summary is the sentence of counts under a timeline.
func (t *Timeline) summary(c timelineCount) string {
	l := t.locale()
	w := l.Timeline
	s := locale.Fill(w.Summary, l.Count(c.doctors, l.Doctor), l.Count(c.positions, l.Position), l.Int(c.same))
	switch {
	case c.left == 0:
		return s + w.NobodyLeft
	case c.longest == 0:
		return s + locale.Fill(w.SomeLeft.Of(c.left), l.Int(c.left))
	case c.shortest == c.longest:
		return s + locale.Fill(w.SomeLeftAfter.Of(c.left), l.Int(c.left), l.Count(c.longest, l.Month))
	}
	after := l.Range(l.Int(c.shortest), l.Int(c.longest)) + "\u00a0" + l.Month.Other
	return s + locale.Fill(w.SomeLeftAfter.Of(c.left), l.Int(c.left), after)
}

// page begins the sheet of page i of n.
func (t *Timeline) page(title, subtitle string, c timelineCount, i, n int) *sheet {
	l := t.locale()
	span := l.MonthRange(t.First, t.Last)
	switch {
	case t.Title != "":
		title = t.Title
	case c.positions == 0:
		title = l.Stability.TitleNone
	default:
		title = locale.Fill(title, l.Count(c.positions, l.Position), span)
	}
	title = sheetTitle(l, title, i, n)
	if t.Subtitle != "" {
		subtitle = t.Subtitle
	}
	description := locale.Fill(l.Timeline.Description, l.Count(c.positions, l.Position),
		l.Count(c.doctors, l.Doctor), span, l.Int(c.still), l.Int(c.left))
	s := newSheet(t.Paper, strings.TrimSpace(title), description)
	s.heading(t.Mark, subtitle)
	return s
}
