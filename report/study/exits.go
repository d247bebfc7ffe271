package study

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varighet/varighet"
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
	*competing.Shown                // causes in the order of exitOrder
	Horizon          int            // months to show; 0 is all
	NoReason         int            // spells that stopped for a reason that is not known, as in a file without it; in no number
	Month            varighet.Month // the last of the data
	Lists            int            // that the data have in it
	Narrow           bool           // they are a part of the country's: only whether another list is seen is told apart

	lean *Lean
}

// exitOrder is that in which causes lie on each other.
var exitOrder = []survival.ExitCause{survival.ExitLeft, survival.ExitMovedAway, survival.ExitMovedWithin, survival.ExitClosed, survival.ExitUnknown,
	survival.ExitNoListSeen, survival.ExitListSeen, survival.ExitOther}

// Note says how many have no reason, and that a part of the lists shows no way.
func (v *Exits) Note() string {
	var notes []string
	if v.NoReason > 0 {
		notes = append(notes, english.Count(v.NoReason, "agreement", "agreements")+" left out: no stop_reason")
	}
	if v.Narrow {
		notes = append(notes, partNote(v.Lists, v.Month))
	}
	return strings.Join(notes, "; ")
}

// exitOptions are what `varighet report exits` may be asked.
var exitOptions = []choice.Option[Figure]{horizonOption, coversOption}

func exitsOf(r *Result, f *Figure) (Value, error) {
	v := &Exits{Horizon: f.Horizon, lean: r.Lean}
	_, v.Month = r.Months()
	v.Lists, v.Narrow = r.covers(f, v.Month)
	has := func(i int) bool { return r.Spells[i].StopReason != survival.NotStopped }
	chosen := survival.Select(r.Spells, survival.Query{Needs: []survival.Need{{What: "stop_reason", OfStopped: true, Has: has}}})
	for _, l := range chosen.LeftOut {
		if l.Reason == survival.ValueMissing {
			v.NoReason = l.Spells
		}
	}
	sample := competing.Sample{Tenures: chosen.Tenures}
	for _, i := range chosen.Index {
		sample.Causes = append(sample.Causes, v.cause(&r.Spells[i]))
	}
	var err error
	if v.Shown, err = competing.ShownOf(sample, ConfLevel); err != nil || v.Incidence == nil {
		return v, err
	}
	v.order()
	return v, nil
}

// order puts the curves as areas lie on each other.
func (v *Exits) order() {
	place := func(c competing.CauseCurve) int { return slices.Index(exitOrder, survival.ParseExitCause(c.Cause)) }
	slices.SortFunc(v.Incidence.Curves, func(a, b competing.CauseCurve) int { return cmp.Compare(place(a), place(b)) })
}

// cause is why a spell ended, as far as the data tell; "" of one that did not.
func (v *Exits) cause(s *survival.Spell) string {
	if !s.Stopped {
		return ""
	}
	return survival.ExitCauseOf(s.StopReason, v.Narrow).String()
}

// part is how many lists the data have, where they are a part of the country's.
func (v *Exits) part() varighet.Opt[int] { return varighet.Opt[int]{V: v.Lists, OK: v.Narrow} }

func drawExits(p *Page, value Value, f *Figure) ([]*chart.Figure, error) {
	v := value.(*Exits)
	drawing := &chart.Exits{Text: p.text(f, "", p.leansShort(v.lean)), Paper: p.paper(f), Shown: v.Shown, Part: v.part(), Horizon: float64(v.Horizon)}
	return one(drawing.Draw())
}

// tableOfExits has the shares each half year up to two years and then each year.
func tableOfExits(p *Page, value Value) (*report.Table, error) {
	v := value.(*Exits)
	curves := Curves{Horizon: v.Horizon, Groups: []*survival.GroupCurve{v.Any}}
	t := report.ExitsTable(p.locale, v.Shown, v.part(), curves.times())
	t.Source = p.Source
	p.note(t, words.Rough(p.locale, v.Shown)...)
	p.note(t, p.leansShort(v.lean))
	return t, nil
}

func sayExits(_ *Result, p *Page, value Value, _ *Figure) ([]string, error) {
	v := value.(*Exits)
	return words.Exits(p.locale, v.Shown, v.part()), nil
}
