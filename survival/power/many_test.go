package power

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// cohort is one of n units, with the months of a hazard that falls.
func cohort(t *testing.T, n int, median float64, replaced bool) *Design {
	t.Helper()
	ref, err := rates.WeibullReference(median, 0.8)
	if err != nil {
		t.Fatal(err)
	}
	d := &Design{WholeMonths: true, Replaced: replaced}
	for i := range n {
		d.Units = append(d.Units, Unit{Reach: survival.Reach{Until: float64(6 + i%18)}, Reference: ref})
	}
	return d
}

// Where units are many E is taken to be normal given O. Of as many it can be both
// ways: chances differ by less than 0.002 from those on the lattice, in whole months and with
// exact times.
func TestNormalGivenStops(t *testing.T) {
	worst, at := 0.0, newInquiryTest(t)
	for _, replaced := range []bool{false, true} {
		for _, median := range []float64{20, 60, 200} {
			for _, ratio := range []float64{0.5, 1, 1.5, 3} {
				n := manyAgreements
				if replaced {
					n = manyPositions
				}
				d := cohort(t, n, median, replaced)
				worst = max(worst, apart(at, d.lawOfFew(ratio), d.lawOfMany(ratio)))
				if d.WholeMonths, d.Replaced = false, false; !replaced {
					worst = max(worst, apart(at, d.lawOfFew(ratio), d.lawOfMany(ratio)))
				}
			}
		}
	}
	if worst > 0.002 {
		t.Errorf("chances differ by %v", worst)
	}
}

// With manyStops O is taken to be normal too: chances differ by less than 0.002.
func TestNormalStops(t *testing.T) {
	worst, at := 0.0, newInquiryTest(t)
	for _, replaced := range []bool{false, true} {
		for _, ratio := range []float64{0.85, 0.9, 1, 1.1, 1.2} {
			d := cohort(t, 1500, 24, replaced)
			law := d.law(ratio)
			list, number := d.patterns()
			of, laws := inMonths[perStop](d, list, ratio, 1), map[pattern]perStop{}
			for _, at := range list {
				laws[at] = of(at)
			}
			each := &Law{many: sum(list, number, laws, perStop.plus).stretches()}
			if law.Stops < manyStops {
				t.Fatalf("%v stops are not many", law.Stops)
			}
			worst = max(worst, apart(at, law, each))
		}
	}
	if worst > 0.002 {
		t.Errorf("chances differ by %v", worst)
	}
}

func newInquiryTest(t *testing.T) *test {
	t.Helper()
	at, err := newTest(0.95)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func apart(at *test, a, b *Law) float64 {
	below, above := at.chances(a)
	otherBelow, otherAbove := at.chances(b)
	return max(math.Abs(below-otherBelow), math.Abs(above-otherAbove))
}

// The law of stops of units that differ is that of a sum of unlike coins: against every
// combination of ten, one by one.
func TestStopsAreASumOfUnlikeCoins(t *testing.T) {
	var law joint
	law.at(0, 0, 1)
	law.trim()
	p := make([]float64, 10)
	for i := range p {
		p[i] = float64(i+1) / 13
		var coin joint
		coin.at(0, float64(i), 1-p[i])
		coin.at(1, 0.3*float64(i), p[i])
		coin.trim()
		law = law.plus(coin)
	}
	want := make([]float64, 11)
	for heads := range 1 << 10 {
		chance, n := 1.0, 0
		for i := range p {
			if heads>>i&1 == 1 {
				chance, n = chance*p[i], n+1
			} else {
				chance *= 1 - p[i]
			}
		}
		want[n] += chance
	}
	for n := range want {
		got := 0.0
		for _, c := range law[n].chance {
			got += c
		}
		if math.Abs(got-want[n]) > 1e-12 {
			t.Errorf("%d stops: got %v, want %v", n, got, want[n])
		}
	}
}

// Limits of Poisson means as R gives them (4.2.2, poisson.test(x)$conf.int).
func TestBoundsAgainstR(t *testing.T) {
	at := newInquiryTest(t)
	for stops, want := range map[int]bounds{0: {0, 3.68887945411}, 1: {0.0253178079843, 5.5716433909389},
		8: {3.45383217675, 15.76318922019}, 9: {4.11537309738, 17.08480345142}} {
		if got := at.bounds(stops); math.Abs(got.lower-want.lower) > 1e-9 || math.Abs(got.upper-want.upper) > 1e-9 {
			t.Errorf("%d stops: got %v, want %v", stops, got, want)
		}
	}
}

// The lattice of positions that are followed for more than 60 months has 160 steps: with four
// times as many chances differ by less than 0.002.
func TestFewerStepsForLongPositions(t *testing.T) {
	worst, at := 0.0, newInquiryTest(t)
	for _, n := range []int{2, 6, 16} {
		d := cohort(t, n, 60, true).Longer(60)
		list, number := d.patterns()
		for _, ratio := range []float64{0.5, 1, 2, 3} {
			fine := &Law{step: d.step() / 4}
			of, laws := inMonths[joint](&d, list, ratio, fine.step), map[pattern]joint{}
			for _, p := range list {
				laws[p] = of(p)
			}
			fine.joint = sum(list, number, laws, joint.plus)
			worst = max(worst, apart(at, d.lawOfFew(ratio), fine))
		}
	}
	if worst > 0.002 {
		t.Errorf("chances differ by %v", worst)
	}
}

// So many units and more are many, and one fewer is few: 64 agreements, or 24 positions.
func TestHowManyAreMany(t *testing.T) {
	for _, x := range []struct {
		n              int
		replaced, many bool
	}{{63, false, false}, {64, false, true}, {23, true, false}, {24, true, true}} {
		if l := cohort(t, x.n, 60, x.replaced).law(1); (l.many != nil) != x.many || (l.joint != nil) == x.many {
			t.Errorf("%d units, replaced %v: got %d stretches and %d cells", x.n, x.replaced, len(l.many), len(l.joint))
		}
	}
}

// O with mean 400 and variance 100, E with mean 300 and variance 125, and a covariance of 50: given O, E
// has the mean 300 + (O − 400)/2 and the variance 125 − 50²/100 = 100. O = 410 is one standard deviation
// off, with e^{−1/2} of the chance of 400, which is φ(0)/10 as the law is as good as continuous.
func TestNormalByHand(t *testing.T) {
	law := (&moments{o: 400, e: 300, oo: 100, oe: 50, ee: 125}).normal()
	at := map[int]stretch{}
	total := 0.0
	for _, s := range law {
		at[s.stops], total = s, total+s.chance
	}
	middle, off := at[400], at[410]
	if math.Abs(off.mean-305) > 1e-12 || math.Abs(off.sd-10) > 1e-12 || math.Abs(off.chance/middle.chance-math.Exp(-0.5)) > 1e-12 {
		t.Errorf("at 410: got %+v, beside %+v", off, middle)
	}
	if want := 1 / (10 * math.Sqrt(2*math.Pi)); math.Abs(middle.chance-want) > 1e-12 || math.Abs(total-1) > 1e-12 {
		t.Errorf("got %v at 400 and %v in all, want %v and 1", middle.chance, total, want)
	}
}
