package version

import (
	"reflect"
	"runtime/debug"
	"testing"
)

// What the linker notes, as `go version -m` shows it: a module that stands in for another
// counts under its own name.
func TestBuildIsWhatTheLinkerNoted(t *testing.T) {
	var b Build
	b.note(&debug.BuildInfo{
		Settings: []debug.BuildSetting{{Key: "GOOS", Value: "linux"}, {Key: "vcs.revision", Value: "0123abc"}, {Key: "vcs.modified", Value: "true"}},
		Deps: []*debug.Module{
			{Path: "example.org/b", Version: "v1.0.0", Sum: "h1:b"},
			{Path: "example.org/c", Version: "v2.0.0", Replace: &debug.Module{Path: "example.org/a", Version: "v0.1.0"}},
		},
	})
	want := Build{Commit: "0123abc", Modified: true, Modules: []Module{{"example.org/a", "v0.1.0", ""}, {"example.org/b", "v1.0.0", "h1:b"}}}
	if !reflect.DeepEqual(b, want) {
		t.Errorf("got %+v, want %+v", b, want)
	}
}
