package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// A temporary is a name that the process has made and will rename or remove. It is locked
// until then, so that other runs can tell it from what a killed one left.
type temporary struct {
	path string
	lock *os.File // nil where names cannot be locked
	made []string // parent folders that had to be made, outermost first
}

// gate is held, shared, while a name is made or put in its place, and for good by Abandon:
// nothing is begun or put in place after it.
var gate sync.RWMutex

// running are the temporaries of this process.
var running struct {
	sync.Mutex
	all map[*temporary]bool
}

// The kinds of temporary names, between a target's name and a number.
const (
	newMark = ".tmp-" // what will take the target's place, or what has had to leave it
	oldMark = ".old-" // a folder with the old target in it, where names cannot be exchanged
)

// begin removes what killed runs left beside the target, and makes a locked temporary beside
// it, with the parent folders that are missing. create makes one name of a pattern.
func begin(target string, create func(pattern string) (string, error)) (*temporary, error) {
	gate.RLock()
	defer gate.RUnlock()
	sweep(target)
	made, err := makeParents(filepath.Dir(target))
	if err != nil {
		return nil, err
	}
	t, err := hold(func() (string, error) { return create("." + filepath.Base(target) + newMark + "*") })
	if err != nil {
		removeEmpty(made)
		return nil, err
	}
	t.made = made
	return t, nil
}

// Holds reports whether a folder is one that this process is building, which it has locked.
func Holds(folder fs.FileInfo) bool {
	running.Lock()
	defer running.Unlock()
	for t := range running.all {
		if t.lock == nil {
			continue
		}
		if info, err := t.lock.Stat(); err == nil && os.SameFile(info, folder) {
			return true
		}
	}
	return false
}

// attempts is how often a name that was taken for a leftover is made again. Between making
// and locking it there is a moment in which another run can do so.
const attempts = 1000

// hold makes a name and locks it.
func hold(create func() (string, error)) (*temporary, error) {
	for range attempts {
		path, err := create()
		if err != nil {
			return nil, err
		}
		lock, err := tryLock(path)
		if errors.Is(err, errNotOurs) {
			continue
		}
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			os.RemoveAll(path)
			return nil, err
		}
		return enter(path, lock), nil
	}
	return nil, errors.New("other runs remove what this one begins")
}

// enter notes a name that the process has locked.
func enter(path string, lock *os.File) *temporary {
	t := &temporary{path: path, lock: lock}
	running.Lock()
	defer running.Unlock()
	if running.all == nil {
		running.all = map[*temporary]bool{}
	}
	running.all[t] = true
	return t
}

// keep ends a temporary that has another name now.
func (t *temporary) keep() {
	running.Lock()
	delete(running.all, t)
	running.Unlock()
	if t.lock != nil {
		t.lock.Close()
	}
}

// remove ends a temporary that is not needed.
func (t *temporary) remove() {
	os.RemoveAll(t.path)
	removeEmpty(t.made)
	t.keep()
}

// Abandon removes all that this process has begun and not put in its place, and begins and
// puts in place nothing from then on: who tries waits for ever. It is for a process that is
// about to end while others of its goroutines go on. Where a file that is open cannot be removed
// (Windows) it stays.
func Abandon() {
	gate.Lock()
	running.Lock()
	defer running.Unlock()
	for t := range running.all {
		for range attempts { // somebody may be making files in it
			if os.RemoveAll(t.path) == nil {
				break
			}
		}
		removeEmpty(t.made)
	}
}

// Sweep removes what runs that were killed left beside a target: what they had begun to
// write, and what they had replaced and not removed yet. An old folder that was moved away
// and has no new one in its place comes back. What a run that goes on has begun is locked,
// and stays. Create and CreateDir sweep by themselves. On Windows, and on file systems without
// locks, everything stays.
func Sweep(target string) {
	if target, err := filepath.Abs(target); err == nil {
		gate.RLock()
		defer gate.RUnlock()
		sweep(target)
	}
}

func sweep(target string) {
	dir := filepath.Dir(target)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), "."+filepath.Base(target))
		if !ok {
			continue
		}
		if number, ok := strings.CutPrefix(rest, newMark); ok && isNumber(number) {
			removeLeft(filepath.Join(dir, e.Name()), "")
		} else if number, ok := strings.CutPrefix(rest, oldMark); ok && isNumber(number) {
			removeLeft(filepath.Join(dir, e.Name()), target)
		}
	}
}

// removeLeft removes a name that nobody has locked; if it is one of a folder moved away, the
// target gets that back first, unless it has a new one.
func removeLeft(path, target string) {
	lock, err := tryLock(path)
	if err != nil {
		return
	}
	defer lock.Close()
	if target != "" {
		if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(filepath.Join(path, movedName), target); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return
			}
		}
	}
	os.RemoveAll(path)
}

// isNumber reports whether a name ends as those that os.CreateTemp makes.
func isNumber(s string) bool {
	return s != "" && len(s) <= 10 && strings.Trim(s, "0123456789") == ""
}

// errNotOurs says that a name is locked, or is another file's or nobody's by now.
var errNotOurs = errors.New("the name is another run's")

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
		if err := mkdir(missing[i], 0o755); err == nil {
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
