package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A row is how often the intervals of one measure cover in one group.
type row struct {
	measure
	group        string
	registers    int            // with an interval
	without      map[string]int // registers, by why they have none
	covered      int            // of registers
	low, high    int            // intervals below and above the truth
	unbounded    int            // intervals without an upper end
	width, truth float64        // means, width of intervals with two ends
}

// countRow holds each finding against the truth.
func countRow(group string, findings []finding, w *world) row {
	r := row{measure: findings[0].measure, group: group, without: map[string]int{}}
	width := 0.0
	for i := range findings {
		f := &findings[i]
		if f.why != "" {
			r.without[f.why]++
			continue
		}
		truth := f.truth(w)
		r.registers++
		r.truth += truth
		switch f.covers(truth) {
		case -1:
			r.low++
		case 1:
			r.high++
		default:
			r.covered++
		}
		if !f.upper.OK {
			r.unbounded++
			continue
		}
		width += f.upper.V - f.lower.V
	}
	if r.registers > 0 {
		r.truth /= float64(r.registers)
	}
	if bounded := r.registers - r.unbounded; bounded > 0 {
		r.width = width / float64(bounded)
	}
	return r
}

// coverage is the share of intervals that cover.
func (r *row) coverage() float64 { return float64(r.covered) / float64(r.registers) }

// stdErr is the Monte Carlo standard error of coverage: that of limits that hold their level, so that it
// is not 0 where all cover.
func (r *row) stdErr() float64 { return math.Sqrt(level * (1 - level) / float64(max(r.registers, 1))) }

// verdict says what the row comes to.
func (r *row) verdict() string {
	c, slack := r.coverage(), 2*r.stdErr()
	switch {
	case r.registers == 0:
		return "no interval"
	case c-slack > mostCovering:
		return "conservative"
	case r.floor == notAdvised && c+slack < approximate:
		return "short, not advised"
	case c+slack < r.floor:
		return "short"
	}
	return "covers"
}

// reasons says why registers have no interval, or one without an end.
func (r *row) reasons() string {
	var list []string
	for why := range r.without {
		list = append(list, why+": "+strconv.Itoa(r.without[why]))
	}
	slices.Sort(list)
	if r.unbounded > 0 {
		list = append(list, "no upper end: "+strconv.Itoa(r.unbounded))
	}
	return strings.Join(list, "; ")
}
