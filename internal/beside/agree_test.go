package beside

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

// checkLate fails the test unless late.csv is what it is for.
func (c *country) checkLate(spells string, km *kmDocument) {
	c.t.Helper()
	late, n := 0, 0
	for _, g := range km.Groups {
		late, n = late+g.Late, n+g.N
	}
	if n < 500 || (spells == "late.csv") != (late > n/4) {
		c.t.Errorf("%s: %d of %d came in late", spells, late, n)
	}
}

// sameTable61 holds medians in years against the program's in months.
func sameTable61(t *testing.T, rows []map[string]string, km *kmDocument) {
	t.Helper()
	if len(rows) != len(km.Groups) || len(rows) == 0 {
		t.Fatalf("%d groups, and the program has %d", len(rows), len(km.Groups))
	}
	years := func(months *float64) *float64 {
		if months == nil {
			return nil
		}
		y := *months / 12
		return &y
	}
	for i, g := range km.Groups {
		r, q := rows[i], g.Quantiles[0]
		if group := g.By["size_group"]; r["size_group"] != group || r["spells"] != strconv.Itoa(g.N) {
			t.Errorf("row %d is %s with %s spells, and the program has %s with %d", i+1, r["size_group"], r["spells"], group, g.N)
		}
		same(t, r["size_group"]+": median", r["median"], years(q.Time), 1e-9)
		if _, ok := r["lower"]; ok {
			same(t, r["size_group"]+": lower", r["lower"], years(q.Lower), 1e-9)
			same(t, r["size_group"]+": upper", r["upper"], years(q.Upper), 1e-9)
		}
	}
}

// sameCox holds log hazard ratios by size group and their errors against the program's.
func sameCox(t *testing.T, rows []map[string]string, c *country, spells string, tolerance float64) {
	t.Helper()
	want := parseCSV(t, string(c.run("survival", "cox", spells, "--covariates", "size_group", "--csv")))
	if len(want) != len(rows) || len(rows) == 0 {
		t.Fatalf("%d coefficients, and the program has %d", len(rows), len(want))
	}
	for i, w := range want {
		r := rows[i]
		if w["level"] != r["size_group"] {
			t.Errorf("coefficient %d is of %q, and the program's of %q", i+1, r["size_group"], w["level"])
		}
		for _, name := range []string{"estimate", "std_err"} {
			number, err := strconv.ParseFloat(w[name], 64)
			if err != nil {
				t.Fatalf("%s of %v: %v", name, w, err)
			}
			same(t, r["size_group"]+": "+name, r[name], &number, tolerance)
		}
	}
}

// sameTurnover holds the shares that left within 12 months, by all four definitions.
func sameTurnover(t *testing.T, rows []map[string]string, c *country) {
	t.Helper()
	var want struct {
		Shares []struct {
			Definition string
			Gone, Of   float64
			Share      *float64
		}
	}
	c.document(&want, "survival", "turnover", "spells.csv", "--within", "12")
	if len(want.Shares) != 4 || len(rows) != 4 {
		t.Fatalf("%d shares of %d", len(rows), len(want.Shares))
	}
	for i, w := range want.Shares {
		r := rows[i]
		same(t, w.Definition+": gone", r["gone"], &w.Gone, 0)
		same(t, w.Definition+": of", r["of"], &w.Of, 0)
		same(t, w.Definition+": share", r["share"], w.Share, 1e-9)
	}
}

// sameStops holds a curve that has times with a stop only against the program's.
func sameStops(t *testing.T, rows []map[string]string, km *kmDocument) {
	t.Helper()
	at := map[string]map[string]string{}
	for _, r := range rows {
		time, _ := strconv.ParseFloat(r["time"], 64)
		at[fmt.Sprint(time)] = r
	}
	n := 0
	for _, p := range km.Groups[0].Curve {
		if p.Events == 0 {
			continue
		}
		n++
		what := fmt.Sprint("statsmodels at ", p.Time)
		r := at[fmt.Sprint(p.Time)]
		same(t, what+": at risk", r["at_risk"], &p.AtRisk, 0)
		same(t, what+": stopped", r["stopped"], &p.Events, 0)
		same(t, what+": survival", r["survival"], &p.Survival, 1e-9)
	}
	if n == 0 {
		t.Error("nobody stopped")
	}
}

// write writes a file into the country's folder.
func (c *country) write(name string, content []byte) {
	c.t.Helper()
	if err := os.WriteFile(c.path(name), content, 0o600); err != nil {
		c.t.Fatal(err)
	}
}
