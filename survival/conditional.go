package survival

import (
	"errors"
	"fmt"
	"sort"
)

// ErrFewAtRisk is returned where a curve never has as many at risk as asked for.
var ErrFewAtRisk = errors.New("too few at risk")

// ConditionalFrom returns the curve given that the tenure had lasted to t0:
// S(t) is then the share of those at risk at t0 who were still there after t,
// stops at t0 itself being counted (so does R, survfit(start.time = t0)). All
// counts are of the tenures at risk at t0 or entering later. It returns
// ErrNoTenures if there are none, and c itself if t0 is not after its start.
func (c *Curve) ConditionalFrom(t0 float64) (*Curve, error) {
	if t0 <= c.From {
		return c, nil
	}
	if c.counts == nil || !(t0 <= c.counts.exits[len(c.counts.exits)-1].time) {
		return nil, ErrNoTenures
	}
	var inf *influence
	if c.influence != nil {
		start := sort.Search(len(c.counts.exits), func(i int) bool { return c.counts.exits[i].time >= t0 })
		inf = c.influence.startingAt(start)
	}
	return c.counts.from(t0).curveWith(Options{ConfLevel: c.ConfLevel, ConfType: c.ConfType}, inf), nil
}

// MinAtRisk returns the curve of the stretch that at least n tenures speak for.
//
// With late entry the first risk sets can be tiny, and one stop among one at
// risk takes S to 0 for good. So the curve starts at t0, the first of its
// times with n at risk, and S is conditional on a tenure that lasted to t0. It
// ends after its last time with n at risk. Warnings say what was done; c is
// not changed. It returns ErrFewAtRisk if there are never n at risk.
func (c *Curve) MinAtRisk(n int) (*Curve, error) {
	first, last := enoughAtRisk(c.Points, n)
	if first < 0 {
		return nil, fmt.Errorf("%w: never %d", ErrFewAtRisk, n)
	}
	start, end := c.Points[first].Time, c.Points[last].Time
	out := c
	var said []string
	if first > 0 {
		var err error
		if out, err = c.ConditionalFrom(start); err != nil {
			return nil, err
		}
		said = append(said, fmt.Sprintf("given a tenure of at least %s: fewer than %d at risk before",
			formatTime(start), n))
	}
	if last < len(c.Points)-1 {
		said = append(said, fmt.Sprintf("cut after %s: fewer than %d at risk later", formatTime(end), n))
	}
	cut := *out
	cut.Points = out.Points[:last-first+1]
	cut.Warnings = append(said, riskSetWarnings(cut.Points, countBelow(cut.Points, FewAtRisk))...)
	return &cut, nil
}
