package chart

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What tells two long names apart stays, wherever in them it is.
func TestLongLabelsStayApart(t *testing.T) {
	labels := []string{"Interkommunalt legedistrikt nr. 5 i Nord-Østerdalen", "Interkommunalt legedistrikt nr. 10 i Nord-Østerdalen", "Bø",
		"Ytre Sør-Varanger legekontor, liste 1", "Ytre Sør-Varanger legekontor, liste 2", "Bø"}
	got := bodyText.apart(labels, 36)
	want := []string{"Interkom…kt nr. 5 i Nord-Ø…", "Interkom…kt nr. 10 i Nord-…", "Bø", "Ytre Sør-Var…ekontor, liste 1", "Ytre Sør-Var…ekontor, liste 2", "Bø"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Whatever the labels: each fits, what differs looks different, and what fitted is left alone.
func TestApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("ab ø1—")), 1, 40, -1), 1, 12).Draw(t, "labels")
		max := rapid.Float64Range(12, 40).Draw(t, "max")
		got := bodyText.apart(labels, max)
		of := map[string]string{}
		for i, s := range got {
			if w := bodyText.width(s); w > max+1e-9 {
				t.Fatalf("%q is %.2f wide, more than %.2f", s, w, max)
			}
			if other, seen := of[s]; seen && other != labels[i] {
				t.Fatalf("%q and %q both became %q", other, labels[i], s)
			}
			of[s] = labels[i]
		}
	})
}

// Letters that the font lacks become a mark and are said to, in the text of every format; an
// emoji of several parts is one mark, and letters of Sámi and signs stay.
func TestLettersThatTheFontLacksAreMarked(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Kárášjohka ≥ 5 – «Ørsta»", "Kárášjohka ≥ 5 – «Ørsta»"},
		{"山田", "□□"},
		{"علي", "□□□"},
		{"lege 👩🏽‍⚕️ A", "lege □□ A"}, // a woman, her skin and the sign of medicine
		{"a\u0301", "á"},
	} {
		if got := printable(c.in); got != c.want {
			t.Errorf("printable(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	pages, err := statesTimeline("nb", 0).Bars()
	if err != nil {
		t.Fatal(err)
	}
	svg := string(written(t, pages[0].SVG))
	for _, want := range []string{">□□ □ □□□</text>", "«□» er et tegn som skriften i figuren"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the figure has no %q", want)
		}
	}
	plain, err := alisTimeline("nb").Bars()
	if err != nil {
		t.Fatal(err)
	}
	if plain[0].marksGlyphs() {
		t.Error("a figure without such letters marks some")
	}
}
