package data

import (
	"slices"
	"testing"
)

// The labels are those that the file formats promise.
func TestSizeGroupLabels(t *testing.T) {
	want := []string{"<2000", "2000-4999", "5000-9999", "10000-19999", "20000-49999", ">=50000"}
	if got := Abelsen().Labels(); !slices.Equal(got, want) {
		t.Errorf("abelsen: got %q, want %q", got, want)
	}
	want = []string{"<2000", "2000-4999", "5000-9999", "10000-49999", ">=50000"}
	if got := HDir().Labels(); !slices.Equal(got, want) {
		t.Errorf("hdir: got %q, want %q", got, want)
	}
}

// A cut point belongs to the group above it.
func TestSizeGroupOf(t *testing.T) {
	for _, c := range []struct {
		population int32
		want       string
	}{
		{0, "<2000"}, {1999, "<2000"}, {2000, "2000-4999"}, {4999, "2000-4999"}, {5000, "5000-9999"},
		{19999, "10000-19999"}, {20000, "20000-49999"}, {49999, "20000-49999"}, {50000, ">=50000"}, {700000, ">=50000"},
	} {
		g := Abelsen()
		if got := g.Of(c.population); got != c.want {
			t.Errorf("%d: got %q, want %q", c.population, got, c.want)
		}
		low, high := g.Range(g.Index(c.population))
		if c.population < low || c.population > high {
			t.Errorf("%d lies outside the range %d to %d of its own group", c.population, low, high)
		}
	}
	if got := HDir().Of(20000); got != "10000-49999" {
		t.Errorf("hdir, 20000: got %q", got)
	}
	if got := (SizeGroups{}).Of(5); got != "all" {
		t.Errorf("zero value: got %q", got)
	}
}

func TestParseSizeGroups(t *testing.T) {
	for _, c := range []struct{ in, name string }{
		{"abelsen", "abelsen"}, {" HDIR ", "hdir"}, {"3000, 9000", "3000,9000"}, {"5", "5"},
	} {
		g, err := ParseSizeGroups(c.in)
		if err != nil || g.Name() != c.name {
			t.Errorf("%q: got %q, %v; want %q", c.in, g.Name(), err, c.name)
		}
	}
	for _, in := range []string{"", "abel", "5000,2000", "2000,2000", "0,5", "-3", "2 000", "99999999999"} {
		if g, err := ParseSizeGroups(in); err == nil {
			t.Errorf("%q: got %q, want an error", in, g.Labels())
		}
	}
}
