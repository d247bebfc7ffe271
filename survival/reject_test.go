package survival_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

func TestRowsAreJudgedByTheirFirstFault(t *testing.T) {
	num, text := varighet.Some[float64], varighet.Some[string]
	entry := survival.Columns{Entry: true}
	all := survival.Columns{Entry: true, Weight: true, Group: true}
	good := survival.Row{Entry: num(1), Time: num(2), Event: text("1"), Weight: num(0), Group: text("a")}
	with := func(change func(*survival.Row)) survival.Row {
		r := good
		change(&r)
		return r
	}
	for _, test := range []struct {
		name    string
		columns survival.Columns
		row     survival.Row
		want    survival.RejectCode
		usable  bool
	}{
		{"nothing wrong", all, good, "", true},
		{"no time", all, with(func(r *survival.Row) { r.Time.OK = false }), "time-missing", false},
		{"time is not a number", all, with(func(r *survival.Row) { r.Time.V = math.NaN() }), "time-missing", false},
		{"time is infinite", all, with(func(r *survival.Row) { r.Time.V = math.Inf(1) }), "time-missing", false},
		{"time below 0", all, with(func(r *survival.Row) { r.Time.V = -1 }), "time-negative", false},
		{"entry below 0", all, with(func(r *survival.Row) { r.Entry.V = -1 }), "time-negative", false},
		{"entry at time", entry, with(func(r *survival.Row) { r.Entry.V = 2 }), "time-order", false},
		{"time 0 with entry", entry, with(func(r *survival.Row) { r.Entry.V, r.Time.V = 0, 0 }), "time-order", false},
		{"time 0 without entry", survival.Columns{}, with(func(r *survival.Row) { r.Time.V = 0 }), "", true},
		{"no entry", entry, with(func(r *survival.Row) { r.Entry.OK = false }), "entry-missing", false},
		{"no event", all, with(func(r *survival.Row) { r.Event.OK = false }), "event-missing", false},
		{"event is 2", all, with(func(r *survival.Row) { r.Event.V = "2" }), "event-value", false},
		{"event is TRUE", all, with(func(r *survival.Row) { r.Event.V = "TRUE" }), "", true},
		{"event is a number with decimals", all, with(func(r *survival.Row) { r.Event.V = "1.0" }), "", true},
		{"event is USANN", all, with(func(r *survival.Row) { r.Event.V = "USANN" }), "", true},
		{"event is half", all, with(func(r *survival.Row) { r.Event.V = "0.5" }), "event-value", false},
		{"event is true", all, with(func(r *survival.Row) { r.Event.V = "true" }), "", true},
		{"no weight", all, with(func(r *survival.Row) { r.Weight.OK = false }), "weight", false},
		{"weight below 0", all, with(func(r *survival.Row) { r.Weight.V = -0.5 }), "weight", false},
		{"weight not in use", entry, with(func(r *survival.Row) { r.Weight.OK = false }), "", true},
		{"no group", all, with(func(r *survival.Row) { r.Group.OK = false }), "group-missing", true},
		{"it stopped for no cause", survival.Columns{Cause: true}, good, "cause-missing", false},
		{"it did not stop, and needs no cause", survival.Columns{Cause: true}, with(func(r *survival.Row) { r.Event.V = "0" }), "", true},
		{"no cluster", survival.Columns{Cluster: true}, good, "cluster-missing", false},
		{"group not in use", entry, with(func(r *survival.Row) { r.Group.OK = false }), "", true},
	} {
		tenure, usable, rejected := test.columns.Judge(7, test.row)
		code := survival.RejectCode("")
		if rejected != nil {
			code = rejected.Code
			if rejected.Row != 7 || rejected.Message == "" {
				t.Errorf("%s: got %+v, want row 7 and a message", test.name, rejected)
			}
		}
		if code != test.want || usable != test.usable {
			t.Errorf("%s: got %q, usable %t, want %q, %t", test.name, code, usable, test.want, test.usable)
		}
		if usable {
			if _, err := survival.KaplanMeier([]survival.Tenure{tenure}, survival.Options{}); err != nil {
				t.Errorf("%s: the tenure is refused: %v", test.name, err)
			}
		}
	}
}
