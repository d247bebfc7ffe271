package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// modes are the permissions of what is in a folder, and of the folder itself as ".".
func modes(t *testing.T, dir string) map[string]fs.FileMode {
	t.Helper()
	all := map[string]fs.FileMode{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)] = info.Mode().Perm()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What is private is readable by its owner only: a whole folder, or single files and the folders on the way to them in one
// that is open to others. The folder is this process's own while it is built, and not before or after.
func TestWhatIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	parent := t.TempDir()
	for name, create := range map[string]func(string) (*Dir, error){"private": CreatePrivateDir, "open": CreateDir} {
		path := filepath.Join(parent, name)
		d, err := create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Abort()
		if info, err := os.Stat(d.Path()); err != nil || !Holds(info) {
			t.Errorf("%s: the folder is not held while it is built: %v", name, err)
		}
		for _, write := range []error{d.WriteFile("a.txt", []byte("a")), d.WritePrivate("inner/b.txt", []byte("b"))} {
			if write != nil {
				t.Fatal(write)
			}
		}
		if err := d.Commit(); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || Holds(info) {
			t.Errorf("%s: the folder is held when it is in its place: %v", name, err)
		}
	}
	for name, want := range map[string]map[string]fs.FileMode{
		"private": {".": 0o700, "a.txt": 0o600, "inner": 0o700, "inner/b.txt": 0o600}, "open": {".": 0o755, "a.txt": 0o644, "inner": 0o700, "inner/b.txt": 0o600},
	} {
		got := modes(t, filepath.Join(parent, name))
		for path, mode := range want {
			if got[path] != mode {
				t.Errorf("%s: %s has %o, want %o", name, path, got[path], mode)
			}
		}
	}
}

// Bytes written at an offset stand there, beside those that are appended.
func TestBytesAtAnOffset(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.bin")
	f, err := CreatePerm(path, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abort()
	if _, err := f.Write([]byte("....abc")); err != nil {
		t.Fatal(err)
	}
	if n, err := f.WriteAt([]byte("head"), 0); n != 4 || err != nil {
		t.Fatal(n, err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "headabc" {
		t.Errorf("%q, %v", b, err)
	}
}
