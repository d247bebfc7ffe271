package simulate

import (
	"io"
	"path/filepath"
	"testing"

	"github.com/varighet/varighet"
)

// BenchmarkWrite writes Norway's size over 13 years; rows/s is the number to
// watch.
func BenchmarkWrite(b *testing.B) {
	var rows int64
	for i := 0; b.Loop(); i++ {
		dir := filepath.Join(b.TempDir(), "country")
		truth, err := Write(dir, Options{Seed: uint64(i)})
		if err != nil {
			b.Fatal(err)
		}
		rows += truth.Rows
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkWriteLarge writes 50 000 lists over 60 months, where the cost of
// opening files does not count: rows/s and memory for large registers.
func BenchmarkWriteLarge(b *testing.B) {
	first, _ := varighet.ParseMonth("2001-05")
	var rows int64
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "country")
		truth, err := Write(dir, Options{Lists: 50_000, First: first, Last: first + 59})
		if err != nil {
			b.Fatal(err)
		}
		rows += truth.Rows
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkRows formats the same rows and throws them away.
func BenchmarkRows(b *testing.B) {
	first, _ := varighet.ParseMonth("2001-05")
	var rows int64
	for b.Loop() {
		e, err := newEngine(Options{Lists: 50_000, First: first, Last: first + 59}, nil)
		if err != nil {
			b.Fatal(err)
		}
		w := monthWriter{engine: e, w: io.Discard, era: newEra(true, true, nil)}
		err = e.run(func(m int32) error {
			w.month, w.rate = e.month(m), newRate(e.month(m))
			n, err := w.write(m, e.blocks(e.country.inForce(e.month(m))))
			rows += n
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
