// Package spellfile writes spells to CSV and Parquet and reads them back. The
// columns that every spell has, their names, types and order, are in one place:
// [Columns]. A [Table] may have more.
package spellfile

import (
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Type is the type of a column.
type Type uint8

// The types of column. A CSV file has a month as 2017-05-01 and a bool as true
// or false; a Parquet file has a month as a date.
const (
	Text Type = iota
	MonthType
	Int
	Float
	Bool
)

// A Cell is one value of a column. Only the field of the column's type counts.
type Cell struct {
	OK    bool // false: the cell is empty, or null
	Text  string
	Int   int64 // also a month
	Float float64
	Bool  bool
}

// A Column is one column of a file of spells.
type Column struct {
	Name string
	Type Type
	// Get reads the column's value from a spell.
	Get func(*survival.Spell) Cell
	// set writes a value that was read back into a spell; nil for a column that
	// follows from others. It returns false for a value that cannot be.
	set func(*survival.Spell, Cell) bool
}

// Columns are the columns of every file of spells, in order.
var Columns = []Column{
	{"position_id", Text, func(s *survival.Spell) Cell { return text(s.PositionID) },
		func(s *survival.Spell, c Cell) bool { s.PositionID = c.Text; return c.Text != "" }},
	{"ordinal", Int, func(s *survival.Spell) Cell { return Cell{OK: s.Ordinal > 0, Int: int64(s.Ordinal)} },
		func(s *survival.Spell, c Cell) bool { s.Ordinal = int(c.Int); return c.Int >= 0 }},
	{"doctor_id", Text, func(s *survival.Spell) Cell { return text(s.DoctorID) },
		func(s *survival.Spell, c Cell) bool { s.DoctorID = c.Text; return true }},
	{"kind", Text, func(s *survival.Spell) Cell { return text(s.Kind.String()) },
		func(s *survival.Spell, c Cell) (ok bool) { s.Kind, ok = survival.ParseSpellKind(c.Text); return ok }},
	{"municipality_code", Text, func(s *survival.Spell) Cell { return text(string(s.Municipality)) },
		func(s *survival.Spell, c Cell) bool { return setCode(&s.Municipality, c) }},
	{"municipality_now", Text, func(s *survival.Spell) Cell { return text(string(s.MunicipalityNow)) },
		func(s *survival.Spell, c Cell) bool { return setCode(&s.MunicipalityNow, c) }},
	{"county_code", Text, func(s *survival.Spell) Cell { return text(s.County()) }, nil},
	{"population", Int, func(s *survival.Spell) Cell { return optInt(s.Population) },
		func(s *survival.Spell, c Cell) bool { return setInt32(&s.Population, c) }},
	{"size_group", Text, func(s *survival.Spell) Cell { return text(s.SizeGroup) },
		func(s *survival.Spell, c Cell) bool { s.SizeGroup = c.Text; return true }},
	{"start_month", MonthType, func(s *survival.Spell) Cell { return optMonth(s.Start) },
		func(s *survival.Spell, c Cell) bool {
			s.Start = varighet.Opt[varighet.Month]{V: varighet.Month(c.Int), OK: c.OK}
			return true
		}},
	{"start_evidence", Text, func(s *survival.Spell) Cell { return text(s.StartEvidence.String()) },
		func(s *survival.Spell, c Cell) (ok bool) {
			s.StartEvidence, ok = varighet.ParseEvidence(c.Text)
			return ok
		}},
	{"first_month", MonthType, func(s *survival.Spell) Cell { return Cell{OK: true, Int: int64(s.First)} },
		func(s *survival.Spell, c Cell) bool { s.First = varighet.Month(c.Int); return c.OK }},
	{"last_month", MonthType, func(s *survival.Spell) Cell { return Cell{OK: true, Int: int64(s.Last)} },
		func(s *survival.Spell, c Cell) bool { s.Last = varighet.Month(c.Int); return c.OK && s.Last >= s.First }},
	{"end_evidence", Text, func(s *survival.Spell) Cell { return text(s.EndEvidence.String()) },
		func(s *survival.Spell, c Cell) (ok bool) {
			s.EndEvidence, ok = varighet.ParseEvidence(c.Text)
			return ok
		}},
	{"months_held", Int, func(s *survival.Spell) Cell { return Cell{OK: true, Int: int64(s.MonthsHeld())} }, nil},
	{"months_elapsed", Int, func(s *survival.Spell) Cell { return Cell{OK: true, Int: int64(s.MonthsElapsed())} }, nil},
	{"entry", Int, func(s *survival.Spell) Cell { return Cell{OK: s.Entry.OK, Int: int64(s.Entry.V)} },
		func(s *survival.Spell, c Cell) bool {
			s.Entry = varighet.Opt[int]{V: int(c.Int), OK: c.OK}
			return c.Int >= 0
		}},
	{"exit", Int, func(s *survival.Spell) Cell { return Cell{OK: s.Exit.OK, Int: int64(s.Exit.V)} },
		func(s *survival.Spell, c Cell) bool {
			s.Exit = varighet.Opt[int]{V: int(c.Int), OK: c.OK}
			return c.OK == s.Entry.OK && c.Int >= int64(s.Entry.V)
		}},
	{"stopped", Bool, func(s *survival.Spell) Cell { return Cell{OK: true, Bool: s.Stopped} },
		func(s *survival.Spell, c Cell) bool { s.Stopped = c.Bool; return c.OK }},
	{"stop_reason", Text, func(s *survival.Spell) Cell { return text(s.StopReason.String()) },
		func(s *survival.Spell, c Cell) (ok bool) {
			s.StopReason, ok = survival.ParseStopReason(c.Text)
			return ok
		}},
	{"moved_to_municipality", Text, func(s *survival.Spell) Cell { return text(string(s.MovedToMunicipality)) },
		func(s *survival.Spell, c Cell) bool { return setCode(&s.MovedToMunicipality, c) }},
	{"moved_to_position", Text, func(s *survival.Spell) Cell { return text(s.MovedToPosition) },
		func(s *survival.Spell, c Cell) bool { s.MovedToPosition = c.Text; return true }},
	{"exit_uncertain", Bool, func(s *survival.Spell) Cell { return Cell{OK: true, Bool: s.ExitUncertain} },
		func(s *survival.Spell, c Cell) bool { s.ExitUncertain = c.Bool; return c.OK }},
	{"exit_unconfirmed", Bool, func(s *survival.Spell) Cell { return Cell{OK: true, Bool: s.ExitUnconfirmed} },
		func(s *survival.Spell, c Cell) bool { s.ExitUnconfirmed = c.Bool; return c.OK }},
	{"months_bridged", Int, func(s *survival.Spell) Cell { return Cell{OK: true, Int: int64(s.MonthsBridged)} },
		func(s *survival.Spell, c Cell) bool { s.MonthsBridged = int(c.Int); return c.OK && c.Int >= 0 }},
	{"residents_first", Int, func(s *survival.Spell) Cell { return optInt(s.ResidentsFirst) },
		func(s *survival.Spell, c Cell) bool { return setInt32(&s.ResidentsFirst, c) }},
	{"residents_last", Int, func(s *survival.Spell) Cell { return optInt(s.ResidentsLast) },
		func(s *survival.Spell, c Cell) bool { return setInt32(&s.ResidentsLast, c) }},
	{"residents_mean", Float, func(s *survival.Spell) Cell { return Cell{OK: s.ResidentsMean.OK, Float: s.ResidentsMean.V} },
		func(s *survival.Spell, c Cell) bool {
			s.ResidentsMean = varighet.Opt[float64]{V: c.Float, OK: c.OK}
			return true
		}},
}

// Format writes a cell as a CSV file has it; an empty cell is "".
func (t Type) Format(c Cell) string {
	if !c.OK {
		return ""
	}
	switch t {
	case MonthType:
		return varighet.Month(c.Int).Date()
	case Int:
		return strconv.FormatInt(c.Int, 10)
	case Float:
		return strconv.FormatFloat(c.Float, 'g', -1, 64)
	case Bool:
		return strconv.FormatBool(c.Bool)
	}
	return c.Text
}

// parse reads what Format writes.
func (t Type) parse(s string) (Cell, error) {
	if s == "" {
		return Cell{}, nil
	}
	c := Cell{OK: true, Text: s}
	var err error
	switch t {
	case MonthType:
		var m varighet.Month
		m, err = varighet.ParseMonth(s)
		c.Int = int64(m)
	case Int:
		c.Int, err = strconv.ParseInt(s, 10, 32)
	case Float:
		c.Float, err = strconv.ParseFloat(s, 64)
		if err == nil && (c.Float != c.Float || c.Float-c.Float != 0) {
			err = strconv.ErrRange
		}
	case Bool:
		if s != "true" && s != "false" {
			err = strconv.ErrSyntax
		}
		c.Bool = s == "true"
	}
	if err != nil {
		return Cell{}, fmt.Errorf("not %s", t.describe())
	}
	return c, nil
}

func (t Type) describe() string {
	return [...]string{"text", "a month such as 2017-05-01", "a whole number", "a number", "true or false"}[t]
}

func optMonth(m varighet.Opt[varighet.Month]) Cell { return Cell{OK: m.OK, Int: int64(m.V)} }

func text(s string) Cell { return Cell{OK: s != "", Text: s} }

func optInt(v varighet.Opt[int32]) Cell { return Cell{OK: v.OK, Int: int64(v.V)} }

func setInt32(v *varighet.Opt[int32], c Cell) bool {
	*v = varighet.Opt[int32]{V: int32(c.Int), OK: c.OK}
	return true
}

func setCode(code *varighet.MunicipalityCode, c Cell) bool {
	if !c.OK {
		*code = ""
		return true
	}
	s := c.Text
	if len(s) == 3 { // read as a number somewhere, and so without the zero of 0301
		s = "0" + s
	}
	v, err := varighet.ParseMunicipalityCode(s)
	*code = v
	return err == nil
}
