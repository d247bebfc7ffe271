package ingest

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// A row of sums that no word marks looks like a vacant list, or one that lost its id: numbers
// and no doctor. What gives it away is that its residents are those of the rows above together.

// A runningSum is what rows come to.
type runningSum struct {
	rows             int
	residents, basis int64
}

func (s runningSum) minus(o runningSum) runningSum {
	return runningSum{s.rows - o.rows, s.residents - o.residents, s.basis - o.basis}
}

// sums are what all rows so far come to, and those of a block: of a municipality since the
// last total.
type sums struct {
	wanted      bool       // a row may be a sum that no word marks
	all, before runningSum // before: above the block
	code        varighet.MunicipalityCode
}

// add counts the observation of a row that was used.
func (s *sums) add(o *varighet.Observation) {
	if o.MunicipalityCode != s.code {
		s.code, s.before = o.MunicipalityCode, s.all
	}
	s.all.rows++
	s.all.residents += int64(o.Residents.V)
	s.all.basis += int64(o.AmountBasis.V)
}

// endBlock begins a block below a total.
func (s *sums) endBlock() { s.before = s.all }

// addsUpTo reports whether the numbers of a row are those of the rows above together. One row
// is no sum of its own unless its amount stands there again too.
func (rk *rowKinds) addsUpTo(cells [][]byte) bool {
	residents, st := cell.ParseNumber(rk.raw(cells, fieldResidents))
	if !rk.sums.wanted || st != cell.NumberOK || residents == 0 {
		return false
	}
	basis, st := cell.ParseNumber(rk.raw(cells, fieldAmountBasis))
	same := func(s runningSum) bool {
		switch {
		case 100*s.residents != residents, st == cell.NumberOK && s.basis != basis:
			return false
		case s.rows == 1:
			return st == cell.NumberOK && basis != 0
		}
		return s.rows > 1
	}
	return same(rk.sums.all) || same(rk.sums.all.minus(rk.sums.before))
}
