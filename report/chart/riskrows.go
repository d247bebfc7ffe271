package chart

import "github.com/varighet/varighet/survival"

const (
	riskRow  = 3.9
	keyWidth = 7.5 // sample of the line before a group's name
)

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
	for _, block := range []struct {
		words string
		shown bool
		of    func(survival.RiskCount) int
	}{
		{w.AtRisk, true, func(r survival.RiskCount) int { return r.AtRisk }},
		{w.Entered, p.late, func(r survival.RiskCount) int { return r.Entered }},
		{w.Stopped, true, func(r survival.RiskCount) int { return r.Events }},
		{w.Censored, true, func(r survival.RiskCount) int { return r.Censored }},
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
		for i, g := range p.Groups {
			if g.empty() {
				continue // named in the notes
			}
			p.riskLine(g.Label, i, counts[i], known[i], block.of)
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
	p.text(x, base, bodyText.shorten(printable(words), maxEndLabel), bodyText)
	for k, t := range p.time.ticks {
		words := p.sheet.Withheld
		if known[k] {
			words = p.Int(of(counts[k]))
		}
		p.text(p.time.x(t), base, words, bodyText.at(middle))
	}
	p.y += riskRow
}
