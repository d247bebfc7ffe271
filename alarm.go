package varighet

import (
	"fmt"
	"strings"
)

// An Alarm is something in the data that is hardly true, or that a rule had to settle and
// somebody should look at. It stops nothing: the numbers are those by the rule that its message
// names. It holds no value that may identify a person.
type Alarm struct {
	Code         AlarmCode        `json:"code"`                        // what it is about; stable, for scripts
	Municipality MunicipalityCode `json:"municipality_code,omitempty"` // as reported; absent: it is about all, or about rows without one
	Name         string           `json:"municipality_name,omitempty"` // as reported, where there is no code; absent: there is a code, or it is about all
	Month        Month            `json:"month"`                       // the first, where there are several
	Count        int              `json:"count"`                       // of lists, doctors, names or rows, as the message says
	Msg          string           `json:"message"`                     // what is hardly true, and by which rule the numbers are
	Hint         string           `json:"hint"`                        // what to do; "" if there is nothing

	// What there is to choose; "" where there is nothing.
	Taken string `json:"taken,omitempty"` // what the starts or stops of count doctors are taken for; absent: nothing to choose
	Other string `json:"other,omitempty"` // what the other choice makes of them; absent: nothing to choose
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
