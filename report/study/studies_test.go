package study_test

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/internal/dictionary/packagetest"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// runBuiltIn runs a built-in study into a folder of the test's own.
func runBuiltIn(t *testing.T, name string) (*study.Result, string) {
	t.Helper()
	s, err := study.Read(studies.Files, name+".toml", "")
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), name)
	r, err := s.Write(context.Background(), target, study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r, target
}

// What NSDM-rapport 2020 prints of ALIS-Vest in November 2019 (section 1.6,
// figure 1.2, section 6.3): 22 doctors in 16 positions, 10 positions with the
// same doctor since they were first filled, 6 who left after up to 13 months,
// 6/16 = 38 % turnover; and S(12), S(13) with log−log limits from R 4.2.2,
// survival 3.5-3: survfit(Surv(time, status) ~ 1, conf.type = "log-log") on the
// 22 tenures.
func TestALISVestAsPublished(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-vest-2019")
	got := survival.StabilityOf(r.Table.Spells)
	want := survival.Stability{Positions: 16, Filled: 16, Doctors: 22, Same: 10, Still: 16, Stopped: 6,
		ShortestHeld: 5, LongestHeld: 13}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stability (-published +got)\n%s", diff)
	}

	tenures, leftOut := survival.Tenures(r.Table.Spells)
	if len(tenures) != 22 || leftOut != 0 {
		t.Fatalf("%d tenures in the curve, %d left out; want all 22", len(tenures), leftOut)
	}
	curve, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 5e-4 {
			t.Errorf("%s = %.4f, want %.3f", what, got, want)
		}
	}
	near("S(12)", curve.At(12).Survival, 0.743)
	at := curve.At(13)
	near("S(13)", at.Survival, 0.686)
	near("lower limit of S(13)", at.Lower.V, 0.426)
	near("upper limit of S(13)", at.Upper.V, 0.846)
	if m := curve.Median(); m.Time.OK {
		t.Errorf("median %v, want not reached", m.Time.V)
	}

	shares, err := survival.Turnover(r.Table.Spells, 13, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	type counted struct{ Gone, Of int }
	var counts []counted
	for _, s := range shares {
		counts = append(counts, counted{s.Gone, s.Of})
	}
	// Definitions a to d of 6 who left: of the 18 that began by October 2018, of
	// all 22, in the curve of 22, and of 16 positions.
	if diff := cmp.Diff([]counted{{6, 18}, {6, 22}, {6, 22}, {6, 16}}, counts); diff != "" {
		t.Errorf("turnover a to d (-want +got)\n%s", diff)
	}
	near("share by d", shares[3].Share.V, 0.375)
	// binom.test(6, 16)$conf.int in R: 0.1519811 to 0.6456539.
	near("lower limit by d", shares[3].Lower.V, 0.1520)
	near("upper limit by d", shares[3].Upper.V, 0.6457)
	near("share by c", shares[2].Share.V, 1-0.686)
}

// The 22 tenures of the built-in rows are those of the published case, month by
// month and in how each month is known.
func TestALISVestTenuresAreThoseOfTheFigure(t *testing.T) {
	shared := os.Getenv("VARIGHET_SHARED")
	if shared == "" {
		t.Skip("VARIGHET_SHARED is not set: no published case to compare with")
	}
	f, err := os.Open(filepath.Join(shared, "cases", "alis_vest_2019_spells.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := runBuiltIn(t, "alis-vest-2019")
	spells := map[string]*survival.Spell{}
	for i := range r.Table.Spells {
		if s := &r.Table.Spells[i]; s.Kind == survival.Regular {
			spells[s.PositionID+"/"+strconv.Itoa(s.Ordinal)] = s
		}
	}
	if len(spells) != len(rows)-1 {
		t.Errorf("%d spells, the figure has %d", len(spells), len(rows)-1)
	}
	for _, row := range rows[1:] {
		key := row[0] + "/" + row[1]
		s := spells[key]
		if s == nil {
			t.Errorf("position %s: no spell", key)
			continue
		}
		assumed := "reported"
		if row[5] == "assumed" {
			assumed = "assumed"
		}
		active := "yes"
		if s.Stopped {
			active = "no"
		}
		want := []string{row[2], row[3], row[4], assumed, row[7]}
		got := []string{strconv.Itoa(s.MonthsHeld()), s.First.String(), s.Last.String(), s.StartEvidence.String(), active}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("position %s (-figure +got)\n%s", key, diff)
		}
	}
}

// The Kaplan–Meier curve of each size group, estimated from files with dirt, a
// municipal reform and a missing month, holds the truth: at each of the months
// for which truth.json has it, within 4 standard errors (a miss by chance has
// probability below 1 in 10 000 for each; the seed is fixed).
func TestSimulatedCountryGivesItsTruthBack(t *testing.T) {
	r, target := runBuiltIn(t, "norge-simulert")
	answer, err := r.Answer(study.Figure{Kind: "km", By: "size_group"})
	if err != nil {
		t.Fatal(err)
	}
	curves := answer.Value.(*study.Curves).Groups
	if len(curves) != 6 {
		t.Fatalf("%d size groups, want 6", len(curves))
	}
	for i, c := range curves {
		truth := r.Truth.Groups[i]
		if truth.SizeGroup != c.Group {
			t.Fatalf("group %d is %s, the truth has %s", i, c.Group, truth.SizeGroup)
		}
		for _, want := range truth.Survival {
			at := c.Shown.At(float64(want.Months))
			if at.Beyond || !at.StdErr.OK {
				continue
			}
			if d := math.Abs(at.Survival - float64(want.Survival)); d > 4*at.StdErr.V {
				t.Errorf("%s: S(%d) = %.4f ± %.4f, the truth is %.4f", c.Group, want.Months, at.Survival, at.StdErr.V,
					float64(want.Survival))
			}
		}
	}
	// The scheme's start gives a start to all but those first seen right after
	// the missing month, and the one whose list first shows as the code changes.
	unknown := 0
	for i := range r.Table.Spells {
		if s := &r.Table.Spells[i]; s.Kind == survival.Regular && !s.Start.OK && s.First != *r.Truth.MissingMonth+1 {
			unknown++
		}
	}
	if unknown != 1 || r.Counts.BeganLate != 1 {
		t.Errorf("%d spells have no known start, %d of lists that first show as the code changes; want 1, 1", unknown, r.Counts.BeganLate)
	}

	// Every table for programs is described, and is as it is described; so are the spells.
	for _, resource := range packagetest.Read(t, filepath.Join(target, "datapackage.json")) {
		if resource.CheckCSV(t, target) == 0 {
			t.Errorf("%s has no rows", resource.Path)
		}
	}
	for _, resource := range packagetest.Read(t, filepath.Join(target, filepath.FromSlash(spellfile.PackageFile(study.SpellsPath)))) {
		resource.CheckCSV(t, filepath.Dir(filepath.Join(target, filepath.FromSlash(study.SpellsPath))))
	}

	// What was written reads back as what was computed.
	spells, err := spellfile.Read(filepath.Join(target, filepath.FromSlash(study.SpellsPath)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.Table, spells); diff != "" {
		t.Errorf("spells.csv (-made +read)\n%.2000s", diff)
	}
}
