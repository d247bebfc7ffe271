package chart

import "math"

// A timeScale lays months of tenure along the sheet, from 0 to horizon.
type timeScale struct {
	x0, x1  float64
	horizon float64 // months
	years   bool    // whether the axis counts years
	ticks   []float64
}

// yearsFrom is the horizon, in months, from which an axis counts years.
const yearsFrom = 48

func (t timeScale) x(months float64) float64 { return t.x0 + (t.x1-t.x0)*months/t.horizon }

// label is the number at a tick, in the axis's unit.
func (t timeScale) label(months float64) int {
	if t.years {
		return int(months / 12)
	}
	return int(months)
}

// newTimeScale chooses ticks at least room mm apart: every 1, 3, 6 or 12
// months, or every 1, 2, 5, 10, ... years.
func newTimeScale(x0, x1, horizon, room float64) timeScale {
	if !(horizon > 0) || math.IsInf(horizon, 1) {
		horizon = 12
	}
	t := timeScale{x0: x0, x1: x1, horizon: horizon, years: horizon >= yearsFrom}
	steps := []float64{1, 3, 6, 12}
	if t.years {
		steps = []float64{12, 24, 60, 120}
	}
	step := steps[0]
	room = math.Min(room, x1-x0)
	for i := 1; (x1-x0)*step/horizon < room; i++ {
		if i < len(steps) {
			step = steps[i]
		} else {
			step *= 2
		}
	}
	for v := 0.0; v <= horizon*(1+1e-9); v += step {
		t.ticks = append(t.ticks, v)
	}
	return t
}
