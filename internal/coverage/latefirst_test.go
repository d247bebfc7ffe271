package main

import (
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// mediansFrom is what `survival km --by size_group` says of a register of the country that
// begins in a month.
func mediansFrom(t *testing.T, c *country, from varighet.Month) *document.KMAnswer {
	t.Helper()
	spells, err := c.seenFrom(from)
	if err != nil {
		t.Fatal(err)
	}
	src := &rows.Source{Table: &spellfile.Table{Spells: spells}}
	a, err := document.KM(src, &document.KMChoices{Choices: rows.Choices{By: []string{"size_group"}}, Curve: survival.Options{ConfLevel: level},
		Quantiles: []float64{0.5}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A register that begins in 2017, of which most spells enter late, gives the medians that one from
// 2001 gives: those, and the true ones, are within its limits in every size group. Late entry
// ignored, its medians are above the limits, and half as long again as the truth at least.
func TestARegisterFrom2017GivesWhatOneFrom2001Gives(t *testing.T) {
	first := varighet.MonthOf(2001, time.May)
	c, err := makeCountry(simulate.Options{Seed: 1, First: first, Last: varighet.MonthOf(2024, time.May)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	whole, late := mediansFrom(t, c, first), mediansFrom(t, c, varighet.MonthOf(2017, time.January))
	if len(whole.Groups) != 6 || len(late.Groups) != 6 {
		t.Fatalf("got %d and %d groups, want the six sizes", len(whole.Groups), len(late.Groups))
	}
	for i := range late.Groups {
		a, b := &whole.Groups[i], &late.Groups[i]
		x, y := a.Quantiles[0], b.Quantiles[0]
		truth := weibull(&c.truth.Groups[i]).median()
		if x.IgnoringEntry != nil || y.IgnoringEntry == nil || b.EnteredLate < b.N/4 {
			t.Errorf("%v: %d of %d entered late, want many; ignoring_entry %v and %v", b.By, b.EnteredLate, b.N, x.IgnoringEntry, y.IgnoringEntry)
			continue
		}
		if *y.Lower > *x.Time || *y.Upper < *x.Time || *y.Lower > truth || *y.Upper < truth {
			t.Errorf("%v: %v (%v to %v) from 2017, want %v of 2001 and the true %v within", b.By, *y.Time, *y.Lower, *y.Upper, *x.Time, truth)
		}
		if wrong := y.IgnoringEntry.WrongTime; wrong != nil && (*wrong <= *y.Upper || *wrong < 1.5*truth) {
			t.Errorf("%v: late entry ignored gives %v, want it far above %v", b.By, *wrong, truth)
		}
		t.Logf("%-12s %3d of %4d late: %5.1f from 2001, %5.1f (%v to %v) from 2017, true %v; late entry ignored %v", b.By["size_group"], b.EnteredLate,
			b.N, *x.Time, *y.Time, *y.Lower, *y.Upper, truth, text(y.IgnoringEntry.WrongTime))
	}
}

// text is a time, or that it is not reached.
func text(v *float64) any {
	if v == nil {
		return "not reached"
	}
	return *v
}
