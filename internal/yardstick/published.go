package yardstick

import (
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/survival/rates"
)

// otherShapes are tried beside the shape that is assumed of a median.
var otherShapes = []float64{0.8, 1, 1.2}

// Published is the yardstick of published medians: through each goes a Weibull curve of an
// assumed shape. Where none is given it is the one that two published numbers of the
// population have, if there are two ([data.Baseline].ShapeFrom); else 1, a constant hazard.
func Published(b *data.Baseline, shape varighet.Opt[float64]) (*Yardstick, error) {
	if b.Measure != data.KMMedian {
		return nil, fmt.Errorf("%s is a %s: only a km_median can be held against", b.ID, b.Measure)
	}
	k, why, err := assumedShape(b, shape)
	if err != nil {
		return nil, err
	}
	y := &Yardstick{Name: b.ID, Assumption: "Weibull with shape " + strconv.FormatFloat(k, 'g', 4, 64) + why, Shape: varighet.Some(k)}
	if y.Curves, err = throughMedians(b, k); err != nil {
		return nil, err
	}
	for _, s := range otherShapes {
		if s == k {
			continue
		}
		curves, err := throughMedians(b, s)
		if err != nil {
			return nil, err
		}
		y.Others = append(y.Others, Shaped{s, curves})
	}
	return y, nil
}

// assumedShape is the shape that is chosen, or follows from what is published, and why.
func assumedShape(b *data.Baseline, chosen varighet.Opt[float64]) (shape float64, why string, err error) {
	if chosen.OK || b.ShapeFrom == "" {
		return chosen.Or(1), "", nil
	}
	share, err := data.FindBaseline(b.ShapeFrom)
	if err != nil {
		return 0, "", err
	}
	stopped, _ := share.Value(All)
	median, _ := b.Months(All)
	shape, err = rates.ShapeThrough(median, float64(share.WithinMonths), stopped.Value/100)
	return shape, fmt.Sprintf(", which has the country's %s %% within %d months", stopped.Text, share.WithinMonths), err
}

// throughMedians are the curves of a shape through each median.
func throughMedians(b *data.Baseline, shape float64) (Curves, error) {
	curves := Curves{}
	for _, v := range b.Values {
		months, ok := b.Months(v.Group)
		if !ok {
			continue
		}
		ref, err := rates.WeibullReference(months, shape)
		if err != nil {
			return nil, err
		}
		curves[v.Group] = ref
	}
	return curves, nil
}
