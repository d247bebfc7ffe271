package main

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// sayAlarms prints alarms.
func sayAlarms(w io.Writer, alarms []survival.Alarm) {
	for _, line := range spellset.AlarmLines(alarms) {
		fmt.Fprintf(w, "varighet: %s\n", line)
	}
}
