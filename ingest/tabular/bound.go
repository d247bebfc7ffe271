package tabular

import (
	"errors"
	"io"

	"github.com/varighet/varighet/internal/limit"
)

var errRecordTooLong = errors.New("the row is longer than " + limit.Set{}.Text(limit.TableRow) + ", which is the limit")

const tooLongHint = "look for a quote that is not closed, and for a line end that is missing"

// A recordBound ends a stream in which a record goes on for too long: one quote that is not closed makes
// a record of the rest of the file.
type recordBound struct {
	src         io.Reader
	begin, read int64 // where the record begins; what has been read
}

func (b *recordBound) Read(p []byte) (int, error) {
	if b.read-b.begin > int64(limit.Default(limit.TableRow)) {
		return 0, errRecordTooLong
	}
	n, err := b.src.Read(p)
	b.read += int64(n)
	return n, err
}
