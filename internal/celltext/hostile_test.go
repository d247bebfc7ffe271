package celltext

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What nobody sees is written as its number; what can be seen, and what belongs to it, stays.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Ærøy\tÅl\n": "Ærøy\tÅl\n", "a\x00b": "a(U+0000)b", "\x1b[31m": "(U+001B)[31m", "a\r\nb\r": "a\nb(U+000D)", "\u009b": "(U+009B)", "\x7f": "(U+007F)",
		"a\u202eb": "a(U+202E)b", "\u2066": "(U+2066)", "\ufffe": "(U+FFFE)", "\U0001ffff": "(U+1FFFF)", "\ufdd0": "(U+FDD0)",
		"a\xff\xfeb": "a\ufffdb", "\xed\xa0\x80": "\ufffd", "\ufffd": "\ufffd", "👩\u200d⚕": "👩\u200d⚕", "e\u0301": "e\u0301",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q; want %q", in, got, want)
		}
	}
	if got := Line("a\n\tb\x1b"); got != "a  b(U+001B)" {
		t.Errorf("Line gives %q", got)
	}
}

// A text that a spreadsheet would run stands after an apostrophe; numbers only where they are to be text.
func TestInCSV(t *testing.T) {
	for in, want := range map[string][2]string{
		"=1+1": {"'=1+1", "'=1+1"}, "@A1": {"'@A1", "'@A1"}, "-": {"'-", "'-"}, " =1": {"' =1", "' =1"}, "\u200b=1": {"'\u200b=1", "'\u200b=1"},
		"\t1": {"'\t1", "'\t1"}, "＝1": {"'＝1", "'＝1"}, "'=1": {"''=1", "''=1"}, "-5": {"-5", "'-5"}, "+1,5": {"+1,5", "'+1,5"}, "-1e+05": {"-1e+05", "'-1e+05"},
		"-1+1": {"'-1+1", "'-1+1"}, "-Inf": {"'-Inf", "'-Inf"}, "'": {"'", "'"}, "'a": {"'a", "'a"}, "a=1": {"a=1", "a=1"}, "": {"", ""}, "\r=1": {"(U+000D)=1", "(U+000D)=1"},
		"–": {"–", "–"}, "\x00=1": {"(U+0000)=1", "(U+0000)=1"}, "\n=1": {"'\n=1", "'\n=1"},
	} {
		if got := [2]string{InCSV(in), AsText(in)}; got != want {
			t.Errorf("%q becomes %q; want %q", in, got, want)
		}
	}
}

// Whatever is written is read back as what can be seen of it, no two visible texts become one, and
// no cell is a formula.
func TestOfCSVReadsWhatInCSVWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`['=+\-@ \t\n0-9]{0,5}`)).Draw(t, "text")
		for _, cell := range []string{InCSV(s), AsText(s)} {
			if got := OfCSV(cell); got != Visible(s) {
				t.Fatalf("%q is written %q and read %q", s, cell, got)
			}
			if beginsFormula(cell) && !number.MatchString(cell) {
				t.Fatalf("%q is written %q, which is a formula", s, cell)
			}
			if Visible(cell) != cell || !utf8.ValidString(cell) {
				t.Fatalf("%q is written %q", s, cell)
			}
		}
	})
}

// A document says the same to a reader, and nothing to a terminal.
func TestInJSONChangesNoValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching("[a\u202e\u009b\u2066\ufffe]{0,5}")).Draw(t, "text")
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var got, want string
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(InJSON(b), &got); err != nil || got != want {
			t.Fatalf("%q became %q: %v", want, got, err)
		}
	})
}

// Cut anywhere, a text is written as if it were whole.
func TestWriterWritesWhatVisibleSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching("[aæ\u202e👩\x1b]{0,9}")).Draw(t, "text")
		text = strings.ReplaceAll(text, "\r\n", "") + rapid.SampledFrom([]string{"", "\xf0\x9f", "\xff"}).Draw(t, "end") // a pair may be cut in two
		var got strings.Builder
		w := NewWriter(&got)
		for rest := text; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			if k, err := w.Write([]byte(rest[:n])); k != n || err != nil {
				t.Fatal(k, err)
			}
			rest = rest[n:]
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if want := Visible(text); got.String() != want {
			t.Fatalf("%q is written %q; want %q", text, got.String(), want)
		}
	})
}
