package version

import (
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The program knows its own build: a version or "devel", the version of Go, and modules by path. A
// build of tests notes no modules for some ways of building, but never any twice.
func TestTheRunningBuild(t *testing.T) {
	b := Running()
	if b.Version != Of() || b.Version == "" || b.Go != runtime.Version() {
		t.Errorf("version %q, Go %q", b.Version, b.Go)
	}
	path := func(x, y Module) int { return strings.Compare(x.Path, y.Path) }
	if !slices.IsSortedFunc(b.Modules, path) || len(slices.CompactFunc(slices.Clone(b.Modules), func(x, y Module) bool { return x.Path == y.Path })) != len(b.Modules) {
		t.Errorf("modules %v", b.Modules)
	}
}
