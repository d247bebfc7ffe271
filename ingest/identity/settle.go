package identity

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
)

// A Stint is an unbroken run of months in which the rows of one list name one doctor in
// the same way and in the same municipality. Texts are numbers here, 0 for none; lists
// are numbered in the order of their ids.
type Stint struct {
	List        uint32
	Number      uint32 // the doctor's HPR number or the source's own id
	Name        uint32 // the name key
	Code, Town  uint32 // of the municipality, as reported: its code and its name
	First, Last varighet.Month
	Holder      bool // the doctor holds the list, and does not stand in or have a part of it
}

// A Decision is what a person who looked at a name on two lists has decided.
type Decision struct {
	Name        uint32
	List, Other uint32
	Same        bool // the two are one doctor
}

// A Person is who a name on a list is: the doctor with a number, or else one who is known
// by name only. List is the first list of a person whose name is shared with others, else 0.
type Person struct {
	Number, Name, List uint32
}

// A FindingKind says what was concluded of a name, or could not be.
type FindingKind uint8

// The kinds of finding.
const (
	NumberTaken   FindingKind = iota // rows without a number took the one of the same name on the list
	NumberNearest                    // likewise, of several numbers that stand there: that of the nearest month
	JoinedLists                      // a name on two lists under different municipalities is one doctor
	ListsAtOnce                      // a name on two lists of one municipality in the same month is one doctor
	SharedName                       // the name is of several people: nothing of it is joined over a border
)

// A Finding is one conclusion about a name.
type Finding struct {
	Kind        FindingKind
	Name        uint32
	List, Other uint32 // the list that it is about, and the earlier one that it was compared with, if any
	Code, Town  uint32 // of List in Month
	Month       varighet.Month
	Months      int // rows of List that it is about; 0 if it is about the whole of it
}

// Settled says who every name is.
type Settled struct {
	Findings []Finding // by kind, name and list
	persons  map[listName][]personUntil
}

type listName struct{ list, name uint32 }

// A personUntil is who a name on a list is up to a month.
type personUntil struct {
	last   varighet.Month
	person Person
}

// Person returns who a name is that stands on a list in a month without a number.
func (s *Settled) Person(list, name uint32, month varighet.Month) Person {
	spans := s.persons[listName{list, name}]
	for _, p := range spans {
		if month <= p.last {
			return p.person
		}
	}
	if n := len(spans); n > 0 {
		return spans[n-1].person
	}
	return Person{Name: name}
}

// Settle finds out who is one doctor, by what all rows say. It does not ask which
// municipality a code became: with or without a reference the answer is the same.
//
//  1. Two numbers are two people. A name without a number takes the number of that name
//     on the list; of several, the one of the nearest month, and of two as near the earlier.
//  2. The same name on one list is one doctor, whatever comes in between.
//  3. The same name on other lists is one doctor, unless the name has two numbers, or
//     stands in two municipalities in a month other than that of a hand-over: the last
//     on one list and the first on the other. Then it is shared, and in each
//     municipality its lists are a person of their own. Two lists are of one municipality
//     if they stand under the same code in every month in which the name is on both, and
//     under some code that they have in common; without codes, under the same name.
//
// Stints may come in any order; those without a name tell nothing. Decisions part a name
// that would be one doctor, or join one that would not.
func Settle(stints []Stint, decisions []Decision) *Settled {
	stints = slices.Clone(stints)
	slices.SortFunc(stints, func(a, b Stint) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.List, b.List), cmp.Compare(a.First, b.First),
			cmp.Compare(a.Number, b.Number), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Town, b.Town), cmp.Compare(a.Last, b.Last))
	})
	s := &Settled{persons: map[listName][]personUntil{}}
	decided := map[uint32][]Decision{}
	for _, d := range decisions {
		decided[d.Name] = append(decided[d.Name], d)
	}
	for from := 0; from < len(stints); {
		to := from + 1
		for to < len(stints) && stints[to].Name == stints[from].Name {
			to++
		}
		if name := stints[from].Name; name != 0 && !plain(stints[from:to]) {
			newNamed(name, stints[from:to], decided[name]).settle(s)
		}
		from = to
	}
	slices.SortFunc(s.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.List, b.List), cmp.Compare(a.Other, b.Other))
	})
	return s
}

// plain reports whether a name is on one list only and has a number in all of its rows,
// or in none: then there is nothing to settle.
func plain(stints []Stint) bool {
	first := &stints[0]
	return !slices.ContainsFunc(stints, func(s Stint) bool { return s.List != first.List || s.Number != first.Number })
}

// A named is all that is known of one name.
type named struct {
	name      uint32
	lists     []*nameOnList // by first month, then by list
	numbers   []uint32      // that stand beside the name, sorted
	shared    bool
	decisions []Decision
}

// A nameOnList is one name on one list.
type nameOnList struct {
	list        uint32
	stints      []Stint
	numbers     []uint32 // sorted
	first, last varighet.Month
}

func newNamed(name uint32, stints []Stint, decisions []Decision) *named {
	n := &named{name: name, decisions: decisions}
	for from := 0; from < len(stints); {
		to := from + 1
		for to < len(stints) && stints[to].List == stints[from].List {
			to++
		}
		n.lists = append(n.lists, newNameOnList(stints[from:to]))
		from = to
	}
	slices.SortFunc(n.lists, func(a, b *nameOnList) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.list, b.list))
	})
	n.numbers = numbersOf(n.lists)
	return n
}

func newNameOnList(stints []Stint) *nameOnList {
	l := &nameOnList{list: stints[0].List, stints: stints, first: varighet.MaxMonth, last: varighet.MinMonth}
	holds := slices.ContainsFunc(stints, func(s Stint) bool { return s.Holder })
	for i := range stints {
		if s := &stints[i]; s.Number != 0 {
			l.numbers = union(l.numbers, []uint32{s.Number})
		}
		if s := &stints[i]; s.Holder || !holds {
			l.first, l.last = min(l.first, s.First), max(l.last, s.Last)
		}
	}
	return l
}

// union returns the numbers of both lists, sorted, each once.
func union(a, b []uint32) []uint32 {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// mostLists is on how many lists a name may stand to be compared list by list: far more
// than any doctor has. Beyond, each list has a person of its own.
const mostLists = 400

// settle gives the name on each list its person.
func (n *named) settle(s *Settled) {
	n.shared = n.isShared()
	people := n.people()
	for _, p := range people {
		n.identify(s, p, n.shared || len(people) > 1)
	}
	n.findings(s, people)
}

// isShared reports whether the name is of several people.
func (n *named) isShared() bool {
	if len(n.numbers) > 1 || len(n.lists) > mostLists {
		return true
	}
	for i, b := range n.lists {
		for _, a := range n.lists[:i] {
			if d, decided := n.decided(a, b); decided && !d.Same && !a.sharesPlace(b) {
				return true
			}
			if !a.sameNumber(b) && a.contradicts(b) {
				return true
			}
		}
	}
	return false
}

// sameNumber reports whether one number says that the two are one doctor.
func (l *nameOnList) sameNumber(o *nameOnList) bool {
	return len(l.numbers) == 1 && slices.Equal(l.numbers, o.numbers)
}

// decided returns the decision about the name on two lists.
func (n *named) decided(a, b *nameOnList) (Decision, bool) {
	for _, d := range n.decisions {
		if d.List == a.list && d.Other == b.list || d.List == b.list && d.Other == a.list {
			return d, true
		}
	}
	return Decision{}, false
}

// contradicts reports whether the name holds both lists, in two municipalities, in a
// month in which it is not handed over from one to the other.
func (l *nameOnList) contradicts(o *nameOnList) bool {
	from, to, n := o.apart(l)
	if n == 0 {
		return false
	}
	handedOver := n == 1 && from == to && (from == l.last && from == o.first || from == o.last && from == l.first)
	return !handedOver
}

// apart returns the first and last month in which the name holds both lists in two
// municipalities, and how many pairs of stints do.
func (l *nameOnList) apart(o *nameOnList) (from, to varighet.Month, n int) {
	from, to = varighet.MaxMonth, varighet.MinMonth
	for i := range l.stints {
		for k := range o.stints {
			a, b := &l.stints[i], &o.stints[k]
			if first, last := max(a.First, b.First), min(a.Last, b.Last); first <= last && a.Holder && b.Holder && elsewhere(a, b) {
				from, to, n = min(from, first), max(to, last), n+1
			}
		}
	}
	return from, to, n
}

// elsewhere reports whether two stints are in two municipalities, by their codes or,
// where one has none, by their names. One that has neither may be anywhere.
func elsewhere(a, b *Stint) bool {
	if a.Code != 0 && b.Code != 0 {
		return a.Code != b.Code
	}
	return a.Town != 0 && b.Town != 0 && a.Town != b.Town
}

// sharesPlace reports whether the name stands on both lists under one municipality at
// some time.
func (l *nameOnList) sharesPlace(o *nameOnList) bool {
	for i := range l.stints {
		for k := range o.stints {
			a, b := &l.stints[i], &o.stints[k]
			if a.Code != 0 && a.Code == b.Code || (a.Code == 0 || b.Code == 0) && a.Town != 0 && a.Town == b.Town {
				return true
			}
		}
	}
	return false
}

// oneMunicipality reports whether two lists of a shared name are of one municipality.
func (l *nameOnList) oneMunicipality(o *nameOnList) bool {
	for i := range l.stints {
		for k := range o.stints {
			if a, b := &l.stints[i], &o.stints[k]; a.First <= b.Last && b.First <= a.Last && elsewhere(a, b) {
				return false
			}
		}
	}
	return l.sharesPlace(o)
}

// people parts the lists of the name into people: first by numbers and by place, then those are
// one of whom somebody has decided so.
func (n *named) people() [][]*nameOnList {
	if !n.shared && len(n.decisions) == 0 {
		return [][]*nameOnList{n.lists}
	}
	if len(n.lists) > mostLists {
		people := make([][]*nameOnList, len(n.lists))
		for i, l := range n.lists {
			people[i] = []*nameOnList{l}
		}
		return people
	}
	var people [][]*nameOnList
	for _, numbered := range []bool{true, false} { // so that it is known of how many doctors a list without a number may be
		for _, l := range n.lists {
			if numbered != (len(l.numbers) > 0) {
				continue
			}
			if i := n.personOf(l, people); i >= 0 {
				people[i] = append(people[i], l)
			} else {
				people = append(people, []*nameOnList{l})
			}
		}
	}
	people = n.joinDecided(people)
	first := func(lists []*nameOnList) int { return slices.Index(n.lists, lists[0]) }
	for _, p := range people {
		slices.SortFunc(p, func(a, b *nameOnList) int { return cmp.Compare(slices.Index(n.lists, a), slices.Index(n.lists, b)) })
	}
	slices.SortFunc(people, func(a, b []*nameOnList) int { return cmp.Compare(first(a), first(b)) })
	return people
}

// personOf returns which person a list is one of; −1 for none, or if it could be of two with
// different numbers.
func (n *named) personOf(l *nameOnList, people [][]*nameOnList) int {
	found := -1
	var numbers []uint32
	for i, p := range people {
		if !n.mayBeOne([]*nameOnList{l}, p) || n.shared && slices.ContainsFunc(p, func(o *nameOnList) bool { return !l.oneMunicipality(o) }) {
			continue
		}
		if found < 0 {
			found = i
		}
		if numbers = union(numbers, numbersOf(p)); len(l.numbers) == 0 && len(numbers) > 1 {
			return -1
		}
	}
	return found
}

// joinDecided makes people one of whom a decision says so, unless their numbers or another
// decision part them.
func (n *named) joinDecided(people [][]*nameOnList) [][]*nameOnList {
	for _, d := range n.decisions {
		with := func(list uint32) int {
			return slices.IndexFunc(people, func(p []*nameOnList) bool { return hasList(p, list) })
		}
		a, b := with(d.List), with(d.Other)
		if !d.Same || a < 0 || b < 0 || a == b || !n.mayBeOne(people[a], people[b]) {
			continue
		}
		people[a] = append(people[a], people[b]...)
		people = slices.Delete(people, b, b+1)
	}
	return people
}

// mayBeOne reports whether two people have no two numbers, and no lists of which a decision
// says that they are of two. Lists with one number are of one doctor, and parted as such.
func (n *named) mayBeOne(x, y []*nameOnList) bool {
	numbers := union(numbersOf(x), numbersOf(y))
	if len(numbers) > 1 {
		return false
	}
	if len(numbers) == 1 {
		x, y = n.withNumber(x, numbers[0]), n.withNumber(y, numbers[0])
	}
	for _, d := range n.decisions {
		apart := func(p, q []*nameOnList) bool { return hasList(p, d.List) && hasList(q, d.Other) }
		if !d.Same && (apart(x, y) || apart(y, x)) && !(len(numbersOf(x)) == 1 && slices.Equal(numbersOf(x), numbersOf(y))) {
			return false
		}
	}
	return true
}

// withNumber adds to lists of a person who has the number all others that have it.
func (n *named) withNumber(lists []*nameOnList, number uint32) []*nameOnList {
	if !slices.Contains(numbersOf(lists), number) {
		return lists
	}
	all := slices.Clone(lists)
	for _, l := range n.lists {
		if slices.Equal(l.numbers, []uint32{number}) {
			all = append(all, l)
		}
	}
	return all
}

func numbersOf(lists []*nameOnList) (numbers []uint32) {
	for _, l := range lists {
		numbers = union(numbers, l.numbers)
	}
	return numbers
}

func hasList(lists []*nameOnList, list uint32) bool {
	return slices.ContainsFunc(lists, func(l *nameOnList) bool { return l.list == list })
}

// identify says who the name is on the lists of one person, who may be one of several.
func (n *named) identify(s *Settled, lists []*nameOnList, several bool) {
	who := Person{Name: n.name}
	if several {
		who.List = lists[0].list
	}
	if numbers := numbersOf(lists); len(numbers) == 1 {
		who = Person{Number: numbers[0]}
	}
	for _, l := range lists {
		key := listName{l.list, n.name}
		switch {
		case len(l.numbers) > 1:
			s.persons[key] = l.nearest()
		case who != Person{Name: n.name}: // which is what Person says of a name that it does not know
			s.persons[key] = []personUntil{{varighet.MaxMonth, who}}
		}
	}
}

// nearest says, month by month, which of several numbers that stand beside the name on a
// list is nearest; of two as near, the earlier.
func (l *nameOnList) nearest() []personUntil {
	var spans []personUntil
	for m := l.stints[0].First; m <= l.until(); m++ {
		best, number := -1, uint32(0)
		for i := range l.stints {
			s := &l.stints[i]
			if s.Number == 0 {
				continue
			}
			away := max(int(s.First-m), int(m-s.Last), 0)
			if best < 0 || away < best { // stints come by month: the first of two as near is the earlier
				best, number = away, s.Number
			}
		}
		if k := len(spans) - 1; k >= 0 && spans[k].person.Number == number {
			spans[k].last = m
			continue
		}
		spans = append(spans, personUntil{m, Person{Number: number}})
	}
	return spans
}

// until is the last month of any stint.
func (l *nameOnList) until() varighet.Month {
	last := varighet.MinMonth
	for i := range l.stints {
		last = max(last, l.stints[i].Last)
	}
	return last
}

// SharedPersons returns the people who share their name with others, sorted, each once.
func (s *Settled) SharedPersons() []Person {
	var list []Person
	for _, spans := range s.persons {
		for _, p := range spans {
			if p.person.Number == 0 && p.person.List != 0 {
				list = append(list, p.person)
			}
		}
	}
	slices.SortFunc(list, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.List, b.List)) })
	return slices.Compact(list)
}

// PersonAt is [Settled.Person], and tells whether it is the same in all months.
func (s *Settled) PersonAt(list, name uint32, month varighet.Month) (p Person, always bool) {
	return s.Person(list, name, month), len(s.persons[listName{list, name}]) < 2
}

// PeopleOn returns who a name on a list is, in all months.
func (s *Settled) PeopleOn(list, name uint32) []Person {
	spans := s.persons[listName{list, name}]
	if len(spans) == 0 {
		return []Person{{Name: name}}
	}
	people := make([]Person, len(spans))
	for i := range spans {
		people[i] = spans[i].person
	}
	return people
}
