package chart

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// statesTimeline has a position of each state that months without a holder can be in, ends that
// are assumed and corrected, long names that differ in the middle only, and names in letters that
// the font lacks.
func statesTimeline(tag string, width float64) *Timeline {
	t := &Timeline{Text: Text{Mark: locale.Get(tag).MadeUpData}, Paper: Paper{Locale: locale.Get(tag), Width: width},
		First: may17, Last: may17 + 23, Labels: map[string]string{}}
	add := func(position, label string, kind survival.SpellKind, ordinal, first, last int, change ...func(*survival.Spell)) {
		s := survival.Spell{PositionID: position, Kind: kind, Ordinal: ordinal, Stopped: last < 23,
			First: may17 + varighet.Month(first), Last: may17 + varighet.Month(last)}
		s.Start = varighet.Some(s.First)
		if kind == survival.Regular {
			s.DoctorID = fmt.Sprintf("%s/%d", position, ordinal)
		}
		for _, c := range change {
			c(&s)
		}
		t.Spells = append(t.Spells, s)
		t.Labels[position] = label
		t.Positions = append(t.Positions, position)
	}
	start := func(e varighet.Evidence) func(*survival.Spell) {
		return func(s *survival.Spell) { s.StartEvidence = e }
	}
	finish := func(e varighet.Evidence) func(*survival.Spell) {
		return func(s *survival.Spell) { s.EndEvidence = e }
	}
	wasClosed := func(s *survival.Spell) { s.Stopped, s.StopReason = false, survival.Closed }
	lost := func(s *survival.Spell) { s.Stopped = false }
	startUnknown := func(s *survival.Spell) { s.Start = varighet.Opt[varighet.Month]{} }

	add("1", "Bø", survival.Vacant, 0, 4, 6)
	add("1", "Bø", survival.Regular, 1, 7, 23, start(varighet.EvidenceCorrected))
	add("2", "Ytre Sør-Varanger legekontor, liste 1 øst", survival.Regular, 1, 0, 9, finish(varighet.EvidenceCorrected))
	add("2", "Ytre Sør-Varanger legekontor, liste 1 øst", survival.Vacant, 0, 10, 12)
	add("2", "Ytre Sør-Varanger legekontor, liste 1 øst", survival.Regular, 2, 13, 17, start(varighet.EvidenceAssumed), finish(varighet.EvidenceAssumed))
	add("3", "Ytre Sør-Varanger legekontor, liste 2 øst", survival.Regular, 1, 0, 11)
	add("3", "Ytre Sør-Varanger legekontor, liste 2 øst", survival.Vacant, 0, 12, 14, wasClosed)
	add("4", "Ærøy", survival.Vacant, 0, 8, 23)
	add("5", "Å", survival.Regular, 1, 0, 12, lost)
	add("6", "Ørsta", survival.Regular, 1, 5, 23, startUnknown)
	add("6", "Ørsta", survival.Missing, 0, 9, 11)
	add("7", "山田 🩺 علي", survival.Regular, 1, 0, 2)
	add("7", "山田 🩺 علي", survival.Regular, 2, 3, 3, start(varighet.EvidenceAssumed))
	add("7", "山田 🩺 علي", survival.Regular, 3, 4, 4, start(varighet.EvidenceCorrected))
	add("7", "山田 🩺 علي", survival.Regular, 4, 5, 23)
	positions := map[string]bool{}
	var once []string
	for _, p := range t.Positions {
		if !positions[p] {
			once = append(once, p)
		}
		positions[p] = true
	}
	t.Positions = once
	return t
}

// manyCurves are of 20 groups, some with long names that are alike.
func manyCurves(tag string) *Curves {
	c := &Curves{Paper: Paper{Locale: locale.Get(tag)}}
	for i := range 20 {
		label := fmt.Sprintf("Sone %d", i+1)
		if i%5 == 4 {
			label = fmt.Sprintf("Interkommunalt legedistrikt nr. %d i Nord-Østerdalen", i+1)
		}
		c.Groups = append(c.Groups, CurveGroup{Label: label, Curve: curveOf(madeTenures(40+(i*37)%90, 2+float64(i)/3))})
	}
	return c
}
