package survival

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
)

// A HighTurnover says when a unit's turnover is high, and for how long it must be.
type HighTurnover struct {
	Above  float64 // leavers over the mean of Open and Close: a share above this is high
	InARow int     // years, one at least
}

// Parisi is the definition in studies of English practices: above 10 % in three or more consecutive
// years [1].
//
// [1] Parisi R et al. (2021). BMJ Open 11:e049827.
var Parisi = HighTurnover{Above: 0.10, InARow: 3}

// A Persistence is how many units, such as municipalities, have had a high turnover for years.
// Missing values are not defined: no unit can be judged.
type Persistence struct {
	Units              []UnitPersistence // one a unit, in their order
	Judged, Persistent int               // of the units

	// Share is Persistent over Judged, with exact limits that take units for independent.
	Share, ShareLower, ShareUpper varighet.Opt[float64]

	// ByChance is how many of Judged would have been persistent on average if every unit had had
	// the rate of all together in each year. Small units are often above the bound by chance: of
	// five agreements one leaver is 20 %.
	ByChance varighet.Opt[float64]
}

// A UnitPersistence is what was seen of one unit.
type UnitPersistence struct {
	Years      int               // that are judged: the data cover them, and somebody was in the stock
	High       int               // of those, with a high turnover
	Longest    int               // consecutive years with a high turnover, at most
	From       varighet.Opt[int] // first year of the first stretch of that length; missing if no year is high
	Persistent bool              // Longest is enough
	Reason     string            // why the unit cannot be judged; "" if it can
}

// PersistentTurnover judges units by their years, which [TurnoverByYear] gives. A year that the
// data do not cover, or with nobody in the stock, ends a stretch. A unit can be judged if it has
// as many years in a row that are judged as a stretch must have.
func PersistentTurnover(units [][]YearTurnover, rule HighTurnover, conf float64) (Persistence, error) {
	var p Persistence
	if err := checkConfLevel(conf); err != nil {
		return p, err
	}
	if !(rule.Above >= 0) || rule.InARow < 1 {
		return p, fmt.Errorf("a turnover above %v in %d years in a row is no definition", rule.Above, rule.InARow)
	}
	rates, chance := ratesOfAll(units), 0.0
	for _, years := range units {
		u := rule.judge(years)
		p.Units = append(p.Units, u)
		if u.Reason != "" {
			continue
		}
		p.Judged++
		chance += rule.chance(years, rates)
		if u.Persistent {
			p.Persistent++
		}
	}
	if p.Judged == 0 {
		return p, nil
	}
	lower, upper, err := ClopperPearson(p.Persistent, p.Judged, conf)
	p.Share = varighet.Some(float64(p.Persistent) / float64(p.Judged))
	p.ShareLower, p.ShareUpper, p.ByChance = varighet.Some(lower), varighet.Some(upper), varighet.Some(chance)
	return p, err
}

// high reports whether the year's turnover is; only for one that is judged.
func (rule HighTurnover) high(y *YearTurnover) bool { return y.PerOpenClose.V > rule.Above }

// judge looks for the longest stretches of a unit's years.
func (rule HighTurnover) judge(years []YearTurnover) UnitPersistence {
	var u UnitPersistence
	covered, empty, known, run := 0, 0, 0, 0
	for i := range years {
		y := &years[i]
		if !y.PerOpenClose.OK {
			if y.Complete {
				empty++
			}
			known, run = 0, 0
			continue
		}
		u.Years++
		known++
		covered = max(covered, known)
		if !rule.high(y) {
			run = 0
			continue
		}
		u.High++
		if run++; run > u.Longest {
			u.Longest, u.From = run, varighet.Some(y.Year-run+1)
		}
	}
	u.Persistent = u.Longest >= rule.InARow
	if covered < rule.InARow {
		u.Reason = fmt.Sprintf("fewer than %d years in a row that the data cover", rule.InARow)
		if empty > 0 {
			u.Reason += fmt.Sprintf(" with anybody in the stock (nobody in %d)", empty)
		}
	}
	return u
}

// ratesOfAll are the leavers of all units over their agreement-years, by year.
func ratesOfAll(units [][]YearTurnover) map[int]float64 {
	leavers, time := map[int]int{}, map[int]float64{}
	for _, years := range units {
		for _, y := range years {
			if y.PerOpenClose.OK {
				leavers[y.Year] += y.Leavers
				time[y.Year] += y.Years
			}
		}
	}
	rates := map[int]float64{}
	for year, t := range time {
		if t > 0 {
			rates[year] = float64(leavers[year]) / t
		}
	}
	return rates
}

// chance is the probability that a unit is persistent if its leavers are Poisson with the rate of
// all: of a stretch of high years among independent ones. at[k] is the probability of being in a
// stretch of k years without one that was long enough.
func (rule HighTurnover) chance(years []YearTurnover, rates map[int]float64) (persistent float64) {
	at := make([]float64, rule.InARow)
	at[0] = 1
	for i := range years {
		y := &years[i]
		high := 0.0
		if y.PerOpenClose.OK {
			high = poissonFrom(rule.leastHigh(y), rates[y.Year]*y.Years)
		}
		next := make([]float64, rule.InARow)
		for k, p := range at {
			next[0] += p * (1 - high)
			if k+1 == rule.InARow {
				persistent += p * high
			} else {
				next[k+1] = p * high
			}
		}
		at = next
	}
	return persistent
}

// leastHigh is the least number of leavers with which the year's turnover would be high, for its
// stock.
func (rule HighTurnover) leastHigh(y *YearTurnover) int {
	stock := float64(y.Open+y.Close) / 2
	n := max(0, int(rule.Above*stock)-1)
	for float64(n)/stock <= rule.Above {
		n++
	}
	return n
}

// A YearSpread is how the turnover of a year is spread over units. Missing values are not
// defined: no unit has a turnover.
type YearSpread struct {
	Year             int
	Units            int // with a turnover: leavers over the mean of Open and Close
	NotCovered       int // units of whose year the data cover a part
	Empty            int // units with nobody in the stock
	High             int // of Units, with a high turnover
	Q25, Median, Q75 varighet.Opt[float64]
}

// SpreadOfTurnover returns the quartiles over units for each year that any unit has, ascending:
// between neighbours, R's type 7. Each unit counts once, whatever its size.
func SpreadOfTurnover(units [][]YearTurnover, rule HighTurnover) []YearSpread {
	at, values := map[int]*YearSpread{}, map[int][]float64{}
	var found []int
	for _, years := range units {
		for i := range years {
			y := &years[i]
			s := at[y.Year]
			if s == nil {
				s = &YearSpread{Year: y.Year}
				at[y.Year] = s
				found = append(found, y.Year)
			}
			if s.count(y, rule) {
				values[y.Year] = append(values[y.Year], y.PerOpenClose.V)
			}
		}
	}
	slices.Sort(found)
	var out []YearSpread
	for _, year := range found {
		at[year].describe(values[year])
		out = append(out, *at[year])
	}
	return out
}

// count puts a unit's year where it belongs, and reports whether it has a turnover.
func (s *YearSpread) count(y *YearTurnover, rule HighTurnover) bool {
	switch {
	case !y.Complete:
		s.NotCovered++
		return false
	case !y.PerOpenClose.OK:
		s.Empty++
		return false
	}
	s.Units++
	if rule.high(y) {
		s.High++
	}
	return true
}

func (s *YearSpread) describe(values []float64) {
	if len(values) == 0 {
		return
	}
	slices.Sort(values)
	for p, to := range map[float64]*varighet.Opt[float64]{0.25: &s.Q25, 0.5: &s.Median, 0.75: &s.Q75} {
		*to = varighet.Some(EmpiricalQuantile(values, p))
	}
}
