package survival

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/varighet/varighet"
)

// A spellBuilder collects the rows of one position at a time and turns them
// into spells when the next position begins.
type spellBuilder struct {
	opt SpellOptions
	cov *Coverage
	set *SpellSet // of the part

	id      string
	first   varighet.Month
	months  []positionMonth // from first to the month of the last row, no holes
	reports []report        // what rows said of them, from first on
	held    []heldMonths    // of regular holders, sorted by first month and doctor
	holders int             // regular holders in the last month
	shared  int             // months that have two or more

	borders *borders
	at      place          // the last one asked for
	place   *placeCoverage // of at
	towns   townOf
	codes   []varighet.Sighting // under which the position was reported; nil until asked for
	guessed bool                // the part of a divided municipality it is in was
}

// A positionMonth is what a position's rows, or the lack of them, say of a
// month.
type positionMonth struct {
	state     monthState
	bridged   bool
	report    int32 // its place among the reports; that of the latest month with rows if there are none
	residents varighet.Opt[int32]
}

type monthState uint8

const (
	monthMissing monthState = iota // no rows where there should be, for all that is known
	monthVacant                    // no regular holder
	monthHeld
)

// A report is what the first rows of months that follow each other say of the position, but for
// numbers.
type report struct {
	from     varighet.Month            // the first of the months
	code     varighet.MunicipalityCode // as reported
	unit     varighet.MunicipalityCode // the same by the reference borders
	place    *placeCoverage            // what covers it; nil for a corrected row of what has no others
	evidence varighet.Evidence
}

// heldMonths are the rows of one regular holder in months that follow each other.
type heldMonths struct {
	first, last    varighet.Month
	doctor         string
	agreementStart varighet.Opt[int32]
	evidence       varighet.Evidence

	residentsFirst, residentsLast varighet.Opt[int32]
	residents                     int64 // the sum over the months that give them,
	given                         int   // and how many these are
}

// take makes the spells of a part, in place of those of the part before.
func (b *spellBuilder) take(runs MonthRuns) error {
	*b.set, b.id = SpellSet{Spells: b.set.Spells[:0]}, ""
	for run, err := range runs {
		if err != nil {
			return err
		}
		if err := b.add(run); err != nil {
			return err
		}
	}
	b.flush()
	return nil
}

// add takes the next run of the stream.
func (b *spellBuilder) add(run *varighet.MonthRun) error {
	last, err := b.begin(run)
	if err != nil {
		return err
	}
	if run.Role != varighet.RoleRegular { // locums and part-list doctors are not holders
		b.openMonths(run, monthVacant)
		return nil
	}
	if n := len(b.held); n > 0 && b.held[n-1].last == run.Month && b.held[n-1].doctor >= run.DoctorID {
		return fmt.Errorf("position %s has the same holder twice, or rows out of order, in %s", b.id, run.Month)
	}
	if run.Month == last {
		b.month(last).state = monthHeld
		if b.holders++; b.holders == 2 {
			b.shared++
		}
	}
	b.openMonths(run, monthHeld)
	b.hold(run)
	return nil
}

// begin ends the position before, if a run is of the next, and returns the last month with rows of the
// one under way: the month before the run's if it has none.
func (b *spellBuilder) begin(run *varighet.MonthRun) (last varighet.Month, err error) {
	if err := usable(run.Observation); err != nil {
		return 0, err
	}
	if run.PositionID != b.id {
		if run.PositionID < b.id {
			return 0, fmt.Errorf("rows are not sorted: position %s comes after %s", run.PositionID, b.id)
		}
		b.flush()
		b.id, b.first = run.PositionID, run.Month
	}
	if last = b.last(); run.Month < last {
		return 0, fmt.Errorf("rows are not sorted: position %s has %s after %s", b.id, run.Month, last)
	}
	return last, nil
}

// openMonths appends those months of a run that no row before it was in, which are in this state,
// and before them the months that were passed over: vacant where the list would have been seen,
// else missing.
func (b *spellBuilder) openMonths(run *varighet.MonthRun, state monthState) {
	for m := b.first + varighet.Month(len(b.months)); m < run.Month; m++ {
		hole := positionMonth{state: monthMissing, report: b.months[len(b.months)-1].report}
		if b.sees(&hole, m) {
			hole.state = monthVacant
		}
		b.months = append(b.months, hole)
	}
	next := b.first + varighet.Month(len(b.months))
	if next > run.Last {
		return
	}
	if b.holders = 0; state == monthHeld {
		b.holders = 1
	}
	at := report{code: run.MunicipalityCode, place: b.placeOf(run.Observation), evidence: run.Evidence}
	for next <= run.Last {
		var until varighet.Month
		at.from = next
		at.unit, until = b.borders.unit(at.code, next)
		k := b.reported(&at)
		for ; next <= min(until, run.Last); next++ {
			b.months = append(b.months, positionMonth{state: state, report: k, residents: run.ResidentsIn(next)})
		}
	}
}

// reported returns the place of a report: the last one's, if that says the same.
func (b *spellBuilder) reported(r *report) int32 {
	if n := len(b.reports); n > 0 {
		if last := &b.reports[n-1]; last.code == r.code && last.unit == r.unit && last.place == r.place && last.evidence == r.evidence {
			return int32(n - 1)
		}
	}
	b.reports = append(b.reports, *r)
	return int32(len(b.reports) - 1)
}

// placeOf finds what covers a row. Corrected rows of what has no municipality are covered
// as the list's others are.
func (b *spellBuilder) placeOf(o *varighet.Observation) *placeCoverage {
	if o.Evidence == varighet.EvidenceCorrected && o.MunicipalityCode == "" && len(b.months) > 0 {
		return b.report(b.last()).place
	}
	at := placeOf(o, &b.towns, func() string {
		if b.opt.Series == nil {
			return ""
		}
		return b.opt.Series(o.SourceFile)
	})
	if b.at != at || b.place == nil {
		b.at, b.place = at, b.cov.places[at]
	}
	return b.place
}

// hold notes who holds the list in the months of a run.
func (b *spellBuilder) hold(run *varighet.MonthRun) {
	h := heldMonths{first: run.Month, last: run.Last, doctor: run.DoctorID, agreementStart: run.AgreementStart, evidence: run.Evidence,
		residentsFirst: run.Residents, residentsLast: run.ResidentsIn(run.Last)}
	for m := run.Month; m <= run.Last; m++ {
		if n := run.ResidentsIn(m); n.OK {
			h.residents += int64(n.V)
			h.given++
		}
	}
	b.held = append(b.held, h)
}

// flush turns the collected position into spells. One without a window has them
// too, since doctors move there, but nothing of it is counted.
func (b *spellBuilder) flush() {
	if len(b.months) == 0 {
		return
	}
	from, before := len(b.set.Spells), b.set.Counts
	b.set.Counts.SharedMonths += b.shared
	b.regularSpells()
	numberHolders(b.set.Spells[from:])
	b.vacantSpells()
	b.missingSpells()
	slices.SortFunc(b.set.Spells[from:], bySeen)
	if b.opt.Windows != nil && len(b.opt.Windows(b.id)) == 0 {
		b.set.Counts = before
	}
	b.keepCodes()
	b.months, b.reports, b.held = b.months[:0], b.reports[:0], b.held[:0]
	b.shared, b.codes, b.guessed = 0, nil, false
}

// numberHolders gives ordinals by first month, then doctor.
func numberHolders(spells []Spell) {
	slices.SortFunc(spells, func(x, y Spell) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.DoctorID, y.DoctorID))
	})
	for i := range spells {
		spells[i].Ordinal = i + 1
	}
}

// regularSpells makes one spell of each doctor's unbroken months. Rows of one
// spell stand together as they came, since another holder's month ends it; only
// where two hold a list at a time must they be sorted by doctor first.
func (b *spellBuilder) regularSpells() {
	if b.shared > 0 {
		slices.SortStableFunc(b.held, func(x, y heldMonths) int { return cmp.Compare(x.doctor, y.doctor) })
	}
	for i := 0; i < len(b.held); {
		j := i + 1
		bridged := 0
		for ; j < len(b.held) && b.held[j].doctor == b.held[i].doctor; j++ {
			n, ok := b.bridge(&b.held[j-1], &b.held[j])
			if !ok {
				break
			}
			bridged += n
		}
		b.regularSpell(b.held[i:j], bridged)
		i = j
	}
}

// bridge reports whether a doctor who held the position in some months and later
// ones, but not between them, held it all the time, and how many vacant months that
// covers. Missing months say nothing; a month with another holder ends the
// spell, and so does an end or a start that was corrected.
func (b *spellBuilder) bridge(before, after *heldMonths) (vacant int, ok bool) {
	between := b.months[before.last-b.first+1 : after.first-b.first]
	if len(between) > 0 && (before.evidence == varighet.EvidenceCorrected || after.evidence == varighet.EvidenceCorrected) {
		return 0, false
	}
	for i := range between {
		switch between[i].state {
		case monthHeld:
			return 0, false
		case monthVacant:
			vacant++
		}
	}
	if vacant > b.opt.Gap {
		return 0, false
	}
	for i := range between {
		between[i].bridged = between[i].state == monthVacant
	}
	if vacant > 0 {
		b.set.Counts.Bridged++
		b.set.Counts.BridgedMonths += vacant
	}
	return vacant, true
}

func (b *spellBuilder) regularSpell(rows []heldMonths, bridged int) {
	first, last := &rows[0], &rows[len(rows)-1]
	s := b.newSpell(Regular, first.first, last.last)
	s.DoctorID = first.doctor
	s.StartEvidence, s.EndEvidence = first.evidence, last.evidence
	s.MonthsBridged = bridged
	s.residents(rows)

	s.Start = b.start(&s, rows)
	corrected := correctedEnd(rows)
	b.end(&s, corrected)
	b.countShown(&s)
	s.ExitUnconfirmed = s.Stopped && !corrected && b.unconfirmed(s.Last)
	b.set.Counts.countRegular(&s)
	b.set.Spells = append(b.set.Spells, s)
}

// newSpell fills in what position and months say.
func (b *spellBuilder) newSpell(kind SpellKind, first, last varighet.Month) Spell {
	r := b.report(first)
	s := Spell{
		PositionID:      b.id,
		Kind:            kind,
		Municipality:    r.code,
		MunicipalityNow: b.now(r, first),
		First:           first,
		Last:            last,
		StartEvidence:   r.evidence,
		EndEvidence:     b.report(last).evidence,
	}
	if r.place != nil {
		s.Town = r.place.at.name
	}
	if b.opt.Population != nil && s.Municipality != "" {
		s.Population = b.opt.Population(s.Municipality, first.Year())
		if s.Population.OK && b.opt.SizeGroup != nil {
			s.SizeGroup = b.opt.SizeGroup(int(s.Population.V))
		}
	}
	return s
}

// now is the municipality by the reference borders. Where it was divided, the
// position goes with what it was reported under later.
func (b *spellBuilder) now(r *report, month varighet.Month) varighet.MunicipalityCode {
	if b.opt.Follow == nil || !b.borders.divided(b.opt.Follow, r.code, month) {
		return r.unit
	}
	code, way := b.opt.Follow(r.code, month, b.sightings())
	if way == GuessedWay && !b.guessed {
		b.guessed = true
		b.set.Counts.SplitGuessed++
	}
	return code
}

// keepCodes keeps the codes of a position that was reported under several, where no
// reference says which are the same.
func (b *spellBuilder) keepCodes() {
	if b.opt.Harmonise != nil || !slices.ContainsFunc(b.reports, func(r report) bool { return r.code != b.reports[0].code }) {
		return
	}
	if b.set.codes == nil {
		b.set.codes = positionCodes{}
	}
	b.set.codes[b.id] = b.sightings()
}

// sightings are the codes under which the position was reported, each with the first
// month in which it was.
func (b *spellBuilder) sightings() []varighet.Sighting {
	if b.codes != nil {
		return b.codes
	}
	for i, r := range b.reports {
		if i == 0 || r.code != b.reports[i-1].code {
			b.codes = append(b.codes, varighet.Sighting{Code: r.code, Month: r.from})
		}
	}
	return b.codes
}

func (b *spellBuilder) month(m varighet.Month) *positionMonth { return &b.months[m-b.first] }

// report is what rows say of month m, or of the latest month before it that has any.
func (b *spellBuilder) report(m varighet.Month) *report { return &b.reports[b.month(m).report] }

// last is the month of the position's last row.
func (b *spellBuilder) last() varighet.Month { return b.first + varighet.Month(len(b.months)) - 1 }

// seen reports whether a change to or from month m could be seen: the position
// has rows, or would have been seen to have none.
func (b *spellBuilder) seen(m varighet.Month) bool {
	switch {
	case m < b.first:
		return b.sees(&b.months[0], m)
	case m > b.last():
		return b.sees(&b.months[len(b.months)-1], m)
	}
	return b.month(m).state != monthMissing
}

// sees reports whether the position could be seen in month m by those who reported
// it in another.
func (b *spellBuilder) sees(reported *positionMonth, m varighet.Month) bool {
	return b.cov.sees(b.reports[reported.report].place, m, b.opt.Standing)
}

// start finds the true first month of a spell. It was seen if the month before
// was; else the spell was under way when the data, or the data after a hole,
// began, and only the agreement's date or the start of the scheme can tell. What
// was corrected is known.
func (b *spellBuilder) start(s *Spell, rows []heldMonths) varighet.Opt[varighet.Month] {
	if m, ok := correctedStart(rows); ok {
		return varighet.Some(m)
	}
	if b.seen(s.First-1) && b.begins(s.First) {
		return varighet.Some(s.First)
	}
	if b.opt.SchemeStart.OK && b.isFirstOfData(s.First) {
		return b.opt.SchemeStart
	}
	for _, r := range rows {
		if !r.agreementStart.OK {
			continue
		}
		m := firstHeld(r.agreementStart.V)
		if m > s.First || b.seenBetween(m, s.First) {
			b.set.Counts.StartContradicted++
			break
		}
		return varighet.Some(m)
	}
	return varighet.Opt[varighet.Month]{}
}

// correctedStart returns the start that somebody has corrected: package correction says
// so by the date of the agreement, and marks the first row.
func correctedStart(rows []heldMonths) (varighet.Month, bool) {
	r := &rows[0]
	if r.evidence != varighet.EvidenceCorrected || !r.agreementStart.OK {
		return 0, false
	}
	m := firstHeld(r.agreementStart.V)
	return m, m <= r.first
}

// firstShown says what the list is taken for if month m is its first.
func (b *spellBuilder) firstShown(m varighet.Month) firstRows {
	if p := b.reports[0].place; p != nil && m == b.first {
		return p.firstShown[m]
	}
	return firstAsSeen
}

// begins reports whether a spell whose list could have been seen the month before begins
// in m: not if the list only first shows there.
func (b *spellBuilder) begins(m varighet.Month) bool { return b.opt.FirstRows.isStart(b.firstShown(m)) }

// lastShown says what the list is taken for if month m is its last.
func (b *spellBuilder) lastShown(m varighet.Month) lastRows {
	if p := b.report(b.last()).place; p != nil && m == b.last() && m == p.last {
		return p.lastShown
	}
	return lastAsSeen
}

// countShown counts a doctor's spell that begins or ends with its list because files
// began late or ended early.
func (b *spellBuilder) countShown(s *Spell) {
	switch b.firstShown(s.First) {
	case firstOpening:
		b.set.Counts.Openings++
	case firstLate, firstAsCode:
		b.set.Counts.BeganLate++
	}
	if b.lastShown(s.Last) == lastEarly {
		b.set.Counts.EndedEarly++
	}
}

// seenBetween reports whether the position was seen in a month from m to before
// first. The doctor of a spell that begins in first was not there then, so a date
// that early is of another agreement.
func (b *spellBuilder) seenBetween(m, first varighet.Month) bool {
	for c := max(m, b.first); c < first; c++ {
		if b.month(c).state != monthMissing {
			return true
		}
	}
	return false
}

// isFirstOfData reports whether m is the first month of all data. A
// municipality whose data begin later says nothing about the start of the
// scheme.
func (b *spellBuilder) isFirstOfData(m varighet.Month) bool {
	first, _ := b.cov.First()
	return m == first
}

// firstHeld is the first month on whose 1st an agreement that began on the
// given day (since 1970-01-01) is in force: a doctor who starts on 15 August
// first shows in September.
func firstHeld(day int32) varighet.Month {
	t := time.Unix(int64(day)*86400, 0).UTC()
	m := varighet.MonthOf(t.Year(), t.Month())
	if t.Day() > 1 {
		m++
	}
	return m
}

// end sets entry, exit and whether the spell was seen to stop.
//
// The stop shows in the first month after Last in which it can be seen. If that
// is not the very next one, the stop may have come later and is put at the
// first month in which it can have happened. If there is none, or the list's files
// ended early, the spell is censored. An end that was corrected is known.
func (b *spellBuilder) end(s *Spell, corrected bool) {
	if end, _ := b.cov.Last(); corrected && s.Last < end {
		s.Stopped = true
	} else if b.opt.LastRows.isEnd(b.lastShown(s.Last)) {
		next, ok := b.nextSeen(s.Last)
		s.Stopped = ok
		s.ExitUncertain = ok && next != s.Last+1
	}
	s.setTenure()
}

// correctedEnd reports whether somebody has corrected the end: the last row is marked,
// and not for being the first.
func correctedEnd(rows []heldMonths) bool {
	if len(rows) == 1 && rows[0].first == rows[0].last {
		if _, start := correctedStart(rows); start {
			return false
		}
	}
	return rows[len(rows)-1].evidence == varighet.EvidenceCorrected
}

// setTenure makes entry and exit follow from the months and the stop: a stop shows a
// month after the last one held.
func (s *Spell) setTenure() {
	s.Entry, s.Exit = varighet.Opt[int]{}, varighet.Opt[int]{}
	if !s.Start.OK {
		return
	}
	s.Entry, s.Exit = varighet.Some(int(s.First-s.Start.V)), varighet.Some(int(s.Last-s.Start.V))
	if s.Stopped {
		s.Exit.V++
	}
}

// nextSeen returns the first month after m in which a change could be seen.
func (b *spellBuilder) nextSeen(m varighet.Month) (varighet.Month, bool) {
	end := b.last()
	if t, ok := b.cov.Last(); ok {
		end = max(end, t)
	}
	for c := m + 1; c <= end; c++ {
		if b.seen(c) {
			return c, true
		}
	}
	return 0, false
}

// unconfirmed reports whether a doctor who last held the position in m may
// still be back: nobody else has come, and no more than the gap's vacant
// months have been seen since.
func (b *spellBuilder) unconfirmed(m varighet.Month) bool {
	vacant := 0
	for c, ok := b.nextSeen(m); ok; c, ok = b.nextSeen(c) {
		if c <= b.last() && b.month(c).state == monthHeld {
			return false
		}
		if vacant++; vacant > b.opt.Gap {
			return false
		}
	}
	return true
}

// residents fills in the list's length over the rows that give it.
func (s *Spell) residents(rows []heldMonths) {
	sum, n := int64(0), 0
	for i := range rows {
		sum += rows[i].residents
		n += rows[i].given
	}
	s.ResidentsFirst, s.ResidentsLast = rows[0].residentsFirst, rows[len(rows)-1].residentsLast
	if n > 0 {
		s.ResidentsMean = varighet.Some(float64(sum) / float64(n))
	}
}

// vacantSpells makes a spell of each run of vacant months that no doctor's
// spell goes through. Missing months within a run belong to it. A run that ends
// with the position was not filled: it is censored at its whole length, closed.
func (b *spellBuilder) vacantSpells() {
	b.runs(monthVacant, func(first, last varighet.Month) {
		s := b.newSpell(Vacant, first, last)
		if b.seen(first-1) && b.begins(first) {
			s.Start = varighet.Some(first)
		}
		b.end(&s, false)
		if s.Stopped && last == b.last() {
			s.Stopped, s.StopReason = false, Closed
		}
		s.ResidentsFirst, s.ResidentsLast = b.month(first).residents, b.month(last).residents
		b.set.Counts.Vacant++
		b.set.Spells = append(b.set.Spells, s)
	})
}

// missingSpells makes a spell of each run of months without data, also where a
// doctor's spell goes on through it: the figures show the hole.
func (b *spellBuilder) missingSpells() {
	b.runs(monthMissing, func(first, last varighet.Month) {
		b.set.Counts.Missing++
		b.set.Spells = append(b.set.Spells, b.newSpell(Missing, first, last))
	})
}

// runs calls f for each unbroken run of months in a state, leaving out bridged
// ones. A run of vacant months goes on through missing ones.
func (b *spellBuilder) runs(state monthState, f func(first, last varighet.Month)) {
	start, end := -1, -1
	for i := range b.months {
		m := &b.months[i]
		switch {
		case m.state == state && !m.bridged:
			if start < 0 {
				start = i
			}
			end = i
		case state == monthVacant && m.state == monthMissing:
			// Says nothing.
		case start >= 0:
			f(b.first+varighet.Month(start), b.first+varighet.Month(end))
			start = -1
		}
	}
	if start >= 0 {
		f(b.first+varighet.Month(start), b.first+varighet.Month(end))
	}
}
