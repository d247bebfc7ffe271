package main

import (
	"fmt"

	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// ofRates is the rate over all tenures of `survival rates`.
func ofRates(q *question) ([]finding, error) {
	a, err := document.Rates(q.source(), &document.RatesChoices{Choices: q.choices(), Per: 12, Conf: level, TimeUnit: "months"})
	if err != nil {
		return nil, err
	}
	r := &a.Groups[0].Rates[0]
	if q.cluster != "" {
		f := limited(measure{"rate", "log, robust", approximate}, r.LogLower, r.LogUpper, tooAlike, nil)
		return []finding{f.pooled(float64(r.Events), r.Time)}, nil
	}
	truth := q.expected() / r.Time
	known := func(*world) float64 { return truth }
	return []finding{
		limited(measure{"rate", "exact", exactly}, r.Lower, r.Upper, noneCount, known),
		limited(measure{"rate", "log", approximate}, r.LogLower, r.LogUpper, allOrNone, known),
	}, nil
}

// expected is the stops to be expected in the months at risk.
func (q *question) expected() (sum float64) {
	tenures, _ := survival.Tenures(q.spells)
	for _, t := range tenures {
		for k := int(t.Entry) + 1; k <= int(t.Exit); k++ {
			sum += q.truth.law.chance(k)
		}
	}
	return sum
}

// ofCompare is the observed over the expected of `survival compare`, with the true curve as
// reference.
func ofCompare(q *question) ([]finding, error) {
	opt := &document.CompareChoices{YardstickChoices: document.YardstickChoices{Choices: q.choices(), Conf: level, Curve: "truth.csv"}}
	a, err := document.Compare(q.source(), opt, q.truth.curve)
	if err != nil {
		return nil, err
	}
	g := &a.Groups[0]
	if q.cluster != "" {
		robust := limited(measure{"O/E", "log, robust", approximate}, g.Robust.Lower, g.Robust.Upper, tooAlike, nil)
		alone := limited(measure{"O/E", "exact, no --cluster", notAdvised}, g.Lower, g.Upper, noneCount, nil)
		return []finding{robust.pooled(float64(g.Observed), g.Expected), alone.pooled(float64(g.Observed), g.Expected)}, nil
	}
	return []finding{limited(measure{"O/E", "exact", exactly}, g.Lower, g.Upper, noneCount, func(*world) float64 { return 1 })}, nil
}

// ofResidual is when half of today's doctors, and of those who came to 12 months, have left, by
// `survival residual`.
func ofResidual(q *question) ([]finding, error) {
	opt := &document.ResidualChoices{Choices: q.choices(), Curve: survival.Options{ConfLevel: level}, Shares: []float64{0.5}, Reached: []float64{12}}
	a, err := document.Residual(q.source(), opt)
	if err != nil {
		return nil, err
	}
	limits := "log-log"
	if q.cluster != "" {
		limits = "log-log, robust"
	}
	m := measure{limits: limits + ", or bounds", floor: approximate}
	g := &a.Groups[0]
	stock, reached, elapsed := g.Stock.Residual[0], g.Reached[0].Residual[0], q.elapsed()
	return []finding{
		limitedTime(m.of("half of today's doctors left"), first(stock.Lower, stock.LowerAtLeast), first(stock.Upper, stock.UpperAtMost),
			ofLaw(func(l law) float64 { return l.left(elapsed, 0) })),
		limitedTime(m.of("half left of those at 12 months"), first(reached.Lower, reached.LowerAtLeast), first(reached.Upper, reached.UpperAtMost),
			ofLaw(func(l law) float64 { return l.left([]int{12}, 1) })),
	}, nil
}

// first is a limit, or the bound that stands in its place.
func first(limit, bound *float64) *float64 {
	if limit != nil {
		return limit
	}
	return bound
}

// elapsed is the months that today's doctors have been there.
func (q *question) elapsed() (months []int) {
	for i := range q.spells {
		if s := &q.spells[i]; s.Kind == survival.Regular && s.Last == q.last {
			months = append(months, int(q.last-s.Start.V))
		}
	}
	return months
}

// ofStock is the median of how long today's doctors have been there, by `survival stock`.
func ofStock(q *question) ([]finding, error) {
	a, err := document.Stock(q.source(), &document.StockChoices{Conf: level})
	if err != nil {
		return nil, err
	}
	if len(a.Groups) != 1 {
		return nil, fmt.Errorf("stock has %d groups, want 1", len(a.Groups))
	}
	g := &a.Groups[0]
	f := limited(measure{"median months elapsed of the stock", "exact", exactly}, g.MedianLower, g.MedianUpper, noneCount, (*world).median)
	for _, e := range q.elapsed() {
		f.values = append(f.values, float64(e))
	}
	return []finding{f}, nil
}

// median is that of the values of all registers: the first that half are at or below.
func (w *world) median() float64 {
	return w.values[(len(w.values)-1)/2]
}
