package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tiny is a module whose tests tell old(67) from old(66) and name nothing else.
var tiny = map[string]string{
	"go.mod": "module tiny\n\ngo 1.25\n",
	"p/p.go": `package p

import "strings"

func old(age int) bool { return age >= 67 }

func many(n int) bool { return n > 10 }

func upper(s string) string { return strings.ToUpper(s[0:]) + s }
`,
	"p/p_test.go": `package p

import "testing"

func TestOld(t *testing.T) {
	if !old(67) || old(66) {
		t.Fail()
	}
}
`,
}

// ofTiny writes the module and gives a runner of it.
func ofTiny(t *testing.T) *runner {
	t.Helper()
	root := t.TempDir()
	for file, text := range tiny {
		writeTiny(t, root, file, text)
	}
	r, err := newRunner(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	return r
}

func writeTiny(t *testing.T, root, file, text string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// By hand, of the first six that compile: texts have no difference, and without its call strings is
// not used, so that the next two are drawn in their place. upper has no test. Of old, > and < are
// told from >= at 67, and so is 68 from 67. Of many, >= is not told from >.
func TestFatesByHand(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a package")
	}
	r := ofTiny(t)
	all, err := mutantsOf("p/p.go", []byte(tiny["p/p.go"]))
	if err != nil {
		t.Fatal(err)
	}
	rank := func(m mutant) int { return slices.Index([]string{"upper", "old", "many"}, m.function) }
	slices.SortStableFunc(all, func(a, b mutant) int { return rank(a) - rank(b) })
	tried, err := r.try(all, 6)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range tried {
		got = append(got, tried[i].outcome()+" "+tried[i].from+" → "+tried[i].to)
	}
	want := []string{
		"SURVIVES: strings.ToUpper(s[0:]) + s → strings.ToUpper(s[0:])", "SURVIVES: s[0:] → s[1:]",
		"killed by p: age >= 67 → age > 67", "killed by p: age >= 67 → age < 67", "killed by p: age >= 67 → age >= 68",
		"SURVIVES: n > 10 → n >= 10",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %s\nwant %s", strings.Join(got, "\n    "), strings.Join(want, "\n     "))
	}
}

// The type of a sum of durations has no name in a file that does not import time, so that its mutants
// cannot be switched: they are tried alone, and the others together. 2 − 2 and a single 2 are not
// more than 3; nothing tells 3 from 4 but that 4 is not more than 4.
func TestWhatCannotBeSwitchedIsTriedAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a package")
	}
	r := ofTiny(t)
	const src = "package p\n\nfunc long() bool { return wait()+wait() > 3 }\n"
	writeTiny(t, r.root, "p/p.go", src)
	writeTiny(t, r.root, "p/wait.go", "package p\n\nimport \"time\"\n\nfunc wait() time.Duration { return 2 }\n")
	writeTiny(t, r.root, "p/p_test.go", "package p\n\nimport \"testing\"\n\nfunc TestLong(t *testing.T) {\n\tif !long() {\n\t\tt.Fail()\n\t}\n}\n")
	found, err := mutantsOf("p/p.go", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	tried, err := r.try(found, 100)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]fate{}
	for _, x := range tried {
		got[x.from+" → "+x.to] = x.fate
	}
	want := map[string]fate{
		"wait()+wait() > 3 → wait()+wait() >= 3": survived, "wait()+wait() > 3 → wait()+wait() <= 3": killedAtHome,
		"wait()+wait() → wait() - wait()": killedAtHome, "wait()+wait() → wait()": killedAtHome, "wait()+wait() > 3 → wait()+wait() > 4": killedAtHome,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A test that fails without a mutant would kill all of them: it is an error.
func TestTestsMustPassFirst(t *testing.T) {
	src := strings.Replace(tiny["p/p.go"], "67", "70", 1)
	r := ofTiny(t)
	writeTiny(t, r.root, "p/p.go", src)
	all, err := mutantsOf("p/p.go", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.try(all, 3); err == nil || !strings.Contains(err.Error(), "fail without any mutant") {
		t.Errorf("got %v", err)
	}
}

// A variable that points tests at other data is not there, and the laws are a few.
func TestPlainHasNoneOfOurVariables(t *testing.T) {
	got := plain([]string{"HOME=/h", "VARIGHET_SHARED=/s", "RAPID_SEED=1"})
	want := []string{"HOME=/h", "RAPID_SEED=1", "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=0s", "VARIGHET_LAWS=5000"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
