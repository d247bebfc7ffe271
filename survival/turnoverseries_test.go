package survival

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// Two years of six agreements with six leavers in all have the mean 1/2. Of six, 0 and 6 have
// limits that leave 1/2 out (0 to 0.459, 0.541 to 1) and 1 has not (0.004 to 0.641); 0 and 6 of
// the first six among six drawn of twelve have the probability 1/924 each. The others by R 4.2.2,
// for x of n drawn from of with gone:
//
//	sum(dhyper(x, gone, of - gone, n)[sapply(x, function(k) { ci <- binom.test(k, n)$conf.int; gone/of < ci[1] | gone/of > ci[2] })])
func TestHowOftenLimitsMissTheMean(t *testing.T) {
	for _, c := range []struct {
		n, gone, of int
		want        float64
	}{
		{6, 6, 12, 2. / 924}, {20, 36, 240, 0.0170875975383773}, {230, 330, 2400, 0.0340247507402066}, {5000, 6843, 60000, 0.0386950591087702},
		{14, 6, 14, 0},                // of one year the mean is its own share
		{9, 0, 40, 0}, {9, 40, 40, 0}, // nobody, and all
	} {
		if got := missesMean(c.n, c.gone, c.of, 0.95); math.Abs(got-c.want) > 1e-11 {
			t.Errorf("%d of %d in %d: %.15f, want %.15f", c.n, c.gone, c.of, got, c.want)
		}
	}
}

// By hand: ten agreements from January 2010 to January 2013. None leaves in 2010, eight in 2011,
// none of two in 2012, which is too few to be shown. The mean is 8 of 22; the limits of 0 of 10 (0 to
// 0.308) and of 8 of 10 (0.444 to 0.975) leave it out. 2013 is not complete.
func TestTurnoverSeriesByHand(t *testing.T) {
	from := varighet.MonthOf(2010, 1)
	var spells []Spell
	for i := range 10 {
		s := Spell{PositionID: fmt.Sprint(i), DoctorID: fmt.Sprint(i), First: from, Last: from + 36, Start: varighet.Some(from)}
		if i < 8 {
			s.Last, s.Stopped = from+15, true
		}
		spells = append(spells, s)
	}
	s, err := NewTurnoverSeries("g", spells, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	var shown, few []int
	for i := range s.Years {
		switch y := &s.Years[i]; {
		case y.Shown():
			shown = append(shown, y.Year)
		case y.TooFew():
			few = append(few, y.Year)
		}
	}
	if s.Gone != 8 || s.Counted != 22 || s.Mean().V != 8./22 || fmt.Sprint(shown, few) != "[2010 2011] [2012]" {
		t.Errorf("%d of %d, mean %v, shown %v, too few %v", s.Gone, s.Counted, s.Mean(), shown, few)
	}
	// binom.test(8, 22)$conf.int in R 4.2.2.
	if lower, upper := s.MeanLimits(0.95); math.Abs(lower.V-0.1719794) > 1e-7 || math.Abs(upper.V-0.5934233) > 1e-7 {
		t.Errorf("limits of the mean %v to %v", lower, upper)
	}
	// Each of the two years has ten of 22 of whom eight left.
	if o := s.OffMean(0.95); o.Off != 2 || o.Of != 2 || math.Abs(o.ByChance-2*missesMean(10, 8, 22, 0.95)) > 1e-15 {
		t.Errorf("%+v", o)
	}
	none, err := NewTurnoverSeries("nobody", nil, 0.95)
	if lower, upper := none.MeanLimits(0.95); lower.OK || upper.OK {
		t.Errorf("limits of nobody's mean: %v to %v", lower, upper)
	}
	if o := none.OffMean(0.95); err != nil || none.Mean().OK || o != (OffMean{}) {
		t.Errorf("nobody: %+v, %+v, %v", none, o, err)
	}
}

// The chance is a probability, and no more than the limits' level allows: they are exact, and a
// year is nearer to a mean that it is part of than to the true share.
func TestLawLimitsSeldomMissTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		of := n + rapid.IntRange(0, 300).Draw(t, "others")
		gone := rapid.IntRange(0, of).Draw(t, "gone")
		if got := missesMean(n, gone, of, 0.95); !(got >= 0 && got <= 0.05+1e-9) {
			t.Fatalf("%d of %d in %d: %v", n, gone, of, got)
		}
	})
}
