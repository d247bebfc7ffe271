package draft

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest/correction"
	"github.com/varighet/varighet/internal/message"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

// someFiles are the monthly files of a small made-up country, in which doctors are known as
// the form says.
func someFiles(t *testing.T, form string) (dir string) {
	t.Helper()
	forms, err := simulate.ParseForms([]string{form})
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(t.TempDir(), "made")
	_, err = simulate.Write(made, simulate.Options{Seed: 5, Lists: 24, Municipalities: 6, First: varighet.MonthOf(2018, 1),
		Last: varighet.MonthOf(2020, 6), Forms: forms})
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.Rename(filepath.Join(made, simulate.MonthlyFolder), filepath.Join(dir, "filer")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// write puts the study and its tables into a folder.
func write(t *testing.T, dir, language string, d *Draft) Names {
	t.Helper()
	n := Names{Study: "s.toml", Cohort: "s-cohort.xlsx", Doctors: "s-doctors.xlsx", Aliases: "s-names.csv"}
	for name, make := range map[string]func() ([]byte, error){
		n.Study:   func() ([]byte, error) { return d.Study(language, n), nil },
		n.Cohort:  d.CohortTable,
		n.Doctors: d.DoctorsTable,
		n.Aliases: d.AliasTable,
	} {
		b, err := make()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// run runs the study in a folder, as a library user would.
func run(t *testing.T, dir string) *study.Result {
	t.Helper()
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Run(context.Background(), study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A draft runs as it is, in every language and whether doctors have numbers or names; and so
// it does once the tables are named that came with it, each row of which must be about
// something.
func TestADraftRunsAsItIsAndWithItsTables(t *testing.T) {
	for form, people := range map[string]string{"names": "names", "names-and-numbers": "numbers", "code-changes": "numbers"} {
		dir := someFiles(t, form)
		d, err := Make(context.Background(), []string{filepath.Join(dir, "filer")})
		if err != nil {
			t.Fatal(err)
		}
		d.Files = []string{"filer"}
		for _, language := range locale.Tags() {
			n := write(t, dir, language, d)
			r := run(t, dir)
			if got := int(r.Register.Counts.Positions); got != len(d.Positions) || got < 24 {
				t.Errorf("%s, %s: %d positions, the draft found %d", form, language, got, len(d.Positions))
			}
			if got := int(r.Register.Counts.Doctors); got != len(d.Doctors) {
				t.Errorf("%s, %s: %d doctors, the draft found %d", form, language, got, len(d.Doctors))
			}
			path := filepath.Join(dir, n.Study)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			named := strings.NewReplacer("# cohort =", "cohort =", "# doctors =", "doctors =").Replace(string(b))
			if err := os.WriteFile(path, []byte(named), 0o600); err != nil {
				t.Fatal(err)
			}
			with := run(t, dir)
			if with.Others != nil {
				t.Errorf("%s, %s: others stand beside a cohort that is all positions", form, language)
			}
			if len(with.Table.Spells) != len(r.Table.Spells) {
				t.Errorf("%s, %s: %d spells with the tables, %d without: all positions are in the cohort", form, language,
					len(with.Table.Spells), len(r.Table.Spells))
			}
		}
		for _, x := range d.Doctors {
			if people == "names" && (x.Name == "" || x.Number != "") {
				t.Fatalf("%s: a doctor known by name is %+v", form, x)
			}
		}
	}
}

// What a draft says of a cohort that is narrower than the register works when its # are taken
// away: the others stand beside, in a table of both, and the cohort is held against them.
func TestADraftSetsACohortBesideTheOthers(t *testing.T) {
	dir := someFiles(t, "names-and-numbers")
	d, err := Make(context.Background(), []string{filepath.Join(dir, "filer")})
	if err != nil {
		t.Fatal(err)
	}
	d.Files = []string{"filer"}
	n := write(t, dir, "nb", d)
	b, err := os.ReadFile(filepath.Join(dir, n.Study))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("# cohort = \""+n.Cohort, "cohort = \"few.csv", "# cohort_others", "cohort_others", "# [[table]]", "[[table]]",
		"# name = \"beside\"", "name = \"beside\"", "# kind = \"beside\"", "kind = \"beside\"", "# [expected]", "[expected]", "# baseline = \"ID\"", "others = true",
		"# name = \"expected\"", "name = \"expected\"", "# kind = \"expected\"", "kind = \"expected\"").Replace(string(b))
	for name, content := range map[string]string{n.Study: text, "few.csv": "position_id\n" + d.Positions[0].ID + "\n" + d.Positions[1].ID + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := run(t, dir)
	if r.Others == nil || r.Stability.Positions != 2 || r.Others.Stability.Positions != len(d.Positions)-2 {
		t.Fatalf("%d positions of the cohort, others %v", r.Stability.Positions, r.Others)
	}
	if last := r.Tables[len(r.Tables)-1]; last.Ask.Kind != "beside" {
		t.Errorf("the last table is of the kind %s", last.Ask.Kind)
	}
}

// The columns that a draft names for corrections are those that are read.
func TestTheColumnsNamedForCorrectionsAreRead(t *testing.T) {
	for language, w := range languages {
		_, list, found := strings.Cut(w.corrections, map[string]string{"nb": "Kolonnene ", "nn": "Kolonnane ", "en": "The columns "}[language])
		columns, _, ended := strings.Cut(list, ".")
		if !found || !ended {
			t.Errorf("%s names no columns: %s", language, w.corrections)
			continue
		}
		for _, what := range []string{"start", "slutt", "end"} {
			content := strings.ReplaceAll(columns, ", ", ",") + "\nP," + what + ",2019-01,2019-02\n"
			if _, err := correction.Read("c.csv", []byte(content)); err != nil {
				t.Errorf("%s: %v", language, err)
			}
		}
	}
}

// Nothing of another study, or of anybody else's, is in a draft.
func TestADraftHasNoTextOfAnotherStudy(t *testing.T) {
	dir := someFiles(t, "names")
	d, err := Make(context.Background(), []string{filepath.Join(dir, "filer")})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range locale.Tags() {
		text := string(d.Study(language, Names{Study: "s.toml"}))
		for _, other := range []string{"ALIS", "NSDM", "nsdm2020", "2014"} {
			if strings.Contains(text, other) {
				t.Errorf("%s: the draft has %q", language, other)
			}
		}
		if !strings.Contains(text, `disclosure = "internal"`) {
			t.Errorf("%s: the draft is not internal", language)
		}
	}
}

// The same files give the same bytes, workbooks too.
func TestADraftIsTheSameEachTime(t *testing.T) {
	dir := someFiles(t, "names")
	var first []byte
	for range 2 {
		d, err := Make(context.Background(), []string{filepath.Join(dir, "filer")})
		if err != nil {
			t.Fatal(err)
		}
		cohort, err := d.CohortTable()
		if err != nil {
			t.Fatal(err)
		}
		doctors, err := d.DoctorsTable()
		if err != nil {
			t.Fatal(err)
		}
		all := bytes.Join([][]byte{d.Study("nb", Names{}), cohort, doctors}, nil)
		if first != nil && !bytes.Equal(first, all) {
			t.Error("the second draft differs from the first")
		}
		first = all
	}
}

// What a file is called, or an alarm says, cannot end a comment or a text of the study.
func TestNamesOfFilesCannotBecomeKeys(t *testing.T) {
	d := &Draft{Files: []string{"a\"]\nsource = \"x"}, SetAside: []string{"b\nsource = \"y\""}, First: 24000, Last: 24010}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), d.Study("nb", Names{Study: "s\n.toml"}), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(s.Files) != fmt.Sprint(d.Files) || len(s.Source) != 0 {
		t.Errorf("files %q, source %v", s.Files, s.Source)
	}
}

// Each language has all the words.
func TestAllWordsAreThere(t *testing.T) {
	for _, tag := range locale.Tags() {
		w, ok := languages[tag]
		if !ok {
			t.Errorf("no words in %s", tag)
		}
		if s := fmt.Sprintf("%q", w); strings.Contains(s, `""`) {
			t.Errorf("%s lacks words: %s", tag, s)
		}
	}
}

// What a key means stands in a draft as `study keys` has it, in the language; so do alarms, with
// what to do.
func TestADraftSaysWhatKeysMeanAndWhatToLookAt(t *testing.T) {
	d := &Draft{Files: []string{"filer"}, Alarms: []varighet.Alarm{{Code: "file-short", Month: varighet.MonthOf(2019, 5), Count: 3,
		Msg: "3 rows, where the months around have 9 or more", Hint: "ask for the file again if it is cut"}}}
	said := map[string]string{
		"nb": "2019-05: 3 rader, der månedene rundt har 9 eller flere (be om filen på nytt om den er avkortet)",
		"nn": "2019-05: 3 rader, der månadene rundt har 9 eller fleire (be om fila på nytt om ho er avkorta)",
		"en": "2019-05: 3 rows, where the months around have 9 or more (ask for the file again if it is cut)",
	}
	for _, language := range locale.Tags() {
		text := string(d.Study(language, NamesOf(language, "s")))
		if !strings.Contains(text, said[language]) {
			t.Errorf("%s: no alarm in\n%s", language, text)
		}
		for _, key := range []string{"disclosure", "source", "input.files", "input.cohort", "input.cohort_others", "input.doctors",
			"input.corrections", "spells.gap", "spells.lookahead", "spells.first_rows", "spells.last_rows", "turnover.within"} {
			english := strings.ReplaceAll(study.Meaning(key), "`", "")
			want := message.Language(language).Translate(english)
			if !strings.Contains(text, want[2:]) || language != "en" && want == english {
				t.Errorf("%s: the draft does not say %q of %s", language, want, key)
			}
		}
	}
}
