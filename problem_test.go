package varighet

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestProblemNamesPlaceAndWayOut(t *testing.T) {
	for _, c := range []struct {
		problem Problem
		want    string
	}{
		{Problem{File: "a.csv", Line: 902, Column: 2, Msg: "no such code", Hint: "look it up"}, "a.csv:902:2: no such code\n  hint: look it up"},
		{Problem{File: "a.csv", Line: 902, Msg: "too few fields"}, "a.csv:902: too few fields"},
		{Problem{File: "a.csv", Column: 2, Msg: "the file is empty"}, "a.csv: the file is empty"},
		{Problem{Msg: "the data begin too late"}, "the data begin too late"},
	} {
		if got := c.problem.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// A run keeps the first hundred faults and counts the rest; they are printed by
// file, line and column, whatever order they were found in.
func TestProblemsAreSortedAndCounted(t *testing.T) {
	var ps Problems
	if ps.Err() != nil {
		t.Errorf("no problems are an error: %v", ps.Err())
	}
	ps.Add(&Problem{File: "b.csv", Line: 1, Msg: "third"})
	ps.Add(&Problem{File: "a.csv", Line: 10, Msg: "second"})
	ps.Add(&Problem{File: "a.csv", Line: 9, Column: 2, Msg: "first"})
	if got, want := ps.Error(), "a.csv:9:2: first\na.csv:10: second\nb.csv:1: third"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var more Problems
	for i := range 120 {
		more.Add(&Problem{File: "c.csv", Line: i + 1, Msg: "again"})
	}
	ps.Merge(&more)
	if ps.Len() != 123 || len(ps.All()) != MaxProblems {
		t.Errorf("%d problems, %d kept; want 123, %d", ps.Len(), len(ps.All()), MaxProblems)
	}
	if text := ps.Error(); !strings.HasSuffix(text, "\nand 23 more") {
		t.Errorf("the text ends in %q", text[len(text)-20:])
	}
	var found *Problems
	if err := fmt.Errorf("reading: %w", ps.Err()); !errors.As(err, &found) || found.Len() != 123 {
		t.Error("problems are not found in a wrapped error")
	}
}

// However long the cell is that a message shows, no more than 4 kB of it are printed.
func TestAMessageShowsNoMoreThan4kBOfACell(t *testing.T) {
	long := strings.Repeat("å", 1<<20)
	text := (&Problem{Msg: "not a month: " + long, Hint: "not " + long}).Error()
	if len(text) > 2*maxMessage+200 || !utf8.ValidString(text) || !strings.Contains(text, "4096 are shown") {
		t.Errorf("%d bytes", len(text))
	}
	if text := (&Problem{Msg: long[:maxMessage]}).Error(); text != long[:maxMessage] {
		t.Errorf("%d bytes", len(text))
	}
}
