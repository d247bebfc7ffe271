package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"testing"
)

// Writes the profile by which releases are compiled, to the file in VARIGHET_PROFILE: of files that become a
// register, and of curves from it. `make profile` runs it.
func TestReleaseProfile(t *testing.T) {
	path := os.Getenv("VARIGHET_PROFILE")
	if path == "" {
		t.Skip("set VARIGHET_PROFILE to the file to write, or run `make profile`")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	do := func(args ...string) {
		t.Helper()
		var said strings.Builder
		if code := run(args, console{strings.NewReader(""), io.Discard, &said}); code != 0 {
			t.Fatalf("%q: exit code %d\n%s", args, code, said.String())
		}
	}
	do("simulate", "-o", at("country"), "--lists", "5000")
	var profile bytes.Buffer // so that a run that fails leaves the old one
	if err := pprof.StartCPUProfile(&profile); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		do("ingest", "--anew", at("country/monthly"), "-o", at("register"))
		do("survival", "km", at("register"), "--json")
	}
	pprof.StopCPUProfile()
	if err := os.WriteFile(path, profile.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
