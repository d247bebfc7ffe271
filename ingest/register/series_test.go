package register

import (
	"maps"
	"testing"

	"pgregory.net/rapid"
)

func TestSeriesOfFiles(t *testing.T) {
	m := Manifest{Inputs: []Input{
		{Name: "a1", Series: "a", Layout: "doctor municipality"},
		{Name: "a2", Series: "a", Layout: "doctor municipality position"}, // a column was added
		{Name: "b1", Series: "b", Layout: "doctor municipality"},
		{Name: "a3", Series: "a", Layout: "doctor position"}, // another layout, but for a2
		{Name: "c1", Series: "c", Layout: "doctor position"},
		{Name: "c2", Series: "c", Layout: "doctor municipality"}, // another layout
		{Name: "old"},
	}}
	want := map[string]string{"a1": "a1", "a2": "a1", "a3": "a1", "b1": "b1", "c1": "c1", "c2": "c2", "old": "old"}
	if got := m.Series(); !maps.Equal(got, want) {
		t.Errorf("series %v, want %v", got, want)
	}
}

// Whatever the order of the files, the series are the same.
func TestSeriesDoNotDependOnTheOrderOfFiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var inputs []Input
		for i := range rapid.IntRange(1, 8).Draw(t, "files") {
			inputs = append(inputs, Input{Name: string(rune('a' + i)), Series: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "series"),
				Layout: rapid.SampledFrom([]string{"doctor", "doctor municipality", "doctor position", "doctor municipality position"}).Draw(t, "layout")})
		}
		want := (&Manifest{Inputs: inputs}).Series()
		if got := (&Manifest{Inputs: rapid.Permutation(inputs).Draw(t, "order")}).Series(); !maps.Equal(got, want) {
			t.Fatalf("series %v, then %v", want, got)
		}
	})
}
