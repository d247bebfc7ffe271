package main

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/survival"
)

// quickRegisters are as many as the ordinary tests make of each scenario.
const quickRegisters = 40

// Of a few registers no limits miss by more than four Monte Carlo standard errors what is asked of
// them, and docs/coverage.md has the rows that the code makes, in their order.
func TestLimitsAreNotFarOff(t *testing.T) {
	registers := quickRegisters
	if testing.Short() {
		registers = 8
	}
	page, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(page), "\n")
	for _, s := range scenarios() {
		done, err := s.run(registers)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.Index(lines, "## "+s.title)
		if lines = lines[at+1:]; at < 0 {
			t.Fatalf("docs/coverage.md has no section %q: run make coverage", s.title)
		}
		lines = lines[max(slices.Index(lines, "| "+strings.Join(columns, " | ")+" |"), 0):]
		for i := range done.rows {
			r := &done.rows[i]
			if r.registers > 0 && r.coverage() < r.floor-4*r.stdErr() {
				t.Errorf("%s: %s covers in %d of %d registers (%d too low, %d too high)", s.title, r.label(), r.covered, r.registers, r.low, r.high)
			}
			if want := "| " + strings.Join(r.label(), " | ") + " |"; len(lines) < i+3 || !strings.HasPrefix(lines[i+2], want) {
				t.Errorf("%s: docs/coverage.md has not the row %s there: run make coverage", s.title, want)
			}
		}
	}
}

// The page is the same each time, and each row of it has the columns of its head.
func TestThePageIsTheSameEachTime(t *testing.T) {
	s := scenarios()[2]
	var pages [2]strings.Builder
	for i := range pages {
		done, err := s.run(5)
		if err != nil {
			t.Fatal(err)
		}
		s.write(&pages[i], done)
	}
	if pages[0].String() != pages[1].String() {
		t.Error("two runs differ")
	}
	for _, line := range strings.Split(pages[0].String(), "\n") {
		if strings.HasPrefix(line, "| ") && strings.Count(line, " | ") != len(columns)-1 {
			t.Errorf("%d columns, want %d: %s", strings.Count(line, " | ")+1, len(columns), line)
		}
	}
}

// A constant hazard that halves S each 12 months: the median is 12, of the first three months
// (1 + 2^(−1/12) + 2^(−2/12)) are held, half of those at any tenure are left after 12 more, and
// the chance of a month is 1 − 2^(−1/12).
func TestLawByHand(t *testing.T) {
	l := weibull(&simulate.GroupTruth{Shape: 1, ScaleMonths: simulate.Decimal(12 / math.Ln2)})
	month := math.Pow(2, -1.0/12)
	for name, x := range map[string][2]float64{
		"median": {l.median(), 12}, "mean of 3": {l.mean(3), 1 + month + month*month}, "chance": {l.chance(7), 1 - month},
		"left": {l.left([]int{0, 5, 40}, 0), 12}, "left of those who came to 12": {l.left([]int{12}, 1), 11},
		"carried on": {law{1, 0.4}.at(9), 0.4}, "median of another": {law{1, 0.6, 0.5}.median(), 2},
	} {
		if math.Abs(x[0]-x[1]) > 1e-9 {
			t.Errorf("%s: got %v, want %v", name, x[0], x[1])
		}
	}
	// (1 + v·ln 2)^(−1/v) at v = 1/2 and a hazard of ln 2.
	mixed := mixture(&simulate.GroupTruth{Shape: 1, ScaleMonths: simulate.Decimal(12 / math.Ln2)}, 0.5)
	if want := math.Pow(1+0.5*math.Ln2, -2); math.Abs(mixed.at(12)-want) > 1e-12 {
		t.Errorf("mixture: got %v, want %v", mixed.at(12), want)
	}
}

// A list is held from March 2009 by A for 4 months and, after a vacant July and August, by B from
// September on. In a register from May, A entered at 2 and stopped at 4; B is from the start, with
// 3 months seen up to December.
func TestRegisterByHand(t *testing.T) {
	march := varighet.MonthOf(2009, 3)
	c := &country{last: march + 9, truth: &simulate.Truth{Groups: []simulate.GroupTruth{{SizeGroup: "<2000"}}}, spells: []simulate.Spell{
		{Position: 1, Doctor: 1, Municipality: "1901", SizeGroup: "<2000", Start: march, Months: 4},
		{Position: 1, Doctor: 2, Municipality: "1901", SizeGroup: "<2000", Start: march + 6, Months: 4, Censored: true},
	}}
	spells, err := c.seenFrom(march + 2)
	if err != nil {
		t.Fatal(err)
	}
	tenures, left := survival.Tenures(spells)
	if want := []survival.Tenure{{Entry: 2, Exit: 4, Stopped: true}, {Exit: 3}}; !slices.Equal(tenures, want) || left != 0 || spells[0].SizeGroup != "<2000" {
		t.Errorf("got %+v (%d left out), want %+v", tenures, left, want)
	}
}

// Intervals of 3 to 5, 6 to 8 and from 1 on, and one that is not there, against 4: the second is
// too high, so two of three cover. Widths are of the first two.
func TestRowByHand(t *testing.T) {
	m := measure{"x", "y", approximate}
	at := func(v float64) *float64 { return &v }
	four := func(*world) float64 { return 4 }
	r := countRow("g", []finding{limitedTime(m, at(3), at(5), four), limitedTime(m, at(6), at(8), four), limitedTime(m, at(1), nil, four),
		limited(m, at(1), nil, "none", four)}, &world{})
	if r.registers != 3 || r.covered != 2 || r.high != 1 || r.low != 0 || r.width != 2 || r.truth != 4 || r.reasons() != "none: 1; no upper end: 1" {
		t.Errorf("got %+v, %s", r, r.reasons())
	}
	for _, x := range []struct {
		covered int
		floor   float64
		want    string
	}{{950, approximate, "covers"}, {917, approximate, "covers"}, {915, approximate, "short"}, {935, exactly, "short"}, {937, exactly, "covers"},
		{985, exactly, "conservative"}, {980, approximate, "covers"}, {900, notAdvised, "short, not advised"}} {
		if r := (row{measure: measure{floor: x.floor}, registers: 1000, covered: x.covered}); r.verdict() != x.want {
			t.Errorf("%d of 1000 against %v: %q, want %q", x.covered, x.floor, r.verdict(), x.want)
		}
	}
}
