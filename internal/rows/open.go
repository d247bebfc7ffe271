package rows

import (
	"path/filepath"
	"slices"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// Spells are spells read from a file, or made of a register on the way, with what is to be
// said of them.
type Spells struct {
	*spellfile.Table
	Counts   *survival.SpellCounts      // nil of a file
	Warnings []string                   // what to show beside the numbers
	Filtered map[survival.SpellKind]int // spells that Narrow left out

	Places func() (*spellset.Places, error) // names of municipalities; nil of a file
	Lines  map[string]int                   // where positions stand in the cohort's table; nil without one
}

// SpellsOfRegister makes the spells of a register's folder.
func SpellsOfRegister(dir string, c *spellset.Choices) (*Spells, error) {
	made, err := spellset.Of(dir, c)
	if err != nil {
		return nil, err
	}
	counted, beside := made.Notes()
	warnings := slices.Concat(counted, spellset.AlarmLines(made.Alarms), made.Corrected, beside)
	return &Spells{Table: made.Table, Counts: &made.Counts, Warnings: warnings, Places: made.Places, Lines: made.Lines}, nil
}

// SpellsOfFile reads a file of spells, which another program may have written again with
// fewer columns: those needed are there.
func SpellsOfFile(name string, need spellfile.Need) (*Spells, error) {
	table, err := spellfile.Read(name)
	if err != nil {
		return nil, err
	}
	if p := table.Check(need, filepath.Base(name)); p != nil {
		return nil, p
	}
	s := &Spells{Table: table}
	if table.Warning != "" {
		s.Warnings = append(s.Warnings, filepath.Base(name)+": "+table.Warning)
	}
	return s, nil
}

// Narrow leaves the spells that where asks for, as [Narrow] does, censors the stops that are
// none by stops, and warns of what the spells rest on. The spells are changed in place.
func (s *Spells) Narrow(where string, stops survival.Stops) (err error) {
	if stops != nil && s.Lacks("stop_reason") {
		return choice.Errorf("--stops needs the column stop_reason, which the spells have not")
	}
	if s.Filtered, err = Narrow(s.Table, where); err != nil {
		return err
	}
	if warning := OutcomeWarning(where); warning != "" {
		s.Warnings = append(s.Warnings, warning)
	}
	if note := stops.Note(stops.Apply(s.Spells)); note != "" {
		s.Warnings = append(s.Warnings, note)
	}
	s.Warnings = append(s.Warnings, spellset.LeansShort(s.Spells)...)
	return nil
}

// Source is the spells as an estimate takes them; name is that of messages.
func (s *Spells) Source(name string) *Source {
	return &Source{Name: name, Table: s.Table, Notes: s.Warnings, Filtered: s.Filtered}
}
