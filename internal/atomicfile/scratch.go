package atomicfile

import (
	"os"
	"path/filepath"
)

// scratchName is what scratch folders are called, by [Sweep]'s rules, among the system's
// temporary files.
const scratchName = "varighet-scratch"

// Scratch makes a folder among the system's temporary files, which remove takes away again.
// Those that killed runs of the same user left are gone.
func Scratch() (dir string, remove func(), err error) {
	t, err := begin(filepath.Join(os.TempDir(), scratchName), func(pattern string) (string, error) {
		return mkdirTemp(os.TempDir(), pattern)
	})
	if err != nil {
		return "", nil, err
	}
	return t.path, t.remove, nil
}
