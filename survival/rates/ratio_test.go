package rates_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/rates"
	"pgregory.net/rapid"
)

func nearOpt(t *testing.T, what string, got varighet.Opt[float64], want, tolerance float64) {
	t.Helper()
	if !got.OK || !(math.Abs(got.V-want) <= tolerance*(1+math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// 11 in 800 against 21 in 3011, 4 in 20 against none in 25, and none in 20 against 4 in 25:
// poisson.test(c(11, 21), c(800, 3011)), poisson.test(c(4, 0), c(20, 25)) and poisson.test(c(0, 4),
// c(20, 25)) in R 4.2.2, which has second what is first here.
func TestRatioAgreesWithR(t *testing.T) {
	r, err := rates.RatioOf(21, 3011, 11, 800, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	nearOpt(t, "ratio", r.Ratio, 1.9714880952381, 1e-12)
	nearOpt(t, "lower", r.Lower, 0.858426403391639, 1e-12)
	nearOpt(t, "upper", r.Upper, 4.27726594365407, 1e-12)
	if r, err = rates.RatioOf(0, 25, 4, 20, 0.95); err != nil || r.Ratio.OK || r.Upper.OK || r.Reason == "" {
		t.Errorf("none first: got %+v, %v, want a lower limit only, with a reason", r, err)
	}
	nearOpt(t, "lower, none first", r.Lower, 0.825155024200117, 1e-12)
	if r, err = rates.RatioOf(4, 25, 0, 20, 0.95); err != nil || r.Ratio.V != 0 || r.Lower.V != 0 {
		t.Errorf("none second: got %+v, %v, want 0 from 0", r, err)
	}
	nearOpt(t, "upper, none second", r.Upper, 1.89358357420734, 1e-12)
}

// One and three in the same time: of four, three or more are in the second with probability 5/16, so
// p is 5/8. None at all has no ratio.
func TestRatioByHand(t *testing.T) {
	r, err := rates.RatioOf(1, 7, 3, 7, 0.95)
	if err != nil || r.Ratio.V != 3 {
		t.Errorf("got %+v, %v, want 3", r, err)
	}
	nearOpt(t, "p", r.P, 5./8, 1e-12)
	// Of two, one or more and one or fewer are each 3/4 likely: twice that is not a probability, and p is 1.
	if r, err = rates.RatioOf(1, 7, 1, 7, 0.95); err != nil || r.P.V != 1 {
		t.Errorf("one and one: got %+v, %v, want p = 1", r, err)
	}
	if r, err = rates.RatioOf(0, 7, 0, 7, 0.95); err != nil || r.Lower.OK || r.P.OK || r.Reason == "" {
		t.Errorf("nobody: got %+v, %v, want a reason only", r, err)
	}
	if _, err := rates.RatioOf(1, 0, 1, 3, 0.95); err == nil {
		t.Error("a rate in no time has a ratio")
	}
}

// Stops of 2017 to 2021, by R 4.2.2: coef and the LRT of glm(O ~ year + offset(log(T)), poisson), and
// its profile by uniroot(). All of 0, 0, 3 in the same times at the end have no bound above; p is of
// 2·(3 log 30 − 3 log 10) = 6 log 3.
func TestTrendAgreesWithR(t *testing.T) {
	r, err := rates.TrendOf([]float64{2017, 2018, 2019, 2020, 2021}, []int{3, 5, 4, 8, 9}, []float64{40, 41.5, 42, 40.25, 39}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	nearOpt(t, "ratio", r.Ratio, 1.32272475335367, 1e-9)
	nearOpt(t, "lower", r.Lower, 1.01403511357777, 1e-9)
	nearOpt(t, "upper", r.Upper, 1.75302506023497, 1e-9)
	nearOpt(t, "p", r.P, 0.0389856674171665, 1e-9)

	last, err := rates.TrendOf([]float64{0, 1, 2}, []int{0, 0, 3}, []float64{10, 10, 10}, 0.95)
	if err != nil || last.Ratio.OK || last.Upper.OK || last.Reason == "" {
		t.Errorf("all last: got %+v, %v, want a lower limit only", last, err)
	}
	nearOpt(t, "lower, all last", last.Lower, 1.7514551995726, 1e-9)
	nearOpt(t, "p, all last", last.P, 0.01024568010628, 1e-9)
	first, err := rates.TrendOf([]float64{0, 1, 2}, []int{3, 0, 0}, []float64{10, 10, 10}, 0.95)
	if err != nil || first.Lower.OK {
		t.Errorf("all first: got %+v, %v, want an upper limit only", first, err)
	}
	nearOpt(t, "upper, all first", first.Upper, 1/1.7514551995726, 1e-9)
	one, err := rates.TrendOf([]float64{0, 1, 2}, []int{1, 0, 0}, []float64{10, 10, 10}, 0.95)
	if err != nil || !one.Upper.OK || one.Upper.V < 1 {
		t.Errorf("one at the first: got %+v, %v, want an upper limit above 1", one, err)
	}
}

// Turned round in time, a trend has the reciprocal ratio and the same p; and p is below 0.05 just
// when the limits leave 1 out.
func TestLawTrendTurnedRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 8).Draw(t, "n")
		var at, back, time []float64
		var events []int
		for i := range n {
			at, back = append(at, float64(2000+i)), append(back, float64(-i))
			events = append(events, rapid.IntRange(0, 12).Draw(t, "events"))
			time = append(time, rapid.Float64Range(0.5, 50).Draw(t, "time"))
		}
		a, err := rates.TrendOf(at, events, time, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		b, err := rates.TrendOf(back, events, time, 0.95)
		if err != nil || a.Ratio.OK != b.Ratio.OK || a.P.OK != b.P.OK || a.Lower.OK != b.Upper.OK {
			t.Fatalf("got %+v and %+v, %v", a, b, err)
		}
		if a.Ratio.OK && math.Abs(math.Log(a.Ratio.V)+math.Log(b.Ratio.V)) > 1e-6 || math.Abs(a.P.V-b.P.V) > 1e-6 {
			t.Fatalf("got %+v and %+v", a, b)
		}
		outside := a.Lower.OK && a.Lower.V > 1 || a.Upper.OK && a.Upper.V < 1
		if a.P.OK && math.Abs(a.P.V-0.05) > 1e-6 && outside != (a.P.V < 0.05) {
			t.Fatalf("limits and p do not agree: %+v", a)
		}
	})
}

func TestTrendThatIsNone(t *testing.T) {
	for _, c := range []struct {
		at     []float64
		events []int
		time   []float64
	}{
		{[]float64{1, 2}, []int{1, 2}, []float64{3, 3}},
		{[]float64{1, 2, 3}, []int{1, 2, 0}, []float64{3, 3, 0}},
		{[]float64{1, 2, 3}, []int{0, 0, 0}, []float64{3, 3, 3}},
		{[]float64{1, 1, 1}, []int{1, 2, 3}, []float64{3, 3, 3}},
	} {
		r, err := rates.TrendOf(c.at, c.events, c.time, 0.95)
		if err != nil || r.Ratio.OK || r.P.OK || r.Reason == "" {
			t.Errorf("%+v: got %+v, %v, want a reason only", c, r, err)
		}
	}
	if _, err := rates.TrendOf([]float64{1, 2, 3}, []int{1, 2, 1}, []float64{3, 3, 0}, 0.95); err == nil {
		t.Error("events in no time have a trend")
	}
}
