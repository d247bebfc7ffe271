package columnar

import (
	"fmt"

	"github.com/varighet/varighet/internal/limit"
)

// A room is the memory that the columns of a row group may take together: as they are in the file, as
// pages, as dictionaries and as texts. Without it a small file could have a large page in each of a
// thousand columns, or texts without end in one. A nil room has no end.
type room struct {
	left   int
	limits limit.Set
}

func newRoom(limits limit.Set) *room { return &room{limits.Of(limit.ParquetGroup), limits} }

// take takes memory, which is not given back before the row group ends.
func (r *room) take(bytes int) error {
	if r == nil {
		return nil
	}
	if r.left -= bytes; r.left < 0 || bytes < 0 {
		return fmt.Errorf("a row group takes more memory than %s", r.limits.Text(limit.ParquetGroup))
	}
	return nil
}

// text takes the memory of a text that is not known yet, and of what leads to it.
func (r *room) text(s string) error {
	if r != nil && len(s) > r.limits.Of(limit.ParquetText) {
		return fmt.Errorf("a text is longer than %s", r.limits.Text(limit.ParquetText))
	}
	return r.take(textBytes + len(s))
}

// textBytes is what a text takes beside its letters: its place in the list, and in the map by which it
// is found again, which is half empty after it has grown.
const textBytes = 96
