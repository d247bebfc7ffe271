package document

import (
	"fmt"
	"io"
)

// notes say what the numbers are.
func (d *FunnelAnswer) notes() []string {
	held := "the stops that the baseline or curve gives in the unit's own time at risk"
	if d.Reference == "others" {
		held = "the stops that the hazards of the other units"
		if d.Match != "" {
			held += " with the same " + d.Match
		}
		held += " give in the unit's own time at risk; a unit is never held against itself"
	}
	return []string{
		"expected: " + held,
		"place: where observed stands in the funnel of chance alone, by exact limits at 95 % and 99.8 %; of 100 units alike up to 5 are outside " +
			"the first, and 2 of 1000 outside the second",
		"adjusted: the same with room for over-dispersion, " + d.dispersionWords() + "; a unit outside it is unlike the others, not only unlike their mean",
		"shrunken: (O + a)/(E + b), the ratio drawn towards the mean of all the more, the less is expected; a and b by maximum likelihood " +
			"(negative binomial) and taken as known by the limits",
		"no ranks: in order of ratio the smallest units stand first and last by chance; read places and limits",
	}
}

func (d *FunnelAnswer) dispersionWords() string {
	if d.Adjustment == "multiplicative" {
		return "multiplicative: wider by √φ everywhere"
	}
	return "additive: true ratios vary between units by τ², so that large units are not outside for their size alone"
}

// CSV writes the table that was asked for.
func (d *FunnelAnswer) CSV(w io.Writer) error {
	switch d.table {
	case "limits":
		return d.limitsTable().CSV(w)
	case "model":
		header, list := factCells(d.facts())
		return writeRows(w, header, list)
	}
	return d.unitsTable().CSV(w)
}

func (d *FunnelAnswer) unitsTable() *grid {
	g := &grid{header: headed(d.opt.By, "n", "observed", "expected", "reference_stops", "not_compared", "ratio", "lower", "upper", "z",
		"place", "adjusted_place", "too_small", "shrunken", "shrunken_lower", "shrunken_upper")}
	g.header = append(append(g.header, boundNames("")...), boundNames("adjusted_")...)
	for i, u := range d.Units {
		cells := []any{u.N, u.Observed, u.Expected, u.ReferenceStops, u.NotCompared, u.Ratio, u.Lower, u.Upper, u.Z, u.Place,
			u.AdjustedPlace, u.TooSmall, u.Shrunken, u.ShrunkenLower, u.ShrunkenUpper}
		g.keyed(d.keys[i], append(append(cells, u.Funnel.cells()...), u.Adjusted.cells()...)...)
	}
	return g
}

func (d *FunnelAnswer) limitsTable() *grid {
	g := &grid{header: append(append([]string{"expected"}, boundNames("")...), boundNames("adjusted_")...)}
	for i := range d.Limits {
		l := &d.Limits[i]
		g.add(append(append([]any{l.Expected}, l.Funnel.cells()...), l.Adjusted.cells()...)...)
	}
	return g
}

func boundNames(prefix string) []string {
	return []string{prefix + "lower_95", prefix + "upper_95", prefix + "lower_998", prefix + "upper_998"}
}

// cells are the bounds, empty for none.
func (b *funnelBounds) cells() []any {
	if b == nil {
		var none *float64
		return []any{none, none, none, none}
	}
	return []any{b.Lower95, b.Upper95, b.Lower998, b.Upper998}
}

// facts are what there is one of.
func (d *FunnelAnswer) facts() []fact {
	p, s, c := &d.Dispersion, &d.Shrinkage, &d.Counts
	facts := []fact{{"reference", d.Reference}, {"match", d.Match}, {"assumption", d.Assumption}, {"adjustment", d.Adjustment},
		{"units", c.Units}, {"not_judged", c.NotJudged}, {"too_small", c.TooSmall}}
	facts = append(facts, c.Funnel.facts("")...)
	if c.Adjusted != nil {
		facts = append(facts, c.Adjusted.facts("adjusted_")...)
	}
	return append(facts, fact{"dispersion_units", p.Units}, fact{"centre", p.Centre}, fact{"chi_square", p.ChiSquare}, fact{"p", p.P},
		fact{"winsorised", p.Winsorised}, fact{"phi_published", p.PhiPublished}, fact{"phi", p.Phi}, fact{"tau_squared", p.Variance},
		fact{"mean", s.Mean}, fact{"a", s.Shape}, fact{"b", s.Rate}, fact{"variance", s.Variance},
		fact{"variance_lower", s.VarianceLower}, fact{"variance_upper", s.VarianceUpper}, fact{"variance_p", s.P})
}

func (c *funnelPlaces) facts(prefix string) []fact {
	return []fact{{prefix + "inside", c.Inside}, {prefix + "above_95", c.Above95}, {prefix + "above_998", c.Above998},
		{prefix + "below_95", c.Below95}, {prefix + "below_998", c.Below998}}
}

// Text writes a line a unit, how many stand where, and what the numbers are.
func (d *FunnelAnswer) Text(w io.Writer) error {
	g := &grid{header: headed(d.opt.By, "n", "observed", "expected", "ratio", "lower", "upper", "place", "adjusted", "shrunken", "lower", "upper")}
	for i, u := range d.Units {
		g.keyed(d.keys[i], u.N, u.Observed, u.Expected, u.Ratio, u.Lower, u.Upper, dashed(u.Place)+smallMark(u.TooSmall), dashed(u.AdjustedPlace),
			u.Shrunken, u.ShrunkenLower, u.ShrunkenUpper)
	}
	if err := g.Text(w); err != nil {
		return err
	}
	d.writeSummary(w)
	for _, note := range d.Notes {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	return nil
}

func dashed(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func smallMark(small bool) string {
	if small {
		return " (small)"
	}
	return ""
}

func (d *FunnelAnswer) writeSummary(w io.Writer) {
	c, p, s := &d.Counts, &d.Dispersion, &d.Shrinkage
	fmt.Fprintf(w, "%d units, %d judged: %s\n", c.Units, c.Units-c.NotJudged, c.Funnel.words())
	if c.Adjusted != nil {
		fmt.Fprintf(w, "adjusted: %s\n", c.Adjusted.words())
		fmt.Fprintf(w, "over-dispersion: χ² %.1f with %d degrees of freedom, p %s; φ %.3f (as published %.3f), τ² %.4f\n", *p.ChiSquare, p.Units,
			shownP(p.P), *p.Phi, *p.PhiPublished, *p.Variance)
	}
	if s.Variance != nil {
		fmt.Fprintf(w, "true ratios: mean %.3f, variance over the mean %.4f (%s to %s), p %s\n", *s.Mean, *s.Variance, shownNumber(s.VarianceLower, "%.4f"),
			shownNumber(s.VarianceUpper, "%.4f"), shownP(s.P))
	}
}

func (c *funnelPlaces) words() string {
	return fmt.Sprintf("%d inside, %d above (%d of them beyond 99.8 %%), %d below (%d)", c.Inside, c.Above95+c.Above998, c.Above998,
		c.Below95+c.Below998, c.Below998)
}
