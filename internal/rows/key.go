package rows

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// Warned puts the group in front of a warning.
func (k Key) Warned(text string) string {
	if len(k.Values) > 0 {
		return k.Label() + ": " + text
	}
	return text
}

// Document is the group as documents have it: the value of each column.
func (k Key) Document(by []string) map[string]string {
	m := map[string]string{}
	for i, column := range by {
		m[column] = k.Values[i]
	}
	return m
}

// id is a text that other values have not.
func (k Key) id() string {
	if len(k.Values) == 1 {
		return k.Values[0]
	}
	return fmt.Sprintf("%q", k.Values)
}

// KeyOf is the group of a spell.
func KeyOf(s *survival.Spell, columns []*spellfile.Column) Key {
	key := Key{OK: true}
	for _, c := range columns {
		cell := c.Get(s)
		key.OK = key.OK && cell.OK
		key.Values = append(key.Values, c.Type.Format(cell))
	}
	return key
}

// A Key names a group: a row's values in the columns that group it.
type Key struct {
	Values []string
	OK     bool // false if a value is missing: the row has no group
}

// Label names the group in one text, for sorting and for tests. No other group has it:
// of several values, one with a comma stands in quotes.
func (k Key) Label() string {
	if len(k.Values) == 1 {
		return k.Values[0]
	}
	quoted := make([]string, len(k.Values))
	for i, v := range k.Values {
		if quoted[i] = v; strings.ContainsAny(v, `,"`) {
			quoted[i] = choice.Quote(v)
		}
	}
	return strings.Join(quoted, ", ")
}

// CellsOf is the group of a row of any CSV: its values in the columns.
func CellsOf(t *tabular.Table, row int, columns []string) Key {
	key := Key{OK: true}
	for _, c := range columns {
		v, ok := t.Text(c, row)
		key.OK = key.OK && ok
		key.Values = append(key.Values, v)
	}
	return key
}
