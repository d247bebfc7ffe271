package study

import (
	"slices"

	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

// markedSpells are spells as a study writes them: each row of an internal one says so, in the
// column that tables have for it. The spells of the result are left as they are.
func markedSpells(t *spellfile.Table, d report.Disclosure) *spellfile.Table {
	if d != report.Internal {
		return t
	}
	marked := *t
	marked.Attributes = append(slices.Clone(t.Attributes), spellfile.Attribute{Name: "table_disclosure", Type: spellfile.Text})
	marked.Spells = slices.Clone(t.Spells)
	for i := range marked.Spells {
		s := &marked.Spells[i]
		values := make([]string, len(marked.Attributes))
		beside := &survival.Beside{Window: s.Window(), Attributes: values}
		if s.Beside != nil {
			copy(values, s.Beside.Attributes)
		}
		values[len(values)-1] = string(d)
		s.Beside = beside
	}
	return &marked
}
