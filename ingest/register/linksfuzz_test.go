package register

import (
	"slices"
	"testing"

	"github.com/varighet/varighet"
)

// Links that are accepted are the same when they are written and read again.
func FuzzLinks(f *testing.F) {
	f.Add(encodeLinks([]Link{{PositionID: "a", Month: may, Kind: "split", ListID: "=1;\"", Code: "4631", Before: varighet.Some(int32(7))}}))
	f.Add([]byte("position_id,month,kind,list_id,municipality_code,residents_before,residents_after\n,,,,,,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		links, err := decodeLinks(data)
		if err != nil {
			return
		}
		if back, err := decodeLinks(encodeLinks(links)); err != nil || !slices.Equal(back, links) {
			t.Fatalf("%v was read back as %v, %v", links, back, err)
		}
	})
}
