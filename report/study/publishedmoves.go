package study

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// A movesCount is one of the counts in a row of moves.
type movesCount struct {
	column string // of the table, and its name among the counts of a side
	at     func(*survival.Moves) int
	set    func(*survival.Moves, int) // none for a sum of others
}

// movesCounts are those that a published report may have, in the bundles in which they are tried. Each
// place where a list is found is tried by itself.
var movesCounts = func() [][]movesCount {
	count := func(column string, at func(*survival.Moves) *int) movesCount {
		return movesCount{column, func(m *survival.Moves) int { return *at(m) }, func(m *survival.Moves, n int) { *at(m) = n }}
	}
	list := [][]movesCount{
		{{"holding", (*survival.Moves).StoppedHolding, nil}, count(survival.NoList.String(), func(m *survival.Moves) *int { return &m.Places[survival.NoList] })},
		{count("stopped", func(m *survival.Moves) *int { return &m.Stopped })},
		{count("doctors", func(m *survival.Moves) *int { return &m.Doctors })},
		{count("still", func(m *survival.Moves) *int { return &m.Still }), count("out_of_sight", func(m *survival.Moves) *int { return &m.OutOfSight })},
		{count(survival.NotSeen.String(), func(m *survival.Moves) *int { return &m.Places[survival.NotSeen] })},
	}
	for p := survival.SameList; p <= survival.UnknownPlace; p++ {
		list = append(list, []movesCount{count(p.String(), func(m *survival.Moves) *int { return &m.Places[p] })})
	}
	return list
}()

// name names a count of a group in the month.
func (m *Moves) name(group, column string) string {
	return "moves " + m.Month.String() + " " + m.By + " " + group + ": " + column
}

// unpublished reports whether nothing of it may be read: doctors are parted by another column than the size
// group, some have none, or the data are of a part of the country's lists, since the table would say of how many.
func (m *Moves) unpublished() bool {
	return m.By != "" && m.By != sizeGroupColumn || m.Narrow || m.Ungrouped > 0
}

// counted counts doctors of all, and then of each group, the largest first.
func (m *Moves) counted(p *publication, s *publishedSide, f *countedFamilies) error {
	if m.unpublished() {
		return nil
	}
	asked := *p.result.Table
	asked.Spells = s.spells
	spells := map[string][]survival.Spell{"all": s.spells}
	groups, _, err := rows.SpellGroups(&asked, by(&Figure{By: m.By}))
	if err != nil {
		return err
	}
	for _, g := range groups {
		spells[g.Key.Label()] = g.Spells
	}
	list := slices.Clone(m.Groups)
	slices.SortStableFunc(list[1:], func(a, b MovesGroup) int { return b.Doctors - a.Doctors })
	for _, g := range list {
		var against related
		if g.Group != "all" {
			if against, err = p.groupNumbers(s, g.Group); err != nil {
				return err
			}
		}
		m.count(f.doctors, g.Group, p.result.Table.Spells, spells[g.Group])
		for _, bundle := range movesCounts {
			for _, c := range bundle {
				f.doctors.never(p.rule, []string{m.name(g.Group, c.column)}, against)
			}
		}
	}
	return nil
}

// count puts the doctors of a group into the sets of its counts.
func (m *Moves) count(f *countedFamily, group string, all, asked []survival.Spell) {
	for b, bundle := range movesCounts {
		var names []string
		for _, c := range bundle {
			names = append(names, m.name(group, c.column))
		}
		when := askedMore
		if b == 0 {
			when = askedRows
		}
		f.bundle(when, names...)
	}
	survival.MovesMembers(all, asked, survival.MovesQuery{Month: varighet.Some(m.Month)}, func(doctor string, one *survival.Moves) {
		for _, bundle := range movesCounts {
			for _, c := range bundle {
				f.put(f.unitOf[doctor], m.name(group, c.column), c.at(one) > 0)
			}
		}
	})
}

// published has the counts that are shown; what is not is withheld in the table, and the figure is drawn where
// nothing is. The share has its denominator where both its counts are shown.
func (m *Moves) published(p *publication) (Value, error) {
	s := p.own
	if m.unpublished() || !s.shown[m.name("all", "holding")] || p.publishedBefore("moves") {
		return nil, errWithheld
	}
	out := &Moves{Month: m.Month, By: m.By}
	for i := range m.Groups {
		old := &m.Groups[i]
		g := MovesGroup{Group: old.Group, Name: old.Name}
		for _, c := range slices.Concat(movesCounts...) {
			n, ok := s.told(m.name(g.Group, c.column))
			switch {
			case !ok:
				g.Withheld = append(g.Withheld, c.column)
			case c.set != nil:
				c.set(&g.Moves, n)
			default:
				g.holding = n
			}
		}
		if err := g.shareOf(); err != nil {
			return nil, err
		}
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

// undrawn reports whether a count is withheld that the figure needs.
func (m *Moves) undrawn() bool {
	return slices.ContainsFunc(m.Groups, func(g MovesGroup) bool { return len(g.Withheld) > 0 })
}
