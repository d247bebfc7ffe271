package competing_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// A million late-entry tenures, five causes, whole months.
func BenchmarkAalenJohansen(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 0))
	var s competing.Sample
	for range 1_000_000 {
		entry := max(r.IntN(300)-150, 0)
		s.Tenures = append(s.Tenures, survival.Tenure{Entry: float64(entry), Exit: float64(entry + 1 + r.IntN(150)), Stopped: r.IntN(2) == 0})
		s.Causes = append(s.Causes, strconv.Itoa(r.IntN(5)))
	}
	for b.Loop() {
		if _, err := competing.AalenJohansen(s, competing.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/row")
}
