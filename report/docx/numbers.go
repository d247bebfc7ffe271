package docx

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

// Where the numbers of a figure stand.
const (
	inLine      = iota // a line says where: they are in another table, or too many for paper
	onPortrait         // in a table of their own
	onLandscape        // likewise, on a page that is turned
)

// A numbers is the table of the numbers in a figure.
type numbers struct {
	of      string // "Tallene i figur 3"
	table   *report.Table
	printed *report.Printed
	where   int
	number  int      // of the table that has them; 0 if none
	same    *numbers // of another figure, that has the same
}

// numbers are the tables of the figures' numbers. What takes a line comes first and what takes a
// turned page last, so that no page has a line or two only.
func (d *document) numbers() error {
	list, err := d.figureNumbers()
	if err != nil || len(list) == 0 {
		return err
	}
	d.heading(1, d.words.Numbers)
	slices.SortStableFunc(list, func(a, b *numbers) int { return cmp.Compare(a.where, b.where) })
	last := len(d.tables)
	for _, n := range list {
		if n.where != inLine {
			last++
			n.number = last
		}
	}
	for _, n := range list {
		if n.same != nil {
			n.number = n.same.number
		}
		if n.where == inLine && n.number > 0 {
			number := locale.Lower(locale.Fill(d.words.Table, d.page.Locale.Int(n.number)))
			d.text("Normal", locale.Fill(d.words.SameNumbers, n.of, number))
		} else if err := d.table(n.table, locale.Sentence(n.of)+" "+n.table.Title); err != nil {
			return err
		}
	}
	return nil
}

// figureNumbers are those of the figures that have some, in their order.
func (d *document) figureNumbers() (list []*numbers, err error) {
	for i, f := range d.page.Figures {
		if f.Numbers == nil {
			continue
		}
		n := &numbers{of: d.page.NumbersOf(i), table: f.Numbers}
		if n.printed, err = f.Numbers.Short().Printed(); err != nil {
			return nil, err
		}
		rows := len(n.printed.Rows)
		if n.number = d.sameAs(n.printed); n.number == 0 && rows > 0 && rows <= mostRows {
			n.place(list)
		}
		list = append(list, n)
	}
	return list, nil
}

// place finds the figure before that has the same numbers, else on which page the table fits.
func (n *numbers) place(before []*numbers) {
	for _, o := range before {
		if o.where != inLine && sameCells(o.printed, n.printed) {
			n.same = o
			return
		}
	}
	if n.where = onPortrait; layoutOf(n.printed).landscape {
		n.where = onLandscape
	}
}

// sameAs is the number of a table set already that has the same cells; 0 if none has.
func (d *document) sameAs(p *report.Printed) int {
	return 1 + slices.IndexFunc(d.tables, func(set *report.Printed) bool { return sameCells(set, p) })
}

func sameCells(a, b *report.Printed) bool {
	return slices.Equal(a.Head, b.Head) && reflect.DeepEqual(a.Rows, b.Rows)
}
