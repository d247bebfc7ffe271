package rates

import (
	"fmt"
	"math"

	"github.com/varighet/varighet/survival/internal/printed"
)

// String is the comparison in two lines: observed, expected and their ratio with its limits; and the
// exact p of a ratio of 1. Numbers have four significant digits. Reason stands for what is missing.
func (c Comparison) String() string {
	s := fmt.Sprintf("observed %s, expected %s, O/E %s", printed.Number(c.ObservedWeight), printed.Number(c.Expected),
		printed.Opt(c.Ratio, printed.Missing))
	if !c.Lower.OK && !c.Upper.OK {
		return s + "\n" + c.Reason
	}
	return s + fmt.Sprintf(" (%s)\nexact p = %s", printed.Between(c.Lower, c.Upper), printed.P(c.P))
}

// String is the rate in a line: events, time at risk, the rate per unit of time and its exact
// limits, after the tenure that counts where that is not all. Reason stands for what is missing.
func (r Rate) String() string {
	band := ""
	switch {
	case !math.IsInf(r.To, 1):
		band = fmt.Sprintf("tenure %s to %s: ", printed.Number(r.From), printed.Number(r.To))
	case r.From > 0:
		band = fmt.Sprintf("tenure over %s: ", printed.Number(r.From))
	}
	events := "events"
	if r.EventsWeight == 1 {
		events = "event"
	}
	s := fmt.Sprintf("%s%s %s in %s, rate %s", band, printed.Number(r.EventsWeight), events, printed.Number(r.Time),
		printed.Opt(r.Rate, printed.Missing))
	if !r.Lower.OK && !r.Upper.OK {
		return s + "; " + r.Reason
	}
	return s + " (" + printed.Between(r.Lower, r.Upper) + ")"
}
