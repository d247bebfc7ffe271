package difference_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/report/study/difference"
)

// rows are three lists of 2018, to a month. Doctor a is away in May; b leaves list B after March, and
// d list C after August.
func rows(last int) string {
	holder := func(list string, month int) string {
		switch {
		case list == "A" && month != 5:
			return "a"
		case list == "B" && month <= 3:
			return "b"
		case list == "B":
			return "c"
		case list == "C" && month <= 8:
			return "d"
		case list == "C":
			return "e"
		}
		return ""
	}
	var b strings.Builder
	b.WriteString("Måned;Liste;Lege-id\n")
	for month := 1; month <= last; month++ {
		for _, list := range []string{"A", "B", "C"} {
			b.WriteString("2018-" + string([]byte{byte('0' + month/10), byte('0' + month%10)}) + ";" + list + ";" + holder(list, month) + "\n")
		}
	}
	return b.String()
}

const studyFile = `title = "Prøve"
disclosure = "made-up-not"
[input]
files = ["rows.csv"]
[spells]
scheme_start = "2018-01"
gap = GAP
[turnover]
within = 3
[[table]]
name = "turnover"
kind = "turnover"
`

// run runs the study of rows to a month, by a gap, with a table of corrections unless it is "", and
// opens what it wrote.
func run(t *testing.T, last, gap int, corrections string) *study.Folder {
	t.Helper()
	dir := t.TempDir()
	text := strings.NewReplacer("made-up-not", "internal", "GAP", string([]byte{byte('0' + gap)})).Replace(studyFile)
	files := map[string]string{"rows.csv": rows(last)}
	if corrections != "" {
		text = strings.Replace(text, "[spells]", "corrections = \"told.csv\"\n[spells]", 1)
		files["told.csv"] = corrections
	}
	files["s.toml"] = text
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	if _, err := s.Write(context.Background(), out, study.Options{}); err != nil {
		t.Fatal(err)
	}
	f, err := study.OpenFolder(out)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// told moves the end of b's time on list B from March to April.
const told = "Liste;Hva;Fra;Til\nB;slutt;2018-03;2018-04\n"

func of(t *testing.T, before, after *study.Folder, language string) *difference.Answer {
	t.Helper()
	a, err := difference.Of(context.Background(), before, after, language)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func find(t *testing.T, a *difference.Answer, row, column string) difference.Number {
	t.Helper()
	for _, n := range a.Numbers {
		if n.Of == "summary" && n.Row == row && n.Column == column {
			return n
		}
	}
	t.Fatalf("there is no number %s, %s", row, column)
	return difference.Number{}
}

// By hand. To June and with a gap of 2 there are four agreements (a, b, c, d), and b has stopped, after
// three months: 1 of 4 within 3 months (definition b). Without a gap a's time is two agreements, one of
// which has stopped, after four months: 5 agreements, 2 stopped, 1 of 5. With b's end corrected to
// April nobody left within three months: 0 of 5. To December e comes and d stops: 6 and 3, 0 of 6.
func TestEachReasonHasItsPartByHand(t *testing.T) {
	a := of(t, run(t, 6, 2, ""), run(t, 12, 0, told), "nb")
	var why []string
	for _, s := range a.Steps {
		if len(s.Why) != 1 {
			t.Errorf("step %v has several reasons; together: %s", s.Why, a.Together)
		}
		why = append(why, string(s.Why[0]))
	}
	if want := []string{"rows", "method", "tables", "months"}; !slices.Equal(why, want) {
		t.Fatalf("steps %v, want %v", why, want)
	}
	for _, x := range []struct {
		row, column string
		old, new    float64
		parts       []float64
		why         []study.Why
	}{
		{"agreements", "count", 4, 6, []float64{0, 1, 0, 1}, []study.Why{study.WhyMethod, study.WhyMonths}},
		{"stopped", "count", 1, 3, []float64{0, 1, 0, 1}, []study.Why{study.WhyMethod, study.WhyMonths}},
		{"left_within_3_b", "count", 1, 0, []float64{0, 0, -1, 0}, []study.Why{study.WhyTables}},
		{"left_within_3_b", "of", 4, 6, []float64{0, 1, 0, 1}, []study.Why{study.WhyMethod, study.WhyMonths}},
		{"left_within_3_b", "share", 0.25, 0, []float64{0, 0.2 - 0.25, -0.2, 0}, []study.Why{study.WhyMethod, study.WhyTables, study.WhyMonths}},
	} {
		n := find(t, a, x.row, x.column)
		if *n.Old.Value != x.old || *n.New.Value != x.new || math.Abs(*n.Difference-(x.new-x.old)) > 1e-12 || !slices.Equal(n.Why, x.why) {
			t.Errorf("%s, %s: %v to %v by %v, want %v to %v by %v", x.row, x.column, *n.Old.Value, *n.New.Value, n.Why, x.old, x.new, x.why)
		}
		for i, want := range x.parts {
			if math.Abs(*n.Parts[i]-want) > 1e-12 {
				t.Errorf("%s, %s: part %d (%s) is %v, want %v", x.row, x.column, i, why[i], *n.Parts[i], want)
			}
		}
	}
}

// The parts of a number add up to the change, whatever the reasons: each begins where the last ended.
func TestPartsAddUp(t *testing.T) {
	for _, x := range [][2]*study.Folder{{run(t, 6, 2, ""), run(t, 12, 0, told)}, {run(t, 12, 0, told), run(t, 6, 2, "")},
		{run(t, 12, 2, told), run(t, 12, 1, "")}} {
		a, seen := of(t, x[0], x[1], "en"), 0
		for _, n := range a.Numbers {
			sum, whole := 0.0, n.Difference != nil
			for _, p := range n.Parts {
				if whole = whole && p != nil; p != nil {
					sum += *p
				}
			}
			if !whole || len(n.Parts) == 0 {
				continue
			}
			if seen++; math.Abs(sum-*n.Difference) > 1e-12 {
				t.Errorf("%s, %s: parts add up to %v, the difference is %v", n.Row, n.Column, sum, *n.Difference)
			}
		}
		if seen < 3 {
			t.Errorf("only %d numbers have parts", seen)
		}
	}
}

// A report beside itself has no number that is another, and says so, in each language.
func TestTheSameTwiceHasNoNumberThatIsAnother(t *testing.T) {
	one, again := run(t, 12, 2, told), run(t, 12, 2, told)
	for tag, want := range map[string]string{"nb": "Ingen tall er endret siden forrige rapport.", "nn": "Ingen tal er endra sidan førre rapport.",
		"en": "No number has changed since the last report."} {
		a := of(t, one, again, tag)
		if a.Changed != 0 || len(a.Numbers) != 0 || a.Compared < 30 {
			t.Errorf("%d of %d numbers are others: %v", a.Changed, a.Compared, a.Numbers)
		}
		if got := a.Sentences(); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// Reasons that cannot be told apart, since one report was handed over without its rows, are given
// together, and that is said.
func TestWithoutRowsReasonsAreTakenTogether(t *testing.T) {
	before, after := run(t, 6, 2, ""), run(t, 12, 0, told)
	if err := os.RemoveAll(filepath.Join(before.Dir(), study.InternalName)); err != nil {
		t.Fatal(err)
	}
	a := of(t, before, after, "nb")
	want := []study.Why{study.WhyRows, study.WhyMethod, study.WhyTables, study.WhyMonths}
	if len(a.Steps) != 1 || !slices.Equal(a.Steps[0].Why, want) || !strings.Contains(a.Together, "the old folder has no internal folder") {
		t.Errorf("steps %v, together %q; want one step by %v", a.Steps, a.Together, want)
	}
	if n := find(t, a, "stopped", "count"); *n.Difference != 2 {
		t.Errorf("stopped changed by %v, want 2", *n.Difference)
	}
	if s := strings.Join(a.Sentences(), "\n"); !strings.Contains(s, "Grunnene kan ikke skilles fra hverandre.") {
		t.Error(s)
	}
}

// Of a change by method alone it is said that nothing happened.
func TestAChangeOfMethodIsNotSomethingThatHappened(t *testing.T) {
	for tag, want := range map[string]string{
		"nb": "«Sluttet innen 3\u00a0måneder, definisjon b» er endret fra 25\u00a0% til 20\u00a0% fordi det er regnet på en annen måte, ikke fordi noe har hendt.",
		"nn": "«Slutta innan 3\u00a0månader, definisjon b» er endra frå 25\u00a0% til 20\u00a0% fordi det er rekna på ein annan måte, ikkje fordi noko har hendt.",
		"en": "“Left within 3\u00a0months, definition b” changed from 25% to 20% because it is computed differently, not because anything happened.",
	} {
		s := strings.Join(of(t, run(t, 6, 2, ""), run(t, 6, 0, ""), tag).Sentences(), "\n")
		plain := withoutLimits(s)
		if !strings.Contains(plain, strings.NewReplacer("25\u00a0%", "25,0\u00a0%", "20\u00a0%", "20,0\u00a0%", "25%", "25.0%", "20%", "20.0%").Replace(want)) {
			t.Errorf("%s: %s\nwants %s", tag, plain, want)
		}
	}
}

// withoutLimits takes away what stands in brackets.
func withoutLimits(s string) string {
	for {
		from := strings.Index(s, " (")
		if from < 0 {
			return s
		}
		to := strings.Index(s[from:], ")")
		s = s[:from] + s[from+to+1:]
	}
}

// All forms of an answer have the numbers, and none has a number in another language.
func TestFormsOfADifference(t *testing.T) {
	before, after := run(t, 6, 2, ""), run(t, 12, 0, told)
	for _, tag := range locale.Tags() {
		a := of(t, before, after, tag)
		var text, csv bytes.Buffer
		if err := a.Text(&text); err != nil {
			t.Fatal(err)
		}
		if err := a.CSV(&csv); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(csv.String(), "\n"); got != len(a.Numbers)+1 {
			t.Errorf("%s: %d lines of CSV for %d numbers", tag, got, len(a.Numbers))
		}
		if !strings.HasPrefix(csv.String(), "of,table,row,column,label,head,kind,old,") || !strings.Contains(csv.String(), "\nsummary,summary,stopped,count,") {
			t.Errorf("%s: %.200s", tag, csv.String())
		}
		html, err := study.RenderTable(a.Table(), "html")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range a.Sentences() {
			if !strings.Contains(text.String(), s) {
				t.Errorf("%s: the text lacks %q", tag, s)
			}
		}
		if !bytes.Contains(html, []byte(a.Sentences()[0])) {
			t.Errorf("%s: the page lacks %q", tag, a.Sentences()[0])
		}
	}
}
