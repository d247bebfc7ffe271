package study

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A parting is the spells of a study by their values of a column.
type parting struct {
	By      string // the column; "" for one part, of all of them
	Without int    // doctors' spells that have no value, and are in no part
	Of      int    // doctors' spells

	cohort bool // the parts are the cohort and the others
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
	for _, g := range groups {
		parts = append(parts, part{g.Key.Label(), g.Spells})
	}
	if len(parts) == 0 && p.Of > 0 {
		return p, nil, r.noParts(by)
	}
	return p, parts, nil
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
	case !of.cohort:
		return p.locale.SizeGroup(group)
	case group == "true":
		return p.locale.Beside.Cohort
	}
	return p.locale.Beside.Others
}

// bySize gives a figure without a title of its own one that says that it is by size of municipality.
func (of *parting) bySize(t *chart.Text, title string) {
	if t.Title == "" && of.By == "size_group" {
		t.Title = title
	}
}
