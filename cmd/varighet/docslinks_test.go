package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/survival"
)

var (
	pageLink   = regexp.MustCompile(`\]\(([^)#\s:]+)(?:#([\w-]+))?\)`)
	namedFlag  = regexp.MustCompile("(?:`|\\s)--([a-z][a-z-]*)")
	punctuated = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// Links of pages under docs lead to files and headings that there are.
func TestLinksInDocsLeadSomewhere(t *testing.T) {
	for _, page := range docPages(t, func(string) bool { return true }) {
		for _, m := range pageLink.FindAllStringSubmatch(readText(t, page), -1) {
			target := filepath.Join(filepath.Dir(page), filepath.FromSlash(m[1]))
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: no file %s", page, m[1])
			} else if m[2] != "" && !slices.Contains(anchors(readText(t, target)), m[2]) {
				t.Errorf("%s: %s has no heading #%s", page, m[1], m[2])
			}
		}
	}
}

// anchors are the names by which headings of a page are linked to.
func anchors(page string) (list []string) {
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "#") {
			heading := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
			list = append(list, strings.ReplaceAll(punctuated.ReplaceAllString(heading, ""), " ", "-"))
		}
	}
	return list
}

// The pages about measures and codes name no flag that no command has.
func TestFlagsInDocsAreFlags(t *testing.T) {
	flags := map[string]bool{"help": true}
	eachCommand(commandTable(), nil, func(_ []string, c *cli.Command) {
		for _, f := range c.Flags {
			for _, name := range f.Names() {
				flags[name] = true
			}
		}
	})
	learning := func(page string) bool {
		return strings.Contains(page, "/measures/") || strings.HasSuffix(page, "/codes.md")
	}
	for _, page := range docPages(t, learning) {
		for _, m := range namedFlag.FindAllStringSubmatch(readText(t, page), -1) {
			if !flags[m[1]] {
				t.Errorf("%s: no command has the flag --%s", page, m[1])
			}
		}
	}
}

// docPages are the pages under docs of some kind, by their paths with slashes.
func docPages(t *testing.T, ofKind func(page string) bool) (pages []string) {
	t.Helper()
	err := filepath.WalkDir("../../docs", func(path string, _ fs.DirEntry, err error) error {
		if page := filepath.ToSlash(path); err == nil && filepath.Ext(path) == ".md" && ofKind(page) {
			pages = append(pages, page)
		}
		return err
	})
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages under docs: %v", err)
	}
	return pages
}

func readText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Each measure that a number may have as its definition is on a page of docs/measures.
func TestMeasuresHaveAPage(t *testing.T) {
	var text strings.Builder
	for _, page := range docPages(t, func(page string) bool { return strings.Contains(page, "/measures/") }) {
		text.WriteString(readText(t, page))
	}
	measures := regexp.MustCompile(`Measure = "([\w.-]+)"`).FindAllStringSubmatch(readText(t, "../../survival/definition.go"), -1)
	if len(measures) < 25 {
		t.Fatalf("only %d measures are found in survival/definition.go", len(measures))
	}
	for _, m := range measures {
		if survival.DefinitionOf(survival.Measure(m[1])).Counts == "" {
			t.Errorf("%s is no measure", m[1])
		}
		if !strings.Contains(text.String(), "`"+m[1]+"`") {
			t.Errorf("no page of docs/measures has the measure %s", m[1])
		}
	}
}
