package fresh

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// ran is a folder in which one step wrote one file of the parts, and its record.
func ran(t *testing.T, parts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "out.txt"), []byte("made"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := Tree(dir, "out.txt")
	if err != nil {
		t.Fatal(err)
	}
	var r Record
	r.Put(Step{Name: "other", Parts: map[string]string{"rows": "x"}})
	r.Put(Step{Name: "make", Parts: parts, Files: files})
	b, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "steps.json"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A step is found only where every part is the same, none is missing or came, and the file is as it was
// written; else the parts are named in which the likeliest folder differs.
func TestAStepIsFoundByAllItsParts(t *testing.T) {
	near := ran(t, map[string]string{"program": "1", "rows": "a"})
	far := ran(t, map[string]string{"program": "2", "rows": "b"})
	s := Open("steps.json", far, filepath.Join(near, "no such folder"), near)
	for _, c := range []struct {
		parts map[string]string
		dir   string
		other []string
	}{
		{map[string]string{"program": "1", "rows": "a"}, near, nil},
		{map[string]string{"program": "2", "rows": "b"}, far, nil},
		{map[string]string{"program": "1", "rows": "c"}, "", []string{"rows"}},
		{map[string]string{"program": "1"}, "", []string{"rows"}},
		{map[string]string{"program": "1", "rows": "a", "key": ""}, "", []string{"key"}},
		{map[string]string{"program": "3", "rows": "c"}, "", []string{"program", "rows"}},
	} {
		if got := s.Find("make", c.parts); got.Dir != c.dir || !reflect.DeepEqual(got.Other, c.other) || got.Gone {
			t.Errorf("%v: %+v, want %q, %q", c.parts, got, c.dir, c.other)
		}
	}
	if got := s.Find("another", nil); !reflect.DeepEqual(got, Found{}) {
		t.Errorf("a step that nobody took is %+v", got)
	}
	if dir, files := s.Near("make", map[string]string{"program": "1", "rows": "c"}, "rows"); dir != near || len(files) != 1 {
		t.Errorf("near is %q with %v, want %q", dir, files, near)
	}
	if dir, _ := s.Near("make", map[string]string{"program": "3", "rows": "c"}, "rows"); dir != "" {
		t.Errorf("%q differs in two parts", dir)
	}
	if err := os.WriteFile(filepath.Join(near, "out.txt"), []byte("Made"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := s.Find("make", map[string]string{"program": "1", "rows": "a"}); got.Dir != "" || !got.Gone {
		t.Errorf("a changed file is taken for the step's own: %+v", got)
	}
}

// A record that was cut off, or of another schema, is none.
func TestAnUnreadableRecordIsNone(t *testing.T) {
	for _, text := range []string{"", "{", `{"schema":"varighet.steps/2","steps":[]}`} {
		path := filepath.Join(t.TempDir(), "steps.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok := Read(path); ok {
			t.Errorf("%q was read", text)
		}
	}
}

// What is taken over has the same bytes, and stays where it was.
func TestTakenFilesAreTheSame(t *testing.T) {
	from, to := ran(t, nil), t.TempDir()
	files, err := Tree(from, ".")
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	if taken, err := Take(from, files, to, 0o700); err != nil || !taken {
		t.Fatal(taken, err)
	}
	if got, err := Tree(to, "."); err != nil || !reflect.DeepEqual(got, files) {
		t.Errorf("got %v, %v, want %v", got, err, files)
	}
	if err := copyFile(filepath.Join(from, "out.txt"), filepath.Join(to, "copy.txt")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(to, "copy.txt")); err != nil || string(b) != "made" {
		t.Errorf("the copy is %q, %v", b, err)
	}
}

// Another run may replace the folder after a step was found in it: what is there then is not taken,
// nor is a part of it.
func TestOfAFolderThatWasReplacedNothingIsTaken(t *testing.T) {
	for name, replace := range map[string]func(dir string) error{
		"another file": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "b.txt"), []byte("of another run"), 0o600)
		},
		"a file gone": func(dir string) error { return os.Remove(filepath.Join(dir, "b.txt")) },
		"all gone":    os.RemoveAll,
	} {
		t.Run(name, func(t *testing.T) {
			from, to := t.TempDir(), t.TempDir()
			for _, name := range []string{"a.txt", "b.txt"} {
				if err := os.WriteFile(filepath.Join(from, name), []byte(name), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			files, err := Tree(from, ".")
			if err != nil {
				t.Fatal(err)
			}
			if err := replace(from); err != nil {
				t.Fatal(err)
			}
			if taken, err := Take(from, files, to, 0o700); taken || err != nil {
				t.Errorf("taken %v, %v", taken, err)
			}
			if left, err := Tree(to, "."); len(left) != 0 || err != nil {
				t.Errorf("left %v, %v", left, err)
			}
		})
	}
}
