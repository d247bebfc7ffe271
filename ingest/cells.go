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
