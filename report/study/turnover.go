package study

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

// TurnoverShares are the shares that left within some months, by each definition, and
// published ones to set beside them.
type TurnoverShares struct {
	Shares    []survival.TurnoverShare
	Published []PublishedShare

	lean *Lean
}

// A PublishedShare is a number of another study, and what it is of.
type PublishedShare struct {
	Share      float64 // 0 to 1
	Label      Text    // of whom and where
	Definition varighet.Opt[survival.TurnoverDefinition]
	Measure    survival.Measure // that the source measures; "" if it is not known
}

// Note is "": what each definition leaves out stands beside its share.
func (*TurnoverShares) Note() string { return "" }

// turnoverOptions are what `varighet report turnover` may be asked.
var turnoverOptions = []choice.Option[Figure]{
	{Flag: "within", Arg: "MONTHS", Default: "12", Help: "left within `MONTHS`",
		Set: months(1, survival.MaxMonths, func(f *Figure) *int { return &f.within })},
}

func turnoverOf(r *Result, f *Figure) (Value, error) {
	t := &TurnoverShares{Shares: r.Turnover, lean: r.Lean}
	if f.within != 0 {
		var err error
		if t.Shares, err = survival.TurnoverAmong(r.Table.Spells, r.Spells, f.within, ConfLevel); err != nil {
			return nil, err
		}
	}
	for _, asked := range r.Study.Turnover.Baselines {
		p, err := asked.share(r.Study.Turnover.Within)
		if err != nil {
			return nil, err
		}
		t.Published = append(t.Published, p)
	}
	return t, nil
}

// share finds the published share of those who left within so many months.
func (asked *Baseline) share(within int) (p PublishedShare, err error) {
	b, err := data.FindBaseline(asked.ID)
	if err != nil {
		return p, err
	}
	v, ok := b.Value("all")
	if b.Measure != data.StoppedShare || !ok || b.WithinMonths != within {
		return p, &varighet.Problem{Code: "baseline-measure",
			Msg:  fmt.Sprintf("baseline %s is not a share that left within %d months", asked.ID, within),
			Hint: "`varighet baselines list` shows the measures"}
	}
	p = PublishedShare{Share: v.Value / 100, Label: asked.Label, Measure: survival.Measure(b.Definition)}
	if len(p.Label) == 0 {
		p.Label = InAll(b.Short)
	}
	if d, ok := definitionOf(asked.Definition); ok {
		p.Definition, p.Measure = varighet.Some(d), d.Measure()
	} else if d, ok := survival.TurnoverOf(p.Measure); ok {
		p.Definition = varighet.Some(d)
	}
	return p, nil
}

// definitionOf finds a definition of turnover by its letter.
func definitionOf(letter string) (survival.TurnoverDefinition, bool) {
	if len(letter) != 1 || letter < "a" || letter > "d" {
		return 0, false
	}
	return survival.TurnoverDefinition(letter[0] - 'a'), true
}

func tableOfTurnover(p *Page, v Value) (*report.Table, error) {
	s := v.(*TurnoverShares)
	t := report.TurnoverTable(p.turnoverInput(s))
	p.note(t, p.leansShort(s.lean))
	return t, nil
}

// turnoverInput is what the table of the shares is made of.
func (p *Page) turnoverInput(s *TurnoverShares) report.TurnoverInput {
	in := report.TurnoverInput{Locale: p.locale, Shares: s.Shares, ConfLevel: ConfLevel, Source: p.Source}
	for _, x := range s.Published {
		in.Published = append(in.Published, report.PublishedShare{Share: x.Share, What: x.Label.In(p.locale.Tag), Definition: x.Definition})
	}
	return in
}
