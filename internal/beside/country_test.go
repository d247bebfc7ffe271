package beside

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A country is a made-up one of 600 lists, as a user has it: a register in the folder register, spells.csv
// with size groups, and late.csv, of lists that count from 2008 on only, so that most doctors come in late.
type country struct {
	t   testing.TB
	bin string
	dir string
}

// makeCountry makes the country with the program itself. Lists are now and then reported without a
// doctor, one month has no file, in one a municipality has no rows, and in one six lists of another are away.
func makeCountry(t testing.TB) *country {
	c := &country{t, build(t), t.TempDir()}
	c.run("simulate", "-o", "made", "--lists", "600", "--seed", "7", "--no-reform", "--slips")
	c.leaveOutRows()
	c.run("reference", "import", "--klass", "made/reference/klass_codes.csv", "--klass", "made/reference/klass_changes.csv",
		"--population", "made/reference/befolkning_07459.csv", "-o", "reference")
	c.run("ingest", "made/monthly", "-o", "register")
	c.run("survival", "spells", "register", "--reference", "reference", "-o", "spells.csv")
	c.writeCohort()
	c.run("survival", "spells", "register", "--reference", "reference", "--cohort", "cohort.csv", "-o", "late.csv")
	return c
}

// run runs the program in the country's folder and returns what it prints.
func (c *country) run(args ...string) []byte {
	c.t.Helper()
	cmd := exec.Command(c.bin, args...)
	cmd.Dir = c.dir
	return output(c.t, cmd)
}

// document is what a command prints as JSON.
func (c *country) document(into any, args ...string) {
	c.t.Helper()
	if err := json.Unmarshal(c.run(append(args, "--json")...), into); err != nil {
		c.t.Fatal(err)
	}
}

// beside runs another program in a new folder, and returns that.
func (c *country) beside(name string, args ...string) string {
	c.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = c.t.TempDir()
	output(c.t, cmd)
	return cmd.Dir
}

func (c *country) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }

// leaveOutRows takes the rows of a municipality of two to four lists out of April 2009, and six lists
// of the largest one out of August 2009.
func (c *country) leaveOutRows() {
	c.edit("april 2009", func(lines []string, lists map[string]int) []string {
		small := ""
		for code, n := range lists {
			if n >= 2 && n <= 4 && (small == "" || code < small) {
				small = code
			}
		}
		return slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, small+";") })
	})
	c.edit("august 2009", func(lines []string, lists map[string]int) []string {
		large := ""
		for code, n := range lists {
			if n > lists[large] || n == lists[large] && code < large {
				large = code
			}
		}
		gone := 0
		return slices.DeleteFunc(lines, func(l string) bool {
			if strings.HasPrefix(l, large+";") {
				gone++
				return gone <= max(6, lists[large]/10+1)
			}
			return false
		})
	})
}

// edit changes the lines of the file of a month. lists has how many rows each municipality has in it.
func (c *country) edit(month string, change func(lines []string, lists map[string]int) []string) {
	files, err := filepath.Glob(c.path("made/monthly/* " + month + ".csv"))
	if err != nil || len(files) != 1 {
		c.t.Fatalf("files of %s: %v, %v", month, files, err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		c.t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	lists := map[string]int{}
	for _, l := range lines {
		if code, _, _ := strings.Cut(l, ";"); len(code) == 4 {
			lists[code]++
		}
	}
	changed := change(slices.Clone(lines), lists)
	if len(changed) >= len(lines)-1 {
		c.t.Fatalf("%s: %d lines of %d are left", month, len(changed), len(lines))
	}
	if err := os.WriteFile(files[0], []byte(strings.Join(changed, "\n")), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// writeCohort writes a table of all lists that have spells, to count from 2008 on.
func (c *country) writeCohort() {
	lines := []string{"Liste;Fra"}
	for _, row := range readRows(c.t, c.path("spells.csv")) {
		if l := row["position_id"] + ";2008-01"; !slices.Contains(lines, l) && row["last_month"] >= "2008-01-01" {
			lines = append(lines, l)
		}
	}
	if err := os.WriteFile(c.path("cohort.csv"), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// readRows reads a CSV file with a header.
func readRows(t testing.TB, path string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil || len(records) < 2 {
		t.Fatalf("%s: %d records, %v", filepath.Base(path), len(records), err)
	}
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// A kmDocument is what is read of the program's curves.
type kmDocument struct {
	Groups []struct {
		By    map[string]string
		N     int
		Late  int `json:"entered_late"`
		Curve []struct {
			Time, Events, Censored, Survival float64
			AtRisk                           float64 `json:"at_risk"`
			StdError                         float64 `json:"std_err"`
			Lower, Upper                     *float64
		}
		Quantiles []struct{ Time, Lower, Upper *float64 }
	}
}

// same fails the test unless a cell holds the number; NA is none.
func same(t *testing.T, what, cell string, want *float64, tolerance float64) {
	t.Helper()
	if want == nil {
		if cell != "NA" && cell != "" {
			t.Errorf("%s: %s, and the program has none", what, cell)
		}
		return
	}
	got, err := strconv.ParseFloat(cell, 64)
	if err != nil || !near(got, *want, tolerance) {
		t.Errorf("%s: %s, and the program has %v", what, cell, *want)
	}
}

// sameCurves holds rows of time, at_risk, stopped and survival, and of lower and upper where there are such,
// against the program's curves by size group.
func sameCurves(t *testing.T, rows []map[string]string, want *kmDocument, by, time, group string) {
	t.Helper()
	i := 0
	for _, g := range want.Groups {
		for _, p := range g.Curve {
			if i >= len(rows) {
				t.Fatalf("%d times, and the program has more", len(rows))
			}
			r := rows[i]
			i++
			what := fmt.Sprint(g.By[by], " at ", p.Time)
			if group != "" && r[group] != g.By[by] {
				t.Fatalf("%s is of group %q", what, r[group])
			}
			same(t, what+": time", r[time], &p.Time, 0)
			same(t, what+": at risk", r["at_risk"], &p.AtRisk, 0)
			same(t, what+": stopped", r["stopped"], &p.Events, 0)
			same(t, what+": survival", r["survival"], &p.Survival, 1e-9)
			if _, ok := r["lower"]; ok && p.Survival > 0 && p.Survival < 1 { // elsewhere R has no limits
				same(t, what+": lower", r["lower"], p.Lower, 1e-9)
				same(t, what+": upper", r["upper"], p.Upper, 1e-9)
			}
		}
	}
	if i != len(rows) || i == 0 {
		t.Errorf("%d times, and the program has %d", len(rows), i)
	}
	t.Logf("the same numbers at %d times", i)
}
