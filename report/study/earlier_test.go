package study_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/study"
)

// A counted manifest is what the manifest of a published report says that it shows.
type counted struct {
	Published struct {
		Own struct {
			Counts         map[string]int
			Steps, Stopped []int
			Groups         []string
			GroupSteps     []int `json:"group_steps"`
			Joined         []string
		}
	}
}

func manifestOf(t *testing.T, out string) (m counted) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// againstEarlier writes a study that is held against an earlier one, and returns its folder.
func againstEarlier(t *testing.T, text, manifest string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	_, err = s.Write(context.Background(), out, study.Options{PublishedBefore: manifest})
	return out, err
}

// upTo is the published country up to a month.
func upTo(month string) string {
	return strings.Replace(publishedCountry, "[spells]\n", "[input]\nlast_month = \""+month+"\"\n[spells]\n", 1)
}

// smallDifferences subtracts all that two reports have: counts of the same name, the steps of the
// curves of all and of size groups, municipalities, and counts that are sums of them.
func smallDifferences(t *testing.T, before, now string) (found []string) {
	t.Helper()
	a, b := manifestOf(t, before).Published.Own, manifestOf(t, now).Published.Own
	small := func(what string, n int) {
		if reveals([]int{max(n, -n)}) {
			found = append(found, what)
		}
	}
	for name, n := range b.Counts {
		if m, both := a.Counts[name]; both {
			small(name, n-m)
		}
	}
	stopped := map[int]int{}
	for i, e := range a.Steps {
		stopped[e] = a.Stopped[i]
	}
	last := 0
	for i, e := range b.Steps {
		if n, both := stopped[e]; both {
			small("stops in a step", b.Stopped[i]-n-last)
			last = b.Stopped[i] - n
		}
	}
	rows := func(out, file, key string) map[string][]int {
		m := map[string][]int{}
		for _, row := range cells(t, filepath.Join(out, "tables", file)) {
			if n, ok := counts(row); ok {
				m[row[key]+" "+row["size_group"]] = n // others of a county are in several size groups
			}
		}
		return m
	}
	for _, table := range [][2]string{{"medians.csv", "size_group"}, {"municipalities.csv", "municipality_code"}} {
		old := rows(before, table[0], table[1])
		for key, n := range rows(now, table[0], table[1]) {
			if m := old[key]; m != nil {
				for i := range 4 { // those who are there change by those who came less those who left
					small(table[0]+" "+key, n[i]-m[i])
				}
			}
		}
	}
	curve := func(out string) map[string]int {
		m := map[string]int{}
		for _, row := range cells(t, filepath.Join(out, "tables", "groups.csv")) {
			if n, ok := number(row, "stopped"); ok {
				m[row["group"]+" "+row["months"]] = n
			}
		}
		return m
	}
	old := curve(before)
	for key, n := range curve(now) {
		if m, both := old[key]; both {
			small("group "+key, n-m)
		}
	}
	return found
}

// A report that is held against that of two months before shows nothing that can be subtracted to
// a small count; one that is not does, so the attack is one.
func TestPublishedBefore(t *testing.T) {
	_, before := writtenStudy(t, upTo("2014-03"), nil)
	_, careless := writtenStudy(t, publishedCountry, nil)
	if found := smallDifferences(t, before, careless); len(found) < 5 {
		t.Fatalf("reports that were not held against each other differ by small counts in %v only: there is nothing to attack", found)
	}
	now, err := againstEarlier(t, publishedCountry, filepath.Join(before, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if found := smallDifferences(t, before, now); len(found) > 0 {
		t.Errorf("small differences are left in %v", found)
	}
	m := manifestOf(t, now).Published.Own
	if old := manifestOf(t, before).Published.Own.Joined; len(old) < 5 || !slices.Equal(old, m.Joined) {
		t.Errorf("told together are %v, before %v: they are to be the same", m.Joined, old)
	}
	if len(m.Counts) < 5 {
		t.Errorf("shown are %v: nothing is left", m.Counts)
	}
	page, err := os.ReadFile(filepath.Join(now, "report.html"))
	if err != nil || !strings.Contains(string(page), "An earlier report up to") {
		t.Errorf("the page does not say that it was held against an earlier one: %v %d", err, len(page))
	}
}

// A report up to a year before leaves a curve and groups.
func TestPublishedAYearBefore(t *testing.T) {
	_, before := writtenStudy(t, upTo("2013-05"), nil)
	now, err := againstEarlier(t, publishedCountry, filepath.Join(before, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if found := smallDifferences(t, before, now); len(found) > 0 {
		t.Errorf("small differences are left in %v", found)
	}
	if m := manifestOf(t, now).Published.Own; m.Counts["tenures stopped"] == 0 || len(m.Steps) < 10 {
		t.Errorf("shown are %v, and steps at %v", m.Counts, m.Steps)
	}
}

func TestPublishedBeforeIsRefused(t *testing.T) {
	country := strings.NewReplacer("lists = 2500", "lists = 200", "municipalities = 240", "municipalities = 20", "2004-01", "2010-01").Replace(publishedCountry)
	upTo := func(month string) string {
		return strings.Replace(country, "[spells]\n", "[input]\nlast_month = \""+month+"\"\n[spells]\n", 1)
	}
	_, before := writtenStudy(t, upTo("2013-05"), nil)
	manifest := filepath.Join(before, "manifest.json")
	other := filepath.Join(t.TempDir(), "m.json")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(b), "\"agreements\": ", "\"agreements\": 1", 1)
	if err := os.WriteFile(other, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other+"x", []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, manifest, want string }{
		{strings.Replace(country, "least_count = 5", "least_count = 6", 1), manifest, "its least count is 5, and here 6"},
		{strings.Replace(country, "[spells]\n", "[reference]\nsize_groups = \"hdir\"\n[spells]\n", 1), manifest, "groups are to be fixed over periods"},
		{strings.Replace(country, "[spells]\n", "[spells]\ngap = 6\n", 1), manifest, "spells were made by other rules"},
		{upTo("2012-05"), manifest, "it goes to 2013-05, and this one to 2012-05"},
		{country, other, "it should have shown other numbers of agreements up to 2013-05"},
		{country, other + "x", "it is no manifest of a published report"},
		{strings.Replace(country, "least_count = 5", "disclosure = \"made-up\"", 1), manifest, "only a published report is held against an earlier one"},
	} {
		if _, err := againstEarlier(t, c.text, c.manifest); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
