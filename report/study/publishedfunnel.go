package study

import (
	"math"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

// published has the municipalities whose agreements and stops are shown in a table of municipalities, and the others of a county and
// size group together. What was expected is rounded to one decimal, and the stops that it rests on to tens; limits, places and
// over-dispersion are of those numbers. A unit is left out where one agreement has too many of the months followed, and a size group where
// that holds of what is not shown of it. Without others beside a cohort, and within size groups, alone.
func (f *FunnelPlot) published(p *publication) (Value, error) {
	if f.By != "municipality_now" || f.Match != sizeGroupColumn || p.others != nil || p.publishedBefore("funnel") {
		return nil, errWithheld
	}
	shown, err := p.places()
	if err != nil {
		return nil, err
	}
	held := p.own.placed(shown)
	if len(held.tenures) == 0 {
		return nil, errWithheld
	}
	all, err := funnel.AgainstOthers(held.tenures, held.units, held.groups)
	if err != nil {
		return nil, err
	}
	var units []funnel.Unit
	for _, u := range all {
		if x, ok := held.rounded(p.rule, shown, u); ok {
			units = append(units, x)
		}
	}
	if len(units) == 0 {
		return nil, errWithheld
	}
	out := &FunnelPlot{By: f.By, Match: f.Match, rounded: true}
	names := map[string]string{}
	for i := range f.Units {
		names[f.Units[i].Judged.Name] = f.Units[i].Name
	}
	if err := out.judge(units, func(unit string) string { return names[unit] }, nil); err != nil {
		return nil, err
	}
	for i := range out.Units {
		u := &out.Units[i]
		u.County, u.SizeGroup = held.county[u.Judged.Name], held.group[u.Judged.Name]
	}
	return out, nil
}

// placedTenures are tenures with what a funnel holds them against.
type placedTenures struct {
	tenures       []survival.Tenure
	units, groups []string
	group, county map[string]string    // by unit: its size group; its county, of municipalities together
	months        map[string][]float64 // by unit
	rest          map[string][]float64 // by size group: of the units that are not shown
}

// placed gives the tenures of a side with a size group their unit: a municipality, or those that are told together.
func (s *publishedSide) placed(shown *shownPlaces) *placedTenures {
	h := &placedTenures{group: map[string]string{}, county: map[string]string{}, months: map[string][]float64{}, rest: map[string][]float64{}}
	for k, i := range s.chosen.Index {
		x, t := &s.spells[i], s.chosen.Tenures[k]
		unit := x.Place()
		if x.SizeGroup == "" || unit == "" {
			continue
		}
		if county := shown.with[unit]; county != "" {
			unit = joinedKey(x.SizeGroup, county)
			h.county[unit] = county
		}
		h.tenures, h.units, h.groups = append(h.tenures, t), append(h.units, unit), append(h.groups, x.SizeGroup)
		h.group[unit] = x.SizeGroup
		h.months[unit] = append(h.months[unit], t.Exit-t.Entry)
		if shown.counts[unit] == nil {
			h.rest[x.SizeGroup] = append(h.rest[x.SizeGroup], t.Exit-t.Entry)
		}
	}
	return h
}

// restsOnTens is to what the stops are rounded down on which an expected number rests.
const restsOnTens = 10

// rounded is a unit as it may be read; false where it may not.
func (h *placedTenures) rounded(rule disclosure.Rule, shown *shownPlaces, u funnel.Unit) (funnel.Unit, bool) {
	counts := shown.counts[u.Name]
	if counts == nil || counts.N != u.N || counts.Stopped != u.Observed || u.NotCompared > 0 || !u.ReferenceStops.OK {
		return u, false
	}
	u.Expected = math.Round(10*u.Expected) / 10
	u.ReferenceStops = varighet.Some(math.Floor(u.ReferenceStops.V/restsOnTens) * restsOnTens)
	return u, u.Expected > 0 && u.ReferenceStops.V > 0 && rule.Sum(h.months[u.Name]) && rule.Sum(h.rest[h.group[u.Name]])
}
