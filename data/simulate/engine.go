package simulate

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"github.com/varighet/varighet"
)

// A Spell is a true agreement: one doctor on one list.
type Spell struct {
	Position     int64                     // list number (Listenr in the files)
	Doctor       int64                     // HPR number
	Municipality varighet.MunicipalityCode // in the first month
	SizeGroup    string                    // of the municipality in the first month
	Start        varighet.Month            // first month held
	Months       int                       // months held, up to and including the last month of the data
	Censored     bool                      // still held in that month
}

// Shares and rates of the events; the package documentation says what each is
// calibrated to.
const (
	vacantAtStart   = 0.05
	handedOver      = 0.70    // of lists whose doctor leaves; the rest stand vacant
	fillPerMonth    = 1 / 4.5 // of vacant lists
	closedOnLeave   = 0.006   // of lists whose doctor leaves
	closedVacancy   = 0.03    // of vacancies end with the list
	movers          = 0.15    // of those who leave look for another list
	moversWithin    = 0.25    // of these, in the same municipality
	secondList      = 0.015   // of lists to fill go to a doctor who has one
	newListsPerYear = 0.007   // of lists
	newListVacant   = 0.30    // of new lists begin without a doctor
)

const (
	lookahead = int32(3)  // months within which a new list makes it a move
	noList    = int32(-1) // in place of a list
)

// A list is the state of one list in the current month.
type list struct {
	municipality int32
	place        int32 // municipality at the start of the spell
	doctor       int32 // 0 when vacant
	last         int32 // the doctor before, while vacant or being filled
	start        int32 // month in which the spell or the vacancy began, from the first month of the data
	end          int32 // month in which it is over
	twin         int32 // another list of the same doctor, or noList
	residents    int32
	level        int32 // residents the list tends to
	limit        int32
	group        uint8 // size group at the start of the spell
	closing      bool  // the vacancy ends with the list
	closed       bool
}

// A leaver is a doctor who has left a list and looks for another.
type leaver struct {
	doctor  int32
	from    int32 // list
	home    int32 // municipality, by the last borders
	due     int32 // month from which another list will be taken
	expires int32 // last such month
	group   uint8
	closed  bool // the list that was left closed
}

// An engine runs the country month by month. Its memory grows with lists, not
// with months.
type engine struct {
	options  Options
	country  *country
	rng      *rand.Rand
	tenures  []tenure
	lists    []list
	byPlace  [][]int32 // lists of each municipality, by number of entry
	fills    []int32   // lists to be filled this month
	leaving  []int32   // lists whose doctor left this month
	away     []leaver  // looking elsewhere, oldest first
	within   [][]leaver
	doctors  int32
	newLists float64 // fraction of a new list carried over to the next month
	last     int32   // last month of the data

	labels []string
	emit   func(Spell) error             // may be nil
	held   func(doctor int32, h holding) // likewise; told the same

	forms   *rendering // nil for plain files
	blocked []block    // see blocks
	truth   *Truth
}

func newEngine(o Options, emit func(Spell) error) (*engine, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	tenures, err := tenures(o.Shape, o.Frailty)
	if err != nil {
		return nil, err
	}
	e := &engine{options: o, rng: newRand(o.Seed), tenures: tenures, last: int32(o.Last - o.First), emit: emit}
	e.country = newCountry(o, newPlan(o), e.rng)
	e.labels = e.country.groups.Labels()
	e.byPlace = make([][]int32, len(e.country.all))
	e.within = make([][]leaver, len(e.country.all))
	e.truth = newTruth(e)
	return e, nil
}

// month is the calendar month of an index.
func (e *engine) month(m int32) varighet.Month { return e.options.First + varighet.Month(m) }

// home is what a municipality is by the last borders.
func (e *engine) home(i int32) int32 {
	for e.country.all[i].next != i {
		i = e.country.all[i].next
	}
	return i
}

// begin sets up the first month.
func (e *engine) begin() error {
	e.lists = make([]list, 0, e.options.Lists+e.options.Lists/8)
	for i, n := range e.country.listsPer() {
		for range n {
			id := e.addList(int32(i), false)
			if e.rng.Float64() < vacantAtStart {
				e.vacate(id, 0)
			} else {
				e.start(id, e.newDoctor(), 0)
			}
		}
	}
	return nil
}

// addList sets up a list without a doctor.
func (e *engine) addList(place int32, empty bool) int32 {
	id := int32(len(e.lists))
	m := &e.country.all[place]
	lists := max(len(e.byPlace[place])+1, int(float64(m.people[0])*doctorsPer10000[m.groups[0]]/10000))
	mean := min(max(int(m.people[0])/lists, 450), 1500)
	h := hash(e.options.Seed, uint64(id), 1)
	l := list{municipality: place, twin: noList, level: int32(mean * (60 + int(h%81)) / 100)}
	l.residents = l.level
	l.limit = (l.level*int32(95+h>>8%25)/100 + 49) / 50 * 50
	if empty {
		l.residents = int32(h >> 16 % 30)
	}
	e.lists = append(e.lists, l)
	e.byPlace[place] = append(e.byPlace[place], id)
	return id
}

func (e *engine) newDoctor() int32 {
	e.doctors++
	return e.doctors
}

// start gives a list to a doctor from month m on.
func (e *engine) start(id, doctor, m int32) {
	l := &e.lists[id]
	l.doctor, l.start, l.place = doctor, m, l.municipality
	l.group = e.country.all[l.municipality].group(e.month(m).Year(), e.country.firstYear)
	l.end = m + e.tenures[l.group].draw(e.rng, e.factor(l.municipality))
	e.truth.Groups[l.group].Spells++
}

// factor is what the hazard of a municipality's doctors is multiplied by, that of what it
// is by the last borders: drawn from a gamma distribution with mean 1 and the variance
// asked for, by its number and not from the stream of events.
func (e *engine) factor(municipality int32) float64 {
	v := e.options.Frailty
	if v == 0 {
		return 1
	}
	u := (float64(hash(e.options.Seed, uint64(e.home(municipality)), 7)>>11) + 0.5) / (1 << 53)
	return max(v*mathext.GammaIncRegInv(1/v, u), 1e-6)
}

// vacate lets a list stand without a doctor from month m on.
func (e *engine) vacate(id, m int32) {
	l := &e.lists[id]
	l.doctor, l.start, l.end = 0, m, m+1
	for e.rng.Float64() >= fillPerMonth {
		l.end++
	}
	l.closing = e.rng.Float64() < closedVacancy
	e.truth.Vacancies++
}

// step goes from month m−1 to month m.
func (e *engine) step(m int32) error {
	if e.month(m) == e.country.plan.reform {
		e.reform()
	}
	e.fills, e.leaving = e.fills[:0], e.leaving[:0]
	for id := range e.lists {
		l := &e.lists[id]
		if l.end != m || l.closed {
			continue
		}
		if l.doctor != 0 {
			e.leaving = append(e.leaving, int32(id))
		} else if l.closing {
			e.close(int32(id))
		} else {
			e.fills = append(e.fills, int32(id))
		}
	}
	if err := e.leave(m); err != nil {
		return err
	}
	e.rng.Shuffle(len(e.fills), func(i, j int) { e.fills[i], e.fills[j] = e.fills[j], e.fills[i] })
	e.forgetLeavers(m)
	for _, id := range e.fills {
		e.start(id, e.choose(id, m), m)
	}
	e.setUpLists(m)
	return nil
}

// leave ends the spells that are over in month m, and decides what becomes of
// doctor and list. Who held the list for less than the lookahead looks for no
// other: two moves in three months would make it a matter of taste which of
// them the first agreement ended with.
func (e *engine) leave(m int32) error {
	for _, id := range e.leaving {
		l := &e.lists[id]
		if err := e.report(id, int(m-l.start), false); err != nil {
			return err
		}
		l.last, l.doctor = l.doctor, 0
	}
	for _, id := range e.leaving {
		l := &e.lists[id]
		twin := l.twin
		l.twin = noList
		held := false
		if twin != noList {
			t := &e.lists[twin]
			held = t.doctor == l.last && t.twin == id
			if held {
				t.twin = noList
			}
		}
		closed := e.rng.Float64() < closedOnLeave
		switch {
		case held:
			e.count(l.group, e.home(e.lists[twin].municipality) == e.home(l.municipality))
		case twin == noList && m-l.start >= lookahead && e.rng.Float64() < movers:
			e.look(id, m, closed)
		default:
			e.countGone(l.group, m, closed)
		}
		switch {
		case closed:
			e.close(id)
		case e.rng.Float64() < handedOver:
			e.fills = append(e.fills, id)
		default:
			e.vacate(id, m)
		}
	}
	return nil
}

// look puts the doctor who left a list among those who look for another.
func (e *engine) look(id, m int32, closed bool) {
	l := &e.lists[id]
	who := leaver{
		doctor: l.last, from: id, home: e.home(l.municipality), due: m + int32(e.rng.IntN(int(lookahead))),
		expires: m + lookahead - 1, group: l.group, closed: closed,
	}
	if e.rng.Float64() < moversWithin {
		e.within[who.home] = append(e.within[who.home], who)
		return
	}
	e.away = append(e.away, who)
}

// choose finds a doctor for a list: one who looks for a list, one who has
// another in the municipality, or a new one.
func (e *engine) choose(id, m int32) int32 {
	l := &e.lists[id]
	home := e.home(l.municipality)
	if who, ok := takeLeaver(&e.within[home], m, func(w leaver) bool { return w.from != id && w.doctor != l.last }); ok {
		e.count(who.group, true)
		return who.doctor
	}
	if who, ok := takeLeaver(&e.away, m, func(w leaver) bool { return w.home != home && w.doctor != l.last }); ok {
		e.count(who.group, false)
		return who.doctor
	}
	if e.rng.Float64() < secondList {
		neighbours := e.byPlace[l.municipality]
		other := neighbours[e.rng.IntN(len(neighbours))]
		o := &e.lists[other]
		if other != id && o.doctor != 0 && o.twin == noList && o.doctor != l.last {
			o.twin, l.twin = id, other
			e.truth.SecondLists++
			return o.doctor
		}
	}
	return e.newDoctor()
}

// takeLeaver takes the first of the eight oldest leavers who is ready and fits.
func takeLeaver(queue *[]leaver, m int32, fits func(leaver) bool) (leaver, bool) {
	q := *queue
	for i := range min(len(q), 8) {
		if w := q[i]; w.due <= m && fits(w) {
			copy(q[1:i+1], q[:i])
			*queue = q[1:]
			return w, true
		}
	}
	return leaver{}, false
}

// forgetLeavers counts those who have looked in vain as gone.
func (e *engine) forgetLeavers(m int32) {
	e.away = e.forget(e.away, m)
	for i := range e.within {
		if len(e.within[i]) > 0 {
			e.within[i] = e.forget(e.within[i], m)
		}
	}
}

func (e *engine) forget(queue []leaver, m int32) []leaver {
	for len(queue) > 0 && queue[0].expires < m {
		e.countGone(queue[0].group, queue[0].expires-lookahead+1, queue[0].closed)
		queue = queue[1:]
	}
	return queue
}

// close ends a list.
func (e *engine) close(id int32) {
	l := &e.lists[id]
	l.closed, l.doctor = true, 0
	place := e.byPlace[l.municipality]
	for i, other := range place {
		if other == id {
			e.byPlace[l.municipality] = append(place[:i], place[i+1:]...)
			break
		}
	}
	e.truth.ListsClosed++
}

// setUpLists adds the month's new lists, in places drawn by their lists.
func (e *engine) setUpLists(m int32) {
	e.newLists += float64(len(e.lists)) * (newListsPerYear / 12)
	for ; e.newLists >= 1; e.newLists-- {
		place := e.lists[e.rng.IntN(len(e.lists))].municipality
		id := e.addList(place, true)
		e.truth.ListsStarted++
		if e.rng.Float64() < newListVacant {
			e.vacate(id, m)
		} else {
			e.start(id, e.newDoctor(), m)
		}
	}
}

// reform moves every list to the municipality that its own has become.
func (e *engine) reform() {
	for i := range e.country.all[:e.country.originals] {
		next := e.country.all[i].next
		if next == int32(i) {
			continue
		}
		e.byPlace[next] = append(e.byPlace[next], e.byPlace[i]...)
		e.byPlace[i] = nil
	}
	for id := range e.lists {
		l := &e.lists[id]
		l.municipality = e.country.all[l.municipality].next
	}
}

// finish ends the data after the last month.
func (e *engine) finish() error {
	for id := range e.lists {
		if l := &e.lists[id]; l.doctor != 0 {
			if err := e.report(int32(id), int(e.last-l.start)+1, true); err != nil {
				return err
			}
		}
	}
	e.forgetLeavers(e.last + lookahead + 1)
	e.truth.Doctors = int(e.doctors)
	return nil
}

// report hands out a spell that is over or censored.
func (e *engine) report(id int32, months int, censored bool) error {
	l := &e.lists[id]
	g := &e.truth.Groups[l.group]
	if censored {
		g.Censored++
	} else {
		g.Stopped++
	}
	if e.held != nil {
		e.held(l.doctor, holding{id, l.start, l.start + int32(months) - 1})
	}
	if e.emit == nil {
		return nil
	}
	return e.emit(Spell{
		Position: listNumber(id), Doctor: hprNumber(l.doctor),
		Municipality: e.country.all[l.place].code, SizeGroup: e.labels[l.group],
		Start: e.month(l.start), Months: months, Censored: censored,
	})
}

// count counts a move.
func (e *engine) count(group uint8, within bool) {
	if within {
		e.truth.Groups[group].StopReasons.MovedWithin++
	} else {
		e.truth.Groups[group].StopReasons.MovedAway++
	}
}

// countGone counts a doctor who left in month m and took no other list; near
// the end of the data nobody can know.
func (e *engine) countGone(group uint8, m int32, closed bool) {
	r := &e.truth.Groups[group].StopReasons
	switch {
	case m+lookahead-1 > e.last:
		r.Unknown++
	case closed:
		r.Closed++
	default:
		r.Left++
	}
}

// Spells runs the country without writing anything and hands every true spell
// to yield: when it ends, and those still running after the last month. An
// error from yield stops it and is returned.
func Spells(o Options, yield func(Spell) error) (*Truth, error) {
	e, err := newEngine(o, yield)
	if err != nil {
		return nil, err
	}
	return e.truth, e.run(func(int32) error { return nil })
}

// run goes through all months and calls each when its state stands.
func (e *engine) run(each func(m int32) error) error {
	if err := e.begin(); err != nil {
		return err
	}
	for m := int32(0); m <= e.last; m++ {
		if m > 0 {
			if err := e.step(m); err != nil {
				return err
			}
		}
		if err := each(m); err != nil {
			return err
		}
	}
	return e.finish()
}
