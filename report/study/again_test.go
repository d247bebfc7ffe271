package study_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

// writtenIn runs a built-in study in a language, and returns the folder that it wrote.
func writtenIn(t *testing.T, name, tag string) string {
	t.Helper()
	s, err := study.Read(studies.Files, name+".toml", "")
	if err != nil {
		t.Fatal(err)
	}
	s.Language = tag
	target := filepath.Join(t.TempDir(), name)
	if _, err := s.Write(context.Background(), target, study.Options{}); err != nil {
		t.Fatal(err)
	}
	return target
}

// againOf makes the result of a folder again.
func againOf(t *testing.T, folder string) *study.Result {
	t.Helper()
	f, err := study.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Again(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a folder is made again to is what a run wrote, byte for byte, in the language of the run and
// in each other, as another run in that language wrote it.
func TestAReportMadeAgainIsTheOneThatWasWritten(t *testing.T) {
	for _, name := range studies.Names {
		first := writtenIn(t, name, "nb")
		bokmaal := againOf(t, first)
		for _, tag := range locale.Tags() {
			folder := first
			if tag != "nb" {
				folder = writtenIn(t, name, tag)
			}
			for _, file := range []string{study.ReportName, study.WordName, study.WorkbookName} {
				want, err := os.ReadFile(filepath.Join(folder, file))
				if err != nil {
					t.Fatal(err)
				}
				got, err := bokmaal.InLanguage(tag).ReportFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s, %s of %s made again differs from the one that was written", tag, file, name)
				}
			}
		}
	}
}

// Rows about doctors, and what it takes to make the report again, lie in a folder that only its
// owner may read; nothing else that is written does.
func TestRowsLieInAFolderThatOnlyItsOwnerMayRead(t *testing.T) {
	for _, tag := range locale.Tags() {
		folder := writtenIn(t, "alis-vest-2019", tag)
		internal := filepath.Join(folder, study.InternalName)
		for path, want := range map[string]os.FileMode{internal: 0o700, filepath.Join(internal, "register"): 0o700,
			filepath.Join(internal, "spells.csv"): 0o600, filepath.Join(internal, "alis-vest-2019.toml"): 0o600} {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s has permissions %v, want %v", filepath.Base(path), got, want)
			}
		}
		name := map[string]string{"nb": "LESMEG.txt", "nn": "LESMEG.txt", "en": "README.txt"}[tag]
		b, err := os.ReadFile(filepath.Join(internal, name))
		if err != nil {
			t.Fatal(err)
		}
		first := map[string]string{"nb": "ALIS-Vest 2017–2019: intern mappe\n\nIkke del", "nn": "ALIS-Vest 2017–2019: intern mappe\n\nIkkje del",
			"en": "ALIS-Vest 2017–2019: internal folder\n\nDo not hand over"}[tag]
		if !strings.HasPrefix(string(b), first) {
			t.Errorf("%s begins %.60q, want %q", name, b, first)
		}
		for _, pattern := range []string{"register", "reference", "*.toml", "truth.json", "*/spells.csv", "*/*.parquet"} {
			outside, err := filepath.Glob(filepath.Join(folder, pattern))
			outside = slices.DeleteFunc(outside, func(path string) bool { return filepath.Dir(path) == internal })
			if err != nil || len(outside) > 0 {
				t.Errorf("outside the internal folder stand %q, %v", outside, err)
			}
		}
	}
}

// A file of the internal folder that is not as the manifest says is refused by name, since the
// report would be of other rows than it says.
func TestAChangedInternalFolderIsRefused(t *testing.T) {
	folder := writtenIn(t, "alis-vest-2019", "nb")
	internal := filepath.Join(folder, study.InternalName)
	if err := os.WriteFile(filepath.Join(internal, "spells.csv"), []byte("position_id\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(internal, "LESMEG.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(internal, "own.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := study.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Again(context.Background())
	for _, want := range []string{"internal/LESMEG.txt: the file is gone", "internal/own.txt: the file came", "internal/spells.csv: the file was changed"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q", err, want)
		}
	}
}
