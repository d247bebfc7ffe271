package design_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/design"
)

func matrix(t *testing.T, rows int, variables ...design.Variable) *design.Matrix {
	t.Helper()
	m, err := design.New(rows, variables...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// codeOf is the code of a problem, "" of none.
func codeOf(err error) string {
	var p *varighet.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// By hand: b has one level, y is 3 throughout; without the second row a has one level too.
func TestUnvaryingTermsAreNamed(t *testing.T) {
	m := matrix(t, 3, design.Factor("a", []string{"u", "v", "u"}), design.Factor("b", []string{"w", "w", "w"}),
		design.Numeric("x", []float64{1, 2, 5}), design.Numeric("y", []float64{3, 3, 3}))
	names := func(terms []design.Term) (list []string) {
		for _, term := range terms {
			list = append(list, term.Name)
		}
		return list
	}
	if got := names(m.Unvarying(nil)); !slices.Equal(got, []string{"b", "y"}) {
		t.Errorf("got %v, want b and y", got)
	}
	if got := names(m.Unvarying([]float64{1, 0, 2})); !slices.Equal(got, []string{"a", "b", "y"}) {
		t.Errorf("without row 2: got %v, want a, b and y", got)
	}
	want := "no model: b has one level, y has one value in its rows, so that there is nothing to compare\n" +
		"  hint: leave them out, or choose rows in which they vary"
	if err := m.CheckVaries(nil); codeOf(err) != design.OneLevel || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if err := matrix(t, 2, design.Numeric("y", []float64{3, 3})).CheckVaries(nil); codeOf(err) != design.Constant {
		t.Errorf("a number: got %v", err)
	}
	if err := matrix(t, 2, design.Numeric("x", []float64{3, 4})).CheckVaries(nil); err != nil {
		t.Errorf("a number that varies: got %v", err)
	}
	if err := matrix(t, 2).CheckVaries(nil); err != nil {
		t.Errorf("no terms: got %v", err)
	}
}

// Without a and y the columns are those of x alone, row by row.
func TestWithoutTakesTermsAway(t *testing.T) {
	m := matrix(t, 3, design.Factor("a", []string{"u", "v", "u"}), design.Numeric("x", []float64{1, 2, 5}), design.Numeric("y", []float64{3, 3, 3}))
	s := m.Without("a", "y")
	if len(s.Terms) != 1 || s.Terms[0].First != 0 || len(s.Columns) != 1 || s.Columns[0].Name() != "x" {
		t.Fatalf("got terms %v of columns %v, want x", s.Terms, s.Columns)
	}
	for i, want := range []float64{1, 2, 5} {
		if got := s.Pattern(s.PatternOf(i)); !slices.Equal(got, []float64{want}) {
			t.Errorf("row %d: got %v, want %v", i, got, want)
		}
	}
	if len(m.Columns) != 3 {
		t.Errorf("the matrix it was taken from has %d columns now", len(m.Columns))
	}
}

func TestCheckEvents(t *testing.T) {
	for _, c := range []struct {
		events, coefficients int
		want                 string
	}{{0, 0, design.NoEvents}, {0, 2, design.NoEvents}, {1, 2, design.FewEvents}, {2, 2, ""}, {1, 0, ""}} {
		if err := design.CheckEvents(c.events, c.coefficients, ""); codeOf(err) != c.want {
			t.Errorf("%d events, %d coefficients: got %v, want code %q", c.events, c.coefficients, err, c.want)
		}
	}
	err := design.CheckEvents(1, 2, " for left")
	if want := "no model: 1 stopped for left, fewer than its 2 coefficients\n  hint: choose fewer covariates, or factors with fewer levels"; err.Error() != want {
		t.Errorf("got %v", err)
	}
}
