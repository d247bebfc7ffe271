package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Dir is a folder being built beside its target.
type Dir struct {
	target string
	file   fs.FileMode // of files in it
	tmp    string
	made   []string
	done   bool
}

// CreateDir begins a new folder that will replace the folder path, with all
// that is in it, on Commit. Parent folders that are missing are made, and
// removed again by Abort. A target that exists and is not a folder is an error.
func CreateDir(path string) (*Dir, error) { return createDir(path, 0o755, 0o644) }

// CreatePrivateDir is [CreateDir] for what only its owner may read: the folder gets
// permissions 0700 and what WriteFile writes 0600.
func CreatePrivateDir(path string) (*Dir, error) { return createDir(path, 0o700, 0o600) }

func createDir(path string, dir, file fs.FileMode) (*Dir, error) {
	target, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	if info, err := os.Lstat(target); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("writing %s: a file of that name is in the way", path)
	}
	made, err := makeParents(filepath.Dir(target))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(target), tempPattern(target))
	if err == nil {
		err = os.Chmod(tmp, dir)
	}
	if err != nil {
		os.RemoveAll(tmp)
		removeEmpty(made)
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return &Dir{target: target, file: file, tmp: tmp, made: made}, nil
}

// Path returns the path of a name within the folder being built; the folder
// itself for no elements. It is valid until Commit or Abort.
func (d *Dir) Path(elem ...string) string {
	return filepath.Join(append([]string{d.tmp}, elem...)...)
}

// WriteFile writes a file within the folder being built, making the folders on the way
// to it.
func (d *Dir) WriteFile(name string, data []byte) error {
	path := d.Path(filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, d.file)
}

// Commit syncs everything in the new folder, puts it in place of the target
// and removes the old one. Where the system can exchange two names in one
// step (Linux) there is no moment without a target; elsewhere the old folder
// is renamed away first and put back if the new one cannot take its place. On
// failure it aborts: the old folder stands.
func (d *Dir) Commit() error {
	if d.done {
		return fmt.Errorf("writing %s: %w", d.target, fs.ErrClosed)
	}
	if err := d.commit(); err != nil {
		d.Abort()
		return fmt.Errorf("writing %s: %w", d.target, err)
	}
	d.done = true
	return syncDir(filepath.Dir(d.target))
}

func (d *Dir) commit() error {
	if err := syncTree(d.tmp); err != nil {
		return err
	}
	info, err := os.Lstat(d.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(d.tmp, d.target)
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New("a file of that name is in the way")
	}
	if err := exchange(d.tmp, d.target); err == nil {
		return os.RemoveAll(d.tmp) // the old folder, under the new one's name
	}
	return d.swap()
}

// swap replaces the target by two renames.
func (d *Dir) swap() error {
	old, err := os.MkdirTemp(filepath.Dir(d.target), "."+filepath.Base(d.target)+".old-*")
	if err != nil {
		return err
	}
	away := filepath.Join(old, "old")
	if err := os.Rename(d.target, away); err != nil {
		os.Remove(old)
		return err
	}
	if err := os.Rename(d.tmp, d.target); err != nil {
		if back := os.Rename(away, d.target); back != nil {
			return fmt.Errorf("%w; the old folder is now %s", err, away)
		}
		os.Remove(old)
		return err
	}
	return os.RemoveAll(old)
}

// Abort removes the new folder and leaves the target alone. After Commit or an
// earlier Abort it does nothing.
func (d *Dir) Abort() {
	if d.done {
		return
	}
	d.done = true
	os.RemoveAll(d.tmp)
	removeEmpty(d.made)
}

// syncTree flushes every file and folder under root to the disk.
func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return syncDir(path)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		return syncFile(path)
	})
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) {
		f, err = os.Open(path)
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
