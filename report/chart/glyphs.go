package chart

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet/internal/celltext"
)

// noGlyph stands for a letter that the font does not have.
const noGlyph = '□'

// readable is a text without what nobody sees, which may be no part of a document: see
// [celltext.Visible]. Letters and their accents become one character, since fonts place loose accents badly.
func readable(s string) string {
	return norm.NFC.String(strings.ReplaceAll(celltext.Visible(s), "\t", " "))
}

// printable is a text as it is drawn: readable, with a mark for each letter that the font does
// not have. Accents and joiners of such a letter are left out with it. Letters that are written
// from right to left are marked too, since a figure would have them in the wrong order.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
			return -1
		case r == '\n', hasGlyph(r) && !unicode.In(r, unicode.Hebrew, unicode.Arabic):
			return r
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Sk):
			return -1
		}
		return noGlyph
	}, readable(s))
}

// hasGlyph reports whether both faces have the letter.
func hasGlyph(r rune) bool {
	if ' ' <= r && r <= '~' {
		return true
	}
	var b sfnt.Buffer
	for _, f := range []*sfnt.Font{regularFace.Face, boldFace.Face} {
		if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

// marksGlyphs reports whether a letter that the font lacks was marked somewhere on the sheet.
func (f *Figure) marksGlyphs() bool {
	for i := range f.marks {
		if strings.ContainsRune(f.marks[i].text, noGlyph) {
			return true
		}
	}
	return false
}
