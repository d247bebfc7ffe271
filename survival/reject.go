package survival

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// A Row is one row of a table of times, as it was read and not yet judged.
// Missing means that the cell was empty, stood for missing, or was no number.
type Row struct {
	Entry, Time, Weight varighet.Opt[float64]
	Event               varighet.Opt[string]  // the text of the cell
	Group               varighet.Opt[string]  // labels of several columns: missing if any is
	Cause               varighet.Opt[string]  // why it stopped
	Cluster             varighet.Opt[string]  // what it belongs to
	Until               varighet.Opt[float64] // to when it is followed if it does not stop
}

// Columns says which of the columns that a table may lack are in use, and which values of
// the event are stops; without any, events are as [ParseEvent] reads them.
type Columns struct {
	Entry, Weight, Group, Cause, Cluster, Until bool

	Stops []string
}

// A Rejected is a row that cannot be used, and why.
type Rejected struct {
	Row     int // 1-based, the header not counted
	Code    RejectCode
	Message string // with no value of the row
}

// Error is the row, the code and the message in one line.
func (r *Rejected) Error() string { return fmt.Sprintf("row %d: %s: %s", r.Row, r.Code, r.Message) }

// A RejectCode names what is wrong with a row. Codes are stable, for scripts.
type RejectCode string

// The codes, in the order in which a row is judged; it gets the first.
const (
	TimeMissing  RejectCode = "time-missing"
	EntryMissing RejectCode = "entry-missing"
	TimeNegative RejectCode = "time-negative"
	TimeOrder    RejectCode = "time-order" // entry is not before time, or differs by rounding only
	EventMissing RejectCode = "event-missing"
	EventValue   RejectCode = "event-value"
	BadUntil     RejectCode = "until" // to when it is followed is missing, or before its time
	BadWeight    RejectCode = "weight"
	CauseMissing RejectCode = "cause-missing" // it stopped, for no cause
	NoCluster    RejectCode = "cluster-missing"
	GroupMissing RejectCode = "group-missing" // still used where nothing is grouped

	// TimeWhole is for counting by whole months, which Judge knows nothing of.
	TimeWhole RejectCode = "time-whole"
)

var rejectMessages = map[RejectCode]string{
	TimeMissing:  "the time is missing or not a usable number",
	EntryMissing: "the entry is missing or not a usable number",
	TimeNegative: "a time is negative",
	TimeOrder:    "the entry is not before the time",
	EventMissing: "the event is missing",
	EventValue:   "the event is none of 0, 1, false, true, no, yes, nei, ja, usann and sann",
	BadUntil:     "the time to which it would be followed is missing, no usable number, or before its time",
	BadWeight:    "the weight is missing, negative or not a usable number",
	CauseMissing: "it stopped, and the cause is missing",
	NoCluster:    "the cluster is missing",
	GroupMissing: "the group is missing; the row is left out of grouped output only",
	TimeWhole:    fmt.Sprintf("a time is not a whole number up to %d, as counts need", MaxMonths),
}

// Judge makes a row into a tenure. usable is false for a row that must be left
// out of everything; rejected then says why. A row whose only fault is a
// missing group is rejected with GroupMissing and yet usable: it counts where
// nothing is grouped. row is the row's number, from 1. Without an entry column
// Entry is 0, and a time of 0 is valid.
func (c Columns) Judge(row int, r Row) (t Tenure, usable bool, rejected *Rejected) {
	code := c.fault(r)
	if code == "" || code == GroupMissing {
		stopped, _ := c.event(r.Event.V)
		t = Tenure{Exit: r.Time.V, Stopped: stopped}
		if c.Entry {
			t.Entry = r.Entry.V
		}
		usable = true
	}
	if code != "" {
		rejected = Reject(row, code)
	}
	return t, usable, rejected
}

// Reject makes the report of a row with a fault.
func Reject(row int, code RejectCode) *Rejected {
	return &Rejected{Row: row, Code: code, Message: rejectMessages[code]}
}

func (c Columns) fault(r Row) RejectCode {
	if !usableNumber(r.Time) {
		return TimeMissing
	}
	if c.Entry && !usableNumber(r.Entry) {
		return EntryMissing
	}
	if r.Time.V < 0 || c.Entry && r.Entry.V < 0 {
		return TimeNegative
	}
	if c.Entry && r.Entry.V >= r.Time.V {
		return TimeOrder
	}
	if !r.Event.OK {
		return EventMissing
	}
	stopped, ok := c.event(r.Event.V)
	if !ok {
		return EventValue
	}
	if c.Until && !(usableNumber(r.Until) && r.Until.V >= r.Time.V) {
		return BadUntil
	}
	if c.Weight && !(r.Weight.OK && UsableWeight(r.Weight.V)) {
		return BadWeight
	}
	if c.Cause && stopped && !r.Cause.OK {
		return CauseMissing
	}
	if c.Cluster && !r.Cluster.OK {
		return NoCluster
	}
	if c.Group && !r.Group.OK {
		return GroupMissing
	}
	return ""
}

// usableNumber is false for a missing number, NaN, and one beyond ±1e100.
func usableNumber(x varighet.Opt[float64]) bool { return x.OK && math.Abs(x.V) <= maxTime }
