package sheet

import (
	"bufio"
	"bytes"
	"io"
)

// Tags gives the tags of an XML document one after another, each with the text before it.
// It serves a look over a large document of which little matters: nothing is checked, and
// references such as &amp; stay as they are. Comments, instructions and CDATA are passed over.
type Tags struct {
	src     *bufio.Reader
	counted countedReader

	Name []byte // of the element, without the prefix of a namespace
	rest []byte // attributes that follow the name
	Text []byte // the end of the text before the tag, as much as the buffer holds

	Opens, Closes bool // it begins or ends the element, or both
}

// NewTags reads the tags of a document.
func NewTags(src io.Reader) *Tags {
	r := &Tags{counted: countedReader{src: src}}
	r.src = bufio.NewReaderSize(&r.counted, 16<<10)
	return r
}

// A countedReader counts what it reads.
type countedReader struct {
	src io.Reader
	n   int64
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	return n, err
}

// Offset is how many bytes of the document there are up to the end of the tag.
func (r *Tags) Offset() int64 { return r.counted.n - int64(r.src.Buffered()) }

// Next goes to the next tag; false at the end. What the tag before gave is then gone.
func (r *Tags) Next() bool {
	for {
		text, err := r.until('<')
		if err != nil {
			return false
		}
		r.Text = append(r.Text[:0], text...)
		tag, err := r.tag()
		if err != nil {
			return false
		}
		if len(tag) > 0 && tag[0] != '!' && tag[0] != '?' {
			r.take(tag)
			return true
		}
	}
}

// until reads to the end of a byte, and returns what came before it, as much of its end as the
// buffer holds.
func (r *Tags) until(end byte) ([]byte, error) {
	for {
		b, err := r.src.ReadSlice(end)
		if err == nil {
			return b[:len(b)-1], nil
		}
		if err != bufio.ErrBufferFull {
			return nil, err
		}
	}
}

// tag reads what stands between < and >; nothing for a comment or CDATA.
func (r *Tags) tag() ([]byte, error) {
	head, _ := r.src.Peek(len("![CDATA["))
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		return nil, r.skip("!--", "-->")
	case string(head) == "![CDATA[":
		return nil, r.skip("![CDATA[", "]]>")
	}
	return r.until('>')
}

// skip reads to the end, three bytes, of what has this beginning.
func (r *Tags) skip(begin, end string) error {
	_, err := r.src.Discard(len(begin))
	if err != nil {
		return err
	}
	var last [3]byte
	for string(last[:]) != end {
		b, err := r.src.ReadByte()
		if err != nil {
			return err
		}
		last = [3]byte{last[1], last[2], b}
	}
	return nil
}

// take parts a tag into name and attributes.
func (r *Tags) take(tag []byte) {
	r.Opens = tag[0] != '/'
	r.Closes = !r.Opens || tag[len(tag)-1] == '/'
	tag = bytes.Trim(tag, "/")
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	r.Name, r.rest = tag[:end], tag[end:]
	if i := bytes.IndexByte(r.Name, ':'); i >= 0 {
		r.Name = r.Name[i+1:]
	}
}

// Attribute returns the next attribute of the tag; false if there is none left.
func (r *Tags) Attribute() (name, value []byte, ok bool) {
	name, rest, found := bytes.Cut(r.rest, []byte{'='})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if !found || len(rest) == 0 {
		return nil, nil, false
	}
	value, r.rest, ok = bytes.Cut(rest[1:], rest[:1])
	return bytes.TrimSpace(name), value, ok
}
