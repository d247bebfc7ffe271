package simulate

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
)

// A SeenSpell is what a reader can know of a true agreement from the files, by the rules
// that the program promises (a doctor is known by the number, else by the name; a month without a
// file says nothing). Where the form hides something, one agreement is seen as several, several doctors as
// one, or one as several; where it hides nothing, they are the true ones.
type SeenSpell struct {
	Position     int64                     // list number, the first that the list had
	Doctor       int64                     // HPR number of who held it in truth
	Person       string                    // who that is to a reader: spells with the same are of one doctor
	Municipality varighet.MunicipalityCode // in the first month
	First, Last  varighet.Month            // in which it can be seen
	Stopped      bool                      // seen to end within the data
	StartKnown   Known                     // whether First is seen to be the first
	Hidden       string                    // what the form hides of it: "" or one of the Hide words
}

// Known says whether something can be known from the files.
type Known string

// The states.
const (
	KnownYes    Known = "yes"
	KnownNo     Known = "no"
	KnownEither Known = "either" // only a reference table can tell
)

// What a form can hide of a spell.
const (
	HideSharedName = "shared-name" // another doctor has the name, or this one has lists in two municipalities at a time
	HideLookAlike  = "look-alike"  // the doctor's name was written as another name in some months
)

// Hidden counts what the forms hide, and what stands in the files that a reader must see through.
type Hidden struct {
	Namesakes       int `json:"doctors_with_a_namesake"`          // doctors whose name another has too
	Joined          int `json:"doctors_seen_as_one_with_another"` // doctors whom a reader takes for another
	Divided         int `json:"doctors_seen_as_several"`          // doctors whom a reader takes for more than one
	Agreements      int `json:"agreements"`                       // true spells
	SpellsSeen      int `json:"spells_seen"`                      // spells that a reader sees
	LookAlikeMonths int `json:"months_under_a_look_alike_name"`   // rows with the doctor's name written as another
	LostNumbers     int `json:"months_without_their_number"`      // rows that lost the doctor's number
	LocumMonths     int `json:"months_with_vikar_for"`            // rows of a locum, with whom it is for
	Renumbered      int `json:"lists_renumbered"`                 // lists that got a new number
}

// A segment is months in a row in which the rows of a list say the same.
type segment struct {
	from, to int32
	doctor   int32 // 0 for nobody
	key      int32
	number   int64
	place    int32
	code     varighet.MunicipalityCode
	person   string
}

func (l *shownList) see(s *shown) {
	if n := len(l.segments) - 1; n >= 0 {
		last := &l.segments[n]
		if last.to == s.month-1 && last.doctor == s.doctor && last.key == s.key && last.number == s.number && last.code == s.code {
			last.to = s.month
			return
		}
	}
	l.segments = append(l.segments, segment{from: s.month, to: s.month, doctor: s.doctor, key: s.key, number: s.number,
		place: s.place, code: s.code})
}

// A nameOnList is the rows of a list under one name.
type nameOnList struct {
	list     int32
	segments []*segment
	number   int64 // the doctor's on this list; 0 for none
}

func (n *nameOnList) first() int32 { return n.segments[0].from }
func (n *nameOnList) last() int32  { return n.segments[len(n.segments)-1].to }

// settle finds who every row is of to a reader.
func (r *rendering) settle() {
	byName := make([][]*nameOnList, len(r.keys)+1)
	for id := range r.lists {
		here := map[int32]*nameOnList{}
		for i := range r.lists[id].segments {
			s := &r.lists[id].segments[i]
			if s.doctor == 0 {
				continue
			}
			n := here[s.key]
			if n == nil {
				n = &nameOnList{list: int32(id)}
				here[s.key] = n
				byName[s.key] = append(byName[s.key], n)
			}
			n.segments = append(n.segments, s)
			n.number = max(n.number, s.number) // two of one name never hold one list
		}
	}
	for key, lists := range byName {
		r.settleName("n"+strconv.Itoa(key), lists)
	}
}

// settleName settles a name: a number says who it is; else a name is one doctor if
// nothing contradicts, and if something does, one in each municipality.
func (r *rendering) settleName(name string, lists []*nameOnList) {
	var numbers []int64
	var open []*nameOnList
	for _, n := range lists {
		if n.number == 0 {
			open = append(open, n)
		} else if !slices.Contains(numbers, n.number) {
			numbers = append(numbers, n.number)
		}
		n.call(strconv.FormatInt(n.number, 10))
	}
	switch {
	case len(open) == 0:
	case len(numbers) < 2 && !inTwoPlaces(lists):
		if len(numbers) == 1 {
			name = strconv.FormatInt(numbers[0], 10)
		}
		for _, n := range open {
			n.call(name)
		}
	default:
		for i, n := range open {
			n.call(name + "/" + strconv.Itoa(i))
		}
		inOnePlace(open)
	}
}

func (n *nameOnList) call(person string) {
	for _, s := range n.segments {
		s.person = person
	}
}

// inTwoPlaces reports whether a name stands in two municipalities in a month, other
// than one in which it is handed over: its last on one list and its first on the other.
func inTwoPlaces(lists []*nameOnList) bool {
	for i, a := range lists {
		for _, b := range lists[:i] {
			if apart := together(a, b, func(x, y *segment, from, to int32) bool {
				handOver := from == to && (a.last() == from && b.first() == from || b.last() == from && a.first() == from)
				return x.place == y.place || handOver
			}); !apart {
				return true
			}
		}
	}
	return false
}

// together reports whether f holds for all months in which a name stands on both lists.
func together(a, b *nameOnList, f func(x, y *segment, from, to int32) bool) bool {
	for _, x := range a.segments {
		for _, y := range b.segments {
			if from, to := max(x.from, y.from), min(x.to, y.to); from <= to && !f(x, y, from, to) {
				return false
			}
		}
	}
	return true
}

// inOnePlace makes lists of a shared name one person where they are in one municipality:
// under the same in every month in which the name stands on both, and under one and the same at some time.
func inOnePlace(lists []*nameOnList) {
	for again := true; again; {
		again = false
		for i, a := range lists {
			for _, b := range lists[:i] {
				person, other := a.segments[0].person, b.segments[0].person
				if person != other && a.municipalityOf(b) {
					a.call(min(person, other))
					b.call(min(person, other))
					again = true
				}
			}
		}
	}
}

func (n *nameOnList) municipalityOf(o *nameOnList) bool {
	shared := slices.ContainsFunc(n.segments, func(x *segment) bool {
		return slices.ContainsFunc(o.segments, func(y *segment) bool { return x.place == y.place })
	})
	return shared && together(n, o, func(x, y *segment, _, _ int32) bool { return x.place == y.place })
}

// seenGap is the most vacant months over which a spell goes on: the program's default.
const seenGap = 2

// seen makes the spells that a reader can see, by list number and first month.
func (r *rendering) seen() []SeenSpell {
	r.settle()
	var spells []SeenSpell
	for id := range r.lists {
		spells = append(spells, r.seenOn(int32(id))...)
	}
	r.countHidden(spells)
	slices.SortFunc(spells, func(a, b SeenSpell) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.First, b.First))
	})
	return spells
}

// seenOn makes the spells of a list: rows of one person in a row, also over months
// without a file, and over a few months in which the list is reported vacant.
func (r *rendering) seenOn(id int32) []SeenSpell {
	segments := r.lists[id].segments
	var spells []SeenSpell
	for i := 0; i < len(segments); {
		s := &segments[i]
		last, vacant := i, int32(0)
		j := i + 1
		for ; s.doctor != 0 && j < len(segments); j++ {
			if next := &segments[j]; next.doctor == 0 {
				vacant += next.to - next.from + 1
			} else if next.person == s.person && vacant <= seenGap {
				last, vacant = j, 0
			} else {
				break
			}
		}
		if s.doctor != 0 {
			spells = append(spells, r.seenSpell(id, s, segments[last].to))
		}
		i = last + 1
	}
	return spells
}

func (r *rendering) seenSpell(id int32, s *segment, last int32) SeenSpell {
	return SeenSpell{
		Position: listNumber(id), Doctor: hprNumber(s.doctor), Person: s.person, Municipality: s.code,
		First: r.engine.month(s.from), Last: r.engine.month(last), Stopped: r.endSeen(id, last), StartKnown: r.startSeen(id, s),
	}
}

// hasFile reports whether there is a file that would show a list in a month: any file,
// or with a file for each municipality that one's.
func (r *rendering) hasFile(id, m int32) bool {
	switch {
	case m < 0 || m > r.engine.last || r.engine.isMissing(m):
		return false
	case r.files:
		return r.shownIn[placeMonth{r.place(r.standing(id, m)), m}]
	}
	return true
}

func (r *rendering) endSeen(id, last int32) bool {
	for m := last + 1; m <= r.engine.last; m++ {
		if r.hasFile(id, m) {
			return true
		}
	}
	return false
}

// startSeen reports whether the month before the first could have shown the doctor. A
// list that first shows as its municipality gets a new code may have been under another code before.
func (r *rendering) startSeen(id int32, s *segment) Known {
	m := s.from
	if m == 0 || r.engine.isMissing(m-1) {
		return KnownNo
	}
	if r.lists[id].segments[0].from < m || r.shownIn[placeMonth{s.place, m - 1}] {
		if !r.codes && r.lists[id].segments[0].from == m && r.newCode(id, m) {
			return KnownEither
		}
		return KnownYes
	}
	if r.files || r.newCode(id, m) {
		return KnownNo
	}
	return KnownYes
}

// newCode reports whether the code of a list is new in a month, and others came to it
// from another.
func (r *rendering) newCode(id, m int32) bool {
	code := r.standing(id, m).code
	came := false
	for other := range r.lists {
		for _, s := range r.lists[other].segments {
			if s.code == code && s.from <= m-1 && s.to >= m-1 {
				return false
			}
			if s.from <= m-1 && s.to >= m-1 && s.code != code && r.standing(int32(other), m).code == code {
				came = true
			}
		}
	}
	return came
}

// countHidden marks the spells of which something is hidden, and counts doctors.
func (r *rendering) countHidden(spells []SeenSpell) {
	persons, doctors := map[int64]map[string]bool{}, map[string]map[int64]bool{}
	for _, s := range spells {
		if persons[s.Doctor] == nil {
			persons[s.Doctor] = map[string]bool{}
		}
		if doctors[s.Person] == nil {
			doctors[s.Person] = map[int64]bool{}
		}
		persons[s.Doctor][s.Person], doctors[s.Person][s.Doctor] = true, true
	}
	joined := map[int64]bool{}
	for _, s := range spells {
		joined[s.Doctor] = joined[s.Doctor] || len(doctors[s.Person]) > 1
	}
	alike := r.writtenOtherwise()
	for i := range spells {
		switch s := &spells[i]; {
		case alike[s.Doctor] && len(persons[s.Doctor]) > 1:
			s.Hidden = HideLookAlike
		case len(persons[s.Doctor]) > 1 || len(doctors[s.Person]) > 1:
			s.Hidden = HideSharedName
		}
	}
	for doctor, with := range r.namesake {
		number := hprNumber(int32(doctor))
		r.hidden.Namesakes += one(with != 0)
		r.hidden.Divided += one(len(persons[number]) > 1)
		r.hidden.Joined += one(joined[number])
		r.hidden.Agreements += len(r.held[doctor])
	}
	r.hidden.SpellsSeen = len(spells)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// writtenOtherwise tells the doctors whose name was written as another one.
func (r *rendering) writtenOtherwise() map[int64]bool {
	list := map[int64]bool{}
	for _, st := range r.stays {
		if st.other != noMonths {
			list[hprNumber(st.doctor)] = true
		}
	}
	return list
}
