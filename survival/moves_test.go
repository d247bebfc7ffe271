package survival

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// movers are ten months of seven lists. Of those who stop: A goes from P to Q in the same
// municipality; B from Q to R in the same county; C from R to S in another county, after
// two months without a list; D of S to none; G of P after A to none, so late that three
// months after are not in the data. E stays on T. F leaves U and is back on it after four
// months, one more than the look-ahead.
func movers(t *testing.T) []Spell {
	t.Helper()
	set, err := SpellsOf(draw(
		"P 1201 AAAGGGGGG.",
		"Q 1201 BBBAAAAAAA",
		"R 1202 CCBBBBBBBB",
		"S 0301 DD..CCCCCC",
		"T 1201 EEEEEEEEEE",
		"U 1201 FF....FFFF"), DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	return set.Spells
}

func of(spells []Spell, want func(*Spell) bool) []Spell {
	return slices.DeleteFunc(slices.Clone(spells), func(s Spell) bool { return !want(&s) })
}

func TestMovesByHand(t *testing.T) {
	spells := movers(t)
	if got := places(MovesOf(spells, spells, MovesQuery{After: 3})); got != "7 doctors: 1 still, 0 out of sight, 6 stopped: A same_municipality, "+
		"B same_county, C elsewhere, D none, F none, G unknown" {
		t.Error(got)
	}
	// In the fifth month F is back.
	if got := places(MovesOf(spells, spells, MovesQuery{After: 5})); got != "7 doctors: 1 still, 0 out of sight, 6 stopped: A same_municipality, "+
		"B same_county, C elsewhere, D none, F same_list, G unknown" {
		t.Error(got)
	}
	// On 1 October, the last month, it is known of G.
	last := MovesQuery{Month: varighet.Some(first + 9)}
	m := MovesOf(spells, spells, last)
	if got := places(m); got != "7 doctors: 1 still, 0 out of sight, 6 stopped: A same_municipality, B same_county, C elsewhere, "+
		"D none, F same_list, G none" || m.Holding() != 5 || m.StoppedHolding() != 4 {
		t.Errorf("%s; %d hold a list", got, m.Holding())
	}
	// On 1 April A and B have moved, C, D and F have not (yet), and G has begun.
	if got := places(MovesOf(spells, spells, MovesQuery{Month: varighet.Some(first + 3)})); got != "7 doctors: 2 still, 0 out of sight, 5 stopped: "+
		"A same_municipality, B same_county, C none, D none, F none" {
		t.Error(got)
	}
	// A month after the data tells nothing.
	if got := places(MovesOf(spells, spells, MovesQuery{Month: varighet.Some(first + 12)})); got != "7 doctors: 0 still, 1 out of sight, 6 stopped: "+
		"A unknown, B unknown, C unknown, D unknown, F unknown, G unknown" {
		t.Error(got)
	}
	// Of the list R alone: C has gone to S, and B is still there. Without the others S is not seen.
	r := of(spells, func(s *Spell) bool { return s.PositionID == "R" })
	if got := places(MovesOf(spells, r, last)); got != "2 doctors: 1 still, 0 out of sight, 1 stopped: C elsewhere" {
		t.Error(got)
	}
	if got := places(MovesOf(r, r, last)); got != "2 doctors: 1 still, 0 out of sight, 1 stopped: C none" {
		t.Error(got)
	}
	// The data about V end in June, with X there, who is on W from then on: in the last month of W, X is
	// out of sight with a list. W ends a month before for Y.
	v := Spell{DoctorID: "X", PositionID: "V", First: first, Last: first + 5}
	w := Spell{DoctorID: "X", PositionID: "W", First: first + 5, Last: first + 9}
	y := Spell{DoctorID: "Y", PositionID: "V", First: first, Last: first + 5}
	z := Spell{DoctorID: "Y", PositionID: "Z", First: first + 5, Last: first + 8}
	if m := MovesOf([]Spell{v, w, y, z}, []Spell{v, y}, last); m.OutOfSight != 2 || m.OutOfSightHolding != 1 {
		t.Errorf("%d out of sight, %d of them with a list, want 2 and 1", m.OutOfSight, m.OutOfSightHolding)
	}
	if diff := cmp.Diff(Moves{}, MovesOf(nil, nil, last)); diff != "" {
		t.Error(diff)
	}
}

// The ways are from list to list with the months between: C had none for two months, F
// for four, A went straight on, and B had both lists for a month.
func TestPathsByHand(t *testing.T) {
	spells := movers(t)
	backwards := slices.Clone(spells)
	slices.Reverse(backwards)
	want := []string{"A P>Q 0 same_municipality", "B Q>R -1 same_county", "C R>S 2 elsewhere", "F U>U 4 same_list"}
	for _, spells := range [][]Spell{spells, backwards} {
		var got []string
		for _, s := range MovesOf(spells, spells, MovesQuery{After: 3}).Paths {
			got = append(got, fmt.Sprint(s.From.DoctorID, " ", s.From.PositionID, ">", s.To.PositionID, " ", MonthsBetween(s.From, s.To), " ", s.Place))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Without codes places go by the names of municipalities, which do not tell the county;
// without either, nothing is known but that there is a list.
func TestPlacesWithoutCodes(t *testing.T) {
	at := func(position, code, town string) *Spell {
		return &Spell{PositionID: position, MunicipalityNow: varighet.MunicipalityCode(code), Town: town}
	}
	for _, c := range []struct {
		from, to *Spell
		want     Place
	}{
		{at("1", "", "bømlo"), at("2", "", "bømlo"), SameMunicipality},
		{at("1", "", "bømlo"), at("2", "", "stord"), UnknownPlace},
		{at("1", "", ""), at("2", "", ""), UnknownPlace},
		{at("1", "", ""), at("1", "", ""), SameList},
		{at("1", "1219", ""), at("2", "", "bømlo"), UnknownPlace},
		{at("1", "0301", ""), at("2", "0301", ""), SameMunicipality},
	} {
		if got := placeFrom(c.from, c.to); got != c.want {
			t.Errorf("%+v to %+v: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

// Within the look-ahead of stop reasons, whatever the months: a doctor found in the same
// municipality moved within, one found elsewhere moved away, one who may have been found
// later is unknown, and the others closed or left.
func TestLawPlacesAreStopReasons(t *testing.T) {
	opt := DefaultSpellOptions()
	want := map[StopReason][]Place{MovedWithin: {SameMunicipality}, MovedAway: {SameCounty, OtherCounty}, Unknown: {NotSeen},
		Closed: {NoList}, Left: {NoList}}
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for i := range rapid.IntRange(2, 6).Draw(t, "positions") {
			lines = append(lines, fmt.Sprintf("P%d %s %s", i, rapid.SampledFrom([]string{"1201", "1202", "0301"}).Draw(t, "municipality"),
				rapid.StringMatching(`[_.ABCD]{6,20}`).Draw(t, "months")))
		}
		set, err := SpellsOf(draw(lines...), opt)
		if err != nil {
			return
		}
		end := varighet.Month(0)
		for i := range set.Spells {
			end = max(end, set.Spells[i].Last)
		}
		for i := range set.Spells {
			s := &set.Spells[i]
			if s.Kind != Regular || !s.Stopped {
				continue
			}
			one := MovesOf(set.Spells, []Spell{*s}, MovesQuery{After: opt.Lookahead})
			if one.Stopped != 1 || one.Doctors != 1 {
				t.Fatalf("%+v of one spell that stopped", one)
			}
			if got := one.Destinations[0].Place; got != SameList && !slices.Contains(want[s.StopReason], got) {
				t.Fatalf("%s: %s, but %s (data to %s)", describe(s), s.StopReason, got, end)
			}
		}
		all := MovesOf(set.Spells, set.Spells, MovesQuery{Month: varighet.Some(end)})
		sum := 0
		for _, n := range all.Places {
			sum += n
		}
		if sum != all.Stopped || all.Still+all.OutOfSight+all.Stopped != all.Doctors || all.Holding() > all.Doctors {
			t.Fatalf("%+v does not add up", all)
		}
	})
}

// The final report of 2023 on ALIS-Vest part 1 prints (section 4.6): 20 of the 23 doctors
// work in general practice at the end of August 2022. With the 13 who are on their lists
// that is 7 of the 10 who left, who are given other lists here.
func TestMovesMeetALISVest2022(t *testing.T) {
	asked := alisVest2022(t)
	august := varighet.MonthOf(2022, time.August)
	all := slices.Clone(asked)
	left := 0
	for i := range asked {
		if s := &asked[i]; s.Kind == Regular && s.Stopped {
			if left++; left <= 7 {
				all = append(all, Spell{PositionID: fmt.Sprint("other ", left), Ordinal: 1, DoctorID: s.DoctorID, MunicipalityNow: "1201",
					First: august, Last: august})
			}
		}
	}
	m := MovesOf(all, asked, MovesQuery{Month: varighet.Some(august)})
	if m.Doctors != 23 || m.Holding() != 20 || m.Still != 13 || m.Stopped != 10 || m.StoppedHolding() != 7 || m.Places[NoList] != 3 {
		t.Errorf("%d of %d doctors have a list; of %d who stopped, %d", m.Holding(), m.Doctors, m.Stopped, m.StoppedHolding())
	}
}

// places tells of moves in one line.
func places(m Moves) string {
	s := fmt.Sprintf("%d doctors: %d still, %d out of sight, %d stopped: ", m.Doctors, m.Still, m.OutOfSight, m.Stopped)
	for i, d := range m.Destinations {
		if i > 0 {
			s += ", "
		}
		s += d.From.DoctorID + " " + d.Place.String()
	}
	return s
}

// A is on P in months 1 to 9 and then on Q, and months 4 and 5 of P do not count: P's two parts are
// one step of the way, and C, who gave Q up, has none.
func TestAHoleInAWindowIsNoStep(t *testing.T) {
	opt := DefaultSpellOptions()
	opt.Windows = func(position string) []Window {
		if position == "P" {
			return windows(1, 3, 6, 12)
		}
		return windows(0, 0)
	}
	set, err := SpellsOf(draw("P 1201 AAAAAAAAABBB", "Q 1201 CCCCCCCCCAAA"), opt)
	if err != nil {
		t.Fatal(err)
	}
	m := MovesOf(set.Spells, set.Spells, MovesQuery{After: 3})
	if len(m.Paths) != 1 || m.Paths[0].From.PositionID != "P" || m.Paths[0].From.Last != first+8 || m.Paths[0].To.PositionID != "Q" ||
		m.Paths[0].Place != SameMunicipality {
		t.Errorf("got %+v, want one step from P to Q", m.Paths)
	}
}
