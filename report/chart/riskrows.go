package chart

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

const (
	riskRow  = 3.9
	keyWidth = 7.5 // sample of the line before a group's name

	// Of more than mostRiskBlocks groups the table has those at risk only, and of more than
	// mostRiskRows the largest, so that it does not outgrow its curves.
	mostRiskBlocks = 6
	mostRiskRows   = 12
)

// riskGroups are the groups that the table has: all, or the largest. ok says for each group
// whether it is one of them, and left how many there is no room for.
func (p *curvePlot) riskGroups() (ok []bool, left int) {
	var of []int
	for i, g := range p.Groups {
		if !g.empty() {
			of = append(of, i)
		}
	}
	slices.SortStableFunc(of, func(a, b int) int { return cmp.Compare(p.Groups[b].Curve.N, p.Groups[a].Curve.N) })
	left = max(0, len(of)-mostRiskRows)
	ok = make([]bool, len(p.Groups))
	for _, i := range of[:len(of)-left] {
		ok[i] = true
	}
	return ok, left
}

// riskNote says what the table leaves out; "" for nothing.
func (p *curvePlot) riskNote() string {
	l := p.sheet.Locale
	switch _, left := p.riskGroups(); {
	case len(p.Groups) <= mostRiskBlocks:
		return ""
	case left > 0:
		return locale.Fill(l.Curve.RiskCut, l.Int(mostRiskRows), l.Int(mostRiskRows+left))
	}
	return l.Curve.RiskShort
}

// riskTable writes, under the ticks, how many were at risk, had stopped and
// were censored before each; also how many had entered, if some did so after
// their start. One group has a line a number; several have a
// block a number with a line a group.
func (p *curvePlot) riskTable() {
	counts, known := make([][]survival.RiskCount, len(p.Groups)), make([][]bool, len(p.Groups))
	for i, g := range p.Groups {
		if !g.empty() {
			counts[i], known[i] = g.Risk(p.time.ticks)
		}
	}
	w := p.sheet.Curve
	whole := len(p.Groups) <= mostRiskBlocks
	shown, _ := p.riskGroups()
	for _, block := range []struct {
		words string
		shown bool
		of    func(survival.RiskCount) int
	}{
		{w.AtRisk, true, func(r survival.RiskCount) int { return r.AtRisk }},
		{w.Entered, p.late && whole, func(r survival.RiskCount) int { return r.Entered }},
		{w.Stopped, whole, func(r survival.RiskCount) int { return r.Events }},
		{w.Censored, whole, func(r survival.RiskCount) int { return r.Censored }},
	} {
		if !block.shown {
			continue
		}
		if len(p.Groups) == 1 {
			p.riskLine(block.words, -1, counts[0], known[0], block.of)
			continue
		}
		p.text(margin, p.y+0.8*bodySize, block.words, boldText)
		p.y += riskRow
		for i := range p.Groups {
			if shown[i] { // an empty one is named in the notes
				p.riskLine(p.named[i], i, counts[i], known[i], block.of)
			}
		}
		p.y += 0.8
	}
}

// riskLine writes one line of the table, with a sample of the curve if it is
// one group of several.
func (p *curvePlot) riskLine(words string, group int, counts []survival.RiskCount, known []bool, of func(survival.RiskCount) int) {
	base := p.y + 0.8*bodySize
	x := margin
	if group >= 0 {
		look := lineLooks[group%len(lineLooks)]
		p.line(x, base-0.36*bodySize, x+keyWidth-1.5, base-0.36*bodySize,
			stroke{color: look.color, width: thickLine, dash: look.dash})
		x += keyWidth
	}
	p.text(x, base, words, bodyText)
	for k, t := range p.time.ticks {
		words := p.sheet.Withheld
		if known[k] {
			words = p.Int(of(counts[k]))
		}
		p.text(p.time.x(t), base, words, bodyText.at(middle))
	}
	p.y += riskRow
}
