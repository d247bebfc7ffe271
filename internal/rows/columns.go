package rows

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet/ingest/sheet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// Columns finds columns of spells by name, for a flag: those of every spell, and
// those that a cohort or a table of doctors added. An added one is also found by its
// letters and digits alone, so that type_liste is the header Type liste.
func Columns(t *spellfile.Table, flag string, names []string) ([]*spellfile.Column, error) {
	if len(names) == 0 {
		return nil, nil
	}
	columns := t.Columns()
	var list []*spellfile.Column
	for _, n := range names {
		i := slices.IndexFunc(columns, func(c spellfile.Column) bool { return c.Name == n })
		if i < 0 {
			i = slices.IndexFunc(columns, func(c spellfile.Column) bool { return !spellfile.Has(c.Name) && sheet.Fold(c.Name) == sheet.Fold(n) })
		}
		if i < 0 {
			return nil, noColumn(columns, flag, n)
		}
		list = append(list, &columns[i])
	}
	return list, nil
}

func noColumn(columns []spellfile.Column, flag, name string) error {
	var all []string
	for _, c := range columns {
		all = append(all, c.Name)
	}
	if near := choice.Nearest(name, all); near != "" {
		return choice.Errorf("spells have no column %q for --%s; did you mean %s?", name, flag, near)
	}
	return choice.Errorf("spells have no column %q for --%s; they have %s", name, flag, strings.Join(all, ", "))
}

// numberIn is a spell's number in a column; ok is false if it is none.
func numberIn(c *spellfile.Column, s *survival.Spell) (v float64, present, ok bool) {
	cell := c.Get(s)
	switch {
	case !cell.OK:
		return 0, false, false
	case c.Type == spellfile.Float:
		return cell.Float, true, true
	case c.Type == spellfile.Text:
		v, err := strconv.ParseFloat(cell.Text, 64)
		return v, true, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	return float64(cell.Int), true, true
}

// numericColumns says which of the columns hold numbers: by their type, or, where a
// table beside the register gave them as text, because all values are.
func numericColumns(t *spellfile.Table, columns map[string]*spellfile.Column) func(name string) bool {
	numeric := map[string]bool{}
	for name, c := range columns {
		numeric[name] = c.Type == spellfile.Int || c.Type == spellfile.Float
		if c.Type != spellfile.Text || spellfile.Has(c.Name) {
			continue
		}
		values, numbers := 0, 0
		for i := range t.Spells {
			_, present, ok := numberIn(c, &t.Spells[i])
			if present {
				values++
			}
			if ok {
				numbers++
			}
		}
		numeric[name] = values > 0 && numbers == values
	}
	return func(name string) bool { return numeric[name] }
}

// Narrow leaves the spells that have a value of each column that the conditions name:
// COL=VALUE,COL=VALUE. Values of one column are alternatives. It returns how many it left
// out, by kind.
func Narrow(t *spellfile.Table, conditions string) (filtered map[survival.SpellKind]int, err error) {
	if conditions == "" {
		return nil, nil
	}
	wanted := map[string][]string{}
	var names []string
	pairs, err := choice.Pairs("where", conditions, "COL=VALUE[,COL=VALUE]")
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		if wanted[p.Name] == nil {
			names = append(names, p.Name)
		}
		wanted[p.Name] = append(wanted[p.Name], p.Value)
	}
	columns, err := Columns(t, "where", names)
	if err != nil {
		return nil, err
	}
	had := len(t.Spells)
	filtered = map[survival.SpellKind]int{}
	t.Spells = slices.DeleteFunc(t.Spells, func(s survival.Spell) bool {
		for i, c := range columns {
			if !slices.Contains(wanted[names[i]], c.Type.Format(c.Get(&s))) {
				filtered[s.Kind]++
				return true
			}
		}
		return false
	})
	if had > 0 && len(t.Spells) == 0 {
		return nil, choice.Errorf("no spell has %s", conditions)
	}
	return filtered, nil
}

// outcomes are the columns of spells that say how or when they ended.
var outcomes = []string{"last_month", "end_evidence", "months_held", "months_elapsed", "exit", "stopped", "stop_reason",
	"moved_to_municipality", "moved_to_position", "exit_uncertain", "exit_unconfirmed", "censor_reason"}

// OutcomeWarning says of conditions as [Narrow] takes them that they choose spells by how
// they ended, which no curve or share can be of; "" if they do not.
func OutcomeWarning(conditions string) string {
	pairs, err := choice.Pairs("where", conditions, "COL=VALUE[,COL=VALUE]")
	if err != nil {
		return ""
	}
	for _, p := range pairs {
		if slices.Contains(outcomes, p.Name) {
			return fmt.Sprintf("--where %s chooses spells by how they ended: curves, medians, rates and shares are of those alone, "+
				"not of all who could have ended so; --stops says which reasons are stops", p.Name)
		}
	}
	return ""
}
