package survival_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/varighet/varighet/survival"
)

// sixGroups draws n tenures, four in ten with late entry, in six groups.
func sixGroups(n int, wholeMonths bool) [6][]survival.Tenure {
	rng := rand.New(rand.NewPCG(1, 2))
	var groups [6][]survival.Tenure
	for i := range n {
		g := i % 6
		t := survival.Tenure{Stopped: rng.Float64() < 0.6}
		if rng.Float64() < 0.4 {
			t.Entry = rng.Float64() * 240
		}
		t.Exit = t.Entry + rng.ExpFloat64()*float64(40+20*g)
		if wholeMonths {
			t.Entry, t.Exit = math.Floor(t.Entry), math.Floor(t.Entry)+math.Ceil(t.Exit-t.Entry+1e-9)
		} else {
			t.Exit += 0.001
		}
		groups[g] = append(groups[g], t)
	}
	return groups
}

func benchmarkKaplanMeier(b *testing.B, wholeMonths bool) {
	const n = 1_000_000
	groups := sixGroups(n, wholeMonths)
	for b.Loop() {
		for _, g := range groups {
			if _, err := survival.KaplanMeier(g, survival.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}

func BenchmarkKaplanMeierWholeMonths(b *testing.B) { benchmarkKaplanMeier(b, true) }
func BenchmarkKaplanMeierDecimals(b *testing.B)    { benchmarkKaplanMeier(b, false) }

// The same in one go, on all processors.
func BenchmarkKaplanMeierGroupsDecimals(b *testing.B) {
	const n = 1_000_000
	var tenures []survival.Tenure
	var numbers []int
	for g, group := range sixGroups(n, false) {
		tenures = append(tenures, group...)
		numbers = append(numbers, slices.Repeat([]int{g}, len(group))...)
	}
	for b.Loop() {
		if _, err := survival.KaplanMeierGroups(tenures, numbers, 6, survival.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}

func BenchmarkMonthCountsAdd(b *testing.B) {
	const n = 1_000_000
	groups := sixGroups(n, true)
	for b.Loop() {
		for _, g := range groups {
			var m survival.MonthCounts
			for _, t := range g {
				if err := m.Add(int(t.Entry), int(t.Exit), t.Stopped); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := m.Curve(survival.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}

func BenchmarkLogRankSixGroups(b *testing.B) {
	const n = 1_000_000
	var tenures []survival.Tenure
	var labels []string
	for g, group := range sixGroups(n, true) {
		tenures = append(tenures, group...)
		for range group {
			labels = append(labels, string(rune('1'+g)))
		}
	}
	for b.Loop() {
		c, err := survival.Compare(tenures, labels, nil)
		if err != nil {
			b.Fatal(err)
		}
		if r := c.Test(survival.Weight{}); !r.P.OK {
			b.Fatal(r.Reason)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}
