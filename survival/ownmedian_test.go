package survival

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// ofGroup is a doctor's spell of a size group, from month from to month to.
func ofGroup(group string, code varighet.MunicipalityCode, from, to int, stopped bool) Spell {
	s := began("P", 1, code, from, to, stopped)
	s.SizeGroup = group
	return s
}

// placeSpells is a municipality 4601 whose six agreements stopped after 12, 12, 24, 36, 48 and
// 60 months, the last of which began when it had grown; 4602 with one of the same group and
// one of unknown start; a town without a code; and a vacancy.
func placeSpells() []Spell {
	unknown := ofGroup("<2000", "4602", 1, 9, true)
	unknown.Start, unknown.Entry, unknown.Exit = varighet.Opt[varighet.Month]{}, varighet.Opt[int]{}, varighet.Opt[int]{}
	town := ofGroup("", "", 3, 8, true)
	town.Town = "vik"
	vacant := ofGroup(">=50000", "4601", 70, 80, false)
	vacant.Kind = Vacant
	return []Spell{
		ofGroup("<2000", "4601", 1, 12, true), ofGroup("<2000", "4601", 1, 12, true), ofGroup("<2000", "4601", 1, 24, true),
		ofGroup("<2000", "4601", 2, 37, true), ofGroup("<2000", "4601", 2, 49, true), ofGroup("2000-4999", "4601", 3, 62, true),
		ofGroup("2000-4999", "4602", 5, 10, false), unknown, town, vacant,
	}
}

// By hand: of the six in 4601 S = 4/6 at 12, 3/6 at 24 and 2/6 at 36 months, so the median is
// the middle of 24 and 36. The latest began in 2000-4999, in which the curve of the country has
// two agreements, one of them elsewhere. The one of 4602 with an unknown start does not count,
// and a place that no spell is of has nobody.
func TestOwnMediansByHand(t *testing.T) {
	spells := placeSpells()
	type row struct {
		Place, Group          string
		Groups                int
		N, FromStart, Stopped int
		TooFew                bool
		InGroup, Elsewhere    int
		Median                varighet.Opt[float64]
	}
	want := []row{
		{"4601", "2000-4999", 2, 6, 6, 6, false, 2, 1, varighet.Some(30.0)},
		{"vik", "", 0, 1, 1, 1, true, 0, 0, varighet.Opt[float64]{}},
		{"4602", "2000-4999", 2, 1, 1, 0, true, 2, 1, varighet.Opt[float64]{}},
		{"4699", "", 0, 0, 0, 0, false, 0, 0, varighet.Opt[float64]{}},
	}
	for range 2 {
		list, err := OwnMedians(spells, spells, []string{"4601", "vik", "4602", "4699"}, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		var got []row
		for _, m := range list {
			got = append(got, row{m.Place, m.SizeGroup, m.SizeGroups, m.N, m.FromStart, m.Stopped, m.TooFew, m.InGroup, m.Elsewhere, m.Median.Time})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		slices.Reverse(spells) // the order of the spells makes no difference
	}
}

// The limits are those that reports print of any group: of six they are the beta product's.
func TestOwnMediansHaveTheLimitsOfAnyGroup(t *testing.T) {
	spells := placeSpells()
	list, err := OwnMedians(spells, spells, []string{"4601"}, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	tenures, _ := Tenures(spells[:6])
	c, err := NewGroupCurve("4601", tenures, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	want := c.Median()
	if diff := cmp.Diff(want, list[0].GroupMedian); diff != "" || !want.BetaProduct || !want.Median.Lower.OK {
		t.Errorf("-want +got\n%s", diff)
	}
}

// The rule, case by case, worked by hand: 71 months and 70.8 are both 5.9 years in print.
func TestMunicipalityBesideItsGroup(t *testing.T) {
	some, none := varighet.Some[float64], varighet.Opt[float64]{}
	for name, c := range map[string]struct {
		lower, upper, group varighet.Opt[float64]
		change              func(*OwnMedian)
		sameRows            bool
		want                GroupVerdict
	}{
		"the interval has it":                    {lower: some(24), upper: some(90), group: some(70.8), want: TooFewToTell},
		"the lower limit is it in print":         {lower: some(71), upper: some(90), group: some(70.8), want: TooFewToTell},
		"the lower limit is above":               {lower: some(72), upper: some(90), group: some(70.8), want: AboveGroup},
		"above, with no upper limit":             {lower: some(72), group: some(70.8), want: AboveGroup},
		"the upper limit is below":               {lower: some(12), upper: some(60), group: some(70.8), want: BelowGroup},
		"below, with no lower limit":             {upper: some(60), group: some(70.8), want: BelowGroup},
		"no limits":                              {group: some(70.8), want: TooFewToTell},
		"too few, whatever was read off":         {lower: some(72), group: some(70.8), change: func(m *OwnMedian) { m.TooFew = true }, want: TooFewToTell},
		"no size group":                          {lower: some(72), group: some(70.8), change: func(m *OwnMedian) { m.SizeGroup = "" }, want: GroupUnknown},
		"the group has no median":                {lower: some(72), group: none, want: GroupMedianNot},
		"six of ten in the group are its own":    {lower: some(72), group: some(70.8), sameRows: true, want: GroupMostlyItself},
		"five of ten are its own":                {lower: some(72), group: some(70.8), sameRows: true, change: func(m *OwnMedian) { m.Elsewhere = 5 }, want: AboveGroup},
		"six of ten, beside a published median ": {lower: some(72), group: some(70.8), want: AboveGroup},
	} {
		m := OwnMedian{SizeGroup: "<2000", InGroup: 10, Elsewhere: 4, GroupMedian: GroupMedian{N: 6, Median: Quantile{P: 0.5, Lower: c.lower, Upper: c.upper}}}
		if c.change != nil {
			c.change(&m)
		}
		if m.Compare(c.group, c.sameRows); m.Verdict != c.want || m.Against != c.group {
			t.Errorf("%s: %s beside %v, want %s", name, m.Verdict, m.Against, c.want)
		}
	}
}

func TestOwnMediansRefuseALevelThatIsNone(t *testing.T) {
	spells := placeSpells()
	if list, err := OwnMedians(spells, spells, []string{"4601"}, 2); list != nil || err == nil || !strings.Contains(err.Error(), "confidence level") {
		t.Errorf("got %+v, %v, want an error", list, err)
	}
}

func TestWhichVerdictsCompare(t *testing.T) {
	for v, want := range map[GroupVerdict]bool{TooFewToTell: true, AboveGroup: true, BelowGroup: true,
		GroupUnknown: false, GroupMedianNot: false, GroupMostlyItself: false} {
		if v.Compared() != want {
			t.Errorf("%s: got %t", v, v.Compared())
		}
	}
}
