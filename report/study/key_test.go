package study_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/varighet/varighet/report/study"
)

// Rows of somebody's files get pseudonyms by a key that is gone after the run, unless one is
// given: never by the public key, with which anybody could find the doctors.
func TestARunWithoutAKeyHidesDoctorsByOneThatIsGone(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"2019-01.csv": "Kommunenr;Listenr;HPR;Listelengde\n4631;1;1000001;900\n",
		"2019-02.csv": "Kommunenr;Listenr;HPR;Listelengde\n4631;1;1000001;900\n",
		"s.toml":      "disclosure = \"internal\"\n[input]\nfiles = [\"2019-01.csv\", \"2019-02.csv\"]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for range 2 {
		s, err := study.Read(os.DirFS(dir), "s.toml", dir)
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Run(context.Background(), study.Options{})
		if err != nil {
			t.Fatal(err)
		}
		seen[r.Table.Spells[0].DoctorID] = true
	}
	if len(seen) != 2 || seen["1000001"] {
		t.Errorf("pseudonyms %v, want two that differ", seen)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 {
		t.Errorf("%d files in the folder, want the three that were there: %v", len(left), err)
	}
}
