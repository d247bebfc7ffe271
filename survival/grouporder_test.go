package survival_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/survival"
)

func TestGroupsComeInTheOrderOfTheirMeaning(t *testing.T) {
	for _, test := range []struct {
		name         string
		labels, want []string
	}{
		{"size groups from small to large",
			[]string{">=50000", "10000-19999", "<2000", "2000-4999"},
			[]string{"<2000", "2000-4999", "10000-19999", ">=50000"}},
		{"numbers by value", []string{"10", "9", "-1.5", "1e3"}, []string{"-1.5", "9", "10", "1e3"}},
		{"equal numbers by bytes", []string{"1.0", "1", "01"}, []string{"01", "1", "1.0"}},
		{"one word among numbers makes all text", []string{"10", "9", "NaN"}, []string{"10", "9", "NaN"}},
		{"one word among size groups makes all text", []string{"2000-4999", "<2000", "all"}, []string{"2000-4999", "<2000", "all"}},
		{"text by bytes", []string{"Årdal", "bergen", "Odda"}, []string{"Odda", "bergen", "Årdal"}},
		{"hexadecimal is text", []string{"0x10", "9"}, []string{"0x10", "9"}},
		{"a number too large for a float", []string{"1e999", "5"}, []string{"5", "1e999"}},
		{"none", nil, nil},
	} {
		given := append([]string(nil), test.labels...)
		if diff := cmp.Diff(test.want, survival.OrderGroups(test.labels)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(given, test.labels); diff != "" {
			t.Errorf("%s: the labels were changed (-was +is):\n%s", test.name, diff)
		}
	}
}

func TestOnlySizesAndNumbersHaveAnOrderOfTheirOwn(t *testing.T) {
	for _, test := range []struct {
		labels []string
		want   bool
	}{
		{[]string{"<2000", ">=50000"}, true},
		{[]string{"1", "2.5"}, true},
		{[]string{"<2000", "1"}, false},
		{[]string{"Bergen", "Odda"}, false},
	} {
		if got := survival.Ordered(test.labels); got != test.want {
			t.Errorf("%q: got %t, want %t", test.labels, got, test.want)
		}
	}
}
