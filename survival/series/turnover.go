package series

import (
	"fmt"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

func january(year int) varighet.Month { return varighet.MonthOf(year, time.January) }

// turnover follows a rate or a share over years.
func turnover(spells []survival.Spell, m Measure, at []varighet.Month, opt Options) (*Series, error) {
	years, err := survival.TurnoverByYear(spells, opt.ConfLevel)
	if err != nil {
		return nil, err
	}
	s := &Series{}
	for _, month := range at {
		s.Points = append(s.Points, pointOf(m, month, years))
	}
	first, last := &s.Points[0], &s.Points[len(s.Points)-1]
	if s.Change, err = changeOf(m, first, last, opt.ConfLevel); err != nil {
		return nil, err
	}
	err = s.addTrend(years, first.Month.Year(), last.Month.Year(), opt.ConfLevel)
	return s, err
}

// pointOf is the measure of a year, by the turnover of all years of the data.
func pointOf(m Measure, month varighet.Month, years []survival.YearTurnover) Point {
	p := Point{Month: month}
	for i := range years {
		if y := &years[i]; y.Year == month.Year() && y.Complete {
			p.measure(m, y)
			return p
		}
	}
	p.Reason = fmt.Sprintf("the data do not cover all of %d", month.Year())
	return p
}

// measure fills in what a year has.
func (p *Point) measure(m Measure, y *survival.YearTurnover) {
	if m == Rate {
		p.N, p.Stopped, p.Years = y.Open, y.Leavers, y.Years
		p.Value, p.Lower, p.Upper = y.Rate, y.RateLower, y.RateUpper
	} else {
		p.N, p.Stopped = y.Open-y.LostOfOpen, y.LeaversOfOpen
		p.Value, p.Lower, p.Upper = y.Share, y.ShareLower, y.ShareUpper
	}
	if m == Stability && p.Value.OK {
		p.Value.V, p.Lower.V, p.Upper.V = 1-p.Value.V, 1-p.Upper.V, 1-p.Lower.V
	}
	if !p.Value.OK {
		p.Reason = fmt.Sprintf("nobody was there in %d", y.Year)
	}
}

// changeOf is the change between two years.
func changeOf(m Measure, a, b *Point, conf float64) (Change, error) {
	c := Change{}
	if m == Rate {
		c.None = 1
	}
	if c.Reason = a.Reason; c.Reason == "" {
		c.Reason = b.Reason
	}
	if c.Reason != "" {
		return c, nil
	}
	if m == Rate {
		r, err := rates.RatioOf(a.Stopped, a.Years, b.Stopped, b.Years, conf)
		c.Value, c.Lower, c.Upper, c.Reason = r.Ratio, r.Lower, r.Upper, r.Reason
		return c, err
	}
	x1, x2 := a.Stopped, b.Stopped
	if m == Stability {
		x1, x2 = a.N-x1, b.N-x2
	}
	lower, upper, err := survival.DifferenceOfShares(x1, a.N, x2, b.N, conf)
	c.Value, c.Lower, c.Upper = varighet.Some(b.Value.V-a.Value.V), varighet.Some(lower), varighet.Some(upper)
	return c, err
}

// addTrend fits a trend to the rates of all years from one to another that the data cover.
func (s *Series) addTrend(years []survival.YearTurnover, from, to int, conf float64) (err error) {
	var at, exposure []float64
	var leavers []int
	for _, y := range years {
		if y.Complete && y.Rate.OK && y.Year >= from && y.Year <= to {
			s.TrendYears = append(s.TrendYears, y.Year)
			at, leavers, exposure = append(at, float64(y.Year)), append(leavers, y.Leavers), append(exposure, y.Years)
		}
	}
	s.Trend, err = rates.TrendOf(at, leavers, exposure, conf)
	return err
}
