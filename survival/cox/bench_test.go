package cox_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

var sizeLabels = []string{"<2000", "2000-4999", "5000-9999", "10000-19999", "20000-49999", ">=50000"}

// monthly makes n tenures of a register of 156 months: six size groups, whole
// months, a third under way when the register began.
func monthly(n int) (tenures []survival.Tenure, groups []string) {
	rng := rand.New(rand.NewPCG(4, 2))
	medians := []float64{33, 46, 58, 70, 82, 100}
	for len(tenures) < n {
		g := rng.IntN(6)
		d := max(1, math.Ceil(medians[g]/math.Ln2*rng.ExpFloat64()))
		start := float64(rng.IntN(156+80) - 80)
		entry, exit, stopped := max(0, -start), d, true
		if start+d > 155 {
			exit, stopped = 155-start, false
		}
		if exit > entry {
			tenures = append(tenures, survival.Tenure{Entry: entry, Exit: exit, Stopped: stopped})
			groups = append(groups, sizeLabels[g])
		}
	}
	return tenures, groups
}

// A million rows with late entry, five dummies. R's coxph takes about 4 s for
// the fit with its concordance.
func BenchmarkFit1M(b *testing.B) {
	tenures, groups := monthly(1_000_000)
	b.ResetTimer()
	for b.Loop() {
		x, err := design.New(len(tenures), design.Factor("size_group", groups))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := cox.Fit(cox.Data{Tenures: tenures, X: x}, cox.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The same with what R's coxph does besides: the concordance and its standard error.
func BenchmarkFitConcordance1M(b *testing.B) {
	tenures, groups := monthly(1_000_000)
	b.ResetTimer()
	for b.Loop() {
		x, err := design.New(len(tenures), design.Factor("size_group", groups))
		if err != nil {
			b.Fatal(err)
		}
		m, err := cox.Fit(cox.Data{Tenures: tenures, X: x}, cox.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if c := m.Concordance(); !c.Value.OK {
			b.Fatal(c.Reason)
		}
	}
}

// No two rows alike: a number drawn for each beside the group, and times in
// fractions of a month.
func BenchmarkFitContinuous200k(b *testing.B) {
	tenures, groups := monthly(200_000)
	rng := rand.New(rand.NewPCG(1, 1))
	ages := make([]float64, len(tenures))
	for i := range ages {
		ages[i] = 30 + 40*rng.Float64()
		tenures[i].Exit -= 0.5 * rng.Float64()
	}
	b.ResetTimer()
	for b.Loop() {
		x, err := design.New(len(tenures), design.Factor("size_group", groups), design.Numeric("age", ages))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := cox.Fit(cox.Data{Tenures: tenures, X: x}, cox.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
