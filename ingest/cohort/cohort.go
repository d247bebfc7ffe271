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
// fault for each that is not.
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
	for _, r := range t.Rows {
		m := Member{Line: r.Line, PositionID: t.Cell(r, "position_id")}
		if m.PositionID == "" {
			problems.Add(t.Problem(r, "position_id", "cohort", "the row names no position", "fill in the position's id, or remove the row"))
			continue
		}
		for i := range c.Attributes {
			m.Values = append(m.Values, t.Other(r, i))
		}
		for column, to := range map[string]*varighet.Opt[varighet.Month]{"from": &m.From, "to": &m.To} {
			if text := t.Cell(r, column); text != "" {
				month, ok := ingest.ParseMonth(text)
				if !ok {
					problems.Add(t.Problem(r, column, "cohort", "this is not a month", "write 2019-11 or november 2019"))
				}
				*to = varighet.Some(month)
			}
		}
		if m.From.OK && m.To.OK && m.From.V > m.To.V {
			problems.Add(t.Problem(r, "to", "cohort", "the window ends before it begins", ""))
		}
		for _, o := range c.members[m.PositionID] {
			if o.overlaps(m.From, m.To) {
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

// overlaps reports whether the member counts in a month of a window.
func (m *Member) overlaps(from, to varighet.Opt[varighet.Month]) bool {
	return !(m.To.OK && from.OK && m.To.V < from.V || m.From.OK && to.OK && to.V < m.From.V)
}

// Len is the number of positions.
func (c *Cohort) Len() int { return len(c.members) }

// Of returns the row for a position in the months from first to last: the one that
// counts in first, else the first that counts later. ok is false if the position is
// not of the cohort then.
func (c *Cohort) Of(position string, first, last varighet.Month) (m Member, ok bool) {
	for _, o := range c.members[position] {
		if !o.overlaps(varighet.Some(first), varighet.Some(last)) {
			continue
		}
		if o.overlaps(varighet.Some(first), varighet.Some(first)) {
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

// Unmatched returns a fault, as varighet.Problems, for each position of which
// exists says that the register does not have it; nil if there is none.
func (c *Cohort) Unmatched(exists func(position string) bool) error {
	var problems varighet.Problems
	for id, members := range c.members {
		if !exists(id) {
			problems.Add(&varighet.Problem{File: c.File, Line: members[0].Line, Code: "cohort-unmatched",
				Msg: "the register has no position of this id", Hint: "ids are those of the column position_id of the register"})
		}
	}
	return problems.Err()
}

// Doctors are attributes of doctors.
type Doctors struct {
	File       string
	Attributes []string
	rows       []Doctor
	byID       map[string]int
}

// A Doctor is a row of a table of doctors.
type Doctor struct {
	Line          int
	Code          string // municipality, to find a doctor by name; may be empty
	Doctor        string // as the table names the doctor: a number, a name, or the register's id
	Sex           string // "F", "M" or ""
	Specialist    varighet.Opt[bool]
	SpecialistFor varighet.Opt[varighet.Month] // since when
	Values        []string
}

var doctorColumns = []sheet.Column{
	{Name: "doctor", Required: true, Words: []string{"lege", "legens navn", "navn", "namn", "fastlege", "doctor_id", "doctor id", "hpr", "hpr-nr", "hpr nummer"}},
	{Name: "municipality_code", Words: []string{"kommunenr", "kommunenummer", "knr"}},
	{Name: "sex", Words: []string{"kjønn", "gender"}},
	{Name: "specialist", Words: []string{"spesialist", "spesialist i allmennmedisin"}},
	{Name: "specialist_date", Words: []string{"spesialist fra", "spesialist frå", "spesialistdato", "godkjent spesialist", "specialist since", "specialist from"}},
}

var sexes = map[string]string{"k": "F", "kvinne": "F", "f": "F", "female": "F", "2": "F", "m": "M", "mann": "M", "male": "M", "1": "M", "": ""}

// ReadDoctors reads a table of doctors, as CSV or as a workbook: the column doctor,
// with municipality_code where doctors are known by name, sex, specialist,
// specialist_date, and attributes.
func ReadDoctors(name string, content []byte) (*Doctors, error) {
	t, err := sheet.Find(name, content, doctorColumns)
	if err != nil {
		return nil, err
	}
	d := &Doctors{File: name, Attributes: t.Others()}
	var problems varighet.Problems
	for _, r := range t.Rows {
		row := Doctor{Line: r.Line, Doctor: t.Cell(r, "doctor"), Code: t.Cell(r, "municipality_code")}
		if row.Doctor == "" {
			problems.Add(t.Problem(r, "doctor", "doctors", "the row names no doctor", ""))
			continue
		}
		var ok bool
		if row.Sex, ok = sexes[sheet.Fold(t.Cell(r, "sex"))]; !ok {
			problems.Add(t.Problem(r, "sex", "doctors", "this is neither of the sexes the table can have", "write K or M, or leave it empty"))
		}
		if text := t.Cell(r, "specialist"); text != "" {
			yes, ok := sheet.Yes(text)
			if !ok {
				problems.Add(t.Problem(r, "specialist", "doctors", "this is neither yes nor no", "write ja or nei; the date has a column of its own"))
			}
			row.Specialist = varighet.Some(yes)
		}
		if text := t.Cell(r, "specialist_date"); text != "" {
			month, ok := ingest.ParseMonth(text)
			if !ok {
				problems.Add(t.Problem(r, "specialist_date", "doctors", "this is not a date", "write 2019-11 or 01.11.2019"))
			}
			row.SpecialistFor, row.Specialist = varighet.Some(month), varighet.Some(true)
		}
		for i := range d.Attributes {
			row.Values = append(row.Values, t.Other(r, i))
		}
		d.rows = append(d.rows, row)
	}
	return d, problems.Err()
}

// Match finds the rows' doctors among those of a register: ids returns the ids a
// doctor may have there, of what the table says. Two rows for one doctor are a fault.
// It is to be called before Of.
func (d *Doctors) Match(ids func(code, doctor string) []string) error {
	var problems varighet.Problems
	d.byID = map[string]int{}
	for i, r := range d.rows {
		for _, id := range slices.Compact(slices.Sorted(slices.Values(append(ids(r.Code, r.Doctor), r.Doctor)))) {
			if first, twice := d.byID[id]; twice && first != i {
				problems.Add(&varighet.Problem{File: d.File, Line: r.Line, Code: "doctors-twice",
					Msg: fmt.Sprintf("line %d is about the same doctor", d.rows[first].Line), Hint: "keep one of the two"})
				break
			}
			d.byID[id] = i
		}
	}
	return problems.Err()
}

// Of returns the row of a doctor of the register.
func (d *Doctors) Of(id string) (Doctor, bool) {
	i, ok := d.byID[id]
	if !ok {
		return Doctor{}, false
	}
	return d.rows[i], true
}

// IsSpecialist says whether the doctor was a specialist in a month; missing if the
// table does not say.
func (r Doctor) IsSpecialist(month varighet.Month) varighet.Opt[bool] {
	if r.SpecialistFor.OK {
		return varighet.Some(month >= r.SpecialistFor.V)
	}
	return r.Specialist
}

// Unmatched returns a fault, as varighet.Problems, for each row whose doctor is not
// among the ids of the register; nil if there is none.
func (d *Doctors) Unmatched(exists func(id string) bool) error {
	found := make([]bool, len(d.rows))
	for id, i := range d.byID {
		found[i] = found[i] || exists(id)
	}
	var problems varighet.Problems
	for i, r := range d.rows {
		if !found[i] {
			problems.Add(&varighet.Problem{File: d.File, Line: r.Line, Code: "doctors-unmatched", Msg: "the register has no such doctor",
				Hint: "name doctors as the register's files do; by name the municipality's code is needed"})
		}
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
