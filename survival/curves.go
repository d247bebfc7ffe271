package survival

import (
	"fmt"
	"strconv"

	"github.com/varighet/varighet/survival/internal/printed"
)

// Curves are the curves of groups, in the order of [OrderGroups].
type Curves []LabelledCurve

// A LabelledCurve is the curve of a group.
type LabelledCurve struct {
	Group string // its label; "all" of tenures that are in no groups
	Curve *Curve
}

// KaplanMeierBy estimates the curve of each group, as [Sample.KaplanMeier] estimates one. groups
// has the label of each tenure; nil is one group, "all". Near-ties are tied over all tenures at
// once, as in [Sample.Compare], so that curves and tests have the same times. s is not changed.
//
// It returns ErrNoTenures if none has a weight, an error for labels that are not as many as the
// tenures, and a *TenureError for the first tenure that is not valid or has no usable weight.
func (s Sample) KaplanMeierBy(groups []string, opt Options) (Curves, error) {
	if groups != nil && len(groups) != len(s.Tenures) {
		return nil, fmt.Errorf("%d tenures with %d groups", len(s.Tenures), len(groups))
	}
	if err := s.checkWeights(); err != nil {
		return nil, err
	}
	if groups != nil && s.Weights != nil {
		groups = s.labels0(groups)
	}
	s, err := s.usable()
	if err != nil {
		return nil, err
	}
	if groups == nil {
		c, err := s.KaplanMeier(opt)
		return Curves{{"all", c}}, err
	}
	var curves Curves
	for _, g := range OrderGroups(distinct(groups)) {
		c, err := s.only(groups, g).KaplanMeier(opt)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g, err)
		}
		curves = append(curves, LabelledCurve{g, c})
	}
	return curves, nil
}

// only is the part of the sample that has the label.
func (s Sample) only(labels []string, label string) Sample {
	out := Sample{Robust: s.Robust}
	for i, l := range labels {
		if l != label {
			continue
		}
		out.Tenures = append(out.Tenures, s.Tenures[i])
		if s.Weights != nil {
			out.Weights = append(out.Weights, s.Weights[i])
		}
		if s.Clusters != nil {
			out.Clusters = append(out.Clusters, s.Clusters[i])
		}
	}
	return out
}

// Of is the curve of a group; nil if there is none.
func (cs Curves) Of(group string) *Curve {
	for _, c := range cs {
		if c.Group == group {
			return c.Curve
		}
	}
	return nil
}

// String is a table of the curves, a line a group, as R's print(survfit) has it: tenures, those of
// them that entered late, stops, and the median with its limits as [Curve.Median] gives them.
// Warnings come below. Numbers have four significant digits.
func (cs Curves) String() string {
	if len(cs) == 0 {
		return "no curves"
	}
	var rows [][]string
	warnings := ""
	for _, c := range cs {
		rows = append(rows, append([]string{c.Group}, c.Curve.cells()...))
		for _, w := range c.Curve.Warnings {
			warnings += printed.Warnings([]string{c.Group + ": " + w})
		}
	}
	return printed.Table(append([]string{"group"}, cs[0].Curve.header()...), rows) + warnings
}

// String is the curve in a table of one line; see [Curves.String].
func (c *Curve) String() string {
	return printed.Table(c.header(), [][]string{c.cells()}) + printed.Warnings(c.Warnings)
}

func (c *Curve) header() []string {
	return []string{"n", "late", "events", "median", printed.Limits(c.ConfLevel)}
}

func (c *Curve) cells() []string {
	m := c.Median()
	return []string{strconv.Itoa(c.N), strconv.Itoa(c.EnteredLate), strconv.Itoa(c.Events), printed.Opt(m.Time, notReached), m.limits()}
}

const notReached = "not reached"

// String is the time and its limits: "23 (8 to not reached)".
func (q Quantile) String() string { return printed.Opt(q.Time, notReached) + " (" + q.limits() + ")" }

func (q Quantile) limits() string {
	return printed.Opt(q.Lower, notReached) + " to " + printed.Opt(q.Upper, notReached)
}
