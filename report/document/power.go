package document

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/power"
)

// Power says what each group of rows can show against the yardstick.
func Power(src *rows.Source, opt *PowerChoices, against *yardstick.Yardstick) (*PowerAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	if opt.wholeMonths() {
		set.RejectFractions()
	}
	doc := newPower(opt, against)
	doc.Ending = newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("power", opt.AnyCSV())
	if len(set.Tenures) == 0 {
		doc.warn("no rows can be used: nobody to follow")
		return doc, nil
	}
	if len(src.Filtered) > 0 {
		doc.warn("the last month of the data is read off the spells that --where leaves")
	}
	if err := doc.reach(set); err != nil {
		return nil, err
	}
	return doc, doc.addGroups(set, against)
}

// Told are the chances that the first group, as it is followed, shows a halved and a doubled hazard;
// missing where nothing is expected.
func (d *PowerAnswer) Told() (halved, doubled varighet.Opt[float64]) {
	if len(d.Groups) == 0 || len(d.Groups[0].Years) == 0 || d.Groups[0].Years[0].Halved == nil {
		return halved, doubled
	}
	y := &d.Groups[0].Years[0]
	return varighet.Some(*y.Halved), varighet.Some(*y.Doubled)
}

// addGroups adds what each group can show. A position is of the group of its first agreement.
func (d *PowerAnswer) addGroups(set *rows.Set, against *yardstick.Yardstick) error {
	units, grouped := set, len(d.opt.By) > 0
	if d.opt.Positions {
		units = set.FirstOfPositions()
	}
	followed := map[string]*rows.Set{}
	for _, part := range units.Split(grouped) {
		followed[part.Key.Label()] = part.Rows
	}
	for _, part := range set.Split(grouped) {
		x := powerGroup{By: part.Key.Document(d.opt.By), Agreements: len(part.Rows.Tenures), Years: []powerYear{}, key: part.Key}
		if kept := followed[part.Key.Label()]; kept == nil {
			d.warn(part.Key.Warned("nobody to follow: no position begins with an agreement of the group"))
		} else if err := d.fill(&x, kept, against); err != nil {
			return err
		}
		d.Groups = append(d.Groups, x)
	}
	return nil
}

// reach settles how far rows are followed of which nobody says.
func (d *PowerAnswer) reach(set *rows.Set) (err error) {
	if set.Reach != nil {
		return nil
	}
	stopped := 0
	for _, t := range set.Tenures {
		if t.Stopped {
			stopped++
		}
	}
	if set.Reach, err = survival.AssumedReach(set.Tenures); err == nil && stopped > 0 {
		d.warn(english.Count(stopped, "row that stopped is", "rows that stopped are") +
			" taken to be followed as long as half of those who were followed for longer; --until names a column of the time to which a row would be followed")
	}
	return err
}

// fill says what a group can show of which these rows are followed.
func (d *PowerAnswer) fill(x *powerGroup, set *rows.Set, against *yardstick.Yardstick) error {
	kept := set.Only(withCurve(set, against))
	if without := len(set.Tenures) - len(kept.Tenures); without > 0 {
		d.warn(x.key.Warned(english.Count(without, "row", "rows") + " left out: the baseline has no value for the group"))
	}
	if x.N = len(kept.Tenures); x.N == 0 {
		d.warn(x.key.Warned("nobody to follow"))
		return nil
	}
	design := d.opt.design(kept, against)
	x.Entering = 12 * design.Entering
	for _, years := range d.opt.Years {
		p, err := power.Of(design.Longer(float64(12*years)), d.opt.Conf, d.opt.Ratios)
		if err != nil {
			return fmt.Errorf("followed %s longer: %w", english.Count(years, "year", "years"), err)
		}
		x.Years = append(x.Years, powerYearOf(years, p))
	}
	d.warnMissing(x)
	return nil
}

// withCurve are the rows that the yardstick has a curve for.
func withCurve(set *rows.Set, against *yardstick.Yardstick) (kept []int) {
	for i := range set.Tenures {
		if against.CurveOf(set.Match(i)) != nil {
			kept = append(kept, i)
		}
	}
	return kept
}

// design is how rows are followed.
func (opt *PowerChoices) design(set *rows.Set, against *yardstick.Yardstick) power.Design {
	d := power.Design{WholeMonths: opt.wholeMonths(), Replaced: opt.Positions, Vacant: opt.Vacant, Entering: opt.Entering / 12}
	began := 0
	for i := range set.Tenures {
		reach := set.Reach[i]
		reach.Until = max(reach.Until, set.Tenures[i].Entry)
		d.Units = append(d.Units, power.Unit{Reach: reach, Entry: set.Tenures[i].Entry, Reference: against.CurveOf(set.Match(i))})
		if reach.New {
			began++
		}
	}
	if opt.EnteringSeen && set.Months > 0 {
		d.Entering = float64(began) / float64(set.Months)
	}
	return d
}

// warnMissing says why numbers of a group are missing: in the first year in which they are.
func (d *PowerAnswer) warnMissing(x *powerGroup) {
	said := map[string]bool{}
	for _, y := range x.Years {
		for _, m := range []struct{ what, why string }{
			{"", y.Reason}, {"no ratio below 1 can be told, ", y.NoneBelow}, {"no ratio above 1 can be told, ", y.NoneAbove},
			{"", y.noLimits()}} {
			if m.why == "" || said[m.what] {
				continue
			}
			said[m.what] = true
			d.warn(x.key.Warned(y.when() + ": " + m.what + m.why))
		}
	}
}

// noLimits is why there are no limits though there are chances; "" if there are.
func (y *powerYear) noLimits() string {
	missing := y.Width == nil
	for _, r := range y.Ratios {
		missing = missing || r.Width == nil
	}
	if y.Reason == "" && missing {
		return "no limits: next to nothing is expected"
	}
	return ""
}

func powerYearOf(years int, p *power.Precision) powerYear {
	y := powerYear{Extra: years, N: p.Units, Time: p.Time, TooFew: p.TooFew, Reason: p.Reason, NoneBelow: p.NoneBelow, NoneAbove: p.NoneAbove, Ratios: []powerRatio{}}
	if p.Reason != "" {
		return y
	}
	y.Expected, y.FalseAlarm, y.Halved, y.Doubled = &p.Expected, &p.FalseAlarm, &p.Halved, &p.Doubled
	y.Lower, y.Upper, y.Width = orNull(p.Lower), orNull(p.Upper), orNull(p.Width)
	y.Below, y.Above = orNull(p.DetectableBelow), orNull(p.DetectableAbove)
	for _, r := range p.Ratios {
		y.Ratios = append(y.Ratios, powerRatio{r.Ratio, r.Stops, r.Expected, orNull(r.Lower), orNull(r.Upper), orNull(r.Width), r.Chance})
	}
	return y
}
