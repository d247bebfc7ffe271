package register

import (
	"fmt"
	"strings"
	"testing"
)

// Texts keep their numbers and letters, whatever was made room for since: short ones, many, and some that are
// longer than what is made room for at first.
func TestDictKeepsTexts(t *testing.T) {
	text := func(n int) string { return fmt.Sprint("lege ", n, strings.Repeat("æ", n%23*(n%89/88)*80)) }
	d := newDict()
	longest := 0
	for n := range 50_000 {
		s := text(n)
		longest = max(longest, len(s))
		if id, ok := d.id(s); !ok || int(id) != n+1 {
			t.Fatalf("%q has number %d", s, id)
		}
	}
	for n := range 50_000 {
		if id, ok := d.id(text(n)); !ok || int(id) != n+1 || d.list[id] != text(n) {
			t.Fatalf("number %d is %q, want %q", id, d.list[n+1], text(n))
		}
	}
	if longest < leastRoom || longest > maxText {
		t.Errorf("the longest has %d bytes", longest)
	}
}
