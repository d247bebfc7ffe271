package oracle_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// notTables are files of a set that are no table of expected values.
var notTables = []string{"data.csv", "dataset.json", "truth.json", "moves.R"}

// The tables are those that R wrote: each has the digest that SHA256SUMS gives it, and none is
// missing. After an intended change, in testdata: sha256sum */* > SHA256SUMS.
func TestTablesAreAsWritten(t *testing.T) {
	sums, err := os.ReadFile("testdata/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for line := range strings.Lines(string(sums)) {
		digest, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		want[name] = digest
	}
	files, err := filepath.Glob("testdata/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256(text)
		name := filepath.ToSlash(strings.TrimPrefix(path, "testdata"+string(filepath.Separator)))
		if got := hex.EncodeToString(digest[:]); got != want[name] {
			t.Errorf("%s: got the digest %s, want %q", name, got, want[name])
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s is missing", name)
	}
}

// Every table of every set is held against what some test of an estimator gives:
// its name stands in that test, which loads it by name.
func TestEveryTableIsRead(t *testing.T) {
	readers := sources(t)
	folders := []string{"testdata"}
	if shared := os.Getenv("VARIGHET_SHARED"); shared != "" {
		folders = append(folders, filepath.Join(shared, "oracle"))
	}
	for _, folder := range folders {
		sets, err := filepath.Glob(filepath.Join(folder, "*", "*"))
		if err != nil || len(sets) == 0 {
			t.Fatalf("%s has no sets: %v", folder, err)
		}
		for _, path := range sets {
			set, name := filepath.Base(filepath.Dir(path)), filepath.Base(path)
			if !slices.Contains(notTables, name) && !strings.Contains(readers, `"`+name+`"`) {
				t.Errorf("%s/%s: no test reads it", set, name)
			}
		}
	}
}

// sources is the text of all tests of the estimators.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
