package report

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// MovesInput is what the table of where doctors went is made of.
type MovesInput struct {
	Locale    *locale.Locale // nil is bokmål
	Month     varighet.Month
	Narrow    bool // the data cannot show where doctors went: those columns are left out
	Rows      []MovesRow
	ConfLevel float64
	Source    string
}

// A MovesRow is the doctors of a group; the first row is of all.
type MovesRow struct {
	Group string // as in files
	Name  string // for people
	survival.Moves
	Holding             int // stopped, and have a list
	Known               int // stopped, and known whether they have a list
	Share, Lower, Upper varighet.Opt[float64]
	Withheld            []string // for privacy: columns that are not told
}

// MovesTable is the table of doctors who stopped and whether they have a list in a month, a row
// a group.
func MovesTable(in MovesInput) *Table {
	t := &Table{Name: "moves", Locale: in.Locale, Source: in.Source}
	l := t.locale()
	w := &l.Moves
	if t.Title = w.TitleEmpty; len(in.Rows) > 0 && in.Rows[0].Doctors > 0 {
		t.Title = locale.Fill(w.TableTitle, l.MonthYear(in.Month))
	}
	t.TooFew = locale.Fill(w.TooFew, l.Int(survival.FewAtRisk))
	t.Columns = []Column{
		{Key: "group", For: Programs},
		{Key: "group_words", Title: w.Group, For: People},
		{Key: "doctors", Title: w.Doctors, Kind: CountKind, States: true},
		{Key: "still", Title: w.StillThere, Kind: CountKind, States: true},
		{Key: "out_of_sight", Title: locale.Capital(w.OutOfSight), Kind: CountKind, States: true},
		{Key: "stopped", Title: w.Stopped, Kind: CountKind, States: true},
	}
	if !in.Narrow {
		t.Columns = append(t.Columns, Column{Key: "holding", Title: w.With, Kind: CountKind, States: true},
			Column{Key: "share", Title: w.Share, Kind: ShareKind, Decimals: 1, States: true},
			Column{Key: "share_limit", Title: locale.Fill(w.Interval, l.Percent(in.ConfLevel, 0)), Kind: ShareIntervalKind, Decimals: 1, States: true})
		for p := survival.SameList; p <= survival.UnknownPlace; p++ {
			t.Columns = append(t.Columns, Column{Key: p.String(), Title: locale.Capital(w.Places[p]), Kind: CountKind, States: true})
		}
		t.Columns = append(t.Columns, Column{Key: "none", Title: w.None, Kind: CountKind, States: true},
			Column{Key: "unknown", Title: w.Lost, Kind: CountKind, States: true})
	}
	for i := range in.Rows {
		t.Rows = append(t.Rows, Row{Cells: t.withhold(in.Rows[i].cells(in.Narrow), in.Rows[i].withheld()), Total: i == 0 && len(in.Rows) > 1})
	}
	return t
}

// withheld are the columns that are not told, with those that rest on them.
func (r *MovesRow) withheld() []string {
	if slices.Contains(r.Withheld, "holding") {
		return append(slices.Clone(r.Withheld), "share", "share_limit")
	}
	return r.Withheld
}

func (r *MovesRow) cells(narrow bool) []Cell {
	cells := []Cell{Text(r.Group), Text(r.Name), Count(r.Doctors), Count(r.Still), Count(r.OutOfSight), Count(r.Stopped)}
	if narrow {
		return cells
	}
	share, limits := OptShare(r.Share, Absent), ShareInterval(r.Lower, r.Upper)
	if r.Known > 0 && r.Known < survival.FewAtRisk {
		share, limits = Without(ShareKind, TooFew), Without(ShareIntervalKind, TooFew)
	}
	cells = append(cells, Count(r.Holding), share, limits)
	for p := survival.SameList; p <= survival.NotSeen; p++ {
		cells = append(cells, Count(r.Places[p]))
	}
	return cells
}
