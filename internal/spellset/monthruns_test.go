package spellset

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/survival"
)

// Every dirty file of the reader's tests, and simulated countries in all forms with dirt and slips:
// the spells and alarms of a register read in runs of months are those of its rows one by one.
func TestSpellsOfRunsAreThoseOfRows(t *testing.T) {
	files, err := filepath.Glob("../../ingest/testdata/dirt/*")
	if err != nil || len(files) < 300 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	compared := 0
	for _, file := range files {
		if compareRows(t, file, "") {
			compared++
		}
	}
	if compared < 150 {
		t.Errorf("%d of %d dirty files were made registers; want most", compared, len(files))
	}
	for seed, form := range append(simulate.Forms(), simulate.FormHelp{}) {
		o := simulate.Options{Seed: uint64(seed), Lists: 60, Municipalities: 7, First: varighet.MonthOf(2016, 6), Last: varighet.MonthOf(2020, 12),
			Dirt: seed%2 == 0, Slips: seed%3 > 0}
		if string(form.Form) != "" {
			if o.Forms, err = simulate.ParseForms([]string{string(form.Form)}); err != nil {
				t.Fatal(err)
			}
		}
		dir := t.TempDir()
		if _, err := simulate.WriteScratch(dir, o); err != nil {
			t.Fatal(err)
		}
		if !compareRows(t, filepath.Join(dir, simulate.MonthlyFolder), string(form.Form)) {
			t.Errorf("form %q: no register", string(form.Form))
		}
	}
}

// compareRows makes a register of files, if it can be made, and compares.
func compareRows(t *testing.T, files, what string) (made bool) {
	t.Helper()
	inputs, err := ingest.Find([]string{files}, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "reg")
	_, err = growth.Run(context.Background(), growth.Edit{Dir: dir, Inputs: inputs, Register: register.Options{SetAside: true, GroupRows: 500},
		Reader: ingest.Options{Key: []byte("0123456789abcdef"), SetAsideFaults: true}})
	if err != nil {
		return false
	}
	defer os.RemoveAll(dir)
	reg, err := register.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reg.Close()
	opt := survival.DefaultSpellOptions()
	opt.Series = seriesOf(reg.Manifest)
	columns := append(register.SurvivalColumns(), "municipality_name", "source_file")
	var rows []survival.MonthRuns
	for _, part := range parts(reg, columns...) {
		rows = append(rows, survival.RowByRow(part))
	}
	want := spellsOf(t, rows, opt)
	for name, runs := range map[string][]survival.MonthRuns{"in all columns": monthRuns(reg, columns...), "as spells are made": nil} {
		got := ""
		if runs != nil {
			got = spellsOf(t, runs, opt)
		} else {
			got = spellsAsMade(t, reg, opt)
		}
		if got != want {
			t.Errorf("%s%s, %s: (-rows +runs)\n%s", filepath.Base(files), what, name, cmp.Diff(want, got))
		}
	}
	return true
}

// spellsOf are the spells and alarms of rows, in words.
func spellsOf(t *testing.T, rows []survival.MonthRuns, opt survival.SpellOptions) string {
	t.Helper()
	cov, err := survival.CoverParts(rows, opt)
	if err != nil {
		t.Fatal(err)
	}
	set, err := survival.SpellsOfParts(rows, cov, opt)
	if err != nil {
		t.Fatal(err)
	}
	return inWords(set, cov)
}

// spellsAsMade are those that a [Maker] makes, from the columns that it needs.
func spellsAsMade(t *testing.T, reg *register.Register, opt survival.SpellOptions) string {
	t.Helper()
	cov, err := coverageOf(reg, opt, &beside{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := (&beside{}).rows(reg, cov)
	if err != nil {
		t.Fatal(err)
	}
	set, err := survival.SpellsOfParts(rows, cov, opt)
	if err != nil {
		t.Fatal(err)
	}
	return inWords(set, cov)
}

func inWords(set *survival.SpellSet, cov *survival.Coverage) string {
	s := fmt.Sprintf("%+v\n%+v\n", set.Counts, cov.Alarms())
	for i := range set.Spells {
		s += fmt.Sprintf("%+v\n", set.Spells[i])
	}
	return s
}
