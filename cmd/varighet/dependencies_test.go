package main

import (
	"regexp"
	"slices"
	"testing"
)

// Every direct module of go.mod stands with its licence in docs/dependencies.md, and no other.
func TestDirectModulesAreListed(t *testing.T) {
	var want, got []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(readText(t, "../../go.mod"), -1) {
		want = append(want, m[1]) // indirect ones have a comment behind
	}
	licensed := regexp.MustCompile("(?m)^\\| `([\\w./-]+\\.[\\w./-]+/[\\w./-]+)` \\| [^|]+ \\| [^|]*(?:MIT|BSD|Apache|MPL)[^|]* \\|$")
	for _, m := range licensed.FindAllStringSubmatch(readText(t, "../../docs/dependencies.md"), -1) {
		got = append(got, m[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(want) < 10 || !slices.Equal(got, want) {
		t.Errorf("listed are %q; go.mod has %q", got, want)
	}
}
