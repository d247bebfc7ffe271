package yardstick

import "github.com/varighet/varighet/survival"

// Steps are the points of a group's curve that say all of it: where it begins with S = 1, where
// some stopped, and where it ends, as far as enough are at risk; and how many stopped by then.
func Steps(c *survival.Curve) (points []survival.Point, stops int) {
	points = append(points, survival.Point{Time: c.From, Survival: 1, AtRisk: c.Points[0].AtRisk})
	for i, p := range c.Points {
		if p.Events > 0 || i == len(c.Points)-1 {
			points = append(points, p)
		}
		stops += p.Events
	}
	return points, stops
}

// OfCurves is the yardstick that curves of groups are, such as those of the others beside a
// cohort. Groups with too few for a curve have none. It returns an error for a curve that
// cannot be a reference.
func OfCurves(name string, groups []*survival.GroupCurve) (*Yardstick, error) {
	y := newCurves(name)
	for _, g := range groups {
		if g.Shown == nil {
			continue
		}
		points, _ := Steps(g.Shown)
		var times, shares []float64
		for _, p := range points {
			times, shares = append(times, p.Time), append(shares, p.Survival)
			if p.Events > 0 {
				y.Falls[g.Group] = append(y.Falls[g.Group], Fall{p.Time, float64(p.Events), float64(p.AtRisk)})
			}
		}
		if err := y.addSteps(g.Group, times, shares); err != nil {
			return nil, err
		}
		y.Begins[g.Group] = g.Shown.From
	}
	return y, nil
}

func newCurves(name string) *Yardstick {
	return &Yardstick{Name: name, Curves: Curves{}, Falls: map[string][]Fall{}, Begins: map[string]float64{}, Ends: map[string]float64{}}
}
