package document

import (
	"fmt"
	"io"
)

// CSV writes the table that was asked for: changes has a row a group, points a row a group and year.
func (d *SeriesAnswer) CSV(w io.Writer) error {
	if d.opt.Table == "points" {
		return d.pointsTable().CSV(w)
	}
	return d.changesTable().CSV(w)
}

func (d *SeriesAnswer) pointsTable() *grid {
	g := &grid{header: headed(d.opt.By, "month", "n", "stopped", "agreement_years", "value", "lower", "upper", "reason")}
	for i := range d.Groups {
		for _, p := range d.Groups[i].Points {
			g.keyed(d.keys[i], p.Month, p.N, p.Stopped, p.Years, p.Value, p.Lower, p.Upper, p.Reason)
		}
	}
	return g
}

func (d *SeriesAnswer) changesTable() *grid {
	g := &grid{header: headed(d.opt.By, "first", "last", d.ChangeIs, "lower", "upper", "direction", "reason", "trend_years",
		"rate_ratio_per_year", "trend_lower", "trend_upper", "trend_p", "trend_reason")}
	for i := range d.Groups {
		x := &d.Groups[i]
		c, t := &x.Change, &x.Trend
		g.keyed(d.keys[i], x.first().Value, x.last().Value, c.Value, c.Lower, c.Upper, c.Direction, c.Reason, len(t.Years), t.RatePerYear,
			t.Lower, t.Upper, t.P, t.Reason)
	}
	return g
}

func (x *seriesUnit) first() *seriesPoint { return &x.Points[0] }
func (x *seriesUnit) last() *seriesPoint  { return &x.Points[len(x.Points)-1] }

// Text writes a line a group with the measure in each year and its change, how many went which way,
// and what the numbers are.
func (d *SeriesAnswer) Text(w io.Writer) error {
	if err := d.textTable().Text(w); err != nil {
		return err
	}
	if len(d.opt.By) > 0 {
		fmt.Fprintln(w, d.Counts.words(d.ConfLevel))
	}
	for _, note := range d.Notes {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	return nil
}

func (d *SeriesAnswer) textTable() *grid {
	g := &grid{header: headed(d.opt.By)}
	trend := d.Draws == nil // a median has none
	for _, m := range d.opt.At {
		label := m.String()
		if trend {
			label = fmt.Sprint(m.Year())
		}
		g.header = append(g.header, label, "n")
	}
	g.header = append(g.header, d.ChangeIs, "lower", "upper", "change")
	if trend {
		g.header = append(g.header, "trend", "p")
	}
	for i := range d.Groups {
		x := &d.Groups[i]
		var cells []any
		for _, p := range x.Points {
			cells = append(cells, p.Value, p.N)
		}
		cells = append(cells, x.Change.Value, x.Change.Lower, x.Change.Upper, x.Change.Direction)
		if trend {
			cells = append(cells, x.Trend.RatePerYear, x.Trend.P)
		}
		g.keyed(d.keys[i], cells...)
	}
	return g
}
