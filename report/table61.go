package report

import (
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Table61Input is what table 6-1 is made of.
type Table61Input struct {
	Locale *locale.Locale // nil is bokmål
	Title  string         // empty for the usual one
	Groups []survival.GroupMedian
	Basis  OwnBasis // of the municipalities' own medians, where any group has them

	Window    int               // months that the data cover; 0 leaves the sentence on it out
	ConfLevel float64           // 0 is 0.95
	ConfType  survival.ConfType // of the curves that the limits are read off

	PublishedSource string // of the published medians
	Source          string
}

// Table61 is the table of median tenure by size group, in years, after table
// 6-1 of NSDM's report on ALIS-Vest (2020): how many agreements, how many of them
// were seen from their start, how many ended, the median and its limits; beside it the published median, the true
// one and the municipalities' own, where any group has them, for people: files for programs have
// them in [MunicipalityTable]. A group with nobody in it stays. The group named "all" is set
// apart.
func Table61(in Table61Input) *Table {
	if in.ConfLevel == 0 {
		in.ConfLevel = 0.95
	}
	t := &Table{Name: "table_6_1", Locale: in.Locale, Title: in.Title, Source: in.Source}
	l := t.locale()
	w := l.Table61
	if t.Title == "" {
		t.Title = w.Title
	}
	level := l.Percent(in.ConfLevel, 0)
	var published, truth, own, open bool
	for _, g := range in.Groups {
		published = published || g.Published.OK
		truth = truth || g.Truth.OK
		own = own || len(g.Own) > 0
		open = open || isOpen(&g)
		for _, o := range g.Own {
			open = open || isOpen(&o.GroupMedian)
		}
	}
	t.Columns = []Column{
		{Key: "size_group", For: Programs},
		{Key: "size_group_words", Title: w.SizeGroup, For: People},
		{Key: "agreements", Title: w.Agreements, Kind: CountKind, States: true},
		{Key: "from_start", Title: w.FromStart, Kind: CountKind, States: true},
		{Key: "stopped", Title: w.Stopped, Kind: CountKind, States: true},
		{Key: "median_years", Title: w.Median, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "limit_years", Title: locale.Fill(w.Interval, level), Kind: IntervalKind, Decimals: 1, States: true},
	}
	stepped := slices.ContainsFunc(in.Groups, func(g survival.GroupMedian) bool { return g.After.OK })
	if stepped {
		t.before("median_years", Column{Key: "median_later_than_years", Title: l.MedianAfter, Kind: NumberKind, Decimals: 1, States: true})
	}
	t.addIf(published, Column{Key: "published_years", Title: w.Published, Kind: NumberKind, Decimals: 1})
	t.addIf(truth, Column{Key: "true_years", Title: w.Truth, Kind: NumberKind, Decimals: 1})
	t.addIf(own, Column{Key: "municipalities", Title: w.Municipalities, For: People})
	var few []string // groups with limits from the beta product
	for _, g := range in.Groups {
		if g.BetaProduct {
			few = append(few, l.SizeGroup(g.Group))
		}
		cells := append([]Cell{Text(g.Group), Text(l.SizeGroup(g.Group))}, medianCounts(g)...)
		if stepped {
			cells = append(cells, OptNumber(inYears(g.After), Absent))
		}
		cells = append(cells, medianCells(g)...)
		if published {
			cells = append(cells, OptNumber(inYears(g.Published), Absent))
		}
		if truth {
			cells = append(cells, OptNumber(inYears(g.Truth), Absent))
		}
		if own {
			cells = append(cells, Text(ownMedians(l, g.Own)))
			few = append(few, betaProduct(l, g.Own)...)
		}
		t.Rows = append(t.Rows, Row{Cells: cells, Total: g.Group == "all"})
	}
	t.note(true, locale.Fill(w.MethodNote, level, l.Curve.ConfTypes[in.ConfType]))
	t.note(stepped, l.PublishedMedian)
	t.fewNote(w.BetaProductNote, few)
	t.note(open && in.Window > 0, locale.Fill(w.NotReachedNote, l.Length(in.Window)))
	t.note(published && in.PublishedSource != "", locale.Fill(w.PublishedNote, in.PublishedSource))
	t.note(truth, w.TruthNote)
	t.note(in.Basis.Others, l.Municipalities.GroupsOfOthers)
	if own {
		t.ownNotes(in.Basis, ownOf(in.Groups))
	}
	return t
}

func (t *Table) addIf(there bool, c Column) {
	if there {
		t.Columns = append(t.Columns, c)
	}
}

// before puts a column before that of a key.
func (t *Table) before(key string, c Column) {
	at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key == key })
	t.Columns = slices.Insert(t.Columns, at, c)
}

func (t *Table) note(there bool, s string) {
	if there {
		t.Notes = append(t.Notes, s)
	}
}

// fewNote names those with limits from the beta product, if there are any.
func (t *Table) fewNote(words string, few []string) {
	l := t.locale()
	t.note(few != nil, locale.Fill(words, strings.Join(few, "; "), l.Int(survival.FewTenures), l.Int(survival.FewAtStop)))
}

// medianCells are the median and its limits, in years. A group with nobody in
// it has none, and one with too few at risk says so; else a missing one was
// not reached.
func medianCells(g survival.GroupMedian) []Cell {
	if g.Withheld || g.MedianWithheld {
		return []Cell{Without(NumberKind, Withheld), Without(IntervalKind, Withheld)}
	}
	if g.TooFew {
		return []Cell{Without(NumberKind, TooFew), Without(IntervalKind, TooFew)}
	}
	if g.N == 0 {
		return []Cell{Without(NumberKind, Absent), Without(IntervalKind, Absent)}
	}
	limits := Interval(inYears(g.Median.Lower), inYears(g.Median.Upper))
	if limits.State == Absent {
		limits.State = NotReached
	}
	return []Cell{OptNumber(inYears(g.Median.Time), NotReached), limits}
}

// medianCounts are how many a median is of, were seen from their start, and stopped.
func medianCounts(g survival.GroupMedian) []Cell {
	if g.Withheld {
		return []Cell{Without(CountKind, Withheld), Without(CountKind, Withheld), Without(CountKind, Withheld)}
	}
	return []Cell{Count(g.N), Count(g.FromStart), Count(g.Stopped)}
}

// isOpen reports whether a group's median was not reached.
func isOpen(g *survival.GroupMedian) bool {
	return g.N > 0 && !g.TooFew && !g.MedianWithheld && !g.Median.Time.OK
}

// ownOf are the municipalities of all groups.
func ownOf(groups []survival.GroupMedian) (list []survival.OwnMedian) {
	for _, g := range groups {
		list = append(list, g.Own...)
	}
	return list
}

// inYears divides by 12 and rounds to a billionth, so that a median published
// as 2.8 years comes back as 2.8.
func inYears(months varighet.Opt[float64]) varighet.Opt[float64] {
	months.V = math.Round(months.V/12*1e9) / 1e9
	return months
}
