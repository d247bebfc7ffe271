package difference

import (
	"context"
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

const schema = "varighet.difference/1"

// An Answer is which numbers of a report are others than in an earlier one, and why.
type Answer struct {
	Schema  string `json:"schema"`  // varighet.difference/1
	Version string `json:"version"` // of the program
	Old     Report `json:"old"`     // the earlier report
	New     Report `json:"new"`     // the report that is held beside it
	// what is as in the new report from one step to the next, in order: the changes in the steps add
	// up to that between the two reports
	Steps []Step `json:"steps"`
	// why reasons could not be told apart, in English; empty if they could
	Together string `json:"together"`
	Compared int    `json:"compared"` // numbers that both reports have
	Changed  int    `json:"changed"`  // of compared, those that are others
	// the numbers that are others, and those that only one report has, in the order of the new report
	Numbers []Number `json:"numbers"`

	locale *locale.Locale
	months int // that came
}

// A Report says which of two reports one is.
type Report struct {
	Study      string            `json:"study"`      // its id: the name of its file without .toml
	Version    string            `json:"version"`    // of the program that made it
	Disclosure report.Disclosure `json:"disclosure"` // who may see it
	First      varighet.Month    `json:"first"`      // first month of the data, YYYY-MM
	Last       varighet.Month    `json:"last"`       // last month of the data, YYYY-MM
	// digest of the rows' values, in hexadecimal; absent: the report does not say
	RowsSHA256 string `json:"rows_sha256,omitempty"`
}

// A Step is what became as in the new report.
type Step struct {
	// version, rows, method, disclosure, tables or months; several could not be told apart
	Why     []study.Why `json:"why"`
	Changed int         `json:"changed"` // numbers that are others after the step than before
}

// A Number is one number of two reports.
type Number struct {
	Of     string `json:"of"`     // where it stands: summary, figure or table
	Table  string `json:"table"`  // name of the files, without suffix
	Title  string `json:"title"`  // of the table, in the language asked for
	Row    string `json:"row"`    // key of the row
	Label  string `json:"label"`  // the same in words
	Column string `json:"column"` // key of the column
	Head   string `json:"head"`   // the same in words; empty: people do not see the column
	Kind   string `json:"kind"`   // count, number or share (0–1)
	// in the earlier report; null: it does not have the number
	Old *study.NumbersCell `json:"old"`
	// in the new report; null: it does not have the number
	New *study.NumbersCell `json:"new"`
	// new minus old (as kind says); null: one of them has no value
	Difference *float64 `json:"difference"`
	// how much each step changes the number (as kind says), in the order of steps; null: there is no
	// value before the step or after. Empty if only one report has the number
	Parts []*float64 `json:"parts"`
	// the reasons of the steps that change it, its limits or its state
	Why []study.Why `json:"why"`

	decimals     int
	ofOld, ofNew *study.NumbersCell // of how many the count is; nil if it is of none
}

// Of holds the new report in a folder beside an earlier one, with words in a language.
func Of(ctx context.Context, before, after *study.Folder, language string) (*Answer, error) {
	steps, together, err := study.Between(ctx, before, after)
	if err != nil {
		return nil, err
	}
	first, last := steps[0].Numbers, steps[len(steps)-1].Numbers
	a := &Answer{Schema: schema, Version: version.Of(), Old: reportOf(before, first), New: reportOf(after, last), Steps: []Step{},
		Together: together, Numbers: []Number{}, locale: locale.Get(language), months: max(0, int(last.Last-first.Last))}
	var tables []index
	for i, s := range steps {
		tables = append(tables, indexOf(s.Numbers))
		if i > 0 {
			a.Steps = append(a.Steps, Step{Why: append([]study.Why{}, s.Why...)})
		}
	}
	for i := range last.Tables {
		a.compare(&last.Tables[i], tables)
	}
	a.lost(first, tables[len(tables)-1])
	if len(a.Steps) == 1 && len(a.Steps[0].Why) == 0 && len(a.Numbers) == 0 {
		a.Steps = []Step{} // there was nothing to take
	}
	return a, nil
}

func reportOf(f *study.Folder, n *study.Numbers) Report {
	r := Report{n.Study, n.Version, f.Manifest.Disclosure, n.First, n.Last, ""}
	if f.Manifest.Register != nil {
		r.RowsSHA256 = f.Manifest.Register.RowsSHA256
	}
	return r
}

// A place is where a number stands in a report.
type place struct{ of, table, row, column string }

// index finds the numbers of a report.
type index map[place]*study.NumbersCell

// of is of how many a count is, in the same row; nil if it is of none.
func (at index) of(p place) *study.NumbersCell {
	if p.column != "count" {
		return nil
	}
	p.column = "of"
	if c := at[p]; c != nil && c.Value != nil {
		return c
	}
	return nil
}

func indexOf(n *study.Numbers) index {
	at := index{}
	for i := range n.Tables {
		eachNumber(&n.Tables[i], func(p place, c *study.NumbersCell, _ *study.NumbersRow, _ *study.NumbersColumn) { at[p] = c })
	}
	return at
}

func eachNumber(t *study.NumbersTable, see func(place, *study.NumbersCell, *study.NumbersRow, *study.NumbersColumn)) {
	for i := range t.Rows {
		r := &t.Rows[i]
		for k := range r.Cells {
			c := &t.Columns[k]
			see(place{t.Of, t.Name, r.Key, c.Key}, &r.Cells[k], r, c)
		}
	}
}

// compare adds what is another, or new, in a table of the new report.
func (a *Answer) compare(t *study.NumbersTable, steps []index) {
	eachNumber(t, func(p place, now *study.NumbersCell, r *study.NumbersRow, c *study.NumbersColumn) {
		if none(now) && none(steps[0][p]) && !a.moved(p, steps) {
			return
		}
		n := a.newNumber(t, p, r, c)
		n.New = now
		if n.Old = steps[0][p]; n.Old == nil {
			if !none(now) {
				a.Numbers = append(a.Numbers, n)
			}
			return
		}
		n.ofOld, n.ofNew = steps[0].of(p), steps[len(steps)-1].of(p)
		a.Compared++
		if same(n.Old, now) && !a.moved(p, steps) {
			return
		}
		n.Difference = difference(n.Old, now)
		a.part(&n, p, steps)
		if !same(n.Old, now) {
			a.Changed++
			a.Numbers = append(a.Numbers, n)
		}
	})
}

// moved reports whether a number changes on the way, also if it ends as it began.
func (a *Answer) moved(p place, steps []index) bool {
	return slices.ContainsFunc(steps, func(s index) bool { return !same(steps[0][p], s[p]) })
}

// part parts the change of a number by steps.
func (a *Answer) part(n *Number, p place, steps []index) {
	for i := 1; i < len(steps); i++ {
		before, after := steps[i-1][p], steps[i][p]
		n.Parts = append(n.Parts, difference(before, after))
		if !same(before, after) {
			a.Steps[i-1].Changed++
			n.Why = append(n.Why, a.Steps[i-1].Why...)
		}
	}
}

// lost adds the numbers that the new report does not have.
func (a *Answer) lost(old *study.Numbers, now index) {
	for i := range old.Tables {
		t := &old.Tables[i]
		eachNumber(t, func(p place, was *study.NumbersCell, r *study.NumbersRow, c *study.NumbersColumn) {
			if now[p] == nil && !none(was) {
				n := a.newNumber(t, p, r, c)
				n.Old = was
				a.Numbers = append(a.Numbers, n)
			}
		})
	}
}

func (a *Answer) newNumber(t *study.NumbersTable, p place, r *study.NumbersRow, c *study.NumbersColumn) Number {
	tag := a.locale.Tag
	return Number{Of: p.of, Table: p.table, Title: t.Title.In(tag), Row: p.row, Label: r.Label.In(tag), Column: p.column, Head: c.Title.In(tag),
		Kind: c.Kind, Parts: []*float64{}, Why: []study.Why{}, decimals: c.Decimals}
}

// closeEnough is the relative difference below which two numbers are one: those of two versions of
// the program can differ in the last bits.
const closeEnough = 1e-9

// none reports whether a report has no number in a place: no such place, or one that is left empty.
func none(c *study.NumbersCell) bool { return c == nil || c.State == report.Absent.String() }

func same(a, b *study.NumbersCell) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.State == b.State && near(a.Value, b.Value) && near(a.Lower, b.Lower) && near(a.Upper, b.Upper)
}

func near(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= closeEnough*max(1, math.Abs(*a), math.Abs(*b))
}

// difference is b minus a; nil where one has no value. What is next to nothing is 0.
func difference(a, b *study.NumbersCell) *float64 {
	if a == nil || b == nil || a.Value == nil || b.Value == nil {
		return nil
	}
	d := *b.Value - *a.Value
	if near(a.Value, b.Value) {
		d = 0
	}
	return &d
}
