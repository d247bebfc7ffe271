package survival

import (
	"fmt"
	"math"
)

// Period returns what tenures tell about a stretch of the calendar: the part of
// each that lies in (from, to], on the tenure's own clock. starts has the
// calendar time at which each began, in the unit of the tenures. A tenure under
// way at from enters late, one still running at to is censored there, and one
// with no part in the stretch is left out; kept lists the others. It returns an error
// for a stretch without length, for a start that is no time, and a *TenureError for
// the first tenure that is not valid.
//
// A curve of these tenures is a period estimate: how long they would last if
// the hazards of the stretch stayed as they are. It answers for the latest
// years without waiting for a cohort to run its course [1].
//
// [1] Brenner H, Gefeller O (1996). Cancer 78:2004–2010.
func Period(tenures []Tenure, starts []float64, from, to float64) (part []Tenure, kept []int, err error) {
	if len(starts) != len(tenures) {
		return nil, nil, fmt.Errorf("%d tenures with %d starts", len(tenures), len(starts))
	}
	if !(from < to) {
		return nil, nil, fmt.Errorf("a period from %v to %v is empty", from, to)
	}
	if err := checkTenures(tenures); err != nil {
		return nil, nil, err
	}
	for i, t := range tenures {
		if math.IsNaN(starts[i]) || math.IsInf(starts[i], 0) {
			return nil, nil, fmt.Errorf("tenure %d begins at %v, which is no time", i, starts[i])
		}
		begin, end := from-starts[i], to-starts[i]
		t.Stopped = t.Stopped && t.Exit <= end
		t.Entry, t.Exit = max(t.Entry, begin), min(t.Exit, end)
		if t.Entry < t.Exit {
			part, kept = append(part, t), append(kept, i)
		}
	}
	return part, kept, nil
}
