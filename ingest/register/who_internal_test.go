package register

import (
	"testing"

	"github.com/varighet/varighet"
)

// By hand: an alias leads from a number to a name and back, in a circle. The least of them is who it is, and
// whether that is a name is told by the least, not by the one at which the circle closes.
func TestACircleOfAliasesIsItsLeast(t *testing.T) {
	for _, c := range []struct {
		name, number string
		isName       bool
	}{{"a-name", "b-number", true}, {"b-name", "a-number", false}} {
		a := &aliasing{names: map[string]uint32{c.name: 1}, byFrom: map[string][]*Alias{
			c.name: {{From: c.name, To: c.number}}, c.number: {{From: c.number, To: c.name}}}}
		for _, from := range []string{c.name, c.number} {
			to, isName := a.resolve(from, from == c.name, func(string) bool { return false })
			if want := min(c.name, c.number); to != want || isName != c.isName {
				t.Errorf("from %s: %s, a name: %v, want %s, %v", from, to, isName, want, c.isName)
			}
		}
	}
}

// The last month that there can be is a month like the others.
func TestTheLastMonthThatThereCanBe(t *testing.T) {
	r := planned(t, Manifest{}, Options{}, nil, varighet.Observation{PositionID: "1", DoctorID: "d", Month: varighet.MaxMonth, SourceFile: "a.csv", SourceRow: 2})
	if r.Manifest.Counts.LastMonth != varighet.MaxMonth || r.Manifest.Counts.Rows != 1 {
		t.Errorf("%d rows to %s", r.Manifest.Counts.Rows, r.Manifest.Counts.LastMonth)
	}
}
