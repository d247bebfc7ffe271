package survival_test

import (
	"fmt"
	"log"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// threeLists are the monthly rows of three lists of Austevoll in 2017 to 2019: on list A, doctor 1 is
// followed by 2, and after three months without a doctor by 3; on B, 4 stays all the way; C opens in
// 2018 with 5, who leaves after a year.
func threeLists() (rows []varighet.Observation) {
	held := func(list, doctor string, from, to varighet.Month, residents int32) {
		for m := from; m <= to; m++ {
			o := varighet.Observation{Month: m, PositionID: list, DoctorID: doctor, MunicipalityCode: "4625"}
			if doctor == "" {
				o.Role = varighet.RoleVacant
			}
			if residents > 0 {
				o.Residents = varighet.Some(residents)
			}
			rows = append(rows, o)
		}
	}
	jan := func(year int) varighet.Month { return varighet.MonthOf(year, 1) }
	held("A", "1", jan(2017), jan(2017)+7, 800)
	held("A", "2", jan(2017)+8, jan(2018)+9, 820)
	held("A", "", jan(2018)+10, jan(2019), 0)
	held("A", "3", jan(2019)+1, jan(2020)-1, 700)
	held("B", "4", jan(2017), jan(2020)-1, 1100)
	held("C", "5", jan(2018), jan(2018)+11, 500)
	held("C", "", jan(2019), jan(2020)-1, 0)
	return rows
}

// spells are those of the three lists.
func spells() []survival.Spell {
	set, err := survival.SpellsOf(threeLists(), survival.DefaultSpellOptions())
	if err != nil {
		log.Fatal(err)
	}
	return set.Spells
}

// Rows in memory become spells.
func ExampleSpellsOf() {
	set, err := survival.SpellsOf(threeLists(), survival.DefaultSpellOptions())
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range set.Spells {
		fmt.Println(s.PositionID, s.DoctorID, s.Kind, s.First, "to", s.Last, "stopped:", s.Stopped)
	}
	// Output:
	// A 1 regular 2017-01 to 2017-08 stopped: true
	// A 2 regular 2017-09 to 2018-10 stopped: true
	// A  vacant 2018-11 to 2019-01 stopped: true
	// A 3 regular 2019-02 to 2019-12 stopped: false
	// B 4 regular 2017-01 to 2019-12 stopped: false
	// C 5 regular 2018-01 to 2018-12 stopped: true
	// C  vacant 2019-01 to 2019-12 stopped: false
}

// observations gives rows one by one, as a register does.
func observations(rows []varighet.Observation) survival.Observations {
	return func(yield func(*varighet.Observation, error) bool) {
		for i := range rows {
			if !yield(&rows[i], nil) {
				return
			}
		}
	}
}

// Rows of a stream that can be read twice: first which months have any, then the spells.
func ExampleSpells() {
	opt := survival.DefaultSpellOptions()
	opt.SizeGroup = func(population int) string {
		return map[bool]string{true: "<20000", false: ">=20000"}[population < 20000]
	}
	opt.Population = func(varighet.MunicipalityCode, int) varighet.Opt[int32] { return varighet.Some[int32](5200) }
	cover, err := survival.Cover(observations(threeLists()), opt)
	if err != nil {
		log.Fatal(err)
	}
	set, err := survival.Spells(observations(threeLists()), cover, opt)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(set.Spells), "spells;", set.Counts.UnknownStart, "without a known start; size group", set.Spells[0].SizeGroup)
	// Output:
	// 7 spells; 2 without a known start; size group <20000
}

// Which months have rows, of which municipalities.
func ExampleCover() {
	cover, err := survival.Cover(observations(threeLists()), survival.DefaultSpellOptions())
	if err != nil {
		log.Fatal(err)
	}
	first, _ := cover.First()
	last, _ := cover.Last()
	fmt.Println(cover.Units(), first, last, cover.MissingMonths())
	// Output:
	// [4625] 2017-01 2019-12 []
}

// A register in two parts, which are read at the same time.
func ExampleSpellsOfParts() {
	rows := threeLists()
	at := slices.IndexFunc(rows, func(o varighet.Observation) bool { return o.PositionID == "C" })
	parts := func() []survival.MonthRuns {
		return []survival.MonthRuns{survival.RowByRow(observations(rows[:at])), survival.RowByRow(observations(rows[at:]))}
	}
	opt := survival.DefaultSpellOptions()
	cover, err := survival.CoverParts(parts(), opt)
	if err != nil {
		log.Fatal(err)
	}
	set, err := survival.SpellsOfParts(parts(), cover, opt)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(set.Spells), "spells")
	// Output:
	// 7 spells
}

func ExampleCoverParts() {
	runs := survival.RowByRow(observations(threeLists()))
	cover, err := survival.CoverParts([]survival.MonthRuns{survival.Until(runs, varighet.MonthOf(2018, 6))}, survival.DefaultSpellOptions())
	if err != nil {
		log.Fatal(err)
	}
	last, _ := cover.Last()
	fmt.Println(last)
	// Output:
	// 2018-06
}

func ExampleRowByRow() {
	months := 0
	for _, err := range survival.RowByRow(observations(threeLists())) {
		if err != nil {
			log.Fatal(err)
		}
		months++
	}
	fmt.Println(months)
	// Output:
	// 96
}

func ExampleUntil() {
	months := 0
	for _, err := range survival.Until(survival.RowByRow(observations(threeLists())), varighet.MonthOf(2017, 2)) {
		if err != nil {
			log.Fatal(err)
		}
		months++
	}
	fmt.Println(months)
	// Output:
	// 4
}

// What covers, of rows that are met on their way to somewhere else.
func ExampleNewSurveyor() {
	surveyor := survival.NewSurveyor(survival.DefaultSpellOptions())
	for _, o := range threeLists() {
		if err := surveyor.Rows(&o, o.Month); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(surveyor.Coverage().Has("4625", varighet.MonthOf(2018, 3)))
	// Output:
	// true
}

func ExampleDefaultSpellOptions() {
	opt := survival.DefaultSpellOptions()
	fmt.Println(opt.Gap, opt.Lookahead)
	// Output:
	// 2 3
}

// Spells to tenures, and how many cannot be used.
func ExampleTenures() {
	tenures, leftOut := survival.Tenures(spells())
	fmt.Println(tenures, leftOut)
	// Output:
	// [{0 14 true} {0 10 false} {0 12 true}] 2
}

// The spells that an analysis is of, and why others are not.
func ExampleSelect() {
	list := spells()
	chosen := survival.Select(list, survival.Query{})
	for _, i := range chosen.Index {
		fmt.Println(list[i].DoctorID, list[i].MonthsHeld())
	}
	for _, l := range chosen.LeftOut {
		fmt.Println(l)
	}
	// Output:
	// 2 14
	// 3 11
	// 5 12
	// 2 spells left out: the start is not known
}

// Only those who left the register stopped; who moved is censored.
func ExampleStops_Apply() {
	list := spells()
	stops, err := survival.ParseStops("moved_away")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(stops.Note(stops.Apply(list)))
	// Output:
	// stops are moved_away; others are censored when they happen (3 left), so a share is what it would be without those; `survival incidence` gives the shares as they are
}

func ExampleTurnover() {
	shares, err := survival.Turnover(spells(), 12, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range shares {
		fmt.Println(s)
	}
	// Output:
	// left within 12 months, a (followed): 1/2, 50.0 % (1.3 to 98.7)
	// left within 12 months, b (so_far): 1/3, 33.3 % (0.8 to 90.6)
	// left within 12 months, c (kaplan_meier): 1/3, 50.0 % (1.3 to 98.7)
	// left within 12 months, d (by_position): 1/1, 100.0 % (2.5 to 100.0)
}

// The share of some of the spells: the data end where those of all end.
func ExampleTurnoverAmong() {
	all := spells()
	onA := slices.DeleteFunc(slices.Clone(all), func(s survival.Spell) bool { return s.PositionID != "A" })
	shares, err := survival.TurnoverAmong(all, onA, 24, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(shares[survival.TurnoverFollowed])
	// Output:
	// left within 24 months, a (followed): 1/1, 100.0 % (2.5 to 100.0)
}

// Of whom the share is.
func ExampleTurnoverMembers() {
	all := spells()
	survival.TurnoverMembers(all, all, 12, func(d survival.TurnoverDefinition, i int, use, gone bool) {
		if d == survival.TurnoverFollowed && use {
			fmt.Println(all[i].DoctorID, gone)
		}
	})
	// Output:
	// 2 false
	// 5 true
}

// Limits that allow for lists of one municipality being alike.
func ExampleClusteredTurnover() {
	all := spells()
	labels := make([]string, len(all))
	for i := range all {
		labels[i] = all[i].PositionID
	}
	shares, err := survival.ClusteredTurnover(all, all, labels, 24, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(shares[survival.TurnoverFollowed].Clusters, "clusters;", shares[survival.TurnoverFollowed].Warning)
	// Output:
	// 1 clusters; one cluster: no robust standard errors or limits
}

// Each calendar year by itself.
func ExampleTurnoverByYear() {
	years, err := survival.TurnoverByYear(spells(), 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, y := range years {
		fmt.Printf("%d: %d there on 1 January, %d left, %.1f years\n", y.Year, y.Open, y.Leavers, y.Years)
	}
	// Output:
	// 2017: 2 there on 1 January, 1 left, 2.0 years
	// 2018: 3 there on 1 January, 2 left, 2.8 years
	// 2019: 1 there on 1 January, 0 left, 1.8 years
}

func ExampleNewTurnoverSeries() {
	series, err := survival.NewTurnoverSeries("all", spells(), 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(series.Years), "years;", series.Gone, "of", series.Counted, "left")
	// Output:
	// 3 years; 3 of 5 left
}

// Which of two municipalities has a high turnover in three years running? The other has too few.
func ExamplePersistentTurnover() {
	year := func(y, leavers int) survival.YearTurnover {
		return survival.YearTurnover{Year: y, Complete: true, Open: 10, Close: 10, Leavers: leavers, PerOpenClose: number(float64(leavers) / 10)}
	}
	units := [][]survival.YearTurnover{{year(2015, 2), year(2016, 3), year(2017, 2)}, {year(2015, 2), year(2016, 0), year(2017, 2)}}
	p, err := survival.PersistentTurnover(units, survival.Parisi, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Units[0].Persistent, p.Units[1].Persistent, p.Persistent, "of", p.Judged)
	// Output:
	// true false 1 of 2
}

func ExampleSpreadOfTurnover() {
	year := func(share float64) []survival.YearTurnover {
		return []survival.YearTurnover{{Year: 2017, Complete: true, Open: 10, Close: 10, PerOpenClose: number(share)}}
	}
	for _, y := range survival.SpreadOfTurnover([][]survival.YearTurnover{year(0), year(0.1), year(0.3)}, survival.Parisi) {
		fmt.Printf("%d: median %.1f, %d of %d above 10 %%\n", y.Year, y.Median.V, y.High, y.Units)
	}
	// Output:
	// 2017: median 0.1, 1 of 3 above 10 %
}

// How many lists have had one doctor all along?
func ExampleStabilityOf() {
	st := survival.StabilityOf(spells())
	fmt.Println(st.Same, "of", st.Positions, "lists;", st.Stopped, "doctors stopped")
	// Output:
	// 1 of 3 lists; 3 doctors stopped
}

func ExampleStabilityAt() {
	list := spells()
	st := survival.StabilityAt(list, list, varighet.MonthOf(2018, 12))
	fmt.Println(st.FilledNow, "filled,", st.VacantNow, "vacant,", st.Same, "with one doctor all along")
	// Output:
	// 2 filled, 1 vacant, 2 with one doctor all along
}

func ExampleStabilityBy() {
	st := survival.StabilityBy(spells(), varighet.MonthOf(2019, 12))
	fmt.Println(st.FilledNow, "filled,", st.ChangedOnce, "with a second doctor,", st.ChangedTwice, "with a third")
	// Output:
	// 2 filled, 0 with a second doctor, 1 with a third
}

func ExampleStabilityByFirstYear() {
	years, never := survival.StabilityByFirstYear(spells(), varighet.MonthOf(2019, 12))
	for _, y := range years {
		fmt.Println(y.Year.V, y.Year.OK, y.Positions)
	}
	fmt.Println("never filled:", never.Positions)
	// Output:
	// 2018 true 1
	// 0 false 2
	// never filled: 0
}

// How long have today's doctors been there?
func ExampleStockAt() {
	stock, err := survival.StockAt(spells(), varighet.MonthOf(2019, 6), 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(stock.N, "agreements,", stock.UnknownStart, "without a known start; elapsed", stock.Elapsed, "and", stock.Vacant, "vacant")
	// Output:
	// 2 agreements, 1 without a known start; elapsed [4] and 1 vacant
}

// How long do lists stand without a doctor?
func ExampleVacancyOf() {
	list := spells()
	v, err := survival.VacancyOf(list, list, survival.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Spells, "vacancies:", v.Filled, "filled,", v.Open, "open")
	last := survival.LastCounted(v.Months)
	fmt.Println(last.Month, last.Vacant, "of", last.Lists)
	// Output:
	// 2 vacancies: 1 filled, 1 open
	// 2019-12 1 of 3
}

func ExampleLastCounted() {
	fmt.Println(survival.LastCounted(nil) == nil)
	// Output:
	// true
}

// Where did those go who stopped?
func ExampleMovesOf() {
	list := spells()
	moves := survival.MovesOf(list, list, survival.MovesQuery{After: 12})
	fmt.Println(moves.Doctors, "doctors,", moves.Stopped, "stopped,", moves.StoppedHolding(), "of them have a list again")
	// Output:
	// 5 doctors, 3 stopped, 0 of them have a list again
}

// Who of them stopped, one by one: their sum is what MovesOf counts.
func ExampleMovesMembers() {
	list := spells()
	survival.MovesMembers(list, list, survival.MovesQuery{After: 12}, func(doctor string, one *survival.Moves) {
		if one.Stopped > 0 {
			fmt.Println(doctor, "stopped, and has a list again:", one.StoppedHolding() > 0)
		}
	})
	// Output:
	// 1 stopped, and has a list again: false
	// 2 stopped, and has a list again: false
	// 5 stopped, and has a list again: false
}

// Residents of lists, beside how long their doctors have been there.
func ExampleListLengthsAt() {
	lengths := survival.ListLengthsAt(spells(), varighet.MonthOf(2019, 12))
	months, residents := lengths.Pairs()
	fmt.Println(months, residents, lengths.NoStart, "without a known start")
	// Output:
	// [11] [700] 1 without a known start
}

// Curves of the lists, by a rule for groups.
func ExampleCurvesByGroup() {
	list := spells()
	byList := func(i int) (string, bool) { return list[i].PositionID, true }
	curves, err := survival.CurvesByGroup(list, "position_id", byList, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range curves.Groups {
		fmt.Println(g.Group, g.N, "tenures; too few to show:", g.TooFew())
	}
	// Output:
	// A 2 tenures; too few to show: true
	// C 1 tenures; too few to show: true
}

// The median of one municipality beside that of its size group: too few to tell.
func ExampleOwnMedians() {
	list := spells()
	own, err := survival.OwnMedians(list, list, []string{list[0].Place()}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range own {
		fmt.Println(m.Place, m.N, m.Verdict)
	}
	// Output:
	// 4625 3 too_few_to_tell
}

func ExampleFirstSeen() {
	list := spells()
	fmt.Println(survival.FirstSeen(list), survival.LastKnown(list))
	// Output:
	// 2017-01 2019-12
}

func ExampleLastKnown() {
	fmt.Println(survival.LastKnown([]survival.Spell{{First: varighet.MonthOf(2017, 1), Last: varighet.MonthOf(2017, 3), Stopped: true}}))
	// Output:
	// 2017-04
}

func ExampleMonthsBetween() {
	a, b := survival.Spell{Last: varighet.MonthOf(2017, 3)}, survival.Spell{First: varighet.MonthOf(2017, 6)}
	fmt.Println(survival.MonthsBetween(&a, &b))
	// Output:
	// 2
}

func ExampleUncertainStops() {
	uncertain, stops, short := survival.UncertainStops(spells())
	fmt.Println(uncertain, "of", stops, short)
	// Output:
	// 0 of 3 false
}

// Data of a project's lists cannot tell a doctor who left from one who went to a list elsewhere.
func ExampleExitCauseOf() {
	fmt.Println(survival.ExitCauseOf(survival.Left, false), survival.ExitCauseOf(survival.Left, true))
	// Output: left no_list_seen
}
