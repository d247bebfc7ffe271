package spellfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Table is spells, and the columns they have beside those that all spells have.
type Table struct {
	Spells []survival.Spell

	// Windows says that positions count in windows. Then there are the columns
	// window_from, window_to and censor_reason.
	Windows bool

	// Attributes are those in Spell.Beside, in their order.
	Attributes []Attribute

	// Absent are the columns of every file of spells that the file did not have. They are
	// empty in the spells, which does not mean that nothing is known.
	Absent []string

	// Unchecked says that another program wrote the file, whose values and bytes may be
	// others than this one's. Warning says that damage would not show; "" if it would.
	Unchecked bool
	Warning   string
}

// A Need says which columns a file of spells must have.
type Need uint8

// TenureColumns are what curves, rates and models are made from, beside the columns that
// are named. SpellColumns are all that anything is made from. Columns that are in neither
// are only ever asked for by name.
const (
	TenureColumns Need = iota
	SpellColumns
)

var needed = [...][]string{
	TenureColumns: {"kind", "entry", "exit", "stopped"},
	SpellColumns: {"position_id", "ordinal", "doctor_id", "kind", "municipality_now", "size_group", "start_month", "start_evidence",
		"first_month", "last_month", "end_evidence", "entry", "exit", "stopped", "stop_reason"},
}

// Check says which column that is needed the file, called name, lacks; nil for none.
func (t *Table) Check(need Need, name string) *varighet.Problem {
	i := slices.IndexFunc(needed[need], t.Lacks)
	if i < 0 {
		return nil
	}
	return &varighet.Problem{File: name, Code: "missing-column",
		Msg:  fmt.Sprintf("a file of spells has the column %s, which is not here", needed[need][i]),
		Hint: "make the file with `varighet survival spells`, or name columns with --time and --event"}
}

// Lacks reports whether the file did not have a column of every file of spells.
func (t *Table) Lacks(column string) bool { return slices.Contains(t.Absent, column) }

// madeFrom are the columns that follow from others, and from which.
var madeFrom = map[string][]string{
	"county_code":    {"municipality_now"},
	"months_held":    {"start_month", "first_month", "last_month"},
	"months_elapsed": {"start_month", "first_month", "last_month"},
}

// hides reports whether a column of every spell has nothing in this table: it was not in
// the file, or what it is made from was not.
func (t *Table) hides(column string) bool {
	return t.Lacks(column) || slices.ContainsFunc(madeFrom[column], t.Lacks)
}

// An Attribute is a column that other tables than the register fill. Its values are
// kept as [Type.Format] writes them.
type Attribute struct {
	Name string
	Type Type
}

// Columns are the columns of the table's file, in order.
func (t *Table) Columns() []Column {
	list := slices.DeleteFunc(slices.Clone(Columns), func(c Column) bool { return t.hides(c.Name) })
	if t.Windows {
		list = append(list, windowColumns...)
	}
	for i, a := range t.Attributes {
		list = append(list, a.column(i, len(t.Attributes)))
	}
	return list
}

// Has reports whether every file of spells has the column, or one with windows does:
// an attribute must be called something else. Case makes no difference, as it makes
// none to many readers of such files.
func Has(name string) bool {
	is := func(c Column) bool { return strings.EqualFold(c.Name, name) }
	return slices.ContainsFunc(Columns, is) || slices.ContainsFunc(windowColumns, is)
}

// windowColumns say in which months a spell's position counts, and whether the spell
// was cut by that or by the end of the data.
var windowColumns = []Column{
	{"window_from", MonthType, func(s *survival.Spell) Cell { return optMonth(s.Window().From) },
		func(s *survival.Spell, c Cell) bool {
			if c.OK {
				beside(s).Window.From = varighet.Some(varighet.Month(c.Int))
			}
			return !c.OK || varighet.Month(c.Int) <= s.First
		}},
	{"window_to", MonthType, func(s *survival.Spell) Cell { return optMonth(s.Window().To) },
		func(s *survival.Spell, c Cell) bool {
			if c.OK {
				beside(s).Window.To = varighet.Some(varighet.Month(c.Int))
			}
			return !c.OK || varighet.Month(c.Int) >= s.Last
		}},
	{"censor_reason", Text, func(s *survival.Spell) Cell { return text(s.Censoring()) }, nil},
}

// beside is where a spell keeps what other tables say.
func beside(s *survival.Spell) *survival.Beside {
	if s.Beside == nil {
		s.Beside = &survival.Beside{}
	}
	return s.Beside
}

// column is attribute i of n.
func (a Attribute) column(i, n int) Column {
	get := func(s *survival.Spell) Cell {
		if s.Beside == nil || i >= len(s.Beside.Attributes) {
			return Cell{}
		}
		c, _ := a.Type.parse(s.Beside.Attributes[i])
		return c
	}
	set := func(s *survival.Spell, c Cell) bool {
		b := beside(s)
		if b.Attributes == nil {
			b.Attributes = make([]string, n)
		}
		b.Attributes[i] = a.Type.Format(c)
		return true
	}
	return Column{a.Name, a.Type, get, set}
}

// tableWith is a table without spells that has the columns found in a file: those
// that are not of every spell are attributes, and so are those that are made from columns
// which are not there. A name that comes again is passed over, and so is an empty one, as
// that of the numbers of rows that R and pandas write.
func tableWith(found []Attribute) *Table {
	t := &Table{}
	named := func(name string) bool {
		return slices.ContainsFunc(found, func(a Attribute) bool { return a.Name == name })
	}
	for _, c := range Columns {
		if c.set != nil && !named(c.Name) {
			t.Absent = append(t.Absent, c.Name)
		}
	}
	t.Windows = named("window_from") && named("window_to")
	for _, a := range found {
		made := madeFrom[a.Name] != nil && t.hides(a.Name)
		if a.Name != "" && (made || !Has(a.Name)) && !slices.ContainsFunc(t.Attributes, func(b Attribute) bool { return a.Name == b.Name }) {
			t.Attributes = append(t.Attributes, a)
		}
	}
	return t
}

// complete fills in what follows from other columns in a file without start_month: a
// tenure that came under observation in its first month began so many months before.
func (t *Table) complete(s *survival.Spell) {
	if t.Lacks("start_month") && !t.Lacks("first_month") && s.Entry.OK {
		s.Start = varighet.Some(s.First - varighet.Month(s.Entry.V))
	}
}
