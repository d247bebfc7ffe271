package document

import (
	"io"
	"slices"
)

// CSV writes the table that was asked for.
func (d *KMAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "quantiles":
		return d.quantileTable().CSV(w)
	case "at":
		return d.atTable().CSV(w)
	case "rmst":
		return d.rmstTable().CSV(w)
	case "tests":
		return d.testTable().CSV(w)
	case "contrasts":
		return d.contrastTable().CSV(w)
	case "bootstrap":
		return d.bootstrapTable().CSV(w)
	case "groups":
		return d.groupTable().CSV(w)
	}
	return d.curveTable().CSV(w)
}

// curveTable has a row a point of a curve.
func (d *KMAnswer) curveTable() *grid {
	g := &grid{header: headed(d.opt.By, "time", "at_risk", "events", "censored", "entered", "survival", "std_err",
		"lower", "upper", "cumulative_hazard", "cumulative_hazard_std_err")}
	if d.weighted {
		g.header = append(g.header, "at_risk_weight", "events_weight", "censored_weight")
	}
	if d.opt.Band.OK {
		g.header = append(g.header, "band_lower", "band_upper")
	}
	for i := range d.Groups {
		x := &d.Groups[i]
		for _, p := range x.Curve {
			g.keyed(x.key, d.pointCells(x, p)...)
		}
	}
	return g
}

func (d *KMAnswer) pointCells(x *kmGroup, p kmPoint) []any {
	cells := []any{p.Time, p.AtRisk, p.Events, p.Censored, p.Entered, p.Survival, p.StdErr, p.Lower, p.Upper, p.Hazard, p.HazardSE}
	if d.weighted {
		cells = append(cells, p.AtRiskWeight, p.EventsWeight, p.CensoredWeight)
	}
	if d.opt.Band.OK {
		lower, upper := x.bandAt(p.Time)
		cells = append(cells, lower, upper)
	}
	return cells
}

// bandAt is the band at one of the curve's times; nil where it has none.
func (x *kmGroup) bandAt(t float64) (lower, upper *float64) {
	i := slices.IndexFunc(x.Band.Points, func(p kmBandPoint) bool { return p.Time == t })
	if i < 0 {
		return nil, nil
	}
	return &x.Band.Points[i].Lower, &x.Band.Points[i].Upper
}

func (d *KMAnswer) quantileTable() *grid {
	g := &grid{header: headed(d.opt.By, "p", "time", "lower", "upper", "n", "from_start", "beta_product_lower", "beta_product_upper", "ignoring_entry")}
	for _, x := range d.Groups {
		for _, q := range x.Quantiles {
			cells := append([]any{q.P, q.Time, q.Lower, q.Upper, x.N, x.FromStart}, q.BetaProduct.cells()...)
			cells = append(cells, q.IgnoringEntry.cell())
			g.keyed(x.key, cells...)
		}
	}
	return g
}

// cell is the wrong time; empty for none.
func (i *ignoringEntry) cell() any {
	if i == nil {
		return ""
	}
	return i.WrongTime
}

// cells are the two limits; empty for none.
func (l *limitPair) cells() []any {
	if l == nil {
		return []any{"", ""}
	}
	return []any{l.Lower, l.Upper}
}

func (d *KMAnswer) atTable() *grid {
	g := &grid{header: headed(d.opt.By, "time", "survival", "lower", "upper", "at_risk", "beyond_last")}
	if d.opt.Bracket.OK {
		g.header = append(g.header, "bracket_width", "bracket_lower", "bracket_upper")
	}
	g.header = append(g.header, "beta_product_lower", "beta_product_upper")
	for _, x := range d.Groups {
		for _, a := range x.SurvivalAt {
			cells := []any{a.Time, a.Survival, a.Lower, a.Upper, a.AtRisk, a.Beyond}
			if b := a.Bracket; b != nil {
				cells = append(cells, b.Width, b.Lower, b.Upper)
			}
			cells = append(cells, a.BetaProduct.cells()...)
			g.keyed(x.key, cells...)
		}
	}
	return g
}

func (d *KMAnswer) rmstTable() *grid {
	g := &grid{header: headed(d.opt.By, "tau", "estimate", "std_err", "lower", "upper", "beta_product_lower", "beta_product_upper")}
	for _, x := range d.Groups {
		if m := x.RMST; m != nil {
			beta := m.BetaProduct
			if beta == nil {
				beta = &limitPair{}
			}
			g.keyed(x.key, m.Tau, m.Estimate, m.StdErr, m.Lower, m.Upper, beta.Lower, beta.Upper)
		}
	}
	return g
}

// testTable has a row a test: of all groups, by permutation, of S at a time, and of pairs.
func (d *KMAnswer) testTable() *grid {
	g := &grid{header: []string{"of", "test", "a", "b", "time", "chi2", "df", "z", "p", "p_adjusted", "permutations", "seed"}}
	for _, t := range d.Tests {
		g.add(t.cells()...)
	}
	for _, p := range d.Permutation {
		g.add("permutation", p.Test, "", "", "", p.Chi2, "", "", p.P, "", p.Permutations, p.seed())
	}
	for _, f := range d.FixedTime {
		g.add("survival", "", "", "", f.Time, f.Chi2, f.DF, "", f.P, "", "", "")
	}
	for _, p := range d.Pairwise {
		g.add("pair", p.Test, p.labels[0], p.labels[1], "", p.Chi2, "", "", p.P, p.Adjusted, "", "")
	}
	return g
}

func (t OmnibusTest) cells() []any {
	return []any{"groups", t.Name, "", "", "", t.Chi2, t.DF, "", t.P, "", "", ""}
}

func (t TrendTest) cells() []any {
	return []any{"groups", t.Name, "", "", "", "", "", t.Z, t.P, "", "", ""}
}

// seed is the seed of what was drawn at random; "" if all ways were tried.
func (p *kmPermutation) seed() any {
	if p.Seed == nil {
		return ""
	}
	return *p.Seed
}

func (d *KMAnswer) contrastTable() *grid {
	g := &grid{header: append([]string{"of", "time", "from", "to"}, contrastColumns...)}
	for _, c := range d.Contrasts {
		g.add(append([]any{c.Of, c.Time, c.labels[0], c.labels[1]}, c.cells()...)...)
	}
	return g
}

// contrastColumns are the numbers of a difference between two groups.
var contrastColumns = []string{"difference", "std_err", "lower", "upper", "z", "p", "ratio", "ratio_lower", "ratio_upper"}

func (c *groupContrast) cells() []any {
	return []any{c.Difference, c.StdErr, c.Lower, c.Upper, c.Z, c.P, c.Ratio, c.RatioLower, c.RatioUpper}
}

func (d *KMAnswer) bootstrapTable() *grid {
	g := &grid{header: headed(d.opt.By, "of", "at", "estimate", "std_err", "percentile_lower", "percentile_upper", "bca_lower",
		"bca_upper", "undefined", "replicates", "seed", "units")}
	for _, x := range d.Groups {
		s := x.Bootstrap
		if s == nil {
			continue
		}
		for _, r := range s.Results {
			g.keyed(x.key, r.Of, r.At, r.Estimate, r.StdErr, r.PercentileLower, r.PercentileUpper, r.BCaLower, r.BCaUpper,
				r.Undefined, s.Replicates, s.Seed, s.Units)
		}
	}
	return g
}

// groupTable has a row a group: how many there are, and how long they were followed.
func (d *KMAnswer) groupTable() *grid {
	g := &grid{header: headed(d.opt.By, "n", "entered_late", "events", "censored", "person_time", "clusters")}
	if d.opt.FollowUp {
		g.header = append(g.header, "follow_up", "follow_up_lower", "follow_up_upper")
	}
	if d.opt.Band.OK {
		g.header = append(g.header, "band_from", "band_to", "band_critical_value")
	}
	for _, x := range d.Groups {
		cells := []any{x.N, x.EnteredLate, x.Events, x.Censored, x.PersonTime, x.Clusters}
		if f := x.FollowUp; f != nil {
			cells = append(cells, f.Time, f.Lower, f.Upper)
		}
		if b := x.Band; b != nil {
			cells = append(cells, b.From, b.To, b.Critical)
		}
		g.keyed(x.key, cells...)
	}
	return g
}
