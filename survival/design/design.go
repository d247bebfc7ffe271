// Package design turns the columns of a table into the columns of a
// regression: numbers as they are, labels as one column a level.
//
// A [Numeric] variable gives one column. A [Factor] gives a column for each of
// its levels but the first, the reference, with 1 in the rows that have the
// level and 0 elsewhere (treatment coding, R's contr.treatment): its
// coefficients say how each level differs from the reference. Levels come in
// the order of [survival.OrderGroups].
//
// Rows often repeat: six size groups are six different rows, however many
// million there are. So a [Matrix] keeps each distinct row once, as a pattern,
// and for each row the number of its pattern. Fitting can then add up what rows
// of a pattern have in common.
package design

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/varighet/varighet/survival"
)

// largest is the greatest size of a number, far from where squares overflow.
const largest = 1e100

// A Variable is a column of the table, named as in the model.
type Variable struct {
	name   string
	values []float64 // numeric
	codes  []int32   // factor: index of the level
	levels []string  // factor; nil for numeric
}

// Numeric is a variable whose values are numbers. The slice is kept, not
// copied.
func Numeric(name string, values []float64) Variable { return Variable{name: name, values: values} }

// Factor is a variable whose values are labels.
func Factor(name string, labels []string) Variable {
	seen := map[string]int32{}
	var distinct []string
	codes := make([]int32, len(labels))
	last, lastCode := "", int32(-1) // labels often come in runs
	for i, l := range labels {
		if lastCode < 0 || l != last {
			c, ok := seen[l]
			if !ok {
				c = int32(len(distinct))
				seen[l] = c
				distinct = append(distinct, l)
			}
			last, lastCode = l, c
		}
		codes[i] = lastCode
	}
	levels := survival.OrderGroups(distinct)
	rank := make([]int32, len(levels))
	for i, l := range levels {
		rank[seen[l]] = int32(i)
	}
	for i, c := range codes {
		codes[i] = rank[c]
	}
	return Variable{name: name, codes: codes, levels: levels}
}

// WithReference returns the factor with another level as its reference; the
// order of the others stays. It returns an error for a label that no row has.
func (v Variable) WithReference(level string) (Variable, error) {
	at := slices.Index(v.levels, level)
	if at < 0 {
		return v, fmt.Errorf("%s has no level %q", v.name, level)
	}
	levels := append([]string{level}, slices.Delete(slices.Clone(v.levels), at, at+1)...)
	codes := make([]int32, len(v.codes))
	for i, c := range v.codes {
		switch {
		case c == int32(at):
			codes[i] = 0
		case c < int32(at):
			codes[i] = c + 1
		default:
			codes[i] = c
		}
	}
	return Variable{name: v.name, codes: codes, levels: levels}, nil
}

func (v Variable) rows() int {
	if v.levels != nil || v.codes != nil {
		return len(v.codes)
	}
	return len(v.values)
}

// A Term is a variable in the model and the columns it takes.
type Term struct {
	Name   string
	Levels []string // of a factor, the reference first; nil for a number
	First  int      // its first column
	Count  int      // how many it takes; 0 for a factor with one level
}

// A Column is one column of the regression.
type Column struct {
	Term  string
	Level string // "" for a number
}

// Name is the column's name in tables: the variable, and its level in brackets.
func (c Column) Name() string {
	if c.Level == "" {
		return c.Term
	}
	return c.Term + "[" + c.Level + "]"
}

// A Matrix holds the values of a model's columns for every row.
type Matrix struct {
	Terms   []Term
	Columns []Column

	rows     int
	pattern  []int32   // of each row; nil if row i is pattern i
	patterns []float64 // one row of len(Columns) a pattern
	count    int       // of patterns
}

// New makes the columns of the variables, in their order. It returns an error
// if the variables differ in length, if two have one name, or if a number is
// not one, or is beyond ±1e100. No variables make a matrix of rows rows without columns.
func New(rows int, variables ...Variable) (*Matrix, error) {
	m := &Matrix{rows: rows}
	names := map[string]bool{}
	for _, v := range variables {
		if names[v.name] {
			return nil, fmt.Errorf("variable %s is there twice", v.name)
		}
		names[v.name] = true
		if n := v.rows(); n != rows {
			return nil, fmt.Errorf("variable %s has %d values for %d rows", v.name, n, rows)
		}
		for i, x := range v.values {
			if !(math.Abs(x) <= largest) {
				return nil, fmt.Errorf("variable %s is not a usable number in row %d", v.name, i+1)
			}
		}
		m.addTerm(v)
	}
	m.findPatterns(variables)
	return m, nil
}

func (m *Matrix) addTerm(v Variable) {
	t := Term{Name: v.name, Levels: v.levels, First: len(m.Columns)}
	if v.levels == nil {
		m.Columns = append(m.Columns, Column{Term: v.name})
	}
	for i := 1; i < len(v.levels); i++ {
		m.Columns = append(m.Columns, Column{Term: v.name, Level: v.levels[i]})
	}
	t.Count = len(m.Columns) - t.First
	m.Terms = append(m.Terms, t)
}

// Rows is the number of rows.
func (m *Matrix) Rows() int { return m.rows }

// Patterns is the number of distinct rows; rows that are equal may be counted
// apart where telling them apart costs more than it saves.
func (m *Matrix) Patterns() int { return m.count }

// PatternOf is the number of a row's pattern, from 0.
func (m *Matrix) PatternOf(row int) int {
	if m.pattern == nil {
		return row
	}
	return int(m.pattern[row])
}

// Pattern returns the values of a pattern. It must not be changed.
func (m *Matrix) Pattern(i int) []float64 {
	p := len(m.Columns)
	return m.patterns[i*p : (i+1)*p : (i+1)*p]
}

// Select returns the matrix of the given rows, in their order. Levels that no
// longer occur keep their columns.
func (m *Matrix) Select(rows []int) *Matrix {
	s := *m
	s.rows = len(rows)
	s.pattern = make([]int32, len(rows))
	for i, r := range rows {
		s.pattern[i] = int32(m.PatternOf(r))
	}
	return &s
}

// Profile returns the values of the columns for one set of covariates, given as
// text by the name of the variable: a level, or a number. Every variable must
// be there and no other.
func (m *Matrix) Profile(values map[string]string) ([]float64, error) {
	x := make([]float64, len(m.Columns))
	for _, t := range m.Terms {
		s, ok := values[t.Name]
		if !ok {
			return nil, fmt.Errorf("the profile has no %s", t.Name)
		}
		if t.Levels == nil {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil || !(math.Abs(v) <= largest) {
				return nil, fmt.Errorf("%s is a number in the model, not %q", t.Name, s)
			}
			x[t.First] = v
			continue
		}
		at := slices.Index(t.Levels, s)
		if at < 0 {
			return nil, fmt.Errorf("%s has no level %q", t.Name, s)
		}
		if at > 0 {
			x[t.First+at-1] = 1
		}
	}
	if len(values) > len(m.Terms) {
		for name := range values {
			if !slices.ContainsFunc(m.Terms, func(t Term) bool { return t.Name == name }) {
				return nil, fmt.Errorf("the model has no variable %s", name)
			}
		}
	}
	return x, nil
}
