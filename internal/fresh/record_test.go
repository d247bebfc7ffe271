package fresh

import (
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/varighet/varighet/internal/version"
)

// A step takes the place of one of its name; steps stand in the order of their names, whatever order they came in.
func TestStepsStandOnceInOrder(t *testing.T) {
	var r Record
	for _, s := range []Step{{Name: "b", Parts: map[string]string{"rows": "1"}}, {Name: "a"}, {Name: "b", Parts: map[string]string{"rows": "2"}}, {Name: "c"}} {
		r.Put(s)
	}
	if want := []Step{{Name: "a"}, {Name: "b", Parts: map[string]string{"rows": "2"}}, {Name: "c"}}; !reflect.DeepEqual(r.Steps, want) {
		t.Errorf("steps %+v, want %+v", r.Steps, want)
	}
}

// The digest of nothing and of "abc" are those of FIPS 180-2, appendix B.1, and of the empty message; a value is digested as its JSON.
func TestDigests(t *testing.T) {
	const empty, abc = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if Sum(nil) != empty || Sum([]byte("abc")) != abc {
		t.Errorf("digests %s and %s", Sum(nil), Sum([]byte("abc")))
	}
	if sum, n, err := Reader(strings.NewReader("abc")); sum != abc || n != 3 || err != nil {
		t.Errorf("read: %s, %d, %v", sum, n, err)
	}
	if Of(map[string]int{"b": 2, "a": 1}) != Sum([]byte(`{"a":1,"b":2}`)) {
		t.Error("a value is not digested as its JSON")
	}
	defer func() {
		if recover() == nil {
			t.Error("a value that cannot be written has a digest")
		}
	}()
	Of(math.NaN())
}

// A program of changed sources is told from others of its version by the digest of its file.
func TestTheProgramIsToldByItsFile(t *testing.T) {
	got := program()
	if v := version.Of(); v != "devel" && !strings.Contains(v, "+dirty") {
		if got != v {
			t.Errorf("the program is %q, want %q", got, v)
		}
		return
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := version.Of() + " " + Sum(b); got != want || Program() != want {
		t.Errorf("the program is %q, want %q", got, want)
	}
}

// A file that is no folder of files is one file, and what is not there has none.
func TestTreeOfAFileAndOfNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/a", []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	if files, err := Tree(dir, "a"); err != nil || !reflect.DeepEqual(files, []File{{"a", Sum([]byte("abc")), 3}}) {
		t.Errorf("%v, %v", files, err)
	}
	if files, err := Tree(dir, "b"); err != nil || files != nil {
		t.Errorf("%v, %v", files, err)
	}
}
