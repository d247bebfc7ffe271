package main

import "github.com/varighet/varighet"

// A measure is a number with limits, made in one way.
type measure struct {
	name   string  // of the number
	limits string  // how they are made
	floor  float64 // the share of intervals that must cover, less two Monte Carlo standard errors; 0: they are shown for what they are
}

// of is the same limits of another number.
func (m measure) of(name string) measure {
	m.name = name
	return m
}

// What is asked of limits.
const (
	approximate = 0.93 // of limits of 95 % that are so for many
	exactly     = 0.95 // of limits that promise it
	ofFew       = 0.94 // of the limits that are recommended for a cohort of 16 positions
	notAdvised  = 0.0  // of limits that stand beside better ones
)

// mostCovering is the share above which limits are called conservative.
const mostCovering = 0.97

// A finding is the limits of one measure in one register.
type finding struct {
	measure
	lower, upper varighet.Opt[float64] // no upper: without an end
	why          string                // there is no interval; "" if there is

	// truth is what the interval should cover, given what is known of all registers.
	truth func(*world) float64

	part, whole float64   // added up over registers, for a truth that is their ratio
	values      []float64 // likewise put together, for a truth that is their median
}

// A world is what all registers say together of one measure in one group.
type world struct {
	law         law // tenures are drawn from, or that of all registers together
	part, whole float64
	values      []float64 // ascending
}

func (w *world) ratio() float64 { return w.part / w.whole }

// ofLaw is a truth that follows from the law.
func ofLaw(f func(law) float64) func(*world) float64 {
	return func(w *world) float64 { return f(w.law) }
}

// limited is a finding between two limits, both of which it needs; why says what it is that makes
// them undefined.
func limited(m measure, lower, upper *float64, why string, truth func(*world) float64) finding {
	f := finding{measure: m, truth: truth}
	if lower == nil || upper == nil {
		f.why = why
		return f
	}
	f.lower, f.upper = varighet.Some(*lower), varighet.Some(*upper)
	return f
}

// limitedTime is a finding of a time, which may have no upper limit.
func limitedTime(m measure, lower, upper *float64, truth func(*world) float64) finding {
	f := finding{measure: m, truth: truth}
	if lower == nil {
		f.why = "not reached"
		return f
	}
	f.lower = varighet.Some(*lower)
	if upper != nil {
		f.upper = varighet.Some(*upper)
	}
	return f
}

// pooled makes the truth of a finding the ratio of two sums over all registers.
func (f finding) pooled(part, whole float64) finding {
	f.part, f.whole, f.truth = part, whole, (*world).ratio
	return f
}

// covers says where the interval lies: −1 below the truth, 1 above it, 0 around it.
func (f *finding) covers(truth float64) int {
	const rounding = 1e-9
	slack := rounding * max(1, truth)
	switch {
	case f.lower.V > truth+slack:
		return 1
	case f.upper.OK && f.upper.V < truth-slack:
		return -1
	}
	return 0
}
