package chart

import (
	"math"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
)

// The numbers under ALIS-Vest's curve, counted by hand from the 22 tenures of
// figure 1.2 (those still there known to have stayed a month less than held).
// Each column adds up to 22, and stands exactly under its tick.
func TestRiskTableOfALISVest(t *testing.T) {
	f, err := alisCurves("nb").Draw()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"i stilling": {"22", "19", "15", "11", "8", "1"},
		"sluttet":    {"0", "2", "3", "6", "6", "6"},
		"sensurert":  {"0", "1", "4", "5", "8", "15"},
	}
	ticks := lineOf(f, "0")
	for words, numbers := range want {
		line := lineOf(f, words)
		if len(line) != len(numbers)+1 {
			t.Fatalf("%s: %d texts, want %d", words, len(line), len(numbers)+1)
		}
		for k, n := range numbers {
			if got := line[k+1]; got.text != n || got.points[0].x != ticks[k].points[0].x {
				t.Errorf("%s, tick %s: %s at %v, want %s at %v",
					words, ticks[k].text, got.text, got.points[0].x, n, ticks[k].points[0].x)
			}
		}
	}
}

// lineOf returns the texts on the line of the first text that is words.
func lineOf(f *Figure, words string) []mark {
	var line []mark
	for _, m := range f.marks {
		if m.kind != textMark {
			continue
		}
		if len(line) == 0 && m.text == words || len(line) > 0 && m.points[0].y == line[0].points[0].y {
			line = append(line, m)
		}
	}
	return line
}

// The curve goes through the values of S that R's survfit gives for these
// tenures, 0.743 at 12 and 0.686 at 13 months, and ends at 30, the last one.
func TestCurveOfALISVestIsDrawnToScale(t *testing.T) {
	c := alisCurves("nb")
	f, err := c.Draw()
	if err != nil {
		t.Fatal(err)
	}
	zero, full := lineOf(f, "0\u00a0%")[0].points[0].y, lineOf(f, "100\u00a0%")[0].points[0].y
	ticks := lineOf(f, "0")
	x := func(month float64) float64 {
		a, b := ticks[0].points[0].x, ticks[len(ticks)-1].points[0].x
		return a + (b-a)*month/30
	}
	offset := zero - bottomOf(f)
	share := func(y float64) float64 { return (zero - offset - y) / (zero - full) }
	corner := map[float64]float64{}
	end := 0.0
	for _, m := range f.marks {
		if m.kind == pathMark && m.stroke.color == lineLooks[0].color && len(m.points) > 1 && m.stroke.width != 0.3 {
			for _, p := range m.points {
				corner[math.Round(p.x*1000)] = share(p.y) // the last corner at an x is the value from there on
				end = math.Max(end, p.x)
			}
		}
	}
	for month, want := range map[float64]float64{12: 0.743, 13: 0.686} {
		if got := corner[math.Round(x(month)*1000)]; math.Abs(got-want) > 0.0006 {
			t.Errorf("at %v months the curve is drawn at %.4f, want %.3f", month, got, want)
		}
	}
	if math.Abs(end-x(30)) > 1e-6 {
		t.Errorf("the curve ends at %.3f mm, want %.3f (30 months)", end, x(30))
	}
}

// bottomOf is the y of the axis: the lowest level line as wide as the axis's.
func bottomOf(f *Figure) float64 {
	for _, m := range f.marks {
		if m.kind == pathMark && m.stroke.color == axisInk && m.stroke.width == 0.3 && m.points[0].y == m.points[1].y {
			return m.points[0].y
		}
	}
	return math.NaN()
}

// Where fewer than five are at risk the curve is thin and without a band: by
// hand, of ten tenures the sixth ends at 6, so that is from 6 on.
func TestFewAtRiskIsThin(t *testing.T) {
	var tenures []survival.Tenure
	for i := range 10 {
		tenures = append(tenures, survival.Tenure{Exit: float64(i + 1), Stopped: true})
	}
	p := curvePlot{Curves: &Curves{}, time: timeScale{horizon: 10}, minAtRisk: 5}
	for _, s := range p.segments(curveOf(tenures)) {
		if want := s.from >= 6; s.few != want {
			t.Errorf("from %v to %v: few is %v, want %v", s.from, s.to, s.few, want)
		}
	}
}

// A horizon cuts the curve; what comes after it is not drawn.
func TestHorizonCutsTheCurve(t *testing.T) {
	c := alisCurves("nb")
	c.Horizon = 12
	f, err := c.Draw()
	if err != nil {
		t.Fatal(err)
	}
	ticks := lineOf(f, "0")
	right := ticks[len(ticks)-1].points[0].x
	for _, m := range f.marks {
		if m.kind == pathMark && m.stroke.color == lineLooks[0].color {
			for _, p := range m.points {
				if p.x > right+1e-6 {
					t.Fatalf("a corner at %.2f mm lies beyond month 12 at %.2f", p.x, right)
				}
			}
		}
	}
}

// A group with nobody is said to be so, and is neither a curve nor a line.
func TestEmptyGroupIsNamed(t *testing.T) {
	f, err := awkwardCurves("nb").Draw()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range f.marks {
		if m.kind == textMark {
			all = append(all, m.text)
		}
	}
	got := strings.Join(all, " ")
	if !strings.Contains(got, "Ingen å følge: Tromsø.") || strings.Count(got, "Tromsø") != 1 {
		t.Errorf("Tromsø is not named once, as empty: %q", got)
	}
}

// A group with too few for a curve is said to be so, not to be empty, and has
// no curve; that curves are cut is said once.
func TestGroupWithTooFewIsNamed(t *testing.T) {
	f, err := fewCurves("nb").Draw()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range f.marks {
		if m.kind == textMark {
			all = append(all, m.text)
		}
	}
	got := strings.ReplaceAll(strings.Join(all, " "), "\u00a0", " ")
	for _, want := range []string{
		"Ingen å følge: Tromsø.", "For få å følge (færre enn 5 i stilling): Ærøy.",
		"Kurvene slutter der færre enn 5 er i stilling.", "Kilde: oppdiktede tall.",
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%q is there %d times in %q", want, strings.Count(got, want), got)
		}
	}
	if strings.Count(got, "Ærøy") != 1 || !strings.Contains(f.Description, "For få å følge") {
		t.Errorf("Ærøy is not named once, as too few: %q", got)
	}
}

// Limits of every kind can be named; the beta product ones were the last.
func TestEveryKindOfLimitsHasAName(t *testing.T) {
	c, err := survival.KaplanMeier([]survival.Tenure{{Exit: 2, Stopped: true}, {Exit: 3}},
		survival.Options{ConfType: survival.BetaProduct})
	if err != nil {
		t.Fatal(err)
	}
	figure := Curves{Groups: []CurveGroup{{Curve: c}}}
	if got := figure.subtitle(); !strings.Contains(got, "betaprodukt") {
		t.Errorf("subtitle %q", got)
	}
}

// Too few: neither a median nor "not reached", and its value moves no axis.
func TestMedianOfTooFewIsNotShown(t *testing.T) {
	m := awkwardMedians("nb")
	g := m.Groups[2]
	if got := m.words(m.locale(), g); got != "for få" {
		t.Errorf("words %q, want for få", got)
	}
	if got := tooFew(m.locale(), m.rows()); got != "«For få»: færre enn 5 i stilling." {
		t.Errorf("note %q", got)
	}
	if m.longest() != 62 {
		t.Errorf("the axis goes to %v, want 62: the longest of those shown", m.longest())
	}
}

func TestTooManyCurvesAreRefused(t *testing.T) {
	if _, err := (&Curves{Groups: make([]CurveGroup, maxGroups+1)}).Draw(); err == nil {
		t.Error("41 curves were drawn")
	}
}

// Ticks by hand: 30 months on 110 mm at least 12 apart are half years; 156 on
// 97 mm are two years each; a horizon of 0 does not hang.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		horizon, width float64
		want           []float64
		years          bool
	}{
		{30, 110, []float64{0, 6, 12, 18, 24, 30}, false},
		{156, 97, []float64{0, 24, 48, 72, 96, 120, 144}, true},
		{5, 110, []float64{0, 1, 2, 3, 4, 5}, false},
		{0, 110, nil, false},
		{math.NaN(), 110, nil, false},
		{math.Inf(1), 110, nil, false},
	} {
		s := newTimeScale(0, c.width, c.horizon, 12)
		if c.want == nil { // no horizon to speak of: a year
			c.want = []float64{0, 3, 6, 9, 12}
			s = newTimeScale(0, 40, c.horizon, 10)
		}
		if len(s.ticks) != len(c.want) || s.years != c.years {
			t.Errorf("horizon %v: ticks %v (years %v), want %v", c.horizon, s.ticks, s.years, c.want)
			continue
		}
		for i := range c.want {
			if s.ticks[i] != c.want[i] {
				t.Errorf("horizon %v: ticks %v, want %v", c.horizon, s.ticks, c.want)
			}
		}
	}
}
