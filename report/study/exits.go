package study

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Exits are the cumulative exits of doctors' spells by reason.
type Exits struct {
	*competing.Shown     // reasons in the order of exitOrder
	Horizon          int // months to show; 0 is all
	NoReason         int // spells that stopped for a reason that is not known, as in a file without it; in no number

	lean *Lean
}

// exitOrder is that in which reasons lie on each other.
var exitOrder = []survival.StopReason{survival.Left, survival.MovedAway, survival.MovedWithin, survival.Closed, survival.Unknown}

// Note says how many have no reason.
func (v *Exits) Note() string {
	if v.NoReason == 0 {
		return ""
	}
	return english.Count(v.NoReason, "agreement", "agreements") + " left out: no stop_reason"
}

// exitOptions are what `varighet report exits` may be asked.
var exitOptions = []choice.Option[Figure]{horizonOption}

func exitsOf(r *Result, f *Figure) (Value, error) {
	v := &Exits{Horizon: f.Horizon, lean: r.Lean}
	has := func(i int) bool { return r.Spells[i].StopReason != survival.NotStopped }
	chosen := survival.Select(r.Spells, survival.Query{Needs: []survival.Need{{What: "stop_reason", OfStopped: true, Has: has}}})
	for _, l := range chosen.LeftOut {
		if l.Reason == survival.ValueMissing {
			v.NoReason = l.Spells
		}
	}
	sample := competing.Sample{Tenures: chosen.Tenures}
	for _, i := range chosen.Index {
		sample.Causes = append(sample.Causes, r.Spells[i].StopReason.String())
	}
	var err error
	if v.Shown, err = competing.ShownOf(sample, ConfLevel); err != nil || v.Incidence == nil {
		return v, err
	}
	v.order()
	return v, nil
}

// order puts the curves as areas lie on each other: several reasons told together come last.
func (v *Exits) order() {
	place := func(c competing.CauseCurve) int {
		reason, ok := survival.ParseStopReason(c.Cause)
		if !ok {
			return len(exitOrder)
		}
		return slices.Index(exitOrder, reason)
	}
	slices.SortFunc(v.Incidence.Curves, func(a, b competing.CauseCurve) int { return cmp.Compare(place(a), place(b)) })
}

func drawExits(p *Page, value Value, f *Figure) ([]*chart.Figure, error) {
	v := value.(*Exits)
	drawing := &chart.Exits{Text: p.text(f, "", p.leansShort(v.lean)), Paper: p.paper(f), Shown: v.Shown, Horizon: float64(v.Horizon)}
	return one(drawing.Draw())
}

// tableOfExits has the shares each half year up to two years and then each year.
func tableOfExits(p *Page, value Value) (*report.Table, error) {
	v := value.(*Exits)
	curves := Curves{Horizon: v.Horizon, Groups: []*survival.GroupCurve{v.Any}}
	t := report.ExitsTable(p.locale, v.Shown, curves.times())
	t.Source = p.Source
	p.note(t, words.Rough(p.locale, v.Shown)...)
	p.note(t, p.leansShort(v.lean))
	return t, nil
}

func sayExits(_ *Result, p *Page, value Value, _ *Figure) ([]string, error) {
	return words.Exits(p.locale, value.(*Exits).Shown), nil
}
