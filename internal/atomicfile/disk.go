package atomicfile

import (
	"io/fs"
	"os"
	"sync/atomic"
)

// A Step is one thing that this package does to the disk, and that can fail.
type Step string

// The steps.
const (
	stepCreate   Step = "create"
	stepWrite    Step = "write"
	stepSync     Step = "sync"
	stepClose    Step = "close"
	stepChmod    Step = "chmod"
	stepRename   Step = "rename"
	stepExchange Step = "exchange"
)

var fault atomic.Pointer[func(Step, string) error]

// Faults has hook asked before each step, which fails with the error that it gives, until
// restore is called. It is for tests, of this package and of what is written by it.
func Faults(hook func(step Step, path string) error) (restore func()) {
	old := fault.Swap(&hook)
	return func() { fault.Store(old) }
}

func may(step Step, path string) error {
	if hook := fault.Load(); hook != nil {
		return (*hook)(step, path)
	}
	return nil
}

func createTemp(dir, pattern string) (*os.File, error) {
	if err := may(stepCreate, dir); err != nil {
		return nil, err
	}
	return os.CreateTemp(dir, pattern)
}

func mkdirTemp(dir, pattern string) (string, error) {
	if err := may(stepCreate, dir); err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, pattern)
}

func mkdir(path string, perm fs.FileMode) error {
	if err := may(stepCreate, path); err != nil {
		return err
	}
	return os.Mkdir(path, perm)
}

func create(path string, perm fs.FileMode) (*os.File, error) {
	if err := may(stepCreate, path); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, perm)
}

// write writes p; half of it if it is to fail, as on a disk that becomes full.
func write(f *os.File, p []byte) (int, error) {
	if err := may(stepWrite, f.Name()); err != nil {
		n, _ := f.Write(p[:len(p)/2])
		return n, err
	}
	return f.Write(p)
}

func syncHandle(f *os.File) error {
	if err := may(stepSync, f.Name()); err != nil {
		return err
	}
	return f.Sync()
}

// closeHandle closes a file; one that fails is closed all the same.
func closeHandle(f *os.File) error {
	fails := may(stepClose, f.Name())
	if err := f.Close(); err != nil {
		return err
	}
	return fails
}

func chmod(f *os.File, perm fs.FileMode) error {
	if err := may(stepChmod, f.Name()); err != nil {
		return err
	}
	return f.Chmod(perm)
}

func chmodDir(path string, perm fs.FileMode) error {
	if err := may(stepChmod, path); err != nil {
		return err
	}
	return os.Chmod(path, perm)
}

func rename(from, to string) error {
	if err := may(stepRename, to); err != nil {
		return err
	}
	return explained(os.Rename(from, to))
}

// link gives a file a name that must not be there, instead of the one it has.
func link(from, to string) error {
	if err := may(stepRename, to); err != nil {
		return err
	}
	if err := os.Link(from, to); err != nil {
		return err
	}
	os.Remove(from) // if it stays, the next run sweeps it away
	return nil
}

func swapNames(a, b string) error {
	if err := may(stepExchange, b); err != nil {
		return err
	}
	return exchange(a, b)
}
