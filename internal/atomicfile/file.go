package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A File is a file being written beside its target. It is an io.Writer and an
// io.WriterAt, and not safe for use by several goroutines at once.
type File struct {
	target string
	perm   fs.FileMode
	f      *os.File
	tmp    *temporary
	done   bool
}

// Create begins a new file that will replace path on Commit, with permissions
// 0644. Parent folders that are missing are made, and removed again by Abort.
func Create(path string) (*File, error) { return CreatePerm(path, 0o644) }

// CreatePerm is [Create] with other permissions.
func CreatePerm(path string, perm fs.FileMode) (*File, error) {
	target, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	if info, err := os.Stat(target); err == nil && info.IsDir() {
		return nil, fmt.Errorf("writing %s: a folder of that name is in the way", path)
	}
	f := &File{target: target, perm: perm}
	f.tmp, err = begin(target, func(pattern string) (string, error) {
		if f.f != nil { // it was taken for a leftover
			f.f.Close()
		}
		if f.f, err = createTemp(filepath.Dir(target), pattern); err != nil {
			return "", err
		}
		return f.f.Name(), nil
	})
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return f, nil
}

// Write appends p to the new file.
func (f *File) Write(p []byte) (int, error) { return write(f.f, p) }

// WriteAt writes p at an offset of the new file.
func (f *File) WriteAt(p []byte, off int64) (int, error) {
	if err := may(stepWrite, f.f.Name()); err != nil {
		return 0, err
	}
	return f.f.WriteAt(p, off)
}

// Commit syncs the new file and renames it over the target. On failure it
// aborts: the old file stands. After Commit or Abort it returns an error that
// matches [fs.ErrClosed].
func (f *File) Commit() error {
	if f.done {
		return fmt.Errorf("writing %s: %w", f.target, fs.ErrClosed)
	}
	err := f.finish()
	if err == nil {
		gate.RLock()
		err = rename(f.tmp.path, f.target)
		f.placed(err)
		gate.RUnlock()
	}
	if err == nil {
		return f.syncParent()
	}
	f.Abort()
	return fmt.Errorf("writing %s: %w", f.target, err)
}

// finish gets everything of the new file onto the disk, under its temporary name.
func (f *File) finish() error {
	err := chmod(f.f, f.perm)
	if err == nil {
		err = syncHandle(f.f)
	}
	if err == nil {
		err = closeHandle(f.f)
	}
	return err
}

// placeFirst gives the new file the name of a target that must not be there. The gate is held.
func (f *File) placeFirst() error {
	err := link(f.tmp.path, f.target)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without links
		if _, there := os.Lstat(f.target); errors.Is(there, fs.ErrNotExist) {
			err = rename(f.tmp.path, f.target)
		}
	}
	if errors.Is(err, fs.ErrExist) {
		err = fmt.Errorf("another run has made %s meanwhile: run the command again", filepath.Base(f.target))
	}
	return err
}

// placed notes that the new file has its name, if it has.
func (f *File) placed(err error) {
	if err == nil {
		f.done = true
		f.tmp.keep()
	}
}

// syncParent gets the new name onto the disk. The file is in its place, whatever comes of it.
func (f *File) syncParent() error {
	if err := syncDir(filepath.Dir(f.target)); err != nil {
		return fmt.Errorf("writing %s: %w", f.target, err)
	}
	return nil
}

// Abort removes the new file and leaves the target alone. After Commit or an
// earlier Abort it does nothing.
func (f *File) Abort() {
	if f.done {
		return
	}
	f.done = true
	f.f.Close()
	f.tmp.remove()
}

// WriteFile replaces path by a file with this content and these permissions.
func WriteFile(path string, data []byte, perm fs.FileMode) error {
	f, err := CreatePerm(path, perm)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return f.Commit()
}
