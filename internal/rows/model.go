package rows

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
)

// A Model is the rows that a model can be fitted to, and the columns it is fitted on.
type Model struct {
	Tenures  []survival.Tenure
	X        *design.Matrix
	Strata   []string // nil without --strata
	Cluster  []string
	Weights  []float64
	Causes   []string
	Start    []varighet.Month
	Row      []int                // of a CSV, 1-based
	LeftOut  []survival.LeftOut   // of spells
	Rejected []*survival.Rejected // of any CSV
	Warnings []string
}

// columnReader gives the cells of a source, row by row.
type columnReader struct {
	text   func(column string, row int) (string, bool)
	number func(column string, row int) (v float64, present, ok bool)
	// isNumber reports whether a column holds numbers.
	isNumber func(column string) bool
}

// tieTimes makes equal the times that differ by rounding only, over all rows, and leaves
// out those whose entry and time do; see [Set.tieTimes].
func (m *Model) tieTimes(kept []int) ([]int, error) {
	tied, collapsed, err := survival.TieTimes(m.Tenures)
	if err != nil {
		return kept, err
	}
	if m.Tenures = tied; len(collapsed) == 0 {
		return kept, nil
	}
	var tenures []survival.Tenure
	var left []int
	for i, t := range m.Tenures {
		if _, found := slices.BinarySearch(collapsed, i); found {
			m.Rejected = append(m.Rejected, survival.Reject(kept[i]+1, survival.TimeOrder))
			continue
		}
		tenures, left = append(tenures, t), append(left, kept[i])
	}
	m.Tenures = tenures
	return left, nil
}

func (read *columnReader) numeric(c choice.Covariate) bool {
	return !c.Factor && read.isNumber(c.Column)
}

// fill reads the columns of the rows that are kept.
func (m *Model) fill(read *columnReader, opt *ModelChoices, kept []int) error {
	labels := func(columns ...string) []string {
		out := make([]string, len(kept))
		for k, i := range kept {
			var key Key
			for _, c := range columns {
				s, _ := read.text(c, i)
				key.Values = append(key.Values, s)
			}
			out[k] = key.Label()
		}
		return out
	}
	if opt.Strata != nil {
		m.Strata = labels(opt.Strata...)
	}
	if opt.Cluster != "" {
		m.Cluster = labels(opt.Cluster)
	}
	if opt.Cause != "" {
		m.Causes = labels(opt.Cause)
	}
	if opt.NeedStart {
		for _, s := range labels(opt.Start) {
			month, err := varighet.ParseMonth(s)
			if err != nil {
				return err
			}
			m.Start = append(m.Start, month)
		}
	}
	if opt.Weight != "" {
		for _, i := range kept {
			w, _, _ := read.number(opt.Weight, i)
			m.Weights = append(m.Weights, w)
		}
	}
	var vars []design.Variable
	for _, c := range opt.Covariates {
		v, err := read.variable(c, kept, labels)
		if err != nil {
			return err
		}
		vars = append(vars, v)
	}
	var err error
	m.X, err = design.New(len(kept), vars...)
	return err
}

// mostLevels is how many levels a factor may have before it is taken for a slip.
const mostLevels = 200

func (read *columnReader) variable(c choice.Covariate, kept []int, labels func(...string) []string) (design.Variable, error) {
	if read.numeric(c) {
		values := make([]float64, len(kept))
		for k, i := range kept {
			values[k], _, _ = read.number(c.Column, i)
		}
		return design.Numeric(c.Column, values), nil
	}
	values := labels(c.Column)
	levels := map[string]bool{}
	for _, v := range values {
		levels[v] = true
	}
	if len(levels) > mostLevels {
		return design.Variable{}, choice.Errorf("%s has %d different values: too many for a factor", c.Column, len(levels))
	}
	v := design.Factor(c.Column, values)
	if c.Base != "" {
		var err error
		if v, err = v.WithReference(c.Base); err != nil {
			return v, choice.Errorf("--base: %v", err)
		}
	}
	return v, nil
}

// mostCauses is how many causes a message names.
const mostCauses = 12

// CausesOf are the causes to fit a model for: those of --of, or all that occur.
func (m *Model) CausesOf(of []string) ([]string, error) {
	seen := map[string]bool{}
	var all []string
	for i, c := range m.Causes {
		if m.Tenures[i].Stopped && !seen[c] {
			seen[c] = true
			all = append(all, c)
		}
	}
	for _, c := range of {
		if !seen[c] {
			if len(all) == 0 {
				return nil, choice.Errorf("no row stopped for %q, nor for any other cause", c)
			}
			if len(all) > mostCauses { // no causes, but perhaps ids
				return nil, choice.Errorf("no row stopped for %q; there are %d causes", c, len(all))
			}
			return nil, choice.Errorf("no row stopped for %q; the causes are %s", c, strings.Join(survival.OrderGroups(all), ", "))
		}
	}
	if of != nil {
		return of, nil
	}
	return survival.OrderGroups(all), nil
}

// Lacking is a problem of code "no-rows", in the file of a source, if there is nothing to fit a model to;
// nil if there is.
func (m *Model) Lacking(src *Source) error {
	p := &varighet.Problem{File: src.Name, Code: "no-rows", Msg: "no rows can be used: no model"}
	switch {
	case len(m.Tenures) == 0:
		for _, l := range m.LeftOut {
			p.Hint += "; " + l.String()
		}
		p.Hint = strings.TrimPrefix(p.Hint, "; ")
	case m.Weights != nil && slices.Max(m.Weights) == 0:
		p.Msg = "no row has a weight: no model"
	default:
		return nil
	}
	return p
}
