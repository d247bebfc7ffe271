package sidefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// A table beside a register that is over the limit is refused, and the limit is named.
func TestATableOverTheLimitIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cohort.csv")
	if err := os.WriteFile(path, []byte("list\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err := Read(path, "the cohort", 64<<20); err != nil || string(b) != "list\n" {
		t.Errorf("%q, %v", b, err)
	}
	if err := os.Truncate(path, 64<<20+1); err != nil {
		t.Fatal(err)
	}
	_, err := Read(path, "the cohort", 64<<20)
	var p *varighet.Problem
	if !errors.As(err, &p) || p.Code != "file-size" || !strings.Contains(p.Msg, "64 MiB") {
		t.Error(err)
	}
}

// A file that is not there, and a folder, are errors that say what was to be read.
func TestWhatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]error{filepath.Join(dir, "none.csv"): fs.ErrNotExist, dir: nil} {
		_, err := Read(path, "the cohort", 100)
		if err == nil || want != nil && !errors.Is(err, want) || !strings.HasPrefix(err.Error(), "reading the cohort: ") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
