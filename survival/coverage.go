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
//
// Several municipalities of the time can be one by the reference borders, and
// each may have sent its own files. So what is seen of a list is kept by the code
// that its rows have as well.
type Coverage struct {
	units map[varighet.MunicipalityCode]*months
	codes map[varighet.MunicipalityCode]map[varighet.MunicipalityCode]*months // by unit, then as reported
	all   months
}

func newCoverage() *Coverage {
	return &Coverage{units: map[varighet.MunicipalityCode]*months{},
		codes: map[varighet.MunicipalityCode]map[varighet.MunicipalityCode]*months{}}
}

// Cover reads a stream to its end and notes which months each municipality has
// rows for. harmonise maps a code to the reference borders; nil leaves codes as
// they are.
func Cover(obs Observations, harmonise Harmonise) (*Coverage, error) {
	return CoverParts([]Observations{obs}, harmonise)
}

// CoverParts is [Cover] for rows in several parts, which are read at the same
// time.
func CoverParts(parts []Observations, harmonise Harmonise) (*Coverage, error) {
	covers := make([]*Coverage, len(parts))
	err := eachPart(len(parts), func(i int) (err error) {
		covers[i], err = coverPart(parts[i], harmonise)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := newCoverage()
	for _, c := range covers {
		all.merge(c)
	}
	return all, nil
}

func coverPart(obs Observations, harmonise Harmonise) (*Coverage, error) {
	cov, borders := newCoverage(), newBorders(harmonise)
	var (
		code, unit varighet.MunicipalityCode
		seen       *months // of code, within unit
	)
	for o, err := range obs {
		if err != nil {
			return nil, err
		}
		if !o.Month.Valid() {
			return nil, noMonth(o)
		}
		if u := borders.unit(o.MunicipalityCode, o.Month); seen == nil || o.MunicipalityCode != code || u != unit {
			code, unit = o.MunicipalityCode, u
			seen = cov.code(unit, code)
		}
		seen.add(o.Month)
	}
	cov.sum()
	return cov, nil
}

func noMonth(o *varighet.Observation) error {
	return fmt.Errorf("row %d of %s has no month", o.SourceRow, o.SourceFile)
}

func (c *Coverage) code(unit, code varighet.MunicipalityCode) *months {
	codes := c.codes[unit]
	if codes == nil {
		codes = map[varighet.MunicipalityCode]*months{}
		c.codes[unit] = codes
	}
	m := codes[code]
	if m == nil {
		m = &months{}
		codes[code] = m
	}
	return m
}

// sum makes units and all of the codes.
func (c *Coverage) sum() {
	for unit, codes := range c.codes {
		u := &months{}
		for _, m := range codes {
			u.union(m)
		}
		c.units[unit] = u
		c.all.union(u)
	}
}

// merge adds what another part has.
func (c *Coverage) merge(other *Coverage) {
	for unit, codes := range other.codes {
		for code, m := range codes {
			c.code(unit, code).union(m)
		}
	}
	c.sum()
}

// sees reports whether a list with this code could be seen in the month, if it
// was there: others with the code have rows; or the code was not yet, or no
// longer, in use, and one that it followed or that followed it has rows. Rows of
// another municipality that only later became one with this say nothing.
func (c *Coverage) sees(unit, code varighet.MunicipalityCode, m varighet.Month) bool {
	own := c.codes[unit][code]
	if own == nil {
		return c.Has(unit, m)
	}
	if own.has(m) {
		return true
	}
	first, _ := own.first()
	last, _ := own.last()
	if m > first && m < last {
		return false
	}
	for other, months := range c.codes[unit] {
		if other == code || !months.has(m) {
			continue
		}
		begin, _ := months.first()
		end, _ := months.last()
		if m > last && begin > last || m < first && end < first {
			return true
		}
	}
	return false
}

// Harmonise maps a municipality code in force in a month to the code by the
// reference borders. It may be called from several goroutines.
type Harmonise func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode

// borders remembers what a code is by the reference borders in each month: the
// same few hundred codes come up in every month of every position.
type borders struct {
	harmonise Harmonise
	known     map[varighet.MunicipalityCode]*unitsOfCode
	code      varighet.MunicipalityCode // the last one asked for
	units     *unitsOfCode              // of code
}

// unitsOfCode has what a code is, from month first on; "" where nobody has asked.
type unitsOfCode struct {
	first varighet.Month
	units []varighet.MunicipalityCode
}

func newBorders(harmonise Harmonise) *borders {
	return &borders{harmonise: harmonise, known: map[varighet.MunicipalityCode]*unitsOfCode{}}
}

func (b *borders) unit(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
	if b.harmonise == nil || code == "" {
		return code
	}
	if b.units == nil || code != b.code {
		units := b.known[code]
		if units == nil {
			units = &unitsOfCode{first: m}
			b.known[code] = units
		}
		b.code, b.units = code, units
	}
	u := b.units.at(m)
	if *u == "" {
		*u = b.harmonise(code, m)
	}
	return *u
}

// at is the place for a month.
func (u *unitsOfCode) at(m varighet.Month) *varighet.MunicipalityCode {
	if m < u.first {
		u.units = append(make([]varighet.MunicipalityCode, u.first-m), u.units...)
		u.first = m
	}
	if n := int(m-u.first) + 1; n > len(u.units) {
		u.units = append(u.units, make([]varighet.MunicipalityCode, n-len(u.units))...)
	}
	return &u.units[m-u.first]
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

func (s *months) union(other *months) {
	for i, w := range other {
		s[i] |= w
	}
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
