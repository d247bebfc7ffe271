package ingest

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A wide panel has a row a list and a column a month, which holds who had the list or
// how long it was; or several columns a month ("Lege mai 2017", "Listelengde mai
// 2017"). A row gives an observation for each month in which one of its columns
// holds something: an empty cell says nothing of the month, "ubesatt" says that
// the list was vacant, and a list length of 0 that the list was there.

// A panelMonth is one month of a wide panel and which columns are its own.
type panelMonth struct {
	month varighet.Month
	at    ownColumns
}

// ownColumns are the columns that belong to one month, or one list, of a panel; -1
// where a field has none of its own.
type ownColumns [numFields]int

func noColumns() (c ownColumns) {
	for f := range c {
		c[f] = -1
	}
	return c
}

// over lays them over the columns that belong to all.
func (c *ownColumns) over(common *ownColumns) ownColumns {
	at := *common
	for f, col := range c {
		if col >= 0 {
			at[f] = col
		}
	}
	return at
}

// says reports whether a row has something in one of them.
func (c *ownColumns) says(cells [][]byte) bool {
	for _, i := range c {
		if i >= 0 && i < len(cells) && strings.Trim(cell.Clean(cells[i]), "-–.:") != "" {
			return true
		}
	}
	return false
}

// maxMonthStep is how far apart the months of neighbouring columns may be. It
// keeps a row of amounts, each of which could be a day number, from being a header.
const maxMonthStep = 12

// findPanel looks for columns by month. A file with a column that says the month
// has none, and one field with one month only is no panel: its header says the
// month of the file.
func (h *header) findPanel() {
	if h.has(fieldMonth) || h.score == 0 {
		return
	}
	var months, bareMonths []varighet.Month
	for i, m := range h.months {
		if m.OK {
			months = cell.AppendNew(months, m.V)
			if h.fields[i] == fieldNone {
				bareMonths = append(bareMonths, m.V)
			}
		}
	}
	if len(months) == 0 {
		h.findYearless()
	}
	if !inSteps(bareMonths) || len(months) == 0 {
		return
	}
	if len(months) == 1 && len(bareMonths) == 0 {
		h.month = varighet.Some(months[0])
		return
	}
	if len(months) > 1 {
		h.score += min(len(months), 3)
	}
	slices.Sort(months)
	for _, m := range months {
		h.panel = append(h.panel, panelMonth{month: m, at: noColumns()})
	}
	for i, m := range h.months {
		switch f := h.fields[i]; {
		case !m.OK:
		case f == fieldNone:
			h.bare = append(h.bare, i)
		default:
			if p := h.panelOf(m.V); p.at[f] < 0 {
				p.at[f] = i
			}
			if h.at[f] == i {
				h.at[f] = -1
			}
		}
	}
}

// findYearless looks for columns "jan", "feb", ..., the year of which stands above the
// table or in the name of its sheet or file.
func (h *header) findYearless() {
	var seen []time.Month
	for i, m := range h.calendar {
		if m > 0 && h.fields[i] == fieldNone {
			if slices.Contains(seen, m) {
				return
			}
			seen = append(seen, m)
		}
	}
	if h.yearless = len(seen) >= 2; h.yearless {
		h.score += 2
	}
}

// inYear makes a panel of columns that are named after months without a year.
func (h *header) inYear(year int) {
	for i, m := range h.calendar {
		if m > 0 && h.fields[i] == fieldNone {
			h.months[i] = varighet.Some(varighet.MonthOf(year, m))
		}
	}
	h.findPanel()
}

// yearAround is the year that the title, or else the name of the sheet or of the file, speaks of; ok is
// false for none and for several.
func (f *fileResult) yearAround(titles []string) (year int, ok bool) {
	texts := append(slices.Clone(titles), f.sheet)
	for name := f.file; name != "." && name != "/"; name = path.Dir(name) {
		texts = append(texts, path.Base(name))
	}
	for _, s := range texts {
		var years []int
		for _, t := range cell.Tokens(s) {
			if t.IsYear() && !slices.Contains(years, t.Num) {
				years = append(years, t.Num)
			}
		}
		if len(years) > 0 {
			return years[0], len(years) == 1
		}
	}
	return 0, false
}

// inSteps reports whether months rise, or fall, by no more than a year at a time.
func inSteps(months []varighet.Month) bool {
	for i := 1; i < len(months); i++ {
		step, first := months[i]-months[i-1], months[1]-months[0]
		if step > maxMonthStep || step < -maxMonthStep || step != 0 && (step > 0) != (first > 0) {
			return false
		}
	}
	return true
}

func (h *header) panelOf(m varighet.Month) *panelMonth {
	i, _ := slices.BinarySearchFunc(h.panel, m, func(p panelMonth, m varighet.Month) int { return cmp.Compare(p.month, m) })
	return &h.panel[i]
}

// fillPanel settles what the columns hold that are named after a month only, by
// what stands in the first rows: numbers of up to five digits are list lengths,
// longer ones HPR numbers, and text is names.
func (h *header) fillPanel(rows []sampleRow) {
	if len(h.panel) == 0 {
		return
	}
	// Sums over the months stand beside them and belong to none.
	for _, f := range []field{fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal} {
		if i := h.at[f]; i >= 0 {
			h.at[f], h.fields[i] = -1, fieldNone
		}
	}
	if len(h.bare) == 0 {
		return
	}
	kind := h.panelKind(rows, h.bare)
	for _, i := range h.bare {
		h.fields[i] = kind
		h.panelOf(h.months[i].V).at[kind] = i
	}
}

// panelKind is the field that the cells of columns of a panel hold.
func (h *header) panelKind(rows []sampleRow, columns []int) field {
	var lengths, numbers, texts int
	for _, r := range rows {
		if r.index < h.index+h.rows {
			continue
		}
		for _, i := range columns {
			switch s := at(r.cells, i); {
			case s == "" || cell.IsVacant(cell.FoldWords(s)):
			case cell.ReadHPR([]byte(s)).ID != "" && !cell.ReadHPR([]byte(s)).Bad && len(s) >= 6:
				numbers++
			default:
				switch _, st := cell.ParseNumber([]byte(s)); st {
				case cell.NumberBad:
					texts++
				case cell.NumberMissing:
				default:
					lengths++
				}
			}
		}
	}
	switch {
	case texts > max(lengths, numbers):
		return fieldDoctorName
	case numbers > lengths:
		return fieldHPR
	case lengths == 0 && !h.has(fieldDoctorName, fieldLastName, fieldHPR, fieldDoctorID):
		return fieldDoctorName
	}
	return fieldResidents
}

// wide takes a row of a panel, month by month.
func (pn *panels) wide(cells [][]byte) {
	common, fileMonth := pn.head.at, pn.dates.month
	defer func() { pn.head.at, pn.dates.month = common, fileMonth }()
	for i := range pn.head.panel {
		if p := &pn.head.panel[i]; p.at.says(cells) && !pn.isMixed(&p.at, cells) {
			pn.head.at, pn.dates.month = p.at.over(&common), varighet.Some(p.month)
			pn.observing.observe(cells)
		}
	}
}

// isMixed faults a number in a panel of names.
func (pn *panels) isMixed(own *ownColumns, cells [][]byte) bool {
	i := own[fieldDoctorName]
	if i < 0 || i >= len(cells) || !cell.IsNumber(cells[i]) {
		return false
	}
	pn.fault(i+1, "mixed", "the column holds names, and this cell a number",
		"a panel holds names or list lengths; to have both, give each month or list two columns, such as Lege mai 2017 and Listelengde mai 2017")
	return true
}

// saysNothing reports whether a row of a panel is empty in every month.
func (h *header) saysNothing(cells [][]byte) bool {
	return len(h.panel) > 0 && !slices.ContainsFunc(h.panel, func(p panelMonth) bool { return p.at.says(cells) })
}
