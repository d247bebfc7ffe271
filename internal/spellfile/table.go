package spellfile

import (
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
}

// An Attribute is a column that other tables than the register fill. Its values are
// kept as [Type.Format] writes them.
type Attribute struct {
	Name string
	Type Type
}

// Columns are the columns of the table's file, in order.
func (t *Table) Columns() []Column {
	list := slices.Clone(Columns)
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
// that are not of every spell are attributes. A name that comes again is passed over,
// and so is an empty one.
func tableWith(found []Attribute) *Table {
	t := &Table{}
	named := func(name string) bool {
		return slices.ContainsFunc(found, func(a Attribute) bool { return a.Name == name })
	}
	t.Windows = named("window_from") && named("window_to")
	for _, a := range found {
		if a.Name != "" && !Has(a.Name) && !slices.ContainsFunc(t.Attributes, func(b Attribute) bool { return a.Name == b.Name }) {
			t.Attributes = append(t.Attributes, a)
		}
	}
	return t
}
