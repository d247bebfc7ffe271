package report

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// TurnoverInput is what the table of shares is made of.
type TurnoverInput struct {
	Locale *locale.Locale // nil is bokmål
	Title  string         // empty for the usual one
	Shares []survival.TurnoverShare

	Published []PublishedShare
	ConfLevel float64           // 0 is 0.95
	ConfType  survival.ConfType // of the curve behind definition c
	Source    string
}

// A PublishedShare is a number to set beside those computed.
type PublishedShare struct {
	Share float64 // 0 to 1
	What  string  // of whom and where: "ALIS-Vest, NSDM-rapport 2020"

	// Definition puts it in the row that counts in the same way. Missing: it
	// gets a row of its own, since how it was counted is not said.
	Definition varighet.Opt[survival.TurnoverDefinition]
}

// TurnoverTable is the table of the shares that left within some months, a row
// a definition, each with what was counted, since the definitions give
// different numbers on the same data.
func TurnoverTable(in TurnoverInput) *Table {
	if in.ConfLevel == 0 {
		in.ConfLevel = 0.95
	}
	t := &Table{Name: "turnover", Locale: in.Locale, Title: in.Title, Source: in.Source}
	l := t.locale()
	w := l.Turnover
	within := 0
	if len(in.Shares) > 0 {
		within = in.Shares[0].Within
	}
	if t.Title == "" {
		t.Title = locale.Fill(w.Title, l.Length(within))
	}
	t.Columns = []Column{
		{Key: "definition", For: Programs},
		{Key: "definition_words", Title: w.Definition, For: People},
		{Key: "within_months", Kind: CountKind, For: Programs},
		{Key: "counted", Title: w.Counted, For: People},
		{Key: "gone", Kind: CountKind, For: Programs, States: true},
		{Key: "of", Kind: CountKind, For: Programs, States: true},
		{Key: "left_out", Kind: CountKind, For: Programs, States: true},
		{Key: "share", Title: w.Share, Kind: ShareKind, Decimals: 1, States: true},
		{Key: "share_limit", Title: locale.Fill(w.Interval, l.Percent(in.ConfLevel, 0)), Kind: ShareIntervalKind,
			Decimals: 1, States: true},
		{Key: "published", Title: w.PublishedCol, Kind: ShareKind},
	}
	for _, s := range in.Shares {
		t.Add(turnoverCells(l, s, in.Published)...)
	}
	for _, p := range in.Published {
		if !p.Definition.OK {
			t.Add(Text("published"), Text(p.What), Count(within), Text(l.Absent),
				Without(CountKind, Absent), Without(CountKind, Absent), Without(CountKind, Absent),
				Without(ShareKind, Absent), Without(ShareIntervalKind, Absent), Share(p.Share))
		}
	}
	t.note(true, w.PickOneNote)
	few := sharesOfFew(in.Shares)
	t.note(len(few) > 0, locale.Fill(w.FewOfNote, l.List(few), l.Int(survival.FewAtRisk)))
	t.note(true, w.ExactNote)
	t.curveNotes(in)
	for _, p := range in.Published {
		t.note(p.Definition.OK, locale.Fill(w.PublishedNote, l.Percent(p.Share, 0), p.What))
	}
	return t
}

// sharesOfFew are the letters of the shares of so few that sentences do not give them.
func sharesOfFew(shares []survival.TurnoverShare) (letters []string) {
	for _, s := range shares {
		if s.Share.OK && s.Of < survival.FewAtRisk {
			letters = append(letters, s.Definition.Letter())
		}
	}
	return letters
}

// curveNotes say how the limits of definition c are made, and on how few it rests.
func (t *Table) curveNotes(in TurnoverInput) {
	l := t.locale()
	w, said := l.Turnover, false
	for i := range in.Shares {
		s := &in.Shares[i]
		if s.Withheld {
			continue
		}
		beta := s.Limits().Type == survival.BetaProduct
		said = said || beta
		t.note(beta, locale.Fill(w.FewNote, l.Int(survival.FewTenures), l.Int(survival.FewAtStop)))
		t.note(s.Share.OK && s.Gone > 0 && s.Definition == survival.TurnoverKaplanMeier && s.FewestAtStop < survival.FewAtRisk,
			locale.Fill(w.FewAtRiskNote, l.Int(s.FewestAtStop)))
	}
	t.note(!said, locale.Fill(w.CurveNote, l.Curve.ConfTypes[in.ConfType]))
}

func turnoverCells(l *locale.Locale, s survival.TurnoverShare, published []PublishedShare) []Cell {
	beside := Without(ShareKind, Absent)
	for _, p := range published {
		if p.Definition.OK && p.Definition.V == s.Definition {
			beside = Share(p.Share)
		}
	}
	d, limits := DefinitionWords(l, s.Definition), s.Limits()
	leftOut := Count(s.LeftOut)
	if s.LeftOutWithheld {
		leftOut = Without(CountKind, Withheld)
	}
	if s.Withheld {
		none := Without(CountKind, Withheld)
		return []Cell{Text(s.Definition.Letter()), Text(locale.Fill(d.Name, l.Length(s.Within))), Count(s.Within), Text(l.Withheld), none, none, none,
			Without(ShareKind, Withheld), Without(ShareIntervalKind, Withheld), beside}
	}
	return []Cell{
		Text(s.Definition.Letter()),
		Text(locale.Fill(d.Name, l.Length(s.Within))),
		Count(s.Within),
		Text(locale.Fill(d.Of, l.Int(s.Gone), l.Int(s.Of))),
		Count(s.Gone), Count(s.Of), leftOut,
		OptShare(s.Share, Absent), ShareInterval(limits.Lower, limits.Upper),
		beside,
	}
}

// DefinitionWords are the words for a definition of turnover.
func DefinitionWords(l *locale.Locale, d survival.TurnoverDefinition) locale.TurnoverDefinition {
	switch d {
	case survival.TurnoverFollowed:
		return l.Turnover.Followed
	case survival.TurnoverSoFar:
		return l.Turnover.AllStarters
	case survival.TurnoverKaplanMeier:
		return l.Turnover.KaplanMeier
	}
	return l.Turnover.FirstHolders
}
