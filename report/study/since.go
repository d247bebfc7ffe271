package study

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/survival"
)

// changes are how tenures differ from those of an earlier report: what has come, and what is no
// longer there since rows of later months say otherwise, as of a doctor who has come back.
type changes struct {
	fresh, gone survival.Selection // that were not in it, and that are in it alone (index −1)
	ended       survival.Selection // that were in it and have stopped since
	reverted    survival.Selection // that had stopped in it and have not
	left        survival.Selection // as ended, by how long they would have been there if they had not stopped
}

// A spellKey tells a spell in two reports of the same rows.
type spellKey struct {
	position, doctor string
	first            varighet.Month
}

func keyOf(s *survival.Spell) spellKey { return spellKey{s.PositionID, s.DoctorID, s.First} }

// compare finds what has changed since the earlier report.
func (s *publishedSide) compare(before *earlierSide) {
	s.before, s.since = before, &changes{}
	then := map[spellKey]survival.Tenure{}
	for k, i := range before.chosen.Index {
		then[keyOf(&before.measures.Spells[i])] = before.chosen.Tenures[k]
	}
	for k, i := range s.chosen.Index {
		key := keyOf(&s.spells[i])
		old, was := then[key]
		s.since.add(i, s.chosen.Tenures[k], old, was, before.months)
		delete(then, key)
	}
	for _, old := range then {
		put(&s.since.gone, -1, old)
	}
}

// add adds what has become of a tenure.
func (c *changes) add(i int, now, old survival.Tenure, was bool, months int) {
	switch {
	case !was:
		put(&c.fresh, i, now)
	case now.Stopped && !old.Stopped:
		put(&c.ended, i, survival.Tenure{Exit: now.Exit, Stopped: true})
		put(&c.left, i, survival.Tenure{Exit: old.Exit + float64(months)})
	case old.Stopped && (!now.Stopped || now.Exit != old.Exit):
		put(&c.reverted, i, survival.Tenure{Exit: old.Exit, Stopped: true})
		if now.Stopped {
			put(&c.ended, i, survival.Tenure{Exit: now.Exit, Stopped: true})
		}
	}
}

func put(to *survival.Selection, i int, t survival.Tenure) {
	to.Index, to.Tenures = append(to.Index, i), append(to.Tenures, t)
}

// rows are those of what has changed among the spells that are chosen: what has come, what has ended
// and what has left, each less what was taken back.
func (c *changes) rows(chosen func(i int) bool) [3]disclosure.Row {
	of := func(from *survival.Selection) disclosure.Row {
		var tenures []survival.Tenure
		for k, i := range from.Index {
			if chosen(i) {
				tenures = append(tenures, from.Tenures[k])
			}
		}
		return disclosure.RowOf(tenures)
	}
	return [3]disclosure.Row{of(&c.fresh).Less(of(&c.gone)), of(&c.ended).Less(of(&c.reverted)), of(&c.left)}
}

// steppedBefore reports whether the curve of all may step at a month: up to the last step of the
// earlier report's only where that one does.
func (s *publishedSide) steppedBefore(m int) bool {
	return s.before == nil || mayStep(s.before.Steps, m)
}

func mayStep(before []int, m int) bool {
	return len(before) == 0 || m > before[len(before)-1] || slices.Contains(before, m)
}

// sinceBy are the rows of what has changed by group, as the rows of all are: first those without.
func (s *publishedSide) sinceBy(labels []string, group func(i int) (string, bool)) (tables [][]disclosure.Row) {
	if s.since == nil {
		return nil
	}
	tables = make([][]disclosure.Row, 3)
	for at := range len(labels) + 1 {
		rows := s.since.rows(func(i int) bool {
			label, ok := "", false
			if i >= 0 {
				label, ok = group(i)
			}
			return !ok && at == 0 || ok && at > 0 && label == labels[at-1]
		})
		for what := range rows {
			tables[what] = append(tables[what], rows[what])
		}
	}
	return tables
}

// sinceIn is what has changed in a size group.
func (s *publishedSide) sinceIn(group string) *changes {
	if s.since == nil {
		return nil
	}
	in := &changes{}
	lists := func(c *changes) []*survival.Selection {
		return []*survival.Selection{&c.fresh, &c.gone, &c.ended, &c.reverted, &c.left}
	}
	to := lists(in)
	for l, from := range lists(s.since) {
		for k, i := range from.Index {
			if i >= 0 && s.spells[i].SizeGroup == group {
				put(to[l], i, from.Tenures[k])
			}
		}
	}
	return in
}

// publishedBefore reports whether an earlier report has a kind that cannot be held against it.
func (p *publication) publishedBefore(kind string) bool {
	b := p.result.before
	return b != nil && slices.Contains(b.Kinds, kind)
}
