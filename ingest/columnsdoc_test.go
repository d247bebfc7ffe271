package ingest

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every header in the table of docs/kolonner.md is the field that its line is about.
func TestDocumentedHeadersAreKnown(t *testing.T) {
	b, err := os.ReadFile("../docs/kolonner.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	n := 0
	for _, line := range strings.Split(string(b), "\n") {
		cells := strings.SplitN(strings.Trim(line, "| "), "|", 2)
		is := quoted.FindStringSubmatch(cells[0])
		if !strings.HasPrefix(line, "| `") || is == nil || len(cells) < 2 {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(cells[1], -1) {
			if n++; fieldOf(m[1]).String() != is[1] {
				t.Errorf("%q is %q; the page says %s", m[1], fieldOf(m[1]), is[1])
			}
		}
	}
	if n < 80 {
		t.Errorf("%d headers were found in the page", n)
	}
}
