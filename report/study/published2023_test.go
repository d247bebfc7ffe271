package study_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// regular are the doctors' spells.
func regular(r *study.Result) (list []survival.Spell) {
	for _, s := range r.Spells {
		if s.Kind == survival.Regular {
			list = append(list, s)
		}
	}
	return list
}

// The final report of 2023 on ALIS-Vest part 1 (section 4.6, figure 2; one line a position, one
// square a month, July 2017 to August 2022) prints each of these counts. The months are made up.
func TestALISVest2022MeetsThePublishedCounts(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-vest-2022")
	first, last := r.Months()
	if first != varighet.MonthOf(2017, time.July) || last != varighet.MonthOf(2022, time.August) {
		t.Errorf("%s to %s, the figure goes from 2017-07 to 2022-08", first, last)
	}
	st := survival.StabilityAt(r.Spells, r.Spells, last)
	type counts struct{ positions, doctors, same, same2017, left, changed, once, filled int }
	got := counts{st.Positions, st.Doctors, st.Same, 0, st.Stopped, st.ChangedOnce + st.ChangedTwice, st.ChangedOnce, st.FilledNow}
	for _, y := range st.SameByYear {
		if y.Year == varighet.Some(2017) {
			got.same2017 = y.Positions
		}
	}
	// 16 positions, 23 doctors, 10 the same all the way, 9 of them filled in 2017, 10 who left, 6
	// that changed holder once or twice. 16 positions of 23 doctors have 7 changes: 5 + 2. Of 23
	// doctors 10 left, so 13 positions have one, as many as are said to have a doctor who is or nearly
	// is a specialist.
	if want := (counts{16, 23, 10, 9, 10, 6, 5, 13}); got != want {
		t.Errorf("got %+v, published %+v", got, want)
	}
	// 20 of the 23 work in general practice at the end: 13 here, 7 on other lists.
	m := survival.MovesOf(r.Table.Spells, r.Spells, survival.MovesQuery{Month: varighet.Some(last)})
	if m.Doctors != 23 || m.Holding() != 20 || m.StoppedHolding() != 7 {
		t.Errorf("%d of %d doctors have a list at the end, %d of them another; published 20 of 23", m.Holding(), m.Doctors, m.StoppedHolding())
	}
	if n := len(regular(r)); n != 23 {
		t.Errorf("%d spells of doctors: with 23 doctors, nobody comes back", n)
	}
	if tenures, leftOut := survival.Tenures(r.Spells); len(tenures) != 23 || leftOut != 0 {
		t.Errorf("%d in the curve and %d left out, want all 23", len(tenures), leftOut)
	}
}

// Likewise of ALIS-Nord (figure 3, January 2019 to March 2022): 32 positions, 29 filled at the end,
// 17 with the same doctor all the way by the year filled, one never filled, 16 doctors who left;
// and by form of employment in March 2022.
func TestALISNord2022MeetsThePublishedCounts(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-nord-2022")
	first, last := r.Months()
	if first != varighet.MonthOf(2019, time.January) || last != varighet.MonthOf(2022, time.March) {
		t.Errorf("%s to %s, the figure goes from 2019-01 to 2022-03", first, last)
	}
	st := survival.StabilityAt(r.Spells, r.Spells, last)
	type counts struct{ positions, filled, same, never, left int }
	if got, want := (counts{st.Positions, st.FilledNow, st.Same, st.NeverFilled, st.Stopped}), (counts{32, 29, 17, 1, 16}); got != want {
		t.Errorf("got %+v, published %+v", got, want)
	}
	byYear := []survival.SameYear{{Year: varighet.Some(2019), Positions: 11}, {Year: varighet.Some(2020), Positions: 5}, {Year: varighet.Some(2021), Positions: 1}}
	if diff := cmp.Diff(byYear, st.SameByYear); diff != "" {
		t.Errorf("the same all the way, by the year filled (-published +got)\n%s", diff)
	}
	// 17 who are there from the first, 16 who left and 12 who came after them: 45, which nobody has published.
	if n := len(regular(r)); st.Doctors != 45 || n != 45 {
		t.Errorf("%d doctors in %d spells, want 45", st.Doctors, n)
	}
	forms := answer(t, r, study.Figure{Kind: "stability", By: "form"}).Value.(*study.Stabilities)
	got := map[string]int{}
	for i, g := range forms.Groups {
		got[forms.Names[i]] = g.Positions
	}
	want := map[string]int{"selvstendig": 3, "fastlønn med bonus": 16, "fastlønn uten bonus": 8, "ubesatt": 3, "uklart": 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("positions by form in March 2022 (-published +got)\n%s", diff)
	}
}

// In the simulated country the project does nothing: its doctors stay as long as others in
// municipalities of the same size. As many stop as are expected of those, within the limits, which
// are at 95 % (the seed is fixed); against all others, who are in larger ones too, more do.
func TestFollowUpOfAProjectThatDoesNothing(t *testing.T) {
	r, _ := runBuiltIn(t, "norge-oppfolging")
	if r.Others == nil {
		t.Fatal("nobody stands beside the cohort")
	}
	st := survival.StabilityOf(r.Spells)
	if st.Positions != 40 || r.Others.Stability.Positions < 1000 {
		t.Errorf("%d positions of the cohort and %d beside it, want 40 and over 1000", st.Positions, r.Others.Stability.Positions)
	}
	o := answer(t, r, study.Figure{Kind: "observed-expected"}).Value.(*study.Observed)
	size, all := o.BySize, o.Whole
	if size.Lower.V > 1 || size.Upper.V < 1 || size.Ratio.V >= all.Ratio.V {
		t.Errorf("stops over expected %.2f (%.2f to %.2f), and %.2f against all others; want 1 within, and the other more",
			size.Ratio.V, size.Lower.V, size.Upper.V, all.Ratio.V)
	}
}

// Of files that are not its own the program cannot know that they are made up.
func TestOnlyRowsOfTheProgramAreMadeUp(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"alis-nord-2022.toml", "alis-nord-2022.csv", "alis-nord-2022-stillinger.csv"} {
		b, err := studies.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func() error {
		s, err := study.Read(os.DirFS(dir), "alis-nord-2022.toml", dir)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Run(context.Background(), study.Options{})
		return err
	}
	if err := run(); err != nil {
		t.Errorf("a copy of a built-in study: %v", err)
	}
	rows := filepath.Join(dir, "alis-nord-2022.csv")
	b, _ := os.ReadFile(rows)
	if err := os.WriteFile(rows, []byte(strings.Replace(string(b), "L01", "L99", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(); err == nil || !strings.Contains(err.Error(), "alis-nord-2022.csv: the study says that its rows are made up") {
		t.Errorf("other rows that are said to be made up: %v", err)
	}
}
