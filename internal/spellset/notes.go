package spellset

import (
	"fmt"

	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/survival"
)

// LeansShort warns of spells of which too many stops may have come later.
func LeansShort(spells []survival.Spell) []string {
	n, of, short := survival.UncertainStops(spells)
	if !short {
		return nil
	}
	return []string{fmt.Sprintf("%d of %s may have come later, since the months after are missing: tenures lean short, shares that left high",
		n, english.Count(of, "stop", "stops"))}
}

// LeftOut says which doctors' spells cannot say how long doctors stay.
func LeftOut(spells []survival.Spell) (list []string) {
	chosen := survival.Select(spells, survival.Query{})
	of := len(chosen.Index)
	for _, l := range chosen.LeftOut {
		of += l.Spells
	}
	for _, l := range chosen.LeftOut {
		what := "curves and medians: first seen in the last month of the data"
		if l.Reason == survival.StartUnknown {
			what = "curves, medians and turnover: the start is not known"
		}
		list = append(list, fmt.Sprintf("%d of %s left out of %s", l.Spells, english.Count(of, "spell", "spells"), what))
	}
	return list
}

// countNotes puts into words what was decided on the way, by these options.
func countNotes(c *survival.SpellCounts, opt survival.SpellOptions) []string {
	var list []string
	say := func(n int, one, many string) {
		if n > 0 {
			list = append(list, english.Count(n, one, many))
		}
	}
	say(c.Bridged, "absence of a doctor who came back was bridged", "absences of doctors who came back were bridged")
	say(c.ExitUncertain, "stop is followed by missing months: put at the first in which it can have happened",
		"stops are followed by missing months: put at the first in which they can have happened")
	say(c.ExitUnconfirmed, "stop lies so late that the doctor may be back", "stops lie so late that the doctor may be back")
	list = append(list, lateAndCut(c, opt)...)
	say(c.SharedMonths, "month of a position has two or more regular holders", "months of positions have two or more regular holders")
	say(c.StartContradicted, "date of an agreement contradicts the rows: not used", "dates of agreements contradict the rows: not used")
	say(c.Joined, "spell was joined with another of its doctor in the same municipality", "spells were joined with others of their doctors in the same municipality")
	say(c.SplitGuessed, "position does not show to which part of a divided municipality it belongs: put to the main one",
		"positions do not show to which part of a divided municipality they belong: put to the main one")
	return list
}

// lateAndCut says what became of spells that begin or end with their lists because files
// began late or ended early, or seem to have: by the rules, or as the options chose.
func lateAndCut(c *survival.SpellCounts, opt survival.SpellOptions) []string {
	var list []string
	say := func(n int, one, many string, chosen, ruleOne, ruleMany string) {
		switch {
		case n == 0:
		case chosen != "":
			list = append(list, english.Count(n, one, many)+": "+chosen)
		case n == 1:
			list = append(list, english.Count(n, one, many)+": "+ruleOne)
		default:
			list = append(list, english.Count(n, one, many)+": "+ruleMany)
		}
	}
	var starts, stops string
	if opt.FirstRows != survival.FirstRowsByRule {
		starts = fmt.Sprintf("start %s by --first-rows %[1]s", opt.FirstRows)
	}
	if opt.LastRows != survival.LastRowsByRule {
		stops = fmt.Sprintf("%s by --last-rows %[1]s", opt.LastRows)
	}
	say(c.Openings, "spell begins with a list in a municipality not seen before", "spells begin with lists in municipalities not seen before",
		starts, "its start is taken for known unless --first-rows unknown", "their starts are taken for known unless --first-rows unknown")
	say(c.BeganLate, "spell begins on a list that first shows with many others, or as the municipality's code changes",
		"spells begin on lists that first show with many others, or as the municipality's code changes",
		starts, "its start is unknown unless --first-rows known", "their starts are unknown unless --first-rows known")
	say(c.EndedEarly, "spell lasts until all of its municipality's lists end", "spells last until all of their municipality's lists end",
		stops, "it is censored unless --last-rows stopped", "they are censored unless --last-rows stopped")
	return list
}
