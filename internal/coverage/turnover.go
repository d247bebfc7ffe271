package main

import (
	"fmt"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// within is the months of turnover shares.
const within = 12

// ofTurnover are the shares a, c and d of `survival turnover`.
func ofTurnover(q *question) (all []finding, err error) {
	a, err := document.Turnover(q.source(), &document.TurnoverChoices{Within: []int{within}, Conf: level, Cluster: q.cluster})
	if err != nil {
		return nil, err
	}
	for _, s := range a.Shares {
		m := measure{name: fmt.Sprintf("turnover %s, %d months", s.Definition, within)}
		truth := ofLaw(func(l law) float64 { return 1 - l.at(within) })
		if s.Definition == "d" {
			truth = q.firstHoldersGone()
		}
		var f finding
		switch {
		case s.Definition == "b":
			continue // too low by its nature
		case q.cluster != "":
			m.limits, m.floor = "robust", approximate
			var lower, upper *float64
			if s.Robust != nil {
				lower, upper = s.Robust.Lower, s.Robust.Upper
			}
			if f = limited(m, lower, upper, tooAlike, truth); s.Definition != "c" {
				f = f.pooled(float64(s.Gone), float64(s.Of))
			}
		case s.BetaProduct != nil:
			m.limits, m.floor = advised, ofFew
			f = limited(m, s.BetaProduct.Lower, s.BetaProduct.Upper, noneCount, truth)
		default:
			m.limits, m.floor = "exact", exactly
			if s.Definition == "c" {
				m.limits, m.floor = "log-log", approximate
			}
			f = limited(m, s.Lower, s.Upper, noneCount, truth)
		}
		all = append(all, f)
	}
	return all, nil
}

// firstHoldersGone is the chance that the first holders of positions are gone within the months, of
// which some were not followed for so long.
func (q *question) firstHoldersGone() func(*world) float64 {
	sum, n := 0.0, 0.0
	for i := range q.spells {
		if s := &q.spells[i]; s.Kind == survival.Regular && s.Ordinal == 1 && s.Entry.OK && s.Entry.V == 0 {
			sum += 1 - q.truth.law.at(min(within, int(q.last-s.Start.V)))
			n++
		}
	}
	return func(*world) float64 { return sum / n }
}

// turnoverYear is the year of the data that is looked at.
const turnoverYear = 2013

// ofYear are share and rate of `survival turnover-year`, which should cover what was to be
// expected of those who were there.
func ofYear(q *question) ([]finding, error) {
	a, err := document.TurnoverYear(q.source(), &document.TurnoverYearChoices{Conf: level})
	if err != nil {
		return nil, err
	}
	for _, y := range a.Groups {
		if y.Year != turnoverYear {
			continue
		}
		gone, rate := fmt.Sprintf("share gone in %d", y.Year), fmt.Sprintf("rate in %d", y.Year)
		return []finding{
			limited(measure{gone, "exact", exactly}, y.ShareLower, y.ShareUpper, noneCount, q.shareExpected()),
			limited(measure{gone, "Wilson", approximate}, y.WilsonLower, y.WilsonUpper, noneCount, q.shareExpected()),
			limited(measure{rate, "exact", exactly}, y.RateLower, y.RateUpper, noneCount, q.rateExpected(y.Years)),
		}, nil
	}
	return nil, fmt.Errorf("turnover-year has no %d", turnoverYear)
}

// shareExpected is the mean, over those there on 1 January of the year, of the chance of being gone
// by the next.
func (q *question) shareExpected() func(*world) float64 {
	january := varighet.MonthOf(turnoverYear, time.January)
	sum, n := 0.0, 0.0
	for i := range q.spells {
		if s := &q.spells[i]; s.Kind == survival.Regular && s.First <= january && s.Last >= january {
			e := int(january - s.Start.V)
			sum += 1 - q.truth.law.at(e+12)/q.truth.law.at(e)
			n++
		}
	}
	return func(*world) float64 { return sum / n }
}

// rateExpected is the sum, over the months at risk in the year, of the chance of a stop, per
// agreement-year.
func (q *question) rateExpected(years float64) func(*world) float64 {
	from := varighet.MonthOf(turnoverYear, time.January)
	sum := 0.0
	for i := range q.spells {
		s := &q.spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		for m := max(s.First, from); m <= min(s.Last, from+11); m++ {
			sum += q.truth.law.chance(int(m-s.Start.V) + 1)
		}
	}
	return func(*world) float64 { return sum / years }
}
