package survival_test

import (
	"strconv"
	"testing"

	"github.com/varighet/varighet/survival"
)

// A million late-entry tenures in 300 municipalities, whole months.
func BenchmarkClusteredKaplanMeier(b *testing.B) {
	r := newRand(1)
	var s survival.Sample
	for range 1_000_000 {
		entry := max(r.IntN(300)-150, 0)
		s.Tenures = append(s.Tenures, survival.Tenure{Entry: float64(entry), Exit: float64(entry + 1 + r.IntN(150)), Stopped: r.IntN(2) == 0})
		s.Clusters = append(s.Clusters, strconv.Itoa(r.IntN(300)))
	}
	for b.Loop() {
		if _, err := s.KaplanMeier(survival.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/row")
}
