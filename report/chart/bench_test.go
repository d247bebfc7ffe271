package chart

import (
	"io"
	"testing"
)

// The heaviest figure, six curves with bands and a table, in each format.
func BenchmarkCurves(b *testing.B) {
	c := nationalCurves("nb")
	f, err := c.Draw()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Draw(); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, format := range []struct {
		name  string
		write func(io.Writer) error
	}{{"png", func(w io.Writer) error { return f.PNG(w, 0) }}, {"svg", f.SVG}, {"pdf", f.PDF}} {
		b.Run(format.name, func(b *testing.B) {
			for b.Loop() {
				if err := format.write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
