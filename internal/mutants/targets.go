package main

import (
	"path"
	"slices"
	"strings"
)

// A user is a package whose tests may kill what the package's own do not.
type user struct {
	folder string
	run    string // as of `go test -run`; "" for all tests
}

// A target is a package that mutants are made of.
type target struct {
	folder string
	users  []user // the quickest first
}

// laws holds any two ways to the same number against each other.
var laws = user{folder: "survival/internal/laws"}

// documents are the answers of an analysis, by the names of their tests.
func documents(run string) user { return user{"report/document", run} }

// targets is the table of packages.
var targets = []target{
	{"survival", []user{{"internal/rows", ""}, {"internal/spellset", ""}, {"survival/bootstrap", ""}, {"survival/counted", ""}, {"survival/rates", ""}, {"survival/competing", ""},
		{"survival/cox", ""}, laws, documents("")}},
	{"survival/bootstrap", []user{documents("Bootstrap")}},
	{"survival/competing", []user{laws, documents("")}},
	{"survival/counted", []user{documents("")}},
	{"survival/cox", []user{{"survival/finegray", ""}, laws, documents("")}},
	{"survival/design", []user{{"survival/cox", ""}, {"survival/parametric", ""}, {"survival/hazard", ""}}},
	{"survival/finegray", []user{laws, documents("")}},
	{"survival/funnel", []user{documents("")}},
	{"survival/hazard", []user{documents("")}},
	{"survival/internal/caseweight", []user{{"survival/cox", ""}, {"survival/competing", ""}, {"survival", ""}}},
	{"survival/internal/clusters", []user{{"survival", ""}, {"survival/cox", ""}, {"survival/rates", ""}}},
	{"survival/internal/gammamixed", []user{{"survival/parametric", ""}, {"survival/hazard", ""}, {"survival/cox", ""}}},
	{"survival/internal/newton", []user{{"survival/parametric", ""}, {"survival/hazard", ""}, {"survival/cox", ""}, {"survival/finegray", ""}}},
	{"survival/internal/printed", []user{{"survival", ""}, {"survival/cox", ""}, {"survival/rates", ""}}},
	{"survival/internal/search", []user{{"survival", ""}, {"survival/rates", ""}, {"survival/parametric", ""}, {"survival/cox", ""}}},
	{"survival/internal/sum", []user{{"survival", ""}, {"survival/rates", ""}, {"survival/cox", ""}}},
	{"survival/interval", []user{laws, documents("")}},
	{"survival/parametric", []user{{"survival/power", ""}, laws, documents("")}},
	{"survival/power", []user{documents("")}},
	{"survival/rates", []user{laws, {"survival/funnel", ""}, documents("")}},
	{"survival/series", []user{documents("")}},
	{"ingest/identity", []user{{"ingest/register", ""}, {"ingest/growth", ""}, {"ingest", ""}}},
	{"ingest/register", []user{{"ingest/growth", ""}, {"internal/spellset", ""}, {"ingest", ""}}},
	{"ingest/growth", []user{{"ingest", ""}}},
	{"report/disclosure", nil},
}

// chosenTargets are those of the patterns, in the order of the table; all without a pattern. A pattern
// is a folder, or a folder and /... for those below it too.
func chosenTargets(patterns []string) []target {
	if len(patterns) == 0 {
		return targets
	}
	var chosen []target
	for _, t := range targets {
		if slices.ContainsFunc(patterns, func(p string) bool { return t.in(p) }) {
			chosen = append(chosen, t)
		}
	}
	return chosen
}

func (t *target) in(pattern string) bool {
	above, below := strings.CutSuffix(path.Clean(pattern), "/...")
	return t.folder == above || below && strings.HasPrefix(t.folder, above+"/")
}

// usersOf are those of the package in a folder.
func usersOf(folder string) []user {
	for _, t := range targets {
		if t.folder == folder {
			return t.users
		}
	}
	return nil
}
