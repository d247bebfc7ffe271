package survival

import "github.com/varighet/varighet"

// QuantileIgnoringEntry is the time by which the share p would have stopped if every tenure
// had been seen from its start: at risk at t are then all with Exit >= t, those included who
// came under observation only later. It is wrong where any entered late, and too long: who left
// before the data began is not there to count. It stands beside [Curve.Quantile] to show
// what late entry is worth. It is that of survfit(Surv(exit, stopped)) of R. Missing as there,
// and for a curve that does not start at 0.
func (c *Curve) QuantileIgnoringEntry(p float64) varighet.Opt[float64] {
	if !(p > 0 && p <= 1) || c.From > 0 {
		return varighet.Opt[float64]{}
	}
	atRisk := make([]float64, len(c.Points)+1)
	for i := len(c.Points) - 1; i >= 0; i-- {
		atRisk[i] = atRisk[i+1] + c.Points[i].EventsWeight + c.Points[i].CensoredWeight
	}
	wrong := &Curve{Points: make([]Point, len(c.Points))}
	survival := 1.0
	for i := range c.Points {
		if n := atRisk[i]; n > 0 {
			survival *= 1 - c.Points[i].EventsWeight/n
		}
		wrong.Points[i] = Point{Time: c.Points[i].Time, Survival: survival}
	}
	return wrong.Quantile(p).Time
}
