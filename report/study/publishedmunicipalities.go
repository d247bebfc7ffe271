package study

import (
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// published has how many agreements a municipality has and how many of them ended, where its
// size group is shown. Municipalities that cannot be shown apart are told together with those of their
// county and size group, if all of those are asked for. Their medians are withheld: a curve of so few goes in
// too few steps. All is withheld where others stand beside a cohort, since a municipality's
// agreements are of both.
func (m *Municipalities) published(p *publication) (Value, error) {
	out := &Municipalities{Source: m.Source, Window: m.Window, Basis: m.Basis, lean: p.own.lean(m.lean)}
	shown := &shownPlaces{}
	if p.others == nil {
		var err error
		if shown, err = p.places(); err != nil {
			return nil, err
		}
	}
	var joined []survival.OwnMedian // of the size group at hand
	for i := range m.List {
		old := &m.List[i]
		if county := shown.with[old.Place]; county == "" || !shown.allIn(m.List, old.Place) {
			out.List = append(out.List, shown.row(*old, old.Place))
		} else if !slices.ContainsFunc(joined, func(o survival.OwnMedian) bool { return o.County == county }) {
			o := survival.OwnMedian{Place: county, County: county, SizeGroup: old.SizeGroup}
			joined = append(joined, shown.row(o, joinedKey(old.SizeGroup, county)))
		}
		if i+1 == len(m.List) || m.List[i+1].SizeGroup != old.SizeGroup {
			slices.SortFunc(joined, func(a, b survival.OwnMedian) int { return strings.Compare(a.County, b.County) })
			out.List, joined = append(out.List, joined...), nil
		}
	}
	return out, nil
}

// shownPlaces are the counts of municipalities that may be shown: of single ones by their place, and
// of those that are told together by [joinedKey].
type shownPlaces struct {
	counts map[string]*survival.GroupMedian
	with   map[string]string // the county with whose others a municipality is told
	group  map[string]string // and its size group
}

// joinedKey names those of a county and size group that are told together.
func joinedKey(group, county string) string { return group + " in county " + county }

// row is a row of which the counts are those of a key, withheld if they are not shown.
func (s *shownPlaces) row(old survival.OwnMedian, key string) survival.OwnMedian {
	o := survival.OwnMedian{Place: old.Place, Name: old.Name, County: old.County, SizeGroup: old.SizeGroup, PublishedAtLeast: old.PublishedAtLeast}
	o.GroupMedian = survival.GroupMedian{Group: old.Group, Withheld: true}
	if g := s.counts[key]; g != nil {
		o.GroupMedian = *g
	}
	o.MedianWithheld, o.Published = true, old.Published
	return o
}

// allIn reports whether all municipalities that are told with one are in a list.
func (s *shownPlaces) allIn(list []survival.OwnMedian, place string) bool {
	for other, county := range s.with {
		if county == s.with[place] && s.group[other] == s.group[place] && !slices.ContainsFunc(list, func(o survival.OwnMedian) bool { return o.Place == other }) {
			return false
		}
	}
	return true
}

// places are the counts of the municipalities that may be shown, whichever are asked for. Those
// of a size group are chosen together; the rest of it are all others there, and those that have
// been in several groups.
func (p *publication) places() (*shownPlaces, error) {
	s := p.own
	d, err := p.by(s, sizeGroupColumn)
	if err != nil {
		return nil, err
	}
	several := inSeveralGroups(s.spells)
	shown := &shownPlaces{map[string]*survival.GroupMedian{}, map[string]string{}, map[string]string{}}
	for group, known := range d.shown {
		if known {
			s.in(group).places(group, several, shown)
		}
	}
	return shown, nil
}

// in is the part of a side in a size group.
func (s *publishedSide) in(group string) *publishedSide {
	part := &publishedSide{rule: s.rule, spells: s.spells, chosen: &survival.Selection{}, curve: s.curve, since: s.sinceIn(group), before: s.before}
	for k, i := range s.chosen.Index {
		if s.spells[i].SizeGroup == group {
			put(part.chosen, i, s.chosen.Tenures[k])
		}
	}
	return part
}

// places adds those of a size group that are shown.
func (s *publishedSide) places(group string, several map[string]bool, shown *shownPlaces) {
	s.join(group, several, shown)
	of := s.by(s.isEnd, func(i int) (string, bool) {
		place := s.spells[i].Place()
		if county := shown.with[place]; county != "" {
			return joinedKey(group, county), true
		}
		return place, place != "" && !several[place]
	})
	for place, ok := range of.shown {
		if row, known := of.rows[place]; ok && known {
			shown.counts[place] = &survival.GroupMedian{Group: place, N: row.N(), Stopped: row.Stops(), FromStart: row.FromStart()}
		}
	}
}

// join finds the municipalities of a size group that cannot be shown apart, and puts them together where
// their county has two or more of them. Beside an earlier report they are those of then, as groups are
// fixed over periods.
func (s *publishedSide) join(group string, several map[string]bool, shown *shownPlaces) {
	tenures, county := map[string][]survival.Tenure{}, map[string]string{}
	for k, i := range s.chosen.Index {
		place := s.spells[i].Place()
		tenures[place] = append(tenures[place], s.chosen.Tenures[k])
		county[place] = s.spells[i].County()
	}
	small := map[string][]string{} // by county
	for _, place := range slices.Sorted(maps.Keys(tenures)) {
		if county[place] != "" && !several[place] && s.isSmall(place, tenures[place]) {
			small[county[place]] = append(small[county[place]], place)
		}
	}
	for c, list := range small {
		if len(list) < 2 {
			continue
		}
		for _, place := range list {
			shown.with[place], shown.group[place] = c, group
		}
	}
}

// isSmall reports whether a municipality cannot be shown apart.
func (s *publishedSide) isSmall(place string, tenures []survival.Tenure) bool {
	if s.before != nil && s.before.Joined != nil {
		return slices.Contains(s.before.Joined, place)
	}
	return !s.rule.Alone(disclosure.RowOf(tenures))
}

// inSeveralGroups are the municipalities whose agreements are not all of one size group.
func inSeveralGroups(spells []survival.Spell) map[string]bool {
	group, several := map[string]string{}, map[string]bool{}
	for i := range spells {
		s := &spells[i]
		if s.Kind != survival.Regular {
			continue
		}
		first, known := group[s.Place()]
		if known && first != s.SizeGroup {
			several[s.Place()] = true
		}
		group[s.Place()] = s.SizeGroup
	}
	return several
}
