package ingest

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

// An encoding is how a file writes letters.
type encoding uint8

const (
	encodingASCII encoding = iota // nothing outside ASCII so far
	encodingUTF8
	encodingUTF8BOM
	encodingUTF16
	encodingWindows1252 // ISO-8859-1 too: they agree on every letter
	encodingCP865       // DOS in the Nordic countries; CP850 has the same letters æ, ø, å
	encodingMacRoman
	numEncodings
)

var encodingNames = [numEncodings]string{"UTF-8", "UTF-8", "UTF-8 with BOM", "UTF-16", "Windows-1252", "CP865", "Mac Roman"}

func (e encoding) String() string { return encodingNames[e] }

// letters make the cells of a line UTF-8, in the encoding that the table was found to have.
type letters struct {
	*report
	enc encoding
	row []byte // the cells of the row that were in a code page
}

// letters is the UTF-8 of each byte under a code page, or "" where it has no
// sign; nil for encodings that are no code page.
func (e encoding) letters() *[256]string { return codePages[e] }

var codePages = [numEncodings]*[256]string{
	encodingWindows1252: codePage(charmap.Windows1252),
	encodingCP865:       codePage(charmap.CodePage865),
	encodingMacRoman:    codePage(charmap.Macintosh),
}

func codePage(m *charmap.Charmap) *[256]string {
	table := new([256]string)
	for i := range table {
		if r := m.DecodeByte(byte(i)); r != utf8.RuneError && (r < 0x80 || r > 0x9F) {
			table[i] = string(r)
		}
	}
	return table
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
	case cell.IsASCII(head):
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
	return sniffCodePage(head)
}

// sniffCodePage tells the code pages apart by what their bytes make of the
// words they stand in: a Norwegian letter between letters speaks for a code
// page, a sign there against it. Windows-1252 is by far the most usual, and
// stays unless another is clearly better: an apostrophe (O’Brien) is an Æ in CP865.
func sniffCodePage(b []byte) encoding {
	var score [numEncodings]int
	for i, c := range b {
		if c < utf8.RuneSelf || !inWord(b, i) {
			continue
		}
		for e := encodingWindows1252; e < numEncodings; e++ {
			score[e] += letterWeight(codePages[e][c])
		}
	}
	best := encodingWindows1252
	for e := best + 1; e < numEncodings; e++ {
		if score[e] > score[best] && score[e] > score[encodingWindows1252]+5 {
			best = e
		}
	}
	return best
}

func letterWeight(s string) int {
	switch s {
	case "æ", "ø", "å":
		return 6
	case "Æ", "Ø", "Å":
		return 3
	case "‘", "’", "“", "”", "\u00a0":
		return -1
	}
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsLetter(r) {
		return -3
	}
	return 0
}

// inWord reports whether the byte at i has a letter at one of its sides.
func inWord(b []byte, i int) bool {
	letter := func(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }
	return i > 0 && letter(b[i-1]) || i+1 < len(b) && letter(b[i+1])
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

// twiceEncoded undoes UTF-8 that was taken for Windows-1252 and encoded again,
// which turns "Vågan" into "VÃ¥gan". ok is false for anything else: a text of
// Windows-1252 letters that is valid UTF-8 by chance does not occur in names.
func twiceEncoded(b []byte) (once []byte, ok bool) {
	if !maybeTwiceEncoded(b) {
		return nil, false
	}
	once = make([]byte, 0, len(b))
	for _, r := range string(b) {
		c, known := charmap.Windows1252.EncodeRune(r)
		if !known {
			if r > 0xFF {
				return nil, false
			}
			c = byte(r) // the five bytes without a sign go through as they are
		}
		once = append(once, c)
	}
	return once, !cell.IsASCII(once) && utf8.Valid(once)
}

// maybeTwiceEncoded looks for Ã, Â and Ì, with which most letters begin that
// were encoded twice.
func maybeTwiceEncoded(b []byte) bool {
	for {
		i := bytes.IndexByte(b, 0xC3)
		if i < 0 || i+1 >= len(b) {
			return false
		}
		if c := b[i+1]; c == 0x83 || c == 0x82 || c == 0x8C {
			return true
		}
		b = b[i+2:]
	}
}

// utf16Order tells UTF-16 without a byte order mark by its zeros: every other
// byte of Western text is one.
func utf16Order(head []byte) (bigEndian, ok bool) {
	head = head[:min(len(head), 1024)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 4:
		return false, false
	case zeros[1] > half*3/4 && zeros[0] == 0:
		return false, true
	case zeros[0] > half*3/4 && zeros[1] == 0:
		return true, true
	}
	return false, false
}

// decode makes cells with letters outside ASCII UTF-8, and faults what the
// file's encoding does not allow. The first such row settles the encoding of a
// file that began in ASCII.
func (le *letters) decode(cells [][]byte) {
	if le.enc == encodingASCII {
		le.enc = encodingUTF8
		if slices.ContainsFunc(cells, func(c []byte) bool { return !utf8.Valid(c) }) {
			le.enc = sniffCodePage(bytes.Join(cells, []byte{' '}))
		}
	}
	letters := le.enc.letters()
	le.row = le.row[:0]
	for i, c := range cells {
		if cell.IsASCII(c) {
			continue
		}
		if letters == nil {
			if !utf8.Valid(c) {
				le.fault(i+1, "encoding", "the file is "+le.enc.String()+" but this field is not",
					"the file was put together from parts in two encodings; save each part as UTF-8 first")
			} else if once, ok := twiceEncoded(c); ok {
				cells[i] = once
				le.res.twice = true
				le.warn(warnTwiceEncoded)
			}
			continue
		}
		if utf8.Valid(c) && hasUTF8Letters(c) {
			le.fault(i+1, "encoding", "the file is "+le.enc.String()+" but this field is UTF-8",
				"the file was put together from parts in two encodings; save each part as UTF-8 first")
			continue
		}
		from := len(le.row)
		for _, b := range c {
			s := letters[b]
			if s == "" {
				le.fault(i+1, "encoding", "the field holds a byte that neither UTF-8 nor "+le.enc.String()+" has a letter for",
					"save the file as UTF-8")
				break
			}
			le.row = append(le.row, s...)
		}
		cells[i] = le.row[from:len(le.row):len(le.row)]
	}
}

// headText decodes a cell of the rows above the data. One that holds a national
// identity number, or is a number that looks like one, is blotted out: headers are shown.
func (le *letters) headText(raw []byte) string {
	if letters := le.enc.letters(); letters != nil {
		var b strings.Builder
		for _, c := range raw {
			b.WriteString(letters[c])
		}
		raw = []byte(b.String())
	} else if once, ok := twiceEncoded(raw); ok {
		raw = once
	}
	text := cell.Clean(raw)
	like := idnumber.National([]byte(text))
	if like == idnumber.ByChance {
		if _, isNumber := idnumber.Whole(text); !isNumber { // a title that has digits enough, such as two months
			return text
		}
	}
	if like != idnumber.None {
		return "withheld"
	}
	return text
}
