package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

// A funnelCount is what the test needs of varighet.funnel/1.
type funnelCount struct {
	Counts struct {
		Units            int
		Funnel, Adjusted struct{ Inside int }
	}
	Dispersion struct {
		P          float64
		TauSquared float64 `json:"tau_squared"`
	}
	Shrinkage struct{ Variance float64 }
}

// From files to places: in a made-up country whose municipalities differ by chance alone at most 5 %
// of them, and what chance adds, lie outside the funnel. With a frailty of variance 0.2 many do, and
// about 5 % outside the adjusted one.
func TestFunnelOfAMadeUpCountry(t *testing.T) {
	alike := funnelOfCountry(t, "0")
	if outside := shareOutside(alike, alike.Counts.Funnel.Inside); outside > 0.085 {
		t.Errorf("without frailty %v lie outside, want at most 0.05", outside)
	}
	if alike.Dispersion.P < 0.01 || alike.Dispersion.TauSquared > 0.03 {
		t.Errorf("without frailty: over-dispersion %+v", alike.Dispersion)
	}
	unlike := funnelOfCountry(t, "0.2")
	if outside := shareOutside(unlike, unlike.Counts.Funnel.Inside); outside < 0.13 {
		t.Errorf("with frailty %v lie outside the funnel, want many", outside)
	}
	if outside := shareOutside(unlike, unlike.Counts.Adjusted.Inside); outside > 0.1 {
		t.Errorf("with frailty %v lie outside the adjusted funnel, want about 0.05", outside)
	}
	if v := unlike.Shrinkage.Variance; v < 0.1 || v > 0.3 {
		t.Errorf("with frailty the variance of true ratios is %v, want about 0.2", v)
	}
}

func shareOutside(c *funnelCount, inside int) float64 {
	return float64(c.Counts.Units-inside) / float64(c.Counts.Units)
}

// funnelOfCountry makes a country of 200 municipalities, reads its files and compares them.
func funnelOfCountry(t *testing.T, frailty string) *funnelCount {
	t.Helper()
	dir := t.TempDir()
	made, ref, reg := filepath.Join(dir, "made"), filepath.Join(dir, "ref"), filepath.Join(dir, "reg")
	runOK(t, "simulate", "-o", made, "--lists", "2400", "--municipalities", "200", "--seed", "4", "--frailty", frailty, "--last", "2011-05")
	raw := func(name string) string { return filepath.Join(made, "reference", name) }
	runOK(t, "reference", "import", "--klass", raw("klass_codes.csv"), "--klass", raw("klass_changes.csv"),
		"--population", raw("befolkning_07459.csv"), "-o", ref)
	runOK(t, "ingest", filepath.Join(made, "monthly"), "-o", reg, "--reference", ref)
	var out, said bytes.Buffer
	args := []string{"survival", "funnel", reg, "--reference", ref, "--scheme-start", "2001-05", "--json"}
	if code := run(args, console{&bytes.Buffer{}, &out, &said}); code != exitDone {
		t.Fatalf("exit %d: %s", code, said.String())
	}
	c := &funnelCount{}
	if err := json.Unmarshal(out.Bytes(), c); err != nil {
		t.Fatal(err)
	}
	return c
}
