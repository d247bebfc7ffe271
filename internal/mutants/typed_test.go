package main

import (
	"slices"
	"testing"
)

// By hand: a mutant beside what it stands for. Of two that overlap, one is in another batch, and a
// constant, which cannot be switched, is alone.
func TestSwitchesByHand(t *testing.T) {
	r := ofTiny(t)
	const src = "package p\n\nconst least = 3\n\nfunc f(a []int, i int) (n int) {\n\tif a[i] > least {\n\t\tn += 2\n\t}\n\treturn n\n}\n"
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
	if len(all) != 3 || len(all[0].trials) != 2 || len(all[1].trials) != 2 || !all[2].always {
		t.Errorf("got %d batches, want two of two and one alone", len(all))
	}
}
