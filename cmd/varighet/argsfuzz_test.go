package main

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// What is typed is put in order without a loss, and what is in order stays so; or it is wrong use.
func FuzzCommandLine(f *testing.F) {
	for _, line := range []string{"ingest a.csv -o reg --plan", "survival km reg --by size_group --json", "--version", "survival spells -- -o", "run s.toml --lang=en", "report km reg -o a.svg --title -x", "-"} {
		f.Add(strings.ReplaceAll(line, " ", "\n"))
	}
	g := grammarOf(newApp(console{strings.NewReader(""), io.Discard, io.Discard}).Commands)
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, "\n")
		g.helpAsked(args)
		sorted, err := g.sortArgs(slices.Clone(args))
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error says nothing")
			}
			return
		}
		if more := len(sorted) - len(args); more < -1 || more > 1 || !slices.Equal(withoutEnds(sorted), withoutEnds(args)) {
			t.Fatalf("%q became %q", args, sorted)
		}
		again, err := g.sortArgs(slices.Clone(sorted))
		if err != nil || !slices.Equal(again, sorted) {
			t.Fatalf("%q became %q, and that %q: %v", args, sorted, again, err)
		}
	})
}

// withoutEnds are the arguments in alphabetical order, without marks that end the flags: one is added
// where there is none, and a flag may have one for its value.
func withoutEnds(args []string) []string {
	return slices.DeleteFunc(slices.Sorted(slices.Values(args)), func(s string) bool { return s == "--" })
}
