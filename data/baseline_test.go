package data

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// Every baseline is complete: a stable id of its own, a citation, known groups.
func TestBaselinesAreComplete(t *testing.T) {
	measures := []Measure{KMMedian, StockMedian, StoppedShare, RetainedShare}
	groups := append(append(Abelsen().Labels(), HDir().Labels()...), "all")
	seen := map[string]bool{}
	for _, b := range Baselines() {
		if b.ID == "" || seen[b.ID] || b.ID != strings.ToLower(b.ID) {
			t.Errorf("id %q is empty, not lower case, or used twice", b.ID)
		}
		seen[b.ID] = true
		if b.Citation == "" || b.Title == "" || b.Population == "" || b.Period == "" || len(b.Values) == 0 {
			t.Errorf("%s: citation, title, population, period or values missing", b.ID)
		}
		if !slices.Contains(measures, b.Measure) || !slices.Contains([]string{"years", "months", "percent"}, b.Unit) {
			t.Errorf("%s: measure %q, unit %q", b.ID, b.Measure, b.Unit)
		}
		if (b.Measure == StoppedShare) != (b.WithinMonths > 0) {
			t.Errorf("%s: measure %s with within_months %d", b.ID, b.Measure, b.WithinMonths)
		}
		for _, v := range b.Values {
			_, notCode := varighet.ParseMunicipalityCode(v.Group)
			if !slices.Contains(groups, v.Group) && (notCode != nil || v.Name == "" || v.SizeGroup == "") {
				t.Errorf("%s: group %q", b.ID, v.Group)
			}
		}
	}
}

// Table 6-1 as the report prints it, in years and months.
func TestTable61(t *testing.T) {
	b, err := FindBaseline("nsdm2020-table6-1")
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{2.8, 3.3, 5.2, 6.0, 7.1, 8.3}
	for i, label := range Abelsen().Labels() {
		if v, ok := b.Value(label); !ok || v.Value != want[i] {
			t.Errorf("%s: got %v, want %v", label, v.Value, want[i])
		}
	}
	if m, ok := b.Months("all"); !ok || m < 70.79 || m > 70.81 {
		t.Errorf("all, in months: got %v, want 70.8", m)
	}
	if v, _ := b.Value("10000-19999"); v.Text != "6.0" {
		t.Errorf("printed form: got %q, want 6.0", v.Text)
	}
	if _, ok := b.Months("nowhere"); ok {
		t.Error("a group that is not in the table has a value")
	}
}

func TestFindBaselineNamesTheNearest(t *testing.T) {
	_, err := FindBaseline("nsdm2020-tabel6-1")
	if err == nil || !strings.Contains(err.Error(), `"nsdm2020-table6-1"`) {
		t.Errorf("got %v", err)
	}
}

// Changing what Baselines returns does not change the next answer.
func TestBaselinesAreCopies(t *testing.T) {
	Baselines()[0].Values[0].Value = -1
	if got := Baselines()[0].Values[0].Value; got == -1 {
		t.Error("the built-in table was changed")
	}
}

// The hand-typed numbers against the collection of published figures: every
// value here stands there with the same measure, group and unit.
func TestBaselinesAgainstTheCollection(t *testing.T) {
	rows := sharedCSV(t, "published_baselines.csv")
	theirs := map[Measure]string{
		KMMedian: "median_agreement_duration_km", StockMedian: "median_elapsed_duration_active_agreements",
		StoppedShare: "turnover_share_within_13_months", RetainedShare: "retained_share_of_2001_entry_agreements",
	}
	for _, b := range Baselines() {
		for _, v := range b.Values {
			group := v.Group
			if v.Name != "" {
				group = "municipality:" + v.Group + " " + v.Name
			} else if group != "all" {
				group = "size:" + group
			}
			found := slices.ContainsFunc(rows, func(r []string) bool {
				x, err := strconv.ParseFloat(r[5], 64)
				year := b.Measure != StockMedian || r[4] == b.Period
				return err == nil && r[1] == theirs[b.Measure] && r[3] == group && x == v.Value && r[6] == b.Unit && year
			})
			if !found {
				t.Errorf("%s: %s %s %s is not in the collection", b.ID, group, v.Text, b.Unit)
			}
		}
	}
}

// sharedCSV reads a table of the shared reference data, without its header.
func sharedCSV(t *testing.T, name string) [][]string {
	t.Helper()
	dir := os.Getenv("VARIGHET_SHARED")
	if dir == "" {
		t.Skip("VARIGHET_SHARED is not set: no reference data to test against")
	}
	f, err := os.Open(filepath.Join(dir, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
