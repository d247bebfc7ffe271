package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/rows"
)

// CSV writes the table that was asked for.
func (d *IncidenceAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "at":
		return d.atTable().CSV(w)
	case "survival":
		return d.survivalTable().CSV(w)
	case "time_lost":
		return d.lostTable().CSV(w)
	case "tests":
		return d.testTable().CSV(w)
	case "contrasts":
		return d.contrastTable().CSV(w)
	case "groups":
		return d.groupTable().CSV(w)
	}
	return d.curveTable().CSV(w)
}

// each calls f for each cause of each group.
func (d *IncidenceAnswer) each(f func(key rows.Key, c *causeIncidence)) {
	for _, x := range d.Groups {
		for i := range x.Causes {
			f(x.key, &x.Causes[i])
		}
	}
}

// curveTable has a row a point of a curve, with what is lost to the cause beside each.
func (d *IncidenceAnswer) curveTable() *grid {
	columns := incidenceColumns
	if d.opt.Tau > 0 {
		columns = headed(columns, "tau", "time_lost", "time_lost_std_err", "time_lost_lower", "time_lost_upper")
	}
	g := &grid{header: headed(d.opt.By, columns...)}
	d.each(func(key rows.Key, c *causeIncidence) {
		for _, p := range c.Curve {
			cells := p.cells(c.Cause)
			if l := c.Lost; l != nil {
				cells = append(cells, l.Tau, l.Estimate, l.StdErr, l.Lower, l.Upper)
			}
			g.keyed(key, cells...)
		}
	})
	return g
}

var incidenceColumns = []string{"cause", "time", "at_risk", "events", "incidence", "std_err", "lower", "upper"}

func (p *incidencePoint) cells(cause string) []any {
	return []any{cause, p.Time, p.AtRisk, p.Events, p.Incidence, p.StdErr, p.Lower, p.Upper}
}

func (d *IncidenceAnswer) atTable() *grid {
	g := &grid{header: headed(d.opt.By, incidenceColumns...)}
	d.each(func(key rows.Key, c *causeIncidence) {
		for _, p := range c.At {
			g.keyed(key, p.cells(c.Cause)...)
		}
	})
	return g
}

// survivalTable has the share that is still there.
func (d *IncidenceAnswer) survivalTable() *grid {
	g := &grid{header: headed(d.opt.By, "time", "survival")}
	for _, x := range d.Groups {
		for _, p := range x.Survival {
			g.keyed(x.key, p.Time, p.Survival)
		}
	}
	return g
}

func (d *IncidenceAnswer) lostTable() *grid {
	g := &grid{header: headed(d.opt.By, "cause", "tau", "estimate", "std_err", "lower", "upper")}
	d.each(func(key rows.Key, c *causeIncidence) {
		if l := c.Lost; l != nil {
			g.keyed(key, c.Cause, l.Tau, l.Estimate, l.StdErr, l.Lower, l.Upper)
		}
	})
	return g
}

func (d *IncidenceAnswer) testTable() *grid {
	g := &grid{header: []string{"test", "cause", "chi2", "df", "p"}}
	for _, t := range d.Tests {
		g.rows = append(g.rows, []any{t.Name, t.Cause, t.Chi2, t.DF, t.P})
	}
	return g
}

func (d *IncidenceAnswer) contrastTable() *grid {
	g := &grid{header: append([]string{"cause", "of", "time", "from", "to"}, contrastColumns...)}
	for _, c := range d.Contrasts {
		g.rows = append(g.rows, append([]any{c.Cause, c.Of, c.Time, c.labels[0], c.labels[1]}, c.cells()...))
	}
	return g
}

// groupTable has a row a group: how many there are.
func (d *IncidenceAnswer) groupTable() *grid {
	g := &grid{header: headed(d.opt.By, "n", "entered_late", "events", "censored", "clusters")}
	for _, x := range d.Groups {
		g.keyed(x.key, x.N, x.EnteredLate, x.Events, x.Censored, x.Clusters)
	}
	return g
}

// Text writes a line a group and cause, at the times asked for or at the end.
func (d *IncidenceAnswer) Text(w io.Writer) error { return d.forTheEye().Text(w) }

// forTheEye is the table that Text writes.
func (d *IncidenceAnswer) forTheEye() *grid {
	columns := []string{"cause", "stopped", "of", "by", "share gone", "lower", "upper"}
	if d.opt.Tau > 0 {
		columns = append(columns, "time lost", "lower", "upper")
	}
	g := &grid{header: headed(d.opt.By, columns...)}
	for _, group := range d.Groups {
		for i := range group.Causes {
			group.addLines(g, &group.Causes[i])
		}
	}
	for _, c := range d.Contrasts {
		between := c.labels[0] + " – " + c.labels[1]
		g.rows = append(g.rows, []any{"time lost to " + c.Cause, between, "", "", "", "difference", c.Difference, c.Lower, c.Upper})
	}
	for _, t := range d.Tests {
		row := []any{t.Name + " of " + t.Cause, "", "", fmt.Sprintf("df %d", t.DF), "", t.Chi2, "p", t.P}
		g.rows = append(g.rows, row)
	}
	return g
}

// addLines adds what is for the eye of one cause.
func (x *incidenceGroup) addLines(g *grid, c *causeIncidence) {
	points := c.At
	if len(points) == 0 && len(c.Curve) > 0 {
		points = c.Curve[len(c.Curve)-1:]
	}
	for _, p := range points {
		row := []any{c.Cause, c.Events, x.N, p.Time, p.Incidence, p.Lower, p.Upper}
		if l := c.Lost; l != nil {
			row = append(row, l.Estimate, l.Lower, l.Upper)
		}
		g.keyed(x.key, row...)
	}
}
