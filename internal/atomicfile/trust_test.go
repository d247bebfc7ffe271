package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A writing replaces something old by something new.
type writing struct {
	name  string
	write func(dir string) error // aborts on failure, as every caller does
	old   func(t *testing.T, dir string)
	state func(dir string) string // "old", "new" or what else
	names map[string][]string     // in the folder, by state
}

// content is that of a file; what is wrong if it cannot be read.
func content(path ...string) string {
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func none(*testing.T, string) {}

func writeDir(target string, commit func(*Dir) error) error {
	d, err := CreateDir(target)
	if err != nil {
		return err
	}
	defer d.Abort()
	p, err := d.Create("tables/a.csv")
	if err != nil {
		return err
	}
	_, err = p.Write([]byte("new"))
	if err = errors.Join(err, p.Close(), d.WriteFile("b.csv", []byte("new"))); err != nil {
		return err
	}
	inner, err := CreatePerm(d.Path("c.csv"), 0o600)
	if err != nil {
		return err
	}
	defer inner.Abort()
	if _, err := inner.Write([]byte("new")); err != nil {
		return err
	}
	if err := inner.Commit(); err != nil {
		return err
	}
	return commit(d)
}

// writeWithKey is a folder and, before it, its key.
func writeWithKey(dir string) error {
	return writeDir(filepath.Join(dir, "out"), func(d *Dir) error {
		key, err := CreatePerm(filepath.Join(dir, "out.key"), 0o600)
		if err != nil {
			return err
		}
		defer key.Abort()
		if _, err := key.Write([]byte("key")); err != nil {
			return err
		}
		return d.CommitAfter(key)
	})
}

func dirState(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "out")); os.IsNotExist(err) {
		return "none"
	}
	if content(dir, "out", "old.csv") == "old" && content(dir, "out", "more", "old.csv") == "old" {
		return "old"
	}
	state := "new"
	for _, name := range []string{"tables/a.csv", "b.csv", "c.csv"} {
		if c := content(dir, "out", name); c != "new" {
			state = name + ": " + c
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "out", "old.csv")); err == nil {
		state = "new with something old"
	}
	return state
}

func oldDir(t *testing.T, dir string) {
	put(t, filepath.Join(dir, "out", "old.csv"), "old")
	put(t, filepath.Join(dir, "out", "more", "old.csv"), "old")
}

func writings() []writing {
	folder := map[string][]string{"none": {}, "old": {"out"}, "new": {"out"}}
	withKey := map[string][]string{"none": {}, "old": {"out"}, "new": {"out", "out.key"}}
	return []writing{
		{"file", func(dir string) error { return WriteFile(filepath.Join(dir, "out"), []byte("new"), 0o600) },
			func(t *testing.T, dir string) { put(t, filepath.Join(dir, "out"), "old") },
			func(dir string) string { return content(dir, "out") }, folder},
		{"folder", func(dir string) error { return writeDir(filepath.Join(dir, "out"), (*Dir).Commit) }, oldDir, dirState, folder},
		{"folder that is not there yet", func(dir string) error { return writeDir(filepath.Join(dir, "out"), (*Dir).Commit) }, none, dirState, folder},
		{"folder in folders that are not there yet", func(dir string) error { return writeDir(filepath.Join(dir, "x", "y", "out"), (*Dir).Commit) }, none,
			func(dir string) string { return dirState(filepath.Join(dir, "x", "y")) }, map[string][]string{"none": {}, "new": {"x"}}},
		{"folder by two renames", func(dir string) error { return writeDir(filepath.Join(dir, "out"), (*Dir).swapAlone) }, oldDir, dirState, folder},
		{"key and folder", writeWithKey, oldDir, dirState, withKey},
		{"key and folder that are not there yet", writeWithKey, none, dirState, withKey},
	}
}

// swapAlone is Commit on a system that cannot exchange two names.
func (d *Dir) swapAlone() error {
	restore := Faults(without(stepExchange, fault.Load()))
	defer restore()
	return d.Commit()
}

// without fails a step always, and asks another hook about the others.
func without(never Step, hook *func(Step, string) error) func(Step, string) error {
	return func(s Step, path string) error {
		if s == never {
			return errors.ErrUnsupported
		}
		if hook == nil {
			return nil
		}
		return (*hook)(s, path)
	}
}

var errFault = errors.New("this step fails")

// The n-th step fails, for each n until all succeed: what was there stands, or what is new, and
// nothing is left beside.
func TestAStepThatFailsLeavesTheOldOrTheNewAndNothingBeside(t *testing.T) {
	for _, w := range writings() {
		t.Run(w.name, func(t *testing.T) {
			counted := 0
			for n := 1; ; n++ {
				dir := t.TempDir()
				w.old(t, dir)
				before := w.state(dir)
				k, failed := 0, Step("")
				restore := Faults(func(s Step, path string) error {
					if k++; k == n {
						failed = s
						return fmt.Errorf("%s: %w", s, errFault)
					}
					return nil
				})
				err := w.write(dir)
				restore()
				state := w.state(dir)
				if (state != before || err == nil) && state != "new" {
					t.Fatalf("step %d (%s) fails: %q, error %v", n, failed, state, err)
				}
				if got := names(t, dir); !slices.Equal(got, w.names[state]) {
					t.Fatalf("step %d (%s) fails: there are %q", n, failed, got)
				}
				if failed == "" {
					if err != nil {
						t.Fatal(err)
					}
					break
				}
				if err == nil && failed != stepExchange && failed != stepRename { // those have another way
					t.Errorf("step %d (%s) fails, and nobody says so", n, failed)
				}
				counted++
			}
			t.Logf("%d steps", counted)
			if counted < 5 {
				t.Error("too few steps were seen")
			}
		})
	}
}

// A process ends before its n-th step, as if it were killed, for each n: what was there
// stands, or what is new; and after the next run nothing is left beside. What a killed run leaves
// alone is a key without what it would have made, never the other way round.
func TestAProcessKilledBeforeAnyStepLeavesTheOldOrTheNew(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("names are not locked")
	}
	for _, w := range writings() {
		t.Run(w.name, func(t *testing.T) {
			for n := 1; ; n++ {
				dir := t.TempDir()
				w.old(t, dir)
				before := w.state(dir)
				killed := kill(n, func() { w.write(dir) })
				if !killed {
					break
				}
				state := w.state(dir)
				if w.name == "folder by two renames" && state == "none" { // comes back with the next run
					Sweep(filepath.Join(dir, "out"))
					state = w.state(dir)
				}
				if state != before && state != "new" {
					t.Fatalf("killed before step %d: %q", n, state)
				}
				if slices.Contains(w.names["new"], "out.key") && state == "new" && content(dir, "out.key") != "key" {
					t.Fatalf("killed before step %d: no key", n)
				}
				os.Remove(filepath.Join(dir, "out.key")) // the next run would read it
				if err := w.write(dir); err != nil {
					t.Fatalf("after a kill before step %d: %v", n, err)
				}
				if got := names(t, dir); w.state(dir) != "new" || !slices.Equal(got, w.names["new"]) {
					t.Fatalf("after a kill before step %d: %q, %q", n, w.state(dir), got)
				}
			}
		})
	}
}

// kill runs f up to its n-th step, where it stays for ever, and lets go of its locks as the
// system does for a process that is killed. false: f came to its end.
func kill(n int, f func()) bool {
	k, died, done := 0, make(chan bool), make(chan bool)
	restore := Faults(func(Step, string) error {
		if k++; k == n {
			close(died)
			select {} // what is deferred must not run
		}
		return nil
	})
	defer restore()
	go func() {
		f()
		close(done)
	}()
	select {
	case <-done:
		return false
	case <-died:
	}
	running.Lock()
	for t := range running.all {
		t.lock.Close()
	}
	running.all = nil
	running.Unlock()
	gate = sync.RWMutex{} // the goroutine that is no more may have held it
	return true
}

func stray(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	put(t, filepath.Join(path, "half"), "x")
	return path
}

func TestWhatKilledRunsLeftIsGoneAfterTheNext(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("names are not locked")
	}
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	stray(t, dir, ".out.tmp-123")
	put(t, filepath.Join(dir, ".out.tmp-4"), "a file")
	stray(t, dir, ".out.old-12")
	mine := []string{".out.csv.tmp-1", ".out.tmp-", ".out.tmp-12345678901", ".out.tmp-1a", ".out.tmp-x", ".outer.tmp-1", "out.tmp-1"}
	for _, name := range mine { // another target's, and nobody's
		put(t, filepath.Join(dir, name), "")
	}
	d := build(t, target, "new")
	d.Abort()
	wantNames(t, dir, mine...)
	put(t, filepath.Join(dir, ".out.csv.tmp-1"), "")
	if err := WriteFile(target+".csv", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, append(slices.Clone(mine[1:6]), "out.csv", "out.tmp-1")...)
}

// A folder that a killed run had moved away, with none in its place, comes back.
func TestAFolderThatWasMovedAwayComesBack(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("names are not locked")
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, ".out.old-5", movedName, "a.csv"), "old")
	Sweep(filepath.Join(dir, "out"))
	wantNames(t, dir, "out")
	wantFile(t, filepath.Join(dir, "out", "a.csv"), "old")
	put(t, filepath.Join(dir, ".out.old-6", movedName, "a.csv"), "older")
	Sweep(filepath.Join(dir, "out"))
	wantNames(t, dir, "out")
	wantFile(t, filepath.Join(dir, "out", "a.csv"), "old")
}

func TestWhatARunningRunHasBegunStays(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	d := build(t, target, "first")
	build(t, target, "second").Abort()
	Sweep(target)
	if err := d.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, filepath.Join(target, "tables", "new.csv"), "first")
	f, err := Create(target + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(target+".csv", []byte("second"), 0o644); err != nil {
		t.Fatal(err)
	}
	Sweep(target + ".csv")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, target+".csv", "")
	wantNames(t, dir, "out", "out.csv")
}

// Many runs at once, each of which looks for leftovers all the time, never take each other's.
func TestRunsAtOnceNeverRemoveEachOthers(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for k := range 40 {
				text := strings.Repeat(fmt.Sprint(i, k), 100)
				if err := WriteFile(filepath.Join(dir, "file"), []byte(text), 0o644); err != nil {
					t.Error(err)
				}
				d, err := CreateDir(filepath.Join(dir, "folder"))
				if err != nil {
					t.Error(err)
					continue
				}
				if err := errors.Join(d.WriteFile("a", []byte(text)), d.WriteFile("b", []byte(text))); err != nil {
					t.Error(err)
				}
				if k%2 == 0 {
					d.Abort()
				} else if err := d.Commit(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	wantNames(t, dir, "file", "folder")
	if a, b := content(dir, "folder", "a"), content(dir, "folder", "b"); a != b || len(a) < 100 {
		t.Errorf("%q and %q", a, b)
	}
}

func TestScratchFoldersOfKilledRunsAreGoneAfterTheNext(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("names are not locked")
	}
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	stray(t, tmp, "."+scratchName+".tmp-77")
	dir, remove, err := Scratch()
	if err != nil {
		t.Fatal(err)
	}
	other, removeOther, err := Scratch()
	if err != nil {
		t.Fatal(err)
	}
	if len(names(t, tmp)) != 2 || filepath.Dir(dir) != tmp || dir == other {
		t.Errorf("%q for %s and %s", names(t, tmp), dir, other)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Error(info.Mode(), err)
	}
	remove()
	removeOther()
	wantNames(t, tmp)
}

// After Abandon there is nothing of what was begun, and what tries to go on waits.
func TestAbandonRemovesWhatWasBegunAndPutsNothingInPlace(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out")
	put(t, filepath.Join(target, "old.csv"), "old")
	d := build(t, target, "new")
	f, err := Create(filepath.Join(dir, "x", "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	Abandon()
	wantNames(t, dir, "out")
	ended := make(chan error, 3)
	go func() { ended <- d.Commit() }()
	go func() { ended <- f.Commit() }()
	go func() { ended <- WriteFile(filepath.Join(dir, "b.csv"), nil, 0o644) }()
	runtime.Gosched()
	wantNames(t, dir, "out")
	wantFile(t, filepath.Join(target, "old.csv"), "old")
	gate.Unlock() // the other tests go on
	for range 3 {
		<-ended
	}
}
