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

// A duckAnswer is what DuckDB found, and what its process took: node takes 0.15 s to start.
type duckAnswer struct {
	Version string  `json:"version"`
	PeakKiB float64 `json:"peak_kib"`
	Rows    [][]any `json:"rows"`
	took
}

func (d duckdb) run(b *testing.B, sql string, rows bool) (a duckAnswer) {
	c := exec.Command("node", append([]string{"run.mjs", sql}, d.values...)...)
	c.Dir = "duckdb"
	if c.Env = os.Environ(); rows {
		c.Env = append(c.Env, "ROWS=1")
	}
	out, t := timed(b, c)
	if err := json.Unmarshal(out, &a); err != nil {
		b.Fatal(err)
	}
	a.took, a.peak = t, a.PeakKiB/(1<<10)
	return a
}

// itsRowGroup is the size of row groups that DuckDB itself would choose.
const itsRowGroup = "rowgroup=122880"

// ingest times monthly files to one sorted table: the whole `varighet ingest`, with faults,
// provenance and doctors told apart, beside DuckDB's sorted Parquet of the same files, in which
// nothing is checked but the types. The register and DuckDB's file stay.
func (s *sized) ingest(b *testing.B, rounds int) (ours, duck turn) {
	turns := inTurn(b, rounds,
		side{"varighet ingest", func() took { return ingested(b, s.bin, s.register, s.files.csv()) }},
		side{"DuckDB, sorted Parquet", func() took { return s.duck.run(b, "ingest.sql", false).took }})
	return turns[0], turns[1]
}

// ingested makes a register anew and returns what that took.
func ingested(b *testing.B, bin, register string, from ...string) took {
	for _, old := range []string{register, register + ".key"} {
		if err := os.RemoveAll(old); err != nil {
			b.Fatal(err)
		}
	}
	_, t := timed(b, exec.Command(bin, append([]string{"ingest", "-o", register, "--limit", "lists=2000000", "--limit", "doctors=20000000"}, from...)...))
	return t
}

// km times Kaplan-Meier curves by size group from the register: the whole `varighet survival km`,
// beside SQL that reads time by the same rules, plain and written for speed. All must agree.
func (s *sized) km(b *testing.B, rounds int) (ours, plain, tuned turn) {
	cmd := func() *exec.Cmd {
		return exec.Command(s.bin, "survival", "km", s.register, "--reference", s.reference, "--by", "size_group", "--json")
	}
	sql := []string{"km.sql", "km_tuned.sql"}
	for _, q := range sql {
		answer := s.duck.run(b, q, true)
		s.rows, s.version = agreeKM(b, output(b, cmd()), answer), answer.Version
	}
	turns := inTurn(b, rounds,
		side{"varighet survival km", func() took { _, t := timed(b, cmd()); return t }},
		side{"DuckDB, plain SQL", func() took { return s.duck.run(b, sql[0], false).took }},
		side{"DuckDB, SQL written for speed", func() took { return s.duck.run(b, sql[1], false).took }})
	return turns[0], turns[1], turns[2]
}

// agreeKM fails unless both found the same curves: each time of each group with the
// same numbers at risk, stopped and censored, and S within 1e-12. rows is how many times there are.
func agreeKM(b *testing.B, document []byte, duck duckAnswer) (rows int) {
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
	return n
}
