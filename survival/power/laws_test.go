package power_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/power"
	"github.com/varighet/varighet/survival/rates"
	"pgregory.net/rapid"
)

// An outcome is one way in which a cohort can turn out.
type outcome struct {
	chance   float64
	stops    int
	expected float64
}

// outcomesOf goes through every way in which a unit can turn out, month by month.
func outcomesOf(d *power.Design, u power.Unit, ratio float64) (all []outcome) {
	var month func(x outcome, tenure, left int)
	month = func(x outcome, tenure, left int) {
		if left <= 0 {
			all = append(all, x)
			return
		}
		h := u.Reference.CumulativeHazard(float64(tenure+1)) - u.Reference.CumulativeHazard(float64(tenure))
		stop := 1 - math.Exp(-ratio*h)
		x.expected += 1 - math.Exp(-h)
		month(outcome{x.chance * (1 - stop), x.stops, x.expected}, tenure+1, left-1)
		gone := outcome{x.chance * stop, x.stops + 1, x.expected}
		if d.Replaced {
			month(gone, 0, left-1-d.Vacant)
		} else {
			all = append(all, gone)
		}
	}
	month(outcome{chance: 1}, int(u.Entry), int(u.Until-u.Entry))
	return all
}

// outcomes are those of the whole cohort.
func outcomes(d *power.Design, ratio float64) []outcome {
	all := []outcome{{chance: 1}}
	for _, u := range d.Units {
		var next []outcome
		for _, a := range all {
			for _, b := range outcomesOf(d, u, ratio) {
				next = append(next, outcome{a.chance * b.chance, a.stops + b.stops, a.expected + b.expected})
			}
		}
		all = next
	}
	return all
}

// chancesOf adds up the outcomes whose exact limits leave out 1. Limits of O/E do so just as
// those of O leave out E.
func chancesOf(t *testing.T, all []outcome, conf float64) (below, above float64) {
	t.Helper()
	limits := map[int][2]float64{}
	for _, x := range all {
		l, ok := limits[x.stops]
		if !ok {
			var err error
			if l[0], l[1], err = survival.PoissonLimits(x.stops, 1, conf); err != nil {
				t.Fatal(err)
			}
			limits[x.stops] = l
		}
		switch {
		case x.expected > l[1]:
			below += x.chance
		case x.expected < l[0]:
			above += x.chance
		}
	}
	return below, above
}

// few is a small cohort, such that all outcomes can be gone through.
func few(t *testing.T, r *rand.Rand, replaced bool) power.Design {
	d := power.Design{WholeMonths: true, Replaced: replaced}
	ref := weibull(t, 1+10*r.Float64(), 0.6+r.Float64())
	n, most := 2+r.IntN(3), 12
	if replaced {
		n, most, d.Vacant = 1+r.IntN(3), 6, r.IntN(2)
	}
	for range n {
		entry := float64(r.IntN(5))
		d.Units = append(d.Units, unit(entry, entry+3+float64(r.IntN(most-2)), ref))
	}
	return d
}

// Chances against all outcomes, gone through one by one, of small cohorts whose doctors leave
// often, so that E is known no better than to a few values: 2000 chances. Where values of E
// that share a cell of the lattice lie on both sides of a limit, they differ: by 0.0032 at the
// most, and 0.00003 on the average. The means are those of the outcomes.
func TestChancesAgainstAllOutcomes(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 30))
	worst, sum, n := 0.0, 0.0, 0
	for k := range 100 {
		d := few(t, r, k%2 == 0)
		for _, ratio := range []float64{0.3, 0.67, 1, 2, 5} {
			all := outcomes(&d, ratio)
			stops, expected := 0.0, 0.0
			for _, x := range all {
				stops, expected = stops+x.chance*float64(x.stops), expected+x.chance*x.expected
			}
			law, err := d.Law(ratio)
			if err != nil {
				t.Fatal(err)
			}
			if !near(law.Stops, stops, 1e-9) || !near(law.Expected, expected, 1e-9) {
				t.Fatalf("%+v at %v: got %v and %v, want %v stops and %v expected", d, ratio, law.Stops, law.Expected, stops, expected)
			}
			for _, conf := range []float64{0.95, 0.5} {
				below, above, err := law.Chance(conf)
				if err != nil {
					t.Fatal(err)
				}
				wantBelow, wantAbove := chancesOf(t, all, conf)
				off := max(math.Abs(below-wantBelow), math.Abs(above-wantAbove))
				worst, sum, n = max(worst, off), sum+off, n+1
			}
		}
	}
	if worst > 0.004 || sum/float64(n) > 0.00005 {
		t.Errorf("chances differ by %v at the most and %v on the average of %d", worst, sum/float64(n), n)
	}
}

// simulated are the shares of made-up cohorts whose limits leave out 1.
func simulated(t *testing.T, d *power.Design, ratio float64, runs int) (below, above float64) {
	r := rand.New(rand.NewPCG(20150414, math.Float64bits(ratio)))
	list := make([]outcome, runs)
	stop, add := map[*rates.Reference][]float64{}, map[*rates.Reference][]float64{}
	for _, u := range d.Units {
		for k := len(stop[u.Reference]); k < int(u.Until); k++ {
			h := u.Reference.Expects(survival.Tenure{Entry: float64(k), Exit: float64(k + 1)})
			stop[u.Reference] = append(stop[u.Reference], -math.Expm1(-ratio*h))
			add[u.Reference] = append(add[u.Reference], -math.Expm1(-h))
		}
	}
	for i := range list {
		x := &list[i]
		x.chance = 1 / float64(runs)
		for _, u := range d.Units {
			tenure := int(u.Entry)
			for left := int(u.Until - u.Entry); left > 0; left-- {
				x.expected += add[u.Reference][tenure]
				gone := r.Float64() < stop[u.Reference][tenure]
				tenure++
				if !gone {
					continue
				}
				if x.stops++; !d.Replaced {
					break
				}
				tenure, left = 0, left-d.Vacant
			}
		}
	}
	return chancesOf(t, list, 0.95)
}

// Chances against simulated cohorts, in which two baselines, one with a falling hazard, late
// entry and vacancies meet: 16 and 40 units, of which the law is on a lattice, and 90, of
// which E is taken to be normal given O. With 20,000 runs the standard error is 0.0036 at the
// most; all 48 chances are within 4 of their own, or 0.001 where hardly any cohort shows it.
func TestChancesAgainstSimulation(t *testing.T) {
	const runs = 20_000
	small, large := weibull(t, 34, 0.8), weibull(t, 90, 1.2)
	for _, n := range []int{16, 40, 90} {
		for _, replaced := range []bool{false, true} {
			d := power.Design{WholeMonths: true, Replaced: replaced, Vacant: 2}
			for i := range n {
				entry, time := float64(i%5*12*(i%2)), float64(8+i*7%23)
				if n == 90 {
					time /= 2
				}
				d.Units = append(d.Units, unit(entry, math.Floor(entry+time), []*rates.Reference{small, large}[i%3%2]))
			}
			for _, ratio := range []float64{0.5, 1, 2, 3} {
				law, err := d.Law(ratio)
				if err != nil {
					t.Fatal(err)
				}
				below, above, err := law.Chance(0.95)
				if err != nil {
					t.Fatal(err)
				}
				wantBelow, wantAbove := simulated(t, &d, ratio, runs)
				for _, x := range [][2]float64{{below, wantBelow}, {above, wantAbove}} {
					if off, se := math.Abs(x[0]-x[1]), math.Sqrt(x[0]*(1-x[0])/runs); off > max(4*se, 0.001) {
						t.Errorf("%d units, replaced %v, ratio %v: got %v, simulated %v, standard error %v", n, replaced, ratio, x[0], x[1], se)
					}
				}
			}
		}
	}
}

// A cohort is drawn with what is asked of it.
func drawn(t *rapid.T) power.Design {
	d := power.Design{WholeMonths: rapid.Bool().Draw(t, "whole")}
	d.Replaced = d.WholeMonths && rapid.Bool().Draw(t, "replaced")
	for range rapid.IntRange(1, 12).Draw(t, "units") {
		ref, err := rates.WeibullReference(rapid.Float64Range(5, 100).Draw(t, "median"), rapid.Float64Range(0.6, 1.5).Draw(t, "shape"))
		if err != nil {
			t.Fatal(err)
		}
		entry := float64(rapid.IntRange(0, 30).Draw(t, "entry"))
		d.Units = append(d.Units, unit(entry, entry+float64(rapid.IntRange(1, 40).Draw(t, "months")), ref))
	}
	return d
}

// As many stop as are expected if the baseline holds; with exact times, and nobody replaced,
// θ times as many at ratio θ. Chances are no more than 1 together. The order of units
// does not matter.
func TestLawOfStopsAndExpected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t)
		one, err := d.Law(1)
		if err != nil {
			t.Fatal(err)
		}
		if !near(one.Stops, one.Expected, 1e-9*(1+one.Stops)) {
			t.Fatalf("%v stops and %v expected", one.Stops, one.Expected)
		}
		ratio := rapid.Float64Range(0.2, 4).Draw(t, "ratio")
		law, err := d.Law(ratio)
		if err != nil {
			t.Fatal(err)
		}
		if !d.WholeMonths && !near(law.Stops, ratio*law.Expected, 1e-9*(1+law.Stops)) {
			t.Fatalf("at %v: %v stops and %v expected", ratio, law.Stops, law.Expected)
		}
		below, above, err := law.Chance(0.9)
		if err != nil || below < 0 || above < 0 || below+above > 1+1e-9 {
			t.Fatalf("chances %v and %v, %v", below, above, err)
		}
		turned := d
		turned.Units = nil
		for i := range d.Units {
			turned.Units = append(turned.Units, d.Units[len(d.Units)-1-i])
		}
		back, err := turned.Law(ratio)
		if err != nil {
			t.Fatal(err)
		}
		if b, a, err := back.Chance(0.9); err != nil || !near(b, below, 1e-9) || !near(a, above, 1e-9) {
			t.Fatalf("in another order %v and %v, want %v and %v; %v", b, a, below, above, err)
		}
	})
}

// What is detectable is shown with the chance 0.8, and what lies further from 1 with more.
func TestDetectableIsShown(t *testing.T) {
	d := power.Design{WholeMonths: true}
	for i := range 20 {
		d.Units = append(d.Units, unit(0, float64(20+i), weibull(t, 40, 0.9)))
	}
	first, err := power.Of(d, 0.95, nil)
	if err != nil || !first.DetectableBelow.OK || !first.DetectableAbove.OK {
		t.Fatalf("got %+v, %v", first, err)
	}
	low, high := first.DetectableBelow.V, first.DetectableAbove.V
	p, err := power.Of(d, 0.95, []float64{low, high, low / 1.1, high * 1.1})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.Ratios[:2] {
		if !near(r.Chance, power.CanTell, 1e-3) {
			t.Errorf("%v is shown with %v", r.Ratio, r.Chance)
		}
	}
	for _, r := range p.Ratios[2:] {
		if r.Chance < power.CanTell+0.02 {
			t.Errorf("%v, further away, is shown with %v", r.Ratio, r.Chance)
		}
	}
}
