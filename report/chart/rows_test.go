package chart

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// The published counts: 22 doctors in 16 positions, 10 positions with the same
// doctor, 6 who left after 5 to 13 months held (NSDM's report, figure 1.2).
func TestALISVestIsCountedAsPublished(t *testing.T) {
	tl := alisTimeline("nb")
	want := "22\u00a0leger i 16\u00a0stillinger; 10 av stillingene med samme lege hele tiden; " +
		"6 har sluttet etter 5–13\u00a0måneder."
	if got := tl.summary(tl.count()); got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
}

func labels(pages [][]row) [][]string {
	out := make([][]string, len(pages))
	for i, p := range pages {
		for _, r := range p {
			out[i] = append(out[i], r.label)
		}
	}
	return out
}

// 16 positions on pages of at most 6: three pages of 6, 5 and 5, by number.
func TestPagesAreEvenAndInNaturalOrder(t *testing.T) {
	tl := alisTimeline("nb")
	tl.RowsPerPage = 6
	want := [][]string{{"1", "2", "3", "4", "5", "6"}, {"7", "8", "9", "10", "11"}, {"12", "13", "14", "15", "16"}}
	if d := cmp.Diff(want, labels(tl.pages(barRow))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A position with two holders at a time has two rows, which stay on one page;
// names are in Norwegian order.
func TestOverlappingHoldersGetARowEach(t *testing.T) {
	tl := mixedTimeline("nb")
	tl.RowsPerPage = 5
	want := [][]string{{"Bø", "Ærøy 2", "Ærøy 10"}, {"Ørsta", "Ålesund indre legekontor, fellesliste nord", ""}}
	if d := cmp.Diff(want, labels(tl.pages(barRow))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A month without data takes no row of its own where a doctor goes on through
// it: by hand, three positions and a second row for the second holder of Bø 2.
func TestMissingMonthsTakeNoRow(t *testing.T) {
	tl := gapsTimeline("nb")
	if d := cmp.Diff([][]string{{"Bø 1", "Bø 2", "", "Bø 3"}}, labels(tl.pages(barRow))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	pages, err := tl.Squares()
	if err != nil {
		t.Fatal(err)
	}
	dark := map[float64]int{}
	for _, m := range pages[0].marks {
		if m.kind == rectMark && m.fill == noData {
			dark[m.points[0].y]++
		}
	}
	crossed := 0
	for _, n := range dark {
		if n == 6 { // 1 + 4 + 1 months
			crossed++
		}
	}
	if crossed != 3 {
		t.Errorf("%d lines have the 6 months without data, want 3: %v", crossed, dark)
	}
	// 24 months held, with its words clear of the dark grey.
	if got := strings.Join(texts(t, tl.Bars), "|"); !strings.Contains(got, "|24\u00a0mnd|") {
		t.Errorf("no bar says 24 months: %q", got)
	}
	first, last := tl.clearest(&tl.rows()[0][0], tl.rows()[0][0].spells[0])
	if first != may17+12 || last != may17+22 {
		t.Errorf("the longest stretch with data is %s to %s, want months 12 to 22", first, last)
	}
}

// One has left, six have: English says so.
func TestSummaryAgreesInNumber(t *testing.T) {
	tl := gapsTimeline("en")
	for left, want := range map[int]string{1: "; 1 has left.", 6: "; 6 have left."} {
		if got := tl.summary(timelineCount{left: left}); !strings.HasSuffix(got, want) {
			t.Errorf("%q does not end in %q", got, want)
		}
	}
}

// The order in which spells come does not change the figure.
func TestTimelineDoesNotDependOnTheOrderOfSpells(t *testing.T) {
	a := mixedTimeline("nb")
	b := mixedTimeline("nb")
	for i, j := 0, len(b.Spells)-1; i < j; i, j = i+1, j-1 {
		b.Spells[i], b.Spells[j] = b.Spells[j], b.Spells[i]
	}
	if d := cmp.Diff(texts(t, a.Bars), texts(t, b.Bars)); d != "" {
		t.Errorf("(-given order +turned round):\n%s", d)
	}
}

// texts are the texts of all pages, in the order in which they are drawn.
func texts(t *testing.T, draw func() ([]*Figure, error)) []string {
	t.Helper()
	pages, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range pages {
		for _, m := range p.marks {
			if m.kind == textMark {
				out = append(out, m.text)
			}
		}
	}
	return out
}

// A position that was never filled is a line too, if it is asked for.
func TestPositionsWithoutSpellsAreDrawn(t *testing.T) {
	tl := alisTimeline("nb")
	tl.Positions = []string{"3", "17", "1"}
	if d := cmp.Diff([][]string{{"3", "17", "1"}}, labels(tl.pages(barRow))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// What is written on the bars of the mixed timeline (by hand): months held from
// the true start; "≥" where it is unknown; a number alone where only that fits.
func TestBarsCarryMonthsHeld(t *testing.T) {
	got := strings.Join(texts(t, mixedTimeline("nb").Bars), "|")
	for _, want := range []string{"|64\u00a0mnd|", "|≥\u00a010\u00a0mnd|", "|1|", "|22\u00a0mnd|", "|11\u00a0mnd|"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not among the texts %q", want, got)
		}
	}
}

func TestTimelineRefusesAWindowWithoutMonths(t *testing.T) {
	tl := &Timeline{First: nov19, Last: may17}
	for _, draw := range []func() ([]*Figure, error){tl.Bars, tl.Squares} {
		if _, err := draw(); err == nil {
			t.Error("a timeline that ends before it begins was drawn")
		}
	}
	tl = &Timeline{First: may17, Last: may17 + 2000}
	if _, err := tl.Bars(); err == nil {
		t.Error("a timeline of 2001 months was drawn")
	}
}

// Every text lies inside the sheet, in every figure and language and at
// different widths: nothing is cut.
func TestNoTextIsCut(t *testing.T) {
	for _, tag := range locale.Tags() {
		for _, width := range []float64{MinWidth, 100, DefaultWidth, 174, 240} {
			paper := Paper{Locale: locale.Get(tag), Width: width}
			bars, mixed, long := alisTimeline(tag), mixedTimeline(tag), longTimeline()
			gaps, few := gapsTimeline(tag), fewCurves(tag)
			bars.Paper, mixed.Paper, long.Paper, gaps.Paper, few.Paper = paper, paper, paper, paper, paper
			one, six, odd := alisCurves(tag), nationalCurves(tag), awkwardCurves(tag)
			one.Paper, six.Paper, odd.Paper = paper, paper, paper
			med, odder := nationalMedians(tag), awkwardMedians(tag)
			med.Paper, odder.Paper = paper, paper
			states, many := statesTimeline(tag, width), manyCurves(tag)
			many.Paper = paper
			for _, draw := range []func() ([]*Figure, error){
				bars.Bars, bars.Squares, mixed.Bars, mixed.Squares, long.Bars, long.Squares,
				gaps.Bars, gaps.Squares, pageOf(few.Draw), states.Bars, states.Squares, pageOf(many.Draw),
				pageOf(one.Draw), pageOf(six.Draw), pageOf(odd.Draw), med.Draw, odder.Draw,
			} {
				pages, err := draw()
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range pages {
					inside(t, fmt.Sprintf("%s, %s, %.0f mm", p.Title, tag, width), p)
				}
			}
		}
	}
}

func pageOf(draw func() (*Figure, error)) func() ([]*Figure, error) {
	return func() ([]*Figure, error) { return one(draw()) }
}

func inside(t *testing.T, name string, f *Figure) {
	t.Helper()
	const edge = 2.0
	for i := range f.marks {
		m := &f.marks[i]
		if m.kind != textMark {
			continue
		}
		if points := m.size * pointsPerMM; points < 7 {
			t.Errorf("%s: text %q is %.2f points high, less than 7", name, m.text, points)
		}
		from := m.points[0].x - m.offset()
		to := from + textStyle{size: m.size, bold: m.bold}.width(m.text)
		if from < edge || to > f.width-edge || m.points[0].y > f.height-1 || m.points[0].y < m.size*0.7 {
			t.Errorf("%s: text %q at %.1f to %.1f, %.1f, on a sheet of %.1f × %.1f",
				name, m.text, from, to, m.points[0].y, f.width, f.height)
		}
	}
}

// A timeline leaves the spells as they were.
func TestSpellsAreNotChanged(t *testing.T) {
	tl := mixedTimeline("nb")
	before := append([]survival.Spell(nil), tl.Spells...)
	if _, err := tl.Bars(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tl.Spells); d != "" {
		t.Error(d)
	}
}
