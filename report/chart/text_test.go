package chart

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Both faces are found, and widths are those of the font's own table: in
// Liberation Sans a digit is 1139 and a capital M 1706 of 2048 units wide.
func TestWidthsAreThoseOfTheFont(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
	}{{"7", 1139.0 / 2048}, {"M", 1706.0 / 2048}, {"70", 2 * 1139.0 / 2048}, {"", 0}} {
		got := textStyle{size: 1}.width(c.text)
		if diff := got - c.want; diff > 1e-6 || diff < -1e-6 {
			t.Errorf("width of %q is %.6f, want %.6f", c.text, got, c.want)
		}
	}
	if !(boldText.width("stillinger") > bodyText.width("stillinger")) {
		t.Error("bold text is no wider than regular: are the two faces the same?")
	}
}

// The font has the letters that Norwegian and Sámi names need, and the signs
// that the figures use.
func TestFontHasTheLetters(t *testing.T) {
	f := face(1, false)
	for _, r := range "æøåÆØÅáčđŋšŧžÁČĐŊŠŦŽäöü≥≤–−…«»“”’%\u00a0" {
		if i, err := f.Face.GlyphIndex(nil, r); err != nil || i == 0 {
			t.Errorf("the font has no %q (%v)", r, err)
		}
	}
}

// Whatever the text: no line is too wide unless it is one letter, no letter is
// lost, and no line ends in a space.
func TestWrapKeepsEveryLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abcæøå1 –\u00a0\n")), 0, 80, -1).Draw(t, "text")
		max := rapid.Float64Range(1, 60).Draw(t, "max")
		lines := bodyText.wrap(text, max)
		for _, l := range lines {
			if bodyText.width(l) > max+1e-9 && len([]rune(l)) > 1 {
				t.Fatalf("line %q is %.2f wide, more than %.2f", l, bodyText.width(l), max)
			}
			if l == "" || strings.HasSuffix(l, " ") {
				t.Fatalf("line %q of %q", l, lines)
			}
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got, want := bare(strings.Join(lines, "")), bare(text); got != want {
			t.Fatalf("letters %q became %q", want, got)
		}
	})
}

func TestWrapKeepsNoBreakSpacesTogether(t *testing.T) {
	got := bodyText.wrap("seks av 2\u00a0000 leger", bodyText.width("seks av 2\u00a00"))
	if want := []string{"seks av", "2\u00a0000 leger"}; !slices.Equal(got, want) {
		t.Errorf("wrap gave %q, want %q", got, want)
	}
}

func TestShortenSaysThatItCut(t *testing.T) {
	got := bodyText.shorten("Ålesund indre legekontor", 20)
	if !strings.HasPrefix("Ålesund indre legekontor", strings.TrimSuffix(got, "…")) || !strings.HasSuffix(got, "…") ||
		bodyText.width(got) > 20 {
		t.Errorf("shorten gave %q, %.1f mm", got, bodyText.width(got))
	}
	if got := bodyText.shorten("Bø", 20); got != "Bø" {
		t.Errorf("shorten changed a short text to %q", got)
	}
}

// In Liberation Sans, as in Arial, a digit is 1139/2048 of the size of the type: ten of them in
// 72 points, which are 25.4 mm, are 10 · 25.4 · 1139/2048 = 141.26 mm. A bold "A" is 1479/2048.
func TestTextWidthIsThatOfTheFont(t *testing.T) {
	if got := TextWidth("0123456789", 72, false); math.Abs(got-141.26) > 0.05 {
		t.Errorf("ten digits are %.2f mm, want 141.26", got)
	}
	if got, want := TextWidth("A", 72, true), 25.4*1479/2048; math.Abs(got-want) > 0.05 {
		t.Errorf("a bold A is %.2f mm, want %.2f", got, want)
	}
}
