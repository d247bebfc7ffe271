package rates

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/sum"
	"gonum.org/v1/gonum/mathext"
)

// A Rate is events over the time in which they could happen. Time is in the
// unit of the tenures, and so the rate is per such a unit; see [Rate.Per].
// Missing values are not defined: all are where no time was at risk.
type Rate struct {
	From, To     float64 // tenure counted, (From, To], and stops at 0 if From is; To is +Inf if all is
	Events       int     // of tenures with a weight above 0
	EventsWeight float64 // the sum of their weights; equal to Events where each counts once
	Time         float64 // each tenure's, times its weight
	Rate         varighet.Opt[float64]
	// Exact limits (Garwood): they hold their level for any number of events. They
	// are of a number of events, and so missing where weights are not whole.
	Lower, Upper varighet.Opt[float64]
	// Limits symmetric on the log scale, e^{±z/√events}, events counted by weight as
	// glm(poisson, weights =) in R does; missing without events.
	LogLower, LogUpper varighet.Opt[float64]
	Clusters           int    // that the log limits allow for, see [ClusteredBands]; 0 for none
	Reason             string // why there are no exact limits, or no rate; "" if there are
}

// Why a rate lacks something.
const (
	noTime     = "no time at risk"
	fractional = "no exact limits, which count stops: some weights are not whole numbers"
	unknown    = "no exact limits, which count stops: sums do not say whether weights were whole numbers"
)

// New makes a rate with limits at level conf of a number of events in a time.
func New(events int, time, conf float64) (Rate, error) {
	if time == 0 && events > 0 {
		return Rate{}, fmt.Errorf("%d events in no time are not a rate", events)
	}
	r := Rate{To: math.Inf(1), Events: events, EventsWeight: float64(events), Time: time}
	return r, r.fill(conf, "")
}

// fill makes the rate and its limits of what was counted; inexact says why there
// can be no exact limits.
func (r *Rate) fill(conf float64, inexact string) error {
	if r.Events < 0 || !(r.Time >= 0) || math.IsInf(r.Time, 0) {
		return fmt.Errorf("%d events in a time of %v are not a rate", r.Events, r.Time)
	}
	if err := checkLevel(conf); err != nil {
		return err
	}
	if r.Time == 0 {
		r.Reason = noTime
		return nil
	}
	if inexact == "" && r.EventsWeight > maxEvents {
		inexact = fmt.Sprintf("no exact limits of more than %.0e stops", maxEvents)
	}
	if r.Reason = inexact; inexact == "" {
		lower, upper, err := survival.PoissonLimits(int(r.EventsWeight), r.Time, conf)
		if err != nil {
			return err
		}
		r.Lower, r.Upper = finite(lower), finite(upper)
	}
	rate := r.EventsWeight / r.Time
	r.Rate = finite(rate)
	if r.Events > 0 {
		factor := math.Exp(math.Sqrt2 * math.Erfinv(conf) / math.Sqrt(r.EventsWeight))
		r.LogLower, r.LogUpper = finite(rate/factor), finite(rate*factor)
	}
	return nil
}

// maxEvents is how many events are whole numbers as sums of weights.
const maxEvents = 1e15

// finite is missing for what is too great for a number, as one event in next to no
// time.
func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}

// Per returns the rate with time counted in units of n: Per(12) makes a rate
// per month one per year. Of an n that is no time, not above 0 or not finite, there
// is no rate, with a reason.
func (r Rate) Per(n float64) Rate {
	if !(n > 0) || math.IsInf(n, 0) {
		return Rate{From: r.From, To: r.To, Events: r.Events, EventsWeight: r.EventsWeight, Time: r.Time, Clusters: r.Clusters,
			Reason: fmt.Sprintf("no rate: %v is not a time", n)}
	}
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
// is (entry, exit]; a stop at time 0 belongs to a band that begins there. The last break may be
// +Inf. It returns an error for breaks that do not ascend, survival.ErrNoTenures
// for no tenures, and a *survival.TenureError for the first that is not valid.
func Bands(tenures []survival.Tenure, breaks []float64, conf float64) ([]Rate, error) {
	return WeightedBands(tenures, nil, breaks, conf)
}

// WeightedBands returns the same of tenures that stand for so many each: a stop
// and time at risk count as often as the weight says. A weight of 2 is the tenure
// twice, one of 0 leaves it out; nil are all 1. Exact limits are of whole numbers
// of stops, so weights that are not whole have none, with a reason; their log
// limits take a weight for so many tenures. It returns survival.ErrNoTenures if no
// tenure has a weight, and a *survival.TenureError for the first weight that
// [survival.UsableWeight] does not take.
func WeightedBands(tenures []survival.Tenure, weights, breaks []float64, conf float64) ([]Rate, error) {
	if err := checkBreaks(breaks); err != nil {
		return nil, err
	}
	if err := survival.CheckTenures(tenures); err != nil {
		return nil, err
	}
	if err := caseweight.Check(len(tenures), weights, func(i int) survival.Tenure { return tenures[i] }); err != nil {
		return nil, err
	}
	if rows, all := caseweight.Counted(weights); !all {
		tenures, weights = caseweight.Pick(tenures, rows), caseweight.Pick(weights, rows)
	}
	if len(tenures) == 0 {
		return nil, survival.ErrNoTenures
	}
	inexact := ""
	if !caseweight.Whole(weights) {
		inexact = fractional
	}
	out := make([]Rate, len(breaks)-1)
	for b := range out {
		r := &out[b]
		r.From, r.To = breaks[b], breaks[b+1]
		for i, t := range tenures {
			weight := caseweight.Of(weights, i)
			r.Time += weight * max(0, min(t.Exit, r.To)-max(t.Entry, r.From))
			if t.Stopped && r.holds(t.Exit) {
				r.Events++
				r.EventsWeight += weight
			}
		}
		if err := r.fill(conf, inexact); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// CountedBands returns the same from counts by whole month. Of weighted counts
// sums are known, not whether the weights are whole numbers: exact limits are then
// missing.
func CountedBands(counts *survival.MonthCounts, breaks []float64, conf float64) ([]Rate, error) {
	if counts.N() == 0 {
		return nil, survival.ErrNoTenures
	}
	inexact := ""
	if counts.Weighted() {
		inexact = unknown
	}
	if err := checkBreaks(breaks); err != nil {
		return nil, err
	}
	out := make([]Rate, len(breaks)-1)
	for b := range out {
		r := &out[b]
		r.From, r.To = breaks[b], breaks[b+1]
		var time sum.Running
		for row := range counts.All() {
			month := float64(row.Month)
			cut := min(max(month, r.From), r.To)
			time.Add(cut * row.StoppedWeight)
			time.Add(cut * row.CensoredWeight)
			time.Add(-cut * row.EnteredWeight)
			if r.holds(month) {
				r.Events += row.Stopped
				r.EventsWeight += row.StoppedWeight
			}
		}
		r.Time = max(time.Value(), 0)
		if err := r.fill(conf, inexact); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// holds reports whether a stop at t is one of the band's.
func (r *Rate) holds(t float64) bool { return t <= r.To && (t > r.From || t == 0 && r.From == 0) }

func checkLevel(conf float64) error {
	if !(conf > 0 && conf < 1) {
		return fmt.Errorf("confidence level %v is not between 0 and 1", conf)
	}
	return nil
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
	Events float64 // a number, or a sum of weights
	Time   float64
	Weight float64

	// Inexact is whether Events is a sum of weights that are not whole numbers, or
	// may be.
	Inexact bool
}

// A Standardised rate is what the rate would be with the common mix of groups.
type Standardised struct {
	Events       float64
	Time         float64
	Crude        varighet.Opt[float64] // events over time, as they are
	Rate         varighet.Opt[float64]
	StdErr       varighet.Opt[float64]
	Lower, Upper varighet.Opt[float64]
	Reason       string // why there is no rate, or no limits; "" if there are
}

// Direct weighs the rates of groups to a common mix:
//
//	rate = Σ w_g events_g/time_g,  Σ w_g = 1
//
// with gamma limits, which hold their level also where few events carry much of
// the weight [1]. Weights need not add up to 1. A rate is not defined, with a
// reason, where a group with a weight has no time at risk. The limits are of
// numbers of events: with a part that is Inexact they are missing, and the
// standard error takes its events for so many.
//
// [1] Fay MP, Feuer EJ (1997). Stat Med 16:791–801.
func Direct(parts []Part, conf float64) (Standardised, error) {
	var s Standardised
	if err := checkLevel(conf); err != nil {
		return s, err
	}
	total, inexact := 0.0, false
	for _, p := range parts {
		if !(p.Events >= 0 && p.Events <= 1e100) || !(p.Time >= 0 && p.Time <= 1e100) || !(p.Weight >= 0 && p.Weight <= 1e100) {
			return s, fmt.Errorf("group %q: %v events, time %v and weight %v are not a rate with a weight",
				p.Group, p.Events, p.Time, p.Weight)
		}
		s.Events += p.Events
		s.Time += p.Time
		total += p.Weight
		inexact = inexact || p.Inexact && p.Weight > 0
	}
	if s.Time > 0 {
		s.Crude = finite(s.Events / s.Time)
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
	if inexact {
		s.Lower, s.Upper = varighet.Opt[float64]{}, varighet.Opt[float64]{}
		s.Reason = "no limits, which count stops: weights are not whole numbers, or may not be"
	}
	return s, nil
}

// limits fills in the rate and its limits. most is the most that one event adds to
// the rate; all is counted in it, so that no square is too small for a number.
func (s *Standardised) limits(parts []Part, total, most, tail float64) {
	rate, variance := 0.0, 0.0
	for _, p := range parts {
		if p.Weight > 0 {
			w := p.Weight / total / p.Time / most
			rate += w * p.Events
			variance += w * w * p.Events
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
