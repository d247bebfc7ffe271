package document

import (
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// The machine contract: varighet.stability/1.
type (
	// StabilityAnswer is the answer to `survival stability`.
	StabilityAnswer struct {
		Schema string           `json:"schema"` // varighet.stability/1
		Month  *string          `json:"month"`  // the date that is counted on, such as 2019-11-01; null: there are no spells
		Groups []stabilityGroup `json:"groups"` // in the order of the --by values; one without --by
		Ending

		table string
		by    []string
	}
	// stabilityGroup counts positions up to the date. not_yet_opened to changed_more
	// are classes: they add up to positions.
	stabilityGroup struct {
		By          map[string]string `json:"by"`                    // value of each --by column
		Positions   int               `json:"positions"`             // positions that a spell of the group is of
		EverFilled  int               `json:"ever_filled"`           // positions that have had a doctor by the date
		FilledNow   int               `json:"filled"`                // positions with a doctor on the date, or in the last month of their window
		NotOpened   int               `json:"not_yet_opened"`        // positions first seen after the date
		NoData      int               `json:"no_data"`               // positions of which there are only holes in the data by the date
		NeverFilled int               `json:"never_filled"`          // positions that were there and vacant in every month
		Same        int               `json:"same_doctor"`           // positions whose only doctor is there on the date
		NotReplaced int               `json:"left_not_replaced"`     // positions whose only doctor stopped
		OutOfSight  int               `json:"out_of_sight"`          // positions whose only doctor did not stop, but whose data end before the date
		Once        int               `json:"changed_once"`          // positions with two holders so far
		Twice       int               `json:"changed_twice"`         // with three
		More        int               `json:"changed_more"`          // with four or more
		Shared      int               `json:"shared"`                // positions that two doctors have held at once; the second counts as a change
		SameByYear  []sameYear        `json:"same_doctor_by_year"`   // same_doctor by the year in which the position was first filled
		Doctors     int               `json:"doctors"`               // different doctors
		Still       int               `json:"still"`                 // doctors' spells that go on on the date
		Stopped     int               `json:"stopped"`               // doctors' spells that were seen to stop before it
		NoStart     int               `json:"stopped_unknown_start"` // those of them whose start is not known

		// Months of those who stopped, by both conventions: held counts the first and the last
		// month, elapsed is one less. null if none stopped, or the start of one is not known.
		ShortestHeld    *int `json:"shortest_months_held"`    // fewest months of those who stopped, the first and the last counted (months); null: none stopped with a known start
		LongestHeld     *int `json:"longest_months_held"`     // most months likewise (months); null: none stopped with a known start
		ShortestElapsed *int `json:"shortest_months_elapsed"` // fewest months of those who stopped, from the first to the last: one less than held (months); null: none stopped with a known start
		LongestElapsed  *int `json:"longest_months_elapsed"`  // most months likewise (months); null: none stopped with a known start

		StoppedAfter []stoppedMonths `json:"stopped_after"` // the stops with a known start by months, ascending
	}
	sameYear struct {
		Year      *int `json:"year"`      // in which the position was first filled; null: the first doctor's start is not known
		Positions int  `json:"positions"` // of same_doctor
	}
	stoppedMonths struct {
		Held    int `json:"months_held"`    // the first and the last month counted
		Elapsed int `json:"months_elapsed"` // one less
		Spells  int `json:"spells"`         // stops after so many months
	}
)

// StabilityChoices say which positions are counted, and on which date.
type StabilityChoices struct {
	By    []string
	Month varighet.Opt[varighet.Month] // missing: the last of the data
	Table string                       // of CSV: one of StabilityTables
}

// StabilityTables are the tables that the answer has as CSV.
var StabilityTables = []string{"counts", "years", "months", DefinitionsTable}

// Check is wrong use where a choice cannot be had.
func (opt *StabilityChoices) Check() error { return KnownTable(opt.Table, StabilityTables...) }

// Stability counts how many positions have had the same doctor all the way, by groups of
// spells.
func Stability(src *rows.Source, opt *StabilityChoices) (*StabilityAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc := &StabilityAnswer{Schema: "varighet.stability/1", Groups: []stabilityGroup{}, Ending: ofSpells(src).defining("stability", false),
		table: opt.Table, by: opt.By}
	doc.leaveUngrouped(ungrouped, opt.By)
	all := src.Table.Spells
	if len(all) == 0 {
		doc.warn("there are no spells")
		return doc, nil
	}
	last := survival.LastKnown(all)
	month := opt.Month.Or(last)
	date := month.Date()
	doc.Month = &date
	if month > last {
		doc.warn(fmt.Sprintf("%s is after the data, which end in %s: nobody is seen to be there", month, last))
	}
	if n := src.Filtered[survival.Regular]; n > 0 {
		doc.warn(fmt.Sprintf("%s left out by --where: a position is told by those of its spells that are left",
			english.Count(n, "doctor's spell", "doctors' spells")))
	}
	for _, group := range groups {
		st := survival.StabilityAt(all, group.Spells, month)
		doc.Groups = append(doc.Groups, stabilityDocument(&st, group.Key.Document(opt.By)))
		if st.Shared > 0 {
			doc.warn(group.Key.Warned(fmt.Sprintf("%s had two doctors at once: the second counts as a change",
				english.Count(st.Shared, "position has", "positions have"))))
		}
	}
	return doc, nil
}

func stabilityDocument(st *survival.StabilityCounts, by map[string]string) stabilityGroup {
	x := stabilityGroup{By: by, Positions: st.Positions, EverFilled: st.Filled, FilledNow: st.FilledNow, NotOpened: st.NotOpened,
		NoData: st.NoData, NeverFilled: st.NeverFilled, Same: st.Same, NotReplaced: st.NotReplaced, OutOfSight: st.OutOfSight,
		Once: st.ChangedOnce, Twice: st.ChangedTwice, More: st.ChangedMore, Shared: st.Shared, SameByYear: []sameYear{},
		Doctors: st.Doctors, Still: st.Still, Stopped: st.Stopped, NoStart: st.StoppedUnknownStart, StoppedAfter: []stoppedMonths{}}
	for _, y := range st.SameByYear {
		x.SameByYear = append(x.SameByYear, sameYear{intOrNull(y.Year), y.Positions})
	}
	for _, m := range st.StoppedAfter {
		x.StoppedAfter = append(x.StoppedAfter, stoppedMonths{m.Held, m.Elapsed(), m.Spells})
	}
	if n := len(x.StoppedAfter); n > 0 && x.NoStart == 0 {
		shortest, longest := &x.StoppedAfter[0], &x.StoppedAfter[n-1]
		x.ShortestHeld, x.LongestHeld = &shortest.Held, &longest.Held
		x.ShortestElapsed, x.LongestElapsed = &shortest.Elapsed, &longest.Elapsed
	}
	return x
}

// intOrNull is a whole number as JSON has it.
func intOrNull(v varighet.Opt[int]) *int {
	if !v.OK {
		return nil
	}
	return &v.V
}

// intCell is a whole number as a grid takes it, with the text that stands for a missing one.
func intCell(v *int, missing string) any {
	if v == nil {
		return missing
	}
	return *v
}

// counts are the numbers of a group under their names.
func (x *stabilityGroup) counts(missing string) []fact {
	return []fact{{"positions", x.Positions}, {"ever_filled", x.EverFilled}, {"filled", x.FilledNow}, {"not_yet_opened", x.NotOpened},
		{"no_data", x.NoData}, {"never_filled", x.NeverFilled}, {"same_doctor", x.Same}, {"left_not_replaced", x.NotReplaced},
		{"out_of_sight", x.OutOfSight}, {"changed_once", x.Once}, {"changed_twice", x.Twice}, {"changed_more", x.More},
		{"shared", x.Shared}, {"doctors", x.Doctors}, {"still", x.Still}, {"stopped", x.Stopped}, {"stopped_unknown_start", x.NoStart},
		{"shortest_months_held", intCell(x.ShortestHeld, missing)}, {"longest_months_held", intCell(x.LongestHeld, missing)},
		{"shortest_months_elapsed", intCell(x.ShortestElapsed, missing)}, {"longest_months_elapsed", intCell(x.LongestElapsed, missing)}}
}

// CSV writes the table that was asked for. counts has a row a group; years and months a row
// for each element of same_doctor_by_year and of stopped_after.
func (d *StabilityAnswer) CSV(w io.Writer) error {
	if d.table == "counts" {
		facts := &groupFacts{by: d.by}
		for i := range d.Groups {
			facts.add(d.Groups[i].By, d.factsOf(&d.Groups[i], ""))
		}
		return facts.grid(d.factsOf(&stabilityGroup{}, "")).CSV(w)
	}
	g := &grid{header: headed(d.by, "month", "year_first_filled", "same_doctor")}
	if d.table == "months" {
		g.header = headed(d.by, "month", "months_held", "months_elapsed", "spells")
	}
	for i := range d.Groups {
		x := &d.Groups[i]
		add := func(values ...any) { g.add(append(append(leading(d.by, x.By), textCell(d.Month)), values...)...) }
		if d.table == "months" {
			for _, m := range x.StoppedAfter {
				add(m.Held, m.Elapsed, m.Spells)
			}
			continue
		}
		for _, y := range x.SameByYear {
			add(intCell(y.Year, ""), y.Positions)
		}
	}
	return g.CSV(w)
}

// factsOf are the date and the counts of a group.
func (d *StabilityAnswer) factsOf(x *stabilityGroup, missing string) []fact {
	return append([]fact{{"month", textCell(d.Month)}}, x.counts(missing)...)
}

// Text writes the counts down the page, with a column a group.
func (d *StabilityAnswer) Text(w io.Writer) error {
	facts := &groupFacts{by: d.by}
	for i := range d.Groups {
		x := &d.Groups[i]
		years := listed(x.SameByYear, func(y sameYear) string { return fmt.Sprintf("%v: %d", intCell(y.Year, "unknown"), y.Positions) })
		facts.add(x.By, append(d.factsOf(x, "–"), fact{"same_doctor_by_year", years},
			fact{"stopped_after_months_held", x.stops(func(m stoppedMonths) int { return m.Held })},
			fact{"stopped_after_months_elapsed", x.stops(func(m stoppedMonths) int { return m.Elapsed })}))
	}
	return facts.text(w)
}

// listed is a list in one cell, a dash for none.
func listed[T any](list []T, of func(T) string) string {
	if len(list) == 0 {
		return "–"
	}
	var parts []string
	for _, x := range list {
		parts = append(parts, of(x))
	}
	return strings.Join(parts, ", ")
}

// stops are the months of those who stopped, one by one; of more than a line holds, where they stand.
func (x *stabilityGroup) stops(months func(stoppedMonths) int) string {
	const fit = 20
	if x.Stopped-x.NoStart > fit {
		return "--table months"
	}
	var list []string
	for _, m := range x.StoppedAfter {
		for range m.Spells {
			list = append(list, fmt.Sprint(months(m)))
		}
	}
	return listed(list, func(s string) string { return s })
}
