//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks a name until the file it returns is closed, or the process ends. The error
// matches errNotOurs if somebody else has it locked or it is another file's by now, and
// [errors.ErrUnsupported] where there are no locks.
func tryLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotOurs
	}
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err != unix.EINTR {
			break
		}
	}
	if err == nil {
		is, errIs := f.Stat()
		named, errNamed := os.Lstat(path)
		if errIs == nil && errNamed == nil && os.SameFile(is, named) {
			return f, nil
		}
		err = unix.EWOULDBLOCK
	}
	f.Close()
	if err == unix.EWOULDBLOCK {
		return nil, errNotOurs
	}
	return nil, errors.ErrUnsupported
}
