package survival_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// What R, pandas, Stata and Excel write for true and false, in the languages of their menus.
func TestEventsAsProgramsWriteThem(t *testing.T) {
	for want, cells := range map[bool]string{
		true:  "1 1.0 1.000 TRUE True true yes Yes JA ja SANN sann",
		false: "0 0.0 0.00 FALSE False false no NO Nei nei USANN usann",
	} {
		for cell := range strings.FieldsSeq(cells) {
			if stopped, ok := survival.ParseEvent(cell); !ok || stopped != want {
				t.Errorf("%s: got %t, %t, want %t", cell, stopped, ok, want)
			}
		}
	}
	for _, cell := range []string{"", "2", "2.0", "-1", "1.5", "01", "10", ".0", "1.", "1.0.0", "1e0", "dead", "t"} {
		if stopped, ok := survival.ParseEvent(cell); ok {
			t.Errorf("%q was taken for %t", cell, stopped)
		}
	}
}

// A column in another coding is told from one with an odd cell.
func TestAnotherCoding(t *testing.T) {
	for _, c := range []struct {
		name, cells   string
		want, oneTwo  bool
		shown         string
		stop          string
		unknownToStop bool
	}{
		{name: "0 and 1", cells: "0 1 1", shown: "0 1"},
		{name: "all stopped", cells: "1 1", shown: "1"},
		{name: "R's 1 and 2", cells: "1 2 1 1", want: true, oneTwo: true, shown: "1 2"},
		{name: "2 alone", cells: "2 2", want: true, oneTwo: true, shown: "2"},
		{name: "one 2 among many 1", cells: strings.Repeat("1 ", 500) + "2", want: true, oneTwo: true, shown: "1 2"},
		{name: "2.0 and 1.0 as pandas writes them", cells: "2.0 1.0", want: true, oneTwo: true, shown: "1 2"},
		{name: "causes 0, 1 and 2", cells: strings.Repeat("0 1 ", 100) + "2 2", want: true, shown: "0 1 2"},
		{name: "words", cells: "dead alive", want: true, shown: "alive dead"},
		{name: "Norwegian words", cells: "Død levende Død", want: true, shown: "Død levende"},
		{name: "0 and 2", cells: "0 2 2", want: true, shown: "0 2"},
		{name: "an odd cell", cells: "0 1 0 1 1 kanskje"},
		{name: "a mistyped number", cells: "0 1 0 1 1 11", shown: "0 1 11"},
		{name: "one of two digits", cells: "0 1 0 1 1 99", shown: "0 1 99"},
		{name: "one of three digits", cells: "0 1 0 1 1 100"},
		{name: "one below 0", cells: "0 1 0 1 1 -9", shown: "-9 0 1"},
		{name: "one below −9", cells: "0 1 0 1 1 -10"},
		{name: "more than a tenth", cells: "0 1 0 1 1 kanskje vetikke", want: true},
		{name: "names of persons", cells: "Hansen Olsen Hansen", want: true},
		{name: "numbers of persons", cells: "9000001 9000002", want: true},
		{name: "many numbers", cells: "1 2 3 4 5 6 7 8 9", want: true},
		{name: "a stop was named", cells: "1 2 2", stop: "2", shown: "1 2"},
		{name: "a stop was named as pandas writes it", cells: "1 2", stop: "2.0", shown: "1 2"},
		{name: "two stops were named", cells: "0 1 2", stop: "1 2", shown: "0 1 2"},
		{name: "two stops were named, one of which is not there", cells: "0 1", stop: "1 2", unknownToStop: true, shown: "0 1"},
		{name: "a stop was named that is not there", cells: "1 2", stop: "3", unknownToStop: true, shown: "1 2"},
	} {
		values := survival.NewEventValues(strings.Fields(c.stop))
		for cell := range strings.FieldsSeq(c.cells) {
			values.Add(cell)
		}
		if values.AnotherCoding() != c.want || values.OneTwo() != c.oneTwo && c.stop == "" || values.Unknown() != c.unknownToStop {
			t.Errorf("%s: got %t, one and two %t, unknown %t; want %t, %t, %t", c.name, values.AnotherCoding(), values.OneTwo(),
				values.Unknown(), c.want, c.oneTwo, c.unknownToStop)
		}
		if shown := strings.Join(values.Shown(), " "); shown != c.shown {
			t.Errorf("%s: shown is %q, want %q", c.name, shown, c.shown)
		}
	}
}

// The value that is a stop is compared as text; everything else is none.
func TestNamedStop(t *testing.T) {
	columns := survival.Columns{Stops: []string{"left", "died"}}
	for cell, want := range map[string]bool{"left": true, " left ": true, "died": true, "Left": false, "1": false, "true": false} {
		tenure, usable, rejected := columns.Judge(1, survival.Row{Time: varighet.Some(1.0), Event: varighet.Some(cell)})
		if !usable || rejected != nil || tenure.Stopped != want {
			t.Errorf("%q: got %+v, %t, %v, want stopped %t", cell, tenure, usable, rejected, want)
		}
	}
}

// Of more than 64 distinct texts those after the first are not kept: 0 and 1, then 62 words, once each, then 9
// twice, which would be another coding if it had come before the words. None are shown.
func TestTextsAfterTheFirstAreNotKept(t *testing.T) {
	words := make([]string, 62)
	for i := range words {
		words[i] = fmt.Sprint("word", i)
	}
	for _, x := range []struct {
		cells []string
		want  bool
	}{{append(slices.Clone(words), "9", "9"), false}, {append([]string{"9", "9"}, words...), true}} {
		values := survival.NewEventValues(nil)
		for range 350 {
			values.Add("0")
			values.Add("1")
		}
		for _, cell := range x.cells {
			values.Add(cell)
		}
		if got := values.AnotherCoding(); got != x.want || values.Shown() != nil {
			t.Errorf("%s first: another coding %t, want %t; shown %q", x.cells[0], got, x.want, values.Shown())
		}
	}
}
