package boundedtoml

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The lines are counted by hand.
func TestLinesOfKeys(t *testing.T) {
	text := `# a comment = 1
title = "a = 1 # no comment"
text = """
b = 2
"""
spells.gap = 2 # of a section by a dot

[input]
files = [
  "a.csv", # [x]
  'C:\b.csv',
]
"two words" = { nb = "x", nn = "y" }
after = 3

[[figure]]
name = "one"

[[figure]]
name = 'two'
base = { sex = "f" }

[figure.more]
x = [{ a = 1 }, { a = 2 }]
`
	want := map[string]int{
		"title": 2, "text": 3, "spells": 6, "spells.gap": 6, "input": 8, "input.files": 9, "input.two words": 13, "input.two words.nb": 13,
		"input.two words.nn": 13, "input.after": 14, "figure[0]": 16, "figure[0].name": 17, "figure[1]": 19, "figure[1].name": 20,
		"figure[1].base": 21, "figure[1].base.sex": 21, "figure[1].more": 23, "figure[1].more.x": 24,
		"figure[1].more.x[0].a": 24, "figure[1].more.x[1].a": 24,
	}
	if diff := cmp.Diff(want, Lines([]byte("\ufeff"+text))); diff != "" { // with the mark of some editors before it
		t.Error(diff)
	}
}

// A key that stands twice has its first line, and what is no TOML ends.
func TestLinesOfWhatIsNoTOML(t *testing.T) {
	if got := Lines([]byte("a = 1\n\na = 2\n"))["a"]; got != 1 {
		t.Errorf("line %d", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab.=[]{},#\"'\n\t \\x"))).Draw(t, "text")
		for path, line := range Lines([]byte(text)) {
			if line < 1 {
				t.Fatalf("%s is in line %d", path, line)
			}
		}
	})
}
