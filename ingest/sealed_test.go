package ingest_test

import (
	"slices"
	"testing"

	"github.com/varighet/varighet/ingest"
)

// A sealed cell has the ids that the register has, and no other that the name or number could have had:
// neither the name, nor a pseudonym that says that somebody of that name is not there. A source's own id
// that stands in the register as it is stays.
func TestASealedCellHasIDsOfTheRegisterOnly(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	anna := ingest.NameID(key, "Anna Prøve")
	numbers := ingest.NumberIDs(key, "1000001")
	register := map[string]bool{anna: true, numbers[0]: true, "lege 17": true}
	has := func(id string) bool { return register[id] }
	for text, want := range map[string][]string{"Prøve, Anna": {anna}, "Anna Prøve": {anna}, "1000001": {numbers[0]}, "HPR 1000001": {numbers[0]},
		"lege 17": {"lege 17"}, "Berit Prøve": {""}} {
		if got := ingest.Unsealed(ingest.SealedIDs(key, text, has)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
