package study

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A parting is the spells of a study by their values of a column.
type parting struct {
	By      string // the column; "" for one part, of all of them
	Without int    // doctors' spells that have no value, and are in no part
	Of      int    // doctors' spells

	cohort bool              // the parts are the cohort and the others
	names  map[string]string // of places, by their group
}

// A part is the spells of a group.
type part struct {
	group  string // as files name it; "all" where spells are not parted
	spells []survival.Spell
}

// parted parts the spells that figures are of by a column, "" for none. Spells of vacant lists are
// parted as doctors' are, by what the column says of them.
func (r *Result) parted(by string) (p parting, parts []part, err error) {
	p.By = by
	t := *r.Table
	t.Spells = r.Spells
	if p.cohort = r.Others != nil && by == cohortColumn; p.cohort {
		t.Spells = r.Table.Spells
	}
	for i := range t.Spells {
		if t.Spells[i].Kind == survival.Regular {
			p.Of++
		}
	}
	if by == "" {
		return p, []part{{"all", t.Spells}}, nil
	}
	groups, without, err := rows.SpellGroups(&t, []string{by})
	if err != nil {
		return p, nil, err
	}
	p.Without = without
	var labels []string
	for _, g := range groups {
		parts, labels = append(parts, part{g.Key.Label(), g.Spells}), append(labels, g.Key.Label())
	}
	if len(parts) == 0 && p.Of > 0 {
		return p, nil, r.noParts(by)
	}
	p.names, err = r.namesIn(by, labels)
	return p, parts, err
}

// noParts is the fault of a column that no spell has a value of.
func (r *Result) noParts(by string) error {
	return &varighet.Problem{Code: "by-empty", Msg: fmt.Sprintf("no agreement that can be followed has a value of %s to part the curves by", by),
		Hint: "leave by out for one curve, or name another column" + r.hintOf(by)}
}

// together are the spells of all parts.
func together(parts []part) (spells []survival.Spell) {
	for _, p := range parts {
		spells = append(spells, p.spells...)
	}
	return spells
}

// Note says how many have no group.
func (p *parting) Note() string {
	if p.Without == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s left out: no %s", p.Without, english.Count(p.Of, "agreement", "agreements"), p.By)
}

// unparted says the same below a figure or a table.
func (p *Page) unparted(of *parting) string {
	if of.Without == 0 {
		return ""
	}
	return locale.Fill(p.locale.NoGroupNote, p.locale.Int(of.Without), p.locale.Int(of.Of))
}

// partLabel is the name that a group has in a language; "" where there is one.
func (p *Page) partLabel(of *parting, group string) string {
	switch {
	case of.By == "":
		return ""
	case !of.cohort || len(p.Names[group]) > 0:
		return p.placeOr(of.names, group)
	case group == "true":
		return p.locale.Beside.Cohort
	}
	return p.locale.Beside.Others
}

// placeOr is what a group is called, of which names has those that are places.
func (p *Page) placeOr(names map[string]string, group string) string {
	return p.place(names[group], group)
}

// place is what a group is called: as a study says, else by the name of the place that it is; "" where
// it is none.
func (p *Page) place(name, group string) string {
	if name != "" && len(p.Names[group]) == 0 {
		return p.named(name)
	}
	return p.group(group)
}

// column is what a column is called in running text: as a study says, else as the language has it.
func (p *Page) column(by string) string {
	if name := p.named(by); name != by {
		return name
	}
	words, _ := p.locale.Column(by)
	return words
}

// heading heads groups by a column: as a study calls it, else as the language does; without a column
// "Gruppe".
func (p *Page) heading(by string) string {
	switch name := p.named(by); {
	case by == "":
		return p.locale.ListLength.Group
	case name != by:
		return locale.Capital(name)
	}
	return p.locale.ColumnHeading(by)
}

// headGroups heads the column of a table that has the groups by what they are.
func (p *Page) headGroups(t *report.Table, by string) {
	for i := range t.Columns {
		if by != "" && t.Columns[i].Key == "group_words" {
			t.Columns[i].Title = p.heading(by)
		}
	}
}
