package growth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/internal/atomicfile"
)

// Windows renames no folder in which a file is open, so when the new register takes the place of
// the old one nothing of either is. Linux tells which files a process has open.
func TestNothingIsOpenWhenARegisterIsReplaced(t *testing.T) {
	const open = "/proc/self/fd"
	if _, err := os.Stat(open); err != nil {
		t.Skip("the system does not tell which files are open")
	}
	dir := filepath.Join(t.TempDir(), "register")
	inputs := months(4)
	run(t, growth.Edit{Dir: dir, Inputs: inputs[:3], Reader: key()})
	asked := false
	run(t, growth.Edit{Dir: dir, Inputs: inputs[3:], Reader: key(), Put: func(out *atomicfile.Dir, _ string) error {
		asked = true
		entries, err := os.ReadDir(open)
		if err != nil {
			return err
		}
		for _, e := range entries {
			path, _ := os.Readlink(filepath.Join(open, e.Name())) // the listing itself is closed by now
			if strings.HasPrefix(path, dir+"/") || strings.HasPrefix(path, out.Path()+"/") {
				t.Errorf("%s is open", path)
			}
		}
		return out.Commit()
	}})
	if !asked {
		t.Error("the register was not replaced")
	}
}
