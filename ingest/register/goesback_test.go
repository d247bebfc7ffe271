package register

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// A file of earlier months than the one before begins a run of its own once a run has an eighth of its
// blocks, and the register has the same bytes as if the months had come in order.
func TestEarlierFileBeginsARun(t *testing.T) {
	const lists, months = 4500, 3 // a block each
	dir := t.TempDir()
	build(t, filepath.Join(dir, "in order"), Options{}, 1, lists, months)
	b, err := NewBuilder(filepath.Join(dir, "last first"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	c, run := newCountry(lists, 1), b.NewRun()
	var files [months][]varighet.Observation
	for m := range files {
		files[m] = append(files[m], c.rows()...)
	}
	for _, m := range []int{2, 0, 1} {
		for i := range files[m] {
			if err := run.Add(&files[m][i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	closeRun(t, run)
	if _, err := b.Commit(Manifest{Ledger: Ledger{Read: lists * months, Used: lists * months}}); err != nil {
		t.Fatal(err)
	}
	if len(b.runs) != 2 {
		t.Errorf("%d runs, want one of the last month and one of the two before", len(b.runs))
	}
	if !cmp.Equal(contents(t, filepath.Join(dir, "in order")), contents(t, filepath.Join(dir, "last first"))) {
		t.Error("the register has other bytes")
	}
}
