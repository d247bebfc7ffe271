package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// names lists a folder, hidden names included: what a failed run must not add to.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", filepath.Base(dir), got, want)
	}
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	} else if string(got) != want {
		t.Errorf("%s = %q, want %q", filepath.Base(path), got, want)
	}
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWriteFileReplacesContentAndPermissions(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "key")
	put(t, path, "old")
	if err := WriteFile(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "new")
	wantNames(t, dir, "key")
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("permissions %v, want 0600", info.Mode().Perm())
	}
}

func TestAbortedFileLeavesOldOneAndNoStrays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	put(t, path, "old")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("half of the new"))
	if len(names(t, dir)) != 2 {
		t.Errorf("the new file is not beside the old one: %q", names(t, dir))
	}
	f.Abort()
	f.Abort()
	wantFile(t, path, "old")
	wantNames(t, dir, "a.csv")
	if err := f.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Commit after Abort: %v, want fs.ErrClosed", err)
	}
}

func TestFailedCommitOfFileLeavesNoStrays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(path, "in the way"), "x") // a folder has taken the name meanwhile
	if err := f.Commit(); err == nil {
		t.Error("Commit over a folder succeeded")
	}
	wantNames(t, dir, "a.csv")
	wantFile(t, filepath.Join(path, "in the way"), "x")
}

func TestMissingParentsAreMadeAndRemovedOnAbort(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "x", "y", "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	f.Abort()
	wantNames(t, dir)
	d, err := CreateDir(filepath.Join(dir, "x", "y", "out"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "x", "mine"), "kept") // somebody else's file stays, and its folder
	d.Abort()
	wantNames(t, filepath.Join(dir, "x"), "mine")
	if err := WriteFile(filepath.Join(dir, "p", "q", "b.csv"), []byte("b"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantFile(t, filepath.Join(dir, "p", "q", "b.csv"), "b")
}

// build makes a folder with one file in a subfolder.
func build(t *testing.T, target, content string) *Dir {
	t.Helper()
	d, err := CreateDir(target)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.WriteFile("tables/new.csv", []byte(content)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDirReplacesTheWholeFolder(t *testing.T) {
	for name, commit := range map[string]func(*Dir) error{
		"one step":    (*Dir).Commit,
		"two renames": (*Dir).swap, // the way of systems without an exchange
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			target := filepath.Join(dir, "out")
			put(t, filepath.Join(target, "old.csv"), "old")
			if err := commit(build(t, target, "new")); err != nil {
				t.Fatal(err)
			}
			wantNames(t, dir, "out")
			wantNames(t, target, "tables")
			wantFile(t, filepath.Join(target, "tables", "new.csv"), "new")
		})
	}
}

func TestDirWithoutAnOldOne(t *testing.T) {
	dir := t.TempDir()
	d := build(t, filepath.Join(dir, "out"), "new")
	if err := d.Commit(); err != nil {
		t.Fatal(err)
	}
	d.Abort() // nothing to undo
	wantNames(t, dir, "out")
	wantFile(t, filepath.Join(dir, "out", "tables", "new.csv"), "new")
	if info, _ := os.Stat(filepath.Join(dir, "out")); info.Mode().Perm() != 0o755 {
		t.Errorf("permissions %v, want 0755", info.Mode().Perm())
	}
}

func TestAbortedDirLeavesOldOneAndNoStrays(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	put(t, filepath.Join(target, "old.csv"), "old")
	build(t, target, "new").Abort()
	wantNames(t, dir, "out")
	wantFile(t, filepath.Join(target, "old.csv"), "old")
}

// A swap whose second rename fails has already moved the old folder away: it
// must come back under its name.
func TestFailedSwapPutsTheOldFolderBack(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	put(t, filepath.Join(target, "old.csv"), "old")
	d := build(t, target, "new")
	if err := os.RemoveAll(d.tmp.path); err != nil {
		t.Fatal(err)
	}
	if err := d.swap(); err == nil {
		t.Error("swap without a new folder succeeded")
	}
	wantNames(t, dir, "out")
	wantFile(t, filepath.Join(target, "old.csv"), "old")
}

func TestFailedCommitOfDirLeavesOldFile(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	if _, err := os.Stat(target); err == nil {
		t.Fatal("not empty")
	}
	d := build(t, target, "new")
	put(t, target, "a file took the name meanwhile")
	if err := d.Commit(); err == nil {
		t.Error("Commit over a file succeeded")
	}
	wantNames(t, dir, "out")
	wantFile(t, target, "a file took the name meanwhile")
	if _, err := CreateDir(target); err == nil {
		t.Error("CreateDir over a file succeeded")
	}
}

func TestTwoRunsAtOnceLeaveOneWholeFolder(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	put(t, filepath.Join(target, "old.csv"), "old")
	var wg sync.WaitGroup
	for _, content := range []string{"first", "second"} {
		d := build(t, target, content)
		wg.Go(func() {
			if err := d.Commit(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wantNames(t, dir, "out")
	got, err := os.ReadFile(filepath.Join(target, "tables", "new.csv"))
	if err != nil || (string(got) != "first" && string(got) != "second") {
		t.Errorf("content %q, %v: want one of the two", got, err)
	}
}
