package survival

import (
	"cmp"
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

// MonthRuns is a stream of the same rows in runs of months. It may cut them anywhere: what is made
// of it is what is made of the rows one by one. A run and its rows may be reused between steps.
type MonthRuns = iter.Seq2[*varighet.MonthRun, error]

// RowByRow makes a run of each row.
func RowByRow(obs Observations) MonthRuns {
	return func(yield func(*varighet.MonthRun, error) bool) {
		for o, err := range obs {
			run := &varighet.MonthRun{Observation: o}
			if err == nil {
				run.Last = o.Month
			}
			if !yield(run, err) {
				return
			}
		}
	}
}

// Until is a stream without what comes after a month: the data as they were then.
func Until(runs MonthRuns, last varighet.Month) MonthRuns {
	return func(yield func(*varighet.MonthRun, error) bool) {
		for run, err := range runs {
			if err != nil {
				yield(nil, err)
				return
			}
			if cut, ok := run.Until(last); ok && !yield(&cut, nil) {
				return
			}
		}
	}
}

// Coverage knows which months the data about each municipality cover, and what in them
// is missing.
//
// Files that belong together are a series ([SpellOptions.Series]). A series covers, from
// its first month with rows to its last, every municipality that it ever reports. The
// first and last month that is covered are the F and T of a municipality's data; rows
// without a municipality are about one of their own, that of their series. Municipalities
// are taken by the codes that rows have, or by their names if they have none; where one code follows another, on the same list
// or by [SpellOptions.Standing], what covers the later covers the earlier too.
//
// In a covered month a list without a row is vacant, before its first row not yet there,
// and after its last gone, but for months that are missing:
//
//   - for a municipality, if nothing that covers it has a row in the month; or if it has
//     none itself, and two or more of its lists come back with a doctor they had before;
//   - for the lists without a row, if five or more of them, and a tenth of the
//     municipality's, come back with a doctor they had before.
//
// Lists that first show, or show for the last time, because files came late or were cut
// are told from others by the rules of [Alarm].
type Coverage struct {
	places map[place]*placeCoverage
	units  map[varighet.MunicipalityCode]*unitCoverage // by the reference borders
	codes  map[varighet.MunicipalityCode]*unitCoverage // as reported
	spans  map[varighet.MunicipalityCode][]unitSpan    // what a code is, from its first month with rows to its last
	all    months
	survey *survey
	alarms []Alarm
}

// A placeCoverage is what covers one place.
type placeCoverage struct {
	*placeTally
	covered months      // in which a series that covers it has rows
	missing months      // of those: without a row of it that could be expected
	cut     months      // of those: some of its lists are missing
	before  []neighbour // places that it follows
	after   []neighbour // places that follow it
	changed bool        // its code was another the month before its first

	first, last           varighet.Month // with rows
	coverFrom, coverUntil varighet.Month // F and T

	firstShown map[varighet.Month]firstRows // what lists that first show in a month are taken for
	lastShown  lastRows                     // what lists of its last month are taken for
}

// A neighbour is a place that follows another, from a month on, or that another follows,
// until one.
type neighbour struct {
	*placeCoverage
	month varighet.Month
}

// unitCoverage is what covers a municipality, by whatever places it has.
type unitCoverage struct{ covered, seen months }

// Cover reads a stream to its end and notes what it covers. Of the options, Series,
// Harmonise and Standing matter, and FirstRows and LastRows for what alarms say; they must
// be the same when [Spells] are made. The
// columns it needs are month, position, municipality code, doctor and role; the
// municipality's name where codes are missing; and the source file if there are several
// series. [Spells] must have the same municipalities.
func Cover(obs Observations, opt SpellOptions) (*Coverage, error) {
	return CoverParts([]MonthRuns{RowByRow(obs)}, opt)
}

// CoverParts is [Cover] for rows in several parts, which are read at the same
// time. No position may be in two parts.
func CoverParts(parts []MonthRuns, opt SpellOptions) (*Coverage, error) {
	var done surveys
	err := eachPart(len(parts), func(i int) error {
		s := done.get(opt.Series)
		defer done.put(s)
		return s.take(parts[i])
	})
	if err != nil {
		return nil, err
	}
	all := done.get(opt.Series)
	for _, s := range done.idle {
		all.add(s)
	}
	return coverageOf(all, opt), nil
}

// coverageOf decides what the counts of all parts mean.
func coverageOf(s *survey, opt SpellOptions) *Coverage {
	c := &Coverage{places: map[place]*placeCoverage{}, survey: s}
	ofSeries := map[string]*months{}
	for key, t := range s.series {
		ofSeries[key] = t.months()
	}
	for at, t := range s.places {
		p := &placeCoverage{placeTally: t, firstShown: map[varighet.Month]firstRows{}}
		p.first, _ = t.rows.first()
		p.last, _ = t.rows.last()
		for series := range t.series {
			p.covered.union(ofSeries[series])
		}
		p.coverFrom, _ = p.covered.first()
		p.coverUntil, _ = p.covered.last()
		c.places[at] = p
		c.all.union(&t.rows)
	}
	c.follow(opt.Standing)
	c.findSpans(opt.Harmonise)
	for _, p := range c.places {
		p.findMissing()
	}
	c.sum()
	c.judgeFirstRows()
	c.judgeLastRows(opt.Standing)
	c.raiseAlarms(opt)
	return c
}

// follow finds which places follow which: lists in the last month of one are next in
// the other; or in the first month of one came from the other.
func (c *Coverage) follow(standing Standing) {
	for _, pair := range sortedPairs(c.survey.follows) {
		was, is, cross := c.places[pair[0]], c.places[pair[1]], c.survey.follows[pair]
		if !pair[0].isMunicipality() || !pair[1].isMunicipality() {
			continue
		}
		ended, began := cross.last == was.last, cross.first == is.first
		if ended {
			was.after = append(was.after, neighbour{is, cross.first})
		}
		if began {
			is.before = append(is.before, neighbour{was, cross.last})
		}
		is.changed = is.changed || ended && began
	}
	if standing == nil {
		return
	}
	for at, p := range c.places {
		if at.code != "" {
			codes := standing(at.code, p.first, p.first-1)
			p.changed = p.changed || len(codes) > 0 && !slices.Contains(codes, at.code)
		}
	}
}

func sortedPairs(pairs map[[2]place]crossing) [][2]place {
	return slices.SortedFunc(maps.Keys(pairs), func(x, y [2]place) int {
		return cmp.Or(x[0].compare(y[0]), x[1].compare(y[1]))
	})
}

// findMissing finds the months in which rows that could be expected are not there.
func (p *placeCoverage) findMissing() {
	for m := p.coverFrom; m <= p.coverUntil; m++ {
		switch n := p.counts.of(m); {
		case !p.covered.has(m):
		case n.same >= 2 && !p.hasRows(m):
			p.missing.add(m)
		case n.same >= manyLists && 10*n.same >= n.lists+n.holes:
			p.cut.add(m)
		}
	}
}

// hasRows reports whether the place, or one that follows it, has rows in the month.
func (p *placeCoverage) hasRows(m varighet.Month) bool {
	return p.rows.has(m) || slices.ContainsFunc(p.after, func(a neighbour) bool { return m >= a.month && a.hasRows(m) })
}

// shows reports whether a list of the place without a row in a month of its coverage was
// not there then.
func (p *placeCoverage) shows(m varighet.Month) bool {
	return p.covered.has(m) && !p.missing.has(m) && !p.cut.has(m)
}

// findSpans finds what the codes are by the reference borders, each month of each asked
// for once.
func (c *Coverage) findSpans(harmonise Harmonise) {
	var codes []varighet.MunicipalityCode
	var rows []*months
	c.spans = map[varighet.MunicipalityCode][]unitSpan{}
	for _, at := range slices.SortedFunc(maps.Keys(c.places), place.compare) {
		if k := len(codes) - 1; k >= 0 && codes[k] == at.code { // several names or series without a code
			rows[k].union(&c.places[at].rows)
			continue
		}
		own := c.places[at].rows
		codes, rows = append(codes, at.code), append(rows, &own)
	}
	spans := make([][]unitSpan, len(codes))
	_ = eachPart(len(codes), func(i int) error {
		spans[i] = unitSpans(codes[i], rows[i], harmonise)
		return nil
	})
	for i, code := range codes {
		c.spans[code] = spans[i]
	}
}

// sum makes the coverage of municipalities from that of their places.
func (c *Coverage) sum() {
	c.units, c.codes = map[varighet.MunicipalityCode]*unitCoverage{}, map[varighet.MunicipalityCode]*unitCoverage{}
	for at, p := range c.places {
		unitOf(c.codes, at.code).add(p, p.coverFrom, p.coverUntil)
		spans := c.spans[at.code]
		for i, s := range spans { // before its first row and after its last a code is what it was then
			from, to := s.from, s.to
			if i == 0 {
				from = min(from, p.coverFrom)
			}
			if i == len(spans)-1 {
				to = max(to, p.coverUntil)
			}
			unitOf(c.units, s.unit).add(p, from, to)
		}
	}
}

func unitOf(units map[varighet.MunicipalityCode]*unitCoverage, code varighet.MunicipalityCode) *unitCoverage {
	if units[code] == nil {
		units[code] = &unitCoverage{}
	}
	return units[code]
}

// add takes in what covers a place between two months.
func (u *unitCoverage) add(p *placeCoverage, from, to varighet.Month) {
	for m := from; m <= to; m++ {
		if p.covered.has(m) {
			u.covered.add(m)
			if !p.missing.has(m) {
				u.seen.add(m)
			}
		}
	}
}

func (at place) compare(other place) int {
	return cmp.Or(cmp.Compare(at.code, other.code), cmp.Compare(at.name, other.name), cmp.Compare(at.series, other.series))
}

// sees reports whether a list that was reported in a place could be seen in the month,
// if it was there: the place is covered and its lists are not missing; or it is not
// covered any more, or not yet, and all that stood in its place are.
//
// standing tells which codes those are. Where it does not know, the places that follow
// by the rows are taken.
func (c *Coverage) sees(p *placeCoverage, m varighet.Month, standing Standing) bool {
	if p == nil || p.missing.has(m) || p.cut.has(m) {
		return false // also where a new code is covered: the lists came back under it as they were
	}
	if codes := p.stoodInFor(m, standing); len(codes) > 0 {
		return !slices.ContainsFunc(codes, func(code varighet.MunicipalityCode) bool { return !c.covers(code, m) })
	}
	var around []neighbour
	notThere := func(a neighbour) bool { return m < a.month || !c.sees(a.placeCoverage, m, nil) }
	switch {
	case m >= p.coverFrom && m <= p.coverUntil:
		return p.shows(m)
	case m < p.coverFrom:
		around, notThere = p.before, func(a neighbour) bool { return m > a.month || !c.sees(a.placeCoverage, m, nil) }
	default:
		around = p.after
	}
	return len(around) > 0 && !slices.ContainsFunc(around, notThere)
}

// stoodInFor returns the codes that stood in the place's in a month beyond its rows,
// if it was another; nil if not, or if that is not known. Where a list may be in one of
// them that nobody reports, it cannot be seen.
func (p *placeCoverage) stoodInFor(m varighet.Month, standing Standing) []varighet.MunicipalityCode {
	if standing == nil || p.at.code == "" || m >= p.first && m <= p.last {
		return nil
	}
	codes := standing(p.at.code, max(p.first, min(m, p.last)), m)
	if slices.Contains(codes, p.at.code) {
		return nil
	}
	return codes
}

// covers reports whether a code is covered in the month.
func (c *Coverage) covers(code varighet.MunicipalityCode, m varighet.Month) bool {
	u := c.codes[code]
	return u != nil && u.seen.has(m)
}

// NeedsFiles reports whether there are rows without a municipality, in one of several
// series: [Spells] then need the source files to know which.
func (c *Coverage) NeedsFiles() bool {
	for at := range c.places {
		if at.series != "" {
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
	choices   map[varighet.MunicipalityCode]*codeChoices
}

// codeChoices are the months of which it is known whether a code is one of several parts, and those in
// which it is.
type codeChoices struct{ known, several months }

func newBorders(harmonise Harmonise, cov *Coverage) *borders {
	return &borders{harmonise: harmonise, cov: cov, choices: map[varighet.MunicipalityCode]*codeChoices{}}
}

// unit is what a code is in a month, and in those after it until one.
func (b *borders) unit(code varighet.MunicipalityCode, m varighet.Month) (unit varighet.MunicipalityCode, until varighet.Month) {
	if b.harmonise == nil || code == "" {
		return code, varighet.MaxMonth
	}
	if code == b.code && m >= b.span.from && m <= b.span.to {
		return b.span.unit, b.span.to
	}
	for _, s := range b.cov.spans[code] {
		if m >= s.from && m <= s.to {
			b.code, b.span = code, s
			return s.unit, s.to
		}
	}
	return b.harmonise(code, m), m
}

// divided reports whether what a code is takes a list, or somebody, to tell.
func (b *borders) divided(follow Follow, code varighet.MunicipalityCode, m varighet.Month) bool {
	if code == "" {
		return false
	}
	choices := b.choices[code]
	if choices == nil {
		choices = &codeChoices{}
		b.choices[code] = choices
	}
	if !choices.known.has(m) {
		choices.known.add(m)
		if _, way := follow(code, m, nil); way != OnlyWay {
			choices.several.add(m)
		}
	}
	return choices.several.has(m)
}

// Has reports whether the data say something of the municipality, by the reference
// borders, in the month: it is covered and not missing.
func (c *Coverage) Has(unit varighet.MunicipalityCode, m varighet.Month) bool {
	u := c.units[unit]
	return u != nil && u.seen.has(m)
}

// First and Last return the first and last month of all data; ok is false for
// no data at all.
func (c *Coverage) First() (m varighet.Month, ok bool) { return c.all.first() }

// Last returns the last month of all data; ok is false for no data at all.
func (c *Coverage) Last() (m varighet.Month, ok bool) { return c.all.last() }

// FirstOf returns the first month of what covers a municipality; ok is false for none.
func (c *Coverage) FirstOf(unit varighet.MunicipalityCode) (m varighet.Month, ok bool) {
	if u := c.units[unit]; u != nil {
		return u.covered.first()
	}
	return 0, false
}

// FirstOfCode is FirstOf for a code as it was reported.
func (c *Coverage) FirstOfCode(code varighet.MunicipalityCode) (m varighet.Month, ok bool) {
	if u := c.codes[code]; u != nil {
		return u.covered.first()
	}
	return 0, false
}

// LastOf returns the last month of what covers a municipality; ok is false for none.
func (c *Coverage) LastOf(unit varighet.MunicipalityCode) (m varighet.Month, ok bool) {
	if u := c.units[unit]; u != nil {
		return u.covered.last()
	}
	return 0, false
}

// Units returns the municipalities by the reference borders, sorted.
func (c *Coverage) Units() []varighet.MunicipalityCode { return slices.Sorted(maps.Keys(c.units)) }

// MissingMonths returns the months between the first and the last of all data
// in which nobody has rows, ascending.
func (c *Coverage) MissingMonths() []varighet.Month { return c.all.holes() }

// MissingMonthsOf returns the months between the first and the last of what covers a
// municipality that are missing for it, ascending.
func (c *Coverage) MissingMonthsOf(unit varighet.MunicipalityCode) (list []varighet.Month) {
	first, _ := c.FirstOf(unit)
	last, _ := c.LastOf(unit)
	for m := first + 1; m < last; m++ {
		if !c.Has(unit, m) {
			list = append(list, m)
		}
	}
	return list
}

// months is a set of valid months.
type months [(int(varighet.MaxMonth-varighet.MinMonth) + 64) / 64]uint64

func (s *months) add(m varighet.Month) {
	i := uint(m - varighet.MinMonth)
	s[i/64] |= 1 << (i % 64)
}

// addSpan adds the months from one to another.
func (s *months) addSpan(from, to varighet.Month) {
	i, last := uint(from-varighet.MinMonth), uint(to-varighet.MinMonth)
	for ; i/64 < last/64; i += 64 - i%64 {
		s[i/64] |= ^uint64(0) << (i % 64)
	}
	s[i/64] |= ^uint64(0) << (i % 64) & (^uint64(0) >> (63 - last%64))
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
