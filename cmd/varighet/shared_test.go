package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedFolder is where larger tables and inputs lie that the repository does not hold.
func sharedFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("VARIGHET_SHARED")
	if dir == "" {
		t.Skip("VARIGHET_SHARED is not set")
	}
	return dir
}

// runOK runs a command that must succeed.
func runOK(t *testing.T, args ...string) {
	t.Helper()
	var out, said strings.Builder
	if code := run(args, console{strings.NewReader(""), &out, &said}); code != 0 {
		t.Fatalf("varighet %s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
}

// spellsOfCSV reads a file of spells, each row by the header's names.
func spellsOfCSV(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// The lists of Ålesund, Haram, Snillfjord and Tysfjord go on through the mergers and
// divisions of 2020 and 2024 with their doctors: nobody stops and nobody starts, with a
// reference at either step, at both, or at neither.
func TestDividedMunicipalitiesKeepTheirDoctors(t *testing.T) {
	in := filepath.Join(sharedFolder(t), "found", "identity", "split")
	dir := t.TempDir()
	ref := filepath.Join(dir, "reference")
	runOK(t, "reference", "import", "--klass", filepath.Join(in, "codes.csv"), "--klass", filepath.Join(in, "changes.csv"),
		"--population", filepath.Join(in, "pop.csv"), "-o", ref)
	with := []string{"--reference", ref}
	for name, way := range map[string][2][]string{"neither": {}, "at ingest": {with, nil}, "at survival": {nil, with}, "both": {with, with}} {
		reg, out := filepath.Join(dir, name), filepath.Join(dir, name+".csv")
		runOK(t, append([]string{"ingest", filepath.Join(in, "lists.csv"), "-o", reg}, way[0]...)...)
		runOK(t, append([]string{"survival", "spells", reg, "-o", out}, way[1]...)...)
		n := 0
		for _, s := range spellsOfCSV(t, out) {
			if s["kind"] != "regular" {
				continue
			}
			if n++; s["stopped"] != "false" || s["ordinal"] != "1" {
				t.Errorf("%s: position %s: ordinal %s, stopped %s in %s", name, s["position_id"], s["ordinal"], s["stopped"], s["last_month"])
			}
		}
		if n == 0 {
			t.Errorf("%s: no spells", name)
		}
	}
}
