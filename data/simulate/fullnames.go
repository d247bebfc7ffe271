package simulate

import (
	"slices"
	"strings"
)

// A fullName is a doctor's name in words. Given names are written with a blank between
// them, surnames with a hyphen.
type fullName struct {
	given, middle, surname []string
}

// key is what two spellings of one name have in common: its words in lower case and
// alphabetical order.
func (n *fullName) key() string {
	var words []string
	for _, part := range [][]string{n.given, n.middle, n.surname} {
		for _, w := range part {
			words = append(words, strings.ToLower(w))
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// before is the name without the surname.
func (n *fullName) before() string {
	return strings.Join(append(slices.Clone(n.given), n.middle...), " ")
}

func (n *fullName) last() string { return strings.Join(n.surname, "-") }

func (n *fullName) plain() string { return n.before() + " " + n.last() }

// drawName draws a name from all given names, middle names and surnames; middle names
// are surnames too, as they mostly are in Norway. Later tries have two of them, so that there
// are names enough for any number of doctors.
func drawName(seed uint64, doctor int32, try int) fullName {
	h := hash(seed, uint64(doctor)<<8|uint64(try), 11)
	pick := func(list []string, shift uint) string { return list[h>>shift%uint64(len(list))] }
	n := fullName{given: strings.Fields(pick(givenNames, 0)), surname: []string{pick(surnames, 10)}}
	if h>>60 < 8 || try > 2 {
		n.middle = append(n.middle, pick(surnames, 20))
	}
	if try > 8 {
		n.middle = append(n.middle, pick(surnames, 30))
	}
	if h>>56&15 < 2 {
		n.surname = append(n.surname, pick(surnames, 40))
	}
	return n
}

// nameTries bounds how often a name is drawn again because somebody has it.
const nameTries = 64

// newNames gives every doctor from 1 to n a name of their own; index 0 is nobody.
func newNames(seed uint64, n int32) []fullName {
	names, taken := make([]fullName, n+1), make(map[string]bool, n)
	for d := int32(1); d <= n; d++ {
		for try := range nameTries {
			names[d] = drawName(seed, d, try)
			if key := names[d].key(); !taken[key] || try == nameTries-1 {
				taken[key] = true
				break
			}
		}
	}
	return names
}

// A holding is a list that a doctor held, from one month to another, both included.
type holding struct{ list, from, to int32 }

// shareNames lets about one doctor in fifty share a full name with another, in
// pairs. Two of one name never hold the same list, for then nobody could tell them apart, the list's
// months least of all. It returns, by doctor, whom each shares the name with; 0 for nobody.
func shareNames(seed uint64, names []fullName, held [][]holding) []int32 {
	with := make([]int32, len(names))
	for d := int32(2); int(d) < len(names); d++ {
		h := hash(seed, uint64(d), 12)
		if h%100 != 0 || with[d] != 0 {
			continue
		}
		for try := range uint64(8) {
			other := int32(hash(seed, uint64(d)<<8|try, 13)%uint64(d-1)) + 1
			if with[other] == 0 && !onOneList(held[d], held[other]) {
				names[d], with[d], with[other] = names[other], other, d
				break
			}
		}
	}
	return with
}

func onOneList(a, b []holding) bool {
	return slices.ContainsFunc(a, func(x holding) bool {
		return slices.ContainsFunc(b, func(y holding) bool { return x.list == y.list })
	})
}
