package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each limit that docs/limits.md names is that of the program: the page says in which file it stands, and how.
func TestLimitsAreThoseOfTheProgram(t *testing.T) {
	limits := regexp.MustCompile("`([\\w/]+\\.go)`: `([^`]+)`").FindAllStringSubmatch(readText(t, "../../docs/limits.md"), -1)
	for _, m := range limits {
		source := readText(t, filepath.Join("../..", filepath.FromSlash(m[1])))
		if !regexp.MustCompile(`(?m)(^|const |\t)` + regexp.QuoteMeta(m[2]) + `(\s|$)`).MatchString(source) {
			t.Errorf("%s does not have %q", m[1], m[2])
		}
	}
	if len(limits) < 25 {
		t.Errorf("the page names %d limits", len(limits))
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
