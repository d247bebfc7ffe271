package ingest

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/ingest/sheet"
)

// The library gives a truth value as 1 or 0 and a share as a fraction, like any number. What
// kind of cell it is shows only in the XML of the sheet, which is gone through once for that
// and for formulas without a value. encoding/xml takes six times as long for it.

// A cellKind is what a number in a cell stands for, if not for a number.
type cellKind uint8

const (
	cellNumber cellKind = iota
	cellTrue
	cellFalse
	cellPercent
	cellDay
)

// An oddCell is a cell whose number is none.
type oddCell struct {
	line, column int32 // from 1
	kind         cellKind
}

// numberStyles returns what the numbers of cells stand for, by the style of the cell.
func numberStyles(z *zip.Reader) []cellKind {
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	for _, m := range z.File {
		if strings.EqualFold(m.Name, "xl/styles.xml") {
			if src, err := m.Open(); err == nil {
				defer src.Close()
				_ = xml.NewDecoder(src).Decode(&sheet) // a workbook that is damaged here does not open at all
			}
		}
	}
	own := map[int]cellKind{}
	for _, f := range sheet.Formats {
		own[f.ID] = kindOfFormat(f.Code)
	}
	kinds := make([]cellKind, len(sheet.Cells))
	for i, c := range sheet.Cells {
		var isOwn bool
		if kinds[i], isOwn = own[c.Format]; !isOwn {
			kinds[i] = kindOfBuiltIn(c.Format)
		}
	}
	return kinds
}

// kindOfBuiltIn tells what the formats are for that have a number and no code, by ECMA-376
// part 1, 18.8.30.
func kindOfBuiltIn(id int) cellKind {
	switch {
	case id == 9, id == 10:
		return cellPercent
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return cellDay
	}
	return cellNumber
}

// kindOfFormat tells what a format is for by the letters of its code, but those in quotes, in
// brackets and after the signs that make the next one plain.
func kindOfFormat(code string) cellKind {
	if strings.EqualFold(code, "general") {
		return cellNumber
	}
	until := byte(0)
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case until != 0:
			if c == until {
				until = 0
			}
		case c == '"':
			until = '"'
		case c == '[':
			until = ']'
		case c == '\\', c == '_', c == '*':
			i++
		case c == '%':
			return cellPercent
		case strings.IndexByte("dmyhDMYH", c) >= 0:
			return cellDay
		}
	}
	return cellNumber
}

// A sheetScan is what the XML of a sheet shows of its cells.
type sheetScan struct {
	uncalculated string // the first cell with a formula that has no value, as programs write that leave the calculating to the spreadsheet; it would read as empty
	odd          []oddCell
	columns      int // that are looked at
}

// scanSheet goes through the XML of a sheet, of which so many columns are looked at.
func scanSheet(src io.Reader, styles []cellKind, columns int) (s sheetScan) {
	tags := sheet.NewTags(src)
	s.columns = columns
	var c scannedCell
	for tags.Next() {
		if tags.Opens {
			c.open(tags, styles)
		}
		if !tags.Closes {
			continue
		}
		switch string(tags.Name) {
		case "sheetData":
			return s
		case "v":
			if c.truth && c.text == "" {
				c.text = string(tags.Text)
			}
		case "c":
			if c.formula && !c.value {
				s.uncalculated = string(c.name)
				return s
			}
			s.add(&c)
		}
	}
	return s
}

// A scannedCell is one cell of a sheet as its XML has it.
type scannedCell struct {
	name           []byte
	text           string // of a truth value
	kind           cellKind
	truth          bool
	formula, value bool
}

// open takes in a tag that begins a cell, or a part of one.
func (c *scannedCell) open(tags *sheet.Tags, styles []cellKind) {
	switch string(tags.Name) {
	case "c":
		*c = scannedCell{name: c.name[:0]}
		c.attributes(tags, styles)
	case "f":
		c.formula = true
	case "v", "is":
		c.value = true
	}
}

// attributes reads what the tag of a cell says of it.
func (c *scannedCell) attributes(tags *sheet.Tags, styles []cellKind) {
	plain := true
	for name, value, ok := tags.Attribute(); ok; name, value, ok = tags.Attribute() {
		switch string(name) {
		case "r":
			c.name = append(c.name[:0], value...)
		case "t":
			c.truth, plain = string(value) == "b", string(value) == "n"
		case "s":
			if i, err := strconv.Atoi(string(value)); err == nil && i >= 0 && i < len(styles) {
				c.kind = styles[i]
			}
		}
	}
	if !plain {
		c.kind = cellNumber
	}
}

// add notes a cell if its number is none.
func (s *sheetScan) add(c *scannedCell) {
	switch {
	case !c.value:
		return
	case c.truth && strings.TrimSpace(c.text) == "0":
		c.kind = cellFalse
	case c.truth:
		c.kind = cellTrue
	case c.kind == cellNumber:
		return
	}
	if column, line, err := excelize.CellNameToCoordinates(string(c.name)); err == nil && column <= s.columns {
		s.odd = append(s.odd, oddCell{int32(line), int32(column), c.kind})
	}
}

// writeOdd writes the cells of a row that are no numbers as what they are. odd are the odd
// cells from this row on; the rest is returned.
func (s *sheetReader) writeOdd(odd []oddCell, line int) []oddCell {
	for len(odd) > 0 && int(odd[0].line) <= line {
		o := odd[0]
		odd = odd[1:]
		if i := int(o.column) - 1; int(o.line) == line && i < len(s.cells) {
			if o.kind == cellDay && line <= sampleSize {
				continue
			}
			s.cells[i] = s.oddText(o.kind, s.cells[i])
		}
	}
	return odd
}

// oddText writes what a number stands for. Days in the first rows are left to [sheetReader.showDates].
func (s *sheetReader) oddText(kind cellKind, raw []byte) []byte {
	switch kind {
	case cellTrue:
		return []byte("TRUE")
	case cellFalse:
		return []byte("FALSE")
	case cellPercent:
		if v, err := strconv.ParseFloat(string(raw), 64); err == nil {
			return append(strconv.AppendFloat(nil, 100*v, 'f', -1, 64), " %"...)
		}
	case cellDay:
		if d, ok := s.day(string(raw), false); ok {
			return []byte(d)
		}
	}
	return raw
}
