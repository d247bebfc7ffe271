package report

import (
	"time"

	"gonum.org/v1/gonum/stat"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

var nov19 = varighet.MonthOf(2019, time.November)

// listLength has two made-up groups, one of a single list, and all.
func listLength(tag string) *Table {
	row := func(group string, months, residents []float64) ListLengthRow {
		r, err := survival.Pearson(months, residents, 0.95)
		if err != nil {
			panic(err)
		}
		x := ListLengthRow{Group: group, N: len(months), Residents: residents, R: r}
		if len(months) > 0 {
			x.MonthsMean, x.ResidentsMean = varighet.Some(stat.Mean(months, nil)), varighet.Some(stat.Mean(residents, nil))
		}
		return x
	}
	months, residents := []float64{3, 10, 12, 14, 19, 21, 25, 31}, []float64{402, 604, 656, 801, 616, 762, 733, 758}
	return ListLengthTable(ListLengthInput{Locale: locale.Get(tag), Month: nov19, Grouped: true, ConfLevel: 0.95, Source: "oppdiktede tall",
		Rows: []ListLengthRow{row("<2000", months[:7], residents[:7]), row("2000-4999", months[7:], residents[7:]), row(">=50000", nil, nil), row("all", months, residents)}})
}

func movesInput(tag string, narrow bool) MovesInput {
	row := func(group string, still int, places ...int) MovesRow {
		r := MovesRow{Group: group, Name: locale.Capital(locale.Get(tag).SizeGroup(group)), Moves: survival.Moves{Doctors: still, Still: still}}
		copy(r.Places[:], places)
		for _, n := range places {
			r.Stopped += n
		}
		r.Doctors += r.Stopped
		if r.Known = r.Stopped - r.Places[survival.NotSeen]; r.Known > 0 {
			lower, upper, err := survival.ClopperPearson(r.StoppedHolding(), r.Known, 0.95)
			if err != nil {
				panic(err)
			}
			r.Share, r.Lower, r.Upper = varighet.Some(float64(r.StoppedHolding())/float64(r.Known)), varighet.Some(lower), varighet.Some(upper)
		}
		r.Holding = r.StoppedHolding()
		return r
	}
	return MovesInput{Locale: locale.Get(tag), Month: nov19, Narrow: narrow, ConfLevel: 0.95,
		Rows: []MovesRow{row("all", 13, 0, 2, 1, 4, 0, 2, 1), row("<2000", 10, 0, 2, 1, 4, 0, 1), row("2000-4999", 3, 0, 0, 0, 0, 0, 1, 1), row("5000-9999", 0)}}
}

// movesTable has a group of too few and one of nobody; movesNarrow is of data that cannot show
// where doctors went.
func movesTable(tag string) *Table { return MovesTable(movesInput(tag, false)) }

func movesNarrow(tag string) *Table {
	t := MovesTable(movesInput(tag, true))
	t.Name = "moves_narrow"
	return t
}

// funnelTable has a unit for each place.
func funnelTable(tag string) *Table {
	units := []funnel.Unit{{Name: "4601", N: 40, Observed: 10, Expected: 10}, {Name: "4602", N: 40, Observed: 18, Expected: 10}, {Name: "4603", N: 60, Observed: 30, Expected: 12},
		{Name: "4604", N: 60, Observed: 8, Expected: 18}, {Name: "4605", N: 90, Observed: 40, Expected: 100}, {Name: "4606", N: 1}}
	j, err := funnel.Judge(units, funnel.Options{ConfLevel: 0.95, Winsorise: 0.1})
	if err != nil {
		panic(err)
	}
	in := FunnelInput{Locale: locale.Get(tag), ConfLevel: 0.95}
	for i, name := range []string{"Bergen", "Kinn", "Ærøy", "Øksnes", "Ås", "Fedje"} {
		in.Rows = append(in.Rows, FunnelRow{Name: name, Judged: &j.Units[i]})
	}
	return FunnelTable(in)
}

// coxTable has a base, a level of too few, and a number.
func coxTable(tag string) *Table {
	one := varighet.Some[float64]
	l := locale.Get(tag)
	return HazardTable(HazardInput{Locale: l, N: 300, Events: 150, Global: varighet.Some(one(0.012)), ConfLevel: 0.95, Rows: []HazardRow{
		{Term: "holder", TermName: l.ColumnHeading("holder"), Level: "first", LevelName: l.Hazards.First, N: 180, Events: 100, Base: true, First: true, Proportional: one(0.0004)},
		{Term: "holder", TermName: l.ColumnHeading("holder"), Level: "later", LevelName: l.Hazards.Later, N: 117, Events: 50, Ratio: one(1.01), Lower: one(0.95), Upper: one(1.07)},
		{Term: "holder", Level: "Ås", LevelName: "Ås", N: 3, TooFew: true},
		{Term: "population", TermName: "population", LevelName: l.Hazards.PerUnit, N: 300, Events: 150, First: true, Ratio: one(0.999), Lower: one(0.998), Upper: one(1)},
	}})
}

// observedTable has a group that can be judged and one of too few.
func observedTable(tag string) *Table {
	one := varighet.Some[float64]
	l := locale.Get(tag)
	t := ExpectedTable(ExpectedInput{Locale: l, ConfLevel: 0.95, Rows: []ExpectedRow{{SameSize: true, N: 235, Observed: 100, Expected: 105.1, Ratio: one(0.95), Lower: one(0.77), Upper: one(1.16)}}})
	t.Name = "observed"
	AddObserved(t, ObservedInput{Locale: l, Against: l.Expected.SameSize, All: []string{l.Observed.Verdicts[4]}, Rows: []ObservedRow{
		{Group: "4601", Name: "Bergen", N: 92, Observed: 30, Expected: 32, Ratio: one(0.94), Lower: one(0.63), Upper: one(1.34), Verdict: l.Observed.Verdicts[4]},
		{Group: "4602", Name: "Kinn", N: 1, Expected: 0.2, Ratio: one(0), Lower: one(0), Upper: one(18), TooFew: true, Verdict: l.Observed.Verdicts[1]},
	}})
	return t
}
