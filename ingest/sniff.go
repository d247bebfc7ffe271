package ingest

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// An encoding is how a file writes letters.
type encoding uint8

const (
	encodingASCII encoding = iota // nothing outside ASCII so far
	encodingUTF8
	encodingUTF8BOM
	encodingUTF16
	encodingWindows1252 // ISO-8859-1 too: they agree on every letter
)

var encodingNames = [...]string{"UTF-8", "UTF-8", "UTF-8 with BOM", "UTF-16", "Windows-1252"}

func (e encoding) String() string { return encodingNames[e] }

// isUTF8 reports whether a line outside ASCII has to be UTF-8.
func (e encoding) isUTF8() bool { return e != encodingWindows1252 && e != encodingASCII }

// A signature is what another kind of file begins with.
type signature struct{ begins, is, hint string }

const saveAsCSV = `save the sheet as "CSV UTF-8" and give that file`

var signatures = []signature{
	{"PK\x03\x04", "a workbook (.xlsx) or a zip file", saveAsCSV + "; unpack a zip file first"},
	{"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls)", saveAsCSV},
	{"%PDF", "a PDF file", "ask for the table as CSV or Excel; text copied out of a PDF loses its columns"},
	{"\x1F\x8B", "a gzip file", "unpack it first"},
	{"PAR1", "a Parquet file", "give the monthly lists it was made from"},
	{"{\\rtf", "a text document (RTF)", "ask for the table as CSV or Excel"},
}

// notATable reports what a file is if it is not text, or is a page or a
// structured document. head is its first bytes.
func notATable(head []byte) (is, hint string, found bool) {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return s.is, s.hint, true
		}
	}
	start := strings.ToLower(string(bytes.TrimLeft(head[:min(len(head), 512)], "\ufeff \t\r\n")))
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<table"), strings.HasPrefix(start, "<head"):
		return "an HTML page", "open it in a spreadsheet and " + saveAsCSV, true
	case strings.HasPrefix(start, "<?xml"):
		return "an XML document", "give the monthly lists as CSV", true
	case strings.HasPrefix(start, "{\""), strings.HasPrefix(start, "[{"), strings.HasPrefix(start, "{\n"), strings.HasPrefix(start, "{\r"):
		return "a JSON document", "give the monthly lists as CSV", true
	case bytes.IndexByte(head, 0) >= 0:
		return "a binary file", "give the monthly lists as CSV", true
	}
	return "", "", false
}

// sniffEncoding says how the first bytes of a file are written; whole says that
// they are all of it. Where some lines are UTF-8 and others are not, the more
// numerous kind is the file's encoding and the others are faults.
func sniffEncoding(head []byte, whole bool) encoding {
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		return encodingUTF8BOM
	}
	if !whole {
		head = head[:max(0, bytes.LastIndexByte(head, '\n'))]
	}
	switch {
	case ascii(head):
		return encodingASCII
	case utf8.Valid(head):
		return encodingUTF8
	}
	utf, other := 0, 0
	for line := range bytes.Lines(head) {
		switch {
		case !utf8.Valid(line):
			other++
		case hasUTF8Letters(line):
			utf++
		}
	}
	if utf >= other {
		return encodingUTF8
	}
	return encodingWindows1252
}

// hasUTF8Letters reports whether b holds one of the letters æ, ø, å in UTF-8.
// In Windows-1252 the same bytes are "Ã" and a sign, which no name has.
func hasUTF8Letters(b []byte) bool {
	for {
		i := bytes.IndexByte(b, 0xC3)
		if i < 0 || i+1 == len(b) {
			return false
		}
		switch b[i+1] {
		case 0xA6, 0xB8, 0xA5, 0x86, 0x98, 0x85:
			return true
		}
		b = b[i+1:]
	}
}

// windows1252 holds the UTF-8 of each byte, or "" where the encoding has no sign.
var windows1252 = func() (table [256]string) {
	for i := range table {
		if r := charmap.Windows1252.DecodeByte(byte(i)); r != utf8.RuneError && (r < 0x80 || r > 0x9F) {
			table[i] = string(r)
		}
	}
	return table
}()

// separators are tried in the order of how usual they are.
var separators = []byte{';', '\t', ',', '|'}

// separatorLine reads a first line such as sep=; that tells a spreadsheet the separator.
func separatorLine(head []byte) (byte, bool) {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte{'\n'})
	line = bytes.Trim(line, "\r\" ")
	if len(line) == 5 && strings.EqualFold(string(line[:4]), "sep=") && bytes.IndexByte(separators, line[4]) >= 0 {
		return line[4], true
	}
	return 0, false
}
