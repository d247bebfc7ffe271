package simulate_test

import (
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
)

// Without forms the files are those that simulate has always written: these are the
// SHA-256 of whole folders as they were before there were forms.
func TestWithoutFormsTheBytesAreAsBefore(t *testing.T) {
	slips := small(3, true)
	slips.Slips = true
	for _, c := range []struct {
		name string
		o    simulate.Options
		want string
	}{
		{"clean", small(1, false), "64c603946bf38ee219d79e967e045beb1b0cdf56ff2c27151e9e989d7742a655"},
		{"dirt", small(1, true), "50b47ba96421500ce6e992e6a7708e4c2190510fd029ecfe04f4444098e02d22"},
		{"slips", slips, "97b8ab25d3174cbc91f8961ee2db25453c9a13faf51c70bd954585d122d08925"},
		{"tiny", simulate.Options{Seed: 11, Municipalities: 9, Lists: 60, First: varighet.MonthOf(2017, 5), Last: varighet.MonthOf(2024, 6), NoReform: true}, "564e83b45e1f9eb7528808200d6069549d72e1d6dae40df7f609fa1e2d559d29"},
	} {
		dir, _ := write(t, c.o)
		if got := digest(t, dir); got != c.want {
			t.Errorf("%s: the folder's digest is %s, want %s", c.name, got, c.want)
		}
	}
}
