package simulate_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
)

// inForms is a small country over the reforms of 2018, 2020 and 2024.
func inForms(seed uint64, forms ...simulate.Form) simulate.Options {
	return simulate.Options{Seed: seed, Municipalities: 12, Lists: 90, First: varighet.MonthOf(2017, 1), Last: varighet.MonthOf(2024, 6), Forms: forms}
}

// scratch is write without flushing to the disk.
func scratch(t *testing.T, o simulate.Options) (string, *simulate.Truth) {
	t.Helper()
	dir := t.TempDir()
	truth, err := simulate.WriteScratch(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return dir, truth
}

// The same options give the same bytes in every form, workbooks too, and the forms do
// not all write the same.
func TestFormsSameSeedSameBytes(t *testing.T) {
	seen := map[string]simulate.Form{}
	for _, f := range simulate.Forms() {
		o := inForms(1, f.Form)
		o.Last = o.First + 37
		a, _ := scratch(t, o)
		b, _ := scratch(t, o)
		if digest(t, a) != digest(t, b) {
			t.Errorf("%s: the same options gave different bytes", f.Form)
		}
		if other, ok := seen[digest(t, filepath.Join(a, "monthly"))]; ok {
			t.Errorf("%s writes the same as %s", f.Form, other)
		}
		seen[digest(t, filepath.Join(a, "monthly"))] = f.Form
	}
}

// A form changes what is written and not what happens: but for names that are written as
// other names, the spells that can be seen are the same in all forms with the same borders; only who is
// taken for whom differs. And the file says what the value says.
func TestFormsHideOnlyWho(t *testing.T) {
	what := func(list []simulate.SeenSpell) map[simulate.SeenSpell]bool {
		set := map[simulate.SeenSpell]bool{}
		for _, s := range list {
			s.Person, s.Hidden = "", ""
			set[s] = true
		}
		return set
	}
	for seed := range uint64(3) {
		_, truth := scratch(t, inForms(seed, simulate.Vacancies))
		want := what(truth.Seen)
		for _, forms := range [][]simulate.Form{{simulate.Names}, {simulate.NamesAndNumbers}, {simulate.Spellings}, {simulate.Locums},
			{simulate.Renumbered}, {simulate.OneFile}, {simulate.Names, simulate.Locums, simulate.Vacancies}} {
			dir, truth := scratch(t, inForms(seed, forms...))
			got := what(truth.Seen)
			for s := range got {
				if !want[s] {
					t.Errorf("seed %d, %v: spell %+v is not seen with numbers", seed, forms, s)
				}
			}
			if len(got) != len(want) {
				t.Errorf("seed %d, %v: %d spells, with numbers %d", seed, forms, len(got), len(want))
			}
			checkSeenFile(t, dir, truth.Seen)
		}
	}
}

func checkSeenFile(t *testing.T, dir string, want []simulate.SeenSpell) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, simulate.SpellsFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := simulate.ReadSeen(f)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d spells in the file, want %d (%v)", len(got), len(want), err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("row %d: got %+v, want %+v", i+2, got[i], want[i])
		}
	}
}

// Where numbers stand, nothing is hidden: the spells are the true ones, less the months
// that have no file, and who is one doctor is so in truth.
func TestNumbersHideNothing(t *testing.T) {
	for seed := range uint64(3) {
		o := inForms(seed, simulate.Vacancies)
		if o.Lists = 90; seed == 2 {
			o.Lists, o.Forms = 30, []simulate.Form{simulate.Files} // many files take their time
		}
		_, truth := scratch(t, o)
		missing := *truth.MissingMonth
		want := map[simulate.SeenSpell]bool{}
		o.Forms = nil
		if _, err := simulate.Spells(o, func(s simulate.Spell) error {
			seen := simulate.SeenSpell{Position: s.Position, Doctor: s.Doctor, First: s.Start, Last: s.Start + varighet.Month(s.Months) - 1, Stopped: !s.Censored}
			if seen.First == missing {
				seen.First++
			}
			if seen.Last == missing {
				seen.Last--
			}
			if seen.First <= seen.Last {
				want[seen] = true
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		persons := map[string]int64{}
		for _, s := range truth.Seen {
			if d, ok := persons[s.Person]; ok && d != s.Doctor || s.Hidden != "" {
				t.Errorf("seed %d: %+v", seed, s)
			}
			persons[s.Person] = s.Doctor
			if known := s.First > o.First && s.First != missing+1; known != (s.StartKnown == simulate.KnownYes) && s.StartKnown == simulate.KnownYes {
				t.Errorf("seed %d: the start of %+v cannot be known", seed, s)
			}
			s.Person, s.StartKnown, s.Municipality = "", "", ""
			if !want[s] {
				t.Errorf("seed %d: %+v is not a true spell", seed, s)
			}
			delete(want, s)
		}
		if len(want) > 0 {
			t.Errorf("seed %d: %d true spells are not seen: %+v", seed, len(want), want)
		}
	}
}

// In a country of Norway's size about one doctor in fifty shares a full name with
// another, and no more; that is what the forms hide most of.
func TestOneDoctorInFiftyHasANamesake(t *testing.T) {
	_, truth := scratch(t, simulate.Options{Seed: 4, Lists: 2000, Municipalities: 200, Forms: []simulate.Form{simulate.Names}})
	h := truth.Hidden
	if share := float64(h.Namesakes) / float64(truth.Doctors); share < 0.015 || share > 0.025 {
		t.Errorf("%d of %d doctors have a namesake", h.Namesakes, truth.Doctors)
	}
	if h.Joined == 0 || h.Divided == 0 || h.Joined > h.Namesakes || h.SpellsSeen != len(truth.Seen) {
		t.Errorf("hidden: %+v, %d spells", *h, len(truth.Seen))
	}
}

// cells counts what stands under the headers in all monthly files, CSV with semicolons.
func cells(t *testing.T, dir string, headers ...string) map[string]int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "monthly", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	count := map[string]int{}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := -1
		for _, line := range strings.Split(string(content), "\n") {
			fields := strings.Split(strings.TrimSuffix(line, "\r"), ";")
			switch {
			case strings.Contains(line, "Listenr"):
				at = -1
				for i, f := range fields {
					if slices.Contains(headers, f) {
						at = i
					}
				}
			case at >= 0 && at < len(fields) && len(fields) > 3:
				count[fields[at]]++
			}
		}
	}
	return count
}

// The forms have what they say: no numbers; a good ten words for a vacancy; locums for
// somebody with and without a number; codes that were divided; lists with new numbers.
func TestFormsHaveWhatTheySay(t *testing.T) {
	dir, _ := scratch(t, inForms(1, simulate.Names))
	if n := cells(t, dir, "HPR-nr"); len(n) != 0 {
		t.Errorf("names: there is a column of numbers with %d values", len(n))
	}
	dir, truth := scratch(t, inForms(1, simulate.NamesAndNumbers))
	if n := cells(t, dir, "HPR-nr")[""]; n < truth.Hidden.LostNumbers || truth.Hidden.LostNumbers == 0 {
		t.Errorf("names-and-numbers: %d rows without a number, %d lost theirs", n, truth.Hidden.LostNumbers)
	}
	words := map[string]bool{}
	for seed := range uint64(4) {
		dir, _ = scratch(t, inForms(seed, simulate.Vacancies))
		for cell := range cells(t, dir, "Legens navn", "Namn på lege") {
			for _, w := range []string{"uten fast lege", "liste uten fast lege", "ubesatt", "ubesatt liste", "lufl", "ledig hjemmel", "ledig heimel",
				"vakant", "vacant", "ingen lege", "vikar", "vikarlege", "utan fast lege", ""} {
				if strings.ToLower(cell) == w {
					words[w] = true
				}
			}
			if strings.HasPrefix(cell, "Vikar ") {
				words["Vikar NAME"] = true
			}
		}
	}
	if len(words) < 13 {
		t.Errorf("vacancies: only %v", words)
	}
	dir, truth = scratch(t, inForms(1, simulate.Locums))
	if n := cells(t, dir, "HPR-nr")[""]; truth.Hidden.LocumMonths < 100 || n < 50 {
		t.Errorf("locums: %d months, %d rows without a number", truth.Hidden.LocumMonths, n)
	}
	dir, _ = scratch(t, inForms(1, simulate.CodeChanges))
	codes := cells(t, dir, "Kommunenr", "Kommunenr.")
	for _, code := range []string{"1504", "1507", "1508", "1580", "1613", "5012", "5055", "5056", "5059", "1806", "1241", "4624"} {
		if codes[code] == 0 && code != "5012" && code != "1613" { // a small one may have no list
			t.Errorf("code-changes: no row under %s", code)
		}
	}
	if _, truth = scratch(t, inForms(1, simulate.Renumbered)); truth.Hidden.Renumbered < 10 {
		t.Errorf("renumbered: %d lists", truth.Hidden.Renumbered)
	}
}

// The reference tables beside the form code-changes are read without a complaint, know
// every code in its months, and let Haram out of Ålesund and Snillfjord go to three.
func TestReferenceOfCodeChanges(t *testing.T) {
	o := inForms(3, simulate.CodeChanges)
	dir, truth := scratch(t, o)
	r := reference(t, dir)
	for _, f := range r.Check() {
		if f.Code == "split-main-successor" { // said of the three that were divided
			continue
		}
		t.Errorf("reference: %s: %s", f.Code, f.Msg)
	}
	for _, s := range truth.Seen {
		if ok, hint := r.Known(s.Municipality, s.First); !ok {
			t.Errorf("%s is not in force in %s: %s", s.Municipality, s.First, hint)
		}
		if p, ok := r.Population(s.Municipality, s.First.Year()); !ok || p.Nearest {
			t.Errorf("no population of %s in %d", s.Municipality, s.First.Year())
		}
	}
	for _, c := range []struct {
		code string
		in   varighet.Month
		want string
	}{{"1507", varighet.MonthOf(2023, 12), "1508 1580"}, {"5012", varighet.MonthOf(2019, 12), "5055 5056 5059"}, {"1850", varighet.MonthOf(2019, 1), "1806 1875"}} {
		var got []string
		for _, code := range r.Standing(varighet.MunicipalityCode(c.code), c.in, o.Last) {
			got = append(got, string(code))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s of %s stands under %v in the end, want %s", c.code, c.in, got, c.want)
		}
	}
}

func TestWrongForms(t *testing.T) {
	for _, text := range []string{"nonsense", "names,names-and-numbers", "files,one-file", "", "files,place-names"} {
		if _, err := simulate.ParseForms([]string{text}); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if _, err := simulate.Write(filepath.Join(t.TempDir(), "c"), inForms(1, simulate.Files, simulate.OneFile)); err == nil {
		t.Error("files and one-file are written together")
	}
	got, err := simulate.ParseForms([]string{"names, code-changes", "files", "names"})
	if err != nil || len(got) != 3 {
		t.Errorf("got %v, %v", got, err)
	}
}
