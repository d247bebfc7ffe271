package survival

import (
	"fmt"
	"time"

	"github.com/varighet/varighet"
)

// A YearTurnover is what happened to agreements from 1 January of a year to 1
// January of the next:
//
//	Close = Open + Starters + Appeared − Leavers − Lost
//
// The measures answer different questions; each is printed
// with its name. Missing values are not defined.
type YearTurnover struct {
	Year int

	// Complete is false where the data begin after 1 January or end before the
	// next. Open, Close and what is made of them are then missing or too low;
	// Rate is right for the part of the year there is.
	Complete bool

	// Withheld says that its numbers are, for privacy: they are 0 and missing. See [CountedYear].
	Withheld bool

	Open, Close   int // agreements in force on 1 January of the year, and of the next
	Starters      int // agreements that began in between
	Appeared      int // agreements that came into sight in between without being seen to begin: their start is not known, or earlier
	Leavers       int // doctors whose agreement was seen to end in between
	LeaversOfOpen int // those of them who were there on 1 January
	Lost          int // agreements that went out of sight in between without a stop, as when their data end
	LostOfOpen    int // those of them of 1 January

	MeanStock float64 // agreements in force, mean over the 12 first-of-months
	Years     float64 // agreement-years at risk: months in which a stop could have been seen, by 12

	// Share of those there on 1 January who had left by the next, those lost left
	// out: one less the stability rate [1]. Limits of Clopper and Pearson, and of
	// Wilson.
	Share, ShareLower, ShareUpper varighet.Opt[float64]
	WilsonLower, WilsonUpper      varighet.Opt[float64]

	// Leavers over the mean of Open and Close, as in studies of English practices
	// [2]; it can be above 1. And over MeanStock.
	PerOpenClose, PerMeanStock varighet.Opt[float64]

	// Rate is leavers per agreement-year with exact limits: the measure to compare
	// with, since it adds up over years and groups.
	Rate, RateLower, RateUpper varighet.Opt[float64]
}

// TurnoverByYear returns the measures for each calendar year that the data touch,
// ascending. Only doctors' spells are counted; the data reach from the first to
// the last month of any spell. The start of a spell need not be known.
//
// [1] Russell DJ, Humphreys JS, Wakerman J (2012). Aust Health Rev 36:290–295.
// [2] Parisi R et al. (2021). BMJ Open 11:e049827.
func TurnoverByYear(spells []Spell, conf float64) ([]YearTurnover, error) {
	if err := checkConfLevel(conf); err != nil {
		return nil, err
	}
	first, last, ok := extent(spells)
	if !ok {
		return nil, nil
	}
	// An agreement of the last month alone cannot be seen to change.
	var out []YearTurnover
	for year := first.Year(); year <= max(last-1, first).Year(); year++ {
		y := yearTurnover(spells, varighet.MonthOf(year, time.January))
		y.Complete = first <= varighet.MonthOf(year, time.January) && last >= varighet.MonthOf(year+1, time.January)
		if err := y.estimate(conf); err != nil {
			return nil, err
		}
		out = append(out, y)
	}
	return out, nil
}

// extent is the first and last month of any spell.
func extent(spells []Spell) (first, last varighet.Month, ok bool) {
	for i := range spells {
		s := &spells[i]
		if !ok || s.First < first {
			first = s.First
		}
		if !ok || s.Last > last {
			last = s.Last
		}
		ok = true
	}
	return first, last, ok
}

// yearTurnover counts from month a to the same month of the next year.
func yearTurnover(spells []Spell, a varighet.Month) YearTurnover {
	y := YearTurnover{Year: a.Year()}
	b := a + 12
	stock, atRisk := 0, 0
	for i := range spells {
		s := &spells[i]
		if s.Kind != Regular {
			continue
		}
		open, gone := s.First <= a && s.Last >= a, s.Last+1 > a && s.Last+1 <= b
		if open {
			y.Open++
		}
		if s.First <= b && s.Last >= b {
			y.Close++
		}
		switch came := s.First > a && s.First <= b; {
		case came && s.Start.OK && s.Start.V == s.First:
			y.Starters++
		case came:
			y.Appeared++
		}
		months := max(0, int(min(s.Last, b-1)-max(s.First, a))+1)
		stock += months
		atRisk += months
		if !gone {
			continue
		}
		switch {
		case s.Stopped:
			y.Leavers++
			if open {
				y.LeaversOfOpen++
			}
		default:
			atRisk-- // what came after the last month was not seen
			y.Lost++
			if open {
				y.LostOfOpen++
			}
		}
	}
	y.MeanStock, y.Years = float64(stock)/12, float64(atRisk)/12
	return y
}

func (y *YearTurnover) estimate(conf float64) error {
	if y.Years > 0 {
		lower, upper, err := PoissonLimits(y.Leavers, y.Years, conf)
		if err != nil {
			return err
		}
		y.Rate = varighet.Some(float64(y.Leavers) / y.Years)
		y.RateLower, y.RateUpper = varighet.Some(lower), varighet.Some(upper)
	}
	if !y.Complete {
		return nil
	}
	if err := y.share(conf); err != nil {
		return err
	}
	if n := y.Open + y.Close; n > 0 {
		y.PerOpenClose = varighet.Some(float64(y.Leavers) / (float64(n) / 2))
	}
	if y.MeanStock > 0 {
		y.PerMeanStock = varighet.Some(float64(y.Leavers) / y.MeanStock)
	}
	return nil
}

// share fills in the share and its limits; nothing where nobody is counted.
func (y *YearTurnover) share(conf float64) error {
	n := y.Counted()
	if n <= 0 {
		return nil
	}
	lower, upper, err := ClopperPearson(y.LeaversOfOpen, n, conf)
	if err != nil {
		return err
	}
	y.Share = varighet.Some(float64(y.LeaversOfOpen) / float64(n))
	y.ShareLower, y.ShareUpper = varighet.Some(lower), varighet.Some(upper)
	if lower, upper, err = Wilson(y.LeaversOfOpen, n, conf); err != nil {
		return err
	}
	y.WilsonLower, y.WilsonUpper = varighet.Some(lower), varighet.Some(upper)
	return nil
}

// CountedYear is a complete year of which two counts alone are known: agreements of 1 January, but
// for those lost from sight, and those of them whose doctor left. Its share has limits at level
// conf, and is missing if nobody is counted. It returns an error for a conf outside 0 to 1, and
// for counts below 0 or more who left than there were.
func CountedYear(year, counted, left int, conf float64) (YearTurnover, error) {
	if left < 0 || left > counted {
		return YearTurnover{}, fmt.Errorf("%d of %d left in %d", left, counted, year)
	}
	y := YearTurnover{Year: year, Complete: true, Open: counted, LeaversOfOpen: left}
	return y, y.share(conf)
}
