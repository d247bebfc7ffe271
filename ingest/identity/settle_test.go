package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	. "github.com/varighet/varighet/ingest/identity"
)

// stints makes stints of one name, the number 1, out of a picture: a word for each run of
// months, "list place from-to" with a number behind a colon where the rows have one:
// "1 O 1-9:7" is list 1, municipality O, months 1 to 9, number 7.
func stints(picture string) (list []Stint) {
	for _, line := range strings.Split(picture, ",") {
		f := strings.Fields(line)
		s := Stint{Name: 1, Holder: true}
		fmt.Sscan(f[0], &s.List)
		s.Code = uint32(f[1][0])
		var from, to int
		if n, _ := fmt.Sscanf(f[2], "%d-%d:%d", &from, &to, &s.Number); n < 2 {
			panic(line)
		}
		s.First, s.Last = month(from), month(to)
		list = append(list, s)
	}
	return list
}

func month(n int) varighet.Month { return varighet.MonthOf(2015, 1) + varighet.Month(n-1) }

// who writes a person: the number, "name", or "name@" and the first list.
func who(p Person) string {
	switch {
	case p.Number != 0:
		return fmt.Sprint(p.Number)
	case p.List != 0:
		return fmt.Sprint("name@", p.List)
	}
	return "name"
}

// Each answer follows by hand from the three rules in the comment of Settle.
func TestSettleByHand(t *testing.T) {
	cases := map[string]struct{ rows, want string }{
		"a vacancy between, and a new code":                  {"1 O 1-5,1 O 9-12,1 N 13-20", "1/1 name, 1/20 name"},
		"rows without a number take that of the list":        {"1 O 1-1,1 O 2-5:7,1 O 6-6", "1/1 7, 1/6 7"},
		"of two numbers the nearest, the earlier if as far":  {"1 O 1-3:7,1 O 4-6,1 O 7-9:8", "1/4 7, 1/5 7, 1/6 8"},
		"a move to another municipality":                     {"1 O 1-5,2 B 6-9", "1/1 name, 2/6 name"},
		"a move with the number known on one list only":      {"1 O 1-5:7,2 B 8-9", "2/8 7"},
		"one month of hand-over over a border":               {"1 O 1-6,2 B 6-9", "1/1 name, 2/6 name"},
		"two months in two municipalities are two people":    {"1 O 1-7,2 B 6-9", "1/1 name@1, 2/6 name@2"},
		"a month in the middle is no hand-over":              {"1 O 1-9,2 B 4-4", "1/1 name@1, 2/4 name@2"},
		"two lists in one municipality at once":              {"1 O 1-9,2 O 4-6", "1/1 name, 2/4 name"},
		"two numbers on two lists, one without":              {"1 O 1-5:7,2 B 1-5:8,3 B 6-9,4 C 6-9", "3/6 8, 4/6 name@4"},
		"one number says that two places are one doctor":     {"1 O 1-9:7,2 B 1-9:7,3 C 12-14", "3/12 7"},
		"three of one name, one a municipality":              {"1 O 1-20,2 B 11-28,3 C 25-36", "1/1 name@1, 2/11 name@2, 3/25 name@3"},
		"a shared name keeps its lists in a municipality":    {"1 O 1-9,2 B 5-9,3 O 12-14,4 B 12-14", "3/12 name@1, 4/12 name@2"},
		"lists without a code in common are two people":      {"1 O 1-9,2 B 5-9,3 N 12-14", "1/1 name@1, 2/5 name@2, 3/12 name@3"},
		"a code that changes on one list holds the others":   {"1 O 1-9,2 B 5-9,1 N 10-14,3 N 12-14", "3/12 name@1"},
		"beside two numbers in a municipality it is neither": {"1 O 1-4:7,2 O 5-12,3 O 9-12:8", "1/1 7, 2/5 name@2, 3/9 8"},
		"a list under the codes of two is of the first":      {"1 O 1-9,2 B 1-9,3 O 10-12,3 B 13-14", "3/10 name@1"},
		"under two codes at once two lists are not of one":   {"1 O 1-5,1 N 6-9,2 N 1-5", "1/1 name@1, 2/1 name@2"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := Settle(stints(c.rows), nil)
			for _, w := range strings.Split(c.want, ", ") {
				at, want, _ := strings.Cut(w, " ")
				var list uint32
				var m int
				fmt.Sscanf(at, "%d/%d", &list, &m)
				if got := who(s.Person(list, 1, month(m))); got != want {
					t.Errorf("%s: list %d in month %d is %s, want %s", c.rows, list, m, got, want)
				}
			}
		})
	}
}

// "No" parts what the name alone had joined, "yes" joins what it had parted (by hand).
func TestDecisionsPartAndJoin(t *testing.T) {
	cases := map[string]struct {
		rows      string
		decisions []Decision
		want      [2]string // of list 1 and list 2
	}{
		"no over a border":            {"1 O 1-5,2 B 6-9", []Decision{{1, 2, 1, false}}, [2]string{"name@1", "name@2"}},
		"no in one municipality":      {"1 O 1-9,2 O 4-6", []Decision{{1, 1, 2, false}}, [2]string{"name@1", "name@2"}},
		"yes over a contradiction":    {"1 O 1-9,2 B 4-8,3 C 4-8", []Decision{{1, 2, 1, true}}, [2]string{"name@1", "name@1"}},
		"yes cannot join two numbers": {"1 O 1-9:7,1 O 10-10,2 B 4-8:8,2 B 9-9", []Decision{{1, 2, 1, true}}, [2]string{"7", "8"}},
	}
	for name, c := range cases {
		s := Settle(stints(c.rows), c.decisions)
		if got := [2]string{who(s.Person(1, 1, month(10))), who(s.Person(2, 1, month(9)))}; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A decision is about people, not only about its two lists (by hand). Lists 2 and 3 are one person
// in B beside list 1 in O: "yes" to 1 and 2 makes all three one. Lists 1 and 3 have the number 7:
// "no" to 3 and 2 also parts 2 from 1.
func TestADecisionHoldsForAllListsOfThePeople(t *testing.T) {
	for _, c := range []struct {
		rows     string
		decision Decision
		want     [3]string
	}{
		{"1 O 1-12,2 B 1-6,3 B 7-12", Decision{1, 2, 1, true}, [3]string{"name@1", "name@1", "name@1"}},
		{"1 O 1-12,2 B 1-6,3 B 7-12", Decision{1, 1, 3, true}, [3]string{"name@1", "name@1", "name@1"}},
		{"1 O 1-12,2 B 1-6,3 B 7-12", Decision{1, 2, 3, false}, [3]string{"name@1", "name@2", "name@3"}},
		{"1 O 1-2:7,1 O 3-4,2 O 1-4,3 O 1-2:7,3 O 3-4", Decision{1, 3, 2, false}, [3]string{"7", "name@2", "7"}},
	} {
		s := Settle(stints(c.rows), []Decision{c.decision})
		got := [3]string{who(s.Person(1, 1, month(1))), who(s.Person(2, 1, month(1))), who(s.Person(3, 1, month(1)))}
		if got != c.want {
			t.Errorf("%s, %+v: %v, want %v", c.rows, c.decision, got, c.want)
		}
		if len(s.Findings) > 0 && slices.ContainsFunc(s.Findings, func(f Finding) bool {
			return f.Kind != NumberTaken && (f.List == c.decision.List && f.Other == c.decision.Other || f.List == c.decision.Other && f.Other == c.decision.List)
		}) {
			t.Errorf("%s, %+v: what was decided is asked again: %+v", c.rows, c.decision, s.Findings)
		}
	}
}

// What was concluded is told, with the list and the month (by hand).
func TestFindingsNameWhatWasConcluded(t *testing.T) {
	s := Settle(stints("1 O 1-1,1 O 2-5:7,2 B 8-9"), nil)
	want := []Finding{
		{Kind: NumberTaken, Name: 1, List: 1, Code: 'O', Month: month(1), Months: 1},
		{Kind: JoinedLists, Name: 1, List: 2, Other: 1, Code: 'B', Month: month(8)},
	}
	if !slices.Equal(s.Findings, want) {
		t.Errorf("findings %+v, want %+v", s.Findings, want)
	}
}

// The order of stints means nothing, and a name on one list is one person whatever
// comes between (laws).
func TestSettleDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Stint
		for range rapid.IntRange(1, 8).Draw(t, "stints") {
			from := rapid.IntRange(1, 12).Draw(t, "from")
			list = append(list, Stint{List: rapid.Uint32Range(1, 3).Draw(t, "list"), Name: 1, Number: rapid.Uint32Range(0, 2).Draw(t, "number"),
				Code: rapid.Uint32Range(1, 2).Draw(t, "code"), Holder: true, First: month(from), Last: month(from + rapid.IntRange(0, 3).Draw(t, "more"))})
		}
		one := Settle(list, nil)
		two := Settle(rapid.Permutation(list).Draw(t, "order"), nil)
		for l := range uint32(4) {
			for m := 1; m < 16; m++ {
				if a, b := one.Person(l, 1, month(m)), two.Person(l, 1, month(m)); a != b {
					t.Fatalf("list %d, month %d: %v, in another order %v", l, m, a, b)
				}
			}
		}
		if !slices.Equal(one.Findings, two.Findings) {
			t.Fatalf("findings %v, in another order %v", one.Findings, two.Findings)
		}
	})
}

// People who share a name are known by their first list; who a name on a list is can be asked for
// one month or for all (by hand, from the rules of Settle).
func TestPeopleOfAName(t *testing.T) {
	s := Settle(stints("1 O 1-7,2 B 6-9,3 B 8-9"), nil)
	one, two := Person{Name: 1, List: 1}, Person{Name: 1, List: 2}
	if got := s.SharedPersons(); !slices.Equal(got, []Person{one, two}) {
		t.Errorf("who share a name: %+v", got)
	}
	for list, want := range map[uint32][]Person{1: {one}, 2: {two}, 3: {two}, 4: {{Name: 1}}} {
		if got := s.PeopleOn(list, 1); !slices.Equal(got, want) {
			t.Errorf("on list %d: %+v, want %+v", list, got, want)
		}
	}
	s = Settle(stints("1 O 1-3:7,1 O 4-6,1 O 7-9:8,2 O 4-4"), nil)
	if got := s.PeopleOn(1, 1); !slices.Equal(got, []Person{{Number: 7}, {Number: 8}}) {
		t.Errorf("of two numbers: %+v", got)
	}
	if got := s.SharedPersons(); !slices.Equal(got, []Person{{Name: 1, List: 2}}) {
		t.Errorf("beside two numbers: %+v", got)
	}
	for m, want := range map[int]uint32{1: 7, 5: 7, 6: 8, 99: 8} { // 5 is 2 from 3 and from 7: the earlier
		if p, always := s.PersonAt(1, 1, month(m)); p != (Person{Number: want}) || always {
			t.Errorf("in month %d: %+v, always %v, want %d", m, p, always, want)
		}
	}
	if p, always := s.PersonAt(2, 1, month(4)); p != (Person{Name: 1, List: 2}) || !always {
		t.Errorf("on list 2: %+v, always %v", p, always)
	}
}

// Without codes the names of municipalities tell where a list is; where one stint has a code only,
// and the other a name only, nothing says that they are apart (by hand).
func TestMunicipalitiesWithoutCodes(t *testing.T) {
	at := func(list, code, town uint32, from, to int) Stint {
		return Stint{List: list, Name: 1, Code: code, Town: town, First: month(from), Last: month(to), Holder: true}
	}
	for name, c := range map[string]struct {
		rows []Stint
		want [2]string // of lists 1 and 2
	}{
		"one town":                          {[]Stint{at(1, 0, 5, 1, 9), at(2, 0, 5, 2, 8)}, [2]string{"name", "name"}},
		"two towns":                         {[]Stint{at(1, 0, 5, 1, 9), at(2, 0, 6, 2, 8)}, [2]string{"name@1", "name@2"}},
		"a code and a town":                 {[]Stint{at(1, 3, 0, 1, 9), at(2, 0, 6, 2, 8)}, [2]string{"name", "name"}},
		"a town and a code":                 {[]Stint{at(1, 0, 1, 1, 9), at(2, 3, 0, 2, 8)}, [2]string{"name", "name"}},
		"the first two towns":               {[]Stint{at(1, 0, 1, 1, 9), at(2, 0, 2, 2, 8)}, [2]string{"name@1", "name@2"}},
		"the second town and the first":     {[]Stint{at(1, 0, 2, 1, 9), at(2, 0, 1, 2, 8)}, [2]string{"name@1", "name@2"}},
		"a code with its town, and a town":  {[]Stint{at(1, 3, 5, 1, 9), at(2, 0, 6, 2, 8)}, [2]string{"name@1", "name@2"}},
		"two codes of one town":             {[]Stint{at(1, 3, 5, 1, 9), at(2, 4, 5, 2, 8)}, [2]string{"name@1", "name@2"}},
		"one code, spelled in two ways":     {[]Stint{at(1, 3, 5, 1, 9), at(2, 3, 6, 2, 8)}, [2]string{"name", "name"}},
		"nothing is known of where":         {[]Stint{at(1, 0, 0, 1, 9), at(2, 0, 0, 2, 8)}, [2]string{"name", "name"}},
		"one month in two towns, no change": {[]Stint{at(1, 0, 5, 1, 9), at(2, 0, 6, 5, 5)}, [2]string{"name@1", "name@2"}},
	} {
		s := Settle(c.rows, nil)
		if got := [2]string{who(s.Person(1, 1, month(5))), who(s.Person(2, 1, month(5)))}; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Who stands in is in two places without being two people: only who holds lists counts.
func TestOnlyHoldersAreInTwoPlaces(t *testing.T) {
	list := stints("1 O 1-9,2 B 4-8")
	list[1].Holder = false
	s := Settle(list, nil)
	if a, b := who(s.Person(1, 1, month(5))), who(s.Person(2, 1, month(5))); a != "name" || b != "name" {
		t.Errorf("%s and %s, want one of the name", a, b)
	}
}

// A name on 400 lists, one after another, is one doctor by the rules; on more it is not compared,
// and each list has a person of its own.
func TestANameOnVeryManyLists(t *testing.T) {
	for n, want := range map[int]string{400: "name", 401: "name@7"} {
		var list []Stint
		for i := range n {
			list = append(list, Stint{List: uint32(i + 1), Name: 1, Code: 'O', First: month(i + 1), Last: month(i + 1), Holder: true})
		}
		if got := who(Settle(list, nil).Person(7, 1, month(7))); got != want {
			t.Errorf("on %d lists, the seventh is of %s, want %s", n, got, want)
		}
	}
}

// Every kind of finding, with the list it is about, the one it is compared with, and its first month
// (by hand, from the comments on the kinds).
func TestEveryKindOfFinding(t *testing.T) {
	for rows, want := range map[string][]Finding{
		"1 O 1-3,1 O 4-5:7":           {{Kind: NumberTaken, Name: 1, List: 1, Code: 'O', Month: month(1), Months: 3}},
		"1 O 1-3:7,1 O 4-6,1 O 7-9:8": {{Kind: NumberNearest, Name: 1, List: 1, Code: 'O', Month: month(4), Months: 3}},
		"1 O 1-3,1 O 5-5,1 O 6-9:7":   {{Kind: NumberTaken, Name: 1, List: 1, Code: 'O', Month: month(1), Months: 4}},
		"1 O 1-5,2 B 6-9":             {{Kind: JoinedLists, Name: 1, List: 2, Other: 1, Code: 'B', Month: month(6)}},
		"1 O 1-5,2 B 6-9,3 C 12-14": {{Kind: JoinedLists, Name: 1, List: 2, Other: 1, Code: 'B', Month: month(6)},
			{Kind: JoinedLists, Name: 1, List: 3, Other: 2, Code: 'C', Month: month(12)}}, // with the list that was left last
		"1 O 1-5,2 O 6-9":       nil, // in one municipality, one after the other
		"1 O 1-9,2 O 4-6":       {{Kind: ListsAtOnce, Name: 1, List: 2, Other: 1, Code: 'O', Month: month(4)}},
		"1 O 1-6,2 O 6-9":       {{Kind: ListsAtOnce, Name: 1, List: 2, Other: 1, Code: 'O', Month: month(6)}},
		"1 O 1-7,2 B 6-9":       {{Kind: SharedName, Name: 1, List: 2, Other: 1, Code: 'B', Month: month(6)}},
		"1 O 1-5:7,2 B 6-9:7":   nil, // one number says so
		"1 O 1-9:7,2 O 4-6:7":   nil,
		"1 O 1-9:7,1 O 10-10:8": {},
		"1 O 1-9:7,2 O 4-6":     {{Kind: ListsAtOnce, Name: 1, List: 2, Other: 1, Code: 'O', Month: month(4)}},
		"1 O 1-5:7,2 B 1-5:8":   {{Kind: SharedName, Name: 1, List: 2, Other: 1, Code: 'B', Month: month(1)}},
	} {
		if got := Settle(stints(rows), nil).Findings; !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", rows, got, want)
		}
	}
}

// Six of one name at once, each in a municipality: six people in the order of their lists, each told beside the one before (by hand).
func TestSixOfOneName(t *testing.T) {
	s := Settle(stints("1 A 1-9,2 B 1-9,3 C 1-9,4 D 1-9,5 E 1-9,6 F 1-9"), nil)
	var people []Person
	var findings []Finding
	for list := uint32(1); list <= 6; list++ {
		people = append(people, Person{Name: 1, List: list})
		if list > 1 {
			findings = append(findings, Finding{Kind: SharedName, Name: 1, List: list, Other: list - 1, Code: 'A' + list - 1, Month: month(1)})
		}
	}
	if got := s.SharedPersons(); !slices.Equal(got, people) {
		t.Errorf("people %+v, want %+v", got, people)
	}
	if !slices.Equal(s.Findings, findings) {
		t.Errorf("findings %+v, want %+v", s.Findings, findings)
	}
	// What was decided of the fourth and the third is not asked again.
	decided := Settle(stints("1 A 1-9,2 B 1-9,3 C 1-9,4 D 1-9,5 E 1-9,6 F 1-9"), []Decision{{Name: 1, List: 4, Other: 3}})
	if want := slices.Delete(slices.Clone(findings), 2, 3); !slices.Equal(decided.Findings, want) {
		t.Errorf("with a decision: findings %+v, want %+v", decided.Findings, want)
	}
}

// Of a name with two numbers on a list both people are on it, from its first row on (by hand).
func TestPeopleOnAListFromItsFirstRow(t *testing.T) {
	s := Settle(stints("1 O 1-1:7,1 O 2-9:8,1 O 10-10"), nil)
	if got := s.PeopleOn(1, 1); !slices.Equal(got, []Person{{Number: 7}, {Number: 8}}) {
		t.Errorf("people %+v", got)
	}
}

// Lists with one number are of one doctor: who is not the one on list 3 is not the one on list 1 either, in whatever municipality (by hand).
func TestADecisionPartsFromAllListsOfANumber(t *testing.T) {
	s := Settle(stints("1 O 1-8:7,1 O 9-9,2 O 12-14,3 B 1-8:7,3 B 9-9"), []Decision{{Name: 1, List: 3, Other: 2}})
	if got := who(s.Person(2, 1, month(12))); got != "name@2" {
		t.Errorf("on list 2 is %s, want name@2", got)
	}
}

// A decision about two lists answers nothing about a third (by hand).
func TestADecisionIsAboutItsTwoLists(t *testing.T) {
	s := Settle(stints("1 O 1-9,2 O 2-9,3 O 3-9"), []Decision{{Name: 1, List: 1, Other: 2, Same: true}})
	want := []Finding{{Kind: ListsAtOnce, Name: 1, List: 3, Other: 1, Code: 'O', Month: month(3)}}
	if !slices.Equal(s.Findings, want) {
		t.Errorf("findings %+v, want %+v", s.Findings, want)
	}
}

// A name that goes to another list moves only if nothing says that the two lists are in one municipality: their code, or the name where one
// of them has no code (by hand).
func TestMovesBetweenMunicipalitiesWithoutCodes(t *testing.T) {
	at := func(list, code, town uint32, from, to int) Stint {
		return Stint{List: list, Name: 1, Code: code, Town: town, First: month(from), Last: month(to), Holder: true}
	}
	for name, c := range map[string]struct {
		rows  []Stint
		moves bool
	}{
		"a code with its town, then the town": {[]Stint{at(1, 3, 5, 1, 4), at(2, 0, 5, 6, 9)}, false},
		"the town, then a code with its town": {[]Stint{at(1, 0, 5, 1, 4), at(2, 3, 5, 6, 9)}, false},
		"two towns":                           {[]Stint{at(1, 0, 5, 1, 4), at(2, 0, 6, 6, 9)}, true},
		"one town under two codes":            {[]Stint{at(1, 3, 5, 1, 4), at(2, 4, 5, 6, 9)}, true},
		"one code":                            {[]Stint{at(1, 3, 5, 1, 4), at(2, 3, 6, 6, 9)}, false},
		"no town":                             {[]Stint{at(1, 3, 0, 1, 4), at(2, 0, 0, 6, 9)}, true},
	} {
		findings := Settle(c.rows, nil).Findings
		if got := len(findings) == 1 && findings[0].Kind == JoinedLists; got != c.moves || len(findings) > 1 {
			t.Errorf("%s: findings %+v, want a move: %v", name, findings, c.moves)
		}
	}
}
