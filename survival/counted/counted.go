// Package counted keeps tenures as counts by whole month and group, in a form
// that can be sent, kept and added up.
//
// A table of who came under observation, stopped and was censored after each
// month is all that curves, tests, cumulative incidences and rates need, and it
// has no row about anybody. So a region can contribute to a national curve
// without sending its register: each makes a table, and [Table.Merge] gives what
// one pass over all rows would have given, bit for bit (sums of weights, but for
// rounding). Small counts can still point to a person; whoever sends a table
// decides what may leave.
//
// # The form varighet.counts/1
//
// As JSON:
//
//	{"schema":"varighet.counts/1","time_unit":"months","by":["size_group"],
//	 "groups":[{"by":{"size_group":"<2000"},"n":3,"months":[
//	   {"month":0,"at_risk":3,"entered":3,"stopped":0,"censored":0},
//	   {"month":2,"at_risk":3,"entered":0,"stopped":1,"censored":2}]}],
//	 "rejected":[{"row":7,"code":"time-missing","reason":"the time is missing or not a usable number"}],
//	 "warnings":[]}
//
// As CSV, a row a group and month, with the columns schema and time_unit (the
// same on each row), those that group, month, at_risk, entered, stopped and censored.
//
// entered is how many came under observation after so many months, in month 0
// those seen from their start; they are at risk only after that month, but those
// of month 0 are so in it. stopped and censored left then. at_risk is entered
// before less stopped and censored before, so a table that lost a row is found
// out. Months in which nothing happened have no row. With causes there is
// stopped_by in JSON and a column "stopped: CAUSE" for each in CSV; with weights
// the same counts as sums of weights, weight_entered, weight_stopped and
// weight_censored, and with both "weight_stopped: CAUSE".
//
// rejected and warnings, which CSV has not, are what else there is to say of the rows
// that were counted: which were left out, and why. Where tables are added a row's
// number says nothing any more, as each began with row 1; then rejected has how many
// rows were left out for each reason, {"rows":3,"code":…,"reason":…}. Both members
// may be missing when a table is read.
package counted

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Schema is the form that this package writes and reads.
const Schema = "varighet.counts/1"

// A Table is counts by group. Make one with [New].
type Table struct {
	Unit   string   // what times are counted in
	By     []string // names of the columns that group; none for one group
	Causes bool     // stops are counted by cause
	groups map[string]*Group

	// Rejected are the rows that were not counted, and Warnings what else was said of
	// those that were. A table in CSV has neither.
	Rejected []Rejected
	Warnings []string
}

// A Rejected is a row that was not counted, and why; or, in a sum of tables, how many
// such rows there are for one reason.
type Rejected struct {
	Row    int                 `json:"row,omitempty"`  // 1-based, of the rows counted; absent: in a sum
	Rows   int                 `json:"rows,omitempty"` // how many, in a sum; absent: for one row
	Code   survival.RejectCode `json:"code"`           // what is wrong, for scripts
	Reason string              `json:"reason"`         // the same in English, with no value of the row
}

// A Group is the counts of one combination of values.
type Group struct {
	Values []string // one a column of By
	Counts *competing.MonthCounts
}

// New makes an empty table.
func New(unit string, by []string, causes bool) *Table {
	return &Table{Unit: unit, By: slices.Clone(by), Causes: causes, groups: map[string]*Group{}}
}

// Group returns the counts of a group, to add to. values has one value a column
// of By.
func (t *Table) Group(values []string) *competing.MonthCounts {
	key := fmt.Sprintf("%q", values)
	g := t.groups[key]
	if g == nil {
		g = &Group{slices.Clone(values), &competing.MonthCounts{}}
		t.groups[key] = g
	}
	return g.Counts
}

// Groups returns the groups that anybody is counted in by their values: in the
// order of survival.OrderGroups of the first column, then the second, and so on.
func (t *Table) Groups() []*Group {
	list := make([]*Group, 0, len(t.groups))
	for _, g := range t.groups {
		if g.Counts.All().N() > 0 {
			list = append(list, g)
		}
	}
	for c := len(t.By) - 1; c >= 0; c-- {
		var labels []string
		for _, g := range list {
			labels = append(labels, g.Values[c])
		}
		at := map[string]int{}
		for i, label := range survival.OrderGroups(labels) {
			at[label] = i
		}
		slices.SortFunc(list, func(a, b *Group) int { return strings.Compare(a.Values[c], b.Values[c]) })
		slices.SortStableFunc(list, func(a, b *Group) int { return at[a.Values[c]] - at[b.Values[c]] })
	}
	return list
}

// Weighted reports whether any group has weights.
func (t *Table) Weighted() bool {
	for _, g := range t.groups {
		if g.Counts.All().Weighted() {
			return true
		}
	}
	return false
}

// ErrUnlike is returned for tables that cannot be added.
var ErrUnlike = errors.New("the tables are not alike")

// Merge adds the counts of other, which must have the same columns (in any
// order), the same unit, and causes if t has them and anybody stopped. Rejected
// rows are summed by reason, and warnings are put one after another. other is not
// changed.
func (t *Table) Merge(other *Table) error {
	switch {
	case t.Unit != other.Unit:
		return fmt.Errorf("%w: one counts in %s, the other in %s", ErrUnlike, t.Unit, other.Unit)
	case t.Causes && other.plain() && t.stops() > 0 || other.Causes && t.plain() && other.stops() > 0:
		return fmt.Errorf("%w: one has causes, the other none", ErrUnlike)
	}
	at, err := other.columns(t.By)
	if err != nil || len(t.By) != len(other.By) {
		return fmt.Errorf("%w: one is by %s, the other by %s", ErrUnlike, listed(t.By), listed(other.By))
	}
	// Where nobody stopped there are no causes to be seen.
	t.Causes = (t.Causes || other.Causes) && !t.plain() && !other.plain()
	for _, g := range other.Groups() {
		t.Group(pick(g.Values, at)).Merge(g.Counts)
	}
	t.Rejected = byReason(append(slices.Clone(t.Rejected), other.Rejected...))
	t.Warnings = append(slices.Clone(t.Warnings), other.Warnings...)
	return nil
}

// RejectedByReason is how many rows were not counted for each reason, by code.
func (t *Table) RejectedByReason() []Rejected { return byReason(t.Rejected) }

func byReason(rejected []Rejected) []Rejected {
	var sums []Rejected
	for _, r := range rejected {
		r.Row, r.Rows = 0, max(r.Rows, 1)
		i := slices.IndexFunc(sums, func(s Rejected) bool { return s.Code == r.Code })
		if i < 0 {
			sums = append(sums, r)
			continue
		}
		sums[i].Rows += r.Rows
	}
	slices.SortFunc(sums, func(a, b Rejected) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return sums
}

// plain reports whether anybody stopped for no cause that is known.
func (t *Table) plain() bool { return !t.Causes && t.stops() > 0 }

// stops is how many stopped.
func (t *Table) stops() int {
	n := 0
	for _, g := range t.groups {
		for c := range g.Counts.All().All() {
			n += c.Stopped
		}
	}
	return n
}

// Over returns the table with only some of its columns, in the order asked for:
// groups that differ in others are added.
func (t *Table) Over(by []string) (*Table, error) {
	at, err := t.columns(by)
	if err != nil {
		return nil, err
	}
	out := New(t.Unit, by, t.Causes)
	out.Rejected, out.Warnings = t.Rejected, t.Warnings
	for _, g := range t.Groups() {
		out.Group(pick(g.Values, at)).Merge(g.Counts)
	}
	return out, nil
}

func (t *Table) columns(by []string) ([]int, error) {
	at := make([]int, len(by))
	for i, name := range by {
		if at[i] = slices.Index(t.By, name); at[i] < 0 {
			return nil, fmt.Errorf("the table has no column %q; it is by %s", name, listed(t.By))
		}
	}
	return at, nil
}

func pick(values []string, at []int) []string {
	out := make([]string, len(at))
	for i, a := range at {
		out[i] = values[a]
	}
	return out
}

func listed(by []string) string {
	if len(by) == 0 {
		return "nothing"
	}
	return strings.Join(by, ", ")
}
