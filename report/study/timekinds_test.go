package study_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// answer computes one kind of a study's result.
func answer(t *testing.T, r *study.Result, f study.Figure) *study.Answer {
	t.Helper()
	a, err := r.Answer(f)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// csvOf is the table of an answer for programs.
func csvOf(t *testing.T, a *study.Answer) string {
	t.Helper()
	table, err := study.NewPage("nb", "", report.Internal).Table(a)
	if err != nil {
		t.Fatal(err)
	}
	b, err := study.RenderTable(table, "csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What NSDM-rapport 2020 prints of ALIS-Vest: ten of 16 positions with the same doctor, eight of
// them filled in 2017 and two in 2018, and six who left after 5, 5, 9, 12, 12 and 13 months. Six of
// the 14 agreements of 1 January 2018 ended in that year, and the other years are not whole. At 13
// months 31.4 % have left, all without another list. Limits: R's binom.test(10, 16) and binom.test(6, 14).
func TestALISVestOverTime(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-vest-2019")
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 5e-5 {
			t.Errorf("%s = %.5f, want %.5f", what, got, want)
		}
	}
	st := answer(t, r, study.Figure{Kind: "stability"}).Value.(*study.Stabilities)
	var rows []string
	for _, y := range st.Years {
		rows = append(rows, fmt.Sprintf("%d: %d of %d, %d changed", y.Year.V, y.Same, y.Positions, y.ChangedOnce))
	}
	if diff := cmp.Diff([]string{"2017: 8 of 14, 6 changed", "2018: 2 of 2, 0 changed"}, rows); diff != "" || st.Never.Positions != 0 {
		t.Errorf("stability by year, %d never filled:\n%s", st.Never.Positions, diff)
	}
	var held []int
	for _, m := range st.All.StoppedAfter {
		for range m.Spells {
			held = append(held, m.Held)
		}
	}
	if fmt.Sprint(held) != "[5 5 9 12 12 13]" {
		t.Errorf("left after %v months", held)
	}
	_, lower, upper := st.All.SameShare(study.ConfLevel)
	near("lower limit of 10 of 16", lower.V, 0.35435)
	near("upper limit of 10 of 16", upper.V, 0.84802)

	years := answer(t, r, study.Figure{Kind: "turnover-years"}).Value.(*study.TurnoverYears)
	for i := range years.All.Years {
		if y := &years.All.Years[i]; y.Shown() != (y.Year == 2018) {
			t.Errorf("%d is shown: %v", y.Year, y.Shown())
		}
	}
	y := &years.All.Years[1]
	if y.LeaversOfOpen != 6 || y.Counted() != 14 {
		t.Errorf("2018: %d of %d", y.LeaversOfOpen, y.Counted())
	}
	near("lower limit of 6 of 14", y.ShareLower.V, 0.17661)
	near("upper limit of 6 of 14", y.ShareUpper.V, 0.71139)

	exits := answer(t, r, study.Figure{Kind: "exits"}).Value.(*study.Exits)
	if n := len(exits.Incidence.Curves); n != 1 || exits.Incidence.Curves[0].Cause != "no_list_seen" || !exits.Narrow || exits.Lists != 16 {
		t.Fatalf("%d causes of %d lists, a part of the country's: %t: %+v", n, exits.Lists, exits.Narrow, exits.Incidence.Curves)
	}
	if all := answer(t, r, study.Figure{Kind: "exits", Covers: "country"}).Value.(*study.Exits); all.Narrow || all.Incidence.Curves[0].Cause != "left" {
		t.Errorf("if these were all lists of the country: %+v", all.Incidence.Curves)
	}
	p, _ := exits.Incidence.Curves[0].At(13)
	near("left by month 13", p.Incidence, 0.31429)

	v := answer(t, r, study.Figure{Kind: "vacancies"}).Value.(*study.Vacancies)
	if v.All.Spells != 6 || v.All.Filled != 6 || v.All.Fill.Median().Given().Time.V != 2.5 {
		t.Errorf("vacancies: %+v", v.All)
	}
}

// Of data of a part of the lists the two causes are all the reasons: those who moved to a list in
// the data, and all others.
func TestExitsOfAPartMergeWhatCannotBeToldApart(t *testing.T) {
	r := simulatedResult(t)
	share := func(covers string, causes ...string) (sum float64) {
		e := answer(t, r, study.Figure{Kind: "exits", Covers: covers}).Value.(*study.Exits)
		for _, c := range e.Incidence.Curves {
			if slices.Contains(causes, c.Cause) {
				sum += c.Points[len(c.Points)-1].Incidence
			}
		}
		return sum
	}
	for cause, reasons := range map[string][]string{"list_seen": {"moved_within", "moved_away"}, "no_list_seen": {"left", "closed", "unknown"}} {
		part, country := share("part", cause), share("country", reasons...)
		if part == 0 || math.Abs(part-country) > 1e-9 {
			t.Errorf("%s is %v, and %v together %v", cause, part, reasons, country)
		}
	}
	if got := csvOf(t, answer(t, r, study.Figure{Kind: "exits", Covers: "part"})); strings.Contains(got, "closed") || strings.Contains(got, "moved") {
		t.Errorf("the table tells reasons apart:\n%s", got)
	}
}

// The kinds over time agree with the measures of the study: the same agreements of 1 January are
// in the groups as in all, all lists of a month are, and the reasons add up to the curve. Vacancies
// are of the lists of a group.
func TestKindsOverTimeAddUp(t *testing.T) {
	r := simulatedResult(t)
	years := answer(t, r, study.Figure{Kind: "turnover-years", By: "municipality_now"}).Value.(*study.TurnoverYears)
	gone, counted := 0, 0
	for _, g := range years.Groups {
		gone, counted = gone+g.Gone, counted+g.Counted
	}
	if gone != years.All.Gone || counted != years.All.Counted || counted == 0 || len(years.Groups) < 2 {
		t.Errorf("groups have %d of %d, all %d of %d", gone, counted, years.All.Gone, years.All.Counted)
	}
	v := answer(t, r, study.Figure{Kind: "vacancies", By: "municipality_now"}).Value.(*study.Vacancies)
	vacant, lists := 0, 0
	for i := range v.Groups {
		m := survival.LastCounted(v.Groups[i].Months)
		vacant, lists = vacant+m.Vacant, lists+m.Lists
	}
	if m := survival.LastCounted(v.All.Months); m.Vacant != vacant || m.Lists != lists || lists == 0 {
		t.Errorf("groups have %d of %d, all %d of %d", vacant, lists, m.Vacant, m.Lists)
	}
	st := answer(t, r, study.Figure{Kind: "stability"}).Value.(*study.Stabilities)
	positions, same := st.Never.Positions, 0
	for _, y := range st.Years {
		positions, same = positions+y.Positions, same+y.Same
	}
	if positions != st.All.Positions || same != st.All.Same || same != r.Stability.Same {
		t.Errorf("years have %d and %d, all %d and %d, the study %d", positions, same, st.All.Positions, st.All.Same, r.Stability.Same)
	}
	exits := answer(t, r, study.Figure{Kind: "exits"}).Value.(*study.Exits)
	last := exits.Any.Shown.Points[len(exits.Any.Shown.Points)-1]
	if exits.Narrow {
		t.Error("simulated rows are taken for a part of the country's")
	}
	sum := 0.0
	for _, c := range exits.Incidence.Curves {
		sum += c.Points[len(c.Points)-1].Incidence
	}
	if math.Abs(sum+last.Survival-1) > 1e-9 || last.Time != r.Curve.Shown.Points[len(r.Curve.Shown.Points)-1].Time {
		t.Errorf("reasons add up to %v beside %v", sum, last.Survival)
	}
}

// simulatedResult is a small country of four municipalities from 2009 to 2012.
func simulatedResult(t *testing.T) *study.Result {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(simulated), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Run(t.Context(), study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Groups of a cohort and the others beside it are apart, and have names: of eightLists two of the
// cohort's lists are one changed and one not, and one of the six others has changed.
func TestStabilityOfACohortBesideOthers(t *testing.T) {
	r := resultOf(t, eightLists(), withOthers, "[[table]]\nname = \"s\"\nkind = \"stability\"\nby = \"cohort\"\n")
	st := r.Tables[0].Value.(*study.Stabilities)
	var rows []string
	for i, g := range st.Groups {
		rows = append(rows, fmt.Sprintf("%s: %d of %d", st.Names[i], g.Same, g.Positions))
	}
	if diff := cmp.Diff([]string{"false: 5 of 6", "true: 1 of 2"}, rows); diff != "" || st.All.Positions != 8 {
		t.Errorf("%d positions:\n%s", st.All.Positions, diff)
	}
	table, err := study.NewPage("nb", "", report.Internal).Table(r.Tables[0])
	if err != nil {
		t.Fatal(err)
	}
	b, err := study.RenderTable(table, "md")
	if w := locale.Get("nb").Beside; err != nil || !strings.Contains(string(b), "| "+w.Cohort+" |") || !strings.Contains(string(b), "| "+w.Others+" |") {
		t.Errorf("%v\n%s", err, b)
	}
	alone := answer(t, r, study.Figure{Kind: "stability"}).Value.(*study.Stabilities)
	if alone.All.Positions != 2 || alone.All.Same != 1 {
		t.Errorf("the cohort alone: %+v", alone.All)
	}
}

// What a study or a command asks for that cannot be had is refused, with a way out.
func TestFaultsOfKindsOverTime(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-vest-2019")
	for _, f := range []study.Figure{{Kind: "turnover-years", By: "size_group"}, {Kind: "vacancies", By: "size_group"}, {Kind: "stability", By: "size_group"}} {
		if _, err := r.Answer(f); err == nil || !strings.Contains(err.Error(), "no agreement that can be followed has a value of size_group") {
			t.Errorf("%s without size groups: %v", f.Kind, err)
		}
	}
	if _, err := r.Answer(study.Figure{Kind: "vacancies", By: "kommune"}); err == nil || !strings.Contains(err.Error(), `no column "kommune"`) {
		t.Errorf("a column that is not there: %v", err)
	}
	for text, want := range map[string]string{
		"[[figure]]\nname = \"x\"\nkind = \"exits\"\nby = \"county_code\"\n":    "figures of the kind exits have no by",
		"[[figure]]\nname = \"x\"\nkind = \"stability\"\nhorizon = 12\n":        "figures of the kind stability have no horizon",
		"[[figure]]\nname = \"x\"\nkind = \"vacancy-times\"\n":                  `has the kind "vacancy-times"`,
		"[[table]]\nname = \"x\"\nkind = \"turnover\"\nby = \"county_code\"\n":  "tables of the kind turnover have no by",
		"[[table]]\nname = \"x\"\nkind = \"vacancy-times\"\nby = \"kommune\"\n": `table x: there is no column "kommune"`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(simulated+text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := study.Read(os.DirFS(dir), "s.toml", dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// Of no spells there is a figure and a table of each kind that say so.
func TestKindsOverTimeOfNothing(t *testing.T) {
	none, err := study.Of(&spellfile.Table{})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"turnover-years", "exits", "vacancies", "vacancy-times", "stability"} {
		a := answer(t, none, study.Figure{Kind: kind})
		if csv := csvOf(t, a); strings.Contains(csv, "NaN") || !strings.Contains(csv, ",") {
			t.Errorf("%s: %s", kind, csv)
		}
		if kind == "vacancy-times" {
			continue
		}
		for _, tag := range locale.Tags() {
			pages, err := study.NewPage(tag, "", report.Internal).Figure(a)
			if err != nil || len(pages) != 1 || pages[0].Description == "" {
				t.Errorf("%s in %s: %d pages, %v", kind, tag, len(pages), err)
			}
		}
	}
}
