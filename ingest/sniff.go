package ingest

import (
	"bytes"
	"strings"
)

// A container is what a file is before anything is known of its rows.
type container uint8

const (
	containerText container = iota
	containerGzip
	containerZip // an archive or a workbook
	containerParquet
	containerHTML
	containerXML
	containerJSON
	containerOther // nothing that is read
)

// A signature is what another kind of file begins with.
type signature struct{ begins, is, hint string }

var signatures = []signature{
	{"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls), or one with a password",
		`open it in a spreadsheet and save it as "Excel workbook (.xlsx)" without a password`},
	{"%PDF", "a PDF file", "ask for the table as CSV or Excel; text copied out of a PDF loses its columns"},
	{"{\\rtf", "a text document (RTF)", "ask for the table as CSV or Excel"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it first, or pack the files as .zip"},
	{"Rar!", "a rar archive", "unpack it first, or pack the files as .zip"},
	{"BZh", "a bzip2 file", "unpack it first, or pack it as .gz"},
	{"\x28\xB5\x2F\xFD", "a zstd file", "unpack it first, or pack it as .gz"},
}

// sniffContainer says what a file is by its first bytes, and for one that is not
// read, in words and with a way out.
func sniffContainer(head []byte) (c container, is, hint string) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return containerZip, "", ""
	case bytes.HasPrefix(head, []byte("\x1F\x8B")):
		return containerGzip, "", ""
	case bytes.HasPrefix(head, []byte("PAR1")):
		return containerParquet, "", ""
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return containerOther, s.is, s.hint
		}
	}
	if len(head) > 262 && string(head[257:262]) == "ustar" {
		return containerOther, "a tar archive", "unpack it first, or pack the files as .zip"
	}
	return sniffMarkup(head)
}

// sniffMarkup tells a page and a structured document from a table of text.
func sniffMarkup(head []byte) (c container, is, hint string) {
	start := strings.ToLower(string(bytes.TrimLeft(head[:min(len(head), 4096)], "\ufeff \t\r\n")))
	begins := func(words ...string) bool {
		for _, w := range words {
			if strings.HasPrefix(start, w) {
				return true
			}
		}
		return false
	}
	switch {
	case strings.Contains(start, "urn:schemas-microsoft-com:office:spreadsheet"):
		return containerOther, "a workbook as XML (SpreadsheetML 2003)", `open it in a spreadsheet and save it as "Excel workbook (.xlsx)"`
	case begins("<!doctype html", "<html", "<table", "<head", "<body", "<meta"):
		return containerHTML, "", ""
	case begins("<?xml") && strings.Contains(start, "<html"):
		return containerHTML, "", ""
	case begins("<?xml", "<arrayof", "<gpcontract"):
		return containerXML, "", ""
	case begins(`{"`, "[{", "{\n", "{\r", "[\n", "[\r", "{ ", "[ {"):
		return containerJSON, "", ""
	case bytes.IndexByte(head, 0) >= 0:
		return containerOther, "a binary file", "give the monthly lists as CSV or Excel"
	}
	return containerText, "", ""
}

// separators are tried in the order of how usual they are.
var separators = []byte{';', '\t', ',', '|'}

// separatorLine reads a first line such as sep=; that tells a spreadsheet the
// separator, which may be any sign.
func separatorLine(head []byte) (byte, bool) {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte{'\n'})
	line = bytes.Trim(line, "\r\" ")
	if len(line) != 5 || !strings.EqualFold(string(line[:4]), "sep=") {
		return 0, false
	}
	s := line[4]
	alphanumeric := s >= '0' && s <= '9' || s|0x20 >= 'a' && s|0x20 <= 'z'
	return s, s != '"' && s > ' ' && s < 0x7F && !alphanumeric || s == '\t'
}
