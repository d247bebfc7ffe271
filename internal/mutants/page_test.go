package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root of the module, from the folder of the tests.
const root = "../.."

// Every package below survival is a target, but those that are for tests only, and what is in the
// table is there.
func TestTargetsAreAllOfSurvival(t *testing.T) {
	var folders []string
	err := filepath.WalkDir(filepath.Join(root, "survival"), func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if d.Name() == "testdata" || d.Name() == "oracle" || d.Name() == "laws" {
			return filepath.SkipDir
		}
		if files, _ := filepath.Glob(filepath.Join(path, "*.go")); files != nil {
			rel, _ := filepath.Rel(root, path)
			folders = append(folders, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range folders {
		if len(chosenTargets([]string{x})) != 1 {
			t.Errorf("%s is not in the table", x)
		}
	}
	for _, x := range targets {
		for _, u := range append([]user{{folder: x.folder}}, x.users...) {
			if files, _ := filepath.Glob(filepath.Join(root, u.folder, "*_test.go")); files == nil {
				t.Errorf("%s, of %s, has no tests", u.folder, x.folder)
			}
		}
	}
}

// A folder is one package, and one with /... those below it: of survival/internal, all seven but
// oracle and laws.
func TestPatternsChooseTargets(t *testing.T) {
	if c := chosenTargets([]string{"survival", "./ingest/growth"}); len(c) != 2 || c[0].folder != "survival" || c[1].folder != "ingest/growth" {
		t.Errorf("got %v", c)
	}
	below := chosenTargets([]string{"survival/internal/..."})
	if len(below) != 7 || slices.ContainsFunc(below, func(x target) bool { return !strings.HasPrefix(x.folder, "survival/internal/") }) {
		t.Errorf("got %v, want the seven packages of survival/internal", below)
	}
	if c := chosenTargets([]string{"surv"}); c != nil {
		t.Errorf("got %v of a name that begins one", c)
	}
}

// Each reason is of a mutant that can still be made: of what has changed it must be looked at anew.
func TestReasonsAreOfMutantsThatCanBe(t *testing.T) {
	listed, err := readReasons(filepath.Join(root, filepath.FromSlash(reasonsFile)))
	if err != nil {
		t.Fatal(err)
	}
	all, err := candidates(root, targets)
	if err != nil {
		t.Fatal(err)
	}
	possible := map[name]bool{}
	for i := range all {
		if possible[all[i].name] {
			t.Errorf("two mutants have the name %s", &all[i].name)
		}
		possible[all[i].name] = true
	}
	for n := range listed {
		if !possible[n] {
			t.Errorf("no mutant is %s", &n)
		}
	}
}

// A line of the file is a name and its reason; without one it is refused.
func TestReasonsAreRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "survivors.tsv")
	n := name{"p/p.go", "f", "x = 1", "", 2}
	for text, want := range map[string]string{
		"head\n" + n.row() + "\tequivalent: nobody reads x\n": "",
		"head\n" + n.row() + "\t\n":                           "want six cells",
		"head\n" + n.row() + "\ta\n" + n.row() + "\tb\n":      "stands twice",
		"head\np/p.go\tf\tx\ty\tsecond\ta\n":                  "second",
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := readReasons(path)
		if want == "" && (err != nil || r[n] != "equivalent: nobody reads x") {
			t.Errorf("got %v, %v", r, err)
		}
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// of makes trials of one package with these fates, called a, b, c and so on.
func of(fates ...fate) (tried []trial) {
	for i, f := range fates {
		m := mutant{name: name{"survival/x.go", "f", string(rune('a' + i)), "z", 1}, kind: comparison}
		tried = append(tried, trial{mutant: m, fate: f, by: "survival"})
	}
	return tried
}

// Of twenty, 19 killed are 95 %; of 19, 18 are 94.7 %.
func TestVerdictByHand(t *testing.T) {
	killed := slices.Repeat([]fate{killedAtHome}, 18)
	twenty := append(slices.Clone(killed), killedByUsers, survived)
	last := of(twenty...)[19].name
	for _, x := range []struct {
		tried   []trial
		reasons reasons
		want    []string
	}{
		{of(twenty...), reasons{last: "equivalent"}, nil},
		{of(twenty...), nil, []string{"survives without a reason", last.row()}},
		{of(append(slices.Clone(killed), survived)...), reasons{of(twenty...)[18].name: "equivalent"}, []string{"94.7 % are killed, fewer than 95 %"}},
		{of(killed...), reasons{of(killed...)[0].name: "equivalent"}, []string{"lists what is killed by survival"}},
	} {
		err := (&page{order: &order{}, tried: x.tried, reasons: x.reasons}).verdict()
		if (err == nil) != (x.want == nil) {
			t.Errorf("got %v, want %q", err, x.want)
		}
		for _, w := range x.want {
			if err != nil && !strings.Contains(err.Error(), w) {
				t.Errorf("got %v, want %q in it", err, w)
			}
		}
	}
}

// One killed at home, two by users, one that survives: 75.0 %.
func TestPageByHand(t *testing.T) {
	p := &page{order: &order{n: 4, seed: 7, only: "survival"}, possible: 50, tried: of(killedAtHome, killedByUsers, killedByUsers, survived), reasons: reasons{}}
	p.reasons[p.tried[3].name] = "equivalent: a | b is b | a"
	var b strings.Builder
	p.write(&b)
	for _, want := range []string{
		"    make mutants MUTANTS=4 SEED=7 ONLY='survival'\n",
		"4 of 50 possible mutants that compile were drawn. **3 are killed (75.0 %)**: 1 by tests of their own package, 2 by tests",
		"\n| survival | 4 | 1 | 2 | 1 | 75.0 |\n", "\n| comparison turned | 4 | 1 | 2 | 1 | 75.0 |\n",
		"\n| survival/x.go | f | `` d `` | `` z `` | equivalent: a \\| b is b \\| a |\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
