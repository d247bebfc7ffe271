package yardstick

import (
	"maps"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// A Sample is what is held against a yardstick.
type Sample struct {
	Tenures []survival.Tenure
	Weights []float64 // nil are all 1
	Groups  []string  // which curve each is held against; nil: that of all
	// WholeMonths says that a stop is seen at the end of the month in which it fell, as in spells.
	WholeMonths bool
}

// A Result is a sample beside what the yardstick gives.
type Result struct {
	rates.Comparison
	Held        // those with a curve
	Without int // those that have none
	Outside int // those that were followed only where their curve is not known
	Cut     int // of Held, those that reach beyond their curve, and count where it is known
	Whole   int // of Held, those held against the curve of all, where other groups have their own

	AtShapes  []AtShape                     // by the other shapes
	Reference varighet.Opt[rates.Uncertain] // allowing for the yardstick's own stops, where their number is known
}

// Held are tenures with the curve of each.
type Held struct {
	Index   []int // in the sample
	Tenures []survival.Tenure
	Weights []float64
	Curves  []*rates.Reference
	groups  []string // whose curves they are
}

// AtShape is the comparison with a curve of another shape through the same medians.
type AtShape struct {
	Shape float64
	rates.Comparison
}

// Compare holds a sample against the yardstick, with limits at level conf.
func (y *Yardstick) Compare(s *Sample, conf float64) (*Result, error) {
	r := &Result{}
	y.hold(s, r)
	var err error
	if r.Comparison, err = r.compare(r.Curves, s.WholeMonths, conf); err != nil {
		return nil, err
	}
	for _, o := range y.Others {
		curves := make([]*rates.Reference, len(r.groups))
		for i, g := range r.groups {
			curves[i] = o.Curves[g]
		}
		c, err := r.compare(curves, s.WholeMonths, conf)
		if err != nil {
			return nil, err
		}
		r.AtShapes = append(r.AtShapes, AtShape{o.Shape, c})
	}
	return r, y.allow(r, conf)
}

// hold finds each tenure's curve, and keeps what of it lies where the curve is known.
func (y *Yardstick) hold(s *Sample, r *Result) {
	for i, t := range s.Tenures {
		group := All
		if s.Groups != nil && y.Curves[s.Groups[i]] != nil {
			group = s.Groups[i]
		}
		begin, end := y.extent(group)
		curve := y.Curves[group]
		if curve == nil {
			r.Without++
			continue
		}
		if t.Exit <= begin && begin > 0 || t.Entry >= end {
			r.Outside++
			continue
		}
		if group == All && len(y.Curves) > 1 {
			r.Whole++
		}
		if t.Exit > end || t.Entry < begin {
			t.Entry, t.Exit, t.Stopped = max(t.Entry, begin), min(t.Exit, end), t.Stopped && t.Exit <= end
			r.Cut++
		}
		r.Index, r.Tenures, r.Curves, r.groups = append(r.Index, i), append(r.Tenures, t), append(r.Curves, curve), append(r.groups, group)
		if s.Weights != nil {
			r.Weights = append(r.Weights, s.Weights[i])
		}
	}
}

func (h *Held) compare(curves []*rates.Reference, whole bool, conf float64) (rates.Comparison, error) {
	if whole {
		return rates.CompareMonths(h.Tenures, h.Weights, curves, conf)
	}
	return rates.CompareTenures(h.Tenures, h.Weights, curves, conf)
}

// allow adds what holds if what is expected was estimated too.
func (y *Yardstick) allow(r *Result, conf float64) error {
	if y.Falls == nil || !r.Lower.OK {
		return nil
	}
	var compared, stops, atRisk []float64
	for _, group := range slices.Sorted(maps.Keys(y.Falls)) {
		for _, f := range y.Falls[group] {
			compared, stops, atRisk = append(compared, r.at(group, f.Time)), append(stops, f.Stops), append(atRisk, f.AtRisk)
		}
	}
	d := rates.EffectiveStops(compared, stops, atRisk)
	if !d.OK {
		return nil
	}
	u, err := r.WithReference(d.V, conf)
	r.Reference = varighet.Some(u)
	return err
}

// at is how many of a group are at risk at a time, by weight.
func (h *Held) at(group string, time float64) (n float64) {
	for i, t := range h.Tenures {
		if h.groups[i] == group && t.Entry < time && time <= t.Exit {
			weight := 1.0
			if h.Weights != nil {
				weight = h.Weights[i]
			}
			n += weight
		}
	}
	return n
}

// Mean is the mean of the curves of tenures, one each, at whole months from 0 to the longest
// of them: what they would show together if they went as their curves and nobody was lost
// sight of [1]. It is empty for no tenures.
//
// [1] Ederer F, Axtell LM, Cutler SJ (1961). Natl Cancer Inst Monogr 6:101–121.
func (h *Held) Mean() (mean []float64) {
	longest := -1
	var curves []*rates.Reference // each once, in their order: the sum has the same bits each time
	count := map[*rates.Reference]float64{}
	for i, t := range h.Tenures {
		longest = max(longest, int(t.Exit))
		if count[h.Curves[i]]++; count[h.Curves[i]] == 1 {
			curves = append(curves, h.Curves[i])
		}
	}
	for month := range longest + 1 {
		s := 0.0
		for _, c := range curves {
			s += count[c] * c.Survival(float64(month))
		}
		mean = append(mean, s/float64(len(h.Curves)))
	}
	return mean
}
