package ingest

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

// observing makes observations of the rows that are about lists. It reads what they say of
// the list itself, its id and its numbers, and asks when (dating), where (placing) and who
// (doctors).
type observing struct {
	*worker
	*columns
	dates   *dating
	place   *placing
	doctors *doctors
	sketch  *sketching
}

// observe makes the observations of a row that is about a list, and returns what its cell for
// the list's id says. What was kept of the list's last line counts no longer.
func (ob *observing) observe(cells [][]byte) *positionCell {
	ob.batch = append(ob.batch, varighet.Observation{SourceFile: ob.res.name, SourceRow: int32(min(ob.line, 1<<31-1))})
	o := &ob.batch[len(ob.batch)-1]
	o.Month = ob.dates.monthOf(cells)
	pos := ob.positions.get(ob.raw(cells, fieldPositionID), readPosition)
	o.PositionID = pos.id
	if pos.short {
		ob.fault(ob.column(fieldPositionID), "position-digits-lost", digitsLostMsg, digitsLostHint)
	}
	o.PositionBasis = ob.basis(cells)
	if pos.id == "" {
		o.PositionBasis = varighet.BasisDerived // its id follows when all months are there
	}
	o.MunicipalityCode, o.MunicipalityName, _ = ob.place.municipality(cells)
	ob.place.asWritten = placeTime{code: o.MunicipalityCode, name: o.MunicipalityName}
	if ob.places != nil || o.MunicipalityCode == "" {
		ob.place.settleMunicipality(o)
	}
	hash := pos.hash
	if ob.numberedWithin && pos.id != "" {
		hash = ob.place.ownNumber(o)
	}
	ob.counts(o, cells)
	ob.attributes(o, cells)
	ob.dates.agreementStart(o, cells)
	ob.dates.agreementEnd(o, cells)
	ob.amounts(o, cells)
	if ob.faulty == "" && pos.id != "" && ob.dates.periods == nil {
		ob.sketch.addToSketch(o.Month, hash)
	}
	at := len(ob.batch) - 1
	ob.doctors.holders(at, cells)
	ob.lines.forget(pos.number)
	if ob.faulty == "" && pos.id == "" && ob.dates.periods == nil {
		ob.sketch.addLooseToSketch(&ob.batch[at])
	}
	for _, i := range ob.unnamed {
		if !cell.Blank(cells[i]) {
			ob.tell(warnUnnamedColumn)
			ob.faultCutName(cells)
		}
	}
	return pos
}

// A positionCell is a cell for a list's id, read.
type positionCell struct {
	id    string
	hash  uint64
	bad   bool // an error of the spreadsheet, or what says that nobody knows
	prose bool // a sentence
	short bool // a spreadsheet cut its digits: 1.2E+05
	wordy bool // several words: alone in a row it need not be an id
	label bool // may be the label of a total, a note, a header that comes again or a month's block

	number uint32 // of keptLines; 0 for none yet
}

// readPosition takes a list's id as it stands, but for the sign of a footnote and a number that
// a spreadsheet wrote with a power of ten. 0 and X are ids, and so is 1E5.
func readPosition(raw []byte) positionCell {
	s := cell.Clean(raw)
	if strings.Trim(s, "-–.:") == "" {
		return positionCell{}
	}
	if cell.IsDigits(s) && (len(s) < 6 || len(s) > 8) { // else it may be a month
		return positionCell{id: s, hash: hashText(s)}
	}
	short := false
	if strings.ContainsAny(s, "+.,") && strings.ContainsAny(s, "Ee") {
		if short = idnumber.Shortened(s); !short {
			if digits, ok := idnumber.Whole(s); ok {
				s = digits
			}
		}
	}
	switch p := cell.PlaceholderOf(s); {
	case p == cell.PlaceholderUnclear && strings.Trim(s, "xX") != "", cell.IsSheetError(raw):
		return positionCell{bad: true}
	case p == cell.PlaceholderEmpty && !cell.IsDigits(s):
		return positionCell{}
	}
	c := positionCell{id: s, short: short, prose: cell.IsProse(s), wordy: len(strings.Fields(s)) > 2}
	c.label = c.prose || cell.IsTotal(s) || cell.IsNote(s) || fieldByWord[cell.Fold(s)] != fieldNone || cell.NamesMonth(s, cell.NoOrder) || cell.IsSlashedDate(s) ||
		bytes.ContainsAny(raw, ",;|\t")
	if id := strings.Trim(s, cell.FootnoteMarks+" "); id != "" {
		c.id = id
	}
	c.hash = hashText(c.id)
	return c
}

// digitsLost words that a spreadsheet cut an id, whose digits nobody can tell.
const (
	digitsLostMsg  = "a spreadsheet cut the digits of the id, as in 1.2E+05, so that several are the same"
	digitsLostHint = "format the column as text in the spreadsheet and save the file again, from where it has all digits"
)

// basis reads where the id comes from; given unless the file says otherwise.
func (ob *observing) basis(cells [][]byte) varighet.Basis {
	raw := ob.raw(cells, fieldPositionBasis)
	if len(raw) == 0 {
		return varighet.BasisGiven
	}
	b, ok := varighet.ParseBasis(cell.Clean(raw))
	if !ok && !cell.Blank(raw) {
		ob.fault(ob.column(fieldPositionBasis), "position-basis", cell.Describe(raw)+" is not given, derived or linked", "")
	}
	return b
}

// counts reads how many people the list has, and may have.
func (ob *observing) counts(o *varighet.Observation, cells [][]byte) {
	o.Residents = ob.count(cells, fieldResidents)
	o.ListLimit = ob.count(cells, fieldListLimit)
}

// attributes reads what a row says of its list besides numbers and doctors.
func (ob *observing) attributes(o *varighet.Observation, cells [][]byte) {
	if i := ob.head.at[fieldOffice]; i >= 0 {
		o.Office = *ob.offices.get(cells[i], cell.ReadOffice)
	}
	if i := ob.head.at[fieldStatus]; i >= 0 {
		c := ob.states.get(cells[i], cell.ReadStatus)
		if !c.Known {
			ob.warn(warnUnknownStatus)
		}
		o.Status = c.Status
		if ob.closedHeader && c.YesNo {
			o.Status = cell.Opposite(c.Status)
		}
	}
	if i := ob.head.at[fieldSalaried]; i >= 0 {
		c := ob.salaries.get(cells[i], cell.ReadSalaried)
		o.Salaried = ob.yesNo(c, c.Literal && ob.selfEmployedHeader)
	}
	if i := ob.head.at[fieldCommonList]; i >= 0 {
		o.CommonList = ob.yesNo(ob.answers.get(cells[i], cell.ReadYesNo), false)
	}
	if i := ob.head.at[fieldEvidence]; i >= 0 {
		c := ob.evidences.get(cells[i], cell.ReadEvidence)
		if !c.Known {
			ob.fault(i+1, "evidence", cell.Describe(cells[i])+" does not say how the month is known", "write reported, corrected or assumed")
		}
		o.Evidence = c.Evidence
	}
}

// count reads a whole number of people.
func (ob *observing) count(cells [][]byte, f field) varighet.Opt[int32] {
	i := ob.head.at[f]
	if i < 0 {
		return varighet.Opt[int32]{}
	}
	v, st := cell.ParseNumber(cells[i])
	switch {
	case st == cell.NumberMissing:
		return varighet.Opt[int32]{}
	case st == cell.NumberSuppressed:
		ob.warn(warnSuppressed)
		return varighet.Opt[int32]{}
	case st == cell.NumberOK && v%100 == 0 && v >= 0 && v/100 < 1<<31:
		return varighet.Some(int32(v / 100))
	}
	ob.fault(i+1, "number", fmt.Sprintf("%s is not a number of people (%s)", cell.Describe(cells[i]), f),
		"write 1204 or 1 204; leave the field empty if the number is not known")
	return varighet.Opt[int32]{}
}

// amounts reads the sums of money.
func (ob *observing) amounts(o *varighet.Observation, cells [][]byte) {
	o.AmountBasis = ob.amount(cells, fieldAmountBasis)
	o.AmountFloor = ob.amount(cells, fieldAmountFloor)
	o.AmountEqualisation = ob.amount(cells, fieldAmountEqualisation)
	o.AmountTotal = ob.amount(cells, fieldAmountTotal)
}

func (ob *observing) amount(cells [][]byte, f field) varighet.Opt[varighet.Amount] {
	i := ob.head.at[f]
	if i < 0 {
		return varighet.Opt[varighet.Amount]{}
	}
	v, st := cell.ParseNumber(cells[i])
	switch st {
	case cell.NumberMissing:
		return varighet.Opt[varighet.Amount]{}
	case cell.NumberSuppressed:
		ob.warn(warnSuppressed)
		return varighet.Opt[varighet.Amount]{}
	case cell.NumberBad:
		ob.fault(i+1, "number", fmt.Sprintf("%s is not an amount (%s)", cell.Describe(cells[i]), f),
			"write 50267,00 or 50 267,00; a lone comma before three digits could be either thousands or decimals")
		return varighet.Opt[varighet.Amount]{}
	case cell.NumberRounded:
		ob.warn(warnRounded)
	}
	return varighet.Some(varighet.Amount(v))
}

// yesNo turns an answer into a value; the opposite one if reversed.
func (ob *observing) yesNo(a *cell.Answer, reversed bool) varighet.Opt[bool] {
	if !a.Known {
		if !a.Blank {
			ob.warn(warnUnknownYesNo)
		}
		return varighet.Opt[bool]{}
	}
	return varighet.Some(a.Yes != reversed)
}

// dating says when: which month a line is of, and which day a cell means. What holds for all
// lines, such as the month in a title and the order of day and month, is settled before the
// first of them (filemonth.go, dateorder.go); a line that is a month and nothing else, or a
// title at a page break, changes the month of the lines below it.
type dating struct {
	*worker
	*columns
	month varighet.Opt[varighet.Month] // of the whole file, or of the block, where rows have no month
	block monthBlock                   // where the file has a block of rows for each month

	named, titled []varighet.Month // by the file's name, unless that says when the file was made; by the title

	order   orderReader  // of day and month in dates
	tenths  *tenthReader // the months are written as numbers; nil if they are not
	periods *periodTable // the rows are periods; nil if they are not
	sawUTC  bool         // a date was an instant in UTC

	monthAbove bool // the row being read leaves its month to the rows above

	noteMonth varighet.Opt[varighet.Month] // of the last note, to see a second title at a page break
	noteLine  int
	unclear   string // a date in that note whose month nothing tells
}

// monthOf returns the month of a row.
func (da *dating) monthOf(cells [][]byte) varighet.Month {
	if da.month.OK {
		return da.month.V
	}
	raw := da.raw(cells, fieldMonth)
	if da.head.at[fieldYear] >= 0 {
		da.key = append(append(append(da.key[:0], da.raw(cells, fieldYear)...), 0), raw...)
		raw = da.key
	}
	c := da.months.get(raw, cell.ReadYearMonth)
	switch {
	case c.Blank && da.block.headed:
		da.fault(0, "month", "the row stands above the first line with a month", "put the month above each block of rows, or add a column with it")
	case c.Blank:
		if m, ok := da.block.above(); ok {
			da.monthAbove = true
			return m
		}
		da.fault(da.column(fieldMonth), "month", "the row has no month", "fill the month in, or remove the column and put the month in the file's name")
	case !c.OK:
		da.badMonth(da.head.at[fieldMonth], da.raw(cells, fieldMonth))
	case c.Written != nil:
		d, ok := da.dateOf(da.head.at[fieldMonth], da.raw(cells, fieldMonth), c.Written)
		if !ok {
			return 0
		}
		da.block.saw(d.MonthOf())
		return d.MonthOf()
	default:
		da.block.saw(c.Month)
	}
	return c.Month
}

// badMonth faults a cell that is no month.
func (da *dating) badMonth(column int, raw []byte) {
	if _, either := cell.LostZero(cell.Clean(raw)); either {
		da.fault(column+1, "month", cell.Describe(raw)+isEither+"the months beside it do not tell", "write 2019-01 or 2019-10")
		return
	}
	if name, bare := cell.MonthWithoutYear(cell.Clean(raw)); bare {
		msg, hint := name+" is a month without a year", "add a column År with the year, or write "+name+" 2019"
		if da.head.has(fieldYear) {
			msg, hint = "no year that can be read stands beside the month "+name, "write the year in the column for it, such as 2019"
		}
		da.fault(column+1, "month", msg, hint)
		return
	}
	da.fault(column+1, "month", cell.Describe(raw)+" is not a month", "write 2019-11, 201911, 01.11.2019 or november 2019")
}

const isEither = " is January or October: a spreadsheet drops the last zero of 2019.10, and "

// dayAt reads a cell for a date in the order of the table. A date in an order that is not
// clear is a fault.
func (da *dating) dayAt(column int, raw []byte) cell.DayCell {
	c := *da.days.get(raw, cell.ReadDay)
	if c.Written != nil {
		d, ok := da.dateOf(column, raw, c.Written)
		c.Days, c.OK = d.Days(), ok
	}
	return c
}

// dateOf returns the date of a cell in the order of the table. If nothing tells the order, or
// the cell does not fit it, the cell is faulted, and ok is false.
func (da *dating) dateOf(column int, raw []byte, w *cell.WrittenDate) (d cell.Date, ok bool) {
	da.sawUTC = da.sawUTC || w.UTC
	r := &da.order
	if !w.Ordered || !r.contrary {
		if d, ok = w.Known(r.order); ok {
			return d, true
		}
	}
	const hint = `say --dates day/month or --dates month/day, or dates = "month/day" in a layout file; or write 2019-11-01`
	if r.contrary || r.order.OK {
		da.fault(column+1, "month-order", cell.Describe(raw)+" and other dates of the table do not have day and month in one order",
			"correct the dates that are wrong; "+hint)
		return d, false
	}
	da.fault(column+1, "month-order", cell.Describe(raw)+" is "+w.Readings()+": nothing tells whether the day or the month comes first", hint)
	return d, false
}

// agreementStart reads the day on which the agreement began.
func (da *dating) agreementStart(o *varighet.Observation, cells [][]byte) {
	i := da.head.at[fieldAgreementStart]
	if i < 0 || len(cells[i]) == 0 {
		return
	}
	c := da.dayAt(i, cells[i])
	switch {
	case c.Blank, da.faulty == "month-order":
	case !c.OK:
		da.fault(i+1, "agreement-start", cell.Describe(cells[i])+" is not a date", "write 2017-05-01 or 01.05.2017")
	default:
		o.AgreementStart = varighet.Some(c.Days)
		if da.faulty == "" {
			if start, _ := varighet.MonthOfDays(c.Days); start > o.Month {
				da.warn(warnStartsLater)
			}
		}
	}
}

// agreementEnd faults a row about an agreement that was over before its month: the
// doctor did not hold the list, and a table of periods is no list of a month.
func (da *dating) agreementEnd(o *varighet.Observation, cells [][]byte) {
	i := da.head.at[fieldAgreementEnd]
	if i < 0 || len(cells[i]) == 0 || da.faulty != "" || da.periods != nil {
		return
	}
	c := da.dayAt(i, cells[i])
	if !c.OK {
		return
	}
	if end, _ := varighet.MonthOfDays(c.Days); end < o.Month {
		da.fault(i+1, "agreement-ended", "the agreement ended in "+end.String()+", and the row is of "+o.Month.String(),
			"leave out who no longer holds the list; if each row is a period, say periods = true in a layout file (--layout)")
	}
}
