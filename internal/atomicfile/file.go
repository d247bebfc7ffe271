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
	made   []string // parent folders that Create had to make, outermost first
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
	made, err := makeParents(filepath.Dir(target))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(target), tempPattern(target))
	if err != nil {
		removeEmpty(made)
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return &File{target: target, perm: perm, f: f, made: made}, nil
}

// Write appends p to the new file.
func (f *File) Write(p []byte) (int, error) { return f.f.Write(p) }

// WriteAt writes p at an offset of the new file.
func (f *File) WriteAt(p []byte, off int64) (int, error) { return f.f.WriteAt(p, off) }

// Commit syncs the new file and renames it over the target. On failure it
// aborts: the old file stands. After Commit or Abort it returns an error that
// matches [fs.ErrClosed].
func (f *File) Commit() error {
	if f.done {
		return fmt.Errorf("writing %s: %w", f.target, fs.ErrClosed)
	}
	err := f.f.Chmod(f.perm)
	if err == nil {
		err = f.f.Sync()
	}
	if err == nil {
		err = f.f.Close()
	}
	if err == nil {
		err = os.Rename(f.f.Name(), f.target)
	}
	if err != nil {
		f.Abort()
		return fmt.Errorf("writing %s: %w", f.target, err)
	}
	f.done = true
	return syncDir(filepath.Dir(f.target))
}

// Abort removes the new file and leaves the target alone. After Commit or an
// earlier Abort it does nothing.
func (f *File) Abort() {
	if f.done {
		return
	}
	f.done = true
	f.f.Close()
	os.Remove(f.f.Name())
	removeEmpty(f.made)
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

// tempPattern is the pattern of temporary names of a target, for os.CreateTemp.
func tempPattern(target string) string { return "." + filepath.Base(target) + ".tmp-*" }

// makeParents makes dir and the folders above it, and returns those that were
// missing, outermost first.
func makeParents(dir string) (made []string, err error) {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil || !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		if err := os.Mkdir(missing[i], 0o755); err == nil {
			made = append(made, missing[i])
		} else if !errors.Is(err, fs.ErrExist) { // another run may have made it meanwhile
			removeEmpty(made)
			return nil, err
		}
	}
	return made, nil
}

// removeEmpty removes the folders that makeParents made, if nobody has put
// anything into them since.
func removeEmpty(made []string) {
	for i := len(made) - 1; i >= 0; i-- {
		os.Remove(made[i])
	}
}
