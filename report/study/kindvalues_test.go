package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/words"
	"github.com/varighet/varighet/survival"
)

// agreement is one that began in January 2010 and was followed for so many months.
func agreement(list string, ordinal, exit int, stopped bool) survival.Spell {
	from := varighet.MonthOf(2010, time.January)
	return survival.Spell{PositionID: list, DoctorID: fmt.Sprint(list, "/", ordinal), Ordinal: ordinal, Start: varighet.Some(from), First: from,
		Last: from + varighet.Month(exit) - 1, Entry: varighet.Some(0), Exit: varighet.Some(exit), Stopped: stopped}
}

func resultOf(t *testing.T, spells []survival.Spell) *Result {
	t.Helper()
	r, err := Of(&spellfile.Table{Spells: spells})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func answered(t *testing.T, r *Result, f Figure) *Answer {
	t.Helper()
	a, err := r.Answer(f)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// R 4.2.2, survival 3.5-3, coxph(Surv(c(1:20, 2*(1:20)), rep(1, 40)) ~ rep(c("a", "b"), each = 20)):
// hazard ratio 0.246872784917 (0.11039942385 to 0.552051539827), cox.zph 2.280641588, p 0.131.
// R stops where the likelihood changes by less than 1e-9, so its ratio has 8 digits.
func TestCoxFigureAsCoxph(t *testing.T) {
	var spells []survival.Spell
	for k := 1; k <= 20; k++ {
		spells = append(spells, agreement(fmt.Sprint("a", k), 1, k, true), agreement(fmt.Sprint("b", k), 2, 2*k, true))
	}
	h := answered(t, resultOf(t, spells), Figure{Kind: "cox", Covariates: []string{holder}}).Value.(*Hazards)
	if len(h.Terms) != 1 || len(h.Terms[0].Levels) != 2 || h.N != 40 || h.Events != 40 {
		t.Fatalf("%+v, want one covariate with two levels of 20", h)
	}
	first, later := h.Terms[0].Levels[0], h.Terms[0].Levels[1]
	if !first.Base || first.N != 20 || later.N != 20 || later.Events != 20 {
		t.Errorf("levels %+v and %+v, want 20 each, the first the base", first, later)
	}
	for what, pair := range map[string][2]float64{"ratio": {later.Ratio.V, 0.246872784917}, "lower": {later.Lower.V, 0.11039942385}, "upper": {later.Upper.V, 0.552051539827}} {
		if math.Abs(pair[0]-pair[1]) > 1e-8 {
			t.Errorf("%s = %.12g, R has %.12g", what, pair[0], pair[1])
		}
	}
	// A covariate with one value is named, and the model is that of the other.
	both := answered(t, resultOf(t, spells), Figure{Kind: "cox", Covariates: []string{startPeriod, holder}}).Value.(*Hazards)
	if len(both.Terms) != 1 || both.Terms[0].Levels[1].Ratio != later.Ratio || !slices.Equal(both.OneLevel, []string{startPeriod}) {
		t.Errorf("with one that has one value: %+v, want the ratio %v", both.Hazards, later.Ratio)
	}
	if p := h.Terms[0].Proportional; !p.OK || math.Abs(p.V-0.131) > 5e-4 || h.Global != p {
		t.Errorf("p of proportional hazards %v and %v, R has 0.131 for both", p, h.Global)
	}
}

// Nine stops are too few for one ratio, and a covariate with one value gives none.
func TestCoxFigureOfTooFew(t *testing.T) {
	var spells []survival.Spell
	for k := 1; k <= 12; k++ {
		spells = append(spells, agreement(fmt.Sprint("a", k), 1+k%2, k, k <= 9))
	}
	r := resultOf(t, spells)
	if h := answered(t, r, Figure{Kind: "cox", Covariates: []string{holder}}).Value.(*Hazards); h.State != words.FewEvents || h.Events != 9 || h.Parameters != 1 || h.Terms != nil {
		t.Errorf("%+v, want no model, since 9 stopped for 1 ratio", h)
	}
	if h := answered(t, r, Figure{Kind: "cox", Covariates: []string{startPeriod}}).Value.(*Hazards); h.State != words.NoModel || len(h.OneLevel) != 1 {
		t.Errorf("%+v, want no model, since all began in one period", h)
	}
	if _, err := r.Answer(Figure{Kind: "cox"}); err == nil || !strings.Contains(err.Error(), "needs covariates") {
		t.Errorf("a model without covariates: %v", err)
	}
}

// By hand: in month 1 two are at risk in A, one of whom stops, and two in B. So A is held against
// 2 · 0/2 = 0 stops and is not judged, and B against 2 · 1/2 = 1: none stopped, ratio 0.
func TestFunnelFigureByHand(t *testing.T) {
	spells := []survival.Spell{agreement("A1", 1, 1, true), agreement("A2", 1, 2, false), agreement("B1", 1, 2, false), agreement("B2", 1, 2, false), agreement("C1", 1, 2, false)}
	for i, code := range []varighet.MunicipalityCode{"4601", "4601", "4602", "4602", ""} {
		spells[i].MunicipalityNow, spells[i].SizeGroup = code, "<2000"
	}
	f := answered(t, resultOf(t, spells), Figure{Kind: "funnel"}).Value.(*FunnelPlot)
	if len(f.Units) != 2 || f.Units[0].Ratio.OK || f.Units[1].Expected != 1 || f.Units[1].Ratio != varighet.Some(0.0) || f.Without != 1 {
		t.Errorf("units %+v and %d left out; want A without a ratio, B with 0 of 1 and C left out", f.Units, f.Without)
	}
	if c := f.facts(); c.Judged != 1 || c.NotJudged != 1 {
		t.Errorf("%d judged and %d not, want 1 and 1", c.Judged, c.NotJudged)
	}
}

// Beside a cohort the funnel is of the others: A and B have positions of both, C of the others only.
func TestFunnelMarksMunicipalitiesOfTheCohort(t *testing.T) {
	var spells []survival.Spell
	for i, code := range []varighet.MunicipalityCode{"4601", "4602", "4603", "4601", "4602", "4603", "4601", "4602"} {
		s := agreement(fmt.Sprint("L", i), 1, 3+i, true)
		s.MunicipalityNow, s.SizeGroup, s.Beside = code, "<2000", &survival.Beside{Attributes: []string{fmt.Sprint(i >= 6)}}
		spells = append(spells, s)
	}
	r, err := Of(&spellfile.Table{Spells: spells, Attributes: []spellfile.Attribute{{Name: cohortColumn}}})
	if err != nil {
		t.Fatal(err)
	}
	f := answered(t, r, Figure{Kind: "funnel"}).Value.(*FunnelPlot)
	own := ""
	for _, u := range f.Units {
		own += fmt.Sprint(u.Name, " ", u.Own, " ")
	}
	if own != "4601 true 4602 true 4603 false " || f.facts().Own != 2 {
		t.Errorf("%s, %d own", own, f.facts().Own)
	}
	table, err := NewPage("en", "", report.Internal).Table(answered(t, r, Figure{Kind: "funnel"}))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := RenderTable(table, "md"); err != nil || !strings.Contains(string(b), "| 4601 | yes |") || !strings.Contains(string(b), "| 4603 | no |") {
		t.Errorf("%v\n%s", err, b)
	}
}

// Three doctors: one still there in the last month, one on another list of the municipality, one
// gone. Data of three lists cannot show where they went, unless it is said that these are all.
func TestMovesFigureOfFewLists(t *testing.T) {
	a, b, c := agreement("1", 1, 3, true), agreement("2", 1, 6, false), agreement("3", 1, 2, true)
	next := agreement("4", 1, 6, false)
	next.DoctorID, next.First, next.Start = a.DoctorID, a.Last+1, varighet.Some(a.Last+1)
	spells := []survival.Spell{a, b, c, next}
	for i := range spells {
		spells[i].MunicipalityNow = "4601"
	}
	r := resultOf(t, spells)
	m := answered(t, r, Figure{Kind: "moves"}).Value.(*Moves)
	if !m.Narrow || m.Lists != 2 {
		t.Errorf("narrow %t with %d lists in the last month, want true and 2", m.Narrow, m.Lists)
	}
	m = answered(t, r, Figure{Kind: "moves", Covers: coversCountry}).Value.(*Moves)
	g := &m.Groups[0]
	if m.Narrow || g.Doctors != 3 || g.Stopped != 2 || g.Places[survival.SameMunicipality] != 1 || g.Places[survival.NoList] != 1 || g.Share != varighet.Some(0.5) {
		t.Errorf("%+v, want 3 doctors, 2 stopped, one with a list in the municipality", g)
	}
	if g.Destinations != nil || g.Paths != nil {
		t.Error("the value has single doctors")
	}
	if _, err := r.Answer(Figure{Kind: "moves", Month: "2030-01"}); err == nil || !strings.Contains(err.Error(), "the data end in 2010-06") {
		t.Errorf("a month after the data: %v", err)
	}
}

// By hand: lists held for 1 to 4 months with 200, 100, 400 and 300 residents: r = 0.6, mean 250.
func TestListLengthFigureByHand(t *testing.T) {
	var spells []survival.Spell
	for i, residents := range []int32{200, 100, 400, 300} {
		s := agreement(fmt.Sprint(i), 1, i+1, false)
		shift := varighet.Month(3 - i)
		s.Start, s.First, s.Last, s.ResidentsLast = varighet.Some(s.First+shift), s.First+shift, s.Last+shift, varighet.Some(residents)
		s.SizeGroup = []string{"<2000", "2000-4999"}[i%2]
		spells = append(spells, s)
	}
	r := resultOf(t, spells)
	a := answered(t, r, Figure{Kind: "list-length", By: "size_group"})
	l := a.Value.(*ListLengths)
	if len(l.Groups) != 3 || l.All().N() != 4 || math.Abs(l.All().R.R.V-0.6) > 1e-12 || l.Groups[0].N() != 2 {
		t.Errorf("%+v, want two groups of two lists and r = 0.6 of all four", l.Groups)
	}
	table, err := NewPage("en", "", report.Internal).Table(a)
	if err != nil {
		t.Fatal(err)
	}
	b, err := RenderTable(table, "csv")
	if err != nil || !strings.Contains(string(b), "\nall,4,,2.5,,250,,100,,400,,0.6,") {
		t.Errorf("the table has no row of all four lists with r: %s, %v", b, err)
	}
	if _, err := r.Answer(Figure{Kind: "list-length", Month: "2010-02"}); err == nil || !strings.Contains(err.Error(), "cannot be found") {
		t.Errorf("an earlier month of spells alone: %v", err)
	}
}

// 80 municipalities are four pages of 20, each with all doctors first; and they are too
// many for marks of lists.
func TestManyGroupsAreSeveralPages(t *testing.T) {
	var spells []survival.Spell
	for k := range 80 {
		s := agreement(fmt.Sprint("L", k), 1, 1+k%7, true)
		s.MunicipalityNow, s.ResidentsLast = varighet.MunicipalityCode(fmt.Sprint(4601+k)), varighet.Some(int32(800))
		s.Last = s.First + 6
		spells = append(spells, s)
	}
	r := resultOf(t, spells)
	for _, kind := range []string{"moves", "observed-expected"} {
		pages, err := NewPage("nb", "", report.Internal).Figure(answered(t, r, Figure{Kind: kind, By: "municipality_now", Covers: coversCountry}))
		if err != nil || len(pages) != 4 {
			t.Errorf("%s: %d pages, %v; want 4", kind, len(pages), err)
		}
	}
	for i := range spells {
		spells[i].Stopped = false
	}
	if _, err := resultOf(t, spells).Answer(Figure{Kind: "list-length", By: "municipality_now"}); err == nil || !strings.Contains(err.Error(), "marks for 8") {
		t.Errorf("marks for 80 municipalities: %v", err)
	}
}

// Every kind that draws spells draws none of them too, in each language, and says so.
func TestKindsOfNoSpells(t *testing.T) {
	r := resultOf(t, nil)
	for _, f := range []Figure{{Kind: "list-length"}, {Kind: "moves"}, {Kind: "funnel"}, {Kind: "cox", Covariates: []string{"size_group"}}, {Kind: "turnover"}, {Kind: "observed-expected"}} {
		a := answered(t, r, f)
		for _, tag := range locale.Tags() {
			p := NewPage(tag, "", report.Internal)
			pages, err := p.Figure(a)
			if err != nil || len(pages) != 1 || pages[0].Title == "" || pages[0].Description == "" {
				t.Errorf("%s, %s: %d pages, %v", f.Kind, tag, len(pages), err)
			}
			if _, err := p.Table(a); err != nil {
				t.Errorf("%s, %s: %v", f.Kind, tag, err)
			}
			if _, err := r.sentences(p, a); err != nil {
				t.Errorf("%s, %s: %v", f.Kind, tag, err)
			}
		}
	}
}
