package ingest

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A table with a row for each period is what people type who ask the municipality
// when somebody came and left:
//
//	Kommune   Heimel   Lege          Frå          Til
//	Alver     1        Kari Dahl     01.05.2017   30.06.2018
//	Alver     1        Ola Berg      aug. 2018
//
// Its rows become months by the rules for exports of the register of GPs, see
// contracts.go: a doctor has the list in a month whose 1st lies in the period, what lies
// between two doctors is vacant, and a period of the same doctor that overlaps counts
// once. The day in Til is the day on which the doctor no longer has the list, unless
// it is a month, or the column is called til og med: those are counted.
//
// A doctor without an end is still there, so that the table must say when it was
// made. The months end with Options.LastMonth; else with the last month of the title or
// of the file's name; else, if all periods have an end, with the last of them, which
// is told: nobody is seen to leave then. Without any of these the table is refused.
//
// A table that has a month is taken for the list of that month, unless a list stands
// there twice, once with a period that was over by then.
type periodTable struct {
	last      varighet.Opt[varighet.Month] // by the title or a name
	inclusive bool                         // the day in Til is the last one
	rows      []periodRow
}

// A periodRow is a row with a period, until all have been read.
type periodRow struct {
	line  int
	valid period
	code  varighet.MunicipalityCode // as the row has it
	name  string
	obs   []varighet.Observation // of its first month, one for each doctor
	gaps  []varighet.Month       // in which the list is vacant until the next row's doctor comes
}

// periodReader keeps the rows of a table of periods, and when all have been read makes the
// observations of their months.
type periodReader struct {
	*worker
	*columns
	dates     *dating
	place     *placing
	doctors   *doctors
	observing *observing
	sketch    *sketching
	out       *delivery
}

// maxPeriods bounds what is kept of a table until its end.
const maxPeriods = 1 << 20

// isOfPeriods reports whether a table has a row for each period: it has a beginning
// and an end for each doctor, and the history of some list, or not the one month of
// which it would be the list. months are those of the title, or else of the file's name.
func (da *dating) isOfPeriods(months []varighet.Month, rows func() []sampleRow) bool {
	if !da.head.hasPeriods() {
		return false
	}
	switch {
	case da.opt.Layout.ofPeriods():
		return true
	case len(months) != 1:
		return !da.head.hasMonthLines(rows(), da.order.order)
	}
	raw := func(r sampleRow, f field) string { return at(r.cells, max(da.head.at[f], 0)) }
	seen, ended := map[string]bool{}, map[string]bool{}
	for _, r := range rows() {
		if r.index < da.head.index+da.head.rows || !da.head.has(fieldPositionID) {
			continue
		}
		id := raw(r, fieldPositionID)
		end, ok := da.endOf(r)
		over := ok && end.MonthOf() < months[0]
		if id != "" && seen[id] && (over || ended[id]) {
			return true
		}
		seen[id], ended[id] = true, ended[id] || over
	}
	return false
}

// beginPeriods makes the table one of periods, which end with the last of the months
// that the title or the file's name has.
func (da *dating) beginPeriods(months []varighet.Month) {
	da.periods = &periodTable{}
	if len(months) > 0 {
		da.periods.last = varighet.Some(slices.Max(months))
	}
	if i := da.head.at[fieldAgreementEnd]; i >= 0 {
		da.periods.inclusive = slices.Contains([]string{"tom", "tilogmed"}, cell.Fold(da.head.names[i]))
	}
	da.res.periods = true
}

// period keeps a row until all have been read.
func (pr *periodReader) period(cells [][]byte) {
	p := pr.dates.periods
	r := periodRow{line: pr.line}
	var ok bool
	if r.valid, ok = pr.readPeriod(cells); !ok {
		return
	}
	if len(p.rows) == maxPeriods {
		pr.refuse(pr.line, 0, "too-large", "the table has more periods than can be", "give the municipalities one by one")
		return
	}
	first, _, some := r.valid.months(firstOfScheme, varighet.MaxMonth)
	if !some {
		pr.res.ledger.setAside(ReasonNoMonth, pr.line)
		return
	}
	pr.dates.month = varighet.Some(first)
	pr.observing.observe(cells)
	if pr.faulty == "" {
		r.code, r.name = pr.place.asWritten.code, pr.place.asWritten.name
		r.obs = slices.Clone(pr.batch[pr.kept:])
		if pr.head.has(fieldPeriod) {
			for i := range r.obs {
				r.obs[i].AgreementStart = r.valid.from
			}
		}
		p.rows = append(p.rows, r)
	}
	pr.batch, pr.dates.month = pr.batch[:pr.kept], varighet.Opt[varighet.Month]{}
}

// readPeriod reads beginning and end of a row. ok is false for a fault.
func (pr *periodReader) readPeriod(cells [][]byte) (p period, ok bool) {
	texts, start, end, ok := pr.periodTexts(cells)
	if !ok {
		return p, false
	}
	from, ok := pr.beginningOf(texts.From, start)
	if !ok {
		return p, false
	}
	p.from = varighet.Some(from.Days())
	if cell.ReadDay([]byte(texts.To)).Blank || cell.IsStillThere(texts.To) || cell.IsOpenEndDate(texts.To) {
		return p, true
	}
	to, ok := pr.dayOfPeriod(texts.To, end, "; leave the end out if the doctor is still there")
	switch {
	case !ok:
		return p, false
	case to.Day == 0:
		p.to = varighet.Some((to.MonthOf() + 1).Days())
	case texts.Inclusive:
		p.to = varighet.Some(to.Days() + 1)
	default:
		if p.to = varighet.Some(to.Days()); to.Day == 1 {
			pr.warn(warnEndsOnFirst)
		}
	}
	if p.to.V < p.from.V {
		pr.fault(end+1, "period", "the period ends before it begins", "correct the date that is wrong")
		return p, false
	}
	return p, true
}

// beginningOf reads the day on which a period begins.
func (pr *periodReader) beginningOf(text string, column int) (cell.Date, bool) {
	if cell.ReadDay([]byte(text)).Blank {
		pr.fault(column+1, "period", "the period has no beginning",
			"fill in when the doctor got the list; leave the row out if nobody knows")
		return cell.Date{}, false
	}
	return pr.dayOfPeriod(text, column, "")
}

// dayOfPeriod reads a day, or a month, at which a period begins or ends.
func (pr *periodReader) dayOfPeriod(text string, column int, more string) (cell.Date, bool) {
	w := cell.ReadWritten(text)
	if !w.IsDate() {
		pr.fault(column+1, "period", cell.Describe([]byte(text))+" is not a date", "write 2017-05-01, 01.05.2017 or mai 2017"+more)
		return cell.Date{}, false
	}
	return pr.dates.dateOf(column, []byte(text), &w)
}

// lastOfPeriods returns the month with which the periods end.
func (pr *periodReader) lastOfPeriods() (last varighet.Month, ok bool) {
	p := pr.dates.periods
	switch {
	case pr.opt.LastMonth.OK:
		return pr.opt.LastMonth.V, true
	case p.last.OK:
		return p.last.V, true
	}
	var newest varighet.Month // that a row speaks of
	open := 0
	for _, r := range p.rows {
		from, to, _ := r.valid.months(firstOfScheme, varighet.MaxMonth)
		if !r.valid.to.OK {
			to = from
			if open == 0 {
				open = r.line
			}
		}
		newest = max(newest, to)
	}
	if open > 0 {
		pr.refuse(open, pr.column(fieldAgreementEnd), "month-missing",
			"the doctor is still there, and nothing says when the table was made",
			fmt.Sprintf("say up to which month the table is complete with --last-month, %s or later; or put the month into the file's name",
				newest))
		return 0, false
	}
	pr.res.warnings.add(Warning{Code: "period-last", File: pr.res.name, Count: 1, Files: 1,
		Msg: fmt.Sprintf("no period is open, so that the months end with the last of them, %s, and who left then is not seen to leave: "+
			"--last-month says how far the table goes", newest)})
	return newest, true
}

// endPeriods turns the periods into months, list by list.
func (pr *periodReader) endPeriods() error {
	p := pr.dates.periods
	defer func() { pr.dates.periods = nil }()
	if pr.res.problems.Len() > 0 || len(p.rows) == 0 {
		return nil
	}
	last, ok := pr.lastOfPeriods()
	if !ok {
		return nil
	}
	pr.res.month, p.last = varighet.Some(last), varighet.Some(last)
	for _, rows := range p.byList() {
		if err := pr.list(rows, last); err != nil {
			return err
		}
	}
	return nil
}

// byList groups the rows by list, in the order in which these first stand in the
// table. A row without an id is a list of its own.
func (p *periodTable) byList() [][]*periodRow {
	var lists [][]*periodRow
	place := map[string]int{}
	for i := range p.rows {
		r := &p.rows[i]
		id := r.obs[0].PositionID
		k, seen := place[id]
		if !seen || id == "" {
			k = len(lists)
			place[id] = k
			lists = append(lists, nil)
		}
		lists[k] = append(lists[k], r)
	}
	return lists
}

// list makes the observations of one list.
func (pr *periodReader) list(rows []*periodRow, last varighet.Month) error {
	valid := make([]period, len(rows))
	for i, r := range rows {
		valid[i] = r.valid
	}
	from, to, ok := monthsOfAll(valid, last)
	if ok && rows[0].obs[0].PositionID != "" {
		findGaps(rows, from, to, last)
	}
	had := newHistory(from, to)
	holders := map[varighet.Month]int{} // the line of the row that has the list's doctor
	for _, r := range rows {
		pr.line, pr.faulty = r.line, ""
		used := pr.monthsOfRow(r, had, holders, last)
		pr.out.account(pr.gapsOfRow(r) || used)
		if err := pr.out.flushFull(); err != nil {
			return err
		}
	}
	return nil
}

// monthsOfRow makes the observations of a period.
func (pr *periodReader) monthsOfRow(r *periodRow, had *history, holders map[varighet.Month]int, last varighet.Month) (used bool) {
	from, to, ok := r.valid.months(firstOfScheme, last)
	for m := from; ok && m <= to && pr.faulty == ""; m++ {
		for _, o := range r.obs {
			if had.take(o.Role, o.DoctorID, m) {
				pr.warn(warnOverlap)
				continue
			}
			if o.Role == varighet.RoleRegular {
				if other := holders[m]; other > 0 && other != r.line && !o.CommonList.V {
					pr.warn(warnTwoPeriods)
				}
				holders[m] = r.line
			}
			if m != last || r.valid.to.OK {
				dropNumbers(&o) // they are of the day when the table was made
			}
			used = pr.periodMonth(r, o, m) || used
		}
	}
	return used
}

// gapsOfRow makes the observations of the months after a period in which the list is vacant.
func (pr *periodReader) gapsOfRow(r *periodRow) (used bool) {
	for _, m := range r.gaps {
		if pr.faulty == "" {
			o := r.obs[0]
			pr.doctors.identify(&o, &cell.Person{})
			o.Role, o.AgreementStart = varighet.RoleVacant, varighet.Opt[int32]{}
			dropNumbers(&o)
			used = pr.periodMonth(r, o, m) || used
		}
	}
	return used
}

// findGaps gives the months of a list in which it has no regular doctor, and is not
// said to be vacant either, to the row before them.
func findGaps(rows []*periodRow, from, to, last varighet.Month) {
	covers := func(o varighet.Observation) bool {
		return o.Role == varighet.RoleRegular || o.Role == varighet.RoleVacant
	}
	rowOf := make([]*periodRow, to-from+1)
	for _, r := range rows {
		a, b, ok := r.valid.months(firstOfScheme, last)
		for m := a; ok && m <= b && slices.ContainsFunc(r.obs, covers); m++ {
			rowOf[m-from] = r
		}
	}
	before := rows[0]
	for i, r := range rowOf {
		if r != nil {
			before = r
		} else {
			before.gaps = append(before.gaps, from+varighet.Month(i))
		}
	}
}

// periodMonth makes one observation from that of the period's first month.
func (pr *periodReader) periodMonth(r *periodRow, o varighet.Observation, m varighet.Month) bool {
	o.Month, o.MunicipalityCode, o.MunicipalityName = m, r.code, r.name
	if pr.places != nil || r.code == "" {
		pr.place.settleMunicipality(&o)
	}
	if pr.faulty != "" {
		return false
	}
	pr.batch = append(pr.batch, o)
	if o.PositionID != "" {
		pr.sketch.addToSketch(m, hashText(o.PositionID))
	} else {
		pr.sketch.addLooseToSketch(&o)
	}
	return true
}

// dropNumbers takes off what a row says of one day only.
func dropNumbers(o *varighet.Observation) {
	none := varighet.Opt[int32]{}
	o.Residents, o.ListLimit, o.Status = none, none, varighet.StatusUnknown
	dropAmounts(o)
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
func (pr *periodReader) periodTexts(cells [][]byte) (p cell.WrittenSpan, start, end int, ok bool) {
	i := pr.head.at[fieldPeriod]
	if i < 0 {
		start, end = pr.head.at[fieldAgreementStart], pr.head.at[fieldAgreementEnd]
		return cell.WrittenSpan{From: cell.Clean(cells[start]), To: cell.Clean(cells[end]), Inclusive: pr.dates.periods.inclusive}, start, end, true
	}
	if cell.ReadDay(cells[i]).Blank {
		return p, i, i, true
	}
	if p, ok = cell.SplitPeriod(cell.Clean(cells[i])); !ok {
		pr.fault(i+1, "period", cell.Describe(cells[i])+" is not a period",
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
