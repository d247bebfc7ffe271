package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// OwnBasis says what municipalities' own medians are of, and what they are compared with.
type OwnBasis struct {
	CohortOnly  bool   // they are of the cohort's agreements, since there are no others
	Published   bool   // the group's median is the published one
	Others      bool   // the groups are of those that are not of the cohort
	OtherPeriod string // why no published median is compared with, though it is there: its period; "" if it is
}

// MunicipalityInput is what the table of municipalities is made of.
type MunicipalityInput struct {
	Locale *locale.Locale // nil is bokmål
	Title  string         // empty for the usual one
	List   []survival.OwnMedian
	Basis  OwnBasis

	Window    int               // months that the data cover; 0 leaves the sentence on it out
	ConfLevel float64           // 0 is 0.95
	ConfType  survival.ConfType // of the curves that the limits are read off

	PublishedSource string // of the published medians
	Source          string
}

// MunicipalityTable is the table of municipalities' own median tenure, in years, a row each:
// how many agreements, how many of them were seen from their start, how many ended, the
// median and its limits; the median of the size group, and whether the municipality's is above
// it, below it or of too few to tell; and what another study found for the municipality, where
// that is there.
func MunicipalityTable(in MunicipalityInput) *Table {
	if in.ConfLevel == 0 {
		in.ConfLevel = 0.95
	}
	t := &Table{Name: "municipalities", Locale: in.Locale, Title: cmp.Or(in.Title, in.words().Title), Source: in.Source}
	l := t.locale()
	level := l.Percent(in.ConfLevel, 0)
	published, open := false, false
	for i := range in.List {
		m := &in.List[i]
		published = published || m.Published.OK
		open = open || isOpen(&m.GroupMedian) || m.PublishedAtLeast
	}
	t.municipalityColumns(level, published)
	for i := range in.List {
		t.Add(municipalityCells(l, &in.List[i], published)...)
	}
	if len(in.List) == 0 {
		t.note(true, l.Municipalities.None)
		return t
	}
	t.note(true, locale.Fill(l.Table61.MethodNote, level, l.Curve.ConfTypes[in.ConfType]))
	t.fewNote(l.Table61.BetaProductNote, betaProduct(l, in.List))
	t.note(open && in.Window > 0, locale.Fill(l.Table61.NotReachedNote, l.Length(in.Window)))
	t.note(published && in.PublishedSource != "", locale.Fill(l.Table61.PublishedNote, in.PublishedSource))
	t.ownNotes(in.Basis, in.List)
	t.note(slices.ContainsFunc(in.List, func(m survival.OwnMedian) bool { return m.County != "" }), l.Municipalities.JoinedNote)
	return t
}

func (in *MunicipalityInput) words() *locale.MunicipalityWords {
	return &(&Table{Locale: in.Locale}).locale().Municipalities
}

func (t *Table) municipalityColumns(level string, published bool) {
	l := t.locale()
	w, c := &l.Municipalities, &l.Table61
	t.Columns = []Column{
		{Key: "municipality_code", For: Programs},
		{Key: "municipality", Title: w.Municipality},
		{Key: "size_group", For: Programs},
		{Key: "size_group_words", Title: c.SizeGroup, For: People},
		{Key: "agreements", Title: c.Agreements, Kind: CountKind, States: true},
		{Key: "from_start", Title: c.FromStart, Kind: CountKind, States: true},
		{Key: "stopped", Title: c.Stopped, Kind: CountKind, States: true},
		{Key: "median_years", Title: c.Median, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "limit_years", Title: locale.Fill(c.Interval, level), Kind: IntervalKind, Decimals: 1, States: true},
		{Key: "group_median_years", Title: w.GroupMedian, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "verdict", For: Programs},
		{Key: "verdict_words", Title: w.Verdict, For: People},
	}
	t.addIf(published, Column{Key: "published_years", Title: c.Published, Kind: NumberKind, Decimals: 1, States: true})
}

func municipalityCells(l *locale.Locale, m *survival.OwnMedian, published bool) []Cell {
	cells := []Cell{Text(m.Place), Text(nameOf(l, m)), Text(m.SizeGroup), Text(l.SizeGroup(m.SizeGroup))}
	cells = append(cells, medianCounts(m.GroupMedian)...)
	cells = append(cells, medianCells(m.GroupMedian)...)
	verdict, words := m.Verdict.String(), l.Municipalities.Verdicts[m.Verdict]
	if m.MedianWithheld {
		verdict, words = Withheld.String(), l.Withheld
	}
	cells = append(cells, OptNumber(inYears(m.Against), Absent), Text(verdict), Text(words))
	switch {
	case !published:
	case m.PublishedAtLeast:
		cells = append(cells, Without(NumberKind, NotReached))
	default:
		cells = append(cells, OptNumber(inYears(m.Published), Absent))
	}
	return cells
}

// nameOf is a municipality's name; where none is known, its code. Several that are told together are
// the others of their county.
func nameOf(l *locale.Locale, m *survival.OwnMedian) string {
	if m.County != "" {
		return locale.Fill(l.Municipalities.OthersIn, m.County)
	}
	return cmp.Or(m.Name, m.Place)
}

// betaProduct names the municipalities with limits from the beta product.
func betaProduct(l *locale.Locale, list []survival.OwnMedian) (names []string) {
	for i := range list {
		if list[i].BetaProduct {
			names = append(names, nameOf(l, &list[i]))
		}
	}
	return names
}

// ownNotes say what municipalities' own medians are of, and by which rule they are compared.
func (t *Table) ownNotes(b OwnBasis, list []survival.OwnMedian) {
	l := t.locale()
	w := &l.Municipalities
	of, against := w.OfAll, w.OfTable
	if b.CohortOnly {
		of = w.OfCohort
	}
	switch {
	case b.Published:
		against = w.Published61
	case b.Others:
		against = w.Others
	}
	several := 0
	for i := range list {
		if list[i].SizeGroups > 1 {
			several++
		}
	}
	t.note(true, of)
	t.note(true, w.GroupNote)
	t.note(several > 0, locale.Fill(w.SeveralNote, l.Int(several)))
	t.note(true, locale.Fill(w.RuleNote, against))
	t.note(b.OtherPeriod != "", locale.Fill(w.OtherPeriod, b.OtherPeriod))
}

// ownMedians lists the municipalities of a group, parted by semicolons since numbers may have
// a comma: "Bømlo 5,2 (3,1–7,0), 24 avtaler, over; Stord …".
func ownMedians(l *locale.Locale, own []survival.OwnMedian) string {
	parts := make([]string, len(own))
	for i := range own {
		parts[i] = ownMedian(l, &own[i])
	}
	return strings.Join(parts, "; ")
}

func ownMedian(l *locale.Locale, m *survival.OwnMedian) string {
	w := &l.Municipalities
	if m.N == 0 {
		return nameOf(l, m) + ": " + w.Nobody
	}
	s := nameOf(l, m)
	if !m.TooFew {
		median := l.NotReached
		if m.Median.Time.OK {
			median = l.Number(m.Median.Time.V/12, 1)
		}
		s += " " + median
		if limits := l.Interval(inYears(m.Median.Lower), inYears(m.Median.Upper), 1); limits != "" {
			s += " " + limits
		}
	}
	s += ", " + l.Count(m.N, l.Agreement) + ", " + w.Verdicts[m.Verdict]
	switch {
	case m.PublishedAtLeast:
		s += ", " + locale.Fill(w.Published, l.NotReached)
	case m.Published.OK:
		s += ", " + locale.Fill(w.Published, l.Number(m.Published.V/12, 1))
	}
	return s
}
