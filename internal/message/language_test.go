package message

import (
	"errors"
	"strings"
	"testing"
)

func TestParseLanguages(t *testing.T) {
	for tag, want := range map[string]bool{"nb": true, "nn": true, "en": true, "no": false, "NB": false, "": false} {
		if l, ok := Parse(tag); ok != want || string(l) != tag {
			t.Errorf("Parse(%q) = %q, %v", tag, l, ok)
		}
	}
}

// A format that the catalog has is said in the language; one that it has not stays as it is, and so does English.
func TestSprintf(t *testing.T) {
	const known, unknown = "line %d is about the same doctor", "%d things that nobody says"
	for l, want := range map[Language][2]string{Bokmaal: {"linje 7 er om samme lege", "7 things that nobody says"}, Nynorsk: {"linje 7 er om same lege", "7 things that nobody says"},
		English: {"line 7 is about the same doctor", "7 things that nobody says"}} {
		if got := [2]string{l.Sprintf(known, 7), l.Sprintf(unknown, 7)}; got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	for l, want := range map[Language]string{Bokmaal: "kommuner", Nynorsk: "kommunar", English: "municipalities"} {
		if got := l.Word("municipalities"); got != want || l.Word("xyz") != "xyz" {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}

// A line that begins anew as work goes on is written at once, one that has not ended waits for its end, and a writer that
// fails is told of.
func TestWriterOfLinesThatGoOn(t *testing.T) {
	var b strings.Builder
	w := &Writer{To: &b, In: func() Language { return Nynorsk }}
	for _, step := range []struct{ p, want string }{
		{"line 7 is about", ""}, {" the same doctor\n", "linje 7 er om same lege\n"}, {"\rline 8 is about the same doctor", "\rlinje 8 er om same lege"}, {"\n", "\n"},
	} {
		b.Reset()
		if n, err := w.Write([]byte(step.p)); n != len(step.p) || err != nil || b.String() != step.want {
			t.Errorf("after %q: %q, want %q (%v)", step.p, b.String(), step.want, err)
		}
	}
	broken := &Writer{To: full{}, In: w.In}
	for _, p := range []string{"a\n", "\ra"} {
		if _, err := broken.Write([]byte(p)); !errors.Is(err, errFull) {
			t.Errorf("%q: %v", p, err)
		}
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
