package design

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// Codes of the problems that a fit returns where there can be no model.
const (
	OneLevel  = "one-level"  // a factor has one level in the rows of the model
	Constant  = "constant"   // a number is the same in all of them, or no covariate varies in any risk set
	NoEvents  = "no-events"  // nobody stopped
	FewEvents = "few-events" // fewer stopped than there are coefficients
)

// Unvarying are the terms that are the same in all rows with a weight above 0; nil weights are all
// 1. A model can say nothing of them. Of no rows all are.
func (m *Matrix) Unvarying(weights []float64) (terms []Term) {
	varies, seen := make([]bool, len(m.Columns)), make([]bool, m.count)
	var first []float64
	for i := range m.rows {
		pattern := m.PatternOf(i)
		if weights != nil && weights[i] == 0 || seen[pattern] {
			continue
		}
		seen[pattern] = true
		x := m.Pattern(pattern)
		if first == nil {
			first = x
		}
		for j := range x {
			varies[j] = varies[j] || x[j] != first[j]
		}
	}
	for _, t := range m.Terms {
		if !slices.Contains(varies[t.First:t.First+t.Count], true) {
			terms = append(terms, t)
		}
	}
	return terms
}

// CheckVaries returns a *[varighet.Problem] of code [OneLevel] or [Constant] that names the terms
// of [Matrix.Unvarying]; nil if there are none. Every Fit of the packages beside this one begins with it.
func (m *Matrix) CheckVaries(weights []float64) error {
	terms := m.Unvarying(weights)
	if len(terms) == 0 {
		return nil
	}
	p := &varighet.Problem{Code: Constant, Hint: "leave it out, or choose rows in which it varies"}
	var said []string
	for _, t := range terms {
		what := " has one value"
		if t.Levels != nil {
			what, p.Code = " has one level", OneLevel
		}
		said = append(said, t.Name+what)
	}
	if len(terms) > 1 {
		p.Hint = "leave them out, or choose rows in which they vary"
	}
	p.Msg = "no model: " + strings.Join(said, ", ") + " in its rows, so that there is nothing to compare"
	return p
}

// NothingVaries is the problem of a model none of whose columns varies in any risk set, as when
// each stratum has its own value.
func NothingVaries() error {
	return &varighet.Problem{Code: Constant, Msg: "no model: no covariate varies among those at risk when somebody stopped",
		Hint: "leave out strata that go with the covariates, or choose other covariates"}
}

// CheckEvents returns a *[varighet.Problem] of code [NoEvents] if nobody stopped, where what says
// for what ("" or " for left"), or of code [FewEvents] if fewer did than there are coefficients; else nil.
func CheckEvents(events, coefficients int, what string) error {
	switch {
	case events == 0:
		return &varighet.Problem{Code: NoEvents, Msg: "no model: nobody stopped" + what,
			Hint: "look whether the events are read as they should be, or choose more rows"}
	case events < coefficients:
		return &varighet.Problem{Code: FewEvents,
			Msg:  fmt.Sprintf("no model: %d stopped%s, fewer than its %d coefficients", events, what, coefficients),
			Hint: "choose fewer covariates, or factors with fewer levels"}
	}
	return nil
}

// Without is the matrix without the terms of these names. Patterns stay as they are counted, so
// that two may be equal. m is not changed.
func (m *Matrix) Without(names ...string) *Matrix {
	s := &Matrix{rows: m.rows, pattern: m.pattern, count: m.count, patterns: []float64{}}
	var kept []int
	for _, t := range m.Terms {
		if slices.Contains(names, t.Name) {
			continue
		}
		for j := t.First; j < t.First+t.Count; j++ {
			kept, s.Columns = append(kept, j), append(s.Columns, m.Columns[j])
		}
		t.First = len(s.Columns) - t.Count
		s.Terms = append(s.Terms, t)
	}
	for i := range m.count {
		for _, j := range kept {
			s.patterns = append(s.patterns, m.Pattern(i)[j])
		}
	}
	return s
}
