package sample

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// A Source is where rows come from: spells, or any CSV. It can be asked any number of times.
type Source struct {
	name   string
	spells *rows.Spells // nil of any CSV

	roles rows.Roles // of any CSV
	csv   func() (io.ReadCloser, error)
}

// Open reads spells: of a register, if name is a folder that `varighet ingest` wrote, or from a
// file of spells that `varighet survival spells` wrote (.parquet, .csv), also when another
// program has written it again with fewer columns. All spells are kept in memory.
//
// It returns the error of a file that cannot be opened, a *[varighet.Problem] or
// *[varighet.Problems] for one that is not what it should be, and an error for options that
// cannot be.
func Open(name string, opt Options) (*Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	spells, err := opt.open(name, info.IsDir())
	if err != nil {
		return nil, plain(err)
	}
	return &Source{name: name, spells: spells}, plain(spells.Narrow("", opt.Stops))
}

func (o *Options) open(name string, register bool) (*rows.Spells, error) {
	if register {
		c, err := o.choices()
		if err != nil {
			return nil, err
		}
		return rows.SpellsOfRegister(name, c)
	}
	if set := o.chosen(); set != "" {
		return nil, fmt.Errorf("%s says how a register is read; %s is a file of spells", set, name)
	}
	return rows.SpellsOfFile(name, spellfile.TenureColumns)
}

// OfSpells takes spells as they are; they are not changed. Where a position counts in windows
// the columns of these are there too; other attributes of [survival.Beside] have no names, and
// are no columns.
func OfSpells(spells []survival.Spell) *Source {
	bound := func(s survival.Spell) bool { w := s.Window(); return w.From.OK || w.To.OK }
	t := &spellfile.Table{Spells: spells, Windows: slices.ContainsFunc(spells, bound)}
	return &Source{name: "spells", spells: &rows.Spells{Table: t}}
}

// OfObservations makes the spells of observations, sorted by position and month, as
// [survival.SpellsOf] does by [Options.ForSpells]. It returns
// [survival.ErrNoObservations] for none.
func OfObservations(observations []varighet.Observation, opt Options) (*Source, error) {
	o, err := opt.ForSpells()
	if err != nil {
		return nil, err
	}
	set, err := survival.SpellsOf(observations, o)
	if err != nil {
		return nil, err
	}
	return OfSpells(set.Spells), nil
}

// Columns say which columns of any CSV have which role, by their headers. "" is none.
type Columns struct {
	Time  string   // when a row leaves observation, in any unit, such as months
	Event string   // whether it stopped then: 1 or 0, true or false, yes or no, ja or nei
	Stops []string // the values of Event that are stops, where it has others than these; nil: those above
	Entry string   // when a row comes under observation (late entry), in the unit of Time; "": 0
	// Weight is how many tenures a row stands for; see [survival.UsableWeight].
	Weight string
}

// OpenCSV takes any CSV, with commas, semicolons or tabs. The file is opened, and its header
// held against the columns, each time that it is asked for rows; here it must be there.
func OpenCSV(name string, columns Columns) (*Source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	f.Close()
	return csvSource(name, columns, func() (io.ReadCloser, error) { return os.Open(name) })
}

// ReadCSV is OpenCSV of a stream, which is read to its end and kept in memory. name is that of
// messages.
func ReadCSV(r io.Reader, name string, columns Columns) (*Source, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return csvSource(name, columns, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil })
}

func csvSource(name string, c Columns, open func() (io.ReadCloser, error)) (*Source, error) {
	if c.Time == "" || c.Event == "" {
		return nil, fmt.Errorf("%s: Columns names a column of times and one of events", name)
	}
	roles := rows.Roles{Time: c.Time, Event: c.Event, Stops: c.Stops, Entry: c.Entry, Weight: c.Weight}
	return &Source{name: name, roles: roles, csv: open}, nil
}

// source is what is asked once.
func (s *Source) source() (*rows.Source, error) {
	if s.spells != nil {
		return s.spells.Source(s.name), nil
	}
	r, err := s.csv()
	return &rows.Source{Name: s.name, CSV: r}, err
}

// Spells are the spells of doctors, of vacancies and of holes in the data; nil of any CSV. They
// must not be changed.
func (s *Source) Spells() []survival.Spell {
	if s.spells == nil {
		return nil
	}
	return s.spells.Spells
}

// Warnings are what to show beside any number of the spells: what was decided while they were
// made, and alarms about files that seem late or cut off. Nil of any CSV.
func (s *Source) Warnings() []string {
	if s.spells == nil {
		return nil
	}
	return plainTexts(s.spells.Warnings)
}

// Columns are the names of the columns of spells: those that every file of spells has, and the
// attributes that a cohort or a table of doctors added. Nil of any CSV. `varighet schema spells`
// says what they mean.
func (s *Source) Columns() (names []string) {
	if s.spells == nil {
		return nil
	}
	for _, c := range s.spells.Columns() {
		names = append(names, c.Name)
	}
	return names
}

// Where is the spells that have a value of each column named: "municipality_now=4601", or
// "size_group=<2000,size_group=2000-4999", where values of one column are alternatives. s is not
// changed. The others are counted in Rows.LeftOut. It returns an error for a column that the
// spells have not, if no spell is left, and for any CSV.
func (s *Source) Where(conditions string) (*Source, error) {
	if s.spells == nil {
		return nil, fmt.Errorf("%s: Where is for spells", s.name)
	}
	narrow := s.copy()
	if err := narrow.spells.Narrow(conditions, nil); err != nil {
		return nil, plain(err)
	}
	narrow.addFiltered(s.spells.Filtered)
	return narrow, nil
}

// Filter is the spells that keep holds for. s is not changed. The others are counted in
// Rows.LeftOut. A filter that looks at how a spell ended (Exit, Stopped, StopReason, Last)
// makes curves and shares of what it chose, and not of all who could have ended so. Of any CSV
// it is nil.
func (s *Source) Filter(keep func(*survival.Spell) bool) *Source {
	if s.spells == nil {
		return nil
	}
	narrow := s.copy()
	t := narrow.spells.Table
	narrow.spells.Filtered = map[survival.SpellKind]int{}
	t.Spells = slices.DeleteFunc(t.Spells, func(spell survival.Spell) bool {
		out := !keep(&spell)
		if out {
			narrow.spells.Filtered[spell.Kind]++
		}
		return out
	})
	narrow.addFiltered(s.spells.Filtered)
	return narrow
}

// copy is the same spells, for what changes them.
func (s *Source) copy() *Source {
	c, spells, table := *s, *s.spells, *s.spells.Table
	table.Spells = slices.Clone(table.Spells)
	spells.Table, spells.Warnings = &table, slices.Clone(spells.Warnings)
	c.spells = &spells
	return &c
}

// addFiltered adds what was filtered out before.
func (s *Source) addFiltered(before map[survival.SpellKind]int) {
	all := maps.Clone(before)
	if all == nil {
		all = map[survival.SpellKind]int{}
	}
	for kind, n := range s.spells.Filtered {
		all[kind] += n
	}
	s.spells.Filtered = all
}

// A Group is the spells that have the same values in some columns.
type Group struct {
	Label  string // the values, with ", " between
	Spells []survival.Spell
}

// Groups parts the spells by columns, in the order in which groups are shown. Spells without a
// value of one of them are in no group. With no columns there is one group, "". It returns an
// error for a column that the spells have not, and for any CSV.
func (s *Source) Groups(by ...string) (groups []Group, err error) {
	if s.spells == nil {
		return nil, fmt.Errorf("%s: Groups is for spells", s.name)
	}
	parts, _, err := rows.SpellGroups(s.spells.Table, by)
	for _, p := range parts {
		groups = append(groups, Group{p.Key.Label(), p.Spells})
	}
	return groups, plain(err)
}
