package rates

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"gonum.org/v1/gonum/mathext"
)

// A Rate is events over the time in which they could happen. Time is in the
// unit of the tenures, and so the rate is per such a unit; see [Rate.Per].
// Missing values are not defined: all are where no time was at risk.
type Rate struct {
	From, To float64 // tenure counted, (From, To]; To is +Inf if all is
	Events   int
	Time     float64
	Rate     varighet.Opt[float64]
	// Exact limits (Garwood): they hold their level for any number of events.
	Lower, Upper varighet.Opt[float64]
	// Limits symmetric on the log scale, e^{±z/√events}; missing without events.
	LogLower, LogUpper varighet.Opt[float64]
}

// New makes a rate with limits at level conf of a number of events in a time.
func New(events int, time, conf float64) (Rate, error) {
	r := Rate{To: math.Inf(1), Events: events, Time: time}
	if events < 0 || !(time >= 0) || math.IsInf(time, 0) || time == 0 && events > 0 {
		return r, fmt.Errorf("%d events in a time of %v are not a rate", events, time)
	}
	if !(conf > 0 && conf < 1) {
		return r, fmt.Errorf("confidence level %v is not between 0 and 1", conf)
	}
	if time == 0 {
		return r, nil
	}
	lower, upper, err := survival.PoissonLimits(events, time, conf)
	if err != nil {
		return r, err
	}
	rate := float64(events) / time
	r.Rate, r.Lower, r.Upper = finite(rate), finite(lower), finite(upper)
	if events > 0 {
		factor := math.Exp(math.Sqrt2 * math.Erfinv(conf) / math.Sqrt(float64(events)))
		r.LogLower, r.LogUpper = finite(rate/factor), finite(rate*factor)
	}
	return r, nil
}

// finite is missing for what is too great for a number, as one event in next to no
// time.
func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}

// Per returns the rate with time counted in units of n: Per(12) makes a rate
// per month one per year.
func (r Rate) Per(n float64) Rate {
	r.Time /= n
	for _, v := range []*varighet.Opt[float64]{&r.Rate, &r.Lower, &r.Upper, &r.LogLower, &r.LogUpper} {
		if v.OK {
			*v = finite(v.V * n)
		}
	}
	return r
}

// Of returns the rate at which tenures stop, over all their time at risk.
func Of(tenures []survival.Tenure, conf float64) (Rate, error) {
	all, err := Bands(tenures, []float64{0, math.Inf(1)}, conf)
	if err != nil {
		return Rate{}, err
	}
	return all[0], nil
}

// Bands returns the rate by tenure, one between each two of the ascending
// breaks. A stop at a break belongs to the band that ends there, as time at risk
// is (entry, exit]; a stop at time 0 belongs to none. The last break may be
// +Inf. It returns an error for breaks that do not ascend, survival.ErrNoTenures
// for no tenures, and a *survival.TenureError for the first that is not valid.
func Bands(tenures []survival.Tenure, breaks []float64, conf float64) ([]Rate, error) {
	if len(tenures) == 0 {
		return nil, survival.ErrNoTenures
	}
	if err := checkBreaks(breaks); err != nil {
		return nil, err
	}
	if err := survival.CheckTenures(tenures); err != nil {
		return nil, err
	}
	out := make([]Rate, len(breaks)-1)
	for b := range out {
		from, to := breaks[b], breaks[b+1]
		events, time := 0, 0.0
		for _, t := range tenures {
			time += max(0, min(t.Exit, to)-max(t.Entry, from))
			if t.Stopped && t.Exit > from && t.Exit <= to {
				events++
			}
		}
		r, err := New(events, time, conf)
		if err != nil {
			return nil, err
		}
		r.From, r.To = from, to
		out[b] = r
	}
	return out, nil
}

// CountedBands returns the same from counts by whole month.
func CountedBands(counts *survival.MonthCounts, breaks []float64, conf float64) ([]Rate, error) {
	if counts.N() == 0 {
		return nil, survival.ErrNoTenures
	}
	if err := checkBreaks(breaks); err != nil {
		return nil, err
	}
	out := make([]Rate, len(breaks)-1)
	for b := range out {
		from, to := breaks[b], breaks[b+1]
		cut := func(month int) float64 { return min(max(float64(month), from), to) }
		events, time := 0, 0.0
		for row := range counts.All() {
			month := float64(row.Month)
			time += cut(row.Month) * float64(row.Stopped+row.Censored-row.Entered)
			if month > from && month <= to {
				events += row.Stopped
			}
		}
		r, err := New(events, time, conf)
		if err != nil {
			return nil, err
		}
		r.From, r.To = from, to
		out[b] = r
	}
	return out, nil
}

func checkBreaks(breaks []float64) error {
	if len(breaks) < 2 {
		return fmt.Errorf("bands need at least two breaks, not %d", len(breaks))
	}
	for i, b := range breaks {
		if !(b >= 0) || i > 0 && !(b > breaks[i-1]) || math.IsInf(b, 0) && i < len(breaks)-1 {
			return fmt.Errorf("breaks ascend from 0 or more, but %v does not follow", b)
		}
	}
	return nil
}

// A Part is one group of a population that is standardised: its events, its
// time at risk, and the weight of the group in the common mix, such as its
// share of all agreements in the country.
type Part struct {
	Group  string
	Events int
	Time   float64
	Weight float64
}

// A Standardised rate is what the rate would be with the common mix of groups.
type Standardised struct {
	Events       int
	Time         float64
	Crude        varighet.Opt[float64] // events over time, as they are
	Rate         varighet.Opt[float64]
	StdErr       varighet.Opt[float64]
	Lower, Upper varighet.Opt[float64]
	Reason       string // why there is no rate; "" if there is
}

// Direct weighs the rates of groups to a common mix:
//
//	rate = Σ w_g events_g/time_g,  Σ w_g = 1
//
// with gamma limits, which hold their level also where few events carry much of
// the weight [1]. Weights need not add up to 1. A rate is not defined, with a
// reason, where a group with a weight has no time at risk.
//
// [1] Fay MP, Feuer EJ (1997). Stat Med 16:791–801.
func Direct(parts []Part, conf float64) (Standardised, error) {
	var s Standardised
	if !(conf > 0 && conf < 1) {
		return s, fmt.Errorf("confidence level %v is not between 0 and 1", conf)
	}
	total := 0.0
	for _, p := range parts {
		if p.Events < 0 || !(p.Time >= 0 && p.Time <= 1e100) || !(p.Weight >= 0 && p.Weight <= 1e100) ||
			p.Time == 0 && p.Events > 0 {
			return s, fmt.Errorf("group %q: %d events, time %v and weight %v are not a rate with a weight",
				p.Group, p.Events, p.Time, p.Weight)
		}
		s.Events += p.Events
		s.Time += p.Time
		total += p.Weight
	}
	if s.Time > 0 {
		s.Crude = finite(float64(s.Events) / s.Time)
	}
	if total == 0 {
		s.Reason = "no group has a weight"
		return s, nil
	}
	most := 0.0
	for _, p := range parts {
		if p.Weight > 0 && p.Time == 0 {
			s.Reason = fmt.Sprintf("group %q has a weight but no time at risk", p.Group)
			return s, nil
		}
		if p.Weight > 0 {
			most = max(most, p.Weight/total/p.Time)
		}
	}
	if most > 1e100 {
		s.Reason = "a group with a weight has next to no time at risk"
		return s, nil
	}
	s.limits(parts, total, most, (1-conf)/2)
	return s, nil
}

// limits fills in the rate and its limits. most is the most that one event adds to
// the rate; all is counted in it, so that no square is too small for a number.
func (s *Standardised) limits(parts []Part, total, most, tail float64) {
	rate, variance := 0.0, 0.0
	for _, p := range parts {
		if p.Weight > 0 {
			w := p.Weight / total / p.Time / most
			rate += w * float64(p.Events)
			variance += w * w * float64(p.Events)
		}
	}
	lower := 0.0
	if rate > 0 && variance > 0 {
		lower = mathext.GammaIncRegInv(rate*rate/variance, tail) * variance / rate
	}
	up, upVariance := rate+1, variance+1
	upper := mathext.GammaIncRegInv(up*up/upVariance, 1-tail) * upVariance / up
	s.Rate, s.StdErr = finite(most*rate), finite(most*math.Sqrt(variance))
	s.Lower, s.Upper = finite(most*lower), finite(most*upper)
}
