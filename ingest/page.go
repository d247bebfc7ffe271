package ingest

import (
	"errors"
	"html"
	"iter"
	"strings"

	"github.com/varighet/varighet/internal/limit"
)

// page reads the tables of an HTML page as one: the lines of text above the
// first, then the rows of all. Many programs write such a page as "Excel", with
// the ending .xls.
func (r *reading) page(data []byte) error {
	f := r.file()
	f.format = "HTML"
	text := string(data)
	if f.enc != encodingUTF16 {
		f.enc = sniffEncoding(data, true)
		if letters := f.enc.letters(); letters != nil {
			var b strings.Builder
			for _, c := range data {
				b.WriteString(letters[c])
			}
			text = b.String()
		} else if f.enc == encodingASCII {
			f.enc = encodingUTF8
		}
	}
	if !strings.Contains(strings.ToLower(text), "<table") {
		if f.found {
			f.aside = "an HTML page without a table"
		} else {
			f.refuse(0, 0, "not-a-table", "this is an HTML page without a table", "the page may be one for logging in: fetch the file itself")
		}
		return nil
	}
	g, err := newGrid(tableRows(text, r.limits))
	defer g.stop()
	if errors.Is(err, errRecordTooLong) {
		f.refuse(0, 0, "too-large", "a row of the page is longer than "+r.limits.Text(limit.Line), "look at how it was exported")
		return nil
	}
	if err != nil {
		return err
	}
	shown := f.enc
	f.enc = encodingUTF8 // of the cells
	err = r.grid(f, g)
	f.enc = shown
	return err
}

// tableRows yields the rows of all tables, and before the first each piece of
// text that stands between two tags as a row of its own. Rows are numbered as they come.
func tableRows(text string, limits limit.Set) iter.Seq2[gridRow, error] {
	return func(yield func(gridRow, error) bool) {
		p := &pageParser{rest: text, columns: limits.Of(limit.Columns)}
		line := 0
		for p.next() {
			line++
			if p.length > limits.Of(limit.Line) {
				yield(gridRow{line: line}, errRecordTooLong)
				return
			}
			if !yield(gridRow{line, p.cells}, nil) {
				return
			}
		}
	}
}

// A pageParser goes through the tags of a page. It knows rows and cells and passes
// over the rest, so that no page is too broken for it.
type pageParser struct {
	rest   string
	seen   bool // a table has begun
	inRow  bool
	inCell bool
	span   int
	raw    []byte
	cells  [][]byte
	length int // bytes of the cells

	columns int // that are looked at
}

// next collects the next row into cells.
func (p *pageParser) next() bool {
	p.cells, p.length = nil, 0
	for p.rest != "" {
		before, tag, found := p.cut()
		switch {
		case p.inCell:
			p.raw = append(p.raw, before...)
		case !p.seen && strings.TrimSpace(before) != "":
			p.add(before)
			p.tag(tag)
			return true
		}
		if !found {
			break
		}
		if p.tag(tag) {
			return true
		}
	}
	return p.endRow()
}

// cut takes the text up to the next tag, and the tag; scripts, styles and comments are dropped.
func (p *pageParser) cut() (before, tag string, found bool) {
	before, rest, found := strings.Cut(p.rest, "<")
	if !found {
		p.rest = ""
		return before, "", false
	}
	if strings.HasPrefix(rest, "!--") {
		if _, after, ok := strings.Cut(rest, "-->"); ok {
			p.rest = after
			return before, "", true
		}
	}
	tag, p.rest, _ = strings.Cut(rest, ">")
	if name := tagName(tag); name == "script" || name == "style" || name == "title" && p.seen {
		if i := indexFold(p.rest, "</"+name); i >= 0 {
			p.rest = p.rest[i:]
		} else {
			p.rest = ""
		}
	}
	return before, tag, true
}

func indexFold(s, ascii string) int {
	for i := 0; i+len(ascii) <= len(s); i++ {
		j := strings.IndexByte(s[i:], '<')
		if j < 0 || i+j+len(ascii) > len(s) {
			return -1
		}
		if i += j; strings.EqualFold(s[i:i+len(ascii)], ascii) {
			return i
		}
	}
	return -1
}

func tagName(tag string) string {
	end := strings.IndexFunc(tag, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '/' })
	if end == 0 {
		return "/" + tagName(tag[1:])
	}
	if end > 0 {
		tag = tag[:end]
	}
	return strings.ToLower(tag)
}

// tag follows a tag and reports whether a row is complete.
func (p *pageParser) tag(tag string) bool {
	switch tagName(tag) {
	case "table":
		p.seen = true
	case "tr":
		done := p.endRow()
		p.inRow = true
		return done
	case "/tr", "/table":
		return p.endRow()
	case "td", "th":
		p.endCell()
		p.inRow, p.inCell, p.span = true, true, colspan(tag, p.columns)
	case "/td", "/th":
		p.endCell()
	case "br":
		if p.inCell {
			p.raw = append(p.raw, '\n')
		}
	}
	return false
}

// colspan returns over how many columns a cell goes, at most so many: the others are blank.
func colspan(tag string, most int) int {
	lower := strings.ToLower(tag)
	_, v, ok := strings.Cut(lower, "colspan")
	if !ok {
		return 1
	}
	n := 0
	for _, r := range strings.TrimLeft(v, "= \"'") {
		if r < '0' || r > '9' || n > most {
			break
		}
		n = 10*n + int(r-'0')
	}
	return min(max(n, 1), most)
}

func (p *pageParser) endCell() {
	if !p.inCell {
		return
	}
	p.add(string(p.raw))
	for n := p.span - 1; n > 0 && len(p.cells) < p.columns; n-- {
		p.cells = append(p.cells, nil)
	}
	p.raw, p.inCell = p.raw[:0], false
}

// add adds a cell, if it is in one of the columns that are looked at.
func (p *pageParser) add(text string) {
	if len(p.cells) < p.columns {
		cell := []byte(html.UnescapeString(strings.TrimSpace(text)))
		p.cells, p.length = append(p.cells, cell), p.length+len(cell)
	}
}

func (p *pageParser) endRow() bool {
	p.endCell()
	done := p.inRow && len(p.cells) > 0
	p.inRow = false
	if !done {
		p.cells = nil
	}
	return done
}
