package ingest

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
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
func (t *table) basis(cells [][]byte) varighet.Basis {
	raw := t.raw(cells, fieldPositionBasis)
	if len(raw) == 0 {
		return varighet.BasisGiven
	}
	b, ok := varighet.ParseBasis(cell.Clean(raw))
	if !ok && !cell.Blank(raw) {
		t.fault(t.column(fieldPositionBasis), "position-basis", cell.Describe(raw)+" is not given, derived or linked", "")
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
	c := t.codes.get(t.raw(cells, fieldMunicipalityCode), cell.ReadCode)
	n := t.names.get(t.raw(cells, fieldMunicipalityName), cell.ReadMunicipalityName)
	if c.Bad {
		if !t.isNameForCode(c, n) {
			t.badCode(cells, c)
			return "", "", false
		}
		c = &cell.CodeCell{Name: c.Text}
	}
	if c.Restored || n.Restored {
		t.warn(warnZeroRestored)
	}
	if c.District || n.District {
		t.warn(warnDistrict)
	}
	code, name = c.Code, n.Name
	if n.Bad {
		t.fault(t.column(fieldMunicipalityName), "municipality-name", "the cell names no municipality", "write the municipality's name or code")
		return "", "", false
	}
	if code == "" {
		code = n.Code
	}
	if name == "" {
		name = c.Name
	}
	if !t.shared {
		return code, name, true
	}
	return t.carry(code, name)
}

// isNameForCode reports whether the column for the code has a name that the
// reference knows, and no other column has one.
func (t *table) isNameForCode(c, n *cell.CodeCell) bool {
	return t.places != nil && c.Text != "" && n.Name == "" && t.places.knowsName(c.Text)
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
func (t *table) badCode(cells [][]byte, c *cell.CodeCell) {
	hint := "a code has four digits, such as 0301 or 4631"
	if c.District {
		hint = "six digits are a city district of Oslo, Bergen, Stavanger or Trondheim: use the four digits of the municipality"
	}
	raw := t.raw(cells, fieldMunicipalityCode)
	t.fault(t.column(fieldMunicipalityCode), "municipality-code", cell.Describe(raw)+" is not a municipality code", hint)
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
		o.Office = *t.offices.get(cells[i], cell.ReadOffice)
	}
	if i := t.head.at[fieldStatus]; i >= 0 {
		c := t.states.get(cells[i], cell.ReadStatus)
		if !c.Known {
			t.warn(warnUnknownStatus)
		}
		o.Status = c.Status
		if t.closedHeader && c.YesNo {
			o.Status = cell.Opposite(c.Status)
		}
	}
	if i := t.head.at[fieldSalaried]; i >= 0 {
		c := t.salaries.get(cells[i], cell.ReadSalaried)
		o.Salaried = t.yesNo(c, c.Literal && t.selfEmployedHeader)
	}
	if i := t.head.at[fieldCommonList]; i >= 0 {
		o.CommonList = t.yesNo(t.answers.get(cells[i], cell.ReadYesNo), false)
	}
	if i := t.head.at[fieldEvidence]; i >= 0 {
		c := t.evidences.get(cells[i], cell.ReadEvidence)
		if !c.Known {
			t.fault(i+1, "evidence", cell.Describe(cells[i])+" does not say how the month is known", "write reported, corrected or assumed")
		}
		o.Evidence = c.Evidence
	}
}

// count reads a whole number of people.
func (t *table) count(cells [][]byte, f field) varighet.Opt[int32] {
	i := t.head.at[f]
	if i < 0 {
		return varighet.Opt[int32]{}
	}
	v, st := cell.ParseNumber(cells[i])
	switch {
	case st == cell.NumberMissing:
		return varighet.Opt[int32]{}
	case st == cell.NumberSuppressed:
		t.warn(warnSuppressed)
		return varighet.Opt[int32]{}
	case st == cell.NumberOK && v%100 == 0 && v >= 0 && v/100 < 1<<31:
		return varighet.Some(int32(v / 100))
	}
	t.fault(i+1, "number", fmt.Sprintf("%s is not a number of people (%s)", cell.Describe(cells[i]), f),
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
	v, st := cell.ParseNumber(cells[i])
	switch st {
	case cell.NumberMissing:
		return varighet.Opt[varighet.Amount]{}
	case cell.NumberSuppressed:
		t.warn(warnSuppressed)
		return varighet.Opt[varighet.Amount]{}
	case cell.NumberBad:
		t.fault(i+1, "number", fmt.Sprintf("%s is not an amount (%s)", cell.Describe(cells[i]), f),
			"write 50267,00 or 50 267,00; a lone comma before three digits could be either thousands or decimals")
		return varighet.Opt[varighet.Amount]{}
	case cell.NumberRounded:
		t.warn(warnRounded)
	}
	return varighet.Some(varighet.Amount(v))
}

// yesNo turns an answer into a value; the opposite one if reversed.
func (t *table) yesNo(a *cell.Answer, reversed bool) varighet.Opt[bool] {
	if !a.Known {
		if !a.Blank {
			t.warn(warnUnknownYesNo)
		}
		return varighet.Opt[bool]{}
	}
	return varighet.Some(a.Yes != reversed)
}
