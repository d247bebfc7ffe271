package study

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// name names a count of a group in the month.
func (l *ListLengths) name(group, count string) string {
	return "list lengths " + l.Month.String() + " " + l.By + " " + group + ": " + count
}

// unpublished reports whether nothing of it may be read: lists are parted by another column than the size
// group, some have none, or the month is not the last, of which the other counts of a report are.
func (l *ListLengths) unpublished(r *Result) bool {
	_, last := r.Months()
	return l.By != "" && l.By != sizeGroupColumn || l.NoGroup > 0 || l.Month != last
}

// What is counted of lists beside those with a mean.
const (
	listsCounted     = "lists"
	listsNoStart     = "without a start"
	listsNoResidents = "without residents"
)

// counted counts the lists of all and of each group, the largest first, and those that are left out.
func (l *ListLengths) counted(p *publication, s *publishedSide, f *countedFamilies) error {
	if l.unpublished(p.result) {
		return nil
	}
	columns, err := rows.Columns(p.result.Table, "by", by(&Figure{By: l.By}))
	if err != nil {
		return err
	}
	f.lists.bundle(askedRows, l.name("all", listsCounted))
	for _, g := range l.bySize() {
		name := l.name(g.Group, listsCounted)
		f.lists.bundle(askedRows, name)
		against, err := p.groupNumbers(s, g.Group)
		if err != nil {
			return err
		}
		f.lists.never(p.rule, []string{name}, against)
	}
	f.lists.bundle(askedMore, l.name("all", listsNoStart), l.name("all", listsNoResidents))
	for i := range s.spells {
		x := &s.spells[i]
		one := survival.ListLengthsAt(s.spells[i:i+1], l.Month)
		f.lists.put(i, l.name("all", listsCounted), len(one.List) > 0)
		f.lists.put(i, l.name("all", listsNoStart), one.NoStart > 0)
		f.lists.put(i, l.name("all", listsNoResidents), one.NoResidents > 0)
		if key := rows.KeyOf(x, columns); l.By != "" && len(one.List) > 0 {
			f.lists.put(i, l.name(key.Label(), listsCounted), true)
		}
	}
	return nil
}

// bySize are the groups but that of all, the largest first.
func (l *ListLengths) bySize() []ListLengthGroup {
	if l.By == "" {
		return nil
	}
	list := slices.Clone(l.Groups[:len(l.Groups)-1])
	slices.SortStableFunc(list, func(a, b ListLengthGroup) int { return b.N() - a.N() })
	return list
}

// published has how many lists there are and the mean of what they have, rounded as people see them: of all, and of
// the groups that are shown. A mean is withheld where one list has too much of the sum, and that of all where the groups shown would
// leave such a sum. The fewest and the most, which are single lists, and r, which is of single lists, are
// withheld, and so are the marks of the figure.
func (l *ListLengths) published(p *publication) (Value, error) {
	s := p.own
	if l.unpublished(p.result) || !s.shown[l.name("all", listsCounted)] || p.publishedBefore("list-length") {
		return nil, errWithheld
	}
	out := &ListLengths{Month: l.Month, By: l.By, names: l.names, means: true}
	if s.shown[l.name("all", listsNoStart)] {
		out.NoStart, out.NoResidents = l.NoStart, l.NoResidents
	}
	parts, rest := l.parts(s)
	whole := p.sums(rest)
	for _, g := range parts {
		whole = whole && p.sums(g)
	}
	for i := range l.Groups {
		old := &l.Groups[i]
		g := ListLengthGroup{Group: old.Group}
		g.R.N, g.Withheld = s.told(l.name(old.Group, listsCounted))
		switch g.Withheld = !g.Withheld; {
		case g.Withheld:
			g.R.N = 0
		case old.Group == "all" && !whole || !p.sums(old) || old.N() == 0:
		default:
			g.MonthsMean, g.ResidentsMean = rounded(old.Months, 10), rounded(old.Residents, 1)
		}
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

// parts are the groups that are shown, and all other lists together.
func (l *ListLengths) parts(s *publishedSide) (shown []*ListLengthGroup, rest *ListLengthGroup) {
	rest = &ListLengthGroup{}
	for i := range l.Groups {
		g := &l.Groups[i]
		switch {
		case g.Group == "all" && l.By != "":
		case s.shown[l.name(g.Group, listsCounted)]:
			shown = append(shown, g)
		default:
			rest.Months, rest.Residents = append(rest.Months, g.Months...), append(rest.Residents, g.Residents...)
		}
	}
	return shown, rest
}

// sums reports whether the sums of a group's months and residents may be read.
func (p *publication) sums(g *ListLengthGroup) bool {
	return p.rule.Sum(g.Months) && p.rule.Sum(g.Residents)
}

// rounded is the mean in whole parts of one over parts.
func rounded(values []float64, parts float64) varighet.Opt[float64] {
	return varighet.Some(math.Round(stat.Mean(values, nil)*parts) / parts)
}

// undrawn is true in a published report: the marks of the figure are single lists.
func (l *ListLengths) undrawn() bool { return l.means }
