// Package cohort reads which lists belong to a project, and what is known of its
// lists and doctors beside the register.
//
// A cohort ([Read]) is a table with a row for each position: its id, the window in
// which it counts if not always, and any further columns, such as the kind of list,
// the form of practice or the wave in which it came in. Each is an attribute by which
// results can be grouped. A position may have several rows with windows that do not
// overlap, when an attribute changes.
//
// A table of doctors ([ReadDoctors]) gives attributes by doctor: sex, specialist
// status with its date, and whatever else.
//
// Every row must be about something: [Cohort.Unmatched] and [Doctors.Unmatched] give a
// fault for each that is not. Attributes end up in files of spells, so a column that
// tells who somebody is, and a national identity number anywhere, are faults too.
package cohort

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/sheet"
)

// A Cohort is the positions of a project.
type Cohort struct {
	File       string
	Attributes []string // headers of the further columns, as written
	members    map[string][]Member
}

// A Member is a position in a window.
type Member struct {
	Line       int // in the file
	PositionID string
	From, To   varighet.Opt[varighet.Month] // first and last month that count; missing for no bound
	Values     []string                     // one an attribute
}

var columns = []sheet.Column{
	{Name: "position_id", Required: true, Words: []string{"list id", "list_id", "liste", "listenr", "liste id", "hjemmel", "heimel",
		"hjemmel id", "heimel id", "avtale id", "avtaleid", "stilling", "position"}},
	{Name: "from", Words: []string{"fra", "frå", "fra måned", "start", "window from", "gjelder fra", "gjeld frå"}},
	{Name: "to", Words: []string{"til", "til måned", "slutt", "window to", "gjelder til", "gjeld til"}},
}

// Read reads a cohort, as CSV or as a workbook: the column position_id, from and to
// where a position counts for a time only, and attributes. Rows that cannot be
// understood, and windows of one position that overlap, are varighet.Problems.
func Read(name string, content []byte) (*Cohort, error) {
	t, err := sheet.Find(name, content, columns)
	if err != nil {
		return nil, err
	}
	c := &Cohort{File: name, Attributes: t.Others(), members: map[string][]Member{}}
	var problems varighet.Problems
	checkAttributes(t, &problems)
	for _, r := range t.Rows {
		m := Member{Line: r.Line, PositionID: t.Cell(r, "position_id"), Values: others(t, r)}
		if m.PositionID == "" {
			problems.Add(t.Problem(r, "position_id", "cohort", "the row names no position", "fill in the position's id, or remove the row"))
			continue
		}
		m.From, m.To = bound(t, r, "from", &problems), bound(t, r, "to", &problems)
		if m.From.OK && m.To.OK && m.From.V > m.To.V {
			problems.Add(t.Problem(r, "to", "cohort", "the window ends before it begins", ""))
		}
		for _, o := range c.members[m.PositionID] {
			if o.Overlaps(m.From, m.To) {
				problems.Add(t.Problem(r, "position_id", "cohort-twice",
					fmt.Sprintf("line %d has the same position at the same time", o.Line), "give the two rows windows, or keep one"))
				break
			}
		}
		c.members[m.PositionID] = append(c.members[m.PositionID], m)
	}
	if len(t.Rows) == 0 {
		problems.Add(&varighet.Problem{File: name, Code: "cohort", Msg: "the table has a header and no positions"})
	}
	return c, problems.Err()
}

// bound reads a month that may be missing.
func bound(t *sheet.Table, r sheet.Row, column string, problems *varighet.Problems) varighet.Opt[varighet.Month] {
	text := t.Cell(r, column)
	if text == "" {
		return varighet.Opt[varighet.Month]{}
	}
	month, ok := ingest.ParseMonth(text)
	if !ok {
		problems.Add(t.Problem(r, column, "cohort", "this is not a month", "write 2019-11 or november 2019"))
	}
	return varighet.Some(month)
}

// others are a row's cells of the further columns.
func others(t *sheet.Table, r sheet.Row) []string {
	values := make([]string, len(t.Others()))
	for i := range values {
		values[i] = t.Other(r, i)
	}
	return values
}

// Overlaps reports whether the member counts in a month of a window.
func (m *Member) Overlaps(from, to varighet.Opt[varighet.Month]) bool {
	return !(m.To.OK && from.OK && m.To.V < from.V || m.From.OK && to.OK && to.V < m.From.V)
}

// Len is the number of positions.
func (c *Cohort) Len() int { return len(c.members) }

// Lines are where the positions stand in the file: the line of the first row of each.
func (c *Cohort) Lines() map[string]int {
	lines := make(map[string]int, len(c.members))
	for position, members := range c.members {
		lines[position] = members[0].Line
	}
	return lines
}

// MembersOf returns the rows for a position, as they stand in the file; none for one
// that is not of the cohort.
func (c *Cohort) MembersOf(position string) []Member { return c.members[position] }

// Of returns the row for a position in the months from first to last: the one that
// counts in first, else the first that counts later. ok is false if the position is
// not of the cohort then.
func (c *Cohort) Of(position string, first, last varighet.Month) (m Member, ok bool) {
	for _, o := range c.members[position] {
		if !o.Overlaps(varighet.Some(first), varighet.Some(last)) {
			continue
		}
		if o.Overlaps(varighet.Some(first), varighet.Some(first)) {
			return o, true
		}
		if !ok || o.From.V < m.From.V {
			m, ok = o, true
		}
	}
	return m, ok
}

// Value returns an attribute of a member; "" for one that the cohort has not.
func (c *Cohort) Value(m Member, attribute string) string {
	if i := slices.Index(c.Attributes, attribute); i >= 0 {
		return m.Values[i]
	}
	return ""
}

// Unmatched returns a fault, as varighet.Problems, for each row of which seen says
// that the register does not have the position in a month of its window; nil if there
// is none. later returns the month in which a position is first seen, if that is after
// the data end (--last-month); it is asked only of rows that are not seen.
func (c *Cohort) Unmatched(seen func(Member) bool, later func(position string) (varighet.Month, bool)) error {
	var problems varighet.Problems
	for _, m := range c.Members() {
		if seen(m) {
			continue
		}
		p := &varighet.Problem{File: c.File, Line: m.Line, Code: "cohort-unmatched",
			Msg: "the register has no position of this id", Hint: "ids are those of the column position_id of the register"}
		if m.From.OK || m.To.OK {
			p.Msg = "the register has no position of this id in these months"
		}
		if first, ok := later(m.PositionID); ok {
			p.Msg = fmt.Sprintf("the position is first seen in %s, after the last month", first)
			p.Hint = fmt.Sprintf("let its window begin then (Fra %s), or take the row out until the last month is later", first)
		}
		problems.Add(p)
	}
	return problems.Err()
}

// Members returns all rows, by position and window.
func (c *Cohort) Members() []Member {
	var all []Member
	for _, m := range c.members {
		all = append(all, m...)
	}
	slices.SortFunc(all, func(a, b Member) int {
		return cmp.Or(cmp.Compare(a.PositionID, b.PositionID), cmp.Compare(a.From.V, b.From.V), cmp.Compare(a.Line, b.Line))
	})
	return all
}
