package words

import (
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// By hand, months counted from 0 to 30: position 1 is vacant in 5–7 (3 months) and 10 (1), position
// 2 in 6–8 and 10–17, with no data in 9 (3 + 8 = 11 months, after an assumed one). Position 3
// changes doctor without a vacancy, position 4 is vacant at the end, and position 5 only before
// its doctor.
func TestVacanciesBetweenDoctors(t *testing.T) {
	spells := spellsOf(held{1, 1, 0, 4}, held{1, 2, 8, 9}, held{1, 3, 11, 30}, held{2, 4, 0, 5}, held{2, 5, 18, 30},
		held{3, 6, 0, 9}, held{3, 7, 10, 30}, held{4, 8, 0, 3}, held{4, 9, 6, 20}, held{5, 10, 4, 30})
	for i := range spells {
		if s := &spells[i]; s.PositionID == "2" && s.Ordinal == 1 {
			s.EndEvidence = varighet.EvidenceAssumed
		}
	}
	gap := vacant(2, 6) // months 6 to 17 of position 2, of which the data have all but month 9
	gap.Last = start + 8
	missing := gap
	missing.Kind, missing.First, missing.Last = survival.Missing, start+9, start+9
	for i := range spells {
		if s := &spells[i]; s.PositionID == "2" && s.Kind == survival.Vacant {
			s.First = start + 10
		}
	}
	before := vacant(5, 0)
	before.Last = start + 3
	spells = append(spells, gap, missing, vacant(4, 21), before)
	f := factsOf(t, spells)
	if want := (Between{Positions: 2, Assumed: 1, Shortest: 1, Longest: 11}); f.Between != want {
		t.Fatalf("got %+v, want %+v", f.Between, want)
	}
	for tag, want := range map[string]string{
		"nb": " To av stillingene som hadde lege da, har tidligere stått ledig mellom to leger, i 1 til 11\u00a0måneder (for én av dem bygger månedene på antatte start- eller sluttmåneder).",
		"nn": " To av stillingane som hadde lege då, har tidlegare stått ledig mellom to legar, i 1 til 11\u00a0månader (for éi av dei byggjer månadene på antatte start- eller sluttmånader).",
		"en": " Two of the positions with a doctor then stood vacant earlier between two doctors, for 1 to 11\u00a0months (for one of them the months rest on assumed first or last months).",
	} {
		if got := writerIn(locale.Get(tag)).between(f); got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
	if got := writerIn(locale.Get("nb")).between(factsOf(t, spellsOf(held{1, 1, 0, 4}, held{1, 2, 8, 30}))); got != " Den har tidligere stått ledig mellom to leger, i 3\u00a0måneder." {
		t.Errorf("of the only position: got %q", got)
	}
	if got := betweenOf([]survival.Spell{vacant(1, 0)}, start+lastOne); got != (Between{}) {
		t.Errorf("a position without a doctor: got %+v", got)
	}
}
