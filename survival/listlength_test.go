package survival_test

import (
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// By hand, in November 2019: A has been held from October 2018, so for 14 months, and has 801
// residents; B from that very month, for 1. C's start and D's residents are not known. E ended
// before, F is vacant, and G goes on beyond the month, so that its residents then are not
// known. H goes on too, but began in the month, with 900.
func TestListLengthsOnADate(t *testing.T) {
	nov := varighet.MonthOf(2019, time.November)
	spell := func(id string, first, last varighet.Month, residents int32) survival.Spell {
		return survival.Spell{PositionID: id, Start: varighet.Some(first), First: first, Last: last, ResidentsLast: varighet.Some(residents)}
	}
	spells := []survival.Spell{
		spell("A", nov-13, nov, 801), spell("B", nov, nov, 158), spell("C", nov-5, nov, 600), spell("D", nov-5, nov, 0),
		spell("E", nov-9, nov-1, 500), spell("F", nov-2, nov, 400), spell("G", nov-2, nov+1, 700), spell("H", nov, nov+1, 950),
	}
	spells[7].ResidentsFirst = varighet.Some(int32(900))
	spells[2].Start = varighet.Opt[varighet.Month]{}
	spells[3].ResidentsLast = varighet.Opt[int32]{}
	spells[5].Kind = survival.Vacant
	got := survival.ListLengthsAt(spells, nov)
	if len(got.List) != 3 || got.NoStart != 1 || got.NoResidents != 2 {
		t.Fatalf("%d lists, %d without a start and %d without residents; want 3, 1 and 2", len(got.List), got.NoStart, got.NoResidents)
	}
	months, residents := got.Pairs()
	if months[0] != 14 || residents[0] != 801 || months[1] != 1 || residents[1] != 158 || months[2] != 1 || residents[2] != 900 {
		t.Errorf("months %v and residents %v, want 14, 1, 1 and 801, 158, 900", months, residents)
	}
	if none := survival.ListLengthsAt(nil, nov); none.List != nil {
		t.Errorf("no spells give %v", none.List)
	}
}
