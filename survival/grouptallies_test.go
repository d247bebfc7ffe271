package survival

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// drawGroups draws n tenures of three groups, the last of them empty; some are of none.
// Times are multiples of step, many of them tied.
func drawGroups(n int, step float64) (tenures []Tenure, groups []int) {
	r := rand.New(rand.NewPCG(3, 0))
	for range n {
		t := Tenure{Stopped: r.IntN(2) == 0}
		if r.IntN(3) == 0 {
			t.Entry = float64(r.IntN(200)) * step
		}
		t.Exit = t.Entry + float64(1+r.IntN(300))*step
		tenures, groups = append(tenures, t), append(groups, r.IntN(3)-1)
	}
	return tenures, groups
}

// Tallies of groups are those of counting the tenures of each in a map, be they sorted
// by digits or by comparing, counted as months, or dealt by one processor or several.
func TestTalliesOfGroupsAreCountsOfTheirTimes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, step := range []float64{1, 0.5} {
		for _, n := range []int{10, 5000, 3*partRows + 7} {
			tenures, groups := drawGroups(n, step)
			r := groupedTenures{tenures, groups, 3}
			kept := r.ofSome()
			want := kept.repeated(slices.Repeat([]float64{1}, len(kept.tenures)))
			for _, processors := range []int{1, 2, 5} {
				runtime.GOMAXPROCS(processors)
				got, err := r.tallies(false)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%d tenures in steps of %v, %d processors: %v, got %+v, want %+v", n, step, processors, err, got[0], want[0])
				}
			}
		}
	}
}

// ofSome leaves out the tenures of no group.
func (r groupedTenures) ofSome() groupedTenures {
	out := groupedTenures{n: r.n}
	for i, g := range r.groups {
		if g >= 0 {
			out.tenures, out.groups = append(out.tenures, r.tenures[i]), append(out.groups, g)
		}
	}
	return out
}

// Curves of groups are those of each group's tenures alone, near-ties in one group
// being no ties in another.
func TestKaplanMeierGroupsAreCurvesOfEach(t *testing.T) {
	tenures, groups := drawGroups(400, 0.37)
	for i := range 100 {
		tenures[i].Exit += 1e-8
	}
	curves, err := KaplanMeierGroups(tenures, groups, 3, Options{})
	if err != nil || len(curves) != 3 || curves[2] != nil {
		t.Fatalf("got %d curves, %v", len(curves), err)
	}
	for g, got := range curves[:2] {
		var of []Tenure
		for i, x := range tenures {
			if groups[i] == g {
				of = append(of, x)
			}
		}
		want, err := KaplanMeier(of, Options{})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("group %d: %v, got %+v, want %+v", g, err, got, want)
		}
	}
}

// The first tenure that cannot be is named by its place among all, if it is of a group;
// as is one whose entry is within rounding of its exit.
func TestKaplanMeierGroupsNamesTheFirstFault(t *testing.T) {
	bad, tied := Tenure{Entry: 3, Exit: 2}, Tenure{Entry: 2.5, Exit: 2.5 + 1e-9, Stopped: true}
	for name, c := range map[string]struct {
		bad    Tenure
		groups []int
		want   int
	}{
		"of a group":         {bad, []int{0, 0, 1, 1, 0}, 2},
		"of none":            {bad, []int{0, 0, -1, 1, 0}, 3},
		"all of none":        {bad, []int{0, 0, -1, -1, 0}, -1},
		"tied in its group":  {tied, []int{0, 0, 0, 1, 1}, 2},
		"tied in the second": {tied, []int{1, 1, 1, 1, 0}, 2},
	} {
		tenures := []Tenure{{Exit: 1.5}, {Exit: 9}, c.bad, c.bad, {Exit: 7.25, Stopped: true}}
		_, err := KaplanMeierGroups(tenures, c.groups, 2, Options{})
		var fault *TenureError
		switch found := errors.As(err, &fault); {
		case c.want < 0 && err != nil, c.want >= 0 && !found:
			t.Errorf("%s: got %v, want a fault of tenure %d", name, err, c.want)
		case found && (fault.Index != c.want || fault.Tenure != c.bad):
			t.Errorf("%s: got %v, want tenure %d", name, err, c.want)
		}
	}
	if curves, err := KaplanMeierGroups([]Tenure{{Exit: 1}}, []int{-1}, 0, Options{}); err != nil || len(curves) != 0 {
		t.Errorf("no groups: got %v, %v, want no curves", curves, err)
	}
	if _, err := KaplanMeierGroups(nil, nil, -1, Options{}); err == nil {
		t.Error("−1 groups: no error")
	}
	for name, groups := range map[string][]int{"fewer groups": {0}, "a group too many": {0, 2}} {
		if _, err := KaplanMeierGroups([]Tenure{{Exit: 1}, {Exit: 2}}, groups, 2, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
