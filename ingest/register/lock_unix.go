//go:build unix

package register

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/varighet/varighet/internal/atomicfile"
)

// lockFolder waits until no other process has the folder locked, and locks it;
// the lock goes with the process. A system or a file system without such locks
// gives none: then commit still sees whether somebody was faster.
func lockFolder(dir string, wait func()) (unlock func()) {
	for {
		f, err := os.Open(dir)
		if err != nil {
			return func() {}
		}
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err == unix.EWOULDBLOCK {
			if wait != nil {
				wait()
			}
			err = unix.Flock(int(f.Fd()), unix.LOCK_EX)
			for err == unix.EINTR {
				err = unix.Flock(int(f.Fd()), unix.LOCK_EX)
			}
		}
		if sameFolder(f, dir) {
			return func() { f.Close() }
		}
		f.Close() // the one that was waited for has put another in its place
	}
}

func sameFolder(f *os.File, dir string) bool {
	a, errA := f.Stat()
	b, errB := os.Stat(dir)
	return errA != nil || errB != nil || os.SameFile(a, b)
}

// lockParent locks the folder that a register is in, for the moment in which
// one register takes the place of another. One that this process is building is locked already.
func lockParent(dir string) (unlock func()) {
	parent := filepath.Dir(filepath.Clean(dir))
	if info, err := os.Stat(parent); err == nil && atomicfile.Holds(info) {
		return func() {}
	}
	return lockFolder(parent, nil)
}
