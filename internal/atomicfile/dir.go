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
	tmp    *temporary
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
	d := &Dir{target: target, file: file}
	d.tmp, err = begin(target, func(pattern string) (string, error) { return mkdirTemp(filepath.Dir(target), pattern) })
	if err == nil {
		if err = chmodDir(d.tmp.path, dir); err != nil {
			d.tmp.remove()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return d, nil
}

// Path returns the path of a name within the folder being built; the folder
// itself for no elements. It is valid until Commit or Abort.
func (d *Dir) Path(elem ...string) string {
	return filepath.Join(append([]string{d.tmp.path}, elem...)...)
}

// A Part is a file in a folder being built.
type Part struct{ f *os.File }

// Create begins a file within the folder being built, making the folders on the way to it. It
// must be closed before Commit, which syncs it.
func (d *Dir) Create(name string) (*Part, error) { return d.create(name, 0o755, d.file) }

func (d *Dir) create(name string, folders, file fs.FileMode) (*Part, error) {
	gate.RLock()
	defer gate.RUnlock()
	path := d.Path(filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), folders); err != nil {
		return nil, err
	}
	f, err := create(path, file)
	if err != nil {
		return nil, err
	}
	return &Part{f}, nil
}

// Write appends p to the file.
func (p *Part) Write(b []byte) (int, error) { return write(p.f, b) }

// Close ends the file.
func (p *Part) Close() error { return closeHandle(p.f) }

// WriteFile writes a file within the folder being built, making the folders on the way
// to it.
func (d *Dir) WriteFile(name string, data []byte) error { return d.write(name, data, 0o755, d.file) }

// WritePrivate is WriteFile for what only its owner may read, in a folder that is open to
// others: the file gets permissions 0600, and folders that it makes 0700.
func (d *Dir) WritePrivate(name string, data []byte) error { return d.write(name, data, 0o700, 0o600) }

func (d *Dir) write(name string, data []byte, folders, file fs.FileMode) error {
	p, err := d.create(name, folders, file)
	if err != nil {
		return err
	}
	_, err = p.Write(data)
	return errors.Join(err, p.Close())
}

// Commit syncs everything in the new folder, puts it in place of the target
// and removes the old one. Where the system can exchange two names in one
// step (Linux) there is no moment without a target; elsewhere the old folder
// is renamed away first and put back if the new one cannot take its place. On
// failure it aborts: the old folder stands.
func (d *Dir) Commit() error { return d.CommitAfter(nil) }

// CommitAfter is Commit with a file that is put in its place just before the folder, and that
// must not be there yet: a key before what it made. Both are there, or neither; a process that is
// killed in the moment between leaves the file alone. nil is no file.
func (d *Dir) CommitAfter(first *File) error {
	if d.done {
		return fmt.Errorf("writing %s: %w", d.target, fs.ErrClosed)
	}
	err := syncTree(d.tmp.path)
	if err == nil && first != nil {
		err = first.finish()
	}
	if err == nil {
		err = d.place(first)
	}
	if !d.done {
		if first != nil {
			first.Abort() // before the folder, which may have made the one that both are in
		}
		d.Abort()
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", d.target, err)
	}
	return syncDir(filepath.Dir(d.target))
}

// place puts the file and the folder in their places. It sets d.done if the new folder is in
// its place, even if something failed after that.
func (d *Dir) place(first *File) (err error) {
	gate.RLock()
	defer gate.RUnlock()
	if first != nil {
		err := first.placeFirst()
		if err != nil {
			return err
		}
		if err := syncDir(filepath.Dir(first.target)); err != nil {
			return errors.Join(err, os.Remove(first.target))
		}
		defer func() {
			if d.done {
				first.placed(nil)
			} else {
				err = errors.Join(err, os.Remove(first.target))
			}
		}()
	}
	return d.placeFolder()
}

func (d *Dir) placeFolder() error {
	info, err := os.Lstat(d.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := rename(d.tmp.path, d.target); err != nil {
			if info, there := os.Lstat(d.target); there == nil && info.IsDir() { // another run was faster
				return d.replace()
			}
			return err
		}
		d.placed()
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New("a file of that name is in the way")
	}
	return d.replace()
}

// replace puts the new folder in place of one that is there.
func (d *Dir) replace() error {
	if err := swapNames(d.tmp.path, d.target); err == nil {
		defer d.placed()
		return os.RemoveAll(d.tmp.path) // the old folder, under the new one's name
	}
	return d.swap()
}

// placed notes that the new folder has its name.
func (d *Dir) placed() {
	d.done = true
	d.tmp.keep()
}

// movedName is what the old folder is called while it is moved away.
const movedName = "old"

// swap replaces the target by two renames.
func (d *Dir) swap() error {
	old, err := hold(func() (string, error) {
		return mkdirTemp(filepath.Dir(d.target), "."+filepath.Base(d.target)+oldMark+"*")
	})
	if err != nil {
		return err
	}
	away := filepath.Join(old.path, movedName)
	if err := rename(d.target, away); err != nil {
		old.remove()
		return err
	}
	if err := rename(d.tmp.path, d.target); err != nil {
		if back := rename(away, d.target); back != nil {
			old.keep()
			return fmt.Errorf("%w; the old folder is now %s", err, away)
		}
		old.remove()
		return err
	}
	d.placed()
	defer old.keep()
	return os.RemoveAll(old.path)
}

// Abort removes the new folder and leaves the target alone. After Commit or an
// earlier Abort it does nothing.
func (d *Dir) Abort() {
	if d.done {
		return
	}
	d.done = true
	d.tmp.remove()
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
	return errors.Join(syncHandle(f), f.Close())
}
