package series_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/series"
)

var usual = series.Options{ConfLevel: 0.95, Replicates: 1000, Seed: 1}

func month(year int, m time.Month) varighet.Month { return varighet.MonthOf(year, m) }

// stay is a spell of a position from one month to another, both included.
func stay(position string, first, last varighet.Month, stopped bool) survival.Spell {
	return survival.Spell{PositionID: position, DoctorID: fmt.Sprint(position, first), Start: varighet.Some(first), First: first, Last: last, Stopped: stopped}
}

// eight are positions held since 2010, of which the first few change in the middle of a year.
func eight(changes map[int]int) (spells []survival.Spell) {
	changed := 0
	for year := 2015; year <= 2017; year++ {
		for range changes[year] {
			p := fmt.Sprint("P", changed)
			changed++
			spells = append(spells, stay(p, month(2010, 1), month(year, 6), true), stay(p, month(year, 7), month(2018, 1), false))
		}
	}
	for ; changed < 8; changed++ {
		spells = append(spells, stay(fmt.Sprint("P", changed), month(2010, 1), month(2018, 1), false))
	}
	return spells
}

// Of eight agreements 1 ends in 2015, 2 in 2016 and 4 in 2017: rates of 1/8 and 4/8, a ratio of 4; and
// shares of 1/8 and 4/8, a difference of 3/8. By R 4.2.2, poisson.test(c(4, 1), c(8, 8)) has 0.3958 to
// 196.9895, and Newcombe's limits are of prop.test.
func TestTurnoverByHand(t *testing.T) {
	spells := eight(map[int]int{2015: 1, 2016: 2, 2017: 4})
	at := []varighet.Month{month(2015, 1), month(2017, 1)}
	s, err := series.Of(spells, series.Rate, at, usual)
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Points[1]; p.Stopped != 4 || p.Years != 8 || p.Value.V != 0.5 {
		t.Errorf("2017: got %+v, want 4 in 8", p)
	}
	c := s.Change
	if math.Abs(c.Value.V-4) > 1e-12 || math.Abs(c.Lower.V-0.3958) > 1e-4 || math.Abs(c.Upper.V-196.9895) > 1e-3 || c.Direction() != series.NoClearChange {
		t.Errorf("got %+v, %s, want 4 (0.3958 to 196.9895), no clear change", c, c.Direction())
	}
	if len(s.TrendYears) != 3 || math.Abs(s.Trend.Ratio.V-2) > 1e-9 {
		t.Errorf("trend: got %v over %v, want 2 over three years: 1, 2, 4 in the same time", s.Trend, s.TrendYears)
	}
	if s, err = series.Of(spells, series.Share, at, usual); err != nil || s.Change.Value.V != 0.375 || s.Points[0].N != 8 {
		t.Errorf("share: got %+v, %v, want 4/8 − 1/8", s, err)
	}
	lower, upper, _ := survival.DifferenceOfShares(1, 8, 4, 8, 0.95)
	if c := s.Change; c.Lower.V != lower || c.Upper.V != upper {
		t.Errorf("share: got %+v, want %v to %v", c, lower, upper)
	}
	stable, err := series.Of(spells, series.Stability, at, usual)
	if p, q := stable.Points[1], s.Points[1]; p.Value.V != 0.5 || p.Lower.V != 1-q.Upper.V || p.Upper.V != 1-q.Lower.V || !(p.Lower.V < 0.5 && p.Upper.V < 1) {
		t.Errorf("stability: got %+v, want what %+v leaves of 1", p, q)
	}
	if c := stable.Change; err != nil || c.Value.V != -0.375 || math.Abs(c.Lower.V+upper) > 1e-12 || math.Abs(c.Upper.V+lower) > 1e-12 {
		t.Errorf("stability: got %+v, %v, want the share's, turned", c, err)
	}
}

// Nobody leaves in four years, so that every doctor has been there 48 months longer, whichever
// positions are drawn. The limits of two independent medians would be wide.
func TestMedianOfTheSameDoctorsByHand(t *testing.T) {
	var spells []survival.Spell
	for i := range 8 {
		start := month(2000, 1) + varighet.Month(3*i*i)
		spells = append(spells, stay(fmt.Sprint("P", i), start, month(2022, 1), false))
	}
	s, err := series.Of(spells, series.Median, []varighet.Month{month(2017, 1), month(2021, 1)}, usual)
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Change; c.Value.V != 48 || c.Lower.V != 48 || c.Upper.V != 48 || c.Direction() != series.Up {
		t.Errorf("got %+v, want 48 to 48", c)
	}
	if s.Trend.P.OK || s.Trend.Reason == "" {
		t.Errorf("trend: got %+v, want a reason", s.Trend)
	}
}

// Positions whose doctors change at a constant rate have the same median in any year. The limits of
// its change hold 0 in about 95 of 100 made-up municipalities of 15 positions.
func TestMedianChangeHoldsItsLevel(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	opt := usual
	opt.Replicates = 400
	const runs = 400
	held := 0
	for range runs {
		var spells []survival.Spell
		for i := range 15 {
			for at := month(1980, 1); at < month(2022, 1); {
				end := at + varighet.Month(math.Floor(r.ExpFloat64()*60))
				spells = append(spells, stay(fmt.Sprint(i), at, min(end, month(2022, 1)), end < month(2022, 1)))
				at = end + 1
			}
		}
		s, err := series.Of(spells, series.Median, []varighet.Month{month(2017, 1), month(2021, 1)}, opt)
		if err != nil {
			t.Fatal(err)
		}
		if s.Change.Direction() == series.NoClearChange {
			held++
		}
	}
	if share := float64(held) / runs; share < 0.91 {
		t.Errorf("0 is held in %v of runs, want about 0.95", share)
	}
}

// Of eight doctors who all stay on, one has no known start and has been seen for 168 months in 2015 at
// least, the others for 60. The medians are 60 and 84. With three of the eight unknown, draws in which
// these are the half or more have a median of 2015 without a bound, and so one of 2017: the difference
// has no limits. With one unknown such draws are 0.2 %: 24 is left.
func TestUnknownStartsLeaveLimitsOpen(t *testing.T) {
	for unknown, bounded := range map[int]bool{1: true, 3: false} {
		spells := eight(nil)
		for i := range unknown {
			spells[i].First, spells[i].Start = month(2001, 1), varighet.Opt[varighet.Month]{}
		}
		s, err := series.Of(spells, series.Median, []varighet.Month{month(2015, 1), month(2017, 1)}, usual)
		if err != nil {
			t.Fatal(err)
		}
		c := s.Change
		if c.Value.V != 24 || c.Lower.OK != bounded || c.Upper.OK != bounded || (c.Reason == "") != bounded {
			t.Errorf("%d unknown: got %+v, want 24, with limits: %v", unknown, c, bounded)
		}
		if bounded && (c.Lower.V != 24 || c.Upper.V != 24) {
			t.Errorf("%d unknown: got %+v, want 24 to 24", unknown, c)
		}
	}
}

// The same seed gives the same limits.
func TestMedianDependsOnTheSeedAlone(t *testing.T) {
	limits := func(seed uint64) string {
		opt := usual
		opt.Seed, opt.Replicates = seed, 50
		s, err := series.Of(eight(map[int]int{2015: 3, 2016: 2}), series.Median, []varighet.Month{month(2015, 1), month(2017, 1)}, opt)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(s.Change.Lower, s.Change.Upper)
	}
	if first, again := limits(1), limits(1); first != again {
		t.Errorf("the same seed gives %s, then %s", first, again)
	}
}

// What has no value, or no limits, says why; it is never up or down.
func TestSeriesSayWhy(t *testing.T) {
	spells := eight(map[int]int{2015: 1})
	unknown := eight(nil)
	for i := range 5 {
		unknown[i].Start = varighet.Opt[varighet.Month]{}
	}
	for _, c := range []struct {
		spells  []survival.Spell
		measure series.Measure
		at      []varighet.Month
		reason  string
	}{
		{spells, series.Rate, []varighet.Month{month(2015, 1), month(2018, 1)}, "the data do not cover all of 2018"},
		{spells, series.Share, []varighet.Month{month(2009, 1), month(2016, 1)}, "the data do not cover all of 2009"},
		{spells, series.Rate, []varighet.Month{month(2016, 1), month(2017, 1)}, "no ratio: nobody stopped"},
		{spells[:4], series.Median, []varighet.Month{month(2015, 1), month(2017, 1)}, "fewer than 6 positions"},
		{unknown, series.Median, []varighet.Month{month(2015, 1), month(2017, 1)}, "the start of 5 of 8 in 2015-01 is not known"},
		{spells, series.Median, []varighet.Month{month(2005, 1), month(2017, 1)}, "nobody was there"},
	} {
		s, err := series.Of(c.spells, c.measure, c.at, usual)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Change; !strings.Contains(got.Reason, c.reason) || got.Direction() != series.NotJudged {
			t.Errorf("%s: got %+v, %s, want %q and not judged", c.measure, got, got.Direction(), c.reason)
		}
	}
}

func TestSeriesRefuses(t *testing.T) {
	for _, at := range [][]varighet.Month{nil, {month(2015, 1)}, {month(2016, 1), month(2015, 1)}, {month(2015, 2), month(2016, 1)}} {
		if _, err := series.Of(eight(nil), series.Rate, at, usual); err == nil {
			t.Errorf("%v: no error", at)
		}
	}
}

// A change is up or down only where the limits leave no change out; a limit that is missing has no
// bound on its side.
func TestDirectionByHand(t *testing.T) {
	some, none := varighet.Some[float64], varighet.Opt[float64]{}
	for _, c := range []struct {
		change series.Change
		want   series.Direction
	}{
		{series.Change{Lower: some(0.1), Upper: some(0.3)}, series.Up},
		{series.Change{Lower: some(-0.3), Upper: some(-0.1)}, series.Down},
		{series.Change{Lower: some(-0.1), Upper: some(0.1)}, series.NoClearChange},
		{series.Change{Lower: some(0), Upper: some(0.1)}, series.NoClearChange},
		{series.Change{Lower: some(-0.1), Upper: some(0)}, series.NoClearChange},
		{series.Change{Lower: some(1.1), Upper: some(3), None: 1}, series.Up},
		{series.Change{Lower: some(0.5), Upper: some(0.9), None: 1}, series.Down},
		{series.Change{Lower: some(0.5), Upper: some(1.5), None: 1}, series.NoClearChange},
		{series.Change{Lower: some(1.1), Upper: none, None: 1}, series.Up},
		{series.Change{Lower: some(0.9), Upper: none, None: 1}, series.NoClearChange},
		{series.Change{Lower: none, Upper: some(-1)}, series.Down},
		{series.Change{Lower: none, Upper: some(1)}, series.NoClearChange},
		{series.Change{}, series.NotJudged},
	} {
		if got := c.change.Direction(); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.change, got, c.want)
		}
	}
}

func TestMeasuresHaveNames(t *testing.T) {
	for _, m := range []series.Measure{series.Rate, series.Share, series.Stability, series.Median} {
		if got, ok := series.ParseMeasure(m.String()); !ok || got != m {
			t.Errorf("%s: got %s, %t", m, got, ok)
		}
	}
	if m, ok := series.ParseMeasure("unknown"); ok || series.Measure(4).String() != "unknown" {
		t.Errorf("a measure that is none is read as %s", m)
	}
	if s, err := series.Of(eight(nil), 4, []varighet.Month{month(2015, 1), month(2016, 1)}, usual); err == nil {
		t.Errorf("a measure that is none: got %+v, want an error", s)
	}
}

// A level that is none is refused by every measure.
func TestSeriesRefusesLevels(t *testing.T) {
	for _, m := range []series.Measure{series.Rate, series.Share, series.Stability, series.Median} {
		for _, level := range []float64{0, 1, -0.95, 95, math.NaN()} {
			opt := usual
			opt.ConfLevel = level
			if s, err := series.Of(eight(map[int]int{2015: 3}), m, []varighet.Month{month(2015, 1), month(2017, 1)}, opt); err == nil {
				t.Errorf("%s at level %v: got %+v, want an error", m, level, s)
			}
		}
	}
	opt := usual
	opt.Replicates = 1
	if s, err := series.Of(eight(map[int]int{2015: 3}), series.Median, []varighet.Month{month(2015, 1), month(2017, 1)}, opt); err == nil {
		t.Errorf("one resample: got %+v, want an error", s)
	}
}

// A ninth agreement of which nothing is known after June 2015 is not among those whose share left that
// year: 1 of 8. It is there when the year begins, for the rate: of 9 agreements.
func TestShareIsOfThoseWhoAreFollowed(t *testing.T) {
	spells := append(eight(map[int]int{2015: 1, 2016: 2}), stay("P8", month(2010, 1), month(2015, 6), false))
	at := []varighet.Month{month(2015, 1), month(2016, 1)}
	for m, want := range map[series.Measure]int{series.Share: 8, series.Stability: 8, series.Rate: 9} {
		s, err := series.Of(spells, m, at, usual)
		if err != nil || s.Points[0].N != want || s.Points[0].Stopped != 1 || s.Points[1].N != 8 {
			t.Errorf("%v: got %+v, %v, want 1 of %d and then of 8", m, s.Points, err, want)
		}
	}
}

// One position has a median, that of its doctor's months: 204 in 2017 and 252 in 2021.
func TestMedianOfOnePosition(t *testing.T) {
	s, err := series.Of([]survival.Spell{stay("P", month(2000, 1), month(2022, 1), false)}, series.Median, []varighet.Month{month(2017, 1), month(2021, 1)}, usual)
	if err != nil || s.Points[0].Value.V != 204 || s.Points[1].Value.V != 252 || s.Change.Value.V != 48 || !s.Change.Value.OK {
		t.Errorf("got %+v and a change of %+v, %v, want 204, 252 and 48", s.Points, s.Change, err)
	}
}
