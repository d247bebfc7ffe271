package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Curves is the figure of one Kaplan–Meier curve or of several, with a table
// of those at risk on the same scale of time. Times are months.
type Curves struct {
	Text
	Paper

	Groups []CurveGroup

	// Expected is the share that would still be there at each month from 0, to be drawn beside; nil for none.
	Expected []float64

	Horizon float64 // months at which the axis ends; 0 = where the longest curve does
	NoBands bool    // leaves out the confidence bands
	// NoCensorMarks leaves out the ticks where tenures were censored. They are
	// drawn for one group of at most maxCensorMarks tenures only.
	NoCensorMarks bool
	MinAtRisk     int // with fewer at risk a curve is drawn thin and without its band; 0 is survival.FewAtRisk
}

// A CurveGroup is a curve and the name it has in the figure.
type CurveGroup struct {
	Label string
	Key   string          // as files name the group: "<2000"; empty = Label
	Curve *survival.Curve // nil, or one without tenures, for a group with nobody in it

	// TooFew says that there are tenures, but never as many as MinAtRisk at
	// risk at once. The group is named below the figure and its curve not drawn.
	TooFew bool
	// CutAfter is the month after which the caller took away the curve, since
	// fewer than MinAtRisk are at risk there; 0 = not cut.
	CutAfter float64

	// Withheld says that there is a curve which is not shown, for privacy; the group is named
	// below the figure. Steps are the times at which a curve is known, ascending; nil for all.
	Withheld    bool
	Steps       []float64
	MedianAfter varighet.Opt[float64] // of a median in a wide step: its beginning
}

// Risk is a column of a risk table for each of the times. Of a curve that goes in steps it is
// counted after the time, and known is false for one that is not the end of a step.
func (g CurveGroup) Risk(times []float64) (counts []survival.RiskCount, known []bool) {
	known = make([]bool, len(times))
	if g.Steps == nil {
		for i := range known {
			known[i] = true
		}
		return g.Curve.RiskCounts(times), known
	}
	after := make([]float64, len(times))
	for i, t := range times {
		if known[i] = t == 0 || slices.Contains(g.Steps, t); t > 0 {
			after[i] = t + 0.5 // those of the next step enter and leave later
		}
	}
	counts = g.Curve.RiskCounts(after)
	for i, t := range times {
		counts[i].Time = t
		if !known[i] {
			counts[i] = survival.RiskCount{Time: t}
		}
	}
	return counts, known
}

// Name is Key, or Label for a group without one.
func (g CurveGroup) Name() string {
	if g.Key == "" {
		return g.Label
	}
	return g.Key
}

const (
	maxCensorMarks = 100
	maxGroups      = 40
)

// empty reports whether there is nothing to draw.
func (g CurveGroup) empty() bool {
	return g.TooFew || g.Withheld || g.Curve == nil || len(g.Curve.Points) == 0
}

func (c *Curves) minAtRisk() int {
	if c.MinAtRisk == 0 {
		return survival.FewAtRisk
	}
	return c.MinAtRisk
}

// Draw draws the figure. Without any tenures it is a figure that says so.
func (c *Curves) Draw() (*Figure, error) {
	if len(c.Groups) > maxGroups {
		return nil, fmt.Errorf("%d curves in one figure are more than %d", len(c.Groups), maxGroups)
	}
	l := c.locale()
	title := c.Title
	if title == "" {
		title = l.Curve.Title
	}
	s := newSheet(c.Paper, title, c.description())
	p := curvePlot{sheet: s, Curves: c, minAtRisk: c.minAtRisk()}
	s.heading(c.Mark, c.subtitle())
	horizon := c.horizon()
	if horizon == 0 {
		return s.finish(c.nobody(), c.TooFew(), c.WithheldGroups(), c.Caption), nil
	}
	p.layOut(horizon)
	p.axes()
	for i := range c.Groups {
		p.band(i)
	}
	for i := range c.Groups {
		p.curve(i)
	}
	p.expectedCurve()
	p.labels()
	p.censorMarks()
	p.riskTable()
	return s.finish(p.notes(), c.cut(), c.nobody(), c.TooFew(), c.WithheldGroups(), c.Caption), nil
}

func (c *Curves) subtitle() string {
	if c.Subtitle != "" {
		return c.Subtitle
	}
	l := c.locale()
	words := "Kaplan–Meier."
	for _, g := range c.Groups {
		if !g.empty() && !c.NoBands {
			curve, _ := g.Curve.WithFewLimits()
			words = locale.Fill(l.Curve.Subtitle, l.Percent(g.Curve.ConfLevel, 0), l.Curve.ConfTypes[curve.ConfType])
			break
		}
	}
	if len(c.Groups) == 1 && !c.Groups[0].empty() {
		curve := c.Groups[0].Curve
		words += " " + locale.Fill(l.Curve.OneGroup, l.Count(curve.N, l.Agreement), l.Int(curve.Events), c.medianWords(c.Groups[0]))
	}
	if n, stopped := c.drawn(); len(c.Groups) > 1 && n > 0 {
		words += " " + locale.Fill(l.Curve.AllGroups, l.Count(n, l.Agreement), l.Int(stopped))
	}
	return words
}

// drawn counts the agreements of all curves, and those that stopped.
func (c *Curves) drawn() (n, stopped int) {
	for _, g := range c.Groups {
		if !g.empty() {
			n, stopped = n+g.Curve.N, stopped+g.Curve.Events
		}
	}
	return n, stopped
}

// horizon is where the axis ends; 0 if there is nothing to draw.
func (c *Curves) horizon() float64 {
	longest := 0.0
	for _, g := range c.Groups {
		if !g.empty() {
			longest = math.Max(longest, g.Curve.Points[len(g.Curve.Points)-1].Time)
		}
	}
	if c.Horizon > 0 && longest > 0 {
		return c.Horizon
	}
	return longest
}

// nobody names the groups without tenures.
func (c *Curves) nobody() string {
	l := c.locale()
	names := c.names(func(g CurveGroup) bool { return g.empty() && !g.TooFew && !g.Withheld })
	switch {
	case names == "":
		return ""
	case len(c.Groups) == 1:
		return l.Exits.Nobody
	}
	return locale.Fill(l.Curve.NobodyInGroup, names)
}

// TooFew is the sentence that names the groups which have tenures and too few
// for a curve; empty if there are none.
func (c *Curves) TooFew() string {
	l := c.locale()
	names := c.names(func(g CurveGroup) bool { return g.TooFew })
	if names == "" {
		return ""
	}
	return locale.Fill(l.Curve.TooFewInGroup, names, l.Int(c.minAtRisk()))
}

// WithheldGroups is the sentence that names the groups which are withheld; empty if none is.
func (c *Curves) WithheldGroups() string {
	names := c.names(func(g CurveGroup) bool { return g.Withheld })
	if names == "" {
		return ""
	}
	return locale.Fill(c.locale().Curve.WithheldGroups, names)
}

// names lists the groups for which a rule holds.
func (c *Curves) names(holds func(CurveGroup) bool) string {
	var names []string
	for _, g := range c.Groups {
		if holds(g) {
			names = append(names, g.name(c.locale()))
		}
	}
	return c.locale().List(names)
}

// cut says that curves end where too few are at risk, if one that is drawn does.
func (c *Curves) cut() string {
	drawn, cut := 0, false
	for _, g := range c.Groups {
		if !g.empty() {
			drawn++
			cut = cut || g.CutAfter > 0
		}
	}
	if !cut {
		return ""
	}
	l := c.locale()
	return locale.Fill(l.Curve.CutWhereFew.Of(drawn), l.Int(c.minAtRisk()))
}

// medianWords is the median of a curve in words: in months for a short figure,
// in years for a long one.
func (c *Curves) medianWords(g CurveGroup) string {
	l := c.locale()
	m := g.Curve.Median().Time
	switch {
	case !m.OK:
		return l.Curve.MedianNotReached
	case g.MedianAfter.OK:
		return locale.Fill(l.Curve.Median, l.YearsBetween(g.MedianAfter.V, m.V))
	case c.horizon() >= yearsFrom:
		return locale.Fill(l.Curve.Median, l.Years(m.V))
	}
	return locale.Fill(l.Curve.Median, l.Short(m.V, 1)+"\u00a0"+l.Month.Other)
}

func (c *Curves) description() string {
	l := c.locale()
	var sentences []string
	for _, g := range c.Groups {
		if g.empty() {
			continue
		}
		sentences = append(sentences, locale.Fill(l.Curve.GroupSentence, g.name(l),
			l.Count(g.Curve.N, l.Agreement), l.Int(g.Curve.Events), c.medianWords(g)))
	}
	for _, without := range []string{c.nobody(), c.TooFew(), c.WithheldGroups()} {
		if without != "" {
			sentences = append(sentences, without)
		}
	}
	return locale.Fill(l.Curve.Description, l.Count(len(c.Groups), l.Group), strings.Join(sentences, " "))
}

// name is the label, or "alle" for a curve that has none.
func (g CurveGroup) name(l *locale.Locale) string {
	if g.Label == "" {
		return l.All
	}
	return g.Label
}

// notes explain the table, the thin line, the dashed line and the ticks, each
// if it is there.
func (p *curvePlot) notes() string {
	w := p.sheet.Curve
	notes := []string{w.AtRiskNote}
	if p.late {
		notes[0] = w.AtRiskNoteLate
	}
	if cut := p.riskNote(); cut != "" {
		notes[0] = cut
	}
	if slices.ContainsFunc(p.Groups, func(g CurveGroup) bool { return g.Steps != nil }) {
		notes[0] = strings.TrimSpace(p.riskNote() + " " + w.AtRiskAfter + " " + p.sheet.WithheldNote)
	}
	notes = append(notes, w.MedianLine)
	if p.thinned {
		notes = append(notes, locale.Fill(w.FewAtRisk, p.Int(p.minAtRisk)))
	}
	if p.beta != nil {
		notes = append(notes, locale.Fill(p.sheet.CurveTable.BetaProductNote, strings.Join(p.beta, "; "), p.Int(survival.FewTenures), p.Int(survival.FewAtStop)))
	}
	if p.marked {
		notes = append(notes, w.CensorMark)
	}
	return strings.Join(notes, " ")
}
