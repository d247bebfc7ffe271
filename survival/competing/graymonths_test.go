package competing_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// Counts say all that the test is made from: it is that of the rows, to the last bit.
func TestGrayOfCountsIsThatOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		var s competing.Sample
		var groups []string
		counts := map[string]*competing.MonthCounts{}
		for range n {
			exit := rapid.IntRange(0, 6).Draw(t, "exit")
			cause := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "cause")
			group := fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "group"))
			s.Tenures = append(s.Tenures, survival.Tenure{Exit: float64(exit), Stopped: cause != ""})
			s.Causes, groups = append(s.Causes, cause), append(groups, group)
			if counts[group] == nil {
				counts[group] = &competing.MonthCounts{}
			}
			if err := counts[group].Add(0, exit, cause != "", cause, 1); err != nil {
				t.Fatal(err)
			}
		}
		want, err := competing.Gray(s, groups, "a")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		var list []*competing.MonthCounts
		for name, c := range counts { // in any order
			names, list = append(names, name), append(list, c)
		}
		got, err := competing.GrayMonths(names, list, "a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestGrayOfCountsThatCannotBe(t *testing.T) {
	late, weighted := &competing.MonthCounts{}, &competing.MonthCounts{}
	if err := errors.Join(late.Add(1, 3, true, "a", 1), weighted.Add(0, 3, true, "a", 0.5)); err != nil {
		t.Fatal(err)
	}
	if _, err := competing.GrayMonths([]string{"x"}, []*competing.MonthCounts{late}, "a"); !errors.Is(err, survival.ErrLateEntry) {
		t.Errorf("late entry: got %v, want ErrLateEntry", err)
	}
	if _, err := competing.GrayMonths([]string{"x"}, []*competing.MonthCounts{weighted}, "a"); err == nil {
		t.Error("weights: no error")
	}
	if _, err := competing.GrayMonths([]string{"x", "x"}, []*competing.MonthCounts{{}, {}}, "a"); err == nil {
		t.Error("a group twice: no error")
	}
}
