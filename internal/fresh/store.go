package fresh

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// A Store is folders of earlier runs, from which steps may be taken over.
type Store struct {
	folders []folder
}

type folder struct {
	dir    string
	record Record
}

// Open opens folders of earlier runs, the likeliest first. name is where each has its record; one
// without is passed over.
func Open(name string, dirs ...string) *Store {
	s := &Store{}
	for _, dir := range dirs {
		if r, ok := Read(filepath.Join(dir, filepath.FromSlash(name))); ok {
			s.folders = append(s.folders, folder{dir, r})
		}
	}
	return s
}

// A Found is what a store has of a step.
type Found struct {
	Dir   string   // the folder that has it as it should be; "" if none has
	Files []File   // what the step wrote there
	Other []string // else the parts that are not the same in the likeliest folder, by name; none if no folder has the step
	Gone  bool     // the parts are the same, and its files are not as they were written
}

// Find looks for a step that was made of the same parts, and whose files are as they were written.
func (s *Store) Find(name string, parts map[string]string) (found Found) {
	for _, f := range s.folders {
		step := f.record.step(name)
		if step == nil {
			continue
		}
		other := differing(step.Parts, parts)
		switch {
		case len(other) == 0 && intact(f.dir, step.Files):
			return Found{Dir: f.dir, Files: step.Files}
		case len(other) == 0:
			found = Found{Gone: true}
		case !found.Gone && (len(found.Other) == 0 || len(other) < len(found.Other)):
			found.Other = other
		}
	}
	return found
}

// Near finds a folder that has a step with its files as they were written, and the same parts but
// for one; "" if none has.
func (s *Store) Near(name string, parts map[string]string, but string) (dir string, files []File) {
	for _, f := range s.folders {
		step := f.record.step(name)
		if step != nil && slices.Equal(differing(step.Parts, parts), []string{but}) && intact(f.dir, step.Files) {
			return f.dir, step.Files
		}
	}
	return "", nil
}

// differing are the names of parts that are not the same.
func differing(a, b map[string]string) (names []string) {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		x, inA := a[name]
		y, inB := b[name]
		if x != y || inA != inB {
			names = append(names, name)
		}
	}
	return names
}

// intact reports whether files are as they were written.
func intact(dir string, files []File) bool {
	return !slices.ContainsFunc(files, func(f File) bool {
		return !f.isAt(filepath.Join(dir, filepath.FromSlash(f.Name)))
	})
}

// isAt reports whether the file at a path is this one.
func (f File) isAt(path string) bool {
	in, err := os.Open(path)
	if err != nil {
		return false
	}
	defer in.Close()
	sum, _, err := Reader(in)
	return err == nil && sum == f.SHA256
}

// Take puts files of one folder into another, under the same names: the same file under a second
// name where the system can do that, for files that are never written again, else a copy. Folders
// that it makes have the permissions folders. Another run may put its own output in the place of the
// folder at any moment, also between [Store.Find] and here: each file is looked at where it was put,
// and if one is another, or gone, none is taken.
func Take(from string, files []File, to string, folders os.FileMode) (taken bool, err error) {
	for i, f := range files {
		name := filepath.FromSlash(f.Name)
		made := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(made), folders); err != nil {
			return false, err
		}
		if err := put(filepath.Join(from, name), made); err != nil && !os.IsNotExist(err) {
			return false, err
		}
		if !f.isAt(made) {
			return false, remove(to, files[:i+1])
		}
	}
	return true, nil
}

// put gives a file a second name, or copies it.
func put(old, made string) error {
	if os.Link(old, made) == nil {
		return nil
	}
	return copyFile(old, made)
}

// remove removes files of a folder; those that are not there are passed over.
func remove(dir string, files []File) error {
	for _, f := range files {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(f.Name))); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
