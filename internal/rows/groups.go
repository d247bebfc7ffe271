package rows

import (
	"slices"

	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// A SpellGroup is the spells of one combination of values.
type SpellGroup struct {
	Key    Key
	Spells []survival.Spell
}

// SpellGroups parts spells by columns, in the order in which groups are shown.
// Spells without a value are left out, and how many of doctors is returned.
func SpellGroups(t *spellfile.Table, by []string) (groups []SpellGroup, ungrouped int, err error) {
	columns, err := Columns(t, "by", by)
	if err != nil {
		return nil, 0, err
	}
	if len(columns) == 0 {
		return []SpellGroup{{Spells: t.Spells}}, 0, nil
	}
	set := &Set{}
	for i := range t.Spells {
		key := KeyOf(&t.Spells[i], columns)
		if !key.OK && t.Spells[i].Kind == survival.Regular {
			ungrouped++
		}
		set.Groups = append(set.Groups, key)
		set.Row = append(set.Row, i)
	}
	for _, part := range set.Split(true) {
		groups = append(groups, SpellGroup{part.Key, Take(t.Spells, part.Rows.Row)})
	}
	return groups, ungrouped, nil
}

// A Group is the rows of one group.
type Group struct {
	Key  Key
	Rows *Set
}

// Split parts the rows by their groups, in the order in which groups are
// shown: by the first column, then the second, and so on.
func (s *Set) Split(grouped bool) []Group {
	if !grouped {
		return []Group{{Rows: s}}
	}
	keys, of := s.NumberGroups()
	members := make([][]int, len(keys))
	for i, g := range of {
		if g >= 0 {
			members[g] = append(members[g], i)
		}
	}
	groups := make([]Group, len(keys))
	for g, key := range keys {
		groups[g] = Group{key, s.Only(members[g])}
	}
	return groups
}

// NumberGroups returns the groups in the order in which they are shown, and the
// number among them of that of each row; −1 for a row without.
func (s *Set) NumberGroups() (keys []Key, of []int) {
	at := map[string]int{}
	of = make([]int, len(s.Groups))
	for i, key := range s.Groups {
		if of[i] = -1; !key.OK {
			continue
		}
		id := key.id()
		g, seen := at[id]
		if !seen {
			g = len(keys)
			at[id] = g
			keys = append(keys, key)
		}
		of[i] = g
	}
	sorted := sortGroups(keys)
	place := make([]int, len(keys))
	for g, key := range sorted {
		place[at[key.id()]] = g
	}
	for i, g := range of {
		if g >= 0 {
			of[i] = place[g]
		}
	}
	return sorted, of
}

// sortGroups returns the keys in the order in which groups are shown.
func sortGroups(keys []Key) []Key {
	sorted := slices.Clone(keys)
	if len(keys) == 0 {
		return sorted
	}
	for c := len(keys[0].Values) - 1; c >= 0; c-- {
		var labels []string
		for _, k := range keys {
			labels = append(labels, k.Values[c])
		}
		at := map[string]int{}
		for i, label := range survival.OrderGroups(labels) {
			at[label] = i
		}
		slices.SortStableFunc(sorted, func(a, b Key) int { return at[a.Values[c]] - at[b.Values[c]] })
	}
	return sorted
}
