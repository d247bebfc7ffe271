package words

import (
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// By hand, months counted from 0 to 30: position 1 is vacant in 5–7 (3 months) and 10 (1), position
// 2 in 6–17 (12, after an assumed month). Position 3 changes doctor without a vacancy, position 4
// is vacant at the end, and position 5 only before its doctor.
func TestVacanciesBetweenDoctors(t *testing.T) {
	spells := spellsOf(held{1, 1, 0, 4}, held{1, 2, 8, 9}, held{1, 3, 11, 30}, held{2, 4, 0, 5}, held{2, 5, 18, 30},
		held{3, 6, 0, 9}, held{3, 7, 10, 30}, held{4, 8, 0, 3}, held{4, 9, 6, 20}, held{5, 10, 4, 30})
	for i := range spells {
		if s := &spells[i]; s.PositionID == "2" && s.Ordinal == 1 {
			s.EndEvidence = varighet.EvidenceAssumed
		}
	}
	before := vacant(5, 0)
	before.Last = start + 3
	spells = append(spells, vacant(4, 21), before)
	f := factsOf(t, spells)
	if want := (Between{Positions: 2, Assumed: 1, Shortest: 1, Longest: 12}); f.Between != want {
		t.Fatalf("got %+v, want %+v", f.Between, want)
	}
	for tag, want := range map[string]string{
		"nb": " To av stillingene som hadde lege da, har tidligere stått ledig mellom to leger, i 1 til 12\u00a0måneder (for én av dem bygger månedene på antatte start- eller sluttmåneder).",
		"nn": " To av stillingane som hadde lege då, har tidlegare stått ledig mellom to legar, i 1 til 12\u00a0månader (for éi av dei byggjer månadene på antatte start- eller sluttmånader).",
		"en": " Two of the positions with a doctor then stood vacant earlier between two doctors, for 1 to 12\u00a0months (for one of them the months rest on assumed first or last months).",
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
