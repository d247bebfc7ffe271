package chart

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldenDPI keeps the images small.
const goldenDPI = 60

func one(f *Figure, err error) ([]*Figure, error) { return []*Figure{f}, err }

type goldenFigure struct {
	name string
	pdf  bool // has a golden PDF too
	draw func() ([]*Figure, error)
}

// figures are one of each kind and case, by the name of their golden files.
var figures = []goldenFigure{
	{"bars_alis_nb", true, func() ([]*Figure, error) { return alisTimeline("nb").Bars() }},
	{"bars_alis_en", false, func() ([]*Figure, error) { return alisTimeline("en").Bars() }},
	{"bars_mixed_nn", true, func() ([]*Figure, error) { return mixedTimeline("nn").Bars() }},
	{"bars_empty_nb", false, func() ([]*Figure, error) { return (&Timeline{First: may17, Last: nov19}).Bars() }},
	{"squares_alis_nb", true, func() ([]*Figure, error) { return alisTimeline("nb").Squares() }},
	{"squares_mixed_en", false, func() ([]*Figure, error) { return mixedTimeline("en").Squares() }},
	{"bars_gaps_nb", false, func() ([]*Figure, error) { return gapsTimeline("nb").Bars() }},
	{"squares_gaps_nb", false, func() ([]*Figure, error) { return gapsTimeline("nb").Squares() }},
	{"curves_few_nb", false, func() ([]*Figure, error) { return one(fewCurves("nb").Draw()) }},
	{"squares_long_nb", false, func() ([]*Figure, error) { return longTimeline().Squares() }},
	{"curve_alis_nb", true, func() ([]*Figure, error) { return one(alisCurves("nb").Draw()) }},
	{"curve_alis_en", false, func() ([]*Figure, error) { return one(alisCurves("en").Draw()) }},
	{"curve_expected_nb", false, func() ([]*Figure, error) {
		c := alisCurves("nb")
		for month := range 40 { // beyond where the curve ends
			c.Expected = append(c.Expected, math.Pow(0.5, float64(month)/60))
		}
		return one(c.Draw())
	}},
	{"curves_groups_nb", true, func() ([]*Figure, error) { return one(nationalCurves("nb").Draw()) }},
	{"curves_groups_en", false, func() ([]*Figure, error) { return one(nationalCurves("en").Draw()) }},
	{"curves_awkward_en", false, func() ([]*Figure, error) { return one(awkwardCurves("en").Draw()) }},
	{"curves_empty_nn", false, func() ([]*Figure, error) {
		return one((&Curves{Paper: Paper{Locale: locale.Get("nn")}, Groups: []CurveGroup{{Label: "Ås"}, {Label: "Bø"}}}).Draw())
	}},
	{"curve_withheld_nb", false, func() ([]*Figure, error) { return one(withheldCurve("nb").Draw()) }},
	{"curve_withheld_en", false, func() ([]*Figure, error) { return one(withheldCurve("en").Draw()) }},
	{"curve_steps_nb", false, func() ([]*Figure, error) { return one(steppedCurve("nb").Draw()) }},
	{"curve_steps_en", false, func() ([]*Figure, error) { return one(steppedCurve("en").Draw()) }},
	{"curves_withheld_nb", false, func() ([]*Figure, error) { return one(withheldCurves("nb").Draw()) }},
	{"curves_withheld_en", false, func() ([]*Figure, error) { return one(withheldCurves("en").Draw()) }},
	{"medians_withheld_nb", false, func() ([]*Figure, error) { return withheldMedians("nb").Draw() }},
	{"medians_withheld_en", false, func() ([]*Figure, error) { return withheldMedians("en").Draw() }},
	{"medians_nb", true, func() ([]*Figure, error) { return nationalMedians("nb").Draw() }},
	{"medians_en", false, func() ([]*Figure, error) { return nationalMedians("en").Draw() }},
	{"medians_own_nb", false, func() ([]*Figure, error) { return ownMedians("nb").Draw() }},
	{"medians_own_en", false, func() ([]*Figure, error) { return ownMedians("en").Draw() }},
	{"medians_many_nb", true, func() ([]*Figure, error) { return manyOwn("nb", 40).Draw() }},
	{"medians_many_en", false, func() ([]*Figure, error) { return manyOwn("en", 40).Draw() }},
	{"bars_states_nb", true, func() ([]*Figure, error) { return statesTimeline("nb", 160).Bars() }},
	{"bars_states_84_en", false, func() ([]*Figure, error) { return statesTimeline("en", 84).Bars() }},
	{"squares_states_nb", false, func() ([]*Figure, error) { return statesTimeline("nb", 160).Squares() }},
	{"squares_states_84_en", false, func() ([]*Figure, error) { return statesTimeline("en", 84).Squares() }},
	{"curves_many_nb", false, func() ([]*Figure, error) { return one(manyCurves("nb").Draw()) }},
	{"curves_groups_84_nb", false, func() ([]*Figure, error) {
		c := nationalCurves("nb")
		c.Width = 84
		return one(c.Draw())
	}},
	{"medians_84_nb", false, func() ([]*Figure, error) {
		m := nationalMedians("nb")
		m.Width = 84
		return m.Draw()
	}},
	{"medians_awkward_nn", false, func() ([]*Figure, error) { return awkwardMedians("nn").Draw() }},
}

// withheldCurve is a curve of all that is not shown.
func withheldCurve(tag string) *Curves {
	return &Curves{Paper: Paper{Locale: locale.Get(tag)}, Groups: []CurveGroup{{Withheld: true}}}
}

// steppedCurve is one that goes in steps of which some end at ticks.
func steppedCurve(tag string) *Curves {
	ends := []float64{6, 12, 20, 27, 36, 44}
	var tenures []survival.Tenure
	for i, x := range madeTenures(120, 2) {
		for _, e := range ends {
			if x.Exit <= e {
				tenures = append(tenures, survival.Tenure{Exit: e, Stopped: i%4 > 0})
				break
			}
		}
	}
	return &Curves{Paper: Paper{Locale: locale.Get(tag)}, NoCensorMarks: true, Groups: []CurveGroup{{Curve: curveOf(tenures), Steps: ends}}}
}

// withheldCurves has groups of which the first and the third are withheld, and the median of the
// second lies in a wide step.
func withheldCurves(tag string) *Curves {
	c := nationalCurves(tag)
	for _, i := range []int{0, 2} {
		c.Groups[i].Curve, c.Groups[i].Withheld = nil, true
	}
	c.Groups[1].MedianAfter = varighet.Some(36.0)
	return c
}

// withheldMedians likewise; that of the second is withheld, and that of the fourth lies in a wide step.
func withheldMedians(tag string) *Medians {
	m := nationalMedians(tag)
	for _, i := range []int{0, 2} {
		g := &m.Groups[i]
		*g = survival.GroupMedian{Group: g.Group, Published: g.Published, Withheld: true}
	}
	m.Groups[1].MedianWithheld = true
	m.Groups[3].After = varighet.Some(m.Groups[3].Median.Time.V - 12)
	return m
}

// longTimeline has thirteen years and two pages.
func longTimeline() *Timeline {
	t := &Timeline{First: may17 - 193, Last: may17 - 38, RowsPerPage: 4}
	for i, name := range []string{"Å 1", "Å 2", "Å 3", "Å 4", "Å 5", "Å 6"} {
		from := t.First
		for k := range 5 {
			last := from + varighet.Month(9+(7*i+13*k)%29)
			t.Spells = append(t.Spells, survival.Spell{PositionID: name, Ordinal: k + 1, DoctorID: name + string(rune('a'+k)),
				Start: varighet.Some(from), First: from, Last: last, Stopped: true})
			from = last + varighet.Month(1+(i+k)%3)
		}
	}
	return t
}

// The figures are those that were looked at and found good.
func TestFiguresAreGolden(t *testing.T) { areGolden(t, figures) }

func areGolden(t *testing.T, figures []goldenFigure) {
	t.Helper()
	for _, fig := range figures {
		pages, err := fig.draw()
		if err != nil {
			t.Errorf("%s: %v", fig.name, err)
			continue
		}
		base := filepath.Join("testdata", fig.name)
		goldenBytes(t, base+".svg", written(t, pages[0].SVG))
		goldenPixels(t, base+".png", written(t, func(w io.Writer) error { return pages[0].PNG(w, goldenDPI) }))
		if fig.pdf {
			goldenBytes(t, base+".pdf", written(t, func(w io.Writer) error { return PDF(w, pages...) }))
		}
	}
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func goldenBytes(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is drawn now; look at it and rewrite it with -update", name)
	}
}

func goldenPixels(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	a, b := decoded(t, got), decoded(t, want)
	if a.Bounds() != b.Bounds() {
		t.Errorf("%s: drawn now it measures %v, not %v", name, a.Bounds(), b.Bounds())
		return
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				t.Errorf("%s: pixel (%d, %d) is %v, want %v", name, x, y, a.At(x, y), b.At(x, y))
				return
			}
		}
	}
}

func decoded(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// Nothing in a file depends on when, where or how often it is written.
func TestWritingTwiceGivesTheSameBytes(t *testing.T) { areTheSameTwice(t, figures) }

func areTheSameTwice(t *testing.T, figures []goldenFigure) {
	t.Helper()
	for _, fig := range figures {
		var first [3][]byte
		for round := range 2 {
			pages, err := fig.draw()
			if err != nil {
				t.Fatal(err)
			}
			for k, b := range [][]byte{
				written(t, pages[0].SVG),
				written(t, func(w io.Writer) error { return pages[0].PNG(w, goldenDPI) }),
				written(t, func(w io.Writer) error { return PDF(w, pages...) }),
			} {
				if round == 0 {
					first[k] = b
				} else if !bytes.Equal(first[k], b) {
					t.Errorf("%s: the second writing differs in format %d", fig.name, k)
				}
			}
		}
	}
}
