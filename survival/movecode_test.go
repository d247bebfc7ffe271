package survival

import (
	"testing"

	"github.com/varighet/varighet"
)

// Without a reference: doctor A holds list 1 of 1201 to June 2020, and list 2 from the start.
// Both are reported under 4601 from January 2020. So A goes on within the municipality, whose
// code in the month of the move is 4601; and B, who holds list 3 to June 2020 and then takes
// list 4, moves away to 4602, which was 1241 until 2020.
func TestMovesAreByTheCodesOfTheMonth(t *testing.T) {
	var rows []varighet.Observation
	add := func(position, doctor, before, after string, from, to varighet.Month) {
		for m := from; m <= to; m++ {
			code := before
			if m >= varighet.MonthOf(2020, 1) {
				code = after
			}
			rows = append(rows, varighet.Observation{Month: m, PositionID: position, DoctorID: doctor, Role: varighet.RoleRegular,
				MunicipalityCode: varighet.MunicipalityCode(code)})
		}
	}
	begin, stop, end := varighet.MonthOf(2019, 1), varighet.MonthOf(2020, 6), varighet.MonthOf(2020, 12)
	add("1", "A", "1201", "4601", begin, stop)
	add("1", "C", "1201", "4601", stop+1, end)
	add("2", "A", "1201", "4601", begin, end)
	add("3", "B", "1201", "4601", begin, stop)
	add("3", "D", "1201", "4601", stop+1, end)
	add("4", "E", "1241", "4602", begin, stop)
	add("4", "B", "1241", "4602", stop+1, end)
	set, err := SpellsOf(rows, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Spell{"1": {StopReason: MovedWithin, MovedToMunicipality: "4601"}, "3": {StopReason: MovedAway, MovedToMunicipality: "4602"}}
	for i := range set.Spells {
		s := &set.Spells[i]
		if w, ok := want[s.PositionID]; ok && s.Stopped && (s.StopReason != w.StopReason || s.MovedToMunicipality != w.MovedToMunicipality) {
			t.Errorf("list %s: %s to %q, want %s to %q", s.PositionID, s.StopReason, s.MovedToMunicipality, w.StopReason, w.MovedToMunicipality)
		}
	}
}
