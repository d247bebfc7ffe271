package ingest

import (
	"bufio"
	"bytes"
	"io"
)

// A tagReader gives the tags of an XML document one after another, each with the text before it.
// It serves a look over a large document of which little matters: nothing is checked, and
// references such as &amp; stay as they are. Comments, instructions and CDATA are passed over.
type tagReader struct {
	src  *bufio.Reader
	name []byte // of the element, without the prefix of a namespace
	rest []byte // attributes that follow the name
	text []byte // the end of the text before the tag, as much as the buffer holds

	opens, closes bool // it begins or ends the element, or both
}

func newTagReader(src io.Reader) *tagReader { return &tagReader{src: bufio.NewReaderSize(src, 16<<10)} }

// next goes to the next tag; false at the end. What the tag before gave is then gone.
func (r *tagReader) next() bool {
	for {
		text, err := r.until('<')
		if err != nil {
			return false
		}
		r.text = append(r.text[:0], text...)
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
func (r *tagReader) until(end byte) ([]byte, error) {
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
func (r *tagReader) tag() ([]byte, error) {
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
func (r *tagReader) skip(begin, end string) error {
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
func (r *tagReader) take(tag []byte) {
	r.opens = tag[0] != '/'
	r.closes = !r.opens || tag[len(tag)-1] == '/'
	tag = bytes.Trim(tag, "/")
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	r.name, r.rest = tag[:end], tag[end:]
	if i := bytes.IndexByte(r.name, ':'); i >= 0 {
		r.name = r.name[i+1:]
	}
}

// attribute returns the next attribute of the tag; false if there is none left.
func (r *tagReader) attribute() (name, value []byte, ok bool) {
	name, rest, found := bytes.Cut(r.rest, []byte{'='})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if !found || len(rest) == 0 {
		return nil, nil, false
	}
	value, r.rest, ok = bytes.Cut(rest[1:], rest[:1])
	return bytes.TrimSpace(name), value, ok
}
