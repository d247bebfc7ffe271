package varighet

import (
	"fmt"
	"strings"
)

// An Alarm is something in the data that is hardly true, or that a rule had to settle and
// somebody should look at. It stops nothing and travels with the numbers.
type Alarm struct {
	Code         string `json:"code"` // stable, for tests and scripts: "shared-name"
	Municipality string `json:"municipality,omitempty"`
	Month        string `json:"month,omitempty"` // as 2019-11
	Count        int64  `json:"count"`           // of what the message counts
	Msg          string `json:"message"`         // no value that may identify a person
	Hint         string `json:"hint,omitempty"`  // what to do
}

// String gives the message with its first place, and the way out on a line of its own.
func (a Alarm) String() string {
	s := a.Msg
	if where := strings.TrimSpace(a.Municipality + " " + a.Month); where != "" {
		s += fmt.Sprintf(" (the first: %s)", where)
	}
	if a.Hint != "" {
		s += "\n  hint: " + a.Hint
	}
	return s
}
