package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/funnel"
)

var opt = varighet.Some[float64]

// ratioForest has what a forest of ratios can meet: a ratio of 0, an interval beyond the axis, too
// few to tell, none expected, a long label, and two rows of all.
func ratioForest(tag string) *Forest {
	l := locale.Get(tag)
	w := &l.Observed
	ratio := func(label string, o int, e, r, lo, hi float64, open bool) ForestRow {
		return ForestRow{Label: label, Estimate: opt(r), Lower: opt(lo), Upper: opt(hi), Open: open,
			Right: []string{l.Int(o), l.Number(e, 1), l.Number(r, 2) + " " + l.Interval(opt(lo), opt(hi), 2)}}
	}
	all := ratio(w.All+" (235)", 100, 105.1, 0.95, 0.77, 1.16, false)
	all.Total, all.Rule, all.Under = true, true, locale.Fill(w.Against, l.Expected.SameSize)
	return &Forest{Text: Text{Title: l.Expected.Title, Subtitle: locale.Fill(w.Subtitle, l.Expected.SameSize)}, Paper: Paper{Locale: l}, Ratios: true,
		Axis: w.Axis, Less: w.Less, More: w.More, Label: locale.Fill(w.Label, locale.Lower(l.ListLength.Group)), Right: []string{l.Expected.Observed, l.Expected.Expected, locale.Fill(w.Ratio, "95 %")},
		Estimate: locale.Fill(w.Estimate, "95 %"), Open: w.Verdicts[3], Arrow: w.Arrow, Empty: w.Empty,
		Rows: []ForestRow{
			ratio("Ærøy (2)", 0, 2.1, 0, 0, 1.76, true), ratio("Bø (3)", 2, 3.1, 0.64, 0.08, 2.32, true), ratio("Ås (39)", 16, 16.4, 0.98, 0.56, 1.59, false),
			ratio("Ytre Sør-Varanger og Øksnes legedistrikt (11)", 9, 4.6, 1.95, 0.89, 3.71, true), ratio("Tromsø (6)", 12, 1.5, 8, 4.13, 13.97, false),
			{Label: "Årdal (1)", Right: []string{"0", l.Number(0.2, 1), l.TooFew}}, all,
		}}
}

// hazardForest has titles of rows, an open square, and a level of too few.
func hazardForest(tag string) *Forest {
	l := locale.Get(tag)
	w := &l.Hazards
	level := func(label string, r, lo, hi float64) ForestRow {
		return ForestRow{Label: label, Deep: true, Left: []string{"942", "713"}, Estimate: opt(r), Lower: opt(lo), Upper: opt(hi),
			Right: []string{l.Number(r, 2) + " " + l.Interval(opt(lo), opt(hi), 2)}}
	}
	base := func(label string) ForestRow {
		return ForestRow{Label: label, Deep: true, Base: true, Left: []string{"3 253", "1 697"}, Right: []string{w.Reference}}
	}
	return &Forest{Text: Text{Title: w.Title}, Paper: Paper{Locale: l}, Ratios: true, Axis: w.Axis, Less: w.Less, More: w.More,
		Left: []string{l.Observed.Agreements, l.Expected.Observed}, Right: []string{locale.Fill(w.Ratio, "95 %")}, Estimate: locale.Fill(w.Estimate, "95 %"), Base: w.Base,
		Rows: []ForestRow{
			{Label: l.ColumnHeading("size_group"), Head: true}, level(l.SizeGroup("<2000"), 2.77, 2.54, 3.03), base(l.SizeGroup(">=50000")),
			{Label: l.ColumnHeading("holder"), Head: true}, base(w.First), level(w.Later, 1.01, 0.95, 1.07),
			{Label: "Årdal", Deep: true, Left: []string{"2", "0"}, Right: []string{w.TooFew}},
		}}
}

// shareForest is the four ways to count, with a published share of the same definition, and one
// that stands apart.
func shareForest(tag string) *Forest {
	l := locale.Get(tag)
	w := &l.Shares
	row := func(d locale.TurnoverDefinition, x, n string, s, lo, hi float64) ForestRow {
		return ForestRow{Label: locale.Fill(d.Name, l.Length(13)), Under: locale.Fill(d.Of, x, n), Estimate: opt(s), Lower: opt(lo), Upper: opt(hi),
			Right: []string{l.Percent(s, 1) + " " + l.PercentInterval(opt(lo), opt(hi), 1)}}
	}
	d := row(l.Turnover.FirstHolders, "6", "16", 0.375, 0.152, 0.646)
	d.Published, d.Rule = opt(0.38), true
	return &Forest{Text: Text{Title: locale.Fill(l.Turnover.Title, l.Length(13))}, Paper: Paper{Locale: l}, Axis: w.Axis, Label: w.Label,
		Right: []string{locale.Fill(w.Share, "95 %")}, Estimate: locale.Fill(w.Estimate, "95 %"), Published: w.Published,
		Rows: []ForestRow{
			row(l.Turnover.Followed, "6", "18", 0.333, 0.133, 0.59), d, {Label: w.Apart, Head: true, Rule: true},
			{Label: "Hele landet, avtaler inngått 2001–2014 (NSDM-rapport 2020)", Deep: true, Published: opt(0.14), Right: []string{l.Percent(0.14, 0)}},
		}}
}

// lists are n of two kinds, the last of which are short.
func lists(tag string, n int, groups ...string) *ListLengths {
	c := &ListLengths{Paper: Paper{Locale: locale.Get(tag)}, Month: nov19, Groups: groups, Note: "r = 0,29."}
	sum := 0.0
	for i := range n {
		p := ListLength{Months: float64(3 + (i*7919)%28), Residents: float64(600 + (i*104729)%200)}
		if len(groups) > 1 && i%4 == 3 {
			p.Group, p.Residents = 1, p.Residents-350
		}
		sum += p.Residents
		c.Points = append(c.Points, p)
	}
	if n > 0 {
		c.Mean = opt(sum / float64(n))
	}
	return c
}

// unlikeUnits are n units that lie within the funnel, and four that do not.
func unlikeUnits(tag string, n int) *Funnel {
	f := &Funnel{Paper: Paper{Locale: locale.Get(tag)}}
	units := []funnel.Unit{{Name: "Ærøy", Observed: 30, Expected: 12}, {Name: "Øksnes", Observed: 0, Expected: 9}, {Name: "Ytre Sør-Varanger", Observed: 34, Expected: 20},
		{Name: "Ås", Observed: 40, Expected: 100}}
	for i := range n {
		e := 3 * math.Pow(1.03, float64(i))
		units = append(units, funnel.Unit{Name: fmt.Sprint(i), Observed: int(e + math.Sqrt(e)*float64(i%5-2)/2), Expected: e})
	}
	if n == 0 {
		units = []funnel.Unit{{Name: "Bø", Observed: 3}}
	}
	j, err := funnel.Judge(units, funnel.Options{ConfLevel: 0.95, Winsorise: 0.1})
	if err != nil {
		panic(err)
	}
	var points []float64
	for e := 2.0; e < 300; e *= 1.08 {
		points = append(points, e)
	}
	f.Limits = j.Limits(points)
	for _, u := range j.Units {
		f.Units = append(f.Units, FunnelUnit{Name: u.Name, Expected: u.Expected, Ratio: u.Ratio, Place: u.Place})
	}
	return f
}

// ownUnits are the same with a cohort's own: one outside, and three inside.
func ownUnits(tag string) *Funnel {
	f := unlikeUnits(tag, 120)
	for _, i := range []int{2, 30, 60, 100} {
		f.Units[i].Own = true
	}
	f.Units[30].Name, f.Units[60].Name, f.Units[100].Name = "Masfjorden", "Austevoll", "Bjørnafjorden"
	return f
}

// movers are doctors by where they went: still, then by place.
func movers(label string, still int, places ...int) MovesGroup {
	g := MovesGroup{Label: label, Moves: survival.Moves{Doctors: still, Still: still}}
	copy(g.Places[:], places)
	for _, n := range places {
		g.Stopped += n
	}
	g.Doctors += g.Stopped
	if known := g.Known(); known > 0 {
		lower, upper, err := survival.ClopperPearson(g.StoppedHolding(), known, 0.95)
		if err != nil {
			panic(err)
		}
		g.Share, g.Lower, g.Upper = opt(float64(g.StoppedHolding())/float64(known)), opt(lower), opt(upper)
	}
	return g
}

func moved(tag string, groups ...MovesGroup) *Moves {
	l := locale.Get(tag)
	return &Moves{Paper: Paper{Locale: l}, Month: nov19, Groups: groups, Note: l.Moves.Others}
}

// Those of "of 23 doctors, 20": 13 hold the position, 10 have left, 7 of whom have a list.
func few23(tag string) *Moves {
	return moved(tag, movers(locale.Get(tag).All, 13, 0, 2, 1, 4, 0, 2, 1))
}

// narrow is the same of data that cannot show where they went.
func narrow(tag string) *Moves {
	m := few23(tag)
	m.Narrow, m.Note = true, locale.Fill(m.locale().Moves.Narrow.Other, "16")
	return m
}

func manyMovers(tag string) *Moves {
	l := locale.Get(tag)
	return moved(tag, movers(l.All, 5000, 12, 49, 16, 205, 9, 2703), movers(l.SizeGroup("<2000"), 300, 0, 0, 2, 22, 0, 231), movers(l.SizeGroup("2000-4999"), 700, 12, 49, 14, 183, 9, 2472),
		movers("Ås", 4, 0, 1, 0, 0, 0, 2), movers("Bø", 7))
}

// newKinds are the figures of ratios, shares, lists, units and moves, by golden file.
var newKinds = []struct {
	name string
	draw func() ([]*Figure, error)
}{
	{"ratios_nb", func() ([]*Figure, error) { return one(ratioForest("nb").Draw()) }},
	{"ratios_en", func() ([]*Figure, error) { return one(ratioForest("en").Draw()) }},
	{"ratios_empty_nn", func() ([]*Figure, error) {
		f := ratioForest("nn")
		f.Rows = nil
		return one(f.Draw())
	}},
	{"ratios_narrow_nb", func() ([]*Figure, error) {
		f := ratioForest("nb")
		f.Width = MinWidth
		return one(f.Draw())
	}},
	{"hazards_nb", func() ([]*Figure, error) { return one(hazardForest("nb").Draw()) }},
	{"hazards_en", func() ([]*Figure, error) { return one(hazardForest("en").Draw()) }},
	{"shares_nb", func() ([]*Figure, error) { return one(shareForest("nb").Draw()) }},
	{"shares_en", func() ([]*Figure, error) { return one(shareForest("en").Draw()) }},
	{"lists_nb", func() ([]*Figure, error) { return one(lists("nb", 16, "overtatt liste", "nulliste").Draw()) }},
	{"lists_en", func() ([]*Figure, error) { return one(lists("en", 16).Draw()) }},
	{"lists_many_nb", func() ([]*Figure, error) { return one(lists("nb", 2000).Draw()) }},
	{"lists_one_nn", func() ([]*Figure, error) { return one(lists("nn", 1).Draw()) }},
	{"lists_empty_nb", func() ([]*Figure, error) { return one(lists("nb", 0).Draw()) }},
	{"funnel_nb", func() ([]*Figure, error) { return one(unlikeUnits("nb", 120).Draw()) }},
	{"funnel_en", func() ([]*Figure, error) { return one(unlikeUnits("en", 120).Draw()) }},
	{"funnel_empty_nn", func() ([]*Figure, error) { return one(unlikeUnits("nn", 0).Draw()) }},
	{"funnel_own_nb", func() ([]*Figure, error) { return one(ownUnits("nb").Draw()) }},
	{"funnel_own_en", func() ([]*Figure, error) { return one(ownUnits("en").Draw()) }},
	{"moves_few_nb", func() ([]*Figure, error) { return one(few23("nb").Draw()) }},
	{"moves_few_en", func() ([]*Figure, error) { return one(few23("en").Draw()) }},
	{"moves_narrow_nb", func() ([]*Figure, error) { return one(narrow("nb").Draw()) }},
	{"moves_many_nb", func() ([]*Figure, error) { return one(manyMovers("nb").Draw()) }},
	{"moves_many_en", func() ([]*Figure, error) { return one(manyMovers("en").Draw()) }},
	{"moves_none_nn", func() ([]*Figure, error) { return one(moved("nn", movers("alle", 0)).Draw()) }},
}

func init() {
	for _, k := range newKinds {
		figures = append(figures, struct {
			name string
			pdf  bool
			draw func() ([]*Figure, error)
		}{k.name, strings.HasSuffix(k.name, "s_nb") || k.name == "funnel_nb", k.draw})
	}
}

// Where data have a part of the lists only, nothing in the figure says where anybody went.
func TestNarrowDataDoNotShowWhereDoctorsWent(t *testing.T) {
	f, err := narrow("nb").Draw()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range f.marks {
		if strings.Contains(m.text, "har en liste") || strings.Contains(m.text, "ingen liste") {
			t.Errorf("the figure says %q", m.text)
		}
	}
	dots := 0
	for _, m := range f.marks {
		if m.kind == circleMark {
			dots++
		}
	}
	if dots != 23+13+10 {
		t.Errorf("%d dots, want those of 23 doctors, 13 still there and 10 who left", dots)
	}
}

// A funnel names no unit inside its limits, and every one outside or how many have no name.
func TestAFunnelNamesThoseOutsideOnly(t *testing.T) {
	f, err := unlikeUnits("nb", 120).Draw()
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range f.marks {
		named[m.text] = true
	}
	for _, u := range unlikeUnits("nb", 120).Units {
		if is := u.Place != funnel.Inside; named[u.Name] != is && !slices.Contains([]string{"1", "2", "5", "10", "20", "50", "100"}, u.Name) {
			t.Errorf("%s at %s: named %t", u.Name, u.Place, named[u.Name])
		}
	}
}

// Where a cohort has positions a unit has a ring and its name also inside the limits; other units
// inside still have none.
func TestAFunnelMarksTheUnitsOfACohort(t *testing.T) {
	f, err := ownUnits("nb").Draw()
	if err != nil {
		t.Fatal(err)
	}
	rings, named := 0, map[string]bool{}
	for _, m := range f.marks {
		if m.kind == circleMark && m.radius == ownRing {
			rings++
		}
		named[m.text] = true
	}
	if rings != 4+1 { // and in the legend
		t.Errorf("%d rings, want 5", rings)
	}
	for _, name := range []string{"Masfjorden", "Austevoll", "Bjørnafjorden", "Ytre Sør-Varanger"} {
		if !named[name] {
			t.Errorf("%s has no name", name)
		}
	}
	if named["31"] || named["99"] {
		t.Error("another unit inside has its name")
	}
}

// No name of a funnel lies on a ring: the words, from their baseline up by the height of a capital
// (0.72 of the size), are at least its radius from the middle.
func TestNamesOfAFunnelLieOnNoRing(t *testing.T) {
	f, err := ownUnits("nb").Draw()
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, m := range f.marks {
		if m.kind != textMark || !m.bold || m.size != smallSize {
			continue
		}
		names++
		at := box{m.points[0].x, m.points[0].y - 0.72*smallSize, textStyle{size: smallSize, bold: true}.width(m.text), 0.72 * smallSize}
		for _, ring := range f.marks {
			if ring.kind == circleMark && ring.radius == ownRing && at.distance(ring.points[0].x, ring.points[0].y) < ownRing {
				t.Errorf("%s lies on a ring", m.text)
			}
		}
	}
	if names != 4 {
		t.Errorf("%d names in bold, want 4", names)
	}
}

// By hand: on an axis from 1/4 to 4 a ratio of 1 lies in the middle, 2 at three quarters, and
// shares up to 37 % get an axis to 40 %.
func TestForestScales(t *testing.T) {
	f := &Forest{Ratios: true, Rows: []ForestRow{{Estimate: opt(1), Lower: opt(0.3), Upper: opt(3)}}}
	s := newForestScale(f, 0, 100)
	if s.lo != 0.25 || s.hi != 4 || s.x(1) != 50 || math.Abs(s.x(2)-75) > 1e-9 || len(s.ticks) != 5 {
		t.Errorf("from %v to %v, 1 at %v, 2 at %v, ticks %v", s.lo, s.hi, s.x(1), s.x(2), s.ticks)
	}
	f = &Forest{Rows: []ForestRow{{Estimate: opt(0.2), Lower: opt(0.1), Upper: opt(0.37)}}}
	if s := newForestScale(f, 0, 60); math.Abs(s.hi-0.4) > 1e-9 || math.Abs(s.x(0.2)-30) > 1e-9 {
		t.Errorf("shares to %v, 20 %% at %v; want 0.4 and 30", s.hi, s.x(0.2))
	}
}
