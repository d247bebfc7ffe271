package study

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// drawTurnover draws the shares that left by each definition, with published ones of the same
// definition beside. Those that cannot be compared stand apart below.
func drawTurnover(p *Page, v Value, f *Figure) ([]*chart.Figure, error) {
	t := v.(*TurnoverShares)
	l := p.locale
	w, level := &l.Shares, l.Percent(ConfLevel, 0)
	d := &chart.Forest{Text: p.text(f, "", p.leansShort(t.lean)), Paper: p.paper(f), Axis: w.Axis, Label: w.Label, Right: []string{locale.Fill(w.Share, level)},
		Estimate: locale.Fill(w.Estimate, level), Published: w.Published, Arrow: l.Observed.Arrow, Empty: w.Empty}
	if len(t.Shares) > 0 {
		d.Title = cmp.Or(d.Title, locale.Fill(l.Turnover.Title, l.Length(t.Shares[0].Within)))
		d.Subtitle = cmp.Or(d.Subtitle, locale.Fill(w.Subtitle, level))
	}
	if slices.ContainsFunc(t.Shares, func(s survival.TurnoverShare) bool { return s.Of > 0 || s.Withheld }) {
		for _, s := range t.Shares {
			d.Rows = append(d.Rows, p.shareRow(t, s))
		}
	}
	apart := p.apart(t)
	d.Rows = append(d.Rows, apart...)
	var notes []string
	if len(d.Rows) > 0 {
		notes = report.TurnoverTable(p.turnoverInput(t)).Notes
	}
	if len(apart) > 0 {
		notes = append([]string{w.NotApart}, notes...)
	}
	d.Caption = strings.TrimSpace(strings.Join(sentences(notes), " ") + " " + d.Caption)
	return one(d.Draw())
}

func sentences(notes []string) (list []string) {
	for _, n := range notes {
		list = append(list, locale.Sentence(n))
	}
	return list
}

// shareRow is the line of a definition. A share of few is written and not drawn.
func (p *Page) shareRow(t *TurnoverShares, s survival.TurnoverShare) chart.ForestRow {
	l := p.locale
	d := report.DefinitionWords(l, s.Definition)
	r := chart.ForestRow{Label: locale.Fill(d.Name, l.Length(s.Within)), Under: locale.Fill(d.Of, l.Int(s.Gone), l.Int(s.Of)), Rule: s.Definition > 0}
	limits := s.Limits()
	switch {
	case words.Few(s.Of):
		r.Right = []string{l.TooFew}
	case !s.Share.OK:
		r.Right = []string{l.Absent}
	default:
		r.Estimate, r.Lower, r.Upper = s.Share, limits.Lower, limits.Upper
		r.Right = []string{strings.TrimSpace(l.Percent(s.Share.V, 1) + " " + l.PercentInterval(limits.Lower, limits.Upper, 1))}
	}
	for _, x := range t.Published {
		if x.Definition.OK && x.Definition.V == s.Definition {
			r.Published.V, r.Published.OK = x.Share, true
		}
	}
	return r
}

// apart are published shares that are counted in none of the ways, or in one that is not known.
func (p *Page) apart(t *TurnoverShares) (rows []chart.ForestRow) {
	l := p.locale
	for _, x := range t.Published {
		if x.Definition.OK {
			continue
		}
		if rows == nil {
			rows = append(rows, chart.ForestRow{Label: l.Shares.Apart, Head: true, Rule: true})
		}
		r := chart.ForestRow{Label: x.Label.In(l.Tag), Deep: true, Right: []string{l.Percent(x.Share, 0)}}
		r.Published.V, r.Published.OK = x.Share, true
		rows = append(rows, r)
	}
	return rows
}

// sayTurnover says how far the definitions differ, and sets published shares beside those counted
// in the same way.
func sayTurnover(r *Result, p *Page, v Value, _ *Figure) ([]string, error) {
	t := v.(*TurnoverShares)
	f := &words.Facts{Curve: r.Curve, Turnover: t.Shares}
	if len(t.Shares) > 0 {
		f.Within = t.Shares[0].Within
	}
	for _, x := range t.Published {
		f.Shares = append(f.Shares, words.Published{Share: x.Share, What: x.Label.In(p.locale.Tag), Definition: x.Definition, Measure: x.Measure, Within: f.Within})
	}
	return words.Shares(p.locale, f), nil
}
