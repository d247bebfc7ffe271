package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Of the four mutants of two lines, one was killed by its package and one by a user; they are found
// again after the lines moved, and not when their function changed.
func TestRecordFindsWhatWasKilledInTheSameFunction(t *testing.T) {
	const src = "package p\n\nfunc a(n int) bool { return n > 10 }\n\nfunc b(n int) bool { return n < 3 }\n"
	of := func(text string) []mutant {
		t.Helper()
		all, err := mutantsOf("p/p.go", []byte(text))
		if err != nil || len(all) != 6 {
			t.Fatalf("%d mutants, %v", len(all), err)
		}
		return all
	}
	path := filepath.Join(t.TempDir(), "record")
	r, err := openRecord(path)
	if err != nil {
		t.Fatal(err)
	}
	all := of(src)
	for _, x := range []trial{{all[0], killedAtHome, "p"}, {all[1], survived, ""}, {all[3], killedByUsers, "q"}} {
		if err := r.add(&x); err != nil {
			t.Fatal(err)
		}
	}
	again, err := openRecord(path)
	if err != nil {
		t.Fatal(err)
	}
	moved := of(strings.Replace(src, "func b", "// b is small.\nfunc b", 1))
	changed := of(strings.Replace(src, "func b(n int)", "func b(n int32)", 1))
	for i, want := range []fate{killedAtHome, -1, -1, killedByUsers, -1, -1} {
		got, ok := again.find(&moved[i])
		if ok != (want >= 0) || ok && got.fate != want {
			t.Errorf("%s: %v %v", &moved[i].name, got.fate, ok)
		}
	}
	if _, ok := again.find(&changed[3]); ok {
		t.Error("found in a function that is another")
	}
	if _, ok := again.find(&changed[0]); !ok {
		t.Error("not found in the function beside the changed one")
	}
}
