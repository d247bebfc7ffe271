//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/varighet/varighet/ingest/register"
)

// usageOf runs the program and returns what it took.
func usageOf(t *testing.T, dir string, args ...string) (u memoryUsage) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "usage")
	cmd := program(dir, args...)
	cmd.Env = append(os.Environ(), usageFile+"="+file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &u)
	}
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// What a row more takes, in bytes and allocations, and the peak at the larger size: 0.06 and 0.49
// million rows of a simulated country, on two processors. The bounds are half as much again as was
// measured on Linux with Go 1.26: ingest 310 bytes, 0.99 allocations and 146 MiB, km 64 bytes,
// 0.0094 allocations and 65 MiB. So noise does not reach them, and a doubling does.
func TestMemoryOfTwoSizes(t *testing.T) {
	small, large := countryUsage(t, "500"), countryUsage(t, "4000")
	more := float64(large.rows - small.rows)
	for _, c := range []struct {
		what               string
		small, large       memoryUsage
		bytes, allocations float64 // a row
		peak               uint64  // MiB
	}{
		{"ingest", small.ingest, large.ingest, 460, 1.5, 220},
		{"survival km", small.km, large.km, 96, 0.014, 98},
	} {
		bytes, allocations := float64(c.large.Bytes-c.small.Bytes)/more, float64(c.large.Allocations-c.small.Allocations)/more
		if bytes > c.bytes || allocations > c.allocations || c.large.Peak>>20 > c.peak {
			t.Errorf("%s takes %.0f bytes and %.4f allocations a row, and %d MiB at most; want %.0f, %.4f, %d", c.what, bytes, allocations,
				c.large.Peak>>20, c.bytes, c.allocations, c.peak)
		}
	}
}

// countryUse is what a simulated country takes.
type countryUse struct {
	rows       int64
	ingest, km memoryUsage
}

// countryUsage reads so many lists over ten years into a register, and makes curves of it.
func countryUsage(t *testing.T, lists string) (u countryUse) {
	t.Helper()
	t.Setenv("GOMAXPROCS", "2")
	dir := t.TempDir()
	output(t, dir, "simulate", "-o", "country", "--lists", lists, "--no-reform", "--first", "2001-06", "--last", "2011-05")
	u.ingest = usageOf(t, dir, "ingest", "country/monthly", "-o", "register")
	u.km = usageOf(t, dir, "survival", "km", "register", "--json")
	m, err := register.ReadManifest(filepath.Join(dir, "register"))
	if err != nil {
		t.Fatal(err)
	}
	u.rows = m.Counts.Rows
	return u
}
