package simulate

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
)

// A rendering is how a country is written in the forms that were asked for. What is
// written of a doctor depends on who held which list when, so the country is run through once
// before. While rows are written it notes what a reader can see, from which [SeenSpell]s are made.
//
// Its memory grows with rows, as that of plain files does not.
type rendering struct {
	formSet
	seed   uint64
	engine *engine // the one that writes

	names    []fullName  // by doctor
	namesake []int32     // by doctor: another of the same name; 0 for none
	held     [][]holding // by doctor
	stays    map[stayKey]*stay
	areas    [][]area         // by municipality; nil without code-changes
	keys     map[string]int32 // of names, from 1
	places   map[string]int32 // as written, from 1
	lists    []shownList      // by list
	shownIn  map[placeMonth]bool

	hidden Hidden
}

// A placeMonth is a municipality as written in a month.
type placeMonth struct{ place, month int32 }

// A stayKey is a doctor's time on a list, by its first month.
type stayKey struct{ list, from int32 }

// A shownList is what was written of a list.
type shownList struct {
	first    int32 // municipality in its first month
	number   int64 // in the month before
	changes  int64 // how often it got a new number
	last     shown
	segments []segment
}

// newRendering runs the country once, to know who held what, and draws how it is written.
func newRendering(o Options) (*rendering, error) {
	r := &rendering{formSet: newFormSet(o.Forms), seed: o.Seed, stays: map[stayKey]*stay{},
		keys: map[string]int32{}, places: map[string]int32{}, shownIn: map[placeMonth]bool{}}
	c, err := r.firstRun(o)
	if err != nil {
		return nil, err
	}
	r.names = newNames(o.Seed, int32(len(r.held)-1))
	r.namesake = shareNames(o.Seed, r.names, r.held)
	if r.codeChanges {
		r.areas = areasOf(c)
	}
	missing := int32(-1)
	if p := c.plan.missing; p != 0 {
		missing = int32(p - o.First)
	}
	for doctor, list := range r.held {
		for _, h := range list {
			r.stays[stayKey{h.list, h.from}] = r.newStay(int32(doctor), h, missing)
		}
	}
	return r, nil
}

// firstRun fills in who held what.
func (r *rendering) firstRun(o Options) (*country, error) {
	e, err := newEngine(o, nil)
	if err != nil {
		return nil, err
	}
	r.held = make([][]holding, 1)
	e.held = func(doctor int32, h holding) {
		for int(doctor) >= len(r.held) {
			r.held = append(r.held, nil)
		}
		r.held[doctor] = append(r.held[doctor], h)
	}
	return e.country, e.run(func(int32) error { return nil })
}

// A block is the lists of one municipality in one month's file.
type block struct {
	municipality *municipality
	code, name   string
	lists        []int32
}

// blocks gathers the lists of a month by the municipalities they are written under, by
// code.
func (r *rendering) blocks(m int32) []block {
	at := map[varighet.MunicipalityCode]int{}
	var blocks []block
	show := func(id int32) {
		s := r.standing(id, m)
		i, ok := at[s.code]
		if !ok {
			i = len(blocks)
			at[s.code] = i
			blocks = append(blocks, block{municipality: &r.engine.country.all[r.engine.lists[id].municipality], code: string(s.code), name: s.name})
		}
		blocks[i].lists = append(blocks[i].lists, id)
		r.shownIn[placeMonth{r.place(s), m}] = true
	}
	for id := range r.engine.lists {
		r.meet(int32(id))
		if !r.engine.lists[id].closed {
			show(int32(id))
		}
	}
	for id := range r.engine.lists {
		if r.engine.lists[id].closed && r.shownAfterAll(int32(id), m) {
			show(int32(id))
		}
	}
	slices.SortFunc(blocks, func(a, b block) int { return cmp.Compare(a.code, b.code) })
	return blocks
}

// meet notes where a list is when it is first seen.
func (r *rendering) meet(id int32) {
	if int(id) == len(r.lists) {
		r.lists = append(r.lists, shownList{first: r.engine.lists[id].municipality, number: listNumber(id)})
	}
}

// shownAfterAll reports whether a closed list stands in the files once more, without a
// doctor: where its municipality's code has just changed, or would have no file any more. Else nobody
// could tell whether the list has ended or is somewhere else.
func (r *rendering) shownAfterAll(id, m int32) bool {
	before := m - 1
	if before >= 0 && r.engine.isMissing(before) {
		before--
	}
	segments := r.lists[id].segments
	if before < 0 || len(segments) == 0 || segments[len(segments)-1].to != before {
		return false
	}
	now := r.standing(id, m)
	return r.standing(id, before).code != now.code || r.files && !r.shownIn[placeMonth{r.place(now), m}]
}

// standing is the municipality of a list in a month, also before it was set up and
// after it was closed.
func (r *rendering) standing(id, m int32) standing {
	c, month := r.engine.country, r.engine.month(m)
	i := r.lists[id].first
	for c.all[i].to != 0 && c.all[i].to <= month {
		i = c.all[i].next
	}
	if r.areas == nil {
		return standing{code: c.all[i].code, name: c.all[i].name}
	}
	areas := r.areas[i]
	return areas[hash(r.seed, uint64(id), 14)%uint64(len(areas))].at(month)
}

// A shown is what one row says of who holds a list.
type shown struct {
	month  int32
	doctor int32 // who holds it; 0 for nobody
	key    int32 // of the name as written
	number int64 // as written; 0 for none
	place  int32 // as written
	code   varighet.MunicipalityCode
	cell   string // the name, or the words for nobody
	beside int64  // the number that stands in the row, which may be a locum's
	people int32  // residents
}

// show decides what the row of a list says, and notes it.
func (r *rendering) show(id, doctor, m int32, era *era, d *dirt) *shown {
	l, list := &r.engine.lists[id], &r.lists[id]
	s := shown{month: m, doctor: doctor, people: l.residents}
	now := r.standing(id, m)
	s.code, s.place = now.code, r.place(now)
	if doctor == 0 {
		r.nobody(id, m, era, &s)
	} else {
		r.somebody(id, m, era, d, r.stays[stayKey{id, l.start}], &s)
	}
	r.newNumber(id, list, &s)
	list.see(&s)
	list.last = s
	return &list.last
}

// place numbers municipalities as they are written: by code, or by name where there are
// no codes.
func (r *rendering) place(s standing) int32 {
	if r.codes {
		return numberOf(r.places, string(s.code))
	}
	return numberOf(r.places, s.name)
}

// numberOf numbers texts from 1.
func numberOf(numbers map[string]int32, text string) int32 {
	n, ok := numbers[text]
	if !ok {
		n = int32(len(numbers)) + 1
		numbers[text] = n
	}
	return n
}

// newNumber gives a list a new number now and then: the same doctor, a known number of
// residents that hardly changed, the same municipality or one whose code is new as the old one has
// gone. A doctor with more lists, or with a namesake, is left alone: the row of the other could be
// meant.
func (r *rendering) newNumber(id int32, list *shownList, s *shown) {
	before := &list.last
	if !r.renumbered || s.doctor == 0 || before.doctor != s.doctor || before.month != s.month-1 || before.key != s.key ||
		len(r.held[s.doctor]) > 1 || r.namesake[s.doctor] != 0 || list.changes == 9 {
		return
	}
	if apart := max(before.people, s.people) - min(before.people, s.people); apart > 20 {
		return
	}
	recoded := before.code != s.code
	if recoded && (r.shownIn[placeMonth{s.place, s.month - 1}] || r.shownIn[placeMonth{before.place, s.month}]) {
		return
	}
	if h := hash(r.seed, uint64(id)<<16|uint64(s.month), 15); h%150 == 0 || recoded && h%3 == 0 {
		list.changes++
		list.number = listNumber(id)*10 + list.changes
		r.hidden.Renumbered++
	}
}
