package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/version"
)

// A VersionAnswer is what `version` prints: what the program was built from.
type VersionAnswer struct {
	Schema  string `json:"schema"`  // varighet.version/1
	Version string `json:"version"` // of the program, as every document and manifest has it; devel: the build did not note one
	// of the sources, in hexadecimal; absent: the build did not note it
	Commit   string          `json:"commit,omitempty"`
	Modified bool            `json:"modified,omitempty"` // whether the sources were changed after the commit; absent: not, or the build did not note it
	Go       string          `json:"go"`                 // the version of Go that built it
	Modules  []versionModule `json:"modules"`            // other modules that are part of the program, by path
}

// A versionModule is one of the modules.
type versionModule struct {
	Path    string `json:"path"`          // by which it is imported, such as golang.org/x/text
	Version string `json:"version"`       // that was built in
	Sum     string `json:"sum,omitempty"` // checksum of its files, as in go.sum; absent: of one from a folder
}

// Version says what the running program was built from.
func Version() *VersionAnswer {
	b := version.Running()
	d := &VersionAnswer{Schema: "varighet.version/1", Version: b.Version, Commit: b.Commit, Modified: b.Modified, Go: b.Go, Modules: []versionModule{}}
	for _, m := range b.Modules {
		d.Modules = append(d.Modules, versionModule(m))
	}
	return d
}

// Text writes version, commit and the version of Go in one line.
func (d *VersionAnswer) Text(w io.Writer) error {
	commit := "not noted"
	if d.Commit != "" {
		commit = d.Commit
	}
	if d.Modified {
		commit += ", modified"
	}
	_, err := fmt.Fprintf(w, "varighet %s (commit %s; %s)\n", d.Version, commit, d.Go)
	return err
}
