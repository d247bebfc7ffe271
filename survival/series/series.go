package series

import (
	"errors"
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// A Measure is what is followed.
type Measure uint8

// The measures.
const (
	Rate      Measure = iota // stops per agreement-year
	Share                    // of those there on 1 January, gone by the next
	Stability                // 1 − Share
	Median                   // median of the months since the start of those in post on a day
)

var measureNames = [...]string{"rate", "share", "stability", "median"}

// String is "rate", "share", "stability" or "median", and "unknown" of what is none.
func (m Measure) String() string {
	if int(m) >= len(measureNames) {
		return "unknown"
	}
	return measureNames[m]
}

// ParseMeasure reads "rate", "share", "stability" or "median".
func ParseMeasure(s string) (Measure, bool) {
	for i, n := range measureNames {
		if n == s {
			return Measure(i), true
		}
	}
	return 0, false
}

// Options say how limits are made.
type Options struct {
	ConfLevel  float64
	Replicates int    // of the median: how often positions are drawn anew
	Seed       uint64 // for that: the same seed gives the same limits
}

// A Point is the measure in one year, or on one day.
type Point struct {
	Month   varighet.Month // 1 January of the year, or the day
	N       int            // whom a share or a median is of; of a rate, those there on 1 January
	Stopped int            // of N; of a rate, all in the year; 0 for a median
	Years   float64        // agreement-years of a rate

	Value, Lower, Upper varighet.Opt[float64] // exact limits
	Reason              string                // why there is no value; "" if there is
}

// A Change is how much the measure changed from the first point to the last: the ratio of rates, the
// difference of others. Missing values are not defined; Reason says why. A ratio without an upper
// limit has no bound above.
type Change struct {
	Value, Lower, Upper varighet.Opt[float64]
	None                float64 // the value of no change: 1 of a ratio, 0 of a difference
	Reason              string
}

// A Direction is which way a measure went beyond chance.
type Direction string

// The directions.
const (
	Up            Direction = "up"
	Down          Direction = "down"
	NoClearChange Direction = "no_clear_change" // the limits hold that nothing changed
	NotJudged     Direction = "not_judged"      // there are no limits
)

// Direction is up or down only where the limits leave out that nothing changed.
func (c Change) Direction() Direction {
	switch {
	case !c.Lower.OK && !c.Upper.OK:
		return NotJudged
	case c.Lower.OK && c.Lower.V > c.None:
		return Up
	case c.Upper.OK && c.Upper.V < c.None:
		return Down
	}
	return NoClearChange
}

// A Series is a measure over time, and its change.
type Series struct {
	Points []Point
	Change Change

	// Trend is that of the rate over all years from the first to the last that the data cover, also
	// those that were not asked for. It is missing, with a reason, for a median.
	Trend      rates.Trend
	TrendYears []int
}

// Of follows a measure of spells at two or more ascending months: Januaries, which stand for their
// years, but for a median. The spells should be all of a unit, vacancies and holes with them, since
// they say what the data cover.
func Of(spells []survival.Spell, m Measure, at []varighet.Month, opt Options) (*Series, error) {
	if len(at) < 2 {
		return nil, errors.New("a series has two points or more")
	}
	if int(m) >= len(measureNames) {
		return nil, fmt.Errorf("measure %d is not known", m)
	}
	for i, month := range at {
		switch {
		case i > 0 && month <= at[i-1]:
			return nil, errors.New("the months of a series ascend")
		case m != Median && month != january(month.Year()):
			return nil, fmt.Errorf("a %s is of a whole year, not from %s", m, month)
		}
	}
	if m == Median {
		return medians(spells, at, opt)
	}
	return turnover(spells, m, at, opt)
}
