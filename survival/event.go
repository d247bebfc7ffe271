package survival

import (
	"slices"
	"strconv"
	"strings"
)

// ParseEvent reads a cell that says whether a tenure stopped: 1, true, yes, ja or sann,
// or 0, false, no, nei or usann, in any case; 1.0 and 0.0 are numbers as other programs
// write them. ok is false for anything else.
func ParseEvent(s string) (stopped, ok bool) {
	switch strings.ToLower(eventText(s)) {
	case "1", "true", "yes", "ja", "sann":
		return true, true
	case "0", "false", "no", "nei", "usann":
		return false, true
	}
	return false, false
}

// eventText is a cell without blanks around it and needless decimals.
func eventText(s string) string { return WholeText(strings.TrimSpace(s)) }

// WholeText takes the decimals off a whole number that a program has given it which keeps
// all numbers as fractions: 2.0 becomes 2, any other text stays as it is.
func WholeText(s string) string {
	whole, zeros, found := strings.Cut(s, ".")
	if !found || whole == "" || zeros == "" || strings.Trim(zeros, "0") != "" || strings.Trim(whole, "0123456789") != "" {
		return s
	}
	return whole
}

// event reads a cell, by the values that are stops if some were named.
func (c Columns) event(s string) (stopped, ok bool) {
	if c.Stops == nil {
		return ParseEvent(s)
	}
	return slices.ContainsFunc(c.Stops, func(stop string) bool { return eventText(s) == eventText(stop) }), true
}

// EventValues counts the cells of a column of events, to tell a column in another coding
// from one with an odd cell: 1 and 2, as R's survival has them, would pass for stops and
// unusable rows, and the curve would be of half of the rows, the wrong half.
type EventValues struct {
	stops                []string
	counts               map[string]int  // of the first distinct texts
	stopped, going, none int             // cells that ParseEvent takes for a stop, for no stop, for neither
	found                map[string]bool // of stops, those that a cell has
}

// mostEventTexts bounds how many distinct texts are counted: no coding has as many.
const mostEventTexts = 64

// NewEventValues counts nothing yet. stops are the values that are stops, if some were
// named.
func NewEventValues(stops []string) *EventValues {
	e := &EventValues{counts: map[string]int{}, found: map[string]bool{}}
	for _, s := range stops {
		e.stops = append(e.stops, eventText(s))
	}
	return e
}

// Add counts a cell that is not missing.
func (e *EventValues) Add(s string) {
	s = eventText(s)
	if slices.Contains(e.stops, s) {
		e.found[s] = true
	}
	switch stopped, ok := ParseEvent(s); {
	case !ok:
		e.none++
	case stopped:
		e.stopped++
	default:
		e.going++
	}
	if _, seen := e.counts[s]; seen || len(e.counts) < mostEventTexts {
		e.counts[s]++
	}
}

// AnotherCoding reports whether the cells are in a coding that ParseEvent does not know:
// some are neither a stop nor none, and
//
//   - only stops are known, or only the others, as with 1 and 2 or with dead and alive, or
//   - they are more than a tenth and more than one, or
//   - one of them is a small number that comes again, as with 0, 1 and 2.
//
// Else they are odd cells, whose rows are rejected. It is false where a stop was named.
func (e *EventValues) AnotherCoding() bool {
	switch {
	case e.stops != nil || e.none == 0:
		return false
	case e.stopped == 0 || e.going == 0:
		return true
	case e.none > 1 && 10*e.none > e.none+e.stopped+e.going:
		return true
	}
	for s, n := range e.counts {
		if _, ok := ParseEvent(s); !ok && n > 1 && isCode(s) {
			return true
		}
	}
	return false
}

// OneTwo reports whether the cells are 1 and 2, or 2 alone: R's coding, in which 2 is a
// stop.
func (e *EventValues) OneTwo() bool {
	n := e.counts["2"]
	return n > 0 && n+e.counts["1"] == e.stopped+e.going+e.none
}

// Unknown reports whether a stop was named that no cell has, though some have others.
func (e *EventValues) Unknown() bool {
	return len(e.counts) > 0 && slices.ContainsFunc(e.stops, func(s string) bool { return !e.found[s] })
}

// mostShown is how many values are shown: codings have few.
const mostShown = 6

// Shown are the distinct values, sorted, if they can be shown: a few numbers, single
// letters and words that codings are made of. Any other text may be a name or an id of
// a person, in a column that was named by mistake; then there are none.
func (e *EventValues) Shown() []string {
	if len(e.counts) > mostShown {
		return nil
	}
	var list []string
	for s := range e.counts {
		if _, known := ParseEvent(s); !known && !isCode(s) && !codingWords[strings.ToLower(s)] {
			return nil
		}
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}

// isCode reports whether a text is a number of one or two digits, or a single letter.
func isCode(s string) bool {
	if n, err := strconv.Atoi(s); err == nil {
		return n > -10 && n < 100
	}
	return len([]rune(s)) == 1
}

// codingWords are words that say how something ended; none is a name.
var codingWords = setOf(`
		dead died death deceased alive living lives survived survivor event events noevent no_event non-event
		censor censored censoring uncensored stop stopped stops ended end ongoing active inactive quit left leave leaving stay
		stayed staying exit exited fail failed failure success relapse relapsed recurrence progression remission
		cured transplant treated untreated dropout lost lost_to_follow_up withdrawn withdrew moved retired resigned closed open
		current former present absent gone still observed unobserved complete completed incomplete positive negative
		pos neg on off t f y n j true false yes no unknown missing other none
		død døde avdød dødd daud levende lever lev i_live hendelse hending ingen_hendelse ikke_hendelse sensurert ikke_sensurert
		usensurert stopp stoppet stoppa sluttet slutta slutt avsluttet avslutta pågår pågående fortsatt fortsetter aktiv inaktiv
		gått ute inne blir ble sluttar flyttet flytta pensjonert pensjon oppsagt ledig borte ukjent annet anna mangler
		begivenhet frafall trukket tilbakefall åpen stengt nåværende tidligere`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
