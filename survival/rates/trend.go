package rates

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/search"
)

// A Trend is the ratio of the rate for each step of one, as from a year to the next, in a Poisson
// model in which the logarithm of the rate goes along a straight line. Missing values are not
// defined; Reason says why.
type Trend struct {
	Ratio varighet.Opt[float64] // missing if all events are at one end: it is then 0, or has no bound
	// Lower and Upper are limits by the profile of the likelihood; a missing one is no bound.
	Lower, Upper varighet.Opt[float64]
	P            varighet.Opt[float64] // of a ratio of 1, by likelihood ratio: below 1 − conf just when the limits leave 1 out
	Reason       string
}

// TrendOf fits the model to events in times at these places, such as calendar years; there must be
// three with time or more. Given their number T the events are multinomial, so that the level of
// the rate drops out of the likelihood of the slope β [1]:
//
//	β Σ x O − T log Σ time e^{βx}
//
// It agrees with R's glm(O ~ x + offset(log(time)), poisson).
//
// [1] McCullagh P, Nelder JA (1989). Generalized Linear Models, 2nd ed., section 6.4.
func TrendOf(at []float64, events []int, time []float64, conf float64) (Trend, error) {
	var t Trend
	if len(events) != len(at) || len(time) != len(at) {
		return t, fmt.Errorf("%d places with %d numbers of events and %d times", len(at), len(events), len(time))
	}
	if err := checkLevel(conf); err != nil {
		return t, err
	}
	for i, x := range at {
		if events[i] < 0 || !(time[i] >= 0) || events[i] > 0 && time[i] == 0 || math.IsInf(time[i], 0) || !(math.Abs(x) < 1e6) {
			return t, fmt.Errorf("%d events in %v at %v are not a rate", events[i], time[i], x)
		}
	}
	switch s := newSlope(at, events, time); {
	case len(s.at) < 3:
		t.Reason = "no trend of fewer than three rates"
	case s.total == 0:
		t.Reason = "no trend: nobody stopped"
	case s.low == s.high:
		t.Reason = "no trend: all rates are at one place"
	default:
		t.fill(s, conf)
	}
	return t, nil
}

// fill finds the top of the likelihood, and where it has fallen far enough on both sides.
func (t *Trend) fill(s *slope, conf float64) {
	first, last := s.allAtEnd()
	beta, top := 0.0, 0.0
	switch {
	case first || last:
		top = s.limit()
		t.Reason = "no ratio: all who stopped did so at one end"
	default:
		beta = search.Cross(s.score, -s.bound(), s.bound(), 0, 1e-12)
		top = s.logLik(beta)
		t.Ratio = finite(math.Exp(beta))
	}
	fall := top - distuv.ChiSquared{K: 1}.Quantile(conf)/2
	if !first {
		t.Lower = finite(math.Exp(s.crossing(beta, -1, fall)))
	}
	if !last {
		t.Upper = finite(math.Exp(s.crossing(beta, 1, fall)))
	}
	t.P = varighet.Some(distuv.ChiSquared{K: 1}.Survival(max(0, 2*(top-s.logLik(0)))))
}

// A slope has the likelihood of β. Places lie around 0, from low to high.
type slope struct {
	at, events, time []float64
	low, high        float64
	total            float64 // of events
}

func newSlope(at []float64, events []int, time []float64) *slope {
	s := &slope{low: math.Inf(1), high: math.Inf(-1)}
	for i, x := range at {
		if time[i] > 0 {
			s.at, s.events, s.time = append(s.at, x), append(s.events, float64(events[i])), append(s.time, time[i])
			s.low, s.high, s.total = min(s.low, x), max(s.high, x), s.total+float64(events[i])
		}
	}
	middle := (s.low + s.high) / 2
	for i := range s.at {
		s.at[i] -= middle
	}
	s.low, s.high = s.low-middle, s.high-middle
	return s
}

// allAtEnd reports whether all events are at the first, or at the last place.
func (s *slope) allAtEnd() (first, last bool) {
	first, last = true, true
	for i, x := range s.at {
		if s.events[i] > 0 {
			first, last = first && x == s.low, last && x == s.high
		}
	}
	return first, last
}

// logLik is the likelihood of β, put so that no exponential is too great.
func (s *slope) logLik(beta float64) (sum float64) {
	most := max(beta*s.low, beta*s.high)
	weights := 0.0
	for i, x := range s.at {
		sum += beta * x * s.events[i]
		weights += s.time[i] * math.Exp(beta*x-most)
	}
	return sum - s.total*(most+math.Log(weights))
}

// limit is what the likelihood comes to as β goes to the end at which all events are.
func (s *slope) limit() float64 {
	time := 0.0
	for i := range s.at {
		if s.events[i] > 0 {
			time += s.time[i]
		}
	}
	return -s.total * math.Log(time)
}

// score is the slope of the likelihood: Σ xO less what β gives of it.
func (s *slope) score(beta float64) (sum float64) {
	most := max(beta*s.low, beta*s.high)
	mean, weights := 0.0, 0.0
	for i, x := range s.at {
		w := s.time[i] * math.Exp(beta*x-most)
		sum += x * s.events[i]
		mean += x * w
		weights += w
	}
	return sum - s.total*mean/weights
}

// bound is a β that no estimate comes to: events elsewhere than at an end weigh against it.
func (s *slope) bound() float64 {
	high := 1.0
	for s.score(high) > 0 || s.score(-high) < 0 {
		high *= 2
	}
	return high
}

// crossing is where the likelihood has fallen to a level, going from β one way.
func (s *slope) crossing(beta, way, level float64) float64 {
	step := way
	for s.logLik(beta+step) > level {
		step *= 2
	}
	if s.logLik(beta) < level { // the top is at infinity the other way
		back := -way
		for s.logLik(beta+back) < level {
			back *= 2
		}
		return search.Cross(s.logLik, beta+back, beta, level, 1e-12)
	}
	return search.Cross(s.logLik, beta, beta+step, level, 1e-12)
}
