package study

import (
	"testing"

	"github.com/varighet/varighet/report/locale"
)

// A table says of itself what its numbers are, in every file and language.
func TestEveryTableHasADefinition(t *testing.T) {
	for _, k := range Kinds() {
		for _, tag := range locale.Tags() {
			if k.HasTable() && locale.Get(tag).TableDefinition(k.Name) == "" {
				t.Errorf("%s has no definition in %s: see report/locale/definitions.go", k.Name, tag)
			}
		}
	}
}
