package ingest

import (
	"bytes"
	"errors"
	"io"

	"github.com/varighet/varighet/ingest/cell"
)

// blockSize is how many bytes are read at a time.
const blockSize = 256 << 10

// errRecordTooLong ends a file: without line ends it is no table. The limit is that of records.most.
var errRecordTooLong = errors.New("a line is longer than the limit")

// A quoteError is a quoted field that is not closed, or is followed by text.
// Reading goes on with the line after the one where the quote opens.
type quoteError struct{ column int }

func (*quoteError) Error() string { return "broken quote" }

// records cuts a stream of bytes into lines and lines into fields. A field that
// begins with a double quote runs to the closing one, over line ends if need be,
// with "" for a quote inside (RFC 4180); a quote within a field that does not
// begin with one is a character like any other. Lines end in LF or CRLF.
//
// The fields that read returns are good until the next read.
type records struct {
	src    io.Reader
	most   int // bytes of a record, as limit.Line has it
	sep    byte
	buf    []byte
	begin  int // of the record being read
	next   int // first byte not yet taken
	end    int // of what has been read into buf
	done   bool
	line   int // lines taken so far
	fields [][]byte
	spans  []span
	text   []byte // unquoted fields with "" inside
	record []byte // the record just read, as it is in the file, without its line end
	high   bool   // it holds bytes outside ASCII
}

func (r *records) reset(src io.Reader) {
	if r.buf == nil {
		r.buf = make([]byte, blockSize+r.most)
	}
	*r = records{src: src, most: r.most, buf: r.buf, fields: r.fields[:0], spans: r.spans[:0], text: r.text[:0]}
}

// within makes r go through bytes that are all of a stream; they are not changed.
func (r *records) within(b []byte) {
	*r = records{most: r.most, buf: b, end: len(b), done: true, fields: r.fields[:0], spans: r.spans[:0], text: r.text[:0]}
}

// fill reads more, moving the record being read to the front of the buffer if
// there is no room. It returns false at the end of the stream.
func (r *records) fill() (bool, error) {
	if r.done {
		return false, nil
	}
	if len(r.buf)-r.end < r.most {
		n := copy(r.buf, r.buf[r.begin:r.end])
		r.next -= r.begin
		r.begin, r.end = 0, n
	}
	for range 100 {
		n, err := r.src.Read(r.buf[r.end:])
		r.end += n
		if err == io.EOF {
			r.done = true
			return n > 0, nil
		}
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, io.ErrNoProgress
}

// head returns the first bytes of the stream, up to a block, without taking them.
func (r *records) head() ([]byte, error) {
	for r.end < blockSize {
		if more, err := r.fill(); err != nil || !more {
			return r.buf[:r.end], err
		}
	}
	return r.buf[:r.end], nil
}

// nextLine takes a line and returns where it begins, relative to the record, and ends.
func (r *records) nextLine() (from, to int, err error) {
	scanned := 0
	for {
		if i := bytes.IndexByte(r.buf[r.next+scanned:r.end], '\n'); i >= 0 {
			from, to = r.next-r.begin, r.next+scanned+i-r.begin
			r.next += scanned + i + 1
			break
		}
		scanned = r.end - r.next
		if r.end-r.begin > r.most {
			return 0, 0, errRecordTooLong
		}
		if more, err := r.fill(); err != nil {
			return 0, 0, err
		} else if !more {
			if r.next == r.end {
				return 0, 0, io.EOF
			}
			from, to = r.next-r.begin, r.end-r.begin
			r.next = r.end
			break
		}
	}
	r.line++
	if to > from && r.buf[r.begin+to-1] == '\r' {
		to--
	}
	if to > r.most {
		return 0, 0, errRecordTooLong
	}
	return from, to, nil
}

// read returns the fields of the next record and the line it begins on, io.EOF
// after the last, and a *quoteError for a broken quote, whose line is returned too.
func (r *records) read() (fields [][]byte, line int, err error) {
	r.begin = r.next
	_, to, err := r.nextLine()
	if err != nil {
		return nil, r.line + 1, err
	}
	line = r.line
	record := r.buf[r.begin : r.begin+to]
	r.record = record
	r.high = !cell.IsASCII(record)
	if bytes.IndexByte(record, '"') >= 0 {
		return r.readQuoted(to)
	}
	fields = r.fields[:0]
	for {
		i := bytes.IndexByte(record, r.sep)
		if i < 0 {
			break
		}
		fields = append(fields, record[:i])
		record = record[i+1:]
	}
	r.fields = append(fields, record)
	return r.fields, line, nil
}

// take takes the next line, of n bytes and a line feed, without looking at it.
func (r *records) take(n int) {
	r.begin = r.next
	r.next += n + 1
	r.line++
}

// A span is where a field lies in its record.
type span struct {
	from, to int
	doubled  bool // holds "" for a quote
}

// readQuoted reads a record that has a quote in its first line, which ends at to.
func (r *records) readQuoted(to int) ([][]byte, int, error) {
	line, second := r.line, r.next
	spans := r.spans[:0]
	defer func() { r.spans = spans }()
	for at := 0; ; {
		rec := r.buf[r.begin : r.begin+to]
		if at == len(rec) || rec[at] != '"' {
			end := len(rec)
			if i := bytes.IndexByte(rec[at:], r.sep); i >= 0 {
				end = at + i
			}
			spans = append(spans, span{from: at, to: end})
			at = end
		} else {
			s, end, moved, err := r.closeQuote(at, to)
			second -= moved
			if errors.Is(err, io.EOF) || errors.Is(err, errRecordTooLong) || end < 0 {
				r.next, r.line = second, line
				return nil, line, &quoteError{column: len(spans) + 1}
			} else if err != nil {
				return nil, line, err
			}
			spans = append(spans, s)
			at, to = s.to+1, end
		}
		if at >= to {
			break
		}
		at++ // the separator
	}
	r.cutSpans(spans, to)
	return r.fields, line, nil
}

// closeQuote finds the end of the quoted field that opens at, in a record that
// so far reaches to, taking more lines as needed. It returns the field, the
// end of the record's last line taken (-1 if text follows the closing quote), and
// how far the buffer has moved.
func (r *records) closeQuote(at, to int) (s span, end, moved int, err error) {
	s = span{from: at + 1}
	for i := at + 1; ; {
		rec := r.buf[r.begin : r.begin+to]
		q := bytes.IndexByte(rec[i:], '"')
		if q < 0 {
			i = to
			before := r.begin
			_, next, err := r.nextLine()
			moved += before - r.begin
			if err != nil {
				return s, 0, moved, err
			}
			to = next
			r.high = r.high || !cell.IsASCII(r.buf[r.begin+i:r.begin+to])
			continue
		}
		i += q
		switch {
		case i+1 == len(rec) || rec[i+1] == r.sep:
			s.to = i
			return s, to, moved, nil
		case rec[i+1] == '"':
			s.doubled = true
			i += 2
		default:
			return s, -1, moved, nil
		}
	}
}

// cutSpans fills r.fields from the spans of the record, which reaches to.
func (r *records) cutSpans(spans []span, to int) {
	rec := r.buf[r.begin : r.begin+to]
	r.record = rec
	if cap(r.text) < len(rec) {
		r.text = make([]byte, 0, 2*len(rec))
	}
	r.text, r.fields = r.text[:0], r.fields[:0]
	for _, s := range spans {
		f := rec[s.from:s.to]
		if s.doubled {
			from := len(r.text)
			for i := 0; i < len(f); i++ {
				r.text = append(r.text, f[i])
				if f[i] == '"' {
					i++ // the second of a pair
				}
			}
			f = r.text[from:len(r.text):len(r.text)]
		}
		r.fields = append(r.fields, f)
	}
}
