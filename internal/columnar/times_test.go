package columnar

import (
	"bytes"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// Texts that are given once for the rows that repeat them make the file that the same rows make
// one by one, also where a run goes over the end of a page.
func TestRepeatedTextsMakeTheSameFile(t *testing.T) {
	long := rapid.OneOf(rapid.Int32Range(1, 20), rapid.Int32Range(pageRows-20, 2*pageRows))
	rapid.Check(t, func(t *rapid.T) {
		runs := Vector{Values: []string{"a", "b", "c"}}
		for range rapid.IntRange(1, 12).Draw(t, "runs") {
			runs.Index = append(runs.Index, rapid.Int32Range(-1, 2).Draw(t, "text"))
			runs.Times = append(runs.Times, rapid.Int32Range(1, 20).Draw(t, "times"))
		}
		at := rapid.IntRange(0, len(runs.Times)-1).Draw(t, "long run")
		runs.Times[at] = long.Draw(t, "times of the long run")
		rows := Vector{Values: runs.Values}
		for i, n := range runs.Times {
			for range n {
				rows.Index = append(rows.Index, runs.Index[i])
			}
		}
		n, column := len(rows.Index), Column{"a", Text, true}
		if !bytes.Equal(writeColumn(t, column, n, runs), writeColumn(t, column, n, rows)) {
			t.Fatalf("other bytes for %v times %v", runs.Index, runs.Times)
		}
	})
}

// Times that do not fit are refused: too few, none, or of other rows than there are.
func TestTimesThatDoNotFit(t *testing.T) {
	for name, times := range map[string][]int32{"too few": {3}, "none": {3, 0}, "other rows": {1, 1}} {
		w, err := NewWriter(io.Discard, []Column{{"a", Text, false}})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.WriteRowGroup(3, []Vector{{Index: []int32{0, 1}, Values: []string{"a", "b"}, Times: times}}); err == nil {
			t.Errorf("%s: %v is taken for 3 rows of 2 texts", name, times)
		}
	}
}
