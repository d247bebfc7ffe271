package document

import (
	"fmt"
	"math"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

// Funnel says where each unit stands. against is used where the choices name a baseline or a curve;
// else units are held against each other, and it may be nil.
func Funnel(src *rows.Source, opt *FunnelChoices, against *yardstick.Yardstick) (*FunnelAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	doc := newFunnel(opt, against)
	doc.Ending = newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("funnel", opt.AnyCSV())
	var units []funnel.Unit
	if !opt.against() {
		units, err = doc.againstOthers(src, set)
	} else {
		units, err = doc.against(set, against)
	}
	if err != nil {
		return nil, err
	}
	adjustment, _ := funnel.ParseAdjustment(opt.Adjust) // Check took none that cannot be
	j, err := funnel.Judge(units, funnel.Options{ConfLevel: opt.Conf, Winsorise: opt.Winsorise, Adjustment: adjustment})
	if err != nil {
		return nil, err
	}
	doc.describe(j)
	return doc, nil
}

func newFunnel(opt *FunnelChoices, against *yardstick.Yardstick) *FunnelAnswer {
	doc := &FunnelAnswer{Schema: "varighet.funnel/1", ConfLevel: opt.Conf, Reference: "others", Match: opt.Match,
		Adjustment: opt.Adjust, Units: []funnelUnit{}, Limits: []funnelLimit{}, opt: opt, table: opt.Table}
	if opt.against() {
		doc.Reference, doc.Assumption = against.Name, against.Assumption
	}
	doc.Notes = doc.notes()
	return doc
}

// againstOthers holds units against the others of their stratum. Rows without a value to match on
// have nothing to be held against.
func (d *FunnelAnswer) againstOthers(src *rows.Source, set *rows.Set) ([]funnel.Unit, error) {
	if set = d.matched(src, set); len(set.Tenures) == 0 {
		d.warn("no rows can be used: nothing to compare")
		return nil, nil
	}
	keys, of := set.NumberGroups()
	labels := make([]string, len(of))
	for i, k := range of {
		labels[i] = keys[k].Label()
	}
	units, err := funnel.AgainstOthers(set.Tenures, labels, set.Matches)
	at := map[string]funnel.Unit{}
	for _, u := range units {
		at[u.Name] = u
	}
	d.keys = keys
	units = units[:0]
	for _, k := range keys {
		units = append(units, at[k.Label()])
	}
	return units, err
}

// matched are the rows that belong to a unit and have a value to match on.
func (d *FunnelAnswer) matched(src *rows.Source, set *rows.Set) *rows.Set {
	var kept []int
	without := 0
	for i := range set.Tenures {
		switch {
		case !set.Groups[i].OK:
		case set.Matches != nil && set.Matches[i] == "":
			without++
		default:
			kept = append(kept, i)
		}
	}
	switch {
	case without > 0 && src.Table != nil:
		d.leaveOut(survival.LeftOut{Reason: survival.ValueMissing, What: d.Match, Spells: without})
	case without > 0:
		d.warn(english.Count(without, "row", "rows") + " left out: no " + d.Match)
	}
	if without > 0 && len(kept) == 0 {
		d.warn(fmt.Sprintf("nothing has a %s: --match names another column, and --match '' holds each unit against all others", d.Match))
	}
	return set.Only(kept)
}

// against holds units against a baseline or a curve.
func (d *FunnelAnswer) against(set *rows.Set, against *yardstick.Yardstick) (units []funnel.Unit, err error) {
	if len(set.Tenures) == 0 {
		d.warn("no rows can be used: nothing to compare")
		return nil, nil
	}
	for _, part := range set.Split(true) {
		c, err := against.Compare(d.opt.sample(part.Rows), d.opt.Conf)
		if err != nil {
			return nil, err
		}
		d.tellOf(part.Key, c)
		d.keys = append(d.keys, part.Key)
		unit := funnel.Unit{Name: part.Key.Label(), N: len(c.Index), Observed: c.Observed, Expected: c.Expected}
		if c.Reference.OK {
			unit.ReferenceStops = varighet.Some(c.Reference.V.Stops)
		}
		units = append(units, unit)
	}
	return units, nil
}

// describe fills the document with what was judged.
func (d *FunnelAnswer) describe(j *funnel.Judgement) {
	greatest := 0.0
	for i := range j.Units {
		d.add(d.keys[i], &j.Units[i])
		greatest = max(greatest, j.Units[i].Expected)
	}
	d.Counts = countsOf(j)
	p := &j.Dispersion
	d.Dispersion = funnelDispersion{p.Units, p.Centre, orNull(p.ChiSquare), orNull(p.P), p.Winsorised, orNull(p.PhiPublished),
		orNull(p.Phi), orNull(p.Variance), p.Reason}
	s := &j.Shrinkage
	d.Shrinkage = funnelShrinkage{orNull(s.Mean), orNull(s.Shape), orNull(s.Rate), orNull(s.Variance), orNull(s.VarianceLower),
		orNull(s.VarianceUpper), orNull(s.P), s.Reason}
	if greatest > 0 {
		for _, l := range j.Limits(linePoints(greatest)) {
			d.Limits = append(d.Limits, funnelLimit{l.Expected, *boundsOf(varighet.Some(l.Funnel.V)), boundsOf(l.Adjusted)})
		}
	}
	d.warnOf(j)
}

// linePoints are numbers expected at which lines are drawn: as close as the lines bend, up to a
// little beyond the greatest.
func linePoints(greatest float64) (points []float64) {
	const n = 60
	first, last := 0.5, max(10, 1.1*greatest)
	for i := range n + 1 {
		points = append(points, first*math.Pow(last/first, float64(i)/n))
	}
	return points
}

func (d *FunnelAnswer) add(key rows.Key, u *funnel.Judged) {
	d.Units = append(d.Units, funnelUnit{By: key.Document(d.opt.By), N: u.N, Observed: u.Observed, Expected: u.Expected,
		ReferenceStops: orNull(u.ReferenceStops), NotCompared: u.NotCompared, Ratio: orNull(u.Ratio), Lower: orNull(u.Lower),
		Upper: orNull(u.Upper), Z: orNull(u.Z), Place: string(u.Place), AdjustedPlace: string(u.AdjustedPlace),
		TooSmall: u.TooSmall, Shrunken: orNull(u.Shrunken), ShrunkenLower: orNull(u.ShrunkenLower),
		ShrunkenUpper: orNull(u.ShrunkenUpper), Funnel: boundsOf(u.Funnel), Adjusted: boundsOf(u.Adjusted)})
}

func boundsOf(f varighet.Opt[funnel.Funnel]) *funnelBounds {
	if !f.OK {
		return nil
	}
	return &funnelBounds{orNull(f.V.Inner.Lower), f.V.Inner.Upper, orNull(f.V.Outer.Lower), f.V.Outer.Upper}
}

func countsOf(j *funnel.Judgement) funnelCounts {
	c := funnelCounts{Units: len(j.Units)}
	var adjusted funnelPlaces
	for i := range j.Units {
		u := &j.Units[i]
		if !u.Ratio.OK {
			c.NotJudged++
		}
		if u.TooSmall {
			c.TooSmall++
		}
		c.Funnel.add(u.Place)
		adjusted.add(u.AdjustedPlace)
	}
	if j.Dispersion.Phi.OK {
		c.Adjusted = &adjusted
	}
	return c
}

// uncertainPart is how much the uncertain reference may add to the variance of a unit's ratio
// without a word.
const uncertainPart = 0.1

// warnOf says which units are judged on less than they seem to be, or not at all.
func (d *FunnelAnswer) warnOf(j *funnel.Judgement) {
	var none, uncertain []string
	small, stops, of := 0, 0, 0
	for i := range j.Units {
		u, name := &j.Units[i], d.keys[i].Label()
		switch {
		case !u.Ratio.OK:
			none = append(none, name)
		case u.ReferenceStops.OK && u.Expected > uncertainPart*u.ReferenceStops.V:
			uncertain = append(uncertain, name)
		}
		if u.TooSmall {
			small++
		}
		if u.NotCompared > 0 {
			stops += u.NotCompared
			of++
		}
	}
	if len(none) > 0 {
		d.warn("cannot be judged, since nothing is expected of them: " + someOf(none))
	}
	if len(uncertain) > 0 {
		d.warn("what is expected rests on few stops of others, so limits are wider than the lines of the funnel: " + someOf(uncertain))
	}
	if stops > 0 {
		d.warn(fmt.Sprintf("%s of %s not compared: no other unit had anyone at risk at that tenure", english.Count(stops, "stop", "stops"),
			english.Count(of, "unit", "units")))
	}
	if small > 0 {
		d.warn(fmt.Sprintf("%d of %s so small that not even no stops at all would be below the funnel (too_small)", small,
			english.Count(len(j.Units), "unit is", "units are")))
	}
	for _, reason := range []string{j.Dispersion.Reason, j.Shrinkage.Reason} {
		if reason != "" && len(j.Units) > 0 {
			d.warn(reason)
		}
	}
}

// someOf lists the first of many names, and says how many more there are.
func someOf(names []string) string {
	const shown = 10
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}
