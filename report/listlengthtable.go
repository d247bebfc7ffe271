package report

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// ListLengthInput is what the table of list lengths is made of.
type ListLengthInput struct {
	Locale    *locale.Locale // nil is bokmål
	Month     varighet.Month
	Rows      []ListLengthRow
	Grouped   bool // rows are groups; the last is of all
	Means     bool // of published reports: there are means alone
	ConfLevel float64
	Source    string
}

// A ListLengthRow is the lists of a group: how many there are, the means of the months that they have been held
// and of their residents, the residents of each, and how the two go together.
type ListLengthRow struct {
	Group                     string
	Name                      string // for people; "" as the language writes the group
	N                         int
	MonthsMean, ResidentsMean varighet.Opt[float64]
	Residents                 []float64
	R                         survival.Correlation
	Withheld                  bool // for privacy: how many there are is not told, nor anything of them
}

// ListLengthTable is the table of list lengths in a month, a row a group. It has means,
// extremes and the correlation, and no single list.
func ListLengthTable(in ListLengthInput) *Table {
	t := &Table{Name: "list_length", Locale: in.Locale, Source: in.Source}
	l := t.locale()
	w := &l.ListLength
	t.Title = l.ListLengthTitle(in.Month)
	t.Columns = []Column{
		{Key: "group", For: Programs},
		{Key: "group_words", Title: w.Group, For: People},
		{Key: "lists", Title: w.Lists, Kind: CountKind, States: true},
		{Key: "months_mean", Title: w.MeanHeld, Kind: NumberKind, Decimals: 1, States: true},
		{Key: "residents_mean", Title: w.MeanLength, Kind: NumberKind, States: true},
		{Key: "residents_least", Title: w.Fewest, Kind: NumberKind, States: true},
		{Key: "residents_most", Title: w.Most, Kind: NumberKind, States: true},
		{Key: "r", Title: w.RColumn, Kind: NumberKind, Decimals: 2, States: true},
		{Key: "r_limit", Title: locale.Fill(w.Interval, l.Percent(in.ConfLevel, 0)), Kind: IntervalKind, Decimals: 2, States: true},
	}
	for i := range in.Rows {
		r := &in.Rows[i]
		cells := []Cell{Text(r.Group), Text(locale.Capital(cmp.Or(r.Name, l.SizeGroup(r.Group)))), Count(r.N), OptNumber(r.MonthsMean, r.missing(in.Means)), OptNumber(r.ResidentsMean, r.missing(in.Means))}
		if len(r.Residents) == 0 {
			cells = append(cells, Without(NumberKind, Absent), Without(NumberKind, Absent))
		} else {
			cells = append(cells, Number(slices.Min(r.Residents)), Number(slices.Max(r.Residents)))
		}
		cells = t.withhold(append(cells, OptNumber(r.R.R, Absent), Interval(r.R.Lower, r.R.Upper)), r.withheld(in.Means))
		t.Rows = append(t.Rows, Row{Cells: cells, Total: in.Grouped && i == len(in.Rows)-1})
	}
	t.note(true, w.Method)
	return t
}

// missing says why a row has no mean.
func (r *ListLengthRow) missing(means bool) State {
	if means && r.N > 0 {
		return Withheld
	}
	return Absent
}

// withheld are the columns that are not told, in a published report those of single lists.
func (r *ListLengthRow) withheld(means bool) (columns []string) {
	if means {
		columns = []string{"residents_least", "residents_most", "r", "r_limit"}
	}
	if r.Withheld {
		columns = append(columns, "lists", "months_mean", "residents_mean")
	}
	return columns
}
