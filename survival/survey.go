package survival

import (
	"fmt"
	"slices"
	"sync"

	"github.com/varighet/varighet"
)

// A place is what lists are reported under: a municipality by its code, or its name where
// there is none; or, for rows that have neither, the series of files that they stand in.
type place struct {
	code   varighet.MunicipalityCode
	name   string // as [varighet.Town] has it; "" unless code is
	series string // "" unless both are
}

// placeOf is the place of a row. seriesOf finds the series of its file.
func placeOf(o *varighet.Observation, towns *townOf, seriesOf func() string) place {
	switch {
	case o.MunicipalityCode != "":
		return place{code: o.MunicipalityCode}
	case o.MunicipalityName != "":
		return place{name: towns.get(o.MunicipalityName)}
	}
	return place{series: seriesOf()}
}

// townOf remembers the town of the last name asked for: rows come list by list.
type townOf struct{ name, town string }

func (t *townOf) get(name string) string {
	if t.name != name {
		t.name, t.town = name, varighet.Town(name)
	}
	return t.town
}

// isMunicipality is false for rows that are of none.
func (at place) isMunicipality() bool { return at.code != "" || at.name != "" }

// A survey is the first pass over the rows of one part: what is counted of lists in
// each place and month, so that late and cut files can be told from starts and stops.
type survey struct {
	seriesOf func(file string) string // nil: all files are of one series
	places   map[place]*placeTally
	series   map[string]*seriesTally
	follows  map[[2]place]crossing // lists were reported under the first, then under the second

	one   fileSeries          // of all files, if they are one
	files monthly[fileSeries] // else the last file asked for, by month: rows come list by list

	position string
	month    varighet.Month // of the rows under way
	at       place          // of them
	tally    *placeTally    // of at
	towns    townOf
	held     []string // regular holders in month
	ahead    int      // rows after month that only say that its one holder went on, a month each
	before   listBefore
}

// fileSeries remembers the series of a file.
type fileSeries struct {
	file   string
	series string
	tally  *seriesTally
}

// A crossing is the latest month in which a list was reported under one place that was
// next reported under another, and the first month in which one was there.
type crossing struct{ last, first varighet.Month }

// listBefore is what the list was in its month with rows before the one under way.
type listBefore struct {
	seen    bool
	month   varighet.Month
	tally   *placeTally
	held    []string // regular holders in that month
	holders []string // if there are none: those of the latest month that had any
}

// last are the regular holders of the latest month that had any.
func (was *listBefore) last() []string {
	if len(was.held) > 0 {
		return was.held
	}
	return was.holders
}

// A placeTally is what the rows say of one place.
type placeTally struct {
	at     place
	shown  string // its name as rows have it, if it has no code; of several the least
	rows   months
	series map[string]bool
	counts monthly[listCounts]
	noted  *seriesTally // the series noted last
}

// A seriesTally is what the rows say of one series of files.
type seriesTally struct {
	places map[place]bool
	counts monthly[int] // rows
}

// listCounts are numbers of lists of one place in one month.
type listCounts struct {
	lists     int32 // with rows
	first     int32 // that show for the first time
	firstHeld int32 // likewise, with a doctor
	last      int32 // that do not show again
	lastHeld  int32 // likewise, with a doctor
	holes     int32 // without rows, that come back later
	same      int32 // likewise, with a doctor they had before
	leaving   int32 // doctors who held one the month before and do not now
}

// monthly holds a value for each month from the first that was asked for to the last.
type monthly[T any] struct {
	from varighet.Month
	list []T
}

// roomForMonths is that of the months since the scheme began, 2001, and of some years to come.
const roomForMonths = 384

// in returns the value of a month, to be changed.
func (b *monthly[T]) in(m varighet.Month) *T {
	if len(b.list) == 0 {
		b.from, b.list = m, make([]T, 0, roomForMonths)
	}
	if m < b.from {
		b.list = append(make([]T, b.from-m, len(b.list)+int(b.from-m)), b.list...)
		b.from = m
	}
	if more := int(m-b.from) + 1 - len(b.list); more > 0 {
		b.list = append(b.list, make([]T, more)...)
	}
	return &b.list[m-b.from]
}

// span returns the values of the months from one to another, to be changed.
func (b *monthly[T]) span(from, to varighet.Month) []T {
	b.in(from)
	b.in(to)
	return b.list[from-b.from : to-b.from+1]
}

// of returns the value of a month.
func (b *monthly[T]) of(m varighet.Month) (v T) {
	if m >= b.from && int(m-b.from) < len(b.list) {
		v = b.list[m-b.from]
	}
	return v
}

// months are those with rows.
func (s *seriesTally) months() *months {
	list := &months{}
	for i, n := range s.counts.list {
		if n > 0 {
			list.add(s.counts.from + varighet.Month(i))
		}
	}
	return list
}

// addAll adds the counts of other lists.
func (t *placeTally) addAll(o *placeTally) {
	for i, c := range o.counts.list {
		to := t.counts.in(o.counts.from + varighet.Month(i))
		to.lists += c.lists
		to.first += c.first
		to.firstHeld += c.firstHeld
		to.last += c.last
		to.lastHeld += c.lastHeld
		to.holes += c.holes
		to.same += c.same
		to.leaving += c.leaving
	}
}

func newSurvey(seriesOf func(string) string) *survey {
	return &survey{seriesOf: seriesOf, places: map[place]*placeTally{}, series: map[string]*seriesTally{},
		follows: map[[2]place]crossing{}}
}

// surveys are those that no part is using: one for each goroutine is enough, and they take
// memory for every place and month.
type surveys struct {
	mu   sync.Mutex
	idle []*survey
}

func (l *surveys) get(seriesOf func(string) string) *survey {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.idle); n > 0 {
		s := l.idle[n-1]
		l.idle = l.idle[:n-1]
		return s
	}
	return newSurvey(seriesOf)
}

func (l *surveys) put(s *survey) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.idle = append(l.idle, s)
}

// take goes through the rows of a part.
func (s *survey) take(runs MonthRuns) error {
	for run, err := range runs {
		if err != nil {
			return err
		}
		if err := usable(run.Observation); err != nil {
			return err
		}
		s.rows(run.Observation, run.Last)
	}
	s.endList()
	s.position = ""
	return nil
}

// usable refuses a row that lacks what every row of a register has.
func usable(o *varighet.Observation) error {
	switch {
	case o.PositionID == "" || !o.Month.Valid():
		return fmt.Errorf("row %d of %s has no position or no month", o.SourceRow, o.SourceFile)
	case o.Role == varighet.RoleRegular && o.DoctorID == "":
		return fmt.Errorf("position %s has a regular holder without an id in %s", o.PositionID, o.Month)
	}
	return nil
}

// rows takes the next row, and those of the months after it up to last that say the same.
func (s *survey) rows(o *varighet.Observation, last varighet.Month) {
	s.row(o, o.Month)
	for m := o.Month + 1; m <= last; m++ {
		if s.goesOn(o, m) {
			s.ahead += int(last-m) + 1
			return
		}
		s.row(o, m)
	}
}

// row takes the next row, as one of month m.
func (s *survey) row(o *varighet.Observation, m varighet.Month) {
	if s.goesOn(o, m) {
		s.ahead++
		return
	}
	s.catchUp()
	if o.PositionID != s.position {
		s.endList()
		s.position = o.PositionID
	} else if m != s.month {
		s.endMonth()
	}
	file := &s.one
	if s.seriesOf != nil || file.tally == nil {
		file = s.fileOf(o, m)
	}
	*file.tally.counts.in(m)++
	if s.tally == nil {
		s.beginMonth(o, m, file)
	}
	if o.Role == varighet.RoleRegular {
		s.held = append(s.held, o.DoctorID)
	}
}

// goesOn reports whether a row of month m says of the month after the last one what that one's only
// row said: nearly all do, and need not be counted one by one.
func (s *survey) goesOn(o *varighet.Observation, m varighet.Month) bool {
	return s.tally != nil && len(s.held) == 1 && m == s.month+varighet.Month(s.ahead)+1 && o.Role == varighet.RoleRegular &&
		s.at.code != "" && o.MunicipalityCode == s.at.code && o.DoctorID == s.held[0] && o.PositionID == s.position &&
		(s.seriesOf == nil || s.fileOf(o, m).tally == s.tally.noted)
}

// catchUp counts the months that went on. The last of them is then the one under way.
func (s *survey) catchUp() {
	if s.ahead == 0 {
		return
	}
	from, to, tally := s.month+1, s.month+varighet.Month(s.ahead), s.tally
	s.ahead = 0
	s.endMonth()
	rows, lists := tally.noted.counts.span(from, to), tally.counts.span(from, to)
	tally.rows.addSpan(from, to)
	for i := range rows {
		rows[i]++
	}
	for i := range lists[:len(lists)-1] {
		lists[i].lists++
	}
	s.before.month = to - 1
	s.month, s.tally = to, tally
	s.held = append(s.held[:0], s.before.held...)
}

// beginMonth begins the rows of a list in a month. They are in the place of the first
// of them.
func (s *survey) beginMonth(o *varighet.Observation, m varighet.Month, file *fileSeries) {
	s.month = m
	if s.before.tally != nil && o.MunicipalityCode == s.at.code && s.at.code != "" {
		s.tally = s.before.tally
	} else {
		s.at = placeOf(o, &s.towns, func() string { return file.series })
		s.tally = s.tallyOf(s.at)
		s.tally.show(o.MunicipalityName)
	}
	s.tally.rows.add(m)
	if s.tally.noted != file.tally {
		s.tally.noted = file.tally
		s.tally.series[file.series], file.tally.places[s.at] = true, true
	}
}

// show notes how the place's name is written.
func (t *placeTally) show(name string) {
	if t.at.name != "" && name != "" && (t.shown == "" || name < t.shown) {
		t.shown = name
	}
}

func (s *survey) tallyOf(at place) *placeTally {
	t := s.places[at]
	if t == nil {
		t = &placeTally{at: at, series: map[string]bool{}}
		s.places[at] = t
	}
	return t
}

// fileOf finds the series of a row's file.
func (s *survey) fileOf(o *varighet.Observation, m varighet.Month) *fileSeries {
	f := s.files.in(m)
	if f.tally != nil && f.file == o.SourceFile {
		return f
	}
	*f = fileSeries{file: o.SourceFile}
	if s.seriesOf != nil {
		f.series = s.seriesOf(o.SourceFile)
	}
	if f.tally = s.series[f.series]; f.tally == nil {
		f.tally = &seriesTally{places: map[place]bool{}}
		s.series[f.series] = f.tally
	}
	if s.seriesOf == nil {
		s.one = *f
	}
	return f
}

// endMonth counts what a list was in the month whose rows have all come.
func (s *survey) endMonth() {
	if s.tally == nil {
		return
	}
	c := s.tally.counts.in(s.month)
	c.lists++
	if was := &s.before; !was.seen {
		c.first++
		if len(s.held) > 0 {
			c.firstHeld++
		}
	} else {
		s.passedOver(was)
		if was.tally != s.tally {
			s.crosses([2]place{was.tally.at, s.at}, crossing{was.month, s.month})
		}
	}
	s.before.seen, s.before.month, s.before.tally = true, s.month, s.tally
	if len(s.held) == 0 && len(s.before.held) > 0 {
		s.before.holders, s.before.held = s.before.held, s.before.holders
	}
	if len(s.held) != 1 || len(s.before.held) != 1 || s.held[0] != s.before.held[0] {
		s.before.held, s.held = s.held, s.before.held
	}
	s.held, s.tally = s.held[:0], nil
}

// crosses notes that a list was reported under one place, then under another.
func (s *survey) crosses(pair [2]place, c crossing) {
	if have, known := s.follows[pair]; known {
		c = crossing{max(c.last, have.last), min(c.first, have.first)}
	}
	s.follows[pair] = c
}

// passedOver counts the months between two with rows, and who left.
func (s *survey) passedOver(was *listBefore) {
	if s.month > was.month+1 {
		same := shares(was.last(), s.held)
		for m := was.month + 1; m < s.month; m++ {
			c := was.tally.counts.in(m)
			c.holes++
			if same {
				c.same++
			}
		}
	}
	for _, doctor := range was.held {
		if !slices.Contains(s.held, doctor) {
			was.tally.counts.in(was.month+1).leaving++
		}
	}
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(doctor string) bool { return slices.Contains(b, doctor) })
}

// endList ends a list's rows.
func (s *survey) endList() {
	s.catchUp()
	s.endMonth()
	if was := &s.before; was.seen {
		c := was.tally.counts.in(was.month)
		c.last++
		if len(was.held) > 0 {
			c.lastHeld++
		}
		if was.month < varighet.MaxMonth {
			was.tally.counts.in(was.month + 1).leaving += int32(len(was.held))
		}
	}
	s.before = listBefore{held: s.before.held[:0], holders: s.before.holders[:0]}
}

// add takes in the survey of another part.
func (s *survey) add(o *survey) {
	for at, t := range o.places {
		own := s.tallyOf(at)
		own.show(t.shown)
		own.rows.union(&t.rows)
		for series := range t.series {
			own.series[series] = true
		}
		own.addAll(t)
	}
	for key, t := range o.series {
		own := s.series[key]
		if own == nil {
			own = &seriesTally{places: map[place]bool{}}
			s.series[key] = own
		}
		for at := range t.places {
			own.places[at] = true
		}
		for i, n := range t.counts.list {
			*own.counts.in(t.counts.from + varighet.Month(i)) += n
		}
	}
	for pair, c := range o.follows {
		s.crosses(pair, c)
	}
}
