package main

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// A question is what is asked of the spells of one group in one register.
type question struct {
	spells  []survival.Spell
	truth   truth          // of the group
	cluster string         // --cluster; "" without
	last    varighet.Month // of the data
	months  [2]int         // tenures at which the curve is read
}

// An analysis is one command's findings.
type analysis func(*question) ([]finding, error)

// findings are those of several analyses.
func (q *question) findings(list []analysis) (all []finding, err error) {
	for _, a := range list {
		more, err := a(q)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func (q *question) source() *rows.Source {
	return &rows.Source{Table: &spellfile.Table{Spells: q.spells}}
}

func (q *question) choices() rows.Choices { return rows.Choices{Roles: rows.Roles{Cluster: q.cluster}} }

// kmAnswer is what `survival km` says.
func (q *question) kmAnswer() (*document.KMAnswer, error) {
	at := []float64{float64(q.months[0]), float64(q.months[1])}
	opt := &document.KMChoices{Choices: q.choices(), Curve: survival.Options{ConfLevel: level}, Quantiles: []float64{0.5}, At: at, Rmst: at[1]}
	a, err := document.KM(q.source(), opt)
	if err == nil && len(a.Groups) != 1 {
		err = fmt.Errorf("km has %d groups, want 1", len(a.Groups))
	}
	return a, err
}

// advised names the limits that the rule of [survival.Curve.Few] asks for.
const advised = "as advised: beta product"

// Why limits are not defined.
const (
	allOrNone = "nobody stopped by then, or all"
	curveEnds = "the curve ends before"
	noneCount = "no agreement or position counts"
	tooAlike  = "none stopped, or all, or one municipality"
)

// kmFindings are of the limits on the scale of --ci, which floor is asked of.
func kmFindings(q *question, limits string, floor float64) ([]finding, error) {
	a, err := q.kmAnswer()
	if err != nil {
		return nil, err
	}
	g := &a.Groups[0]
	median, mean := &g.Quantiles[0], g.RMST
	all := []finding{limitedTime(measure{"median", limits, floor}, median.Lower, median.Upper, ofLaw(law.median))}
	for i, s := range g.SurvivalAt {
		all = append(all, limited(survivalAt(q.months[i], limits, floor), s.Lower, s.Upper, allOrNone, survivalTruth(q.months[i])))
	}
	tau := q.months[1]
	m := measure{fmt.Sprintf("mean of %d months", tau), strings.Replace(limits, "log-log", "normal", 1), floor}
	return append(all, limited(m, mean.Lower, mean.Upper, curveEnds, ofLaw(func(l law) float64 { return l.mean(tau) }))), nil
}

func survivalAt(months int, limits string, floor float64) measure {
	return measure{fmt.Sprintf("S(%d)", months), limits, floor}
}

func survivalTruth(months int) func(*world) float64 {
	return ofLaw(func(l law) float64 { return l.at(months) })
}

func ofKM(q *question) ([]finding, error) { return kmFindings(q, "log-log", approximate) }

func ofKMClustered(q *question) ([]finding, error) {
	return kmFindings(q, "log-log, robust", approximate)
}

// ofKMUnclustered leaves out --cluster where rows of a municipality are alike.
func ofKMUnclustered(q *question) ([]finding, error) {
	alone := *q
	alone.cluster = ""
	return kmFindings(&alone, "log-log, no --cluster", notAdvised)
}

// ofFewKM takes the limits that stand beside those of --ci where they rest on few, and the others
// for comparison.
func ofFewKM(q *question) ([]finding, error) {
	a, err := q.kmAnswer()
	if err != nil {
		return nil, err
	}
	g := &a.Groups[0]
	x := &g.Quantiles[0]
	lower, upper := x.Lower, x.Upper
	if x.BetaProduct != nil {
		lower, upper = x.BetaProduct.Lower, x.BetaProduct.Upper
	}
	all := []finding{limitedTime(measure{"median", advised, ofFew}, lower, upper, ofLaw(law.median))}
	for i, s := range g.SurvivalAt {
		lower, upper := s.Lower, s.Upper
		if s.BetaProduct != nil {
			lower, upper = s.BetaProduct.Lower, s.BetaProduct.Upper
		}
		all = append(all, limited(survivalAt(q.months[i], advised, ofFew), lower, upper, allOrNone, survivalTruth(q.months[i])))
	}
	if m := g.RMST; m.BetaProduct != nil {
		tau := q.months[1]
		all = append(all, limited(measure{fmt.Sprintf("mean of %d months", tau), advised, ofFew}, m.BetaProduct.Lower, m.BetaProduct.Upper, curveEnds,
			ofLaw(func(l law) float64 { return l.mean(tau) })))
	}
	others, err := kmFindings(q, "log-log", notAdvised)
	return append(all, others...), err
}
