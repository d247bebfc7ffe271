package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A Table is a table for people and for programs at once.
type Table struct {
	Name   string         // stem of its file names: "table_6_1"
	Locale *locale.Locale // nil is bokmål
	Title  string

	Columns []Column
	Rows    []Row

	Notes     []string // below the table; what marks in cells mean is added
	ShortNote string   // says which rows a page or a document has, of a table with others that are for files only

	TooFew string // what the words for too few mean; empty = fewer than survival.FewAtRisk at risk
	Source string // where the numbers come from; may be empty

	Disclosure        Disclosure // who may see it; "" leaves out of CSV what the table is
	Definition        string     // what its numbers are, in a sentence; "" is not said
	ProgramDefinition string     // the same in English, for files for programs
}

// A Column describes the cells below it.
type Column struct {
	Key      string // in files for programs: lower case, "median_years"
	Title    string // for people
	Kind     Kind
	Decimals int // shown to people: of a number, or of a share in per cent

	// States says that cells may be not reached or withheld. Files for
	// programs then have a column KEY_state that says which.
	States bool
	For    Audience
}

// An Audience says who sees a column.
type Audience uint8

// The audiences.
const (
	Everyone Audience = iota
	People            // not in CSV for programs
	Programs          // only in CSV for programs
)

// A Row is a line of cells, one a column.
type Row struct {
	Cells    []Cell
	Total    bool // a sum or an overall value, set apart for people
	FileOnly bool // in files of the table, and not on a page or in a document: see [Table.Short]
}

// Add appends a row.
func (t *Table) Add(cells ...Cell) { t.Rows = append(t.Rows, Row{Cells: cells}) }

// withhold takes the values of the cells of some columns away, by the keys of those.
func (t *Table) withhold(cells []Cell, columns []string) []Cell {
	for i := range t.Columns {
		c := &t.Columns[i]
		switch {
		case !slices.Contains(columns, c.Key):
		case c.Kind == TextKind:
			cells[i] = Text(t.locale().Withheld)
		default:
			cells[i] = Without(c.Kind, Withheld)
		}
	}
	return cells
}

func (t *Table) locale() *locale.Locale {
	if t.Locale == nil {
		return locale.Get("nb")
	}
	return t.Locale
}

// Check reports the first row that does not fit the columns. The writers call
// it before they write anything.
func (t *Table) Check() error {
	for i, r := range t.Rows {
		if len(r.Cells) != len(t.Columns) {
			return fmt.Errorf("table %s: row %d has %d cells for %d columns", t.Name, i+1, len(r.Cells), len(t.Columns))
		}
		for k, c := range r.Cells {
			if err := c.fits(&t.Columns[k]); err != nil {
				return fmt.Errorf("table %s: row %d: %w", t.Name, i+1, err)
			}
		}
	}
	return nil
}

// shown returns the places of the columns that people see.
func (t *Table) shown() []int {
	var places []int
	for i, c := range t.Columns {
		if c.For != Programs {
			places = append(places, i)
		}
	}
	return places
}

// words writes a cell for people.
func (t *Table) words(c Cell, col *Column) string {
	l := t.locale()
	switch c.State {
	case Absent:
		return l.Absent
	case NotReached:
		return l.NotReached
	case Withheld:
		return l.Withheld
	case TooFew:
		return l.TooFew
	}
	switch c.Kind {
	case CountKind:
		return l.Int(int(c.number))
	case NumberKind:
		return l.Number(c.number, col.Decimals)
	case ShareKind:
		return l.Percent(c.number, col.Decimals)
	case IntervalKind:
		return l.Interval(c.lower, c.upper, col.Decimals)
	case ShareIntervalKind:
		return l.PercentInterval(c.lower, c.upper, col.Decimals)
	case MonthKind:
		return l.MonthYear(c.month)
	}
	return c.text
}

// notes returns what stands below the table for people: who may see it, what
// its numbers are, its own notes, then what the marks in its cells mean, then
// the source.
func (t *Table) notes() []string {
	l := t.locale()
	var notes []string
	for _, n := range append([]string{t.Disclosure.Mark(l), t.definition()}, t.Notes...) {
		if n != "" {
			notes = append(notes, locale.Sentence(n))
		}
	}
	if t.has(TooFew) {
		notes = append(notes, cmp.Or(t.TooFew, locale.Fill(l.TooFewNote, l.Int(survival.FewAtRisk))))
	}
	if t.has(Withheld) {
		notes = append(notes, l.WithheldNote)
	}
	if t.has(Absent) {
		notes = append(notes, l.AbsentNote)
	}
	if t.Source != "" {
		notes = append(notes, locale.Sentence(locale.Fill(l.Source, t.Source)))
	}
	return notes
}

// has reports whether a cell that people see is in the state.
func (t *Table) has(s State) bool {
	for _, r := range t.Rows {
		for _, i := range t.shown() {
			if r.Cells[i].State == s {
				return true
			}
		}
	}
	return false
}
