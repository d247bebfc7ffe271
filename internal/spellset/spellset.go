// Package spellset makes the spells of a register, with the tables that stand beside it:
// corrections, the positions of a cohort, attributes of doctors.
//
// [Choices] say how; flags of commands and keys of a study fill them from one list,
// [Options]. [Of] makes the spells of one register. A [Maker] does it in steps, for a study,
// which reads the tables before its files. What was decided on the way is kept beside the
// spells, in words for a terminal.
package spellset

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// A Maker makes the spells of registers by choices, with the tables that stand beside them.
type Maker struct {
	unit    Unit
	options survival.SpellOptions
	stops   survival.Stops
	beside  *beside
	ref     *data.Reference // nil for none
	borders varighet.Month  // of the reference
}

// NewMaker reads the tables that the choices name. ref is the reference, and key that of the
// register's pseudonyms, if a table names doctors; nil for none.
func NewMaker(c *Choices, ref *data.Reference, key *keyfile.Key) (*Maker, error) {
	opt, err := c.SpellOptions(ref)
	if err != nil {
		return nil, err
	}
	b, err := readBeside(c, newNaming(c, key, ref))
	return &Maker{c.unit(), opt, c.Stops, b, ref, c.borders(ref)}, err
}

// Of makes the spells of one register, which may have its key beside it.
func Of(dir string, c *Choices) (*Made, error) {
	var ref *data.Reference
	var err error
	if c.Reference != "" {
		if ref, err = data.OpenReference(c.Reference); err != nil {
			return nil, err
		}
	}
	key, err := keyOf(dir, c.KeyFile)
	if err != nil {
		return nil, err
	}
	m, err := NewMaker(c, ref, key)
	if err != nil {
		return nil, err
	}
	return m.Spells(dir)
}

// keyOf is the key of a register: the one named, or that beside it, if there is one.
func keyOf(dir, named string) (*keyfile.Key, error) {
	if named != "" {
		return keyfile.Open(named, false)
	}
	key, err := keyfile.Open(keyfile.Beside(dir), false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return key, err
}

// Gap is the most vacant months after which the same doctor goes on.
func (m *Maker) Gap() int { return m.options.Gap }

// WithGap makes spells by another gap.
func (m *Maker) WithGap(months int) *Maker {
	other := *m
	other.options.Gap = months
	return &other
}

// WithLastMonth makes spells of the data up to a month, after m has made those of all: rows of
// tables that are about later months only are no faults.
func (m *Maker) WithLastMonth(month varighet.Month) *Maker {
	other, until := *m, *m.beside
	until.lastMonth, until.matched = varighet.Some(month), true
	other.beside = &until
	return &other
}

// CohortAlone makes spells of the positions of the cohort only, also where the others stay
// beside it.
func (m *Maker) CohortAlone() *Maker {
	other, alone := *m, *m.beside
	alone.others = false
	other.beside = &alone
	return &other
}

// Read are the tables that stand beside the register.
func (m *Maker) Read() []Input { return m.beside.read }

// cohortLines are where positions stand in the cohort's table, by line; nil without one.
func (m *Maker) cohortLines() map[string]int {
	if m.beside.cohort == nil {
		return nil
	}
	return m.beside.cohort.Lines()
}

// Table is a table without spells that has the columns which m's will have.
func (m *Maker) Table() *spellfile.Table { return m.beside.table(nil) }

// Made are spells made of a register, and what was met on the way.
type Made struct {
	*spellfile.Table
	Counts    survival.SpellCounts
	Alarms    []survival.Alarm
	Corrected []string       // corrections, for whoever reads the numbers
	Lines     map[string]int // where positions stand in the cohort's table; nil without one

	Places func() (*Places, error) // names of municipalities, read from the register when asked

	counted, beside []string
}

// Notes are what was decided on the way, for whoever reads the numbers: by the rules, and by
// the tables beside the register but for corrections.
func (m *Made) Notes() (byRule, beside []string) { return m.counted, m.beside }

// Spells makes the spells of a register, in two passes over its rows. Rows of the tables beside
// it that are about nothing in it are the error.
func (m *Maker) Spells(dir string) (*Made, error) {
	reg, err := register.Open(dir)
	if err != nil {
		return nil, err
	}
	defer reg.Close()
	b, opt := m.beside, m.options
	if err := mergeFaults(b.checkLastMonth(reg.Manifest), b.matchDoctors(reg)); err != nil {
		return nil, err
	}
	opt.Series = seriesOf(reg.Manifest)
	cov, err := coverageOf(reg, opt, b)
	if err != nil {
		return nil, err
	}
	rows, err := b.rows(reg, cov)
	if err != nil {
		return nil, err
	}
	set, err := survival.SpellsOfParts(rows, cov, b.options(opt))
	if err != nil {
		return nil, err
	}
	if err := b.unmatched(reg, set.Spells); err != nil {
		return nil, err
	}
	if m.unit == Municipality {
		if !slices.ContainsFunc(set.Spells, func(s survival.Spell) bool { return s.MunicipalityNow != "" }) {
			return nil, &varighet.Problem{Code: "unit", Msg: "the register has no municipalities in which to join a doctor's lists",
				Hint: "leave the unit at position"}
		}
		set.ByMunicipality(opt.Gap)
	}
	counted, beside := countNotes(&set.Counts, opt), b.said(set.Spells)
	if m.stops != nil {
		counted = append(counted, m.stops.Note(m.stops.Apply(set.Spells)))
	}
	return &Made{Table: b.table(set.Spells), Counts: set.Counts, Alarms: cov.Alarms(), Corrected: b.corrections.told(), Lines: m.cohortLines(),
		Places: func() (*Places, error) { return m.Places(dir) }, counted: counted, beside: beside}, nil
}

// monthRuns are the parts of a register that can be read at the same time, in runs of months.
func monthRuns(reg *register.Register, columns ...string) []survival.MonthRuns {
	list := make([]survival.MonthRuns, reg.NumParts())
	for i := range list {
		list[i] = reg.MonthRuns(i, columns...)
	}
	return list
}

// parts are the same row by row.
func parts(reg *register.Register, columns ...string) []survival.Observations {
	list := make([]survival.Observations, reg.NumParts())
	for i := range list {
		list[i] = reg.Part(i, columns...)
	}
	return list
}
