package register

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// A joining says by which name or number a name on a list goes, by the aliases. An alias
// for a municipality applies to the name's lists there, and to its lists elsewhere if they are
// the same doctor's.
type joining struct {
	rules   map[uint32][]*joiningRule // by name
	numbers map[uint32]*joiningRule   // by number
}

// A joiningRule is an alias in the numbers of a merge.
type joiningRule struct {
	alias        *Alias
	name, number uint32 // what it aims at: one of the two
	lists        map[uint32]bool
}

// newJoining finds out where each alias holds. before is who the names are without them.
func (w *whoIsWho) newJoining(rules []Alias, m *merge) *joining {
	j := &joining{map[uint32][]*joiningRule{}, map[uint32]*joiningRule{}}
	if len(rules) == 0 {
		return j
	}
	before := identity.Settle(w.inIdentity(), nil)
	byName := map[uint32][]*stint{}
	for i := range w.stints {
		byName[w.stints[i].nameID] = append(byName[w.stints[i].nameID], &w.stints[i])
	}
	for i := range rules {
		r := &joiningRule{alias: &rules[i], name: w.names[rules[i].To], lists: map[uint32]bool{}}
		if r.name == 0 {
			r.number = w.numberOf(rules[i].To)
		}
		from := w.names[rules[i].From]
		switch _, isNumber := slices.BinarySearch(w.written, rules[i].From); {
		case from == 0 && isNumber && r.name != 0: // a number that is somebody known by name: that name has the number
			from, r.name, r.number = r.name, 0, w.numberOf(rules[i].From)
		case from == 0:
			j.numbers[w.numberOf(rules[i].From)] = r
			continue
		}
		j.rules[from] = append(j.rules[from], r)
		r.hold(from, byName[from], before, m)
		for _, s := range byName[from] {
			if r.lists[s.position] && (r.number == 0 || s.basis == varighet.DoctorByName) { // a number of its own stays
				w.aliases.rows[r.alias] += int64(s.last-s.first) + 1
			}
		}
	}
	return j
}

// hold notes on which of a name's lists the alias holds.
func (r *joiningRule) hold(name uint32, stints []*stint, before *identity.Settled, m *merge) {
	people := map[identity.Person]bool{}
	for _, s := range stints {
		if s.under(r.alias.Municipality, m) {
			r.lists[s.position] = true
			for _, p := range before.PeopleOn(s.position, name) {
				people[p] = true
			}
		}
	}
	for _, s := range stints {
		if slices.ContainsFunc(before.PeopleOn(s.position, name), func(p identity.Person) bool { return people[p] }) {
			r.lists[s.position] = true
		}
	}
}

// under reports whether a stint is of a list in a municipality; "" is any.
func (s *stint) under(municipality string, m *merge) bool {
	return municipality == "" || m.texts[codes][s.code] == municipality || varighet.Town(m.texts[names][s.name]) == municipality
}

// goesBy returns the number or the name by which a name on a list goes. Names that lead to
// each other in a circle go by one of them.
func (j *joining) goesBy(list, name uint32) (number, to uint32) {
	visited := []uint32{name}
	for {
		i := slices.IndexFunc(j.rules[name], func(r *joiningRule) bool { return r.lists[list] || r.alias.Municipality == "" || len(visited) > 1 })
		if i < 0 {
			return 0, name
		}
		r := j.rules[name][i]
		if r.number != 0 {
			return j.numberFor(r.number), name
		}
		if at := slices.Index(visited, r.name); at >= 0 {
			return 0, slices.Min(visited[at:])
		}
		name = r.name
		visited = append(visited, name)
	}
}

// numberFor returns the number that a number is by the aliases; of numbers in a circle, the
// least.
func (j *joining) numberFor(number uint32) uint32 {
	visited := []uint32{number}
	for r := j.numbers[number]; r != nil && r.number != 0; r = j.numbers[number] {
		if at := slices.Index(visited, r.number); at >= 0 {
			return slices.Min(visited[at:])
		}
		number = r.number
		visited = append(visited, number)
	}
	return number
}

// joined puts the stints into the words of package identity, each doctor as the aliases
// have it.
func (w *whoIsWho) joinedStints() []identity.Stint {
	all := w.inIdentity()
	for i := range all {
		s := &all[i]
		number, name := w.joining.goesBy(s.List, s.Name)
		if s.Number != 0 {
			number = w.joining.numberFor(s.Number)
		}
		s.Number, s.Name = number, name
	}
	return all
}

// aliasOf returns the alias that makes a record's number another.
func (j *joining) aliasOf(r *record) *Alias {
	if rule := j.numbers[r.doctor]; rule != nil && r.flags.doctorBasis() != varighet.DoctorByName {
		return rule.alias
	}
	return nil
}
