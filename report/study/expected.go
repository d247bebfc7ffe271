package study

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/power"
)

// Expectation is what a study's stops are held against.
type Expectation struct {
	// id of published medians; absent: the study names none
	Baseline string `toml:"baseline" json:"baseline,omitempty"`
	// a file that `survival baseline --json` wrote, from the study's folder; absent: none
	Curve string `toml:"curve" json:"curve,omitempty"`
	// the others beside the cohort, by size group, in place of published medians; absent: not they
	Others bool `toml:"others" json:"others,omitempty"`
	// how many positions in each size group, where files do not say; absent: they do
	Mix map[string]float64 `toml:"mix" json:"mix,omitempty"`
}

// Expected is the stops of a study beside those that a yardstick gives among the same
// agreements.
type Expected struct {
	BySize *yardstick.Result // in municipalities of the same sizes; nil if they are not known
	Whole  *yardstick.Result // in the country as a whole; nil if the yardstick has no curve of it
	Mixed  bool              // sizes are those of the study's mix
	Others bool              // both are of the others beside the cohort

	Source     string                // of what is published; "" for a curve
	File       string                // of a curve; "" for what is published, and the others
	Both       string                // the published share that gives the shape with the median, as its source has it; "" for none
	Within     int                   // months within which it is
	Assumption varighet.Opt[float64] // the shape that was assumed of published medians

	// The chances that a cohort like this shows half the hazard, and twice it, whoever has left:
	// [power.TooFewToTell] judges them. Missing where nothing is expected.
	Halved, Doubled varighet.Opt[float64]

	stick *yardstick.Yardstick
	lean  *Lean
}

// Note is "": what has no size stands beside the numbers.
func (*Expected) Note() string { return "" }

// asked reports whether the study asks for a comparison.
func (e *Expectation) asked() bool {
	return e.Baseline != "" || e.Curve != "" || e.Others || e.Mix != nil
}

// baseline is the id of the published medians that stops are held against; "" for none.
func (e *Expectation) baseline() string {
	if e.Baseline == "" && e.Curve == "" && !e.Others && e.Mix != nil {
		return CountryMedians
	}
	return e.Baseline
}

// yardstick is what the study's stops are held against.
func (s *Study) yardstick() (y *yardstick.Yardstick, b *data.Baseline, err error) {
	e := &s.Expected
	if e.Curve != "" {
		content, err := s.readBeside(e.Curve)
		if err != nil {
			return nil, nil, err
		}
		y, err = yardstick.ReadCurves(e.Curve, content)
		return y, nil, err
	}
	id := cmp.Or(e.Baseline, CountryMedians)
	if b, err = data.FindBaseline(id); err != nil {
		return nil, nil, err
	}
	y, err = yardstick.Published(b, varighet.Opt[float64]{})
	return y, b, err
}

// yardstick is what the result's stops are held against: the study's, or the others beside
// its cohort.
func (r *Result) yardstick() (*yardstick.Yardstick, *data.Baseline, error) {
	if !r.Study.Expected.Others {
		return r.Study.yardstick()
	}
	if r.Others == nil {
		return nil, nil, &varighet.Problem{Code: "study-expected", Msg: "expected.others: there are no others beside a cohort",
			Hint: "name a cohort that is narrower than the rows, and say input.cohort_others = true"}
	}
	g, err := r.grouped(r.Others.Spells, "size_group")
	if err != nil {
		return nil, nil, err
	}
	y, err := yardstick.OfCurves("others", append(g.Groups, r.Others.Curve))
	return y, nil, err
}

// readBeside reads a file that the study names.
func (s *Study) readBeside(name string) ([]byte, error) {
	if s.dir == "" {
		return nil, errors.New("a built-in study has no files beside it")
	}
	path := s.path(name)
	if s.kept != "" {
		path = filepath.Join(s.kept, keptTable(expectedKept, name))
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > mostCurveBytes {
		return nil, &varighet.Problem{File: name, Code: "file-size", Msg: fmt.Sprintf("a file of curves has at most %d MiB", mostCurveBytes>>20)}
	}
	return os.ReadFile(path)
}

// mostCurveBytes is the limit of a file of curves.
const mostCurveBytes = 64 << 20

func expectedOf(r *Result, _ *Figure) (Value, error) { return r.expected() }

// expected holds the study's agreements against its yardstick: once, for the page, a figure and a
// table alike.
func (r *Result) expected() (x *Expected, err error) {
	if r.held == nil {
		r.held, err = r.hold()
	}
	return r.held, err
}

// hold makes the comparison.
func (r *Result) hold() (*Expected, error) {
	y, b, err := r.yardstick()
	if err != nil {
		return nil, err
	}
	x := &Expected{Assumption: y.Shape, Others: r.Study.Expected.Others, stick: y, lean: r.Lean}
	if r.Study.Expected.Curve != "" {
		x.File = filepath.Base(filepath.FromSlash(r.Study.Expected.Curve))
	}
	if b != nil {
		x.Source = b.Short
		if share, err := data.FindBaseline(b.ShapeFrom); err == nil {
			v, _ := share.Value(yardstick.All)
			x.Both, x.Within = v.Text, share.WithinMonths
		}
	}
	chosen := survival.Select(r.Spells, survival.Query{})
	sample := &yardstick.Sample{Tenures: chosen.Tenures, WholeMonths: true}
	if _, ok := y.Curves[yardstick.All]; ok {
		if x.Whole, err = y.Compare(sample, ConfLevel); err != nil {
			return nil, err
		}
	}
	if y, err = x.bySize(r, y, sample, chosen.Index); err != nil {
		return nil, err
	}
	if x.Whole == nil && x.BySize == nil {
		return nil, &varighet.Problem{Code: "study-expected", Msg: "expected: the curves have none of the size groups here, and none of all",
			Hint: "make the file with `varighet survival baseline`"}
	}
	if err := x.precision(r, y); err != nil {
		return nil, err
	}
	return x, nil
}

// precision says what the study's positions could show against the yardstick of the first
// comparison.
//
// It is not told where the curves end before the agreements do, or some have no curve: then what
// is compared is less than what is followed.
func (x *Expected) precision(r *Result, y *yardstick.Yardstick) error {
	if first := x.figures()[0]; first.Cut > 0 || first.Without > 0 || first.Outside > 0 {
		return nil
	}
	opt := &document.PowerChoices{Ratios: []float64{power.Halved, power.Doubled}, Years: []int{0}, Table: document.PowerTables[0]}
	opt.Conf, opt.Match, opt.Kind = ConfLevel, "size_group", survival.Regular
	opt.Baseline = y.Name // which is given, whatever it is
	if err := opt.Check(); err != nil {
		return err
	}
	t := *r.Table
	t.Spells = r.Spells
	p, err := document.Power(&rows.Source{Name: "spells", Table: &t}, opt, y)
	if err != nil {
		return err
	}
	x.Halved, x.Doubled = p.Told()
	return nil
}

// bySize holds the agreements against municipalities of the same sizes: by the mix that the
// study says, else by the size group of each, where there is one. It returns the yardstick
// that it used; y where no size is known.
func (x *Expected) bySize(r *Result, y *yardstick.Yardstick, sample *yardstick.Sample, index []int) (used *yardstick.Yardstick, err error) {
	sized := *sample
	if mix := r.Study.Expected.Mix; mix != nil {
		if y, err = y.Mix(mix); err != nil {
			return nil, &varighet.Problem{Code: "study-mix", Msg: "expected.mix: " + err.Error()}
		}
		x.Mixed = true
	} else {
		known := 0
		for _, i := range index {
			group := r.Spells[i].SizeGroup
			sized.Groups = append(sized.Groups, group)
			if group != "" && y.Curves[group] != nil {
				known++
			}
		}
		if known == 0 {
			return y, nil
		}
		if known < len(index) { // the others have no like
			bySize := *y
			bySize.Curves = maps.Clone(y.Curves)
			delete(bySize.Curves, yardstick.All)
			y = &bySize
		}
	}
	x.BySize, err = y.Compare(&sized, ConfLevel)
	return y, err
}

// Curve is what the agreements would show together if they went as the yardstick's, at whole
// months from 0: of the same sizes where those are known.
func (x *Expected) Curve() []float64 {
	if list := x.figures(); len(list) > 0 {
		return list[0].Mean()
	}
	return nil
}

// figures are the two comparisons in the order in which they are shown.
func (x *Expected) figures() []*yardstick.Result {
	return slices.DeleteFunc([]*yardstick.Result{x.BySize, x.Whole}, func(r *yardstick.Result) bool { return r == nil })
}

// facts are the comparison as sentences take it.
func (x *Expected) facts() *words.Expected {
	f := &words.Expected{Assumed: x.Assumption, Others: x.Others, File: x.File, Mixed: x.Mixed, Halved: x.Halved, Doubled: x.Doubled}
	if x.BySize != nil {
		f.BySize = varighet.Some(againstOf(x.BySize))
	}
	if x.Whole != nil {
		f.Whole = varighet.Some(againstOf(x.Whole))
	}
	return f
}

func againstOf(r *yardstick.Result) words.Against {
	a := words.Against{N: len(r.Index), Observed: r.Observed, Expected: r.Comparison.Expected, Ratio: r.Ratio, Lower: r.Lower, Upper: r.Upper}
	if r.Reference.OK {
		a.Lower, a.Upper = r.Reference.V.Lower, r.Reference.V.Upper
	}
	for _, o := range r.AtShapes {
		if o.Ratio.OK {
			a.Others = append(a.Others, o.Ratio.V)
		}
	}
	return a
}

func tableOfExpected(p *Page, v Value) (*report.Table, error) {
	x := v.(*Expected)
	in := report.ExpectedInput{Locale: p.locale, ConfLevel: ConfLevel, PublishedSource: x.Source, Shape: x.Assumption, Mixed: x.Mixed, Others: x.Others, File: x.File, Source: p.Source}
	if x.Both != "" {
		in.Both = p.both(x)
	}
	for _, r := range x.figures() {
		a := againstOf(r)
		row := report.ExpectedRow{SameSize: r == x.BySize, N: a.N, Observed: a.Observed, Expected: a.Expected, Ratio: a.Ratio, Lower: a.Lower, Upper: a.Upper,
			Without: r.Without, Outside: r.Outside, Beyond: r.Cut, OwnStops: r.Reference.OK}
		for _, o := range r.AtShapes {
			row.AtShapes = append(row.AtShapes, report.AtShape{Shape: o.Shape, Ratio: o.Ratio})
		}
		in.Rows = append(in.Rows, row)
	}
	t := report.ExpectedTable(in)
	p.note(t, p.steps(), p.leansShort(x.lean))
	return t, nil
}

// expectation checks what a study's stops are to be held against.
func (c *checker) expectation(s *Study) {
	e := &s.Expected
	switch {
	case e.Baseline != "" && e.Curve != "" || e.Others && (e.Baseline != "" || e.Curve != ""):
		c.fault("expected", "study-expected", "keep one of them", "expected has more than one of baseline, curve and others")
	case e.Others && !s.Choices.CohortOthers:
		c.fault("expected.others", "study-expected", "say input.cohort_others = true", "expected.others: the study keeps no others beside its cohort")
	case !e.Others:
		y, _, err := s.yardstick()
		if err != nil && e.Curve != "" {
			c.fault("expected.curve", "study-expected", "a file that `varighet survival baseline --json` wrote, from the study's folder", "expected.curve: %v", err)
		} else if err != nil {
			c.failed("expected.baseline", "study-expected", baselinesHint, err)
		} else if e.Mix != nil {
			if _, err := y.Mix(e.Mix); err != nil {
				c.fault("expected.mix", "study-expected", "", "expected.mix: %v", err)
			}
		}
	}
	if c.meta.IsDefined("expected") && !e.asked() {
		c.fault("expected", "study-expected", `say baseline = "`+CountryMedians+`", or the file of a curve`, "expected says nothing")
	}
}

// expectedNote says what the expected curve of a figure is.
func (p *Page) expectedNote(x *Expected) string {
	w := &p.locale.Expected
	note := locale.Fill(w.CurveNote, report.Against(p.locale, x.Others, x.File, x.BySize != nil))
	switch {
	case x.Assumption.OK && x.Both != "":
		note += " " + locale.Fill(w.BothNote, x.Source, p.locale.Number(x.Assumption.V, 2), p.both(x))
	case x.Assumption.OK:
		note += " " + locale.Fill(w.AssumedNote, x.Source, p.locale.Number(x.Assumption.V, 2))
	}
	return note
}

// both is the published share that gives the shape with the median, in words: "14 % innen 13
// måneder".
func (p *Page) both(x *Expected) string {
	l := p.locale
	share, _ := strconv.ParseFloat(x.Both, 64)
	return locale.Fill(l.Expected.ShareWithin, l.Percent(share/100, 0), l.Count(x.Within, l.Month))
}
