package survival

import (
	"fmt"
	"iter"
	"maps"
	"math/bits"
	"slices"

	"github.com/varighet/varighet"
)

// Observations is a stream of register rows, sorted by position, month, role
// and doctor. The pointer may be reused between steps. A stream that cannot go
// on yields an error last.
type Observations = iter.Seq2[*varighet.Observation, error]

// Until is a stream without what comes after a month: the data as they were then.
func Until(obs Observations, last varighet.Month) Observations {
	return func(yield func(*varighet.Observation, error) bool) {
		for o, err := range obs {
			if (err != nil || o.Month <= last) && !yield(o, err) {
				return
			}
		}
	}
}

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
	named map[varighet.MunicipalityCode]*months                               // as reported, of whatever unit
	spans map[varighet.MunicipalityCode][]unitSpan                            // what a code is, from its first month with rows to its last
	all   months
}

func newCoverage() *Coverage {
	return &Coverage{units: map[varighet.MunicipalityCode]*months{}, named: map[varighet.MunicipalityCode]*months{},
		codes: map[varighet.MunicipalityCode]map[varighet.MunicipalityCode]*months{},
		spans: map[varighet.MunicipalityCode][]unitSpan{}}
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
	covers := make([]map[varighet.MunicipalityCode]*months, len(parts))
	err := eachPart(len(parts), func(i int) (err error) {
		covers[i], err = coverPart(parts[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	reported := map[varighet.MunicipalityCode]*months{}
	for _, part := range covers {
		for code, m := range part {
			if reported[code] == nil {
				reported[code] = &months{}
			}
			reported[code].union(m)
		}
	}
	return coverageOf(reported, harmonise), nil
}

// coverPart notes the months that have rows under each code.
func coverPart(obs Observations) (map[varighet.MunicipalityCode]*months, error) {
	reported := map[varighet.MunicipalityCode]*months{}
	var (
		code varighet.MunicipalityCode
		seen *months // of code
	)
	for o, err := range obs {
		if err != nil {
			return nil, err
		}
		if !o.Month.Valid() {
			return nil, noMonth(o)
		}
		if seen == nil || o.MunicipalityCode != code {
			if code, seen = o.MunicipalityCode, reported[o.MunicipalityCode]; seen == nil {
				seen = &months{}
				reported[code] = seen
			}
		}
		seen.add(o.Month)
	}
	return reported, nil
}

// coverageOf finds what the codes are by the reference borders, each month of each
// asked for once.
func coverageOf(reported map[varighet.MunicipalityCode]*months, harmonise Harmonise) *Coverage {
	codes := slices.Sorted(maps.Keys(reported))
	spans := make([][]unitSpan, len(codes))
	_ = eachPart(len(codes), func(i int) error {
		spans[i] = unitSpans(codes[i], reported[codes[i]], harmonise)
		return nil
	})
	c := newCoverage()
	for i, code := range codes {
		c.spans[code] = spans[i]
		for _, s := range spans[i] {
			c.code(s.unit, code).unionWithin(reported[code], s.from, s.to)
		}
	}
	c.sum()
	return c
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

// sum makes units, named and all of the codes.
func (c *Coverage) sum() {
	clear(c.named)
	for unit, codes := range c.codes {
		u := &months{}
		for code, m := range codes {
			u.union(m)
			if c.named[code] == nil {
				c.named[code] = &months{}
			}
			c.named[code].union(m)
		}
		c.units[unit] = u
		c.all.union(u)
	}
}

// sees reports whether a list with this code could be seen in the month, if it
// was there: others with the code have rows; or the code was not in force then, and
// all that stood in its place have rows. Rows of another municipality that only later
// became one with this say nothing.
//
// standing tells which codes stood in its place (see [SpellOptions]). Without it, or
// where it does not know, a code that begins after this one's last month, or ended
// before its first, is taken to have: a municipality that became part of one whose
// code lives on is then not seen after its own last month.
func (c *Coverage) sees(unit, code varighet.MunicipalityCode, m varighet.Month, standing Standing) bool {
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
	if standing != nil {
		if codes := standing(code, max(first, min(m, last)), m); len(codes) > 0 {
			return !slices.ContainsFunc(codes, func(s varighet.MunicipalityCode) bool { return !c.reports(s, m) })
		}
	}
	return c.seesByOthers(unit, code, first, last, m)
}

// reports reports whether there are rows under a code in the month.
func (c *Coverage) reports(code varighet.MunicipalityCode, m varighet.Month) bool {
	u := c.named[code]
	return u != nil && u.has(m)
}

// seesByOthers reports whether a code of the unit that seems to follow one with rows
// from first to last, or that it seems to follow, has rows in the month.
func (c *Coverage) seesByOthers(unit, code varighet.MunicipalityCode, first, last, m varighet.Month) bool {
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

// Standing returns the codes in force in a month for what a code stood for in
// another: itself, or what it became or came from; none if that is not known. It may
// be called from several goroutines.
type Standing func(code varighet.MunicipalityCode, in, month varighet.Month) []varighet.MunicipalityCode

// Follow gives the code by the reference borders of a list that was reported under
// code in a month and, at one time or another, under those seen; and how it was found.
// It may be called from several goroutines.
type Follow func(code varighet.MunicipalityCode, month varighet.Month, seen []varighet.Sighting) (now varighet.MunicipalityCode, way Way)

// A Way says how the municipality of a list by the reference borders was found.
type Way uint8

// The ways.
const (
	OnlyWay    Way = iota // the code tells
	ChosenWay             // it was divided, or was several: the list shows which part it is in, or somebody has decided
	GuessedWay            // likewise, and nobody knows: the main part
)

// Harmonise maps a municipality code in force in a month to the code by the
// reference borders. It may be called from several goroutines.
type Harmonise func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode

// A unitSpan is what a code is by the reference borders in the months from one to
// another, both included.
type unitSpan struct {
	from, to varighet.Month
	unit     varighet.MunicipalityCode
}

// unitSpans asks for every month from the first to the last seen.
func unitSpans(code varighet.MunicipalityCode, seen *months, harmonise Harmonise) []unitSpan {
	first, _ := seen.first()
	last, _ := seen.last()
	if harmonise == nil || code == "" {
		return []unitSpan{{first, last, code}}
	}
	var spans []unitSpan
	for m := first; m <= last; m++ {
		unit := harmonise(code, m)
		if k := len(spans) - 1; k >= 0 && spans[k].unit == unit {
			spans[k].to = m
			continue
		}
		spans = append(spans, unitSpan{m, m, unit})
	}
	return spans
}

// borders tells what a code is by the reference borders in each month: the same few
// hundred codes come up in every month of every position, and nearly always in one
// that the coverage knows.
type borders struct {
	harmonise Harmonise
	cov       *Coverage
	code      varighet.MunicipalityCode // the last one asked for
	span      unitSpan                  // of code
	choices   map[codeInMonth]bool      // whether a code is one of several parts
}

type codeInMonth struct {
	code  varighet.MunicipalityCode
	month varighet.Month
}

func newBorders(harmonise Harmonise, cov *Coverage) *borders {
	return &borders{harmonise: harmonise, cov: cov, choices: map[codeInMonth]bool{}}
}

func (b *borders) unit(code varighet.MunicipalityCode, m varighet.Month) varighet.MunicipalityCode {
	if b.harmonise == nil || code == "" {
		return code
	}
	if code == b.code && m >= b.span.from && m <= b.span.to {
		return b.span.unit
	}
	for _, s := range b.cov.spans[code] {
		if m >= s.from && m <= s.to {
			b.code, b.span = code, s
			return s.unit
		}
	}
	return b.harmonise(code, m)
}

// divided reports whether what a code is takes a list, or somebody, to tell.
func (b *borders) divided(follow Follow, code varighet.MunicipalityCode, m varighet.Month) bool {
	if code == "" {
		return false
	}
	choice, known := b.choices[codeInMonth{code, m}]
	if !known {
		_, way := follow(code, m, nil)
		choice = way != OnlyWay
		b.choices[codeInMonth{code, m}] = choice
	}
	return choice
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

// unionWithin adds the months of other that lie between from and to.
func (s *months) unionWithin(other *months, from, to varighet.Month) {
	for m := from; m <= to; m++ {
		if other.has(m) {
			s.add(m)
		}
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
