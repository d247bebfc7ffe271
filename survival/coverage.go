package survival

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/varighet/varighet"
)

// Observations is a stream of register rows, sorted by position, month, role
// and doctor. The pointer may be reused between steps. A stream that cannot go
// on yields an error last.
type Observations = iter.Seq2[*varighet.Observation, error]

// Coverage knows in which months each unit of reporting has rows at all. The
// unit is the municipality by the reference borders, because files also come a
// municipality at a time; rows without a municipality make one unit, "".
//
// The first and last covered months are the F and T of that unit's data. A
// month between them without a single row is missing: nobody can be seen to
// leave in it.
type Coverage struct {
	units map[varighet.MunicipalityCode]*months
	all   months
}

// Cover reads a stream to its end and notes which months each municipality has
// rows for. harmonise maps a code to the reference borders; nil leaves codes as
// they are.
func Cover(obs Observations, harmonise func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode) (*Coverage, error) {
	cov := &Coverage{units: map[varighet.MunicipalityCode]*months{}}
	borders := newBorders(harmonise)
	seen := map[codeMonth]bool{}
	for o, err := range obs {
		if err != nil {
			return nil, err
		}
		key := codeMonth{o.MunicipalityCode, o.Month}
		if seen[key] {
			continue
		}
		if !o.Month.Valid() {
			return nil, fmt.Errorf("row %d of %s has no month", o.SourceRow, o.SourceFile)
		}
		seen[key] = true
		cov.add(borders.unit(o.MunicipalityCode, o.Month), o.Month)
	}
	return cov, nil
}

type codeMonth struct {
	code  varighet.MunicipalityCode
	month varighet.Month
}

// borders maps codes to the reference borders and remembers the answers: the
// same few hundred codes come up in every month of every position.
type borders struct {
	harmonise func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode
	known     map[codeMonth]varighet.MunicipalityCode
}

func newBorders(harmonise func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode) *borders {
	return &borders{harmonise: harmonise, known: map[codeMonth]varighet.MunicipalityCode{}}
}

func (b *borders) unit(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
	if b.harmonise == nil || code == "" {
		return code
	}
	key := codeMonth{code, m}
	unit, ok := b.known[key]
	if !ok {
		unit = b.harmonise(code, m)
		b.known[key] = unit
	}
	return unit
}

func (c *Coverage) add(unit varighet.MunicipalityCode, m varighet.Month) {
	u := c.units[unit]
	if u == nil {
		u = &months{}
		c.units[unit] = u
	}
	u.add(m)
	c.all.add(m)
}

// Has reports whether the unit has rows in the month.
func (c *Coverage) Has(unit varighet.MunicipalityCode, m varighet.Month) bool {
	u := c.units[unit]
	return u != nil && u.has(m)
}

// First and Last return the first and last month of all data; ok is false for
// no data at all.
func (c *Coverage) First() (m varighet.Month, ok bool) { return c.all.first() }

// Last returns the last month of all data; ok is false for no data at all.
func (c *Coverage) Last() (m varighet.Month, ok bool) { return c.all.last() }

// FirstOf returns the first month of the unit's data; ok is false for none.
func (c *Coverage) FirstOf(unit varighet.MunicipalityCode) (m varighet.Month, ok bool) {
	if u := c.units[unit]; u != nil {
		return u.first()
	}
	return 0, false
}

// LastOf returns the last month of the unit's data; ok is false for none.
func (c *Coverage) LastOf(unit varighet.MunicipalityCode) (m varighet.Month, ok bool) {
	if u := c.units[unit]; u != nil {
		return u.last()
	}
	return 0, false
}

// Units returns the units, sorted.
func (c *Coverage) Units() []varighet.MunicipalityCode {
	list := make([]varighet.MunicipalityCode, 0, len(c.units))
	for u := range c.units {
		list = append(list, u)
	}
	slices.Sort(list)
	return list
}

// MissingMonths returns the months between the first and the last of all data
// in which nobody has rows, ascending.
func (c *Coverage) MissingMonths() []varighet.Month { return c.all.holes() }

// MissingMonthsOf returns the months between the first and the last of the
// unit's data in which it has no rows, ascending.
func (c *Coverage) MissingMonthsOf(unit varighet.MunicipalityCode) []varighet.Month {
	if u := c.units[unit]; u != nil {
		return u.holes()
	}
	return nil
}

// months is a set of valid months.
type months [(int(varighet.MaxMonth-varighet.MinMonth) + 64) / 64]uint64

func (s *months) add(m varighet.Month) {
	i := uint(m - varighet.MinMonth)
	s[i/64] |= 1 << (i % 64)
}

func (s *months) has(m varighet.Month) bool {
	if !m.Valid() {
		return false
	}
	i := uint(m - varighet.MinMonth)
	return s[i/64]&(1<<(i%64)) != 0
}

func (s *months) first() (varighet.Month, bool) {
	for i, w := range s {
		if w != 0 {
			return varighet.MinMonth + varighet.Month(64*i+bits.TrailingZeros64(w)), true
		}
	}
	return 0, false
}

func (s *months) last() (varighet.Month, bool) {
	for i := len(s) - 1; i >= 0; i-- {
		if w := s[i]; w != 0 {
			return varighet.MinMonth + varighet.Month(64*i+63-bits.LeadingZeros64(w)), true
		}
	}
	return 0, false
}

func (s *months) holes() []varighet.Month {
	first, _ := s.first()
	last, _ := s.last()
	var list []varighet.Month
	for m := first + 1; m < last; m++ {
		if !s.has(m) {
			list = append(list, m)
		}
	}
	return list
}
