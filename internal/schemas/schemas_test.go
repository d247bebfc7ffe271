package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// docs/schemas.md and docs/schemas are what the code says now. A field without a tag, or a comment
// that says what it is and when it is null or absent, is an error of files.
func TestFilesAreCurrent(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	want, err := files(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range want {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s is not what the code says: run make schemas, and look at what has changed", name)
		}
	}
	there, err := filepath.Glob(filepath.Join(root, "docs", "schemas", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range there {
		if name := "docs/schemas/" + filepath.Base(path); want[name] == nil {
			t.Errorf("%s is of no document", name)
		}
	}
}

func TestParseComment(t *testing.T) {
	for text, want := range map[string]comment{
		"of n, those that stopped": {meaning: "of n, those that stopped"},
		"by which it has (time_unit); null: not reached, the curve does not come down so far": {meaning: "by which it has", unit: "time_unit",
			null: "not reached, the curve does not come down so far"},
		"null: never":                                   {null: "never"},
		"a list (of any); absent: none":                 {meaning: "a list (of any)", absent: "none"},
		"its time (time_unit) or its share (share 0–1)": {meaning: "its time (time_unit) or its share (share 0–1)"},
		"see [Manifest.Series]\nof the file":            {meaning: "see Manifest.Series of the file"},
	} {
		if got := parseComment(text); got != want {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

// What a type does not say is a fault, each with its name.
func TestFaultsAreFound(t *testing.T) {
	type inner struct {
		Never string `json:"-"`
		Name  string
	}
	type outer struct {
		inner
		Maybe *int           `json:"maybe"`
		Some  []int          `json:"some,omitempty"`
		Of    map[string]int `json:"of"`
	}
	d := &describer{sources: newSources(t.TempDir()), used: map[string]bool{}}
	n := d.value(reflect.TypeFor[outer]())
	var names []string
	for _, f := range n.fields {
		names = append(names, f.name)
	}
	if got := strings.Join(names, ","); got != ",maybe,some,of" {
		t.Errorf("fields: got %s", got)
	}
	for _, want := range []string{"main.inner.Name has no json tag", "main.outer.Maybe may be null, and does not say when (null: ...)",
		"main.outer.Some may be absent, and does not say when (absent: ...)", "main.outer.Of has no comment that says what it is"} {
		found := false
		for _, f := range d.faults {
			found = found || f == want
		}
		if !found {
			t.Errorf("no fault %q among %q", want, d.faults)
		}
	}
}
