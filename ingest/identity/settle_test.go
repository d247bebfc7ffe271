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
