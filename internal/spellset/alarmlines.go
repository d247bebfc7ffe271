package spellset

import (
	"fmt"

	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/survival"
)

// maxAlarms is how many alarms of one kind are shown one by one.
const maxAlarms = 5

// alarmNouns are what alarms of a kind count, where it adds up. What is missing for several
// months does not.
var alarmNouns = map[survival.AlarmCode][2]string{
	survival.AlarmOpening:    {"start", "starts"},
	survival.AlarmBeganLate:  {"start", "starts"},
	survival.AlarmCodeChange: {"start", "starts"},
	survival.AlarmEndedEarly: {"stop", "stops"},
	survival.AlarmManyLeave:  {"doctor", "doctors"},
}

// AlarmLines puts alarms into lines: the first of each kind, then how many more.
func AlarmLines(alarms []survival.Alarm) (lines []string) {
	for from := 0; from < len(alarms); {
		to, more := from, 0
		for ; to < len(alarms) && alarms[to].Code == alarms[from].Code; to++ {
			if to-from < maxAlarms {
				lines = append(lines, alarms[to].String())
			} else {
				more += alarms[to].Count
			}
		}
		if n := to - from - maxAlarms; n > 0 {
			line := fmt.Sprintf("and %s of this kind (%s)", english.Count(n, "more alarm", "more alarms"), alarms[from].Code)
			if noun, known := alarmNouns[alarms[from].Code]; known {
				line += ", " + english.Count(more, noun[0], noun[1]) + " in all"
			}
			lines = append(lines, line)
		}
		from = to
	}
	return lines
}
