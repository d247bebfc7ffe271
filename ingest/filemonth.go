package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// fileMonth finds the month of a file whose rows have none: in the title above
// the header, else in the file's name, else in a line that says when the file was made, if
// that has no day. The first two must not disagree.
func (da *dating) fileMonth(fn fileName, rows func() []sampleRow) {
	titles, printed := da.titleMonths()
	stated := titles
	if len(stated) == 0 {
		stated = fn.months
	}
	da.titled = titles
	if !cell.IsPrintNote(fn.base) || cell.NamesMonthOnly(fn.base) || !cell.HasDay(fn.base) {
		da.named = fn.months
	}
	switch {
	case da.head.namesMonth():
	case da.isOfPeriods(stated, rows):
		da.beginPeriods(stated)
	case len(titles) > 1:
		da.refuse(0, 0, "month", "title and header speak of "+listMonths(titles), "leave one month in the title, or add a column with the month")
	case len(titles) == 1 && len(fn.months) == 1 && titles[0] != fn.months[0]:
		da.refuse(0, 0, "month", fmt.Sprintf("the title says %s and the file's name %s", titles[0], fn.months[0]), "correct the one that is wrong")
	case len(titles) == 1:
		da.month, da.block.titled = varighet.Some(titles[0]), len(fn.months) == 0 && !da.head.month.OK
	case len(fn.months) > 1:
		da.refuse(0, 0, "month", "the file's name speaks of "+listMonths(fn.months), "leave one month in the name, or add a column with the month")
	case len(fn.months) == 1:
		da.month = varighet.Some(fn.months[0])
	case da.head.hasMonthLines(rows(), da.order.order):
		da.block.headed = true
	case len(printed) == 1:
		da.month, da.block.titled = varighet.Some(printed[0]), true
	default:
		da.monthMissing(fn)
	}
}

// titleMonths are the months that the header and the lines above it speak of. printed are
// those of lines that say when the file was made.
func (da *dating) titleMonths() (titles, printed []varighet.Month) {
	if da.head.month.OK {
		titles = append(titles, da.head.month.V)
	}
	for _, text := range da.head.titles {
		made, whole := cell.IsPrintNote(text), cell.NamesMonthOnly(text) || !cell.HasDay(text)
		for _, m := range cell.FindMonths(text, da.order.order) {
			switch {
			case !made:
				titles = cell.AppendNew(titles, m)
			case whole:
				printed = cell.AppendNew(printed, m)
			}
		}
	}
	return titles, printed
}

// hasMonthLines reports whether a row below the header is a month and nothing else.
func (h *header) hasMonthLines(rows []sampleRow, order varighet.Opt[cell.DateOrder]) bool {
	return slices.ContainsFunc(rows, func(r sampleRow) bool {
		filled := slices.DeleteFunc(slices.Clone(r.cells), func(c string) bool { return c == "" })
		return r.index >= h.index+h.rows && len(filled) == 1 && cell.IsMonthLine(filled[0], order)
	})
}

// monthMissing refuses a file of which nothing says the month. Dates that could have said so
// are shown, and no other part of a title, which may name somebody.
func (da *dating) monthMissing(fn fileName) {
	for _, text := range append(slices.Clone(da.head.titles), fn.base) {
		if d, w, found := cell.UnclearDate(text); found {
			da.refuse(0, 0, "month-order", "the title or the file's name has the date "+d+", which is "+w.Readings(),
				"write the month with its name, such as november 2019, or say --dates day/month or --dates month/day")
			return
		}
	}
	made := ""
	for _, text := range da.head.titles {
		if ms := cell.FindMonths(text, da.order.order); cell.IsPrintNote(text) && len(ms) > 0 {
			made = "; a line above the header says when the file was made, in " + listMonths(ms)
		}
	}
	if da.res.file == "-" {
		da.refuse(0, 0, "month-missing", "neither a column nor a title says which month this is"+made,
			`put a line with the month above the header, such as "november 2019", or add a column with it`)
		return
	}
	da.refuse(0, 0, "month-missing", "neither a column, nor a title, nor the file's name says which month this is"+made,
		`name the file after its month, such as "liste_2019_11.csv" or "november 2019.csv"`)
}

// monthsDiffer warns where the rows have months of their own, and the title or the file's
// name speaks of another. A name with one month may be that of a table with the months
// before it.
func (da *dating) monthsDiffer() {
	rows := da.res.sketches
	if len(rows) == 0 || !da.head.namesMonth() {
		return
	}
	from, to := rows[0].month, rows[len(rows)-1].month
	for _, s := range []struct {
		who    string
		months []varighet.Month
	}{{"the file's name", da.named}, {"the title", da.titled}} {
		if len(s.months) == 0 {
			continue
		}
		differ := from < slices.Min(s.months) || to > slices.Max(s.months)
		if len(s.months) == 1 {
			differ = s.months[0] < from || from == to && s.months[0] != from
		}
		if differ {
			da.res.warnings.add(Warning{Code: "month-differs", File: da.res.name, Count: 1, Files: 1,
				Msg: fmt.Sprintf("%s says %s and the rows are of %s: the rows count; correct the one that is wrong", s.who, monthRange(s.months), monthRange([]varighet.Month{from, to}))})
		}
	}
}

// listMonths words several months, the first few of many.
func listMonths(months []varighet.Month) string {
	var words []string
	for _, m := range months[:min(len(months), 6)] {
		words = append(words, m.String())
	}
	if more := len(months) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("%d more", more))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// monthRange words months from the first to the last.
func monthRange(months []varighet.Month) string {
	from, to := slices.Min(months), slices.Max(months)
	if from == to {
		return from.String()
	}
	return from.String() + " to " + to.String()
}

// ParseMonth reads a month in any of the ways in which files write it: 2019-11,
// 201911, 11.2019, 01.11.2019, november 2019, nov. 19, 2019M11, or the number by
// which a spreadsheet keeps a date.
func ParseMonth(s string) (varighet.Month, bool) { return cell.ParseMonth(cell.Clean([]byte(s))) }
