package competing_test

import (
	"slices"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// How many are at risk at 1, 2 and 3 months, by hand: an estimate says where they are fewer than
// five. Of the second, one enters at 1 in place of each that is gone, and two more; of the last,
// four are at risk at 1 alone.
func TestWarnsOfFewAtRisk(t *testing.T) {
	stop := survival.Tenure{Exit: 1, Stopped: true}
	for name, c := range map[string]struct {
		tenures []survival.Tenure
		atRisk  []int
		want    []string
	}{
		"six, five, four": {[]survival.Tenure{stop, {Exit: 2}, {Exit: 3}, {Exit: 3}, {Exit: 3}, {Exit: 3}}, []int{6, 5, 4},
			[]string{"fewer than 5 at risk after 2"}},
		"four, five, six": {[]survival.Tenure{stop, {Exit: 3}, {Exit: 3}, {Exit: 3}, {Entry: 1, Exit: 3}, {Entry: 1, Exit: 2}, {Entry: 2, Exit: 3}, {Entry: 2, Exit: 3}},
			[]int{4, 5, 6}, []string{"fewer than 5 at risk before 2"}},
		"four, five, four": {[]survival.Tenure{stop, {Exit: 3}, {Exit: 3}, {Exit: 3}, {Entry: 1, Exit: 2}, {Entry: 1, Exit: 3}},
			[]int{4, 5, 4}, []string{"fewer than 5 at risk before 2", "fewer than 5 at risk after 2"}},
		"four, four, five": {[]survival.Tenure{stop, {Exit: 3}, {Exit: 3}, {Exit: 3}, {Entry: 1, Exit: 2}, {Entry: 2, Exit: 3}, {Entry: 2, Exit: 3}},
			[]int{4, 4, 5}, []string{"fewer than 5 at risk before 3"}},
		"five": {[]survival.Tenure{stop, {Exit: 1}, {Exit: 1}, {Exit: 1}, {Exit: 1}}, []int{5}, nil},
		"four": {[]survival.Tenure{stop, {Exit: 1}, {Exit: 1}, {Exit: 1}}, []int{4}, []string{"never 5 at risk"}},
	} {
		causes := make([]string, len(c.tenures))
		causes[0] = "left"
		inc, err := competing.AalenJohansen(competing.Sample{Tenures: c.tenures, Causes: causes}, competing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var atRisk []int
		for _, p := range inc.Curves[0].Points {
			atRisk = append(atRisk, p.AtRisk)
		}
		if !slices.Equal(atRisk, c.atRisk) || !slices.Equal(inc.Warnings, c.want) {
			t.Errorf("%s: got %v at risk and %q, want %v and %q", name, atRisk, inc.Warnings, c.atRisk, c.want)
		}
	}
}
