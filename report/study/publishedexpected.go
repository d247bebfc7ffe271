package study

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report/disclosure"
)

// published has the stops up to the last step of the curve beside those expected of the tenures
// that the steps tell: a function of the curves that are shown. It is withheld beside others and
// a file of curves, which may be of the same rows. What the positions could show is not told.
func (x *Expected) published(p *publication) (Value, error) {
	out := *x
	out.Whole, out.BySize, out.Halved, out.Doubled = nil, nil, varighet.Opt[float64]{}, varighet.Opt[float64]{}
	out.lean = p.own.lean(x.lean)
	if x.Others || x.File != "" || p.own.tenures == nil {
		return nil, errWithheld
	}
	sample, ok := spreadSample(disclosure.RowOf(p.own.chosen.Tenures), p.own.ends)
	if !ok {
		return nil, errWithheld
	}
	var err error
	if x.Whole != nil {
		if out.Whole, err = x.stick.Compare(sample, ConfLevel); err != nil {
			return nil, err
		}
	}
	if out.BySize, err = p.bySize(x, sample); err != nil {
		return nil, err
	}
	if len(out.figures()) == 0 {
		return nil, errWithheld
	}
	return &out, nil
}

// bySize holds all against municipalities of the same sizes; nil where a size group is not shown.
func (p *publication) bySize(x *Expected, all *yardstick.Sample) (*yardstick.Result, error) {
	if x.BySize == nil {
		return nil, nil
	}
	if x.Mixed {
		mixed, err := x.stick.Mix(p.result.Study.Expected.Mix)
		if err != nil {
			return nil, err
		}
		return mixed.Compare(all, ConfLevel)
	}
	d, err := p.by(p.own, sizeGroupColumn)
	if err != nil || !d.all {
		return nil, err
	}
	sized := &yardstick.Sample{WholeMonths: true}
	for _, group := range d.labels {
		sample, ok := spreadSample(d.rows[group], d.ends)
		if !d.shown[group] || !ok {
			return nil, nil
		}
		sized.Tenures = append(sized.Tenures, sample.Tenures...)
		sized.Groups = append(sized.Groups, slices.Repeat([]string{group}, len(sample.Tenures))...)
	}
	return x.stick.Compare(sized, ConfLevel)
}

// spreadSample is a row's tenures as steps tell them; false for none.
func spreadSample(row disclosure.Row, ends []int) (*yardstick.Sample, bool) {
	tenures, ok := disclosure.Spread(row, ends)
	return &yardstick.Sample{Tenures: tenures, WholeMonths: true}, ok && len(ends) >= leastSteps
}

// published has all, and the size groups whose curves are shown.
func (o *Observed) published(p *publication) (Value, error) {
	if o.By != "" && o.By != sizeGroupColumn {
		return nil, errWithheld
	}
	whole, err := o.Expected.published(p)
	if err != nil {
		return nil, err
	}
	out := &Observed{Expected: whole.(*Expected), By: o.By}
	if o.By == "" {
		return out, nil
	}
	d, err := p.by(p.own, o.By)
	if err != nil {
		return nil, err
	}
	for _, g := range o.Groups {
		sample, ok := spreadSample(d.rows[g.Group], d.ends)
		if !d.shown[g.Group] || !ok {
			continue
		}
		if out.BySize != nil {
			sample.Groups = slices.Repeat([]string{g.Group}, len(sample.Tenures))
		}
		held, err := o.stick.Compare(sample, ConfLevel)
		if err != nil {
			return nil, err
		}
		out.Groups = append(out.Groups, ObservedGroup{Group: g.Group, Name: g.Name, Against: againstOf(held)})
	}
	return out, nil
}
