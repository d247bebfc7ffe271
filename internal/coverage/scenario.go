package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// level is that of all limits.
const level = 0.95

// A scenario is registers of one make, and what is asked of each.
type scenario struct {
	title, text string
	options     simulate.Options
	groups      []string // size groups that are looked at
	few         []warning
	cluster     string // --cluster
	lists       int    // of the group, that the register has; 0: all
	from        varighet.Month
	months      [2]int
	analyses    []analysis
}

// A warning is that of the program where limits rest on few municipalities.
type warning struct {
	group string
	of    string // measures whose names begin so
}

// warned marks findings that were advised as of limits that the program warns of.
func (s *scenario) warned(group string, findings []finding) {
	for i := range findings {
		f := &findings[i]
		if f.floor != notAdvised && slices.ContainsFunc(s.few, func(w warning) bool { return w.group == group && strings.HasPrefix(f.name, w.of) }) {
			f.limits, f.floor = f.limits+"; warned of few clusters", notAdvised
		}
	}
}

// Countries are run from long before the first month of their registers, so that today's doctors
// have been there for as long as they have in a settled country; but for a project that begins anew.
var (
	longBefore   = varighet.MonthOf(1975, time.May)
	windowStart  = varighet.MonthOf(2009, time.June)
	projectStart = varighet.MonthOf(2011, time.May)
	dataEnd      = varighet.MonthOf(2014, time.May)
)

// scenarios are all that are run.
func scenarios() []scenario {
	plain := simulate.Options{Municipalities: 100, Lists: 1000, First: longBefore, Last: dataEnd}
	clustered := simulate.Options{Municipalities: 400, Lists: 2000, First: longBefore, Last: dataEnd, Frailty: 0.3}
	project := simulate.Options{Municipalities: 100, Lists: 1000, First: projectStart, Last: dataEnd}
	few := []analysis{ofFewKM, ofTurnover, ofYear, ofRates, ofCompare}
	return []scenario{
		{title: "Registers of many lists", text: "About 45, 130 and 170 lists of a group; every doctor is on their own.",
			options: plain, groups: []string{"<2000", "5000-9999", "20000-49999"},
			from: windowStart, months: [2]int{12, 60},
			analyses: []analysis{ofKM, ofTurnover, ofYear, ofRates, ofCompare, ofResidual, ofStock}},
		{title: "Municipalities that differ", text: differing,
			options: clustered, groups: []string{"<2000", "2000-4999", "10000-19999", "20000-49999", ">=50000"},
			few: []warning{{">=50000", ""}, {"20000-49999", "mean of "}}, cluster: "municipality_now", from: windowStart, months: [2]int{12, 60},
			analyses: []analysis{ofKMClustered, ofTurnover, ofRates, ofCompare, ofResidual, ofKMUnclustered}},
		{title: "A cohort of 16 lists, seen late", text: fewLists,
			options: plain, groups: []string{"<2000"}, lists: 16,
			from: windowStart, months: [2]int{12, 24}, analyses: few},
		{title: "A cohort of 16 lists, seen from the start", text: "The same where all began in the first month, three years before the last.",
			options: project, groups: []string{"<2000"}, lists: 16,
			from: projectStart, months: [2]int{12, 24}, analyses: few},
	}
}

// differing explains the scenario with frailty.
const differing = `The hazard of each municipality has a factor, drawn from a gamma distribution with mean 1 and variance 0.3, so that doctors
of one municipality are alike. About 88, 134, 53, 30 and 11 municipalities of a group; robust limits of the last are short,
and the program warns of fewer than 20, and of fewer than 50 for the mean. Without --cluster limits are shorter throughout.

The truth is the same number of all registers together, which is what an ever larger register comes to. It is not that of a
municipality drawn at random: municipalities where doctors leave soon have more agreements, and a curve is of agreements.
The table has both; the law over municipalities is (1 + 0.3 H)^(−1/0.3) with H the Weibull hazard.`

// A truth is what is known of a size group before any register is made.
type truth struct {
	law   law                  // over all municipalities
	curve *yardstick.Yardstick // the same, to compare with
}

// truths are those of the groups, in their order.
func (s *scenario) truths() (list []truth, err error) {
	c, err := makeCountry(s.options, s.groups)
	if err != nil {
		return nil, err
	}
	for _, group := range s.groups {
		i := slices.IndexFunc(c.truth.Groups, func(g simulate.GroupTruth) bool { return g.SizeGroup == group })
		known := truth{law: weibull(&c.truth.Groups[i])}
		if s.options.Frailty > 0 {
			known.law = mixture(&c.truth.Groups[i], s.options.Frailty)
		}
		if known.curve, err = document.YardstickOf(&document.YardstickChoices{Curve: "truth.csv"}, known.law.csv()); err != nil {
			return nil, err
		}
		list = append(list, known)
	}
	return list, nil
}

// fewLists explains the cohort that is seen late.
const fewLists = `16 lists of small municipalities in the last five years. The rule for limits that rest on few asks for the beta product,
which is conservative; normal limits of the mean are short, and the program says so.`

// A result is what is found in one group of one register.
type result struct {
	findings []finding
	tenures  []survival.Tenure
}

// register makes register number seed of the scenario and asks of each group. Findings keep nothing
// of the register: there are thousands.
func (s *scenario) register(seed uint64, truths []truth) ([]result, error) {
	opt := s.options
	opt.Seed = seed
	c, err := makeCountry(opt, s.groups)
	if err != nil {
		return nil, err
	}
	if s.lists > 0 {
		c.keep(s.lists, s.from)
	}
	spells, err := c.seenFrom(s.from)
	if err != nil {
		return nil, err
	}
	var results []result
	for i, group := range s.groups {
		q := &question{cluster: s.cluster, last: c.last, months: s.months, truth: truths[i]}
		q.spells = slices.DeleteFunc(slices.Clone(spells), func(x survival.Spell) bool { return x.SizeGroup != group })
		var r result
		if r.findings, err = q.findings(s.analyses); err != nil {
			return nil, fmt.Errorf("%s, register %d, %s: %w", s.title, seed, group, err)
		}
		s.warned(group, r.findings)
		r.tenures, _ = survival.Tenures(q.spells)
		results = append(results, r)
	}
	return results, nil
}

// keep leaves the first lists, by number, that had a doctor by a month.
func (c *country) keep(lists int, by varighet.Month) {
	kept := map[int64]bool{}
	for i := range c.spells {
		if s := &c.spells[i]; s.Start <= by && len(kept) < lists {
			kept[s.Position] = true
		}
	}
	c.spells = slices.DeleteFunc(c.spells, func(s simulate.Spell) bool { return !kept[s.Position] })
}
