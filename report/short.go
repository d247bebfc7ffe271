package report

import "slices"

// Short is the table as a page or a document has it: without rows that are for files only, which a
// note says. A table without such rows is itself.
func (t *Table) Short() *Table {
	if !slices.ContainsFunc(t.Rows, func(r Row) bool { return r.FileOnly }) {
		return t
	}
	short := *t
	short.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r Row) bool { return r.FileOnly })
	short.Notes = slices.Concat([]string{t.ShortNote}, t.Notes)
	return &short
}
