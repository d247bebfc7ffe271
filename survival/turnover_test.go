package survival

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// began is a doctor's spell that began in the data: months from and to count
// from January 2017 = 1.
func began(position string, ordinal int, code varighet.MunicipalityCode, from, to int, stopped bool) Spell {
	return entered(position, ordinal, code, from, to, 0, stopped)
}

// entered is a doctor's spell that had lasted some months when first seen.
func entered(
	position string, ordinal int, code varighet.MunicipalityCode, from, to, before int, stopped bool,
) Spell {
	s := Spell{
		PositionID: position, Ordinal: ordinal, DoctorID: "A", MunicipalityNow: code, Stopped: stopped,
		First: first + varighet.Month(from-1), Last: first + varighet.Month(to-1),
	}
	exit := to - from + before
	if stopped {
		exit++
	}
	s.Start = varighet.Some(s.First - varighet.Month(before))
	s.Entry, s.Exit = varighet.Some(before), varighet.Some(exit)
	return s
}

// turnoverSpells is two municipalities whose last months, read off a vacancy
// and off a running spell, are 20 and 8. Within six months each line says what
// the definitions make of it.
func turnoverSpells() []Spell {
	unknown := began("P3", 1, "1201", 1, 10, true)
	unknown.Start, unknown.Entry, unknown.Exit = varighet.Opt[varighet.Month]{}, varighet.Opt[int]{}, varighet.Opt[int]{}
	vacancy := began("P8", 0, "1201", 16, 20, false)
	vacancy.Kind, vacancy.DoctorID = Vacant, ""
	filled := began("P8", 0, "1201", 6, 7, true)
	filled.Kind, filled.DoctorID = Vacant, ""
	return []Spell{
		began("P1", 1, "1201", 2, 4, true),      // (0,3]: gone in a, b, d
		began("P1", 2, "1201", 5, 18, true),     // (0,14]: stayed in a, b
		entered("P2", 1, "1201", 1, 3, 2, true), // (2,5]: late entry, c only
		began("P2", 2, "1201", 14, 19, true),    // (0,6]: gone in a, b, just: 1201 ends in 20
		unknown,                                 // none
		began("P3", 2, "1201", 11, 17, true),    // (0,7]: stayed in a, b
		began("P4", 1, "1201", 16, 19, false),   // (0,3] censored: too late for a, stayed so far in b, d
		began("P5", 1, "1201", 18, 19, true),    // (0,2]: too late for a, gone in b, d
		began("P6", 1, "4601", 5, 7, true),      // (0,3]: too late for a since 4601 ends in 8; gone in b, d
		began("P7", 1, "4601", 2, 8, false),     // (0,6] censored: stayed in a, just; in b, d
		began("P8", 1, "1201", 3, 5, false),     // (0,2] censored: out of sight, not in a; stayed so far in b, d
		filled, vacancy,                         // none
	}
}

// Counted by hand from the lines of turnoverSpells.
func TestTurnoverByHand(t *testing.T) {
	shares, err := Turnover(turnoverSpells(), 6, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	type counts struct {
		Letter            string
		Gone, Of, LeftOut int
	}
	want := []counts{{"a", 2, 5, 6}, {"b", 4, 9, 2}, {"c", 5, 10, 1}, {"d", 3, 6, 2}}
	var got []counts
	for _, s := range shares {
		got = append(got, counts{s.Definition.Letter(), s.Gone, s.Of, s.LeftOut})
		if s.Within != 6 {
			t.Errorf("%s: within %d, want 6", s.Definition, s.Within)
		}
		if !s.Lower.OK || !s.Upper.OK || !(s.Lower.V < s.Share.V && s.Share.V < s.Upper.V) {
			t.Errorf("%s: limits %v and %v do not enclose %v", s.Definition, s.Lower, s.Upper, s.Share)
		}
		if s.Definition != TurnoverKaplanMeier && s.Share.V != float64(s.Gone)/float64(s.Of) {
			t.Errorf("%s: share %v of %d/%d", s.Definition, s.Share.V, s.Gone, s.Of)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The curve of turnoverSpells to month 6, by hand. At risk and gone: 9 and 1 at
// month 2 (the late entry comes after it), 8 and 2 at 3, 5 and 1 at 5, 4 and 1
// at 6. S = 8/9·6/8·4/5·3/4 = 2/5, and Greenwood's sum is 1/72 + 2/48 + 1/20 +
// 1/12. The log-log limits of S at the level 0.9 are S^exp(±1.644854·√sum/ln S).
func TestTurnoverOfTheCurveByHand(t *testing.T) {
	shares, err := Turnover(turnoverSpells(), 6, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	c := shares[TurnoverKaplanMeier]
	width := 1.6448536269514722 * math.Sqrt(1./72+2./48+1./20+1./12) / -math.Log(0.4)
	lower, upper := math.Pow(0.4, math.Exp(width)), math.Pow(0.4, math.Exp(-width))
	for _, v := range []struct {
		name      string
		got, want float64
	}{
		{"share", c.Share.V, 0.6}, {"lower", c.Lower.V, 1 - upper}, {"upper", c.Upper.V, 1 - lower},
	} {
		if math.Abs(v.got-v.want) > 1e-9 {
			t.Errorf("%s is %v, want %v", v.name, v.got, v.want)
		}
	}
}

// With the longest spell censored at month 14 nobody was followed further: the
// curve ends there and says nothing of month 15.
func TestTurnoverBeyondTheCurveHasNoShare(t *testing.T) {
	spells := turnoverSpells()
	spells[1] = began("P1", 2, "1201", 5, 19, false) // (0,14] censored
	for within, known := range map[int]bool{14: true, 15: false} {
		shares, err := Turnover(spells, within, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		c := shares[TurnoverKaplanMeier]
		if c.Share.OK != known || c.Lower.OK != known || c.Upper.OK != known {
			t.Errorf("within %d: share %v, limits %v and %v; want known: %t", within, c.Share, c.Lower, c.Upper, known)
		}
		if c.Gone != 6 || c.Of != 10 {
			t.Errorf("within %d: %d of %d, want 6 of 10", within, c.Gone, c.Of)
		}
	}
}

func TestTurnoverOfNothing(t *testing.T) {
	shares, err := Turnover(nil, 12, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shares {
		if s.Share.OK || s.Lower.OK || s.Upper.OK || s.Of != 0 {
			t.Errorf("%s: %+v, want nothing", s.Definition, s)
		}
	}
	if _, err := Turnover(nil, 0, 0.95); err == nil {
		t.Error("within 0 months: no error")
	}
}

// By hand: two of two left by the curve, at S = 0, where it has no limits.
func TestAShareWithoutLimitsIsPrintedWithDashes(t *testing.T) {
	s := TurnoverShare{Definition: TurnoverKaplanMeier, Within: 13, Gone: 2, Of: 2, Share: varighet.Some(1.0)}
	if got, want := s.String(), "left within 13 months, c (kaplan_meier): 2/2, 100.0 % (– to –)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
