package survival

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/varighet/varighet"
)

// An Alarm is about starts and stops: the spells are made, by the rule that it names.
type Alarm = varighet.Alarm

// An AlarmCode says what an alarm is about. It is stable, for scripts.
type AlarmCode = varighet.AlarmCode

// The codes, in the order in which alarms come.
const (
	AlarmOpening      AlarmCode = "opening"       // lists in a municipality not seen before: starts
	AlarmBeganLate    AlarmCode = "began-late"    // many lists at once: their files began late
	AlarmCodeChange   AlarmCode = "code-change"   // lists that first show as the code changes
	AlarmEndedEarly   AlarmCode = "ended-early"   // all lists of a municipality, and none is back
	AlarmManyLeave    AlarmCode = "many-leave"    // many doctors leave in one month
	AlarmMonthMissing AlarmCode = "month-missing" // no rows at all, or none of a municipality
	AlarmListsMissing AlarmCode = "lists-missing" // some lists of a municipality have no row, and come back as they were
	AlarmFileShort    AlarmCode = "file-short"    // fewer rows than the months around
)

var alarmOrder = []AlarmCode{AlarmOpening, AlarmBeganLate, AlarmCodeChange, AlarmEndedEarly, AlarmManyLeave,
	AlarmMonthMissing, AlarmListsMissing, AlarmFileShort}

// Alarms returns the alarms of the rows, by code, municipality and month. The slice must
// not be changed.
func (c *Coverage) Alarms() []Alarm { return c.alarms }

// raiseAlarms finds what must be said of starts and stops.
func (c *Coverage) raiseAlarms(opt SpellOptions) {
	everywhere := &monthly[leavers]{}
	for _, at := range slices.SortedFunc(maps.Keys(c.places), place.compare) {
		p := c.places[at]
		c.alarmFirstRows(p, opt.FirstRows)
		c.alarmLastRows(p, opt.LastRows)
		c.alarmLeavers(p, opt.Standing, everywhere)
		c.alarmMissing(p)
	}
	c.alarmLeaversOfAll(everywhere)
	c.alarmMonths()
	c.alarmShortFiles()
	slices.SortStableFunc(c.alarms, func(a, b Alarm) int {
		return cmp.Or(slices.Index(alarmOrder, a.Code)-slices.Index(alarmOrder, b.Code),
			cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Month, b.Month))
	})
}

func (c *Coverage) alarm(a Alarm) {
	if p := c.places[place{name: a.Name}]; a.Name != "" && p != nil {
		a.Name = p.shown
	}
	c.alarms = append(c.alarms, a)
}

// alarmFirstRows tells of lists that first show late.
func (c *Coverage) alarmFirstRows(p *placeCoverage, choice FirstRows) {
	for m, shown := range p.firstShown {
		n := p.counts.of(m)
		a := Alarm{Municipality: p.at.code, Name: p.at.name, Month: m, Count: int(n.firstHeld)}
		var what, meaning string // what was seen, and what the rules take it for
		switch {
		case shown == firstOpening:
			a.Code, what = AlarmOpening, "no list of the municipality was seen before"
			meaning = counted(n.first, "list is", "lists are") + " taken for opened, "
		case n.first < 2:
			continue
		case shown == firstLate:
			a.Code, what = AlarmBeganLate, fmt.Sprintf("%d of its %s first show", n.first, counted(n.lists, "list", "lists"))
			meaning = "their files are taken to have begun late, "
		default:
			a.Code = AlarmCodeChange
			what = fmt.Sprintf("%d of its %s first show as the municipality's code changes", n.first, counted(n.lists, "list", "lists"))
		}
		v := verdict{yes: "known", no: "unknown", option: "--first-rows", key: "first_rows", choice: choice.String(),
			byRule: FirstRowsByRule.isStart(shown), taken: choice.isStart(shown)}
		v.settle(&a, what, meaning, func(n int) string { return counted(n, "start known", "starts known") })
		if choice == FirstRowsByRule && v.taken {
			a.Hint += " if its files only began late"
		} else if choice == FirstRowsByRule {
			a.Hint += " takes them for starts; or add the files from before"
		}
		c.alarm(a)
	}
}

// alarmLastRows tells of a municipality whose files ended early.
func (c *Coverage) alarmLastRows(p *placeCoverage, choice LastRows) {
	if p.lastShown != lastEarly {
		return
	}
	n := p.counts.of(p.last)
	a := Alarm{Code: AlarmEndedEarly, Municipality: p.at.code, Name: p.at.name, Month: p.last, Count: int(n.lastHeld)}
	v := verdict{yes: "stopped", no: "censored", option: "--last-rows", key: "last_rows", choice: choice.String(),
		byRule: LastRowsByRule.isEnd(p.lastShown), taken: choice.isEnd(p.lastShown)}
	v.settle(&a, fmt.Sprintf("all its %s show for the last time", counted(n.lists, "list", "lists")),
		"its files are taken to have ended early, ", func(n int) string { return counted(n, "stop", "stops") })
	if choice == LastRowsByRule {
		a.Hint += " takes them for stops; or add the files from after"
	}
	c.alarm(a)
}

// A verdict is what the starts or stops of an alarm are taken for, of two answers: yes, they
// count, or no. The rules give one of them, and an option may choose otherwise.
type verdict struct {
	yes, no       string
	option, key   string // of the command line, and of a study
	choice        string // of the option; "" leaves it to the rules
	byRule, taken bool   // whether they count by the rules, and whether they do
}

// settle puts a verdict on all that an alarm counts into the alarm. meaning is what the rules
// take for true, and words says how many count.
func (v *verdict) settle(a *Alarm, what, meaning string, words func(n int) string) {
	number := func(count bool) int {
		if count {
			return a.Count
		}
		return 0
	}
	a.Taken, a.Other = v.no, v.yes
	if v.taken {
		a.Taken, a.Other = v.yes, v.no
	}
	if v.choice == "" {
		a.Msg = fmt.Sprintf("%s: %s%s, %d with the other choice", what, meaning, words(number(v.taken)), number(!v.taken))
		a.Hint = fmt.Sprintf("when spells are made, %s %s (in a study: %s = %q)", v.option, a.Other, v.key, a.Other)
		return
	}
	rules := "as by the rules"
	if v.taken != v.byRule {
		rules = fmt.Sprintf("%d by the rules", number(v.byRule))
	}
	a.Msg = fmt.Sprintf("%s: %s by %s %s, %s", what, words(number(v.taken)), v.option, v.choice, rules)
	a.Hint = fmt.Sprintf("without %s (in a study: %s) the rules decide", v.option, v.key)
}

// leavers are the doctors who left in a month, of how many lists. seen is false for a month
// in which nobody could be seen to.
type leavers struct {
	n, lists int
	seen     bool
}

// leaversOf are those of a place, from the month after its first.
func (c *Coverage) leaversOf(p *placeCoverage, standing Standing) []leavers {
	list := make([]leavers, p.last+1-p.first)
	for i := range list {
		m := p.first + 1 + varighet.Month(i)
		if (m <= p.last || p.lastShown != lastEarly) && c.sees(p, m, standing) {
			list[i] = leavers{int(p.counts.of(m).leaving), int(p.counts.of(m - 1).lists), true}
		}
	}
	return list
}

// usual returns how many left in all months, and the number of months.
func usual(list []leavers) (total, months int) {
	for _, l := range list {
		if l.seen {
			total += l.n
			months++
		}
	}
	return total, months
}

// unusual reports whether five or more left, and three times as many as in the other
// months on the mean.
func (l leavers) unusual(total, months int) bool {
	return l.n >= manyLists && l.n*(months-1) >= 3*(total-l.n)
}

// alarmLeavers tells of months in which more doctors left a municipality than there is a
// reason for: five or more and three times the usual, or two or more and over half. It adds
// all of them to those of everywhere.
func (c *Coverage) alarmLeavers(p *placeCoverage, standing Standing, everywhere *monthly[leavers]) {
	list := c.leaversOf(p, standing)
	total, months := usual(list)
	for i, l := range list {
		m := p.first + 1 + varighet.Month(i)
		if !l.seen {
			continue
		}
		all := everywhere.in(m)
		all.n, all.lists, all.seen = all.n+l.n, all.lists+l.lists, true
		if !l.unusual(total, months) && (l.n < 2 || 2*l.n <= l.lists) {
			continue
		}
		a := Alarm{Code: AlarmManyLeave, Municipality: p.at.code, Name: p.at.name, Month: m, Count: l.n,
			Msg:  fmt.Sprintf("%d doctors leave its %s in one month", l.n, counted(l.lists, "list", "lists")),
			Hint: "look whether lists or doctors have other ids, or names other spellings, in this file"}
		if m == p.last+1 {
			a.Msg += ", as its code changes or ends"
			a.Hint = "give the tables of municipalities (--reference), or ids of lists that stay the same"
		}
		c.alarm(a)
	}
}

// alarmLeaversOfAll is the same for all municipalities together.
func (c *Coverage) alarmLeaversOfAll(everywhere *monthly[leavers]) {
	if len(c.places) < 2 {
		return
	}
	total, months := usual(everywhere.list)
	for i, l := range everywhere.list {
		if l.seen && l.unusual(total, months) {
			c.alarm(Alarm{Code: AlarmManyLeave, Month: everywhere.from + varighet.Month(i), Count: l.n,
				Msg:  fmt.Sprintf("%d doctors leave %s of all municipalities in one month, three times the usual or more", l.n, counted(l.lists, "list", "lists")),
				Hint: "look whether lists or doctors have other ids, or names other spellings, from this month on; --reference knows codes that changed"})
		}
	}
}

// alarmMissing tells of months in which a municipality, or part of it, is missing.
func (c *Coverage) alarmMissing(p *placeCoverage) {
	eachRun(p.coverFrom, p.coverUntil, func(m varighet.Month) bool {
		return c.all.has(m) && (p.missing.has(m) || !p.covered.has(m))
	}, func(from, to varighet.Month) {
		lists := int(p.counts.of(from).holes)
		if lists == 0 && !p.missing.has(from) {
			lists = int(p.counts.of(from - 1).lists)
		}
		c.alarm(Alarm{Code: AlarmMonthMissing, Municipality: p.at.code, Name: p.at.name, Month: from, Count: lists,
			Msg:  fmt.Sprintf("no rows of the municipality%s, which %s before: nobody is taken to have left", until(from, to), counted(lists, "list had", "lists had")),
			Hint: "add its file of the month"})
	})
	eachRun(p.coverFrom, p.coverUntil, p.cut.has, func(from, to varighet.Month) {
		for m := from; m <= to; m++ {
			n := p.counts.of(m)
			c.alarm(Alarm{Code: AlarmListsMissing, Municipality: p.at.code, Name: p.at.name, Month: m, Count: int(n.holes),
				Msg:  fmt.Sprintf("%s no row and come back, %d with the same doctor: they are taken to be missing", counted(n.holes, "list has", "lists have"), n.same),
				Hint: "the file seems cut: ask for it again"})
		}
	})
}

// alarmMonths tells of months without any rows.
func (c *Coverage) alarmMonths() {
	first, ok := c.all.first()
	last, _ := c.all.last()
	if !ok {
		return
	}
	eachRun(first, last, func(m varighet.Month) bool { return !c.all.has(m) }, func(from, to varighet.Month) {
		lists := 0
		for _, p := range c.places {
			lists += int(p.counts.of(from - 1).lists)
		}
		c.alarm(Alarm{Code: AlarmMonthMissing, Month: from, Count: lists,
			Msg:  fmt.Sprintf("no file has rows%s; the month before has %s: nobody is taken to have left", until(from, to), counted(lists, "list", "lists")),
			Hint: "add the file of the month"})
	})
}

// alarmShortFiles tells of months in which a series has less than nine tenths of the rows
// of each neighbour it has.
func (c *Coverage) alarmShortFiles() {
	for _, key := range slices.Sorted(maps.Keys(c.survey.series)) {
		s := c.survey.series[key]
		var around []varighet.Month // months with rows
		for i, n := range s.counts.list {
			if n > 0 {
				around = append(around, s.counts.from+varighet.Month(i))
			}
		}
		for i, m := range around {
			n, least := s.counts.of(m), 0
			for _, k := range []int{i - 1, i + 1} {
				if k >= 0 && k < len(around) && (least == 0 || s.counts.of(around[k]) < least) {
					least = s.counts.of(around[k])
				}
			}
			if 10*n < 9*least {
				only := s.only()
				c.alarm(Alarm{Code: AlarmFileShort, Municipality: only.code, Name: only.name, Month: m, Count: n,
					Msg:  fmt.Sprintf("%s, where the months around have %d or more", counted(n, "row", "rows"), least) + c.withoutRows(s, m),
					Hint: "ask for the file again if it is cut"})
			}
		}
	}
}

// withoutRows says what becomes of lists that have no row in a month with fewer of them, if
// that is the same for all: between the months with rows they are vacant, but where other
// alarms say that they are missing.
func (c *Coverage) withoutRows(s *seriesTally, m varighet.Month) string {
	for at := range s.places {
		p := c.places[at]
		if m <= p.first || m >= p.last || p.missing.has(m) || p.cut.has(m) || !p.covered.has(m) {
			return ""
		}
	}
	return ": lists without a row are taken for vacant"
}

// only is the place of a series that reports one; else the zero place.
func (s *seriesTally) only() place {
	for at := range s.places {
		if len(s.places) == 1 {
			return at
		}
	}
	return place{}
}

// eachRun calls f for each unbroken run of months from one to another that are as asked.
func eachRun(from, to varighet.Month, is func(varighet.Month) bool, f func(from, to varighet.Month)) {
	for m := from; m <= to; m++ {
		if !is(m) {
			continue
		}
		begin := m
		for m < to && is(m+1) {
			m++
		}
		f(begin, m)
	}
}

// until says how long a run is, if it is longer than a month.
func until(from, to varighet.Month) string {
	if from == to {
		return ""
	}
	return " until " + to.String()
}

func counted[T int | int32](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
