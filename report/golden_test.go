package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func someYears(y float64) varighet.Opt[float64] { return varighet.Some(12 * y) }

func median(t, lower, upper varighet.Opt[float64]) survival.Quantile {
	return survival.Quantile{P: 0.5, Time: t, Lower: lower, Upper: upper}
}

var none varighet.Opt[float64]

// table61 has made-up results beside medians that NSDM's 2020 report prints in
// table 6-1, a group with nobody in it, and one whose median was not reached.
func table61(tag string) *Table {
	return Table61(Table61Input{
		Locale: locale.Get(tag),
		Groups: []survival.GroupMedian{
			{Group: "<2000", N: 940, FromStart: 402, Stopped: 701, BetaProduct: true, Median: median(someYears(2.75), someYears(2.5), someYears(3.0)),
				Published: someYears(2.8), Truth: someYears(2.8),
				Own: ownSmall()},
			{Group: "2000-4999", Published: someYears(3.3), Truth: someYears(3.3)},
			{Group: "20000-49999", N: 4, FromStart: 4, Stopped: 3, TooFew: true, Median: median(someYears(1), none, none),
				Published: someYears(7.1), Truth: someYears(7.1)},
			{Group: ">=50000", N: 12345, FromStart: 12345, Stopped: 2000, Median: median(none, someYears(9), none),
				Published: someYears(8.3), Truth: someYears(8.3)},
			{Group: "all", N: 13285, FromStart: 9876, Stopped: 2701, Median: median(someYears(12.5), someYears(11.75), none),
				Published: someYears(5.9)},
		},
		Window:          156,
		PublishedSource: "NSDM-rapport 2020, tabell 6-1",
		Source:          "oppdiktede tall",
	})
}

// expected has ALIS-Vest's numbers, with some agreements left out or cut that are not.
func expected(tag string) *Table {
	return ExpectedTable(ExpectedInput{Locale: locale.Get(tag), ConfLevel: 0.95, PublishedSource: "NSDM-rapport 2020", Shape: varighet.Some(0.8998), Mixed: true,
		Source: "oppdiktede tall", Rows: []ExpectedRow{
			{SameSize: true, N: 22, Observed: 6, Expected: 5.1326, Ratio: varighet.Some(1.169), Lower: varighet.Some(0.429), Upper: varighet.Some(2.544),
				Without: 2, Beyond: 1, OwnStops: true, AtShapes: []AtShape{{0.8, varighet.Some(1.06)}, {1, varighet.Some(1.33)}, {1.2, none}}},
			{N: 22, Ratio: none, Lower: none, Upper: none},
		}})
}

// ownSmall are made-up municipalities of the smallest group: below, above and not reached, of
// too few, and with nobody. 2.1 and "not reached" are published of the first two.
func ownSmall() []survival.OwnMedian {
	own := func(code, name string, n, stopped int, m survival.Quantile, verdict survival.GroupVerdict) survival.OwnMedian {
		return survival.OwnMedian{Place: code, Name: name, SizeGroup: "<2000", SizeGroups: 1, Against: someYears(2.8), Verdict: verdict,
			GroupMedian: survival.GroupMedian{Group: code, N: n, FromStart: n, Stopped: stopped, Median: m}}
	}
	list := []survival.OwnMedian{
		own("1413", "Hyllestad", 31, 28, median(someYears(2.1), someYears(1.5), someYears(2.5)), survival.BelowGroup),
		own("1266", "Masfjorden", 14, 5, median(none, someYears(3.1), none), survival.AboveGroup),
		own("1252", "", 4, 3, median(someYears(1), none, none), survival.TooFewToTell),
		own("1265", "Fedje", 0, 0, median(none, none, none), survival.TooFewToTell),
	}
	list[0].BetaProduct, list[0].Published = true, someYears(2.1)
	list[1].Published, list[1].PublishedAtLeast, list[1].SizeGroups = someYears(13), true, 2
	list[2].TooFew = true
	return list
}

// municipalities has them, and one for each reason that nothing is compared.
func municipalities(tag string) *Table {
	list := ownSmall()
	for i, v := range []survival.GroupVerdict{survival.GroupUnknown, survival.GroupMedianNot, survival.GroupMostlyItself} {
		list = append(list, survival.OwnMedian{Place: []string{"4601", "4602", "4603"}[i], Name: []string{"Bergen", "Kinn", "Øygarden"}[i], Verdict: v,
			SizeGroup: []string{"", ">=50000", "20000-49999"}[i], SizeGroups: min(i, 1), Against: []varighet.Opt[float64]{none, none, someYears(7)}[i],
			GroupMedian: survival.GroupMedian{N: 20, FromStart: 18, Stopped: 15, Median: median(someYears(6), someYears(4), someYears(8))}})
	}
	return MunicipalityTable(MunicipalityInput{Locale: locale.Get(tag), List: list, Basis: OwnBasis{Published: true},
		Window: 156, PublishedSource: "NSDM-rapport 2020, tabell 6-1", Source: "oppdiktede tall"})
}

// withheldTable61 has a group that is withheld, and one whose median is.
func withheldTable61(tag string) *Table {
	t := Table61(Table61Input{Locale: locale.Get(tag), Window: 156, PublishedSource: "NSDM-rapport 2020", Groups: []survival.GroupMedian{
		{Group: "<2000", Withheld: true, Published: someYears(2.8)},
		{Group: "2000-4999", N: 40, FromStart: 40, Stopped: 12, MedianWithheld: true, Published: someYears(3.3)},
		{Group: "all", N: 90, FromStart: 80, Stopped: 40, Median: median(someYears(5), someYears(4), none)}}})
	t.Name = "withheld_table_6_1"
	return t
}

// withheldMunicipalities has one with its counts, one without, and others of a county together.
func withheldMunicipalities(tag string) *Table {
	list := ownSmall()[:2]
	for i := range list {
		list[i].GroupMedian = survival.GroupMedian{N: 31 * (1 - i), FromStart: 31 * (1 - i), Stopped: 8 * (1 - i), Withheld: i == 1, MedianWithheld: true}
		list[i].Against = none
	}
	list = append(list, survival.OwnMedian{Place: "14", County: "14", SizeGroup: "<2000", GroupMedian: survival.GroupMedian{N: 22, FromStart: 17, Stopped: 15, MedianWithheld: true}})
	t := MunicipalityTable(MunicipalityInput{Locale: locale.Get(tag), List: list, Window: 156})
	t.Name = "withheld_municipalities"
	return t
}

// withheldTurnover has no share but the second.
func withheldTurnover(tag string) *Table {
	var shares []survival.TurnoverShare
	for d := survival.TurnoverFollowed; d <= survival.TurnoverByPosition; d++ {
		shares = append(shares, survival.TurnoverShare{Definition: d, Within: 13, Withheld: true})
	}
	shares[1] = survival.TurnoverShare{Definition: survival.TurnoverSoFar, Within: 13, Gone: 6, Of: 22, LeftOutWithheld: true,
		Share: varighet.Some(6.0 / 22), Lower: varighet.Some(0.1073), Upper: varighet.Some(0.5022)}
	t := TurnoverTable(TurnoverInput{Locale: locale.Get(tag), Shares: shares})
	t.Name = "withheld_turnover"
	return t
}

// withheldCurveTable has a group that goes in steps to 6 and 12 months, and one that is withheld.
func withheldCurveTable(tag string) *Table {
	tenures := slices.Repeat([]survival.Tenure{{Exit: 6, Stopped: true}, {Exit: 12, Stopped: true}, {Exit: 12.9}}, 6)
	c, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		panic(err)
	}
	t := CurveTable(locale.Get(tag), []chart.CurveGroup{{Label: "A", Curve: c, Steps: []float64{6, 12}}, {Label: "B", Withheld: true}}, []float64{0, 6, 9, 12})
	t.Name = "withheld_curves"
	return t
}

// oneMunicipality is of a cohort alone, beside medians of another period; noMunicipality has none.
func oneMunicipality(tag string) *Table {
	t := MunicipalityTable(MunicipalityInput{Locale: locale.Get(tag), List: ownSmall()[:1], Basis: OwnBasis{CohortOnly: true, OtherPeriod: "2001–2014"}})
	t.Name = "municipality_one"
	return t
}

func noMunicipality(tag string) *Table {
	t := MunicipalityTable(MunicipalityInput{Locale: locale.Get(tag), Basis: OwnBasis{Others: true}})
	t.Name = "municipality_none"
	return t
}

// beside has made-up numbers of a cohort and of the others: a share in one row with what is
// published, a median of which one side is too few and one not reached, a rate, nobody on one
// side, and a published number alone.
func beside(tag string) *Table {
	one := varighet.Some[float64]
	side := func(count int, of, value, lower, upper float64) *BesideSide {
		return &BesideSide{Count: count, Of: of, Value: one(value), Lower: one(lower), Upper: one(upper)}
	}
	w := locale.Get(tag).Beside
	return BesideTable(BesideInput{Locale: locale.Get(tag), Rows: []BesideRow{
		{Measure: "same_doctor", Words: w.Same, Unit: Percent, Cohort: side(10, 16, 62.5, 35.4, 84.8), Others: side(600, 1200, 50, 47.1, 52.9),
			Hedge: "too_wide", HedgeWords: w.Hedges[3]},
		{Measure: "turnover_d", Words: locale.Fill(w.Turnover, "13 mnd", "d"), Unit: Percent, Cohort: side(6, 16, 37.5, 15.2, 64.6), Others: side(150, 1200, 12.5, 10.7, 14.5),
			Hedge: "barely_above", HedgeWords: w.Hedges[5], Published: one(38), Source: "NSDM-rapport 2020"},
		{Measure: "median", Words: w.Median, Unit: Years, Cohort: &BesideSide{Count: 1, Of: 4, Missing: TooFew},
			Others: &BesideSide{Count: 400, Of: 1300, Lower: one(9), Missing: NotReached}, Hedge: "too_few", HedgeWords: w.Hedges[1]},
		{Measure: "rate", Words: w.Rate, Unit: PerYears, Cohort: side(6, 34.25, 17.5, 6.4, 38.1), Others: &BesideSide{Missing: Absent},
			Hedge: "too_few", HedgeWords: w.Hedges[1]},
		{Measure: "published", Words: locale.Fill(w.PublishedMedian, "2001–2014"), Unit: Years, Published: one(5.9), Source: "NSDM-rapport 2020"},
	}, Notes: []string{w.NotPooled}, Source: "oppdiktede tall"})
}

// gap has made-up results at four choices, the last without a median.
func gap(tag string) *Table {
	result := func(months, bridged int, m survival.Quantile) GapResult {
		return GapResult{Gap: months, Used: months == 2, Bridged: bridged,
			Median: survival.GroupMedian{Group: "all", N: 1300 - bridged, FromStart: 900, Stopped: 640 - bridged, Median: m}}
	}
	return GapTable(locale.Get(tag), []GapResult{
		result(0, 0, median(someYears(5.25), someYears(5), someYears(5.5))),
		result(2, 14, median(someYears(5.5), someYears(5.25), someYears(5.75))),
		result(6, 20, median(someYears(5.5), someYears(5.25), none)),
		result(12, 31, median(none, someYears(5.5), none)),
	}, 0.95)
}

// turnover has the shares of ALIS-Vest within 13 months: 6 of 18, 6 of 22 and 6
// of 16; the limits are those of R's binom.test, and of survfit for c.
func turnover(tag string) *Table {
	one := varighet.Some[float64]
	return TurnoverTable(TurnoverInput{
		Locale: locale.Get(tag),
		Shares: []survival.TurnoverShare{
			{Definition: survival.TurnoverFollowed, Within: 13, Gone: 6, Of: 18, LeftOut: 4,
				Share: one(6.0 / 18), Lower: one(0.1334), Upper: one(0.5901)},
			{Definition: survival.TurnoverSoFar, Within: 13, Gone: 6, Of: 22,
				Share: one(6.0 / 22), Lower: one(0.1073), Upper: one(0.5022)},
			{Definition: survival.TurnoverKaplanMeier, Within: 13, Gone: 6, Of: 22,
				Share: one(0.314), Lower: one(0.154), Upper: one(0.574),
				FewestAtStop: 3, Few: true, BetaLower: one(0.121), BetaUpper: one(0.563)},
			{Definition: survival.TurnoverByPosition, Within: 13, Gone: 6, Of: 16,
				Share: one(6.0 / 16), Lower: one(0.1520), Upper: one(0.6457)},
		},
		Published: []PublishedShare{
			{Share: 0.38, What: "ALIS-Vest, NSDM-rapport 2020", Definition: varighet.Some(survival.TurnoverByPosition)},
			{Share: 0.14, What: "Norge, avtaler 2001–2014, NSDM-rapport 2020"},
		},
	})
}

// everything has each kind, each state, and words that no format may take for
// its own signs.
func everything(tag string) *Table {
	t := &Table{
		Name: "everything", Locale: locale.Get(tag), Title: "Alt & <litt> | til: 50 %",
		Columns: []Column{
			{Key: "name", Title: "Navn"},
			{Key: "n", Title: "Antall", Kind: CountKind, States: true},
			{Key: "x", Title: "Tall_x", Kind: NumberKind, Decimals: 2, States: true},
			{Key: "ci", Title: "KI", Kind: IntervalKind, Decimals: 2},
			{Key: "share", Title: "Andel", Kind: ShareKind, Decimals: 1, States: true},
			{Key: "month", Title: "Måned", Kind: MonthKind},
			{Key: "code", For: Programs},
		},
		Notes: []string{"En merknad med 5 % og {klammer}."},
	}
	one := varighet.Some[float64]
	t.Add(Text("Ærøy, \"indre\"; ytre"), Count(12345), Number(-1.5), Interval(one(-2), one(-1)), Share(0.375),
		Month(varighet.MonthOf(2017, 5)), Text("a"))
	t.Add(Text("=SUM(A1:A2)"), Without(CountKind, Withheld), Without(NumberKind, NotReached),
		Interval(one(0.43), none), Without(ShareKind, Withheld), Without(MonthKind, Absent), Text("b,c"))
	t.Add(Text("*_`[x](y)`_* \\ ~^$#{}"), Count(0), Without(NumberKind, Absent), Interval(none, none), Share(0),
		Month(varighet.MonthOf(2019, 11)), Text("to\nlinjer"))
	return t
}

var writers = []struct {
	ext   string
	write func(*Table, io.Writer) error
}{
	{"csv", (*Table).CSV}, {"excel.csv", (*Table).ExcelCSV}, {"md", (*Table).Markdown},
	{"html", (*Table).HTML}, {"tex", (*Table).LaTeX},
}

func written(t *testing.T, table *Table, write func(*Table, io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(table, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Each table in each format and language is as it was read and found right.
func TestTablesAreGolden(t *testing.T) {
	for _, tag := range locale.Tags() {
		for _, table := range []*Table{table61(tag), turnover(tag), gap(tag), expected(tag), everything(tag),
			municipalities(tag), oneMunicipality(tag), noMunicipality(tag), beside(tag),
			withheldTable61(tag), withheldMunicipalities(tag), withheldTurnover(tag), withheldCurveTable(tag), withheldYears(tag), withheldExits(tag), withheldVacancyTimes(tag),
			listLength(tag), movesTable(tag), movesNarrow(tag), funnelTable(tag), coxTable(tag), observedTable(tag),
			turnoverYears(tag), exits(tag), fewExits(tag), exitsPart(tag), vacancies(tag), vacancyTimes(tag), stability(tag)} {
			for _, w := range writers {
				name := filepath.Join("testdata", table.Name+"_"+tag+"."+w.ext)
				got := written(t, table, w.write)
				if *update {
					if err := os.WriteFile(name, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), string(got)); d != "" {
					t.Errorf("%s (-want +got):\n%s", name, d)
				}
			}
		}
	}
}
