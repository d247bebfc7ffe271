package spellset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cohort"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// beside is what is known of a register from other tables: what to correct, which
// positions count and in which months, and attributes of lists and doctors.
type beside struct {
	naming
	corrections *corrections                 // nil for none
	cohort      *cohort.Cohort               // nil: all positions count
	others      bool                         // positions that are not of the cohort stay
	doctors     *cohort.Doctors              // nil for none
	columns     *attributeColumns            // what cohort and doctors add to spells
	lastMonth   varighet.Opt[varighet.Month] // what comes after it is left out
	matched     bool                         // with all months, so that what is about none of these is no fault

	read   []Input  // the files
	tables []Copy   // the same with what is in them
	notes  []string // what was found on the way, for whoever reads the numbers
}

// An Input is a table that was read, for a manifest.
type Input struct {
	Name   string `json:"name"`   // without folders
	SHA256 string `json:"sha256"` // of its bytes, in hexadecimal
}

// readBeside reads the tables. Faults of all of them come at once.
func readBeside(c *Choices, n naming) (*beside, error) {
	b := &beside{naming: n, others: c.CohortOthers, lastMonth: c.LastMonth}
	err := mergeFaults(
		b.file(c.Corrections, "corrections", "corrections", func(name string, content []byte) (err error) {
			b.corrections, err = readCorrections(name, content, n)
			return err
		}),
		b.file(c.Cohort, "cohort", "the cohort", func(name string, content []byte) (err error) {
			b.cohort, err = cohort.Read(name, content)
			return err
		}),
		b.file(c.Doctors, "doctors", "doctors", func(name string, content []byte) (err error) {
			b.doctors, err = cohort.ReadDoctors(name, content)
			return err
		}))
	if err != nil {
		return nil, err
	}
	b.columns, err = newAttributeColumns(b.cohort, b.doctors)
	return b, err
}

// file reads one of the tables, and notes it.
func (b *beside) file(path, of, what string, read func(name string, content []byte) error) error {
	if path == "" {
		return nil
	}
	content, err := sidefile.Read(path, what, limit.Default(limit.SideFile))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	b.read = append(b.read, Input{filepath.Base(path), hex.EncodeToString(sum[:])})
	b.tables = append(b.tables, Copy{Of: of, Name: filepath.Base(path), Content: content})
	return read(filepath.Base(path), content)
}

// mergeFaults makes one error of several: all faults in data, else the first of the
// others.
func mergeFaults(errs ...error) error {
	var all varighet.Problems
	for _, err := range errs {
		var ps *varighet.Problems
		var p *varighet.Problem
		switch {
		case err == nil:
		case errors.As(err, &ps):
			all.Merge(ps)
		case errors.As(err, &p):
			all.Add(p)
		default:
			return err
		}
	}
	return all.Err()
}

// rows are those of the register that count, as corrected.
func (b *beside) rows(reg *register.Register, cov *survival.Coverage) ([]survival.MonthRuns, error) {
	rows, err := b.corrections.apply(reg, cov)
	return b.until(rows), err
}

// until leaves out what comes after the last month.
func (b *beside) until(rows []survival.MonthRuns) []survival.MonthRuns {
	if b.lastMonth.OK {
		for i := range rows {
			rows[i] = survival.Until(rows[i], b.lastMonth.V)
		}
	}
	return rows
}

// checkLastMonth refuses a last month before the register begins, and notes one that
// it does not reach.
func (b *beside) checkLastMonth(m *register.Manifest) error {
	b.notes = nil
	switch last := b.lastMonth; {
	case !last.OK:
	case last.V < m.Counts.FirstMonth:
		return &varighet.Problem{Code: "last-month", Msg: fmt.Sprintf("the register begins in %s, after %s, which is to be its last month",
			m.Counts.FirstMonth, last.V), Hint: fmt.Sprintf("it goes to %s", m.Counts.LastMonth)}
	case last.V > m.Counts.LastMonth:
		b.notes = []string{fmt.Sprintf("the register ends in %s, before %s", m.Counts.LastMonth, last.V)}
	}
	return nil
}

// windows are the months in which a position counts.
func (b *beside) windows(position string) (list []survival.Window) {
	for _, m := range b.cohort.MembersOf(position) {
		list = append(list, survival.Window{From: m.From, To: m.To})
	}
	if list == nil && b.others {
		return []survival.Window{{}}
	}
	return list
}

// options adds the windows to how spells are made.
func (b *beside) options(opt survival.SpellOptions) survival.SpellOptions {
	if b.cohort != nil {
		opt.Windows = b.windows
	}
	return opt
}

// matchDoctors finds the doctors of the table in the register: each row must be about
// one of those who are in it in any role.
func (b *beside) matchDoctors(reg *register.Register) error {
	if b.doctors == nil {
		return nil
	}
	n, err := b.naming.of(reg.Manifest, b.doctors.File, "or leave the table of doctors out")
	if err != nil {
		return err
	}
	if err := b.locateDoctors(reg); err != nil {
		return err
	}
	inRegister, err := reg.Doctors()
	if err != nil {
		return err
	}
	c := reg.Manifest.Counts
	err = b.doctors.Match(func(code varighet.MunicipalityCode, doctor string) (ids []string) {
		in := n.municipality(code, c.FirstMonth, c.LastMonth)
		for _, id := range n.ids(doctor) {
			switch named, isName := inRegister.Named(id, in); {
			case !isName:
				ids = append(ids, id)
			case len(named) == 1: // several are told apart by the municipality
				ids = append(ids, named[0])
			}
		}
		return ids
	})
	if err != nil {
		return err
	}
	return b.doctors.Unmatched(inRegister.Has)
}

// locateDoctors finds the codes of municipalities that the table of doctors has by name, as the
// register's files name them.
func (b *beside) locateDoctors(reg *register.Register) error {
	if !b.doctors.NamesMunicipalities() {
		return nil
	}
	codes := map[string][]varighet.MunicipalityCode{}
	var last varighet.Observation
	for _, part := range parts(reg, "municipality_code", "municipality_name") {
		for o, err := range part {
			if err != nil {
				return err
			}
			if o.MunicipalityName == "" || o.MunicipalityName == last.MunicipalityName && o.MunicipalityCode == last.MunicipalityCode {
				continue
			}
			last.MunicipalityCode, last.MunicipalityName = o.MunicipalityCode, o.MunicipalityName
			if key := cohort.MunicipalityKey(o.MunicipalityName); !slices.Contains(codes[key], o.MunicipalityCode) {
				codes[key] = append(codes[key], o.MunicipalityCode)
			}
		}
	}
	b.doctors.Locate(func(key string) []varighet.MunicipalityCode { return codes[key] })
	return nil
}

// unmatched returns faults for corrections that changed nothing and for rows of the
// cohort that no spell is of. A window after the last month cannot be told from one
// that fits; a position that is first seen after it is told of as such.
func (b *beside) unmatched(reg *register.Register, spells []survival.Spell) error {
	if b.matched {
		return nil
	}
	faults := []error{b.corrections.unmatched()}
	if b.cohort != nil {
		byPosition := map[string][]*survival.Spell{}
		for i := range spells {
			if s := &spells[i]; s.Kind != survival.Missing {
				byPosition[s.PositionID] = append(byPosition[s.PositionID], s)
			}
		}
		faults = append(faults, b.cohort.Unmatched(func(m cohort.Member) bool {
			if b.lastMonth.OK && m.From.OK && m.From.V > b.lastMonth.V {
				return true
			}
			for _, s := range byPosition[m.PositionID] {
				if m.Overlaps(varighet.Some(s.First), varighet.Some(s.Last)) {
					return true
				}
			}
			return false
		}, b.firstSeenLater(reg)))
	}
	return mergeFaults(faults...)
}

// firstSeenLater returns a function that says when a position is first seen, if that is
// after the last month. It looks through the register when it is first asked.
func (b *beside) firstSeenLater(reg *register.Register) func(position string) (varighet.Month, bool) {
	var first map[string]varighet.Month
	return func(position string) (varighet.Month, bool) {
		if !b.lastMonth.OK {
			return 0, false
		}
		if first == nil {
			first = map[string]varighet.Month{}
			for _, part := range parts(reg, "position_id", "month") {
				for o, err := range part {
					if err != nil {
						break // the rows have been read before
					}
					if m, seen := first[o.PositionID]; !seen || o.Month < m {
						first[o.PositionID] = o.Month
					}
				}
			}
		}
		m, ok := first[position]
		return m, ok && m > b.lastMonth.V
	}
}

// table makes a table of spells with what the cohort and the doctors say of them.
func (b *beside) table(spells []survival.Spell) *spellfile.Table {
	t := &spellfile.Table{Spells: spells, Windows: b.cohort != nil, Attributes: b.columns.attributes}
	if len(t.Attributes) > 0 {
		for i := range spells {
			s := &spells[i]
			s.Beside = &survival.Beside{Window: s.Window(), Attributes: b.columns.of(s)}
		}
	}
	return t
}

// said is what the tables brought about but for corrections, for whoever reads the numbers.
func (b *beside) said(spells []survival.Spell) []string {
	list := append(slices.Clone(b.notes), b.columns.renamed...)
	if b.cohort == nil {
		return list
	}
	what := "only the %s of %s count"
	if b.others {
		what = "%s of %s are the cohort, and the others stay beside"
	}
	list = append(list, fmt.Sprintf(what, english.Count(b.cohort.Len(), "position", "positions"), b.cohort.File))
	var late, cut int
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		if w := s.Window(); w.From.OK && s.First == w.From.V && s.Start.OK && s.Start.V < s.First {
			late++
		}
		if s.Censoring() == "window_end" {
			cut++
		}
	}
	if late > 0 {
		list = append(list, english.Count(late, "spell under way when the window begins enters late", "spells under way when the window begins enter late"))
	}
	if cut > 0 {
		list = append(list, english.Count(cut, "spell is cut by the end of the window", "spells are cut by the end of the window"))
	}
	return list
}
