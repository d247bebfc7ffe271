package survival_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/oracle"
)

// Four tenures (entry, exit], three stops.
//
//	A (0, 3] stops: at risk A, B (1, 5], C (2, 4]; B and C entered after A: 2 concordant pairs.
//	C (2, 4] stops: at risk B, C, D (3, 6] stops; B entered before C, D after: 1 and 1.
//	D alone at 6: no pair, as B was censored at 5.
//
// So 3 concordant and 1 discordant of 4: tau = 1/2. Each time one of 3 ranks −2, 0, 2 is
// drawn, with variance 8/3, so Z = 2/√(16/3) = √3/2.
func TestIndependenceByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Entry: 1, Exit: 5}, {Entry: 2, Exit: 4, Stopped: true}, {Entry: 3, Exit: 6, Stopped: true}}
	r, err := survival.QuasiIndependence(tenures, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 4 || r.EnteredLate != 3 || r.Events != 3 || r.Compared != 2 || r.Pairs != 4 || r.Concordant != 3 || r.TiedEntry != 0 {
		t.Errorf("got %+v, want 4 tenures, 3 late, 3 stops, 2 compared, 3 of 4 pairs concordant", *r)
	}
	if !r.Tau.OK || math.Abs(r.Tau.V-0.5) > 1e-15 || !r.Z.OK || math.Abs(r.Z.V-math.Sqrt(3)/2) > 1e-15 {
		t.Errorf("tau %v and z %v, want 1/2 and √3/2", r.Tau, r.Z)
	}
	if !r.Few() {
		t.Error("3 that entered late are few")
	}
}

// Three with entries 0, 0, 2 stop at 3, two of them at once; a fourth entered at 1 goes on.
//
//	the two that stop: entries 0 and 2. Pairs with those who go on, entries 0 and 1:
//	0–0 tied, 0–1 concordant, 2–0 and 2–1 discordant: 1 of 3.
//	ranks of 0, 0, 1, 2 among four: 2, 2, −1, −3, squares 18, variance of one 18/4;
//	of two drawn: 2·2/3 · 18/4 = 6. Z = −1/√6.
func TestIndependenceOfTiesByHand(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 3, Stopped: true}, {Entry: 2, Exit: 3, Stopped: true}, {Exit: 4}, {Entry: 1, Exit: 3}}
	r, err := survival.QuasiIndependence(tenures, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Pairs != 3 || r.Concordant != 1 || r.TiedEntry != 1 || math.Abs(r.Z.V+1/math.Sqrt(6)) > 1e-15 {
		t.Errorf("got %+v, want 1 of 3 concordant, 1 tied and z = −1/√6", *r)
	}
}

// R's numbers; testdata/independence.R says how they are made. z is a root of the score test,
// which R sums in another order.
func TestIndependenceOracle(t *testing.T) {
	oracle.Each(t, "independence.csv", func(t *testing.T, set *oracle.Set) {
		for _, row := range set.Table(t, "independence.csv") {
			var strata []string
			if name := row.Text("strata_var"); name != "(none)" {
				strata = oracle.Column(set.Rows, name)
			}
			r, err := survival.QuasiIndependence(set.Tenures(t, set.Rows), strata)
			if err != nil {
				t.Fatal(err)
			}
			row.WantInt(t, "concordant", int(r.Concordant))
			row.WantInt(t, "discordant", int(r.Pairs-r.Concordant))
			row.WantInt(t, "tied_entry", int(r.TiedEntry))
			row.WantOpt(t, "z", r.Z, oracle.Tolerance)
			row.WantOpt(t, "p", r.P, oracle.PTolerance)
		}
	})
}

// Stanford's heart transplants, survival::heart, 69 of 172 rows with late entry: R 4.2.2, survival 3.5.3, by the same
// functions as testdata/independence.R has.
func TestIndependenceOfHeart(t *testing.T) {
	set := oracle.Open(t, "heart")
	for _, x := range []struct {
		strata                        []string
		concordant, discordant, alike int64
		z                             float64
	}{{nil, 1427, 1409, 1683, 0.0693471834676179}, {oracle.Column(set.Rows, "surgery"), 1062, 1091, 1242, -0.140367573470556}} {
		r, err := survival.QuasiIndependence(set.Tenures(t, set.Rows), x.strata)
		if err != nil {
			t.Fatal(err)
		}
		if r.Concordant != x.concordant || r.Pairs != x.concordant+x.discordant || r.TiedEntry != x.alike || !oracle.Near(r.Z.V, x.z, oracle.Tolerance) {
			t.Errorf("got %+v, want %d, %d and %d pairs and z %v", *r, x.concordant, x.discordant, x.alike, x.z)
		}
		if r.EnteredLate != 69 || r.Events != 75 {
			t.Errorf("%d late and %d stops, want 69 and 75", r.EnteredLate, r.Events)
		}
	}
}

// What cannot be told has a reason: all from the start, nobody who stopped, no pair.
func TestIndependenceIsNotDefined(t *testing.T) {
	for name, tenures := range map[string][]survival.Tenure{
		"nobody entered late, so nothing rests on it": {{Exit: 3, Stopped: true}, {Exit: 4}},
		"nobody stopped": {{Entry: 1, Exit: 3}, {Exit: 4}},
		"none stopped while others were at risk who had entered at another time": {{Exit: 3, Stopped: true}, {Entry: 3, Exit: 4, Stopped: true}},
	} {
		r, err := survival.QuasiIndependence(tenures, nil)
		if err != nil || r.Reason != name || r.Tau.OK || r.Z.OK || r.P.OK {
			t.Errorf("got %+v (%v), want the reason %q and no number", r, err, name)
		}
	}
	if _, err := survival.QuasiIndependence(nil, nil); !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no tenures: got %v", err)
	}
	if _, err := survival.QuasiIndependence([]survival.Tenure{{Exit: 1}}, []string{"a", "b"}); err == nil {
		t.Error("two strata for one tenure: want an error")
	}
}

// enteringLate are n made-up tenures with a constant hazard, of which those are seen that last
// beyond an entry; delay lengthens what is left by that of each month of entry.
func enteringLate(seed uint64, n int, delay float64) []survival.Tenure {
	r := rand.New(rand.NewPCG(seed, 0))
	var tenures []survival.Tenure
	for len(tenures) < n {
		entry := math.Floor(max(0, 60*(r.Float64()-0.5)))
		exit := math.Ceil(40 * r.ExpFloat64() * (1 + delay*entry))
		if exit <= entry {
			continue
		}
		end := entry + 48
		tenures = append(tenures, survival.Tenure{Entry: entry, Exit: min(exit, end), Stopped: exit <= end})
	}
	return tenures
}

// The test says no where entry and tenure are independent, as often as its level says, also
// though the end of observation follows from the entry: of 1000 samples 5 %, 3 Monte Carlo
// standard errors (2.1 %) either way. It finds a dependence, and its direction.
func TestIndependenceHasItsLevel(t *testing.T) {
	found, sum, squares := 0, 0.0, 0.0
	for seed := range uint64(1000) {
		r, err := survival.QuasiIndependence(enteringLate(seed, 150, 0), nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.P.V < 0.05 {
			found++
		}
		sum, squares = sum+r.Z.V, squares+r.Z.V*r.Z.V
	}
	if found < 29 || found > 71 {
		t.Errorf("found in %d of 1000 where there is nothing", found)
	}
	if mean, spread := sum/1000, squares/1000; math.Abs(mean) > 0.095 || math.Abs(spread-1) > 0.14 {
		t.Errorf("z has mean %.3f and mean square %.3f, want 0 and 1", mean, spread)
	}
	r, err := survival.QuasiIndependence(enteringLate(1, 600, 0.05), nil)
	if err != nil || r.Tau.V < 0.05 || r.P.V > 0.001 {
		t.Errorf("who entered later stays longer: got tau %v, p %v (%v)", r.Tau, r.P, err)
	}
}

// The order of tenures does not matter, and none is changed; a stratum that is all is none.
func TestIndependenceOrder(t *testing.T) {
	tenures := enteringLate(7, 300, 0.01)
	given := slices.Clone(tenures)
	want, _ := survival.QuasiIndependence(tenures, nil)
	if !slices.Equal(tenures, given) {
		t.Error("the tenures were changed")
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(given), func(i, j int) { given[i], given[j] = given[j], given[i] })
	if got, err := survival.QuasiIndependence(given, slices.Repeat([]string{"x"}, len(given))); err != nil || *got != *want {
		t.Errorf("shuffled, one stratum: got %+v (%v), want %+v", got, err, want)
	}
}

// 200 000 tenures at distinct times: the work is that of sorting them.
func BenchmarkQuasiIndependence200k(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	tenures := make([]survival.Tenure, 200_000)
	for i := range tenures {
		tenures[i].Entry = 1000 * r.Float64()
		tenures[i].Exit, tenures[i].Stopped = tenures[i].Entry+1000*r.Float64()+1e-3, r.Float64() < 0.7
	}
	for b.Loop() {
		if _, err := survival.QuasiIndependence(tenures, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// What is no tenure, or none once times that differ by rounding are one, is refused by its number.
func TestIndependenceRefusesWhatIsNoTenure(t *testing.T) {
	for name, second := range map[string]survival.Tenure{"a negative exit": {Exit: -1}, "entry and exit tied": {Entry: 1, Exit: 1 + 1e-9}} {
		r, err := survival.QuasiIndependence([]survival.Tenure{{Exit: 2.5, Stopped: true}, second}, nil)
		var fault *survival.TenureError
		if r != nil || !errors.As(err, &fault) || fault.Index != 1 {
			t.Errorf("%s: got %v, %v, want tenure 1 refused", name, r, err)
		}
	}
}

// At the level of 0.05, each answer by hand: it fails only where enough entered late and p is
// not above the level, whichever way they go together.
func TestIndependenceInWords(t *testing.T) {
	result := func(late int, z, p float64) *survival.Independence {
		return &survival.Independence{N: 40, EnteredLate: late, Compared: 12, Z: varighet.Some(z), P: varighet.Some(p)}
	}
	for _, c := range []struct {
		of    *survival.Independence
		fails bool
		want  string
	}{
		{&survival.Independence{N: 40, Reason: "nobody entered late, so nothing rests on it"}, false, "not tested: nobody entered late, so nothing rests on it"},
		{result(survival.FewEnteredLate-1, 2.5, 0.0124), false, "it cannot be told: 9 of 40 entered late, and 12 stops can be compared"},
		{result(survival.FewEnteredLate, 1, 0.3173), false,
			"no sign that entry and tenure go together (p above 0.05); that is no proof that they do not"},
		{result(survival.FewEnteredLate, 2.5, 0.0124), true, "those who had been there longer when they came under observation stopped later " +
			"than others, beyond chance at the level of 0.05: what late entry rests on does not hold"},
		{result(survival.FewEnteredLate, -2.5, 0.05), true, "those who had been there longer when they came under observation stopped sooner " +
			"than others, beyond chance at the level of 0.05: what late entry rests on does not hold"},
	} {
		if got := c.of.InWords(0.05); got != c.want || c.of.Fails(0.05) != c.fails {
			t.Errorf("%+v: got %q, fails %t; want %q, %t", *c.of, got, c.of.Fails(0.05), c.want, c.fails)
		}
	}
}
