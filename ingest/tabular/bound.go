package tabular

import (
	"fmt"
	"io"
)

// The limits within which a table is read. They are far above what any table has, and bound what a
// damaged file can ask for: one quote that is not closed makes a record of the rest of the file.
const (
	MaxField   = 64 << 10 // bytes
	MaxRecord  = 1 << 20  // bytes, and of the header
	MaxColumns = 4096
)

var errRecordTooLong = fmt.Errorf("the row is longer than %d MiB, which is the limit", MaxRecord>>20)

const tooLongHint = "look for a quote that is not closed, and for a line end that is missing"

// A recordBound ends a stream in which a record goes on for too long.
type recordBound struct {
	src         io.Reader
	begin, read int64 // where the record begins; what has been read
}

func (b *recordBound) Read(p []byte) (int, error) {
	if b.read-b.begin > MaxRecord {
		return 0, errRecordTooLong
	}
	n, err := b.src.Read(p)
	b.read += int64(n)
	return n, err
}
