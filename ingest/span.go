package ingest

import (
	"slices"

	"github.com/varighet/varighet/ingest/cell"
)

// findPeriodColumn sees whether the column for the month, or one for beginnings where there is
// none for ends, holds periods: half of the first cells do.
func (h *header) findPeriodColumn(rows []sampleRow) {
	f := fieldMonth
	if !h.has(fieldMonth) && h.has(fieldAgreementStart) && !h.has(fieldAgreementEnd) {
		f = fieldAgreementStart
	}
	if !h.has(f) || h.has(fieldPeriod) || h.side != nil {
		return
	}
	column, spans, cells := h.at[f], 0, 0
	for _, text := range h.below(column, rows) {
		cells++
		if _, isSpan := cell.SplitPeriod(text); !isSpan {
			continue
		}
		if _, isMonth := cell.MonthOfSpan(text); !isMonth {
			spans++
		}
	}
	if spans == 0 || 2*spans < cells {
		return
	}
	h.fields = slices.Clone(h.fields)
	h.at[f], h.at[fieldPeriod], h.fields[column] = -1, column, fieldPeriod
}

// periodTexts returns beginning and end of a row's period and the columns they stand in. ok is
// false for a fault.
func (da *dating) periodTexts(cells [][]byte) (p cell.WrittenSpan, start, end int, ok bool) {
	i := da.head.at[fieldPeriod]
	if i < 0 {
		start, end = da.head.at[fieldAgreementStart], da.head.at[fieldAgreementEnd]
		return cell.WrittenSpan{From: cell.Clean(cells[start]), To: cell.Clean(cells[end]), Inclusive: da.periods.inclusive}, start, end, true
	}
	if cell.ReadDay(cells[i]).Blank {
		return p, i, i, true
	}
	if p, ok = cell.SplitPeriod(cell.Clean(cells[i])); !ok {
		da.fault(i+1, "period", cell.Describe(cells[i])+" is not a period",
			"write 01.05.2017 - 30.06.2018 or mai 2017 - juni 2018, and mai 2017 - if the doctor is still there")
	}
	return p, i, i, ok
}

// endOf reads the last day of a period, for a look at the first rows.
func (da *dating) endOf(r sampleRow) (cell.Date, bool) {
	text := at(r.cells, max(da.head.at[fieldAgreementEnd], 0))
	if i := da.head.at[fieldPeriod]; i >= 0 {
		p, _ := cell.SplitPeriod(at(r.cells, i))
		text = p.To
	}
	w := cell.ReadWritten(text)
	return w.Known(da.order.order)
}

// hasPeriods reports whether the table has a column for periods, or one for their beginnings
// and one for their ends.
func (h *header) hasPeriods() bool {
	return h.has(fieldPeriod) || h.has(fieldAgreementStart) && h.has(fieldAgreementEnd)
}
