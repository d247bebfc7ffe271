package survival

import (
	"fmt"
	"slices"
	"strings"
)

// Stops are the reasons for which an end of a doctor's spell is a stop. Nil is all of them.
type Stops []StopReason

// ParseStops reads reasons with commas between, such as "left,moved_away"; "" is nil.
func ParseStops(s string) (Stops, error) {
	var stops Stops
	for _, name := range strings.Split(s, ",") {
		name = strings.TrimSpace(name)
		r, ok := ParseStopReason(name)
		switch {
		case name == "": // not a reason, and that of what did not stop
		case !ok:
			return nil, fmt.Errorf("%q is no reason for a stop: they are %s", name, strings.Join(stopReasonNames[1:], ", "))
		case !slices.Contains(stops, r):
			stops = append(stops, r)
		}
	}
	return stops, nil
}

// String is the reasons as ParseStops reads them.
func (st Stops) String() string {
	names := make([]string, len(st))
	for i, r := range st {
		names[i] = r.String()
	}
	return strings.Join(names, ",")
}

// Apply censors, in place, the doctors' spells that stopped for another reason, when they
// stopped: Exit is as it was, and StopReason still says what happened. Vacancies are as they
// were. It counts the spells that it changed by their reason.
//
// Every estimate from the spells is then of the stops alone. A curve, and a share made of
// it, is what it would be if nobody left for the other reasons and those who did were like
// those who stayed. What shares leave for each reason is a matter of package competing.
func (st Stops) Apply(spells []Spell) (censored map[StopReason]int) {
	censored = map[StopReason]int{}
	if st == nil {
		return censored
	}
	for i := range spells {
		s := &spells[i]
		if s.Kind == Regular && s.Stopped && !slices.Contains(st, s.StopReason) {
			s.Stopped = false
			censored[s.StopReason]++
		}
	}
	return censored
}

// Note says what Apply did, beside the numbers; "" for nil.
func (st Stops) Note(censored map[StopReason]int) string {
	if st == nil {
		return ""
	}
	var others []string
	for r := MovedWithin; r <= Left; r++ {
		if n := censored[r]; n > 0 {
			others = append(others, fmt.Sprintf("%d %s", n, r))
		}
	}
	if others == nil {
		return fmt.Sprintf("stops are %s; there are no others", st)
	}
	return fmt.Sprintf("stops are %s; others are censored when they happen (%s), so a share is what it would be without those; "+
		"`survival incidence` gives the shares as they are", st, strings.Join(others, ", "))
}
