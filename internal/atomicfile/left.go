package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A Leftover is a folder that a run which was killed had begun to build.
type Leftover struct{ tmp *temporary }

// Left are the folders that killed runs had begun in place of the folder target, by name. They stay
// until they are removed, so that what is finished in them can be of use. None are found where names
// cannot be locked.
func Left(target string) (list []*Leftover) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil
	}
	gate.RLock()
	defer gate.RUnlock()
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return nil
	}
	for _, e := range entries {
		path := filepath.Join(filepath.Dir(target), e.Name())
		if !isNew(e, target) {
			continue
		}
		if lock, err := tryLock(path); err == nil {
			list = append(list, &Leftover{enter(path, lock)})
		}
	}
	return list
}

// isNew reports whether a name is that of a folder begun in place of a target.
func isNew(e fs.DirEntry, target string) bool {
	number, ok := strings.CutPrefix(e.Name(), "."+filepath.Base(target)+newMark)
	return ok && isNumber(number) && e.IsDir()
}

// Path is where the folder is.
func (l *Leftover) Path() string { return l.tmp.path }

// Release leaves the folder as it was found.
func (l *Leftover) Release() { l.tmp.keep() }

// Remove removes the folder.
func (l *Leftover) Remove() { l.tmp.remove() }
