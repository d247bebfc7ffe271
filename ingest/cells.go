package ingest

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
)

// A positionCell is a cell for a list's id, read.
type positionCell struct {
	id    string
	hash  uint64
	bad   bool // an error of the spreadsheet, or what says that nobody knows
	prose bool // a sentence
	short bool // a spreadsheet cut its digits: 1.2E+05
	wordy bool // several words: alone in a row it need not be an id
	label bool // may be the label of a total, a note, a header that comes again or a month's block

	before steadyRow // what the list's last row said
}

// readPosition takes a list's id as it stands, but for the sign of a footnote and a number that
// a spreadsheet wrote with a power of ten. 0 and X are ids, and so is 1E5.
func readPosition(cell []byte) positionCell {
	s := clean(cell)
	if strings.Trim(s, "-–.:") == "" {
		return positionCell{}
	}
	if isDigits(s) && (len(s) < 6 || len(s) > 8) { // else it may be a month
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
	switch p := placeholderOf(s); {
	case p == placeholderUnclear && strings.Trim(s, "xX") != "", isSheetError(cell):
		return positionCell{bad: true}
	case p == placeholderEmpty && !isDigits(s):
		return positionCell{}
	}
	c := positionCell{id: s, short: short, prose: isProse(s), wordy: len(strings.Fields(s)) > 2}
	c.label = c.prose || isTotal(s) || isNote(s) || fieldByWord[fold(s)] != fieldNone || namesMonth(s, noOrder) || isSlashedDate(s) ||
		bytes.ContainsAny(cell, ",;|\t")
	if id := strings.Trim(s, footnoteMarks+" "); id != "" {
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
func (t *table) basis(cells [][]byte) varighet.Basis {
	cell := t.cell(cells, fieldPositionBasis)
	if len(cell) == 0 {
		return varighet.BasisGiven
	}
	b, ok := varighet.ParseBasis(clean(cell))
	if !ok && !blank(cell) {
		t.fault(t.column(fieldPositionBasis), "position-basis", describe(cell)+" is not given, derived or linked", "")
	}
	return b
}

// municipality returns code and name of the row's municipality, carried on from
// the row above where the file writes them once for a block of rows. A row of
// totals ends its block: the next row must name its municipality. ok is false if
// the row has a fault.
func (t *table) municipality(cells [][]byte) (code varighet.MunicipalityCode, name string, ok bool) {
	if t.headed {
		return t.headedMunicipality()
	}
	c := t.codes.get(t.cell(cells, fieldMunicipalityCode), readCode)
	n := t.names.get(t.cell(cells, fieldMunicipalityName), readMunicipalityName)
	if c.bad {
		if !t.isNameForCode(c, n) {
			t.badCode(cells, c)
			return "", "", false
		}
		c = &codeCell{name: c.text}
	}
	if c.restored || n.restored {
		t.warn(warnZeroRestored)
	}
	if c.district || n.district {
		t.warn(warnDistrict)
	}
	code, name = c.code, n.name
	if n.bad {
		t.fault(t.column(fieldMunicipalityName), "municipality-name", "the cell names no municipality", "write the municipality's name or code")
		return "", "", false
	}
	if code == "" {
		code = n.code
	}
	if name == "" {
		name = c.name
	}
	if !t.shared {
		return code, name, true
	}
	return t.carry(code, name)
}

// isNameForCode reports whether the column for the code has a name that the
// reference knows, and no other column has one.
func (t *table) isNameForCode(c, n *codeCell) bool {
	return t.places != nil && c.text != "" && n.name == "" && t.places.knowsName(c.text)
}

// carry fills in what a row leaves out of its municipality, and begins a new
// block if the row names another. What is filled in changes with the rows above, so
// that such a row is remarkable.
func (t *table) carry(code varighet.MunicipalityCode, name string) (varighet.MunicipalityCode, string, bool) {
	t.odd = t.odd || t.carries(code, name)
	switch {
	case code == "" && name == "":
		if t.ended > 0 {
			t.fault(max(t.column(fieldMunicipalityCode), t.column(fieldMunicipalityName)), "municipality-missing",
				fmt.Sprintf("the row names no municipality, and the total on line %d ended the one above", t.ended),
				"fill in the municipality on the first row of each block")
			return "", "", false
		}
		if !t.begun && t.nameless == 0 {
			t.nameless = t.line
		}
		return t.code, t.name, true
	case code == "" && name == t.name:
		code = t.code
	case name == "" && code == t.code:
		name = t.name
	}
	if !t.begun && t.nameless > 0 {
		t.refuse(t.nameless, t.column(fieldMunicipalityCode), "municipality-missing",
			fmt.Sprintf("rows from here to line %d name no municipality, and later rows do", t.line),
			"fill in the municipality on the first row of each block")
	}
	t.code, t.name, t.begun, t.ended = code, name, true, 0
	return code, name, true
}

// carries reports whether [table.carry] fills anything in.
func (t *table) carries(code varighet.MunicipalityCode, name string) bool {
	return code == "" && (name == "" || name == t.name && t.code != "") || name == "" && code == t.code && t.name != ""
}

// badCode faults a cell that is not a municipality code.
func (t *table) badCode(cells [][]byte, c *codeCell) {
	hint := "a code has four digits, such as 0301 or 4631"
	if c.district {
		hint = "six digits are a city district of Oslo, Bergen, Stavanger or Trondheim: use the four digits of the municipality"
	}
	cell := t.cell(cells, fieldMunicipalityCode)
	t.fault(t.column(fieldMunicipalityCode), "municipality-code", describe(cell)+" is not a municipality code", hint)
}

// A placeTime is what a row says of its municipality, and when.
type placeTime struct {
	code  varighet.MunicipalityCode
	name  string
	month varighet.Month
}

// settleMunicipality asks the reference, if there is one, which municipality of
// the month the row means.
func (t *table) settleMunicipality(o *varighet.Observation) {
	if t.faulty != "" || o.MunicipalityCode == "" && o.MunicipalityName == "" {
		return
	}
	if t.places == nil {
		if o.MunicipalityCode == "" {
			t.warn(warnNoCode)
		}
		return
	}
	at := placeTime{o.MunicipalityCode, o.MunicipalityName, o.Month}
	found := t.lastPlace
	if at != t.lastKnown {
		var seen bool
		if found, seen = t.knownAt[at]; !seen {
			found = t.places.find(at)
			if len(t.knownAt) >= maxCached {
				clear(t.knownAt)
			}
			t.knownAt[at] = found
		}
		t.lastKnown, t.lastPlace = at, found
	}
	if found.code == "" {
		column := t.column(fieldMunicipalityName)
		if c := t.column(fieldMunicipalityCode); c > 0 && (found.kind == "code" || column == 0) {
			column = c
		}
		t.fault(column, "municipality-"+found.kind, found.msg, found.hint)
		return
	}
	if found.note != 0 {
		t.warn(found.note)
	}
	o.MunicipalityCode = found.code
}

// counts reads how many people the list has, and may have.
func (t *table) counts(o *varighet.Observation, cells [][]byte) {
	o.Residents = t.count(cells, fieldResidents)
	o.ListLimit = t.count(cells, fieldListLimit)
}

// attributes reads what a row says of its list besides numbers and doctors.
func (t *table) attributes(o *varighet.Observation, cells [][]byte) {
	if i := t.head.at[fieldOffice]; i >= 0 {
		o.Office = *t.offices.get(cells[i], readOffice)
	}
	if i := t.head.at[fieldStatus]; i >= 0 {
		c := t.states.get(cells[i], readStatus)
		if !c.known {
			t.warn(warnUnknownStatus)
		}
		o.Status = c.status
		if t.closedHeader && c.yesNo {
			o.Status = opposite(c.status)
		}
	}
	if i := t.head.at[fieldSalaried]; i >= 0 {
		c := t.salaries.get(cells[i], readSalaried)
		o.Salaried = t.yesNo(c, c.literal && t.selfEmployedHeader)
	}
	if i := t.head.at[fieldCommonList]; i >= 0 {
		o.CommonList = t.yesNo(t.answers.get(cells[i], readYesNo), false)
	}
	if i := t.head.at[fieldEvidence]; i >= 0 {
		c := t.evidences.get(cells[i], readEvidence)
		if !c.known {
			t.fault(i+1, "evidence", describe(cells[i])+" does not say how the month is known", "write reported, corrected or assumed")
		}
		o.Evidence = c.evidence
	}
}

// readOffice takes the name of an office as it stands.
func readOffice(cell []byte) string {
	s := clean(cell)
	if isSheetError(cell) || placeholderOf(s) != noPlaceholder {
		return ""
	}
	return s
}

// agreementStart reads the day on which the agreement began.
func (t *table) agreementStart(o *varighet.Observation, cells [][]byte) {
	i := t.head.at[fieldAgreementStart]
	if i < 0 || len(cells[i]) == 0 {
		return
	}
	c := t.dayAt(i, cells[i])
	switch {
	case c.blank, t.faulty == "month-order":
	case !c.ok:
		t.fault(i+1, "agreement-start", describe(cells[i])+" is not a date", "write 2017-05-01 or 01.05.2017")
	default:
		o.AgreementStart = varighet.Some(c.days)
		if t.faulty == "" {
			if start, _ := varighet.MonthOfDays(c.days); start > o.Month {
				t.warn(warnStartsLater)
			}
		}
	}
}

// agreementEnd faults a row about an agreement that was over before its month: the
// doctor did not hold the list, and a table of periods is no list of a month.
func (t *table) agreementEnd(o *varighet.Observation, cells [][]byte) {
	i := t.head.at[fieldAgreementEnd]
	if i < 0 || len(cells[i]) == 0 || t.faulty != "" || t.periods != nil {
		return
	}
	c := t.dayAt(i, cells[i])
	if !c.ok {
		return
	}
	if end, _ := varighet.MonthOfDays(c.days); end < o.Month {
		t.fault(i+1, "agreement-ended", "the agreement ended in "+end.String()+", and the row is of "+o.Month.String(),
			"leave out who no longer holds the list; if each row is a period, say periods = true in a layout file (--layout)")
	}
}

// A dayCell is a cell for a date, read.
type dayCell struct {
	days      int32
	ok, blank bool
	written   *writtenDate // of a date whose order matters, or an instant
}

// dayAt reads a cell for a date in the order of the table. A date in an order that is not
// clear is a fault.
func (t *table) dayAt(column int, cell []byte) dayCell {
	c := *t.days.get(cell, readDay)
	if c.written != nil {
		d, ok := t.dateOf(column, cell, c.written)
		c.days, c.ok = d.days(), ok
	}
	return c
}

func readDay(cell []byte) dayCell {
	s := clean(cell)
	if placeholderOf(s) == placeholderEmpty {
		return dayCell{blank: true}
	}
	w := readWritten(s)
	if w.isDate() && (w.ordered || w.utc) {
		return dayCell{ok: true, written: &w}
	}
	d, ok := w.known(noOrder)
	if !ok {
		return dayCell{}
	}
	return dayCell{days: d.days(), ok: true}
}

// count reads a whole number of people.
func (t *table) count(cells [][]byte, f field) varighet.Opt[int32] {
	i := t.head.at[f]
	if i < 0 {
		return varighet.Opt[int32]{}
	}
	v, st := parseNumber(cells[i])
	switch {
	case st == numberMissing:
		return varighet.Opt[int32]{}
	case st == numberSuppressed:
		t.warn(warnSuppressed)
		return varighet.Opt[int32]{}
	case st == numberOK && v%100 == 0 && v >= 0 && v/100 < 1<<31:
		return varighet.Some(int32(v / 100))
	}
	t.fault(i+1, "number", fmt.Sprintf("%s is not a number of people (%s)", describe(cells[i]), f),
		"write 1204 or 1 204; leave the field empty if the number is not known")
	return varighet.Opt[int32]{}
}

// amounts reads the sums of money.
func (t *table) amounts(o *varighet.Observation, cells [][]byte) {
	o.AmountBasis = t.amount(cells, fieldAmountBasis)
	o.AmountFloor = t.amount(cells, fieldAmountFloor)
	o.AmountEqualisation = t.amount(cells, fieldAmountEqualisation)
	o.AmountTotal = t.amount(cells, fieldAmountTotal)
}

func (t *table) amount(cells [][]byte, f field) varighet.Opt[varighet.Amount] {
	i := t.head.at[f]
	if i < 0 {
		return varighet.Opt[varighet.Amount]{}
	}
	v, st := parseNumber(cells[i])
	switch st {
	case numberMissing:
		return varighet.Opt[varighet.Amount]{}
	case numberSuppressed:
		t.warn(warnSuppressed)
		return varighet.Opt[varighet.Amount]{}
	case numberBad:
		t.fault(i+1, "number", fmt.Sprintf("%s is not an amount (%s)", describe(cells[i]), f),
			"write 50267,00 or 50 267,00; a lone comma before three digits could be either thousands or decimals")
		return varighet.Opt[varighet.Amount]{}
	case numberRounded:
		t.warn(warnRounded)
	}
	return varighet.Some(varighet.Amount(v))
}

// A statusCell is a cell for a list's status, read.
type statusCell struct {
	status varighet.ListStatus
	known  bool
	yesNo  bool // said as yes or no, which a header such as "Lukket" turns round
}

func readStatus(cell []byte) statusCell {
	s := clean(cell)
	if yes, ok := isTrue(s); ok {
		if yes {
			return statusCell{varighet.StatusOpen, true, true}
		}
		return statusCell{varighet.StatusClosed, true, true}
	}
	switch fold(s) {
	case "":
		return statusCell{known: true}
	case fold("åpen"), "open", "apent", "faaa", "faa":
		return statusCell{varighet.StatusOpen, true, false}
	case "lukket", "lukka", "stengt", "closed", "full":
		return statusCell{varighet.StatusClosed, true, false}
	case fold("låst"), "locked", "sperret", "sperra":
		return statusCell{varighet.StatusLocked, true, false}
	}
	return statusCell{}
}

func opposite(s varighet.ListStatus) varighet.ListStatus {
	switch s {
	case varighet.StatusOpen:
		return varighet.StatusClosed
	case varighet.StatusClosed:
		return varighet.StatusOpen
	}
	return s
}

// An answer is a cell for yes or no, read.
type answer struct {
	yes, known, blank bool
	literal           bool // a yes or a no, not a word for what it means
}

func readYesNo(cell []byte) answer {
	s := clean(cell)
	yes, ok := isTrue(s)
	return answer{yes: yes, known: ok, blank: s == "" || s == "-", literal: ok}
}

// readSalaried reads whether the doctor has a salary, as yes or no or as the
// form of the practice.
func readSalaried(cell []byte) answer {
	a := readYesNo(cell)
	if a.known || a.blank {
		return a
	}
	words := foldWords(clean(cell))
	switch {
	case startsWith(words, salariedWords):
		return answer{yes: true, known: true}
	case startsWith(words, selfEmployedWords):
		return answer{known: true}
	}
	return answer{}
}

var (
	salariedWords = foldedLabels("fastlønn", "fastlønnet", "fastlønna", "fastløna", "ansatt", "tilsett", "tilsatt",
		"kommunal", "kommunalt", "salaried")
	selfEmployedWords = foldedLabels("næring", "næringsdrift", "næringsdrivende", "næringsdrivande", "selvstendig",
		"sjølvstendig", "privat", "self employed")
)

// yesNo turns an answer into a value; the opposite one if reversed.
func (t *table) yesNo(a *answer, reversed bool) varighet.Opt[bool] {
	if !a.known {
		if !a.blank {
			t.warn(warnUnknownYesNo)
		}
		return varighet.Opt[bool]{}
	}
	return varighet.Some(a.yes != reversed)
}

// An evidenceCell is a cell for how a month is known, read.
type evidenceCell struct {
	evidence varighet.Evidence
	known    bool
}

func readEvidence(cell []byte) evidenceCell {
	switch fold(clean(cell)) {
	case "", "reported", "rapportert", "oppgitt", "oppgjeve":
		return evidenceCell{varighet.EvidenceReported, true}
	case "corrected", "korrigert", "rettet", "retta":
		return evidenceCell{varighet.EvidenceCorrected, true}
	case "assumed", "antatt", "anslag", "anslatt", fold("anslått"), fold("antatt måned"):
		return evidenceCell{varighet.EvidenceAssumed, true}
	}
	return evidenceCell{}
}
