package study_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/study"
)

// studyIn is a study file of files in a folder.
func studyIn(t *testing.T, name, text string, files map[string]string) *study.Study {
	t.Helper()
	dir := t.TempDir()
	files[name+".toml"] = text
	for file, content := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := study.Read(os.DirFS(dir), name+".toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Two published studies of a file with the same bytes are refused, whatever the file is called and in whichever folder it is; of other bytes
// they are not, nor where one is internal, nor editions of one study in two languages.
func TestPublishedStudiesOfTheSameRowsAreRefused(t *testing.T) {
	const text = "disclosure = %q\n[input]\nfiles = [%q]\n[[table]]\nname = \"t\"\nkind = \"turnover\"\n"
	of := func(name, disclosure, file, content string) *study.Study {
		return studyIn(t, name, fmt.Sprintf(text, disclosure, file), map[string]string{file: content})
	}
	one := of("one", "published", "a.csv", "rows")
	for _, c := range []struct {
		other *study.Study
		want  bool
	}{{of("two", "published", "b.csv", "rows"), true}, {of("two", "published", "a.csv", "other rows"), false}, {of("two", "internal", "b.csv", "rows"), false}} {
		if err := study.PublishedApart([]*study.Study{one, c.other}); (err != nil) != c.want {
			t.Errorf("of two studies of rows %v: %v", c.want, err)
		} else if err != nil && !strings.Contains(err.Error(), "one and two are both published and read the same rows") {
			t.Errorf("the problem is %v", err)
		}
	}
	editions := studyIn(t, "one", "disclosure = \"published\"\n[matrix]\nlanguage = [\"nb\", \"en\"]\n[input]\nfiles = [\"a.csv\"]\n", map[string]string{"a.csv": "rows"}).Editions("")
	if err := study.PublishedApart(editions); len(editions) != 2 || err != nil {
		t.Errorf("of %d editions: %v", len(editions), err)
	}
}

// Of four folders beside a published report one shows as many agreements in the same month: it is named, and those of another month, of
// other counts and of the same figures in another language are not.
func TestPublishedReportBesideOfTheSameRowsIsNamed(t *testing.T) {
	out := t.TempDir()
	manifest := func(folder, asked, month string, agreements int) {
		text := fmt.Sprintf(`{"schema":"varighet.study/1","study":%q,"disclosure":"published","published":{"last_month":%q,"kinds":[],"own":{"counts":{"agreements":%d},"steps":null,"stopped":null,"groups":null,"group_steps":null,"joined":null}},"asked":[{"kind":%q}]}`,
			folder, month, agreements, asked)
		if err := os.Mkdir(filepath.Join(out, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(out, folder, "manifest.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	manifest("mine", "km", "2014-05", 13327)
	manifest("same", "turnover", "2014-05", 13327)
	manifest("month", "turnover", "2013-05", 13327)
	manifest("counts", "turnover", "2014-05", 500)
	manifest("language", "km", "2014-05", 13327)
	got, err := study.SubtractedFrom(filepath.Join(out, "mine"))
	if err != nil || !slices.Equal(got, []string{"same"}) {
		t.Errorf("named are %v (%v), want [same]", got, err)
	}
}
