package simulate

import (
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

// A stretch is months of a list in a case by hand: who stands there, under which number
// and in which municipality. The name "" is nobody.
type stretch struct {
	list     int32
	from, to int32
	name     string
	number   int64
	code     varighet.MunicipalityCode
}

// byHand makes a rendering of stretches, over twelve months from 2019-01 with a file each
// but for the missing one; -1 for none.
func byHand(missing int32, stretches []stretch) *rendering {
	o := Options{First: varighet.MonthOf(2019, 1), Last: varighet.MonthOf(2019, 12)}
	e := &engine{options: o, last: 11, country: &country{options: o}}
	if missing >= 0 {
		e.country.plan.missing = e.month(missing)
	}
	r := &rendering{formSet: formSet{codes: true}, engine: e, keys: map[string]int32{}, places: map[string]int32{}, shownIn: map[placeMonth]bool{}}
	for _, s := range stretches {
		for int(s.list) >= len(r.lists) {
			r.lists = append(r.lists, shownList{})
		}
		at := segment{from: s.from, to: s.to, number: s.number, code: s.code, place: r.place(standing{code: s.code})}
		if s.name != "" {
			at.doctor, at.key = 1, numberOf(r.keys, s.name)
		}
		for m := s.from; m <= s.to; m++ {
			r.shownIn[placeMonth{at.place, m}] = true
		}
		r.lists[s.list].segments = append(r.lists[s.list].segments, at)
	}
	return r
}

// Who is one doctor, by the rules that the package promises of a reader, worked by hand.
// want puts the stretches into persons by number.
func TestWhoIsOneDoctorByHand(t *testing.T) {
	const anne, kari = "anne hansen", "kari aas"
	for _, c := range []struct {
		name      string
		stretches []stretch
		want      []int
	}{
		{"the same name on the same list, after another and under a new code", []stretch{
			{0, 0, 3, anne, 0, "1504"}, {0, 4, 5, kari, 0, "1504"}, {0, 6, 11, anne, 0, "1507"}}, []int{1, 2, 1}},
		{"on another list later, in another municipality", []stretch{
			{0, 0, 3, anne, 0, "0301"}, {1, 8, 11, anne, 0, "4601"}}, []int{1, 1}},
		{"in two municipalities in the month of a hand-over", []stretch{
			{0, 0, 5, anne, 0, "0301"}, {1, 5, 11, anne, 0, "4601"}}, []int{1, 1}},
		{"in two municipalities for two months", []stretch{
			{0, 0, 6, anne, 0, "0301"}, {1, 5, 11, anne, 0, "4601"}}, []int{1, 2}},
		{"in two municipalities for a month that ends neither", []stretch{
			{0, 0, 11, anne, 0, "0301"}, {1, 5, 5, anne, 0, "4601"}}, []int{1, 2}},
		{"on two lists of one municipality", []stretch{
			{0, 0, 11, anne, 0, "0301"}, {1, 3, 11, anne, 0, "0301"}}, []int{1, 1}},
		{"shared: one person in each municipality", []stretch{
			{0, 0, 11, anne, 0, "0301"}, {1, 3, 11, anne, 0, "0301"}, {2, 5, 11, anne, 0, "4601"}}, []int{1, 1, 2}},
		{"shared: the same municipality at different times", []stretch{
			{0, 0, 3, anne, 0, "0301"}, {1, 8, 11, anne, 0, "0301"}, {2, 0, 11, anne, 0, "4601"}}, []int{1, 1, 2}},
		{"lists that a division parts are not of one municipality", []stretch{
			{0, 0, 5, anne, 0, "1507"}, {0, 6, 11, anne, 0, "1508"}, {1, 0, 5, anne, 0, "1507"}, {1, 6, 11, anne, 0, "1580"}}, []int{1, 1, 2, 2}},
		{"a name without a number is the doctor with that name", []stretch{
			{0, 0, 3, anne, 77, "0301"}, {0, 4, 11, anne, 0, "0301"}, {1, 0, 11, anne, 0, "0301"}}, []int{1, 1, 1}},
		{"of two numbers it is nobody's", []stretch{
			{0, 0, 3, anne, 77, "0301"}, {1, 4, 7, anne, 88, "0301"}, {2, 8, 11, anne, 0, "4601"}}, []int{1, 2, 3}},
		{"two numbers are two persons, a number is one wherever it stands", []stretch{
			{0, 0, 11, anne, 77, "0301"}, {1, 0, 11, anne, 77, "4601"}, {2, 0, 11, anne, 88, "0301"}}, []int{1, 1, 2}},
	} {
		r := byHand(-1, c.stretches)
		r.settle()
		var persons []string
		var got []int
		for _, l := range r.lists {
			for _, s := range l.segments {
				if !slices.Contains(persons, s.person) {
					persons = append(persons, s.person)
				}
				got = append(got, slices.Index(persons, s.person)+1)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got persons %v, want %v", c.name, got, c.want)
		}
	}
}

// What can be seen of the times on one list, by hand; months from 0 to 11.
func TestSpellsThatCanBeSeenByHand(t *testing.T) {
	const anne, kari = "anne hansen", "kari aas"
	type spell struct {
		first, last int32
		stopped     bool
		known       Known
	}
	for _, c := range []struct {
		name      string
		missing   int32
		stretches []stretch
		want      []spell
	}{
		{"to the end", -1, []stretch{{0, 0, 11, anne, 0, "0301"}}, []spell{{0, 11, false, KnownNo}}},
		{"one after another", -1, []stretch{{0, 0, 5, anne, 0, "0301"}, {0, 6, 11, kari, 0, "0301"}},
			[]spell{{0, 5, true, KnownNo}, {6, 11, false, KnownYes}}},
		{"two vacant months are a slip", -1, []stretch{{0, 0, 5, anne, 0, "0301"}, {0, 6, 7, "", 0, "0301"}, {0, 8, 11, anne, 0, "0301"}},
			[]spell{{0, 11, false, KnownNo}}},
		{"three are a vacancy", -1, []stretch{{0, 0, 5, anne, 0, "0301"}, {0, 6, 8, "", 0, "0301"}, {0, 9, 11, anne, 0, "0301"}},
			[]spell{{0, 5, true, KnownNo}, {9, 11, false, KnownYes}}},
		{"a vacancy after another holder", -1, []stretch{{0, 0, 3, anne, 0, "0301"}, {0, 4, 4, kari, 0, "0301"}, {0, 5, 11, anne, 0, "0301"}},
			[]spell{{0, 3, true, KnownNo}, {4, 4, true, KnownYes}, {5, 11, false, KnownYes}}},
		{"a month without a file is no vacancy", 5, []stretch{{0, 0, 4, anne, 0, "0301"}, {0, 6, 11, anne, 0, "0301"}}, []spell{{0, 11, false, KnownNo}}},
		{"nobody saw who came in it", 5, []stretch{{0, 0, 4, anne, 0, "0301"}, {0, 6, 11, kari, 0, "0301"}},
			[]spell{{0, 4, true, KnownNo}, {6, 11, false, KnownNo}}},
		{"a list that closes", -1, []stretch{{0, 0, 5, anne, 0, "0301"}, {1, 0, 11, kari, 0, "0301"}},
			[]spell{{0, 5, true, KnownNo}, {0, 11, false, KnownNo}}},
		{"a new list", -1, []stretch{{0, 0, 11, anne, 0, "0301"}, {1, 5, 11, kari, 0, "0301"}},
			[]spell{{0, 11, false, KnownNo}, {5, 11, false, KnownYes}}},
	} {
		r := byHand(c.missing, c.stretches)
		r.engine.country.all = []municipality{{code: "0301", next: 0}}
		r.settle()
		var got []spell
		for id := range r.lists {
			for _, s := range r.seenOn(int32(id)) {
				got = append(got, spell{int32(s.First - r.engine.options.First), int32(s.Last - r.engine.options.First), s.Stopped, s.StartKnown})
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// A list that first shows in the month in which its municipality gets a new code may
// have been there under the old one.
func TestAListThatShowsWithANewCode(t *testing.T) {
	r := byHand(-1, []stretch{{0, 0, 5, "anne hansen", 0, "1504"}, {0, 6, 11, "anne hansen", 0, "1507"}, {1, 6, 11, "kari aas", 0, "1507"},
		{2, 0, 11, "ola berg", 0, "0301"}, {3, 6, 11, "eva lie", 0, "0301"}, {4, 6, 11, "per moe", 0, "1601"}})
	reform := varighet.MonthOf(2019, 7)
	r.engine.country.all = []municipality{{code: "1504", to: reform, next: 1}, {code: "1507", from: reform, next: 1}, {code: "0301", next: 2}, {code: "1601", next: 3}}
	for i, first := range []int32{0, 1, 2, 2, 3} {
		r.lists[i].first = first
	}
	r.settle()
	for i, want := range []Known{KnownNo, KnownNo, KnownNo, KnownYes, KnownYes} {
		if got := r.seenOn(int32(i)); len(got) != 1 || got[0].StartKnown != want {
			t.Errorf("list %d: got %+v, want its start known: %s", i, got, want)
		}
	}
}
