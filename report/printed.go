package report

// A Printed is a table as people see it, with every cell in words: what writers of a page or a
// document set.
type Printed struct {
	Head  []PrintedCell // one a column
	Rows  []PrintedRow
	Notes []string // its own, what marks in cells mean, the source
}

// A PrintedRow is a line of cells, one a column that people see.
type PrintedRow struct {
	Cells []PrintedCell
	Total bool // a sum or an overall value, set apart
}

// A PrintedCell is a text.
type PrintedCell struct {
	Text    string
	Numeric bool // lines up to the right
	State   bool // a word or a mark in place of a value
}

// Printed sets the table in words. It returns what [Table.Check] does.
func (t *Table) Printed() (*Printed, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	p := &Printed{Notes: t.notes()}
	shown := t.shown()
	for _, i := range shown {
		p.Head = append(p.Head, PrintedCell{Text: t.Columns[i].Title, Numeric: t.Columns[i].Kind.numeric()})
	}
	for _, r := range t.Rows {
		row := PrintedRow{Total: r.Total}
		for _, i := range shown {
			c := r.Cells[i]
			row.Cells = append(row.Cells, PrintedCell{Text: t.words(c, &t.Columns[i]), Numeric: c.Kind.numeric(), State: c.State != HasValue})
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}
