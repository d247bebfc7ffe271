package words

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Between are the positions with a doctor in the last month that were without one before it,
// between two doctors. Vacancies before the first doctor and after the last are not in it.
type Between struct {
	Positions         int
	Assumed           int // of the positions: a month beside a vacancy is assumed
	Shortest, Longest int // of the times between two doctors, vacant months of each; 0 for no positions
}

// betweenOf counts them of spells, as of a month.
func betweenOf(spells []survival.Spell, month varighet.Month) (b Between) {
	for _, line := range linesOf(spells) {
		if last := line[len(line)-1]; last.Kind == survival.Regular && last.Last == month {
			b.add(line)
		}
	}
	return b
}

// linesOf are the spells of each position in the order of their months.
func linesOf(spells []survival.Spell) map[string][]*survival.Spell {
	lines := map[string][]*survival.Spell{}
	for i := range spells {
		s := &spells[i]
		lines[s.PositionID] = append(lines[s.PositionID], s)
	}
	for _, line := range lines {
		slices.SortStableFunc(line, func(a, b *survival.Spell) int { return cmp.Compare(a.First, b.First) })
	}
	return lines
}

// add counts a position by the months between one doctor and the next in which it was vacant. Months
// without data among them are not counted.
func (b *Between) add(line []*survival.Spell) {
	var before *survival.Spell // the doctor before
	months, found, assumed := 0, false, false
	for _, s := range line {
		switch {
		case s.Kind == survival.Vacant:
			months += int(s.Last-s.First) + 1
		case s.Kind == survival.Regular:
			if before != nil && months > 0 {
				found = true
				assumed = assumed || before.EndEvidence == varighet.EvidenceAssumed || s.StartEvidence == varighet.EvidenceAssumed
				b.span(months)
			}
			before, months = s, 0
		}
	}
	if found {
		b.Positions++
	}
	if assumed {
		b.Assumed++
	}
}

// span takes a time between two doctors, of so many vacant months, into account.
func (b *Between) span(months int) {
	if b.Shortest == 0 || months < b.Shortest {
		b.Shortest = months
	}
	b.Longest = max(b.Longest, months)
}

// between is a sentence, with a space before it, on how many of the positions with a doctor were
// without one between two doctors, and for how long; "" for none.
func (x writer) between(f *Facts) string {
	w, b := &x.w.Facts, &f.Between
	if b.Positions == 0 {
		return ""
	}
	text := w.Between
	if f.Stability.Positions == 1 {
		text = w.BetweenOnly
	}
	s := locale.Fill(text, x.l.InWords(b.Positions, locale.Feminine), x.span(b.Shortest, b.Longest))
	switch {
	case b.Assumed == b.Positions:
		s += w.BetweenAssumed
	case b.Assumed > 0:
		s += locale.Fill(w.BetweenSomeAssumed, x.l.InWords(b.Assumed, locale.Feminine))
	}
	return " " + locale.Sentence(locale.Capital(s))
}

// span writes from how many months to how many: "5 til 13 måneder", or only "5 måneder".
func (x writer) span(shortest, longest int) string {
	if shortest == longest {
		return x.months(longest)
	}
	return x.l.Int(shortest) + " " + x.l.To + " " + x.l.Count(longest, x.l.Month)
}
