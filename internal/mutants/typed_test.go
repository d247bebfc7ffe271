package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// By hand: a mutant beside what it stands for. Of two that overlap, one is in another batch, and a
// constant and a statement before a condition, which cannot be switched, are alone.
func TestSwitchesByHand(t *testing.T) {
	r := ofTiny(t)
	const src = `package p

const least = 3

func f(a []int, i int) (n int) {
	if n -= i; a[i] > least {
		n += 2
	}
	return n
}
`
	writeTiny(t, r.root, "p/p.go", src)
	writeTiny(t, r.root, "p/p_test.go", "package p\n")
	pkg, err := r.load("p")
	if err != nil {
		t.Fatal(err)
	}
	found, err := mutantsOf("p/p.go", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	var trials []*trial
	for change, want := range map[string]string{
		"a[i] > least → a[i] >= least": "func() bool { if chosenMutant == 7 { return a[i] >= least }; return a[i] > least }()",
		"a[i] → a[i+1]":                "func() int { if chosenMutant == 7 { return i+1 }; return i }()",
		"n += 2 → n -= 2":              "if chosenMutant == 7 { n -= 2 } else { n += 2 }",
		"n += 2 → ":                    "if chosenMutant != 7 { n += 2 }",
		"n -= i → n += i":              "",
		"3 → 4":                        "",
	} {
		i := slices.IndexFunc(found, func(m mutant) bool { return m.from+" → "+m.to == change })
		if i < 0 {
			t.Fatalf("no mutant %s", change)
		}
		trials = append(trials, &trial{mutant: found[i]})
		if got, ok := pkg.switched(&found[i], 7); got != want || ok != (want != "") {
			t.Errorf("%s:\ngot  %s\nwant %s", change, got, want)
		}
	}
	all := batches(pkg, "p", trials)
	if len(all) != 4 || len(all[0].trials) != 2 || len(all[1].trials) != 2 || !all[2].always || !all[3].always {
		t.Errorf("got %d batches, want two of two and two alone", len(all))
	}
}

// A file for another system would declare things twice, and no test here can fail for it.
func TestSourcesAreThoseOfThisSystem(t *testing.T) {
	root := t.TempDir()
	other := "windows"
	if runtime.GOOS == other {
		other = "linux"
	}
	for file, text := range map[string]string{"a.go": "package p\n", "a_test.go": "package p\n", "a_" + other + ".go": "package p\n", "b.go": "//go:build " + other + "\n\npackage p\n"} {
		if err := os.WriteFile(filepath.Join(root, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := sources(root, ".")
	if want := []string{filepath.Join(root, "a.go")}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
