package study_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/study"
)

// publishedCountry is a simulated country of 2500 lists, with everything asked for that there is.
const publishedCountry = `title = "Land"
language = "en"
least_count = 5
[simulate]
seed = 7
lists = 2500
municipalities = 240
first = "2004-01"
last = "2014-05"
dirt = true
slips = true
[spells]
scheme_start = "2004-01"
[[figure]]
name = "curve"
kind = "km"
[[figure]]
name = "groups"
kind = "km"
by = "size_group"
[[figure]]
name = "counties"
kind = "km"
by = "county_code"
[[figure]]
name = "exits"
kind = "exits"
[[figure]]
name = "years"
kind = "turnover-years"
[[figure]]
name = "yearsby"
kind = "turnover-years"
by = "size_group"
[[figure]]
name = "oe"
kind = "observed-expected"
by = "size_group"
[[figure]]
name = "cox"
kind = "cox"
covariates = ["size_group"]
[[figure]]
name = "bars"
kind = "timeline-bars"
[[table]]
name = "medians"
kind = "medians"
[[table]]
name = "municipalities"
kind = "municipalities"
municipalities = "all"
[[table]]
name = "vacancytimes"
kind = "vacancy-times"
[[table]]
name = "turnover"
kind = "turnover"
[[table]]
name = "gap"
kind = "gap"
`

// written runs a study with other files beside it, and returns its folder.
func writtenStudy(t *testing.T, text string, files map[string]string) (*study.Result, string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	r, err := s.Write(context.Background(), out, study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r, out
}

// cells are the rows of a CSV table by column.
func cells(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, c := range line {
			row[all[0][i]] = c
		}
		rows = append(rows, row)
	}
	return rows
}

// counts are a row's counts: of agreements, from the start and stopped, also those who were not;
// false where they are withheld.
func counts(row map[string]string) (list []int, ok bool) {
	var n [3]int
	for i, name := range []string{"agreements", "from_start", "stopped"} {
		var err error
		if n[i], err = strconv.Atoi(row[name]); err != nil {
			return nil, false
		}
	}
	return []int{n[0], n[1], n[2], n[0] - n[1], n[0] - n[2]}, true
}

func minus(a, b []int) []int {
	d := slices.Clone(a)
	for i := range b {
		d[i] -= b[i]
	}
	return d
}

// reveals reports whether any of the numbers is a small count.
func reveals(list []int) bool {
	return slices.ContainsFunc(list, func(n int) bool { return n != 0 && n < 5 })
}

// A reader of all files of a published folder subtracts whatever can be subtracted: groups from
// the total, municipalities from their group, steps of curves from each other, groups' steps from
// those of all. No number that he comes to is 1 to 4.
func TestPublishedFolderRevealsNoSmallCount(t *testing.T) {
	r, out := writtenStudy(t, publishedCountry, nil)
	attackGroups(t, out)
	attackCurves(t, out)
	attackExits(t, out)
	attackYears(t, out)
	attackVacancies(t, out)
	if got, want := r.Withheld(), []string{"counties", "bars", "gap"}; !slices.Equal(got, want) {
		t.Errorf("not written are %v, want %v", got, want)
	}
}

// attackGroups subtracts size groups from all, and municipalities from their size group.
func attackGroups(t *testing.T, out string) {
	t.Helper()
	groups, shown := map[string][]int{}, 0
	var rest []int
	for _, row := range cells(t, filepath.Join(out, "tables", "medians.csv")) {
		n, ok := counts(row)
		if !ok {
			continue
		}
		shown++
		if reveals(n) {
			t.Errorf("medians of %s show %v", row["size_group"], n)
		}
		groups[row["size_group"]] = n
	}
	if shown < 3 || groups["all"] == nil {
		t.Fatalf("of the groups %v are shown: there is nothing to attack", groups)
	}
	rest = groups["all"]
	for g, n := range groups {
		if g != "all" {
			rest = minus(rest, n)
		}
	}
	if reveals(rest) {
		t.Errorf("the total less the groups leaves %v", rest)
	}
	shown = 0
	left, joined := map[string][]int{}, 0
	for _, row := range cells(t, filepath.Join(out, "tables", "municipalities.csv")) {
		n, ok := counts(row)
		if !ok {
			continue
		}
		shown++
		g := row["size_group"]
		if left[g] == nil {
			left[g] = groups[g]
		}
		if left[g] == nil {
			t.Fatalf("a municipality of %q is shown, whose group is not", g)
		}
		left[g] = minus(left[g], n)
		if len(row["municipality_code"]) == 2 {
			joined++
		}
		if reveals(n) {
			t.Errorf("municipality %s shows %v", row["municipality_code"], n)
		}
		if row["median_years_state"] != "withheld" || row["verdict"] != "withheld" {
			t.Errorf("municipality %s shows a median", row["municipality_code"])
		}
	}
	if joined < 3 {
		t.Errorf("%d rows are of municipalities that are told together", joined)
	}
	if shown < 5 {
		t.Errorf("only %d municipalities are shown: there is nothing to attack", shown)
	}
	for g, n := range left {
		if reveals(n) {
			t.Errorf("the municipalities of %s leave %v", g, n)
		}
	}
}

// attackCurves subtracts the rows of curves' tables from each other.
func attackCurves(t *testing.T, out string) {
	t.Helper()
	total := map[string][]int{} // by month, what the groups leave
	read := func(name string, each func(row map[string]string, n []int)) {
		before := map[string][]int{}
		rows := cells(t, filepath.Join(out, "tables", name))
		if len(rows) < 4 {
			t.Fatalf("%s has %d rows: there is nothing to attack", name, len(rows))
		}
		for _, row := range rows {
			var n []int
			for _, c := range []string{"at_risk", "stopped", "censored"} {
				x, err := strconv.Atoi(row[c])
				if err != nil {
					t.Fatal(err)
				}
				n = append(n, x)
			}
			if g := row["group"]; before[g] != nil {
				d := minus(n, before[g])
				if d[0] = -d[0]; reveals(d) || reveals(n) {
					t.Errorf("%s: %s at %s months shows %v after %v", name, g, row["months"], n, before[g])
				}
			}
			before[row["group"]] = n
			each(row, n)
		}
	}
	read("curve.csv", func(row map[string]string, n []int) { total[row["months"]] = n })
	read("groups.csv", func(row map[string]string, n []int) {
		if total[row["months"]] != nil {
			total[row["months"]] = minus(total[row["months"]], n)
		}
	})
}

// In the folder are no rows, and nothing that was counted of them: no register, no spells, no
// doctor's id, no hash of rows.
func TestPublishedFolderHasNoRows(t *testing.T) {
	r, out := writtenStudy(t, publishedCountry, nil)
	var names []string
	ids := map[string]bool{r.Register.RowsSHA256: true}
	for i := range r.Table.Spells {
		if id := r.Table.Spells[i].DoctorID; len(id) > 6 {
			ids[id] = true
		}
	}
	err := fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		names = append(names, name)
		b, err := os.ReadFile(filepath.Join(out, name))
		if err == nil && (strings.HasSuffix(name, ".xlsx") || strings.HasSuffix(name, ".docx")) {
			b, err = unzipped(b)
		}
		for id := range ids {
			if bytes.Contains(b, []byte(id)) {
				return fmt.Errorf("%s has %s", name, id)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, name := range names {
		for _, never := range []string{"register", "spells", "truth", "reference", "bars", "gap", "counties"} {
			if strings.Contains(name, never) {
				t.Errorf("there is a file %s", name)
			}
		}
	}
	if len(names) < 20 {
		t.Errorf("there are the files %v: something is missing", names)
	}
}

func unzipped(b []byte) (all []byte, err error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		part, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	return all, nil
}

// A figure by itself has no result whose other numbers are known, so it is not drawn in published
// mode.
func TestPublishedFigureAloneIsRefused(t *testing.T) {
	r := resultOf(t, eightLists(), "", "")
	a, err := r.Answer(study.Figure{Name: "km", Kind: "km"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := study.NewPage("en", "", "published").Figure(a); err == nil {
		t.Error("it is drawn")
	}
	if _, err := study.NewPage("en", "", "published").Table(a); err == nil {
		t.Error("its table is made")
	}
}

// Eight lists, of which two changed: ten agreements, two stopped. By hand, with k = 5: 2 of 10
// cannot be told, nor the curve; ten agreements can. No file has the numbers of those who left.
func TestPublishedOfFewIsWithheld(t *testing.T) {
	s := studyOf(t, eightLists(), "", "[[figure]]\nname = \"k\"\nkind = \"km\"\n[[table]]\nname = \"t\"\nkind = \"turnover\"\n[[table]]\nname = \"m\"\nkind = \"medians\"\n")
	s.Disclosure, s.Language = "published", "en"
	out := filepath.Join(t.TempDir(), "out")
	if _, err := s.Write(context.Background(), out, study.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, row := range cells(t, filepath.Join(out, "tables", "t.csv")) {
		if row["definition"] == "a" && row["of"] == "0" {
			continue // nobody began so early that twelve months were seen, which may be said
		}
		if row["share_state"] != "withheld" || row["gone"] != "" || row["of"] != "" {
			t.Errorf("turnover %s shows %v", row["definition"], row)
		}
	}
	if rows := cells(t, filepath.Join(out, "tables", "k.csv")); len(rows) > 0 {
		t.Errorf("the curve has %v", rows)
	}
	page, err := os.ReadFile(filepath.Join(out, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Some counts are withheld to protect privacy: those of 1 to 4", "Withheld to protect privacy: all."} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// A cohort beside others is published as two sides. Of two lists in the cohort nothing can be told but
// that nobody is withheld from the others' six agreements or more: no file shows 1 to 4 of anything.
func TestPublishedCohortBesideOthers(t *testing.T) {
	s := studyOf(t, eightLists(), withOthers, "[[figure]]\nname = \"k\"\nkind = \"km\"\nby = \"cohort\"\n[[table]]\nname = \"m\"\nkind = \"medians\"\n"+
		"[[table]]\nname = \"own\"\nkind = \"municipalities\"\nmunicipalities = \"all\"\n[[table]]\nname = \"b\"\nkind = \"beside\"\n")
	s.Disclosure, s.Language = "published", "en"
	out := filepath.Join(t.TempDir(), "out")
	r, err := s.Write(context.Background(), out, study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Withheld(), []string{"b"}; !slices.Equal(got, want) {
		t.Errorf("not written are %v, want %v", got, want)
	}
	if rows := cells(t, filepath.Join(out, "tables", "k.csv")); len(rows) > 0 {
		t.Errorf("the curves have %v", rows)
	}
	for _, name := range []string{"m.csv", "own.csv"} {
		for _, row := range cells(t, filepath.Join(out, "tables", name)) {
			if row["agreements_state"] != "withheld" && row["agreements"] != "0" || row["median_years"] != "" {
				t.Errorf("%s shows %v", name, row)
			}
		}
	}
}

func TestLeastCountIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		"least_count = 2\n":                               "least_count is from 3 to 100, not 2",
		"disclosure = \"made-up\"\nleast_count = 5\n":     "least_count is for published studies, and this is made-up",
		"disclosure = \"published\"\nleast_count = 101\n": "least_count is from 3 to 100, not 101",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(text+"[simulate]\nseed = 1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := study.Read(os.DirFS(dir), "s.toml", dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
