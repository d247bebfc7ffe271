package ingest

import "github.com/varighet/varighet"

// In a list without ids a row of sums that no word marks looks like a vacant
// list: numbers and no doctor. What gives it away is that its residents are
// those of the rows above together.

// A runningSum is what the rows of a municipality since the last total come to, or all rows.
type runningSum struct {
	code             varighet.MunicipalityCode
	rows             int
	residents, basis int64
}

// addToSums counts the observation of a row that was used.
func (t *table) addToSums(at int) {
	o := &t.batch[at]
	if o.MunicipalityCode != t.blockSum.code {
		t.blockSum = runningSum{code: o.MunicipalityCode}
	}
	for _, s := range []*runningSum{&t.blockSum, &t.allSum} {
		s.rows++
		s.residents += int64(o.Residents.V)
		s.basis += int64(o.AmountBasis.V)
	}
}

// isSumOfRows reports whether a row without a doctor is the sum of the rows above it. One
// row is no sum of its own unless its amount stands there again too.
func (t *table) isSumOfRows(cells [][]byte) bool {
	if !t.addsUp || t.namesDoctor(cells) {
		return false
	}
	residents, st := parseNumber(t.cell(cells, fieldResidents))
	if st != numberOK || residents == 0 {
		return false
	}
	basis, st := parseNumber(t.cell(cells, fieldAmountBasis))
	same := func(s *runningSum) bool {
		switch {
		case 100*s.residents != residents, st == numberOK && s.basis != basis:
			return false
		case s.rows == 1:
			return st == numberOK && basis != 0
		}
		return s.rows > 1
	}
	return same(&t.blockSum) || same(&t.allSum)
}

// namesDoctor reports whether the row has anything in a column for the doctor.
func (t *table) namesDoctor(cells [][]byte) bool {
	for _, f := range []field{fieldDoctorName, fieldLastName, fieldFirstName, fieldHPR, fieldDoctorID, fieldRole} {
		if !blank(t.cell(cells, f)) {
			return true
		}
	}
	return false
}
