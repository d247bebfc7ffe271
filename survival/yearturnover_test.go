package survival_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// oracleSpells makes spells of a simulated register: month 0 is May 2001, and agreements that
// end by a merger are censored. All of a municipality stays in sight to the end,
// by a vacant spell.
func oracleSpells(t *testing.T, rows []oracle.Row) []survival.Spell {
	const origin = varighet.Month(2001*12 + 4)
	var spells []survival.Spell
	for _, r := range rows {
		start, last := varighet.Month(r.Number(t, "start_idx").V), varighet.Month(r.Number(t, "last_idx").V)
		s := survival.Spell{PositionID: r.Text("position"), DoctorID: r.Text("id"), MunicipalityNow: "0301",
			SizeGroup: r.Text("size_group"), Start: varighet.Some(origin + start), First: origin + max(start, 0), Last: origin + last,
			Entry: varighet.Some(int(r.Number(t, "entry").V)), Exit: varighet.Some(int(r.Number(t, "time").V)), Stopped: r.Text("status") == "1"}
		spells = append(spells, s)
	}
	return append(spells, survival.Spell{Kind: survival.Vacant, MunicipalityNow: "0301", First: origin, Last: origin + 155})
}

// oracleRegister are all agreements, those too that no curve can count.
func oracleRegister(t *testing.T, set *oracle.Set) []oracle.Row {
	return append(slices.Clone(set.Rows), set.Table(t, "zero_length_dropped.csv")...)
}

func ofStratum(rows []oracle.Row, r oracle.Row) []oracle.Row {
	return (&oracle.Set{Rows: rows}).In(r.Text("group_var"), r.Text("stratum"))
}

func TestOracleTurnoverByYear(t *testing.T) {
	oracle.Each(t, "turnover_year.csv", func(t *testing.T, set *oracle.Set) {
		all := oracleRegister(t, set)
		kept := map[string][]survival.YearTurnover{}
		for _, r := range set.Table(t, "turnover_year.csv") {
			key := r.Text("stratum")
			if kept[key] == nil {
				years, err := survival.TurnoverByYear(oracleSpells(t, ofStratum(all, r)), 0.95)
				if err != nil {
					t.Fatal(err)
				}
				kept[key] = years
			}
			found := false
			for _, y := range kept[key] {
				if fmt.Sprint(y.Year) != r.Text("year") {
					continue
				}
				found = true
				if !y.Complete {
					t.Errorf("%s: not complete", r.At)
				}
				for column, got := range map[string]int{"n_open": y.Open, "n_close": y.Close, "starters": y.Starters, "leavers": y.Leavers,
					"leavers_of_open": y.LeaversOfOpen, "merged_of_open": y.LostOfOpen} {
					r.WantInt(t, column, got)
				}
				r.Want(t, "mean_stock", y.MeanStock)
				r.Want(t, "agreement_years", y.Years)
				for column, got := range map[string]varighet.Opt[float64]{
					"share_open": y.Share, "share_cp_lower": y.ShareLower, "share_cp_upper": y.ShareUpper,
					"share_wilson_lower": y.WilsonLower, "share_wilson_upper": y.WilsonUpper, "rate_avg_open_close": y.PerOpenClose,
					"rate_mean_stock": y.PerMeanStock, "rate_py": y.Rate, "rate_py_lower": y.RateLower, "rate_py_upper": y.RateUpper,
				} {
					r.WantOpt(t, column, got, oracleTolerance)
				}
			}
			if !found {
				t.Errorf("%s: got no such year", r.At)
			}
		}
	})
}

func TestOracleStock(t *testing.T) {
	oracle.Each(t, "stock_elapsed.csv", func(t *testing.T, set *oracle.Set) {
		all := oracleRegister(t, set)
		for _, r := range set.Table(t, "stock_elapsed.csv") {
			month, err := varighet.ParseMonth(r.Text("month"))
			if err != nil {
				t.Fatal(err)
			}
			st, err := survival.StockAt(oracleSpells(t, ofStratum(all, r)), month, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			r.WantInt(t, "n", st.N)
			for column, got := range map[string]varighet.Opt[float64]{"mean": st.Mean, "q25": st.Q25, "median": st.Median, "q75": st.Q75,
				"share_lt_12": st.Under12, "share_ge_60": st.From60} {
				r.WantOpt(t, column, got, oracleTolerance)
			}
		}
	})
}

// Turnover's definitions a, b and c against the same tables.
func TestOracleTurnoverWithin(t *testing.T) {
	oracle.Each(t, "turnover_within.csv", func(t *testing.T, set *oracle.Set) {
		all := oracleRegister(t, set)
		for _, r := range set.Table(t, "turnover_within.csv") {
			rows := ofStratum(all, r)
			spells := oracleSpells(t, rows)
			shares, err := survival.Turnover(spells, int(r.Number(t, "h").V), 0.95)
			if err != nil {
				t.Fatal(err)
			}
			a, b, c := shares[0], shares[1], shares[2]
			r.WantInt(t, "n_started", b.Of)
			r.WantInt(t, "x_all", b.Gone)
			r.WantOpt(t, "share_naive", b.Share, oracleTolerance)
			r.WantOpt(t, "km_delayed", c.Share, oracleTolerance)
			r.WantOpt(t, "km_delayed_lower", c.Lower, oracleTolerance)
			r.WantOpt(t, "km_delayed_upper", c.Upper, oracleTolerance)
			started := c
			var tenures []survival.Tenure
			for _, s := range spells {
				if x, ok := s.Tenure(); ok && x.Entry == 0 && s.Start.V == s.First {
					tenures = append(tenures, x)
				}
			}
			at := mustCurve(t, tenures, survival.Options{}).At(float64(started.Within))
			r.Want(t, "km_started", 1-at.Survival)
			r.WantOpt(t, "km_started_lower", varighet.Some(1-at.Upper.V), oracleTolerance)
			r.WantOpt(t, "km_started_upper", varighet.Some(1-at.Lower.V), oracleTolerance)
			lower, upper, err := survival.Jeffreys(int(r.Number(t, "x_full").V), int(r.Number(t, "n_full").V), 0.95)
			if err != nil {
				t.Fatal(err)
			}
			r.Want(t, "jeffreys_lower", lower)
			r.Want(t, "jeffreys_upper", upper)
			if lower, upper, err = survival.Wilson(a.Gone, a.Of, 0.95); err != nil {
				t.Fatal(err)
			}
			r.Want(t, "wilson_lower", lower)
			r.Want(t, "wilson_upper", upper)
			r.WantInt(t, "n_full", a.Of)
			r.WantInt(t, "x_full", a.Gone)
			r.WantOpt(t, "share_full", a.Share, oracleTolerance)
			r.WantOpt(t, "cp_lower", a.Lower, oracleTolerance)
			r.WantOpt(t, "cp_upper", a.Upper, oracleTolerance)
		}
	})
}

// A year by hand: three there in January 2020. One leaves in March, one goes out
// of sight in June (its last month, without a stop), one stays. Another begins in
// May and is gone in September. The data run from December 2019 to January 2021.
// Months at risk: 2 (Jan and Feb, of the first), 5 (Jan to May), 12, 4 (May to
// Aug).
func TestTurnoverByYearByHand(t *testing.T) {
	m := func(year, month int) varighet.Month { return varighet.Month(year*12 + month - 1) }
	known := func(s survival.Spell) survival.Spell { s.Start = varighet.Some(s.First); return s }
	spells := []survival.Spell{
		known(survival.Spell{First: m(2019, 12), Last: m(2020, 2), Stopped: true}),
		known(survival.Spell{First: m(2019, 12), Last: m(2020, 6)}),
		{First: m(2019, 12), Last: m(2021, 1)},
		known(survival.Spell{First: m(2020, 5), Last: m(2020, 8), Stopped: true}),
	}
	years, err := survival.TurnoverByYear(spells, 0.95)
	if err != nil || len(years) != 2 {
		t.Fatalf("got %d years, %v, want 2019 and 2020", len(years), err)
	}
	if y := years[0]; y.Complete || y.Share.OK || y.Rate.V != 0 || y.Years != 3./12 {
		t.Errorf("2019: got %+v, want a rate of 0 in 3 months and no share", y)
	}
	y := years[1]
	if !y.Complete || y.Open != 3 || y.Close != 1 || y.Leavers != 2 || y.LeaversOfOpen != 1 || y.LostOfOpen != 1 || y.Starters != 1 {
		t.Errorf("2020: got %+v", y)
	}
	if y.Years != 23./12 || y.Share.V != 0.5 || y.PerOpenClose.V != 1 || y.MeanStock != 24./12 {
		t.Errorf("2020: got %+v, want 23 months at risk, 24 of stock, shares 1/2 and 2/2", y)
	}
	if !near(y.Rate.V, 24./23, 1e-15) {
		t.Errorf("2020: got a rate of %v, want 2 in 23 months, 24/23 a year", y.Rate)
	}
	// Without the third, the data end in August 2020, and who is there on the next 1 January is not known.
	years, err = survival.TurnoverByYear(append(spells[:2:2], spells[3]), 0.95)
	if err != nil || len(years) != 2 || years[1].Complete || years[1].Share.OK {
		t.Errorf("got %+v, %v, want no share of 2020", years, err)
	}
}

// Nine doctors in month 48. Six were there in the first month, 0, and their starts are not
// known: at least 48 months. Three came after 48 − 5, 48 − 9 and 48 − 20 months. Of 5, 9, 20, 48+ (six
// times) the median is the fifth, at least 48, and the lower quartile the third, 20; two of nine
// have been there less than 12 months; of 60 or more it is none to six of nine.
func TestUnknownStartsBoundTheStockByHand(t *testing.T) {
	var spells []survival.Spell
	for range 6 {
		spells = append(spells, survival.Spell{First: 1000, Last: 1048})
	}
	for _, e := range []varighet.Month{5, 9, 20} {
		spells = append(spells, survival.Spell{Start: varighet.Some(1048 - e), First: 1048 - e, Last: 1048})
	}
	st, err := survival.StockAt(spells, 1048, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	none := varighet.Opt[float64]{}
	if want := (survival.StockStatistics{Q25: varighet.Some(20.0), Under12: varighet.Some(2.0 / 9)}); st.StockStatistics != want {
		t.Errorf("known: %+v, want %+v", st.StockStatistics, want)
	}
	if want := (survival.StockStatistics{Mean: varighet.Some(322.0 / 9), Median: varighet.Some(48.0), Q75: varighet.Some(48.0), From60: varighet.Some(0.0)}); st.AtLeast != want {
		t.Errorf("at least: %+v, want %+v", st.AtLeast, want)
	}
	if want := (survival.StockStatistics{From60: varighet.Some(6.0 / 9)}); st.AtMost != want {
		t.Errorf("at most: %+v, want %+v", st.AtMost, want)
	}
	if st.N != 9 || st.UnknownStart != 6 || st.MedianLower != varighet.Some(9.0) || st.MedianUpper != none { // ranks 2 and 8
		t.Errorf("%+v", st)
	}
}

// Of five values the whole range holds the median with probability 1 − 2/32 =
// 0.9375 only, of six with 1 − 2/64: no limits, and the range. Nine: ranks 2 and 8,
// 1 − 2·10/512 = 0.961.
func TestStockMedianLimitsByHand(t *testing.T) {
	for n, want := range map[int][2]float64{5: {-1, -1}, 6: {1, 6}, 9: {2, 8}} {
		var spells []survival.Spell
		for i := range n {
			spells = append(spells, survival.Spell{Start: varighet.Some(varighet.Month(100 - i - 1)), First: 90, Last: 120})
		}
		st, err := survival.StockAt(spells, 100, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if want[0] < 0 {
			if st.MedianLower.OK {
				t.Errorf("%d: got limits %+v", n, st)
			}
			continue
		}
		if st.MedianLower.V != want[0] || st.MedianUpper.V != want[1] {
			t.Errorf("%d: got %v to %v, want %v", n, st.MedianLower, st.MedianUpper, want)
		}
	}
}

// Whatever the spells, agreements of 1 January are those of the one before, and those that
// came, less those that left or went out of sight.
func TestLawYearTurnoverAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spells []survival.Spell
		for i := range rapid.IntRange(1, 30).Draw(t, "n") {
			first := varighet.MonthOf(2015, 1) + varighet.Month(rapid.IntRange(-30, 60).Draw(t, "first"))
			s := survival.Spell{PositionID: fmt.Sprint(i), First: first, Last: first + varighet.Month(rapid.IntRange(0, 50).Draw(t, "held")),
				Stopped: rapid.Bool().Draw(t, "stopped")}
			if rapid.Bool().Draw(t, "start known") {
				s.Start = varighet.Some(first - varighet.Month(rapid.SampledFrom([]int{0, 0, 7}).Draw(t, "earlier")))
			}
			spells = append(spells, s)
		}
		years, err := survival.TurnoverByYear(spells, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		for _, y := range years {
			if y.Open+y.Starters+y.Appeared-y.Leavers-y.Lost != y.Close {
				t.Fatalf("%+v does not add up", y)
			}
		}
	})
}

// Of 20 agreements 3 left. Limits of Clopper and Pearson in R 4.2.2: binom.test(3, 20)$conf.int, 0.03207
// and 0.37893. Of nobody there is no share.
func TestCountedYear(t *testing.T) {
	y, err := survival.CountedYear(2010, 20, 3, 0.95)
	if err != nil || y.Share.V != 0.15 || math.Abs(y.ShareLower.V-0.03207094) > 1e-8 || math.Abs(y.ShareUpper.V-0.37892683) > 1e-8 || !y.Complete {
		t.Errorf("%+v, %v", y, err)
	}
	if y, err := survival.CountedYear(2010, 0, 0, 0.95); err != nil || y.Share.OK {
		t.Errorf("of nobody: %+v, %v", y, err)
	}
}
