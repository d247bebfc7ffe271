package power

import (
	"fmt"
	"math"

	"github.com/varighet/varighet"
)

// A Precision is what a design can show against its baseline.
type Precision struct {
	Units    int
	Time     float64 // for which all are followed if nobody leaves, added up
	Expected float64 // stops if the baseline holds

	// FalseAlarm is the chance that the limits leave out 1 though the baseline holds: at most
	// 1 − conf but for rounding, and often far less, as O is a whole number.
	FalseAlarm float64

	// Limits of O/E if as many stop as are expected, and how many times the lower one the
	// upper is.
	Limits

	// DetectableBelow is the greatest ratio below 1, and DetectableAbove the least above, that
	// the cohort shows with the chance [CanTell]; missing with the reason.
	DetectableBelow, DetectableAbove varighet.Opt[float64]
	NoneBelow, NoneAbove             string

	Halved, Doubled float64 // the chances that it shows these ratios
	TooFew          bool    // by [TooFewToTell]; so if nothing is expected
	Ratios          []RatioChance

	Reason string // why there is nothing but Units, Time and TooFew; "" if there is
}

// Limits are those of O/E at the means of O and E; see [Precision]. At a mean of O that is no
// whole number they are on the line between the whole numbers beside it. Missing is what is
// too great for a number.
type Limits struct{ Lower, Upper, Width varighet.Opt[float64] }

// A RatioChance is what happens at a hazard ratio.
type RatioChance struct {
	Ratio    float64
	Stops    float64 // the mean of O
	Expected float64 // the mean of E
	Limits
	Chance float64 // that the limits leave out 1, and are on the side of the ratio
}

// Of is what a design can show at level conf, 0 < conf < 1, with the chances of the ratios,
// each above 0 and not 1. It returns an error for a design that cannot be.
func Of(d Design, conf float64, ratios []float64) (*Precision, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	t, err := newTest(conf)
	if err != nil {
		return nil, err
	}
	for _, r := range ratios {
		if !(r > 0) || r == 1 || math.IsInf(r, 0) {
			return nil, fmt.Errorf("a ratio is above 0 and not 1, and not %v", r)
		}
	}
	p := &Precision{Units: len(d.Units), Time: d.time(), Reason: d.reason(), TooFew: d.most() == 0}
	if p.Reason == "" {
		p.fill(&inquiry{test: t, design: &d, laws: map[float64]*Law{}}, ratios)
	}
	return p, nil
}

func (p *Precision) fill(q *inquiry, ratios []float64) {
	law := q.law(1)
	p.Expected, p.Limits = law.Expected, q.test.limits(law)
	below, above := q.test.chances(law)
	p.FalseAlarm = below + above
	for _, r := range ratios {
		law := q.law(r)
		p.Ratios = append(p.Ratios, RatioChance{r, law.Stops, law.Expected, q.test.limits(law), q.chance(r)})
	}
	p.Halved, p.Doubled = q.chance(Halved), q.chance(Doubled)
	p.TooFew = TooFewToTell(p.Halved, p.Doubled)
	p.DetectableBelow, p.NoneBelow = q.detectableBelow()
	p.DetectableAbove, p.NoneAbove = q.detectableAbove()
}

// An inquiry asks a test about one design. It remembers the laws.
type inquiry struct {
	test   *test
	design *Design
	laws   map[float64]*Law
}

func (q *inquiry) law(ratio float64) *Law {
	if q.laws[ratio] == nil {
		q.laws[ratio] = q.design.law(ratio)
	}
	return q.laws[ratio]
}

// chance is that the limits leave out 1 on the side of the ratio; of 1, on the upper side.
func (q *inquiry) chance(ratio float64) float64 {
	below, above := q.test.chances(q.law(ratio))
	if ratio < 1 {
		return below
	}
	return above
}

func (t *test) limits(l *Law) Limits {
	b := t.around(l.Stops)
	return Limits{finite(b.lower / l.Expected), finite(b.upper / l.Expected), finite(b.upper / b.lower)}
}

// finite is missing for what is too great for a number.
func finite(v float64) varighet.Opt[float64] {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(v)
}
