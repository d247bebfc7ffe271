package version

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// A Build is what the running program was built from.
type Build struct {
	Version  string // as [Of] has it
	Commit   string // of the sources; "" if the build did not note it
	Modified bool   // the sources were changed after the commit
	Go       string // the version of Go
	Modules  []Module
}

// A Module is another module that is part of the program.
type Module struct {
	Path, Version string
	Sum           string // checksum of its files, as in go.sum; "" for one from a folder
}

// Running is the build of the running program. Its modules are sorted by path.
func Running() Build {
	b := Build{Version: Of(), Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.note(info)
	}
	return b
}

// note takes over what the linker wrote down.
func (b *Build) note(info *debug.BuildInfo) {
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		b.Modules = append(b.Modules, Module{m.Path, m.Version, m.Sum})
	}
	slices.SortFunc(b.Modules, func(x, y Module) int { return strings.Compare(x.Path, y.Path) })
}
