package design_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/varighet/varighet/survival/design"
)

// Treatment coding: a column for each level but the first, in the order of
// size, whatever the order of the rows.
func TestColumnsByHand(t *testing.T) {
	m, err := design.New(4, design.Factor("size", []string{">=50000", "<2000", "2000-4999", "<2000"}),
		design.Numeric("age", []float64{40, 50, 60, 50}))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]float64{{0, 1, 40}, {0, 0, 50}, {1, 0, 60}, {0, 0, 50}}
	for i, w := range want {
		if got := m.Pattern(m.PatternOf(i)); !slices.Equal(got, w) {
			t.Errorf("row %d: got %v, want %v", i, got, w)
		}
	}
	var names []string
	for _, c := range m.Columns {
		names = append(names, c.Name())
	}
	if got, want := fmt.Sprint(names), "[size[2000-4999] size[>=50000] age]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if m.Patterns() != 3 {
		t.Errorf("got %d patterns, want 3: two rows are equal", m.Patterns())
	}
}

func TestReferenceLevel(t *testing.T) {
	f, err := design.Factor("g", []string{"c", "a", "b"}).WithReference("b")
	if err != nil {
		t.Fatal(err)
	}
	m, _ := design.New(3, f)
	for i, w := range [][]float64{{0, 1}, {1, 0}, {0, 0}} {
		if got := m.Pattern(m.PatternOf(i)); !slices.Equal(got, w) {
			t.Errorf("row %d: got %v, want %v", i, got, w)
		}
	}
	// The reference may be asked for though it is the first already.
	if f, err = f.WithReference("b"); err != nil {
		t.Fatal(err)
	}
	if again, _ := design.New(3, f); !slices.Equal(again.Pattern(again.PatternOf(0)), []float64{0, 1}) || !slices.Equal(again.Pattern(again.PatternOf(2)), []float64{0, 0}) {
		t.Errorf("b again: got %v and %v, want 0 1 and 0 0", again.Pattern(again.PatternOf(0)), again.Pattern(again.PatternOf(2)))
	}
	if _, err := f.WithReference("d"); err == nil {
		t.Error("a level that is not there: got no error")
	}
}

// Rows come back as they went in, however patterns are found: by a table of
// levels, by hashing, or not at all.
func TestRowsComeBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, distinct := range []int{3, 50, 1 << 30} {
		n := 10000
		x, labels := make([]float64, n), make([]string, n)
		for i := range x {
			x[i], labels[i] = float64(rng.IntN(distinct)), string(rune('a'+rng.IntN(4)))
		}
		for name, vars := range map[string][]design.Variable{
			"factors": {design.Factor("l", labels)},
			"both":    {design.Factor("l", labels), design.Numeric("x", x)},
		} {
			m, err := design.New(n, vars...)
			if err != nil {
				t.Fatal(err)
			}
			for i := range n {
				got := m.Pattern(m.PatternOf(i))
				for j := range 3 {
					if want := labels[i] == string(rune('b'+j)); (got[j] == 1) != want {
						t.Fatalf("%s, %d values: row %d: got %v", name, distinct, i, got)
					}
				}
				if name == "both" && got[3] != x[i] {
					t.Fatalf("%s, %d values: row %d: got %v, want %v", name, distinct, i, got[3], x[i])
				}
			}
			if limit := 4 * distinct; name == "both" && distinct <= 50 && m.Patterns() > limit {
				t.Errorf("%d values: got %d patterns, want at most %d", distinct, m.Patterns(), limit)
			}
		}
	}
}

func TestProfile(t *testing.T) {
	m, _ := design.New(2, design.Factor("g", []string{"a", "b"}), design.Numeric("x", []float64{1, 2}))
	got, err := m.Profile(map[string]string{"g": "b", "x": "1.5"})
	if err != nil || !slices.Equal(got, []float64{1, 1.5}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []map[string]string{{"g": "b"}, {"g": "c", "x": "1"}, {"g": "a", "x": "one"}, {"g": "a", "x": "1", "y": "2"}} {
		if _, err := m.Profile(bad); err == nil {
			t.Errorf("%v: got no error", bad)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, vars := range map[string][]design.Variable{
		"another length": {design.Numeric("x", []float64{1})},
		"twice":          {design.Numeric("x", []float64{1, 2}), design.Numeric("x", []float64{1, 2})},
		"NaN":            {design.Numeric("x", []float64{1, math.NaN()})},
		"infinite":       {design.Numeric("x", []float64{1, math.Inf(1)})},
	} {
		if _, err := design.New(2, vars...); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// Rows 2, 0, 2 and 0 of three: their numbers, and the columns of a level that none of them has.
func TestSelectByHand(t *testing.T) {
	m, err := design.New(3, design.Numeric("x", []float64{5, 7, 9}), design.Factor("g", []string{"a", "b", "c"}))
	if err != nil {
		t.Fatal(err)
	}
	s := m.Select([]int{2, 0, 2, 0})
	if m.Rows() != 3 || s.Rows() != 4 || len(s.Columns) != 3 {
		t.Fatalf("got %d rows and %d columns", s.Rows(), len(s.Columns))
	}
	for row, want := range [][]float64{{9, 0, 1}, {5, 0, 0}, {9, 0, 1}, {5, 0, 0}} {
		if got := s.Pattern(s.PatternOf(row)); !slices.Equal(got, want) {
			t.Errorf("row %d: got %v, want %v", row, got, want)
		}
	}
	if got := m.Pattern(m.PatternOf(0)); got[0] != 5 {
		t.Errorf("the matrix itself has changed: %v", got)
	}
}
