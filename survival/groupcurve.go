package survival

import (
	"errors"
	"slices"

	"github.com/varighet/varighet"
)

// FewAtRisk is the number at risk below which a curve says little. Figures draw it thin
// there, and reports show neither a curve nor a median of a group that never has as many.
const FewAtRisk = 5

// A GroupCurve is the curve of a group, and as much of it as a report shows.
type GroupCurve struct {
	Group    string // as files name it: "<2000", "all"
	N, Stops int    // tenures in the group, and those that stopped

	FromStart int // tenures that were seen from their start; the others entered late

	// Full is given a tenure of Full.From, if few are at risk before; nil for nobody or
	// too few. Medians are read off it, since a curve that was cut could not reach them.
	Full *Curve
	// Shown is the same, ended where few are at risk.
	Shown *Curve

	// Withheld says that all of it is, for privacy: the numbers are 0 and the curves nil. Steps
	// are the tenures at which the curve of a published report is known; nil is all.
	Withheld bool
	Steps    []float64
}

// KnownAt reports whether the curve may be read at a tenure: not within a step.
func (c *GroupCurve) KnownAt(t float64) bool {
	return !c.Withheld && (c.Steps == nil || t == 0 || slices.Contains(c.Steps, t))
}

// NewGroupCurve makes the curve of a group's tenures, with limits at level conf.
func NewGroupCurve(group string, tenures []Tenure, conf float64) (*GroupCurve, error) {
	c := &GroupCurve{Group: group, N: len(tenures)}
	if len(tenures) == 0 {
		return c, nil
	}
	all, err := KaplanMeier(tenures, Options{ConfLevel: conf})
	if err != nil {
		return nil, err
	}
	c.Stops, c.FromStart = all.Events, all.N-all.EnteredLate
	shown, err := all.MinAtRisk(FewAtRisk)
	if errors.Is(err, ErrFewAtRisk) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	c.Shown = shown
	c.Full, err = all.ConditionalFrom(shown.From)
	return c, err
}

// TooFew reports whether there are tenures, but never enough at risk.
func (c *GroupCurve) TooFew() bool { return c.N > 0 && c.Full == nil }

// CutAfter is the tenure at which the shown curve ends before the full one; 0 if it does not.
func (c *GroupCurve) CutAfter() float64 {
	if c.Full == nil || len(c.Shown.Points) == len(c.Full.Points) {
		return 0
	}
	return c.Shown.Points[len(c.Shown.Points)-1].Time
}

// Median is the group's median tenure, without what to compare it with. Its limits are
// those of the beta product where they rest on few.
func (c *GroupCurve) Median() GroupMedian {
	g := GroupMedian{Group: c.Group, N: c.N, FromStart: c.FromStart, Stopped: c.Stops, TooFew: c.TooFew(), Withheld: c.Withheld}
	if c.Full != nil {
		g.Median, g.BetaProduct = c.Full.BetaProductQuantile(0.5)
	}
	if m := g.Median.Time; m.OK && c.stepBefore(m.V) > WidestStep {
		g.After = varighet.Some(m.V - c.stepBefore(m.V))
	}
	if l := g.Median.Lower; l.OK && c.stepBefore(l.V) > WidestStep {
		g.Median.Lower.V -= c.stepBefore(l.V)
	}
	return g
}

// WidestStep is the greatest width (months) of a published curve's step whose end is given for a median in
// it. Of a wider one all that is known is that half left somewhere in it: a median is then given as both
// its ends, and a lower limit in it as its beginning, which it is not below.
const WidestStep = 6

// stepBefore is the width of the step that ends at a tenure; 0 where the curve has none.
func (c *GroupCurve) stepBefore(t float64) float64 {
	i := slices.Index(c.Steps, t)
	switch {
	case i < 0:
		return 0
	case i == 0:
		return t
	}
	return t - c.Steps[i-1]
}

// A GroupMedian is the median tenure of a group, with what there is to compare it with: a
// line of the figure of medians and of table 6-1. Times are months.
type GroupMedian struct {
	Group   string   // as files name it: "<2000", "all"; written in words
	N       int      // spells in the curve
	Stopped int      // of them
	Median  Quantile // p = 0.5; a missing time or limit was not reached
	TooFew  bool     // the median is not given: never as many as FewAtRisk were at risk

	// After says of a published curve with wide steps that the median is later than this, and no later than
	// Median.Time; missing where Median.Time is the median.
	After varighet.Opt[float64]

	// For privacy: Withheld takes all its numbers away, MedianWithheld the median alone.
	Withheld, MedianWithheld bool

	FromStart   int  // of N, those that were seen from their start
	BetaProduct bool // the limits are from the beta product, since they rest on few

	Published varighet.Opt[float64] // of another study
	Truth     varighet.Opt[float64] // from which simulated data were made
	Own       []OwnMedian           // of single municipalities in the group; see [OwnMedians]
}

// Given is the median as it is shown: none where there are too few.
func (g GroupMedian) Given() Quantile {
	if g.TooFew || g.Withheld || g.MedianWithheld {
		return Quantile{P: g.Median.P}
	}
	return g.Median
}

// Grouped is the curves of doctors' spells by group.
type Grouped struct {
	Groups []*GroupCurve // in the order of OrderGroups
	All    *GroupCurve   // of the same spells; of all doctors' spells, if none has a group

	Without int       // spells left out since they have no group, where others have one
	LeftOut []LeftOut // all that are left out, by reason
}

// CurvesByGroup makes a curve of each group of doctors' spells, and one of all of them.
// group gives the group of the spell of an index; what is how messages name it. The curve of
// all is of the spells that have a group, so that it is of the same as theirs.
func CurvesByGroup(spells []Spell, what string, group func(int) (string, bool), conf float64) (*Grouped, error) {
	has := func(i int) bool { _, ok := group(i); return ok }
	chosen := Select(spells, Query{Needs: []Need{{What: what, Has: has}}})
	if len(chosen.Index) == 0 {
		chosen = Select(spells, Query{})
		all, err := NewGroupCurve("all", chosen.Tenures, conf)
		return &Grouped{All: all, LeftOut: chosen.LeftOut}, err
	}
	g := &Grouped{LeftOut: chosen.LeftOut}
	for _, l := range chosen.LeftOut {
		if l.Reason == ValueMissing {
			g.Without = l.Spells
		}
	}
	of := map[string][]Tenure{}
	var labels []string
	for k, i := range chosen.Index {
		label, _ := group(i)
		if of[label] == nil {
			labels = append(labels, label)
		}
		of[label] = append(of[label], chosen.Tenures[k])
	}
	for _, label := range OrderGroups(labels) {
		c, err := NewGroupCurve(label, of[label], conf)
		if err != nil {
			return nil, err
		}
		g.Groups = append(g.Groups, c)
	}
	var err error
	g.All, err = NewGroupCurve("all", chosen.Tenures, conf)
	return g, err
}
