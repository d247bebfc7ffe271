package data

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// A Reference knows the municipalities of a country through time: which codes
// were in force when and under what name, what became of each, and how many
// people lived there. [OpenReference] reads one from a folder, [NewReference] makes one
// from tables. It does not change once made, and may be used by many
// goroutines.
//
// Lookups answer for the months from First on. A code that is in force at the
// end of the tables stays in force for ever, so a reference of last year serves
// this year's files until the next reform.
type Reference struct {
	tables Tables
	first  varighet.Month

	periods map[varighet.MunicipalityCode][]Municipality // by From
	out     map[varighet.MunicipalityCode][]Change       // ways out of a code, by month
	in      map[varighet.MunicipalityCode][]Change       // ways into a code, by month
	people  populationIndex
}

// Tables is the content of a reference.
type Tables struct {
	Municipalities []Municipality
	Changes        []Change
	Populations    []Population
	Totals         []YearTotal // the country's total as the source gives it; may be empty
	Inputs         []Input     // the files it was made from
	Findings       []Finding   // what the import noticed; the self check adds to it
}

// A Municipality is a code and a name, and the months in which they held. From
// is the first; To, if any, the first in which they no longer held. A change of
// name is a new row.
type Municipality struct {
	Code varighet.MunicipalityCode
	Name string
	From varighet.Month
	To   varighet.Opt[varighet.Month]
}

// inForce reports whether the row holds in the month.
func (m *Municipality) inForce(month varighet.Month) bool {
	return m.From <= month && (!m.To.OK || month < m.To.V)
}

// A Change is one way out of an old code in a month. Where several
// municipalities become one there is a row for each; where one is divided, a
// row for each part.
type Change struct {
	Old, New         varighet.MunicipalityCode // Old is "" for a beginning, New for an end
	OldName, NewName string
	Month            varighet.Month
	Kind             ChangeKind
	Share            varighet.Opt[float64] // of the old municipality's people, 0–1; 1 unless divided; missing if unknown
	Primary          bool                  // the way to follow when there is no list to follow
	Basis            PrimaryBasis          // how Primary was chosen among the ways out
}

// A ChangeKind says what kind of change a row is part of.
type ChangeKind string

// The kinds of change.
const (
	Rename ChangeKind = "rename" // same code, same area, new name
	Recode ChangeKind = "recode" // new code, same area
	Merge  ChangeKind = "merge"  // joined with others under New, which may be one of the old codes
	Split  ChangeKind = "split"  // divided between several
	Begin  ChangeKind = "begin"  // a code with no predecessor
	End    ChangeKind = "end"    // a code with no successor
)

// A PrimaryBasis says how the main successor of an old code was found.
type PrimaryBasis string

// The bases, from sure to arbitrary.
const (
	OnlyWay      PrimaryBasis = "only"        // there is one way out
	CodeGoesOn   PrimaryBasis = "continues"   // the old code itself stays in force
	ByPopulation PrimaryBasis = "population"  // the successor that gained most people
	LowestCode   PrimaryBasis = "lowest_code" // populations are unknown: the lowest code
	Reviewed     PrimaryBasis = "reviewed"    // somebody decided who looked at it
)

// A YearTotal is the population of the country on 1 January of a year.
type YearTotal struct {
	Year       int   `json:"year"`       // calendar year
	Population int64 `json:"population"` // on 1 January (people)
}

// An Input is a file that a reference was made from.
type Input struct {
	Name   string `json:"name"`   // as the user gave it, without folders
	Kind   string `json:"kind"`   // klass-codes, klass-changes or population
	SHA256 string `json:"sha256"` // of its bytes, in hexadecimal
}

// A Finding is something the import or the self check noticed. It is not an
// error: the reference can be used, and the finding says what to know.
type Finding struct {
	Code string `json:"code"`    // stable: split-main-successor
	Msg  string `json:"message"` // in English
}

// NewReference sorts and indexes the tables, which it keeps. It returns an
// error for tables that contradict themselves: a code with two names in one
// month, a population given twice, an old code without exactly one main way
// out.
func NewReference(t Tables) (*Reference, error) {
	r := &Reference{
		periods: map[varighet.MunicipalityCode][]Municipality{},
		out:     map[varighet.MunicipalityCode][]Change{},
		in:      map[varighet.MunicipalityCode][]Change{},
	}
	if len(t.Municipalities) == 0 {
		return nil, fmt.Errorf("a reference needs at least one municipality")
	}
	slices.SortFunc(t.Municipalities, func(a, b Municipality) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	})
	slices.SortFunc(t.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New))
	})
	slices.SortFunc(t.Populations, func(a, b Population) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Year, b.Year))
	})
	slices.SortFunc(t.Totals, func(a, b YearTotal) int { return cmp.Compare(a.Year, b.Year) })
	r.tables = t
	r.first = t.Municipalities[0].From
	for _, m := range t.Municipalities {
		r.first = min(r.first, m.From)
		earlier := r.periods[m.Code]
		if n := len(earlier); n > 0 && earlier[n-1].inForce(m.From) {
			return nil, fmt.Errorf("municipality %s has two names in %s", m.Code, m.From)
		}
		if m.To.OK && m.To.V <= m.From {
			return nil, fmt.Errorf("municipality %s ends in %s, before it begins in %s", m.Code, m.To.V, m.From)
		}
		r.periods[m.Code] = append(earlier, m)
	}
	if err := r.indexChanges(); err != nil {
		return nil, err
	}
	return r, r.indexPopulations()
}

func (r *Reference) indexChanges() error {
	type way struct {
		code  varighet.MunicipalityCode
		month varighet.Month
	}
	primary := map[way]int{}
	for _, c := range r.tables.Changes {
		if c.Old != "" {
			r.out[c.Old] = append(r.out[c.Old], c)
			n := primary[way{c.Old, c.Month}]
			if c.Primary {
				n++
			}
			primary[way{c.Old, c.Month}] = n
		}
		if c.New != "" {
			r.in[c.New] = append(r.in[c.New], c)
		}
	}
	for _, c := range r.tables.Changes {
		if c.Old != "" && primary[way{c.Old, c.Month}] != 1 {
			return fmt.Errorf("municipality %s has %d main ways out in %s, not one",
				c.Old, primary[way{c.Old, c.Month}], c.Month)
		}
	}
	return nil
}

// Tables returns what the reference is made of, sorted. It must not be changed.
func (r *Reference) Tables() Tables { return r.tables }

// First is the first month that the tables cover.
func (r *Reference) First() varighet.Month { return r.first }

// Last is the month of the newest thing the tables know: a code, a change or a
// population. It is the reference date to use when none is given.
func (r *Reference) Last() varighet.Month {
	last := r.first
	for _, m := range r.tables.Municipalities {
		last = max(last, m.From, m.To.V)
	}
	for _, c := range r.tables.Changes {
		last = max(last, c.Month)
	}
	for _, p := range r.tables.Populations {
		last = max(last, varighet.MonthOf(p.Year, 1))
	}
	return last
}

// at returns the row of a code in a month.
func (r *Reference) at(code varighet.MunicipalityCode, month varighet.Month) (Municipality, bool) {
	for _, m := range r.periods[code] {
		if m.inForce(month) {
			return m, true
		}
	}
	return Municipality{}, false
}

// Name returns the name of the municipality with the code in the month, and
// whether there is one.
func (r *Reference) Name(code varighet.MunicipalityCode, month varighet.Month) (string, bool) {
	m, ok := r.at(code, month)
	return m.Name, ok
}

// Codes returns the codes in force in the month, rising.
func (r *Reference) Codes(month varighet.Month) []varighet.MunicipalityCode {
	var codes []varighet.MunicipalityCode
	for _, m := range r.tables.Municipalities {
		if m.inForce(month) {
			codes = append(codes, m.Code)
		}
	}
	return codes
}

// Known reports whether the code is in force in the month. If it is not, the
// hint says what became of it, or what it came from, and when:
//
//	Fusa became part of 4624 Bjørnafjorden on 2020-01-01; use the code of the month
func (r *Reference) Known(code varighet.MunicipalityCode, month varighet.Month) (ok bool, hint string) {
	if _, ok := r.at(code, month); ok {
		return true, ""
	}
	periods := r.periods[code]
	switch {
	case len(periods) == 0:
		return false, fmt.Sprintf("no municipality has had this code since %s; is a digit wrong?", r.first)
	case month < r.first:
		return false, fmt.Sprintf("the reference folder begins in %s", r.first)
	case month < periods[0].From:
		return false, r.origin(periods[0])
	}
	last := periods[0]
	for _, m := range periods {
		if m.From <= month {
			last = m
		}
	}
	return false, r.fate(last)
}

// fate says what became of a municipality that has ended.
func (r *Reference) fate(m Municipality) string {
	ways := r.outIn(m.Code, m.To.V)
	var successors []string
	kind := End
	for _, c := range ways {
		if c.New != "" {
			kind = c.Kind
			successors = append(successors, fmt.Sprintf("%s %s", c.New, c.NewName))
		}
	}
	switch {
	case kind == End:
		return fmt.Sprintf("%s ended on %s, and the reference does not say what it became", m.Name, m.To.V.Date())
	case kind == Split:
		return fmt.Sprintf("%s was divided between %s on %s; use the code of the month",
			m.Name, strings.Join(successors, ", "), m.To.V.Date())
	case kind == Merge:
		return fmt.Sprintf("%s became part of %s on %s; use the code of the month", m.Name, successors[0], m.To.V.Date())
	}
	return fmt.Sprintf("%s has had the code %s since %s; use the code of the month", m.Name, successors[0], m.To.V.Date())
}

// origin says where a municipality that has not begun comes from.
func (r *Reference) origin(m Municipality) string {
	var before []string
	for _, c := range r.in[m.Code] {
		if c.Month == m.From && c.Old != "" && c.Old != m.Code {
			before = append(before, fmt.Sprintf("%s %s", c.Old, c.OldName))
		}
	}
	if len(before) == 0 {
		return fmt.Sprintf("%s begins on %s", m.Name, m.From.Date())
	}
	return fmt.Sprintf("%s begins on %s, from %s; use the code of the month",
		m.Name, m.From.Date(), strings.Join(before, ", "))
}

// outIn returns the ways out of a code in a month.
func (r *Reference) outIn(code varighet.MunicipalityCode, month varighet.Month) []Change {
	all := r.out[code]
	lo, _ := slices.BinarySearchFunc(all, month, func(c Change, m varighet.Month) int { return cmp.Compare(c.Month, m) })
	hi := lo
	for hi < len(all) && all[hi].Month == month {
		hi++
	}
	return all[lo:hi]
}
