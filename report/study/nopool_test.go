package study_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// eightLists are lists L1 to L8 in 2019, L1 to L4 in Hyllestad (1413) and the others in
// Masfjorden (1266). Each has one doctor all year, but L2, whose first held it for three
// months, and L3, whose first held it for six.
func eightLists() map[string]string {
	files := map[string]string{"cohort.csv": "position_id\nL1\nL2\n"}
	for month := 1; month <= 12; month++ {
		var b strings.Builder
		b.WriteString("Kommunenr;Kommune;Listenr;HPR;Listelengde\n")
		for list := 1; list <= 8; list++ {
			place, doctor := "1413;Hyllestad", 1000000+list
			if list > 4 {
				place = "1266;Masfjorden"
			}
			if list == 2 && month > 3 || list == 3 && month > 6 {
				doctor += 100
			}
			fmt.Fprintf(&b, "%s;L%d;%d;900\n", place, list, doctor)
		}
		files[fmt.Sprintf("2019-%02d.csv", month)] = b.String()
	}
	return files
}

// studyOf reads a study of files, with more lines under [input] and after it. All were there
// from January on, so all starts are known.
func studyOf(t *testing.T, files map[string]string, input, rest string) *study.Study {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for month := 1; month <= 12; month++ {
		names = append(names, fmt.Sprintf("\"2019-%02d.csv\"", month))
	}
	text := fmt.Sprintf("disclosure = \"internal\"\n[input]\nfiles = [%s]\n%s\n[spells]\nscheme_start = \"2019-01\"\n%s", strings.Join(names, ", "), input, rest)
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// resultOf runs such a study.
func resultOf(t *testing.T, files map[string]string, input, rest string) *study.Result {
	t.Helper()
	r, err := studyOf(t, files, input, rest).Run(context.Background(), study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const withOthers = "cohort = \"cohort.csv\"\ncohort_others = true"

// Counted by hand from eightLists, within three months. The cohort is the doctor of L1 and the
// two of L2; the others are seven doctors of six lists.
func TestMeasuresAreOfTheCohortAndNotPooled(t *testing.T) {
	r := resultOf(t, eightLists(), withOthers, "[turnover]\nwithin = 3\n")
	if r.Others == nil {
		t.Fatal("there are no others")
	}
	for _, c := range []struct {
		name string
		got  *study.Measures
		want survival.Stability
		left [4][2]int // gone and of, by definition
	}{
		{"cohort", &r.Measures, survival.Stability{Positions: 2, Filled: 2, Doctors: 3, Same: 1, Still: 2, Stopped: 1, ShortestHeld: 3, LongestHeld: 3},
			[4][2]int{{1, 3}, {1, 3}, {1, 3}, {1, 2}}},
		{"others", r.Others, survival.Stability{Positions: 6, Filled: 6, Doctors: 7, Same: 5, Still: 6, Stopped: 1, ShortestHeld: 6, LongestHeld: 6},
			[4][2]int{{0, 7}, {0, 7}, {0, 7}, {0, 6}}},
	} {
		if diff := cmp.Diff(c.want, c.got.Stability); diff != "" {
			t.Errorf("%s: stability (-want +got)\n%s", c.name, diff)
		}
		for d, s := range c.got.Turnover {
			if s.Gone != c.left[d][0] || s.Of != c.left[d][1] {
				t.Errorf("%s, %s: %d of %d, want %v", c.name, s.Definition.Letter(), s.Gone, s.Of, c.left[d])
			}
		}
		if n := c.left[1][1]; c.got.Curve.N != n {
			t.Errorf("%s: %d in the curve, want %d", c.name, c.got.Curve.N, n)
		}
	}
	if m := r.Median(); m.N != 3 {
		t.Errorf("the median is of %d, want the cohort's 3", m.N)
	}
}

// What stays beside a cohort changes no number of it: the measures are those of a study of the
// cohort alone, and the others' are those of a study whose cohort they are.
func TestOthersChangeNoNumberOfTheCohort(t *testing.T) {
	r := resultOf(t, eightLists(), withOthers, "")
	alone := resultOf(t, eightLists(), `cohort = "cohort.csv"`, "")
	files := eightLists()
	files["cohort.csv"] = "position_id\nL3\nL4\nL5\nL6\nL7\nL8\n"
	rest := resultOf(t, files, `cohort = "cohort.csv"`, "")
	if alone.Others != nil {
		t.Error("without cohort_others there are others")
	}
	for _, c := range []struct{ got, want *study.Measures }{{&r.Measures, &alone.Measures}, {r.Others, &rest.Measures}} {
		if diff := cmp.Diff(c.want.Stability, c.got.Stability); diff != "" {
			t.Errorf("stability (-alone +beside)\n%s", diff)
		}
		if diff := cmp.Diff(c.want.Turnover, c.got.Turnover); diff != "" {
			t.Errorf("turnover (-alone +beside)\n%s", diff)
		}
		if diff := cmp.Diff(c.want.Curve.Median(), c.got.Curve.Median()); diff != "" || len(c.want.Spells) != len(c.got.Spells) {
			t.Errorf("%d and %d spells; median (-alone +beside)\n%s", len(c.want.Spells), len(c.got.Spells), diff)
		}
	}
}

// A cohort that is the whole register has nobody beside it.
func TestACohortOfAllHasNoOthers(t *testing.T) {
	files := eightLists()
	files["cohort.csv"] = "position_id\nL1\nL2\nL3\nL4\nL5\nL6\nL7\nL8\n"
	if r := resultOf(t, files, withOthers, ""); r.Others != nil || r.Stability.Positions != 8 {
		t.Errorf("%d positions, others %v", r.Stability.Positions, r.Others)
	}
}

// Timelines, curves, gaps and shares are of the cohort; curves by cohort show both; medians by
// size group are of the others.
func TestFiguresAndTablesKnowTheCohort(t *testing.T) {
	r := resultOf(t, eightLists(), withOthers, `
[[figure]]
name = "lines"
kind = "timeline-bars"
[[figure]]
name = "one"
kind = "km"
[[figure]]
name = "two"
kind = "km"
by = "cohort"
[[figure]]
name = "medians"
kind = "medians"
[[table]]
name = "left"
kind = "turnover"
[[table]]
name = "gap"
kind = "gap"
`)
	if n := len(r.Figures[0].Value.(*study.Timeline).Spells); n != 3 {
		t.Errorf("the timeline has %d spells, want 3", n)
	}
	if c := r.Figures[1].Value.(*study.Curves); c.Groups[0].N != 3 {
		t.Errorf("the curve is of %d, want 3", c.Groups[0].N)
	}
	var both []string
	for _, g := range r.Figures[2].Value.(*study.Curves).Groups {
		both = append(both, fmt.Sprint(g.Group, " ", g.N))
	}
	if want := []string{"false 7", "true 3"}; !slices.Equal(both, want) {
		t.Errorf("curves by cohort are of %q, want %q", both, want)
	}
	if m := r.Figures[3].Value.(*study.Medians); m.Groups[len(m.Groups)-1].N != 7 || !m.Basis.Others {
		t.Errorf("the median of all is of %d, want the 7 others", m.Groups[len(m.Groups)-1].N)
	}
	if s := r.Tables[0].Value.(*study.TurnoverShares).Shares[1]; s.Of != 3 {
		t.Errorf("the share is of %d, want 3", s.Of)
	}
	for _, g := range r.Tables[1].Value.(*study.Gaps).Results {
		if g.Median.N != 3 {
			t.Errorf("with a gap of %d the median is of %d, want 3", g.Gap, g.Median.N)
		}
	}
}

// The cohort beside the others, row by row, by hand. The rate: the cohort was at risk for 11
// months in L1 (the last month shows no stop), and for 3 and 8 in L2; the others for 6 and 5 in
// L3 and for 11 in each of five lists.
func TestTheCohortBesideTheOthersByHand(t *testing.T) {
	r := resultOf(t, eightLists(), withOthers, `
[turnover]
within = 13
[[turnover.baseline]]
id = "nsdm2020-alis-vest-within-13-months"
definition = "d"
[[turnover.baseline]]
id = "nsdm2020-within-13-months"
[[table]]
name = "beside"
kind = "beside"
baseline = "nsdm2020-table6-1"
`)
	type row struct {
		Name           string
		Cohort, Others string // count of how many, and the value
		Verdict        words.Verdict
		Published      varighet.Opt[float64]
	}
	side := func(s *study.BesideSide) string {
		if !s.Value.OK {
			return fmt.Sprintf("%d of %.4f", s.Count, s.Of)
		}
		return fmt.Sprintf("%d of %.4f: %.4f", s.Count, s.Of, s.Value.V)
	}
	var got []row
	for _, m := range r.Tables[0].Value.(*study.Beside).Measures {
		got = append(got, row{m.Name, side(&m.Cohort), side(&m.Others), m.Verdict, m.Published})
	}
	none := varighet.Opt[float64]{}
	want := []row{
		{"same_doctor", "1 of 2.0000: 0.5000", "5 of 6.0000: 0.8333", words.TooFew, none},
		{"turnover_a", "0 of 0.0000", "0 of 0.0000", words.TooFew, none}, // twelve months cannot be followed for thirteen
		{"turnover_b", "1 of 3.0000: 0.3333", "1 of 7.0000: 0.1429", words.TooFew, none},
		{"turnover_c", "1 of 3.0000", "1 of 7.0000", words.TooFew, none}, // the curves end before
		{"turnover_d", "1 of 2.0000: 0.5000", "1 of 6.0000: 0.1667", words.TooFew, varighet.Some(0.38)},
		{"median", "1 of 3.0000", "1 of 7.0000", words.TooFew, none},
		{"rate", "1 of 1.8333: 0.5455", "1 of 5.5000: 0.1818", words.TooFew, none},
		{"published", "0 of 0.0000", "0 of 0.0000", words.NotSame, varighet.Some(0.14)},
		{"published", "0 of 0.0000", "0 of 0.0000", words.NotSame, varighet.Some(5.9 * 12)}, // of another period than 2019
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A table of a cohort beside others needs others.
func TestBesideNeedsOthers(t *testing.T) {
	table := soundStudy + "[[table]]\nname = \"b\"\nkind = \"beside\"\n"
	if faults := faultsOf("s.toml", table); !strings.Contains(faults, "input.cohort_others = true") {
		t.Errorf("%q", faults)
	}
	r, _ := runBuiltIn(t, "alis-vest-2019")
	if _, err := r.Answer(study.Figure{Kind: "beside"}); err == nil || !strings.Contains(err.Error(), "no column that tells a cohort from others") {
		t.Errorf("of spells without a cohort: %v", err)
	}
}

// What a study writes says that the two were never counted together.
func TestWrittenPagesSayThatNothingIsPooled(t *testing.T) {
	s := studyOf(t, eightLists(), withOthers, "[[figure]]\nname = \"two\"\nkind = \"km\"\nby = \"cohort\"\nformats = [\"svg\"]\n[[table]]\nname = \"beside\"\nkind = \"beside\"\n"+
		"[[table]]\nname = \"left\"\nkind = \"turnover\"\n[[figure]]\nname = \"one\"\nkind = \"timeline-bars\"\nformats = [\"svg\"]\n")
	out := filepath.Join(t.TempDir(), "out")
	if _, err := s.Write(context.Background(), out, study.Options{}); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(out, "figures", "two.svg")); err != nil || strings.Contains(string(b), "Gjelder kohorten") {
		t.Errorf("curves of both say that they are of the cohort, or are not there: %v", err)
	}
	for name, wanted := range map[string][]string{
		study.ReportName:      {"Tallene gjelder kohorten: to stillinger og tre leger", "Ved siden av, og aldri regnet sammen med kohorten, står seks stillinger og sju leger", "Kohorten og de andre"},
		"manifest.json":       {"\"others\": {\n    \"positions\": 6,\n    \"doctors\": 7,\n    \"agreements\": 7,\n    \"left_out\": []\n  }", `"cohort_others": true`},
		"figures/two.svg":     {"kohorten", "de andre"},
		"tables/left.md":      {"Gjelder kohorten; de andre stillingene i dataene er ikke regnet med."},
		"figures/one.svg":     {"Gjelder kohorten; de andre stillingene i"},
		"tables/two.csv":      {"\nfalse,"},
		"tables/beside.csv":   {"same_doctor,percent,1,,2,,50,"},
		"internal/spells.csv": {"L1,", "L8,"},
	} {
		b, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, w := range wanted {
			if !strings.Contains(strings.ReplaceAll(string(b), "\u00a0", " "), w) {
				t.Errorf("%s does not say %q", name, w)
			}
		}
	}
}
