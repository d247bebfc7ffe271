package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
)

// CSV writes the table for programs: RFC 4180 with commas, lines that end in
// LF as in the module's other files, UTF-8, decimal points, the keys as header. Numbers are the shortest decimals that
// read back to the same value; shares are 0 to 1. An interval is two columns,
// KEY_lower and KEY_upper. A cell without a value is empty, and where it may
// be more than missing a column KEY_state says what it is. Title and notes are
// left out. A text that a spreadsheet would run as a formula gets an apostrophe before it. A table that says who may see it has three columns more, the same in
// each row: table_disclosure, table_source and table_definition.
func (t *Table) CSV(w io.Writer) error {
	if err := t.Check(); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Write(t.programHeader())
	for _, r := range t.Rows {
		var record []string
		for i, c := range r.Cells {
			if t.Columns[i].For != People {
				record = append(record, t.Columns[i].fields(c)...)
			}
		}
		out.Write(append(record, t.aboutFields()...))
	}
	out.Flush()
	return out.Error()
}

func (t *Table) programHeader() []string {
	var header []string
	for _, c := range t.Columns {
		switch {
		case c.For == People:
			continue
		case c.Kind.isInterval():
			header = append(header, c.Key+"_lower", c.Key+"_upper")
		default:
			header = append(header, c.Key)
		}
		if c.States {
			header = append(header, c.Key+"_state")
		}
	}
	return append(header, t.aboutHeader()...)
}

// fields writes a cell for programs.
func (col *Column) fields(c Cell) []string {
	var out []string
	switch {
	case col.Kind.isInterval():
		out = []string{optField(c.lower), optField(c.upper)}
	case c.State != HasValue:
		out = []string{""}
	default:
		out = []string{c.field()}
	}
	if col.States {
		out = append(out, c.State.String())
	}
	return out
}

func (c Cell) field() string {
	switch c.Kind {
	case TextKind:
		return celltext.InCSV(c.text)
	case MonthKind:
		return c.month.Date()
	}
	return shortest(c.number)
}

func optField(v varighet.Opt[float64]) string {
	if !v.OK {
		return ""
	}
	return shortest(v.V)
}

func shortest(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// ExcelCSV writes the table for Excel with Norwegian settings: semicolons, a
// byte order mark, decimal commas, the titles of the table as header, states in
// words. Numbers have all their digits, so that Excel can round them. A text
// that Excel would run as a formula gets an apostrophe before it.
func (t *Table) ExcelCSV(w io.Writer) error {
	if err := t.Check(); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	out.UseCRLF = true
	var header []string
	for _, i := range t.shown() {
		c := &t.Columns[i]
		if c.Kind.isInterval() {
			header = append(header, celltext.AsText(c.Title)+" "+t.locale().From, celltext.AsText(c.Title)+" "+t.locale().To)
		} else {
			header = append(header, celltext.AsText(c.Title))
		}
	}
	about, fields := t.aboutPeople()
	out.Write(append(header, about...))
	for _, r := range t.Rows {
		var record []string
		for _, i := range t.shown() {
			record = append(record, t.excelFields(r.Cells[i])...)
		}
		out.Write(append(record, fields...))
	}
	out.Flush()
	return out.Error()
}

func (t *Table) excelFields(c Cell) []string {
	comma := func(s string) string { return strings.Replace(s, ".", ",", 1) }
	if c.Kind.isInterval() && c.State == HasValue {
		limit := func(v varighet.Opt[float64]) string {
			if !v.OK {
				return t.locale().NotReached
			}
			return comma(shortest(v.V))
		}
		return []string{limit(c.lower), limit(c.upper)}
	}
	s := ""
	switch {
	case c.State == Absent:
	case c.State != HasValue:
		s = t.words(c, &Column{})
	case c.Kind == TextKind:
		s = celltext.AsText(c.text)
	case c.Kind == MonthKind:
		s = c.month.Date()
	default:
		s = comma(shortest(c.number))
	}
	if c.Kind.isInterval() {
		return []string{s, s}
	}
	return []string{s}
}
