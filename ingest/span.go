package ingest

import (
	"slices"
	"strings"
)

// A writtenSpan is a period in one cell: "01.05.2017 - 30.06.2018", "mai 2017–juni 2018", "2017-05
// til 2018-06", "fra mai 2017".
type writtenSpan struct {
	from, to  string // as written; "" for none
	inclusive bool   // til og med: the day in to is the last one
}

// The words before and between the dates of a period.
var (
	spanBegins = []string{"fra og med ", "frå og med ", "f.o.m. ", "f.o.m ", "fom. ", "fom ", "fra ", "frå ", "from ", "siden ", "sidan ", "since "}
	spanMiddle = []struct {
		text      string
		inclusive bool
	}{{" til og med ", true}, {" t.o.m. ", true}, {" t.o.m ", true}, {" tom. ", true}, {" tom ", true}, {" til ", false}, {" to ", false},
		{" through ", true}, {" until ", false}, {"–", false}, {"—", false}, {"−", false}, {" - ", false}, {"-", false}}
)

// splitPeriod cuts a cell with a period into its beginning and its end. What it gives is not
// sure to be dates; ok is false for a text that cannot be a period: one date alone is none.
func splitPeriod(s string) (p writtenSpan, ok bool) {
	if len(s) > 80 {
		return p, false
	}
	lower, begins := strings.ToLower(s), false
	if len(lower) != len(s) {
		return p, false
	}
	for _, w := range spanBegins {
		if begins = strings.HasPrefix(lower, w); begins {
			s, lower = s[len(w):], lower[len(w):]
			break
		}
	}
	for _, m := range spanMiddle {
		for i := 0; ; {
			k := strings.Index(lower[i:]+" ", m.text)
			if k < 0 {
				break
			}
			end := min(i+k+len(m.text), len(s))
			if p, ok := spanOf(s[:i+k], s[end:]); ok {
				p.inclusive = m.inclusive
				return p, true
			}
			i = end
			if i >= len(s) {
				break
			}
		}
	}
	return writtenSpan{from: s}, begins && mayBeDate(s)
}

// spanOf makes a writtenSpan of two texts, if the first is a date or a month, and the second is one too,
// is empty or says that the period goes on. The year of "mai - juni 2018" is that of the end.
func spanOf(from, to string) (p writtenSpan, ok bool) {
	p = writtenSpan{from: strings.TrimSpace(from), to: strings.TrimSpace(to)}
	goesOn := p.to == "" || isStillThere(p.to) || isFarAway(p.to)
	if ts := tokens(p.from); len(ts) == 1 && ts[0].name() > 0 && !goesOn {
		if w := readWritten(p.to); w.is[dayFirst] {
			p.from += " " + w.by[dayFirst].monthOf().String()[:4]
		}
	}
	return p, mayBeDate(p.from) && (goesOn || mayBeDate(p.to))
}

// mayBeDate reports whether a text is a date, in some order of day and month.
func mayBeDate(s string) bool {
	w := readWritten(s)
	return w.isDate()
}

// monthOfSpan reads a period that is within one month as that month: a list of 01.11.2019 -
// 30.11.2019 is that of November.
func monthOfSpan(s string) (d date, ok bool) {
	p, ok := splitPeriod(s)
	if !ok || p.to == "" {
		return d, false
	}
	from, isFrom := readDate(p.from)
	to, isTo := readDate(p.to)
	return date{year: from.year, month: from.month}, isFrom && isTo && from.monthOf() == to.monthOf()
}

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
		if _, isSpan := splitPeriod(text); !isSpan {
			continue
		}
		if _, isMonth := monthOfSpan(text); !isMonth {
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
func (t *table) periodTexts(cells [][]byte) (p writtenSpan, start, end int, ok bool) {
	i := t.head.at[fieldPeriod]
	if i < 0 {
		start, end = t.head.at[fieldAgreementStart], t.head.at[fieldAgreementEnd]
		return writtenSpan{clean(cells[start]), clean(cells[end]), t.periods.inclusive}, start, end, true
	}
	if readDay(cells[i]).blank {
		return p, i, i, true
	}
	if p, ok = splitPeriod(clean(cells[i])); !ok {
		t.fault(i+1, "period", describe(cells[i])+" is not a period",
			"write 01.05.2017 - 30.06.2018 or mai 2017 - juni 2018, and mai 2017 - if the doctor is still there")
	}
	return p, i, i, ok
}

// endOf reads the last day of a period, for a look at the first rows.
func (t *table) endOf(r sampleRow) (date, bool) {
	text := at(r.cells, max(t.head.at[fieldAgreementEnd], 0))
	if i := t.head.at[fieldPeriod]; i >= 0 {
		p, _ := splitPeriod(at(r.cells, i))
		text = p.to
	}
	w := readWritten(text)
	return w.known(t.order.order)
}

// hasPeriods reports whether the table has a column for periods, or one for their beginnings
// and one for their ends.
func (h *header) hasPeriods() bool {
	return h.has(fieldPeriod) || h.has(fieldAgreementStart) && h.has(fieldAgreementEnd)
}
