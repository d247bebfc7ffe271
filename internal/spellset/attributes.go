package spellset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cohort"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// attributeColumns are the columns that a cohort and a table of doctors add to spells:
// cohort and the cohort's further columns; sex, specialist (when the spell begins),
// specialist_from and the doctors' further columns.
type attributeColumns struct {
	cohort     *cohort.Cohort
	doctors    *cohort.Doctors
	attributes []spellfile.Attribute
	renamed    []string // what is said of columns that had to be called something else
}

// newAttributeColumns names the columns. A header that is a column of spells already
// gets list_ or doctor_ before it: a kind of list is list_kind.
func newAttributeColumns(c *cohort.Cohort, d *cohort.Doctors) (*attributeColumns, error) {
	a := &attributeColumns{cohort: c, doctors: d}
	var problems varighet.Problems
	if c != nil {
		a.attributes = append(a.attributes, spellfile.Attribute{Name: "cohort", Type: spellfile.Bool})
		for _, h := range c.Attributes {
			a.add(c.File, h, "list_", spellfile.Text, &problems)
		}
	}
	if d != nil {
		if d.HasSex {
			a.add(d.File, "sex", "doctor_", spellfile.Text, &problems)
		}
		if d.HasSpecialist {
			a.add(d.File, "specialist", "doctor_", spellfile.Bool, &problems)
		}
		if d.SpecialistDate {
			a.add(d.File, "specialist_from", "doctor_", spellfile.MonthType, &problems)
		}
		for _, h := range d.Attributes {
			a.add(d.File, h, "doctor_", spellfile.Text, &problems)
		}
	}
	return a, problems.Err()
}

// add adds a column under its header, or with a prefix to it.
func (a *attributeColumns) add(file, header, prefix string, t spellfile.Type, problems *varighet.Problems) {
	name := header
	if a.taken(name) {
		name = prefix + header
		a.renamed = append(a.renamed, fmt.Sprintf("%s: the column %s is %s in spells, which have another %s", file, header, name, header))
	}
	if a.taken(name) {
		problems.Add(&varighet.Problem{File: file, Line: 1, Code: "column-twice",
			Msg: fmt.Sprintf("spells have columns %s and %s already", header, name), Hint: "give the column another header"})
		return
	}
	a.attributes = append(a.attributes, spellfile.Attribute{Name: name, Type: t})
}

// taken reports whether spells have a column of the name, in whatever case.
func (a *attributeColumns) taken(name string) bool {
	return spellfile.Has(name) || slices.ContainsFunc(a.attributes, func(b spellfile.Attribute) bool { return strings.EqualFold(b.Name, name) })
}

// of are the values for a spell. The cohort's are those of its row that counts in the
// spell's first month in the window; the doctors' are for their own spells only.
func (a *attributeColumns) of(s *survival.Spell) []string {
	values := make([]string, 0, len(a.attributes))
	if a.cohort != nil {
		m, ok := a.cohort.Of(s.PositionID, s.First, s.Last)
		values = append(values, strconv.FormatBool(ok))
		values = append(values, valuesOr(m.Values, len(a.cohort.Attributes))...)
	}
	if a.doctors == nil {
		return values
	}
	var d cohort.Doctor
	if s.Kind == survival.Regular {
		d, _ = a.doctors.Of(s.DoctorID)
	}
	if a.doctors.HasSex {
		values = append(values, d.Sex)
	}
	if a.doctors.HasSpecialist {
		v := ""
		if is := d.IsSpecialist(s.Start.Or(s.First)); is.OK {
			v = strconv.FormatBool(is.V)
		}
		values = append(values, v)
	}
	if a.doctors.SpecialistDate {
		v := ""
		if d.SpecialistFor.OK {
			v = d.SpecialistFor.V.Date()
		}
		values = append(values, v)
	}
	return append(values, valuesOr(d.Values, len(a.doctors.Attributes))...)
}

// valuesOr are the values, or so many empty ones.
func valuesOr(values []string, n int) []string {
	if values == nil {
		return make([]string, n)
	}
	return values
}
