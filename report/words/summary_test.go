package words

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A held is a doctor on a position from one month to another, counted from 0; the data have
// months 0 to 30, and who is there in the last one is still there.
type held struct{ position, doctor, first, last int }

const (
	start   = varighet.Month(2017*12 + 4) // May 2017
	lastOne = 30
)

// spellsOf makes spells of them, with a vacancy where nobody holds a position in between.
func spellsOf(list ...held) (spells []survival.Spell) {
	ordinal, end := map[int]int{}, map[int]int{}
	add := func(h held, kind survival.SpellKind) {
		s := survival.Spell{PositionID: fmt.Sprint(h.position), Kind: kind, First: start + varighet.Month(h.first), Last: start + varighet.Month(h.last),
			Start: varighet.Some(start + varighet.Month(h.first)), Entry: varighet.Some(0), Exit: varighet.Some(h.last - h.first),
			Stopped: h.last < lastOne}
		if s.Stopped {
			s.Exit.V++
		}
		if kind == survival.Regular {
			ordinal[h.position]++
			s.Ordinal, s.DoctorID = ordinal[h.position], fmt.Sprint(h.doctor)
		}
		spells = append(spells, s)
	}
	for _, h := range list {
		if at, ok := end[h.position]; ok && at+1 < h.first {
			add(held{h.position, 0, at + 1, h.first - 1}, survival.Vacant)
		}
		add(h, survival.Regular)
		end[h.position] = h.last
	}
	return spells
}

func vacant(position, first int) survival.Spell {
	return survival.Spell{PositionID: fmt.Sprint(position), Kind: survival.Vacant, First: start + varighet.Month(first), Last: start + lastOne}
}

func factsOf(t *testing.T, spells []survival.Spell) *Facts {
	t.Helper()
	f := &Facts{Within: 13, Missing: varighet.Some([]varighet.Month(nil))}
	f.Count(spells, start, start+lastOne)
	f.LeftOut = survival.Select(spells, survival.Query{}).LeftOut
	var err error
	if f.Turnover, err = survival.Turnover(spells, f.Within, 0.95); err != nil {
		t.Fatal(err)
	}
	tenures, _ := survival.Tenures(spells)
	if f.Curve, err = survival.NewGroupCurve("all", tenures, 0.95); err != nil {
		t.Fatal(err)
	}
	return f
}

// large is 1500 positions: each third with one doctor, with two and with three, who leave
// after months that the position's number gives.
func large() []survival.Spell {
	var list []held
	doctor := 0
	for p := 1; p <= 1500; p++ {
		at := p % 3
		for n := 0; n <= p%3; n++ {
			doctor++
			end := lastOne
			if n < p%3 {
				end = at + 3 + p*7%10
			}
			list = append(list, held{p, doctor, at, end})
			at = end + 1
		}
	}
	return spellsOf(list...)
}

// stayers are eight doctors, of whom one leaves after 20 months, and one who came a month ago.
func stayers() (list []held) {
	for p := 1; p <= 8; p++ {
		list = append(list, held{p, p, 0, lastOne})
	}
	list[0].last = 19
	return append(list, held{9, 9, 29, lastOne})
}

// seenLate are twelve doctors who had held their positions for nine months when the data
// began, of whom seven leave, and one who came then and left after two.
func seenLate() []survival.Spell {
	var list []held
	for p := 1; p <= 12; p++ {
		list = append(list, held{p, p, 0, lastOne})
		if p <= 7 {
			list[p-1].last = 2 * p
		}
	}
	spells := spellsOf(list...)
	for i := range spells {
		s := &spells[i]
		s.Start, s.Entry = varighet.Some(s.Start.V-9), varighet.Some(9)
		s.Exit.V += 9
	}
	return append(spells, spellsOf(held{13, 13, 0, 1})...)
}

// outOfSight are a position that closed, and one of which there are no data after month 20.
func outOfSight() []survival.Spell {
	spells := spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 20})
	spells[1].Stopped, spells[1].Exit = false, varighet.Some(20)
	return spells
}

// without takes away the starts of the first n spells.
func without(spells []survival.Spell, n int) []survival.Spell {
	for i := range spells[:n] {
		spells[i].Start, spells[i].Entry, spells[i].Exit = varighet.Opt[varighet.Month]{}, varighet.Opt[int]{}, varighet.Opt[int]{}
	}
	return spells
}

func cases(t *testing.T) []struct {
	name  string
	facts *Facts
} {
	guess := varighet.EvidenceAssumed
	assumed := spellsOf(held{1, 1, 0, 30}, held{2, 2, 0, 5}, held{2, 3, 8, 30})
	assumed[1].EndEvidence, assumed[3].StartEvidence = guess, varighet.EvidenceCorrected
	unknown := spellsOf(held{1, 1, 0, 30}, held{2, 2, 0, 30}, held{3, 3, 1, 9}, held{3, 4, 10, 30}, held{4, 5, 30, 30})
	unknown[0].Start, unknown[0].Entry, unknown[0].Exit = varighet.Opt[varighet.Month]{}, varighet.Opt[int]{}, varighet.Opt[int]{}
	unknown[1].Start, unknown[1].Entry, unknown[1].Exit = varighet.Some(start-20), varighet.Some(20), varighet.Some(50)

	published := factsOf(t, large())
	published.Shares = []Published{
		{Share: 0.5, What: "A", Definition: varighet.Some(survival.TurnoverSoFar), Within: 13},
		{Share: 0.14, What: "B", Within: 13},
	}
	published.Missing = varighet.Some([]varighet.Month{start + 3, start + 4})
	lean := factsOf(t, spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 4}, held{3, 3, 0, 30}))
	lean.Lean = varighet.Some([2]int{1, 2})
	lean.Missing = varighet.Some([]varighet.Month{start + 5})
	many := factsOf(t, spellsOf(held{1, 1, 0, 30}, held{2, 2, 0, 30}))
	many.Missing = varighet.Some([]varighet.Month{start + 1, start + 2, start + 3, start + 4, start + 5, start + 6, start + 7})
	return []struct {
		name  string
		facts *Facts
	}{
		{"nothing", factsOf(t, nil)},
		{"never filled", factsOf(t, []survival.Spell{vacant(1, 0)})},
		{"one who stays", factsOf(t, spellsOf(held{1, 1, 0, 30}))},
		{"one who left", factsOf(t, spellsOf(held{1, 1, 0, 4}))},
		{"two who stay", many},
		{"two positions, one change", factsOf(t, append(spellsOf(held{1, 1, 0, 30}, held{2, 2, 0, 4}, held{2, 3, 7, 30}), vacant(3, 0)))},
		{"three, two left", lean},
		{"one closed, one out of sight", factsOf(t, outOfSight())},
		{"one closed, one vacant", factsOf(t, append(spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 20}), vacant(2, 21)))},
		{"assumed and corrected", factsOf(t, assumed)},
		{"unknown start, late entry", factsOf(t, unknown)},
		{"nobody left for long", factsOf(t, spellsOf(stayers()...))},
		{"seen late", factsOf(t, seenLate())},
		{"large", published},
	}
}

// The summaries of small, empty and large data are those in testdata, which a person has
// read.
func TestSummariesAreAsRead(t *testing.T) {
	for _, tag := range locale.Tags() {
		var b strings.Builder
		for _, c := range cases(t) {
			fmt.Fprintf(&b, "# %s\n%s\n\n", c.name, strings.Join(Summary(locale.Get(tag), c.facts), "\n"))
		}
		golden(t, "summary."+tag+".txt", b.String())
	}
}

// Figures of few, of none and of many.
func TestSentencesOfFiguresAreAsRead(t *testing.T) {
	curve := func(spells []survival.Spell) *survival.GroupCurve { return factsOf(t, spells).Curve }
	median := func(group string, m, lower, upper float64) survival.GroupMedian {
		return survival.GroupMedian{Group: group, N: 50, Stopped: 40, Published: varighet.Some(m),
			Median: survival.Quantile{P: 0.5, Time: varighet.Some(m), Lower: varighet.Some(lower), Upper: varighet.Some(upper)}}
	}
	short, long := curve(large()), curve(spellsOf(held{1, 1, 0, 30}, held{2, 2, 0, 30}))
	short.Group, long.Group = "<2000", ">=50000"
	stays := large()
	for i := range stays {
		if stays[i].Stopped && i%4 != 0 {
			stays[i].Stopped = false
		}
	}
	other := curve(stays)
	other.Group = ">=50000"
	for _, tag := range locale.Tags() {
		l := locale.Get(tag)
		var b strings.Builder
		say := func(name string, sentences []string) {
			fmt.Fprintf(&b, "# %s\n%s\n\n", name, strings.Join(sentences, "\n"))
		}
		for _, c := range []struct {
			name   string
			spells []survival.Spell
		}{
			{"one", spellsOf(held{1, 1, 0, 30})}, {"one left", spellsOf(held{1, 1, 0, 4})},
			{"three left, none of a known start", without(spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 9}, held{3, 3, 0, 20}), 3)},
			{"three left, one of an unknown start", without(spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 9}, held{3, 3, 0, 20}), 1)},
			{"four of five left, one of an unknown start", without(spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 9}, held{3, 3, 0, 20}, held{4, 4, 0, 25}, held{5, 5, 0, 30}), 1)},
			{"two of three left, one of an unknown start", without(spellsOf(held{1, 1, 0, 4}, held{2, 2, 0, 9}, held{3, 3, 0, 30}), 1)},
			{"two left, one late", spellsOf(held{1, 1, 0, 4}, held{1, 2, 5, 25}, held{1, 3, 26, 30}, held{2, 4, 0, 30})}, {"large", large()},
		} {
			say("bars: "+c.name, Bars(l, c.spells))
			say("squares: "+c.name, Squares(l, c.spells))
			say("curve: "+c.name, Curves(l, []*survival.GroupCurve{curve(c.spells)}))
		}
		say("curves: two", Curves(l, []*survival.GroupCurve{short, other}))
		say("curves: one too small", Curves(l, []*survival.GroupCurve{short, long}))
		say("medians: none", Medians(l, nil, true, ""))
		say("medians: one, another period", Medians(l, []survival.GroupMedian{median("<2000", 33, 30, 36)}, false, "2001"))
		say("medians: two", Medians(l, []survival.GroupMedian{median("<2000", 33, 30, 36), median(">=50000", 100, 90, 110)}, true, "2001"))
		golden(t, "figures."+tag+".txt", b.String())
	}
}

// Of agreements that ended, those with an unknown start are not said to have lasted longer than
// a year: here one of three, whose bar is of 10 months.
func TestBarsSayNothingOfUnknownLengths(t *testing.T) {
	spells := without(spellsOf(held{1, 1, 0, 9}, held{2, 2, 0, 4}, held{3, 3, 0, 11}, held{4, 4, 0, 30}), 1)
	want := "Tre av fire avtaler er avsluttet; av de to som har kjent start, ble begge avsluttet innen tolv måneder."
	if got := Bars(locale.Get("nb"), spells)[1]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMethodsAreAsRead(t *testing.T) {
	for _, tag := range locale.Tags() {
		var b strings.Builder
		for _, m := range []Methods{
			{Gap: 2, Lookahead: 3, Within: 13, Sizes: []string{"<2000", ">=2000"}, SchemeStart: varighet.Some(start), Simulated: true, Part: true,
				Cohort: Cohort{Table: "kohort.csv", Months: true, Positions: 2, Of: 6}, LastMonth: varighet.Some(start), DataEnd: start + 3},
			{Gap: 0, Lookahead: 1, Within: 1, Municipality: true, FirstRows: survival.FirstRowsUnknown, LastRows: survival.LastRowsCensored,
				Cohort: Cohort{Table: "kohort.csv", Others: true}, LastMonth: varighet.Some(start), DataEnd: start - 2},
		} {
			for _, p := range Describe(locale.Get(tag), &m) {
				fmt.Fprintf(&b, "# %s\n%s\n%s\n\n", p.Heading, p.Text, strings.Join(p.List, "\n"))
			}
		}
		golden(t, "methods."+tag+".txt", b.String())
	}
}

var unfilled = regexp.MustCompile(`%\[|%!|NaN|  |\.\.|;\.| ,`)

func golden(t *testing.T, name, got string) {
	t.Helper()
	if m := unfilled.FindString(got); m != "" {
		t.Errorf("%s has %q", name, m)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}

// The counts of positions add up, and agree with those of the timeline.
func TestPositionsAddUp(t *testing.T) {
	for _, c := range cases(t) {
		p, n := c.facts.Positions, c.facts.Stability.Positions
		if p.Never+p.Same+p.One+p.Two+p.More != n || p.Filled+p.Vacant+p.Gone+p.NoData != n {
			t.Errorf("%s: %+v does not add up to %d", c.name, p, n)
		}
		if p.Same != c.facts.Same || p.Never != n-c.facts.Stability.Filled {
			t.Errorf("%s: %+v, but stability %+v", c.name, p, c.facts.Stability)
		}
	}
}

// Every citation stands in the documentation of the functions that follow it.
func TestCitationsAreThoseOfTheCode(t *testing.T) {
	var code strings.Builder
	files, err := filepath.Glob("../../survival/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(b)
	}
	for _, c := range Citations {
		if !strings.Contains(code.String(), c) {
			t.Errorf("%s is not in package survival", c)
		}
	}
}
