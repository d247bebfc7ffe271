package survival_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"gonum.org/v1/gonum/stat/distuv"
)

// yearsOf are complete years from 2001 with a constant stock; −1 leavers is a year that the data do
// not cover.
func yearsOf(stock int, leavers ...int) (years []survival.YearTurnover) {
	for i, n := range leavers {
		y := survival.YearTurnover{Year: 2001 + i}
		if n >= 0 {
			y.Complete, y.Open, y.Close, y.Leavers, y.Years = true, stock, stock, n, float64(stock)
			if stock > 0 {
				y.PerOpenClose = varighet.Some(float64(n) / float64(stock))
			}
		}
		years = append(years, y)
	}
	return years
}

// Of ten agreements one leaver is 10 %, which is not above; two are. a has 2, 2, 2 in a row; b has
// two and two with 10 % between; c has three in a row if 2003, which is not covered, did not part
// them, and so cannot be judged; d has nobody.
func TestPersistentTurnoverByHand(t *testing.T) {
	units := [][]survival.YearTurnover{yearsOf(10, 0, 2, 2, 2), yearsOf(10, 2, 2, 1, 2), yearsOf(10, 2, 2, -1, 2), yearsOf(0, 0, 0, 0, 0)}
	p, err := survival.PersistentTurnover(units, survival.Parisi, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if p.Judged != 2 || p.Persistent != 1 || p.Share.V != 0.5 || math.Abs(p.ShareLower.V-(1-math.Sqrt(0.975))) > 1e-12 {
		t.Errorf("got %+v, want 1 of 2, from 1 − √0.975", p)
	}
	if a := p.Units[0]; !a.Persistent || a.Longest != 3 || a.From.V != 2002 || a.High != 3 || a.Years != 4 {
		t.Errorf("a: got %+v, want 3 years from 2002", a)
	}
	if b := p.Units[1]; b.Persistent || b.Longest != 2 || b.From.V != 2001 || b.High != 3 {
		t.Errorf("b: got %+v, want 2 years from 2001", b)
	}
	if c := p.Units[2]; c.Persistent || !strings.HasPrefix(c.Reason, "fewer than 3 years in a row") || c.Years != 3 {
		t.Errorf("c: got %+v, want not judged", c)
	}
	if d := p.Units[3]; !strings.Contains(d.Reason, "nobody in 4") || d.From.OK {
		t.Errorf("d: got %+v, want not judged, with nobody in the stock", d)
	}
}

// All units have the same rate: 8 leavers in 40 agreement-years, 0.2. Of ten agreements two or more
// leavers are high: p = 1 − 3e^{−2}. A stretch of three among four years has p³ + (1 − p)p³.
func TestPersistentByChanceByHand(t *testing.T) {
	units := [][]survival.YearTurnover{yearsOf(10, 2, 2, 2, 2)}
	p, err := survival.PersistentTurnover(units, survival.Parisi, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	high := 1 - 3*math.Exp(-2)
	if want := math.Pow(high, 3) * (2 - high); math.Abs(p.ByChance.V-want) > 1e-12 {
		t.Errorf("got %v, want %v", p.ByChance.V, want)
	}
}

// Units that have the same rate are persistent as often as is said, over many of them.
func TestPersistentByChanceHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var units [][]survival.YearTurnover
	for i := range 3000 {
		stock := 3 + i%20
		var leavers []int
		for range 9 {
			leavers = append(leavers, int(distuv.Poisson{Lambda: 0.12 * float64(stock), Src: r}.Rand()))
		}
		units = append(units, yearsOf(stock, leavers...))
	}
	p, err := survival.PersistentTurnover(units, survival.Parisi, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if z := (float64(p.Persistent) - p.ByChance.V) / math.Sqrt(p.ByChance.V); math.Abs(z) > 3 || p.Judged != 3000 {
		t.Errorf("got %d of %d, %v by chance", p.Persistent, p.Judged, p.ByChance.V)
	}
}

// Turnovers of 0, 0.1, 0.2, 0.4 in 2001: quantile(c(0, .1, .2, .4), c(.25, .5, .75)) in R 4.2.2 is
// 0.075, 0.15, 0.25. One unit is not covered, one empty.
func TestSpreadOfTurnoverByHand(t *testing.T) {
	units := [][]survival.YearTurnover{yearsOf(10, 4), yearsOf(10, 0), yearsOf(10, 1), yearsOf(10, 2), yearsOf(10, -1, 3), yearsOf(0, 0)}
	s := survival.SpreadOfTurnover(units, survival.Parisi)
	if len(s) != 2 {
		t.Fatalf("got %+v, want two years", s)
	}
	y := s[0]
	if y.Year != 2001 || y.Units != 4 || y.NotCovered != 1 || y.Empty != 1 || y.High != 2 ||
		math.Abs(y.Q25.V-0.075) > 1e-15 || math.Abs(y.Median.V-0.15) > 1e-15 || math.Abs(y.Q75.V-0.25) > 1e-15 {
		t.Errorf("got %+v", y)
	}
	if y := s[1]; y.Year != 2002 || y.Units != 1 || y.Q25.V != 0.3 {
		t.Errorf("got %+v, want the one unit's", y)
	}
}

func TestPersistentTurnoverRefuses(t *testing.T) {
	for _, rule := range []survival.HighTurnover{{Above: -1, InARow: 3}, {Above: math.NaN(), InARow: 3}, {Above: 0.1}} {
		if _, err := survival.PersistentTurnover(nil, rule, 0.95); err == nil {
			t.Errorf("%+v: no error", rule)
		}
	}
	p, err := survival.PersistentTurnover([][]survival.YearTurnover{yearsOf(10, 2, 2, 2)}, survival.Parisi, 2)
	if err == nil || !strings.Contains(err.Error(), "confidence level") || p.Units != nil || p.Share.OK {
		t.Errorf("at a level of 2: got %+v, %v", p, err)
	}
	p, err = survival.PersistentTurnover(nil, survival.Parisi, 0.95)
	if err != nil || p.Share.OK || p.ByChance.OK {
		t.Errorf("no units: got %+v, %v, want no share", p, err)
	}
}

// A year in which one unit is not covered and the other has nobody has no quartiles.
func TestSpreadOfAYearWithoutTurnover(t *testing.T) {
	s := survival.SpreadOfTurnover([][]survival.YearTurnover{yearsOf(10, -1), yearsOf(0, 0)}, survival.Parisi)
	want := survival.YearSpread{Year: 2001, NotCovered: 1, Empty: 1}
	if len(s) != 1 || s[0] != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
}
