package ingest

import "github.com/varighet/varighet"

// A row of sums that no word marks looks like a vacant list, or one that lost its id: numbers
// and no doctor. What gives it away is that its residents are those of the rows above together.

// A runningSum is what the rows of a municipality since the last total come to, or all rows.
type runningSum struct {
	code             varighet.MunicipalityCode
	rows             int
	residents, basis int64
}

// addToSums counts the observation of a row that was used.
func (t *table) addToSums(o *varighet.Observation) {
	if o.MunicipalityCode != t.blockSum.code {
		t.blockSum = runningSum{code: o.MunicipalityCode}
	}
	t.blockSum.add(o)
	t.allSum.add(o)
}

func (s *runningSum) add(o *varighet.Observation) {
	s.rows++
	s.residents += int64(o.Residents.V)
	s.basis += int64(o.AmountBasis.V)
}

// addsUpTo reports whether the numbers of a row are those of the rows above together. One row
// is no sum of its own unless its amount stands there again too.
func (t *table) addsUpTo(cells [][]byte) bool {
	residents, st := parseNumber(t.cell(cells, fieldResidents))
	if !t.addsUp || st != numberOK || residents == 0 {
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
