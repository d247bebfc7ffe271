package cox

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// A Curve is the survival that the model gives for one profile of covariates in
// one stratum.
type Curve struct {
	Stratum string // "" without strata
	Points  []Point
}

// A Point is the curve at a time at which a row of its stratum ended. Missing is
// what is not defined there.
type Point struct {
	Time                   float64
	CumulativeHazard       float64
	CumulativeHazardStdErr float64 // allows for the uncertainty of β; 0 for one cluster, which has none
	Survival               float64 // exp(−CumulativeHazard)
	Lower, Upper           varighet.Opt[float64]
}

// Curves returns the curve of a profile in each stratum. x has a value for each
// column of the design, as [design.Matrix.Profile] gives; columns without a
// coefficient count nothing. conf is [survival.LogLog] or [survival.Log].
//
// The cumulative hazard at x is exp(x'β) Σ h, with h the increments of the
// baseline hazard by the same treatment of ties as the model (exact ties take
// Breslow's), and its variance [1]
//
//	exp(2x'β) (Σ v + a'Va),  a = Σ (x − x̄) h
//
// with v the variance of h and V that of β.
//
// [1] Tsiatis AA (1981). Ann Stat 9:93–108.
func (m *Model) Curves(x []float64, conf survival.ConfType) ([]Curve, error) {
	if why := m.defined(); why != "" {
		return nil, errors.New("no curves: " + why)
	}
	if len(x) != len(m.Coefficients) {
		return nil, fmt.Errorf("a profile of %d values for %d columns", len(x), len(m.Coefficients))
	}
	if conf != survival.LogLog && conf != survival.Log {
		return nil, fmt.Errorf("limits of a Cox curve are log-log or log, not %v", conf)
	}
	c := m.cohort
	h := m.hazards(m.result.Beta)
	z, lp := make([]float64, c.p), 0.0
	for k, j := range c.columns {
		z[k] = (x[j] - c.center[k]) / c.scale[k]
		lp += z[k] * m.result.Beta[k]
	}
	risk := math.Exp(lp - h.ps.shift)
	if math.IsInf(risk, 0) || math.IsNaN(risk) {
		return nil, errTooFar
	}
	exits := make([][]float64, len(c.strata))
	for i := range c.rows {
		if r := &c.rows[i]; r.weight > 0 {
			exits[r.stratum] = append(exits[r.stratum], c.tenures[i].Exit)
		}
	}
	quantile := distuv.UnitNormal.Quantile(1 - (1-m.ConfLevel)/2)
	var curves []Curve
	for s, name := range c.strata {
		slices.Sort(exits[s])
		points := m.points(h, int32(s), slices.Compact(exits[s]), z, risk, quantile, conf)
		for _, p := range points {
			if v := p.CumulativeHazard + p.CumulativeHazardStdErr; math.IsInf(v, 0) || math.IsNaN(v) {
				return nil, errTooFar
			}
		}
		curves = append(curves, Curve{Stratum: name, Points: points})
	}
	return curves, nil
}

var errTooFar = errors.New("no curves: the profile is too far from the data")

func (m *Model) points(h *hazards, s int32, times, z []float64, risk, quantile float64, conf survival.ConfType) []Point {
	c := m.cohort
	points := make([]Point, 0, len(times))
	square, k := 0.0, int32(0)
	a := make([]float64, c.p)
	for _, t := range times {
		for int(k) < len(c.times[s]) && c.times[s][k] <= t {
			square += h.each[c.first[s]+int(k)].square
			k++
		}
		cum := h.upTo(s, k)
		for j := range a {
			a[j] = z[j]*cum - h.xUpTo(s, k, j)
		}
		p := Point{Time: t, CumulativeHazard: risk * cum, Survival: math.Exp(-risk * cum)}
		if m.cov != nil { // else there is one cluster, and no limits
			variance := square
			for i := range a {
				for j := range a {
					variance += a[i] * m.cov.At(i, j) * a[j]
				}
			}
			p.CumulativeHazardStdErr = risk * math.Sqrt(max(variance, 0))
			p.limits(quantile, conf)
		}
		points = append(points, p)
	}
	return points
}

// limits are symmetric on the scale of log S, cut at 1, or of log(−log S).
func (p *Point) limits(z float64, conf survival.ConfType) {
	se := p.CumulativeHazardStdErr
	if conf == survival.Log {
		p.Lower = varighet.Some(math.Exp(-p.CumulativeHazard - z*se))
		p.Upper = varighet.Some(min(math.Exp(-p.CumulativeHazard+z*se), 1))
		return
	}
	if p.CumulativeHazard == 0 {
		return
	}
	factor := math.Exp(z * se / p.CumulativeHazard)
	p.Lower = varighet.Some(math.Exp(-p.CumulativeHazard * factor))
	p.Upper = varighet.Some(math.Exp(-p.CumulativeHazard / factor))
}
