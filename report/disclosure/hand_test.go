package disclosure

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/survival"
)

// first is a set of the first n of so many units.
func first(n, units, bundle int) Set {
	s := Set{Has: make([]bool, units), Bundle: bundle}
	for u := range n {
		s.Has[u] = true
	}
	return s
}

// Of 20 units 17 stopped: with k = 5 both numbers would give the 3 who did not. So the second
// bundle is withheld. Of 20 of which 15 stopped both are shown, and of 20 of which all, or none, did.
// In one bundle neither is shown.
func TestShowByHand(t *testing.T) {
	for _, c := range []struct {
		stopped, bundle int
		want            []bool
	}{{17, 1, []bool{true, false}}, {15, 1, []bool{true, true}}, {20, 1, []bool{true, true}}, {0, 1, []bool{true, true}},
		{3, 1, []bool{true, false}}, {17, 0, []bool{false, false}}} {
		got := Rule{K: 5}.Show([]Set{first(20, 20, 0), first(c.stopped, 20, c.bundle)}, nil)
		if !cmp.Equal(got.Sets, c.want) {
			t.Errorf("%d of 20 in bundle %d: shown are %v, want %v", c.stopped, c.bundle, got.Sets, c.want)
		}
	}
}

// A bundle is refused for another reason too: here, that there are more than one class.
func TestShowAlso(t *testing.T) {
	got := Rule{K: 3}.Show([]Set{first(9, 9, 0), first(4, 9, 1)}, func(classes []int) bool { return slices.Max(classes) < 2 })
	if want := []bool{true, false}; !cmp.Equal(got.Sets, want) {
		t.Errorf("shown are %v, want %v", got.Sets, want)
	}
	if want := []int{1, 1, 1, 1, 1, 1, 1, 1, 1}; !cmp.Equal(got.Classes, want) {
		t.Errorf("classes are %v, want %v", got.Classes, want)
	}
}

// stops are tenures of whole months that stopped: so many after 1, 2, … months.
func stops(counts ...int) (tenures []survival.Tenure) {
	for m, n := range counts {
		tenures = append(tenures, slices.Repeat([]survival.Tenure{{Exit: float64(m + 1), Stopped: true}}, n)...)
	}
	return tenures
}

// Stops after 1 to 7 months are 2, 3, 1, 4, 5, 2, 4; k = 5. By hand: the first month with 5 is 2;
// then 1 + 4 at 4; then 5 at 5; 2 + 4 are left, and stay an open step, since 2 of them alone are
// too few. With 3 preferred there are 6 up to it, and the step after it ends at 5 with 9, for
// up to 4 it would have 4.
func TestStepsByHand(t *testing.T) {
	row := []Row{RowOf(stops(2, 3, 1, 4, 5, 2, 4))}
	if got, want := (Rule{K: 5}).Steps(row, nil, nil), []int{2, 4, 5}; !cmp.Equal(got, want) {
		t.Errorf("steps end at %v, want %v", got, want)
	}
	if got, want := (Rule{K: 5}).Steps(row, []int{3}, nil), []int{3, 5}; !cmp.Equal(got, want) {
		t.Errorf("with 3 preferred steps end at %v, want %v", got, want)
	}
	if got, want := (Rule{K: 5}).Steps(row, nil, func(m int) bool { return m != 2 }), []int{3, 5}; !cmp.Equal(got, want) {
		t.Errorf("without 2 steps end at %v, want %v", got, want)
	}
	if got := (Rule{K: 5}).Steps([]Row{RowOf(stops(2, 2))}, nil, nil); got != nil {
		t.Errorf("of four there are steps at %v", got)
	}
}

// Five stopped in each of four months; three were censored in the first and two in the second. The
// three alone would show, so the first step goes on to 2, where they are five; then one ends at 3,
// and the last month is the open step.
func TestStepsCountCensorings(t *testing.T) {
	tenures := append(stops(5, 5, 5, 5), survival.Tenure{Exit: 1}, survival.Tenure{Exit: 1}, survival.Tenure{Exit: 1}, survival.Tenure{Exit: 2}, survival.Tenure{Exit: 2})
	if got, want := (Rule{K: 5}).Steps([]Row{RowOf(tenures)}, nil, nil), []int{2, 3}; !cmp.Equal(got, want) {
		t.Errorf("steps end at %v, want %v", got, want)
	}
}

// Groups of 20, 10 and 3 who stopped in their first month, k = 5. The 3 cannot be shown, and with
// both others shown the total would give them: so the 10 is withheld too, and 13 are the rest.
// Of 20, 10 and 8 all are shown.
func TestRowsByHand(t *testing.T) {
	rows := func(third int) []Row { return []Row{RowOf(stops(20)), RowOf(stops(10)), RowOf(stops(third))} }
	none := make([]bool, 3)
	if got, _ := (Rule{K: 5}).Rows(rows(3), none, nil, nil); !cmp.Equal(got, []bool{true, false, false}) {
		t.Errorf("of 20, 10 and 3 shown are %v", got)
	}
	if got, _ := (Rule{K: 5}).Rows(rows(8), none, nil, nil); !cmp.Equal(got, []bool{true, true, true}) {
		t.Errorf("of 20, 10 and 8 shown are %v", got)
	}
	if got, _ := (Rule{K: 5}).Rows(rows(8), []bool{false, false, true}, nil, nil); !cmp.Equal(got, []bool{true, true, false}) {
		t.Errorf("with the third hidden shown are %v", got)
	}
	if got, _ := (Rule{K: 5}).Rows(rows(0), none, nil, nil); !cmp.Equal(got, []bool{true, true, true}) {
		t.Errorf("of 20, 10 and nobody shown are %v", got)
	}
}

// Ten tenures: five stop at 1 to 3, three of five censored in the first step of three months, one
// still there, two after. By hand: five stops at 3, half of three (one) censored early in the
// step, two at its end, and two left soon after 3.
func TestCoarseByHand(t *testing.T) {
	row := RowOf(append(stops(1, 2, 2), survival.Tenure{Exit: 1}, survival.Tenure{Exit: 2}, survival.Tenure{Exit: 3}, survival.Tenure{Exit: 9}, survival.Tenure{Exit: 8, Stopped: true}))
	got, ok := Coarse(row, []int{3})
	want := []survival.Tenure{{Exit: early}, {Exit: 3}, {Exit: 3}}
	want = append(append(want, slices.Repeat([]survival.Tenure{{Exit: 3, Stopped: true}}, 5)...), survival.Tenure{Exit: 3 + after}, survival.Tenure{Exit: 3 + after})
	if !ok || !cmp.Equal(got, want) {
		t.Errorf("tenures are %v, want %v", got, want)
	}
	if _, ok := Coarse(row, nil); ok {
		t.Error("without steps there are tenures")
	}
}

// With steps of one month each the curve is the exact one, late entry included.
func TestCoarseOfSingleMonthsIsExact(t *testing.T) {
	tenures := append(stops(3, 0, 4, 2, 1), survival.Tenure{Entry: 1, Exit: 4, Stopped: true}, survival.Tenure{Entry: 2, Exit: 5}, survival.Tenure{Exit: 2}, survival.Tenure{Exit: 5})
	exact, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	coarse, ok := Coarse(RowOf(tenures), []int{1, 2, 3, 4, 5})
	if !ok {
		t.Fatal("there is no coarse curve")
	}
	c, err := survival.KaplanMeier(coarse, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for m := 1.0; m <= 5; m++ {
		if a, b := exact.At(m), c.At(m); a.Survival != b.Survival || a.Lower != b.Lower {
			t.Errorf("after %v months %v, exact %v", m, b.Survival, a.Survival)
		}
	}
}

// By hand: of 7 stops in a step of three months after 2 the i-th is in month 2 + 1 + 3i/7, rounded
// down: 3, 3, 3, 4, 4, 5, 5. Eight tenures have those and one that is left, followed to 5.
func TestSpreadByHand(t *testing.T) {
	row := RowOf(append(stops(0, 0, 6, 1), survival.Tenure{Exit: 9}))
	got, ok := Spread(row, []int{2, 5})
	var want []survival.Tenure
	for _, m := range []float64{3, 3, 3, 4, 4, 5, 5} {
		want = append(want, survival.Tenure{Exit: m, Stopped: true})
	}
	if want = append(want, survival.Tenure{Exit: 5}); !ok || !cmp.Equal(got, want) {
		t.Errorf("tenures are %v, want %v", got, want)
	}
	if _, ok := Spread(row, nil); ok {
		t.Error("without steps there are tenures")
	}
}

// Six agreements seen from the start, of which 2 stop and 1 is lost in the first year; 3 come at 1 and
// 1 at 2. By hand: 6 are there at first, 6 − 3 + 3 = 6 at 1, of which 4 stop up to 2, and then 6 − 4 + 1 = 3.
func TestRowCountsByHand(t *testing.T) {
	tenures := append(stops(2, 4), survival.Tenure{Exit: 1}, survival.Tenure{Exit: 9}, survival.Tenure{Exit: 9}, survival.Tenure{Entry: 2, Exit: 9})
	for i := range 3 {
		tenures[i+2].Entry = 1
	}
	row := RowOf(tenures)
	got := []int{row.AtRiskAfter(0), row.AtRiskAfter(1), row.AtRiskAfter(2), row.StopsIn(0, 1), row.StopsIn(1, 2), row.CensoredIn(0, 1), row.LateIn(1, 2), row.LateIn(2, 3)}
	if want := []int{6, 6, 3, 2, 4, 1, 3, 1}; !cmp.Equal(got, want) {
		t.Errorf("counts are %v, want %v", got, want)
	}
}

// With steps of one month each the tenures are the row's own, late entries at their month.
func TestSpreadOfSingleMonthsIsExact(t *testing.T) {
	tenures := append(stops(3, 0, 4), survival.Tenure{Entry: 1, Exit: 3, Stopped: true}, survival.Tenure{Exit: 2})
	got, ok := Spread(RowOf(tenures), []int{1, 2, 3})
	if !ok || !cmp.Equal(RowOf(got), RowOf(tenures)) {
		t.Errorf("rows are %v, want %v", RowOf(got), RowOf(tenures))
	}
}

// By hand, k = 5: from 20 and 23 a reader has 3. From 20 and 25, and from twice 20, nothing small. A
// bundle with a set that may never be shown is refused.
func TestApartByHand(t *testing.T) {
	for other, want := range map[int]bool{20: true, 23: false, 17: false, 25: true} {
		if got := (Rule{K: 5}).Apart(20, other); got != want {
			t.Errorf("20 and %d: %v", other, got)
		}
	}
	never := first(15, 20, 1)
	never.Never = true
	if got := (Rule{K: 5}).Show([]Set{first(20, 20, 0), never, first(10, 20, 2)}, nil).Sets; !cmp.Equal(got, []bool{true, false, true}) {
		t.Errorf("shown are %v", got)
	}
}

// Of 20, 10 and 8 all are shown, but not if 5, 2 and 5 of them have come since an earlier report: the
// second could be subtracted, and alone it would be the rest.
func TestRowsAlsoByHand(t *testing.T) {
	table := func(n ...int) (rows []Row) {
		for _, x := range n {
			rows = append(rows, RowOf(stops(x)))
		}
		return rows
	}
	none := make([]bool, 3)
	if got, _ := (Rule{K: 5}).Rows(table(20, 10, 8), none, nil, nil, table(5, 0, 5)); !cmp.Equal(got, []bool{true, true, true}) {
		t.Errorf("with 5, 0 and 5 new shown are %v", got)
	}
	if got, _ := (Rule{K: 5}).Rows(table(20, 10, 8), none, nil, nil, table(5, 2, 5)); !cmp.Equal(got, []bool{true, false, false}) {
		t.Errorf("with 5, 2 and 5 new shown are %v", got)
	}
}

// By hand: stops after 1, 2 and 3 months are 6, 7 and 5; one of them is taken back in the second month, and
// two in the third, so 6, 6 and 3 are left; 3 may not be told, and so the last two months are one step.
func TestRowLessByHand(t *testing.T) {
	row := RowOf(stops(6, 7, 5, 0, 9)).Less(RowOf(stops(0, 1, 2)))
	if want := []int{0, 6, 6, 3, 0, 9}; !cmp.Equal(row.Stopped, want) {
		t.Errorf("stops are %v, want %v", row.Stopped, want)
	}
	if got, want := (Rule{K: 5}).Steps([]Row{row}, nil, nil), []int{1, 2}; !cmp.Equal(got, want) {
		t.Errorf("steps end at %v, want %v", got, want)
	}
	if (Rule{K: 5}).Safe(-6) {
		t.Error("less than nothing may be told")
	}
}

// Of 20 units, the first 12 and the last 8: the 8 may never be shown. By hand: with all and the 12 a reader would have them, 20 − 12, so the 12
// are not shown either.
func TestNeverIsNotAddedUp(t *testing.T) {
	rest := first(20, 20, 2)
	for u := range 12 {
		rest.Has[u] = false
	}
	rest.Never = true
	if got := (Rule{K: 5}).Show([]Set{first(20, 20, 0), first(12, 20, 1), rest}, nil).Sets; !cmp.Equal(got, []bool{true, false, false}) {
		t.Errorf("shown are %v", got)
	}
}

// k = 5. A row could be shown alone if each of its counts is of nobody or of five: who stopped, who were censored, who came
// late, and who were there from the start.
func TestAloneByHand(t *testing.T) {
	row := func(stopped, censored, late int) Row {
		tenures := stops(stopped)
		for range censored {
			tenures = append(tenures, survival.Tenure{Exit: 3})
		}
		for i := range late {
			tenures[stopped+i].Entry = 2
		}
		return RowOf(tenures)
	}
	for _, c := range []struct {
		row  Row
		want bool
	}{
		{row(5, 0, 0), true}, {row(4, 0, 0), false}, {row(0, 0, 0), true}, {row(5, 4, 0), false}, {row(5, 5, 0), true}, {row(4, 6, 0), false},
		{row(5, 10, 5), true}, {row(5, 10, 4), false}, {row(0, 9, 5), false}, {row(0, 5, 5), true}, {row(0, 10, 5), true},
	} {
		if got := (Rule{K: 5}).Alone(c.row); got != c.want {
			t.Errorf("%+v: %v", c.row, got)
		}
		if c.row.Stops() != c.row.StopsIn(0, 3) || c.row.N() != c.row.Stops()+c.row.CensoredIn(0, 3) {
			t.Errorf("%+v: %d stops of %d", c.row, c.row.Stops(), c.row.N())
		}
	}
}

// By hand: five from the start and three who came late in a step of three months, of whom one is put at its beginning and two
// at its end; four stop in it, and four are left after it. The earliest to come are the first to leave.
func TestCoarseOfLateEntriesByHand(t *testing.T) {
	row := Row{Late: []int{0, 2, 1}, Stopped: []int{0, 1, 1, 2}, Censored: []int{0, 0, 0, 0, 4}}
	got, ok := Coarse(row, []int{3})
	want := append(slices.Repeat([]survival.Tenure{{Exit: 3, Stopped: true}}, 4), survival.Tenure{Exit: 3 + after}, survival.Tenure{Entry: early, Exit: 3 + after},
		survival.Tenure{Entry: 3, Exit: 3 + after}, survival.Tenure{Entry: 3, Exit: 3 + after})
	if !ok || !cmp.Equal(got, want) {
		t.Errorf("tenures are %v, %v, want %v", got, ok, want)
	}
}

// What no tenures can say, such as more who left than were there, and what halves cannot: two who came in a step, all of whom
// stop in it, one of them when the other half comes.
func TestWhatCannotBePutTogether(t *testing.T) {
	more := Row{Late: []int{0, 0, 5}, Stopped: []int{0, 6}}
	if got, ok := Coarse(more, []int{1}); ok {
		t.Errorf("coarse: %v", got)
	}
	if got, ok := Spread(more, []int{1}); ok {
		t.Errorf("spread: %v", got)
	}
	together := Row{Late: []int{0, 1, 1}, Stopped: []int{0, 0, 0, 2}}
	if got, ok := Coarse(together, []int{3}); ok {
		t.Errorf("halves: %v", got)
	}
	if got, ok := Spread(together, []int{3}); !ok || len(got) != 2 { // month by month they can be
		t.Errorf("months: %v", got)
	}
	if got, ok := Coarse(Row{}, []int{3}); ok {
		t.Errorf("of nobody: %v", got)
	}
}

// k = 5. Of 20, 10 and 8 all would be shown, but since an earlier report three stops of the second and third were taken back, or three who were
// censored have stopped: together the two are few, in a count below nothing or in one of nobody in the end. So they cannot be the rest, beside
// the first alone; and neither can be shown.
func TestTheRestOfWhatWasTakenBackByHand(t *testing.T) {
	table := []Row{RowOf(stops(20)), RowOf(stops(10)), RowOf(stops(8))}
	none := make([]bool, 3)
	for name, since := range map[string]Row{
		"taken back":   {Stopped: []int{0, -3}},
		"now stopped":  {Stopped: []int{0, 3}, Censored: []int{0, -3}},
		"six, of whom": {Stopped: []int{0, 6}, Censored: []int{0, -6}},
	} {
		if got, ends := (Rule{K: 5}).Rows(table, none, nil, nil, []Row{{}, since, {}}); slices.Contains(got, true) || ends != nil {
			t.Errorf("%s: shown are %v, at %v", name, got, ends)
		}
	}
	if got, _ := (Rule{K: 5}).Rows(table, none, nil, nil, []Row{{}, {}, {}}); !cmp.Equal(got, []bool{true, true, true}) {
		t.Errorf("of nothing new shown are %v", got)
	}
}

// k = 5. The first group has ten stops in each of six months. The second and third have three in the first month and three in the last, so that their
// curves could not step: three rows and no step are 3. Together the two may step at any month up to the fifth: one row and five steps are
// 1·(1 + 5), which is more.
func TestFewerRowsWithMoreStepsByHand(t *testing.T) {
	table := []Row{RowOf(stops(10, 10, 10, 10, 10, 10)), RowOf(stops(3, 0, 0, 0, 0, 3)), RowOf(stops(3, 0, 0, 0, 0, 3))}
	got, ends := (Rule{K: 5}).Rows(table, make([]bool, 3), nil, nil)
	if !cmp.Equal(got, []bool{true, false, false}) || !cmp.Equal(ends, []int{1, 2, 3, 4, 5}) {
		t.Errorf("shown are %v, at %v", got, ends)
	}
	if got, ends := (Rule{K: 5}).Rows([]Row{RowOf(stops(3)), {}}, make([]bool, 2), nil, nil); !cmp.Equal(got, []bool{false, false}) || ends != nil {
		t.Errorf("where not even all together may be shown: %v, at %v", got, ends)
	}
}

// One set alone, k = 5: of 20 units all are counted, or 5; a count of 3 is withheld.
func TestShowOneSetByHand(t *testing.T) {
	for n, want := range map[int]bool{20: true, 5: true, 3: false} {
		if got := (Rule{K: 5}).Show([]Set{first(n, 20, 0)}, nil).Sets; !cmp.Equal(got, []bool{want}) {
			t.Errorf("%d of 20: shown is %v", n, got)
		}
	}
}

// By hand: five stops in each of three months, k = 5. Steps end at 1 and 2. A step that ended at 3 would say that 3 was the longest
// month, so it does not, though it is preferred; 2 may be preferred.
func TestNoStepEndsAtTheLastMonth(t *testing.T) {
	for _, preferred := range [][]int{{2}, {3}, {4}} {
		if got, want := (Rule{K: 5}).Steps([]Row{RowOf(stops(5, 5, 5))}, preferred, nil), []int{1, 2}; !cmp.Equal(got, want) {
			t.Errorf("with %v preferred steps end at %v, want %v", preferred, got, want)
		}
	}
}

// With k = 1 any count may be told: of one stop in each of the months 1, 2, 4 and 5 steps end at 1, 2 and 4, none at 3, where nobody
// stopped, and none at the last. Rows of one are shown.
func TestStepsWhereOneMayBeTold(t *testing.T) {
	if got, want := (Rule{K: 1}).Steps([]Row{RowOf(stops(1, 1, 0, 1, 1))}, nil, nil), []int{1, 2, 4}; !cmp.Equal(got, want) {
		t.Errorf("steps end at %v, want %v", got, want)
	}
	if got, _ := (Rule{K: 1}).Rows([]Row{RowOf(stops(1)), RowOf(stops(1))}, make([]bool, 2), nil, nil); !cmp.Equal(got, []bool{true, true}) {
		t.Errorf("of two rows of one shown are %v", got)
	}
}

// By hand, k = 5: eight from the start, of whom five stop at 1; seven come at 2; five stop at 4 and five at 5. After 1 and 2 months
// 8 − 5 = 3 are left, which may not be told; after 3 they are 3 + 7 = 10, and after 4 five.
func TestFewAreNeverLeftAtAStep(t *testing.T) {
	row := Row{Late: []int{0, 0, 7}, Stopped: []int{0, 5, 0, 0, 5, 5}}
	if got, want := (Rule{K: 5}).Steps([]Row{row}, nil, nil), []int{3, 4}; !cmp.Equal(got, want) {
		t.Errorf("steps end at %v, want %v", got, want)
	}
}

// By hand: nine from the start, of whom five stop up to 2. In the step from 2 to 5 four come late, two at its beginning and two at its end, and
// six are censored, three and three. Two are left. The first nine to leave are those from the start.
func TestCoarseOfALaterStepByHand(t *testing.T) {
	row := Row{Late: []int{0, 0, 0, 4}, Stopped: []int{0, 5}, Censored: []int{0, 0, 0, 0, 6, 0, 0, 2}}
	got, ok := Coarse(row, []int{2, 5})
	want := slices.Concat(
		slices.Repeat([]survival.Tenure{{Exit: 2, Stopped: true}}, 5), slices.Repeat([]survival.Tenure{{Exit: 2.75}}, 3), []survival.Tenure{{Exit: 5}},
		slices.Repeat([]survival.Tenure{{Entry: 2.75, Exit: 5}}, 2), slices.Repeat([]survival.Tenure{{Entry: 5, Exit: 5.9}}, 2))
	if !ok || !cmp.Equal(got, want) {
		t.Errorf("tenures are %v, %v, want %v", got, ok, want)
	}
}

// k = 5. A hidden group is of the rest, however large: of 20 hidden, 10 and 3 the 10 is shown beside 23. So is a group that cannot be shown
// alone: of 27 stops and 3 censorings, 9 and 3, 20 stops and 10 stops the last two are shown, beside 36 stops and 6 censorings.
func TestWhatCannotBeShownIsOfTheRest(t *testing.T) {
	if got, _ := (Rule{K: 5}).Rows([]Row{RowOf(stops(20)), RowOf(stops(10)), RowOf(stops(3))}, []bool{true, false, false}, nil, nil); !cmp.Equal(got, []bool{false, true, false}) {
		t.Errorf("with the first hidden shown are %v", got)
	}
	table := []Row{{Stopped: []int{0, 27}, Censored: []int{0, 3}}, {Stopped: []int{0, 9}, Censored: []int{0, 3}}, RowOf(stops(20)), RowOf(stops(10))}
	if got, _ := (Rule{K: 5}).Rows(table, make([]bool, 4), nil, nil); !cmp.Equal(got, []bool{false, false, true, true}) {
		t.Errorf("with two of few censorings shown are %v", got)
	}
}

// k = 5. The first group has ten stops in each of six months, the second and third three in each, so that their curves step at 2 and 4: three
// rows with two steps are 3·(1 + 2) = 9. Together the two may step at any month up to the fifth, but one row and five steps are 1·(1 + 5) = 6.
func TestMoreRowsWithFewerStepsByHand(t *testing.T) {
	table := []Row{RowOf(stops(10, 10, 10, 10, 10, 10)), RowOf(stops(3, 3, 3, 3, 3, 3)), RowOf(stops(3, 3, 3, 3, 3, 3))}
	got, ends := (Rule{K: 5}).Rows(table, make([]bool, 3), nil, nil)
	if !cmp.Equal(got, []bool{true, true, true}) || !cmp.Equal(ends, []int{2, 4}) {
		t.Errorf("shown are %v, at %v", got, ends)
	}
}

// Five censored in each of four months, k = 5: a curve may step where nobody stopped, for those at risk change there; not at the last month.
// Beside five who stop in each it is the same.
func TestStepsOfCensoringsAlone(t *testing.T) {
	censored := []int{0, 5, 5, 5, 5}
	for _, stopped := range [][]int{nil, censored} {
		if got, want := (Rule{K: 5}).Steps([]Row{{Stopped: stopped, Censored: censored}}, nil, nil), []int{1, 2, 3}; !cmp.Equal(got, want) {
			t.Errorf("with stops %v steps end at %v, want %v", stopped, got, want)
		}
	}
}

// By hand, k = 5. First as in TestFewAreNeverLeftAtAStep, but the five who leave at 1 are censored. Then five from the start and six who come
// at 1, of whom eight stop at 2: three are left, and seven come at 3; so 10 are left after 4, and after 5 five.
func TestFewAreNeverLeftAmongLateEntries(t *testing.T) {
	for _, c := range []struct {
		row  Row
		want []int
	}{
		{Row{Late: []int{0, 0, 7}, Stopped: []int{0, 0, 0, 0, 5, 5}, Censored: []int{0, 5}}, []int{3, 4}},
		{Row{Late: []int{0, 6, 0, 7}, Stopped: []int{0, 0, 8, 0, 0, 5, 5}}, []int{4, 5}},
	} {
		if got := (Rule{K: 5}).Steps([]Row{c.row}, nil, nil); !cmp.Equal(got, c.want) {
			t.Errorf("%+v: steps end at %v, want %v", c.row, got, c.want)
		}
	}
}

// By hand, k = 5. Of five stops at 1 and at 4 a step ends at 1, and at 3 too where that is preferred. Of five in each of six months with 2 and
// 4 preferred each month but the last has its step. Months at or before one that was taken, and 0, are no ends.
func TestPreferredMonthsByHand(t *testing.T) {
	for _, c := range []struct{ stops, preferred, want []int }{
		{[]int{5, 0, 0, 5}, nil, []int{1}}, {[]int{5, 0, 0, 5}, []int{3}, []int{1, 3}},
		{[]int{5, 5, 5, 5, 5, 5}, []int{2, 4}, []int{1, 2, 3, 4, 5}}, {[]int{5, 5, 5, 5}, []int{0, 2, 2, 1}, []int{1, 2, 3}},
	} {
		if got := (Rule{K: 5}).Steps([]Row{RowOf(stops(c.stops...))}, c.preferred, nil); !cmp.Equal(got, c.want) {
			t.Errorf("stops %v with %v preferred: steps end at %v, want %v", c.stops, c.preferred, got, c.want)
		}
	}
}

// k = 5. The first group has ten stops in each of 15 months; each of the others three in the first and three in the last, so that with one of
// them no curve could step. The first alone has 14 steps, of which 12 count: 1·(1 + 12) = 13. That is not more than 13 rows without a step,
// but more than 12.
func TestStepsBeyondTwelveGainNothing(t *testing.T) {
	long, few := slices.Repeat([]int{10}, 15), make([]int, 15)
	few[0], few[14] = 3, 3
	for groups, want := range map[int][]int{13: nil, 12: {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}} {
		table := append([]Row{RowOf(stops(long...))}, slices.Repeat([]Row{RowOf(stops(few...))}, groups-1)...)
		got, ends := (Rule{K: 5}).Rows(table, make([]bool, groups), nil, nil)
		if !got[0] || got[1] != (want == nil) || !cmp.Equal(ends, want) {
			t.Errorf("of %d groups shown are %v, at %v", groups, got, ends)
		}
	}
}

// k = 5. Rows with nobody are shown and gain nothing: beside four of them one row with five steps is still more than three without. Where
// of two groups one is of four, all together are the rest, with the steps of 5, 2 and 5 stops: one at 1.
func TestRowsOfNobodyByHand(t *testing.T) {
	table := append([]Row{RowOf(stops(10, 10, 10, 10, 10, 10)), RowOf(stops(3, 0, 0, 0, 0, 3)), RowOf(stops(3, 0, 0, 0, 0, 3))}, make([]Row, 4)...)
	got, ends := (Rule{K: 5}).Rows(table, make([]bool, 7), nil, nil)
	if !cmp.Equal(got, []bool{true, false, false, true, true, true, true}) || !cmp.Equal(ends, []int{1, 2, 3, 4, 5}) {
		t.Errorf("shown are %v, at %v", got, ends)
	}
	got, ends = (Rule{K: 5}).Rows([]Row{RowOf(stops(2, 1, 1)), RowOf(stops(3, 1, 4)), {}}, make([]bool, 3), nil, nil)
	if !cmp.Equal(got, []bool{false, false, true}) || !cmp.Equal(ends, []int{1}) {
		t.Errorf("of 4 and 8 shown are %v, at %v", got, ends)
	}
}

// k = 5. The largest row is shown first, wherever it stands: of 3, 10 and 20 the 20, beside 13.
func TestTheLargestRowIsShownFirst(t *testing.T) {
	if got, _ := (Rule{K: 5}).Rows([]Row{RowOf(stops(3)), RowOf(stops(10)), RowOf(stops(20))}, make([]bool, 3), nil, nil); !cmp.Equal(got, []bool{false, false, true}) {
		t.Errorf("shown are %v", got)
	}
}

// k = 5. Of 20, 10, 8 and 6 the second and third have two and three new stops in their first month, and five new censorings each: neither can be
// shown, and together they are a rest of five and ten. The others are shown.
func TestRowsWithFewNewAreOfTheRest(t *testing.T) {
	table := []Row{RowOf(stops(20)), RowOf(stops(10)), RowOf(stops(8)), RowOf(stops(6))}
	since := []Row{{}, {Stopped: []int{0, 2}, Censored: []int{0, 0, 5}}, {Stopped: []int{0, 3}, Censored: []int{0, 0, 5}}, {}}
	if got, _ := (Rule{K: 5}).Rows(table, make([]bool, 4), nil, nil, since); !cmp.Equal(got, []bool{true, false, false, true}) {
		t.Errorf("shown are %v", got)
	}
}

// k = 5. Bundle 0 is tried first, wherever it stands: of 20 and 17 the 20 is shown. Of no sets none are.
func TestBundlesAreTriedInOrder(t *testing.T) {
	if got := (Rule{K: 5}).Show([]Set{first(17, 20, 1), first(20, 20, 0)}, nil).Sets; !cmp.Equal(got, []bool{false, true}) {
		t.Errorf("shown are %v", got)
	}
	if got := (Rule{K: 5}).Show(nil, nil); len(got.Sets)+len(got.Classes) > 0 {
		t.Errorf("of no sets shown are %v", got)
	}
}

// Of 20 units the first eight may never be shown: so another set of the same eight is not either. If the last ten may never be shown, and are
// in no other set, the first ten tell nothing of them: of those who are in no set that is shown there may be any number.
func TestNeverIsNotShownUnderAnotherName(t *testing.T) {
	never, last := first(8, 20, 2), first(20, 20, 2)
	for u := range 10 {
		last.Has[u] = false
	}
	never.Never, last.Never = true, true
	if got := (Rule{K: 5}).Show([]Set{first(20, 20, 0), first(8, 20, 1), never}, nil).Sets; !cmp.Equal(got, []bool{true, false, false}) {
		t.Errorf("with the same eight shown are %v", got)
	}
	if got := (Rule{K: 5}).Show([]Set{first(10, 20, 0), last}, nil).Sets; !cmp.Equal(got, []bool{true, false}) {
		t.Errorf("with ten others shown are %v", got)
	}
}

// By hand: two stops and one censoring at 0 months, three and four at 1: of ten 2 + 3 stop in the first month, and 1 + 4 are followed no
// longer; all ten are there at its start and none after it. A tenure of the most months counts too.
func TestRowCountsFromTheFirstMonthToTheLast(t *testing.T) {
	row := Row{Stopped: []int{2, 3}, Censored: []int{1, 4}}
	got := []int{row.N(), row.Stops(), row.StopsIn(0, 1), row.CensoredIn(0, 1), row.AtRiskAfter(0), row.AtRiskAfter(1)}
	if want := []int{10, 5, 5, 5, 10, 0}; !cmp.Equal(got, want) {
		t.Errorf("counts are %v, want %v", got, want)
	}
	longest := RowOf([]survival.Tenure{{Exit: survival.MaxMonths, Stopped: true}, {Exit: survival.MaxMonths}})
	if longest.N() != 2 || longest.Stops() != 1 {
		t.Errorf("of two of the most months there are %d and %d stops", longest.N(), longest.Stops())
	}
}

// By hand: five stop at 1, when five others come; these stop at 2. In a step of one month who comes late is put within it, so not at risk at 1.
// One who stops in the only step is one tenure.
func TestCoarseOfSingleMonthsByHand(t *testing.T) {
	got, ok := Coarse(Row{Late: []int{0, 5}, Stopped: []int{0, 5, 5}}, []int{1, 2})
	want := append(slices.Repeat([]survival.Tenure{{Exit: 1, Stopped: true}}, 5), slices.Repeat([]survival.Tenure{{Entry: 1.6, Exit: 2, Stopped: true}}, 5)...)
	if !ok || !cmp.Equal(got, want) {
		t.Errorf("tenures are %v, %v, want %v", got, ok, want)
	}
	if got, ok := Coarse(RowOf(stops(1)), []int{1}); !ok || !cmp.Equal(got, []survival.Tenure{{Exit: 1, Stopped: true}}) {
		t.Errorf("of one: %v, %v", got, ok)
	}
}
