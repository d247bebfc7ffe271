package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/internal/limit"
)

// Each limit of the program has a line of docs/limits.md, with its default and how far it can be raised,
// and the page has no other.
func TestLimitsAreThoseOfTheProgram(t *testing.T) {
	page := readText(t, "../../docs/limits.md")
	lines := map[string][]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]*)\\|").FindAllStringSubmatch(page, -1) {
		lines[m[1]] = []string{m[2], m[3], strings.TrimSpace(m[4])}
	}
	for _, l := range limit.All() {
		value, most := l.Shown()
		if want := []string{l.Of, value, most}; !slices.Equal(lines[l.Name], want) {
			t.Errorf("the page has %q of %s, want %q", lines[l.Name], l.Name, want)
		}
		delete(lines, l.Name)
	}
	if len(lines) > 0 {
		t.Errorf("the page has limits that the program does not: %v", lines)
	}
}

// Each limit of the page that stands in a file of its own is that of the program.
func TestLimitsBesideTheTableAreThoseOfTheProgram(t *testing.T) {
	limits := regexp.MustCompile("`([\\w/]+\\.go)`: `([^`]+)`").FindAllStringSubmatch(readText(t, "../../docs/limits.md"), -1)
	for _, m := range limits {
		source := readText(t, filepath.Join("../..", filepath.FromSlash(m[1])))
		if !regexp.MustCompile(`(?m)(^|const |\t)` + regexp.QuoteMeta(m[2]) + `(\s|$)`).MatchString(source) {
			t.Errorf("%s does not have %q", m[1], m[2])
		}
	}
	if len(limits) != 3 {
		t.Errorf("the page names %d limits beside the table", len(limits))
	}
}

// Tests that the page of promises and that of limits name are there, in the packages that they name.
func TestPromisesNameTestsThatAreThere(t *testing.T) {
	row := regexp.MustCompile("`(Test\\w+|Fuzz\\w+)`")
	named := regexp.MustCompile("((?:`(?:Test|Fuzz)\\w+`,? ?(?:and )?)+)\\((root|`[\\w/]+`)\\)")
	found := 0
	for _, page := range []string{"promises.md", "limits.md"} {
		text := readText(t, "../../docs/"+page)
		for _, group := range named.FindAllStringSubmatch(text, -1) {
			folder := strings.Trim(group[2], "`")
			if folder == "root" {
				folder = "."
			}
			for _, m := range row.FindAllStringSubmatch(group[1], -1) {
				if found++; !hasTest(t, filepath.Join("../..", folder), m[1]) {
					t.Errorf("%s: %s has no test %s", page, folder, m[1])
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d tests are named with their package", found)
	}
}

func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.Contains(readText(t, f), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
