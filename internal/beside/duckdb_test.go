package beside

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/varighet/varighet/data"
)

// duckdb runs a file of SQL in DuckDB, in a process of its own.
type duckdb struct{ values []string }

// needDuckDB skips a benchmark or a test where DuckDB is not installed.
func needDuckDB(b testing.TB) {
	if !haveDuckDB() {
		b.Skip("no DuckDB: it needs node, and npm install in internal/beside/duckdb")
	}
}

func haveDuckDB() bool {
	_, err := exec.LookPath("node")
	return err == nil && exists(filepath.Join("duckdb", "node_modules"))
}

// A duckAnswer is what DuckDB took and found. Seconds are those of the statements
// alone, Process those from its start to its end.
type duckAnswer struct {
	Process float64 `json:"-"`
	Version string  `json:"version"`
	Seconds float64 `json:"seconds"`
	PeakKiB float64 `json:"peak_kib"`
	Rows    [][]any `json:"rows"`
}

func (d duckdb) run(b *testing.B, sql string, rows bool) (a duckAnswer) {
	c := exec.Command("node", append([]string{"run.mjs", sql}, d.values...)...)
	c.Dir = "duckdb"
	if c.Env = os.Environ(); rows {
		c.Env = append(c.Env, "ROWS=1")
	}
	out, seconds, _ := timed(b, c)
	if err := json.Unmarshal(out, &a); err != nil {
		b.Fatal(err)
	}
	a.Process = seconds
	return a
}

// itsRowGroup is the size of row groups that DuckDB itself would choose.
const itsRowGroup = "rowgroup=122880"

// Three hundred monthly files to one sorted table: the whole `varighet ingest`, with
// faults, provenance and doctors told apart, beside DuckDB's sorted Parquet of the
// same files, in which nothing is checked but the types.
func BenchmarkIngestBesideDuckDB(b *testing.B) {
	needBeside(b)
	needDuckDB(b)
	files, bin, dir := makeFiles(b), build(b), b.TempDir()
	var ourPeak, duckPeak, duckProcess float64
	duck := func(rowGroup string) float64 {
		d := duckdb{[]string{"csv=" + files.csv(), "parquet=" + filepath.Join(dir, "months.parquet"), rowGroup}}
		a := d.run(b, "ingest.sql", false)
		duckPeak, duckProcess = max(duckPeak, a.PeakKiB/(1<<10)), a.Process
		return a.Seconds
	}
	process := func() float64 { return duckProcess }
	inTurn(b, 7,
		side{"varighet ingest, whole process", func() float64 {
			register := filepath.Join(dir, "register")
			for _, old := range []string{register, register + ".key"} {
				if err := os.RemoveAll(old); err != nil {
					b.Fatal(err)
				}
			}
			_, seconds, peak := timed(b, exec.Command(bin, "ingest", files.csv(), "-o", register))
			ourPeak = max(ourPeak, peak)
			return seconds
		}},
		side{"DuckDB, its row groups: statement", func() float64 { return duck(itsRowGroup) }},
		side{"DuckDB, its row groups: process", process},
		side{"DuckDB, groups of a million rows: statement", func() float64 { return duck("rowgroup=1000000") }},
		side{"DuckDB, groups of a million rows: process", process})
	b.ReportMetric(ourPeak, "MiB-peak")
	b.Logf("peak memory: varighet %.0f MiB, DuckDB in node %.0f MiB", ourPeak, duckPeak)
}

// Kaplan-Meier curves by size group from a register of 1.5 million rows: the whole
// `varighet survival km`, beside the time within DuckDB of SQL that reads time by the
// same rules, plain and written for speed.
func BenchmarkKaplanMeierBesideDuckDB(b *testing.B) {
	needBeside(b)
	needDuckDB(b)
	files, bin, dir := makeFiles(b), build(b), b.TempDir()
	register, reference := filepath.Join(dir, "register"), files.reference(b)
	output(b, exec.Command(bin, "ingest", files.csv(), "-o", register))
	duck := duckdb{[]string{"csv=" + files.csv(), "parquet=" + filepath.Join(dir, "months.parquet"), "groups=" + files.groups(), itsRowGroup}}
	duck.run(b, "ingest.sql", false)

	ours := func() *exec.Cmd {
		return exec.Command(bin, "survival", "km", register, "--reference", reference, "--by", "size_group", "--json")
	}
	sql := []string{"km.sql", "km_tuned.sql"}
	for _, s := range sql {
		agreeKM(b, output(b, ours()), duck.run(b, s, true))
	}
	inTurn(b, 11,
		side{"varighet survival km, whole process", func() float64 {
			_, seconds, _ := timed(b, ours())
			return seconds
		}},
		side{"DuckDB plain SQL", func() float64 { return duck.run(b, sql[0], false).Seconds }},
		side{"DuckDB tuned SQL", func() float64 { return duck.run(b, sql[1], false).Seconds }})
}

// agreeKM fails unless both found the same curves: each time of each group with the
// same numbers at risk, stopped and censored, and S within 1e-12.
func agreeKM(b *testing.B, document []byte, duck duckAnswer) {
	b.Helper()
	var ours struct {
		Groups []struct {
			Label map[string]string `json:"by"`
			Curve []struct {
				Time, Events, Censored, Survival float64
				AtRisk                           float64 `json:"at_risk"`
			}
		}
	}
	if err := json.Unmarshal(document, &ours); err != nil {
		b.Fatal(err)
	}
	labels := data.Abelsen().Labels()
	theirs := map[string][]float64{}
	for _, row := range duck.Rows {
		group, err := strconv.Atoi(fmt.Sprint(row[0]))
		if err != nil {
			b.Fatal(err)
		}
		var v []float64
		for _, cell := range row[1:6] {
			x, err := strconv.ParseFloat(fmt.Sprint(cell), 64)
			if err != nil {
				b.Fatal(err)
			}
			v = append(v, x)
		}
		theirs[fmt.Sprint(labels[group], " at ", v[0])] = v
	}
	n := 0
	for _, g := range ours.Groups {
		for _, p := range g.Curve {
			n++
			at := fmt.Sprint(g.Label["size_group"], " at ", p.Time)
			v := theirs[at]
			if v == nil || v[1] != p.AtRisk || v[2] != p.Events || v[3] != p.Censored || math.Abs(v[4]-p.Survival) > 1e-12 {
				b.Fatalf("%s: varighet has %+v, DuckDB time, at risk, stopped, censored, S %v", at, p, v)
			}
		}
	}
	if n == 0 || n != len(theirs) {
		b.Fatalf("varighet has %d times, DuckDB %d", n, len(theirs))
	}
	b.Logf("DuckDB %s: the same numbers in %d rows", duck.Version, n)
}
