package report

import (
	"cmp"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/report/locale"
)

// What a table is, for whoever meets its file alone, stands in every form of it. A line of
// comment before or after the rows would be a row of data to R, Stata and Excel, so in CSV it
// is columns at the end of each row: readers that ask for columns by name do not see them, and
// they stay where rows are taken out, sorted or joined.

// aboutHeader are the names of the columns in files for programs; none for a table that does not
// say who may see it.
func (t *Table) aboutHeader() []string {
	if t.Disclosure == "" {
		return nil
	}
	return []string{"table_disclosure", "table_source", "table_definition"}
}

// aboutFields are what stands in them.
func (t *Table) aboutFields() []string {
	if t.Disclosure == "" {
		return nil
	}
	return []string{string(t.Disclosure), celltext.InCSV(t.Source), celltext.InCSV(cmp.Or(t.ProgramDefinition, t.Title))}
}

// aboutPeople are the same for people: heading and text.
func (t *Table) aboutPeople() (header, fields []string) {
	if t.Disclosure == "" {
		return nil, nil
	}
	l := t.locale()
	w := &l.About
	return []string{w.Disclosure, w.Source, w.Definition},
		[]string{cmp.Or(t.Disclosure.Mark(l), w.Public), celltext.AsText(t.Source), celltext.AsText(cmp.Or(t.Definition, t.Title))}
}

// definition is the note that says what the numbers are; "" for none.
func (t *Table) definition() string {
	if t.Definition == "" {
		return ""
	}
	return locale.Fill(t.locale().Definitions.Heading, t.Definition)
}
