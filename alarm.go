package varighet

import (
	"fmt"
	"strings"
)

// An Alarm is something in the data that is hardly true, or that a rule had to settle and
// somebody should look at. It stops nothing: the numbers are those by the rule that its message
// names. It holds no value that may identify a person.
type Alarm struct {
	Code         AlarmCode        `json:"code"`
	Municipality MunicipalityCode `json:"municipality_code,omitempty"` // as reported; "" for all, or for rows without one
	Name         string           `json:"municipality_name,omitempty"` // likewise, where there is no code
	Month        Month            `json:"month"`                       // the first, where there are several
	Count        int              `json:"count"`                       // of lists, doctors, names or rows, as the message says
	Msg          string           `json:"message"`
	Hint         string           `json:"hint"`

	// Taken says what the starts or stops of Count doctors are taken for, and Other what
	// the other choice makes of them; "" where there is nothing to choose.
	Taken string `json:"taken,omitempty"`
	Other string `json:"other,omitempty"`
}

// An AlarmCode names what an alarm is about. Codes are stable, for scripts.
type AlarmCode string

// String gives the alarm in one line, with the way out.
func (a *Alarm) String() string {
	where := strings.TrimSpace(fmt.Sprintf("%s%s %s", a.Municipality, a.Name, a.Month))
	if a.Hint == "" {
		return fmt.Sprintf("%s: %s", where, a.Msg)
	}
	return fmt.Sprintf("%s: %s (%s)", where, a.Msg, a.Hint)
}
