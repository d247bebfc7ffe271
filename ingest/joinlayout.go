package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/boundedtoml"
)

// A TableLayout says what columns are in those tables of a run that have certain headers, where
// the same header is one thing in one table and another in the next.
type TableLayout struct {
	Headers []string          `toml:"headers"` // a table has all of them
	Columns map[string]string `toml:"columns"` // as Layout.Columns, and before these

	merged *Layout // with the columns of the layout it is of
}

// compileTables checks the tables of a layout and lays their columns over those of all.
func (l *Layout) compileTables() error {
	for i := range l.Tables {
		t := &l.Tables[i]
		if len(t.Headers) == 0 {
			return fmt.Errorf("layout: a [[tables]] says by headers which tables it is about, such as headers = [%q, %q]", "Avdeling", "Fastlege")
		}
		merged := *l
		merged.Tables, merged.Columns = nil, map[string]string{}
		for _, columns := range []map[string]string{l.Columns, t.Columns} {
			for header, name := range columns {
				for have := range merged.Columns {
					if cell.Fold(have) == cell.Fold(header) {
						delete(merged.Columns, have)
					}
				}
				merged.Columns[header] = name
			}
		}
		if err := merged.compile(); err != nil {
			return err
		}
		t.merged = &merged
	}
	return nil
}

// of returns the layout for a table with these headers: the one of [[tables]] that names most of
// them, or else that of all tables.
func (l *Layout) of(headers []string) *Layout {
	if l == nil || len(l.Tables) == 0 {
		return l
	}
	have := map[string]bool{}
	for _, h := range headers {
		have[cell.Fold(h)] = true
	}
	best, most := l, 0
	for i := range l.Tables {
		t := &l.Tables[i]
		missing := slices.ContainsFunc(t.Headers, func(h string) bool { return !have[cell.Fold(h)] })
		if !missing && len(t.Headers) > most {
			best, most = t.merged, len(t.Headers)
		}
	}
	return best
}

// string writes the table in one line, for a manifest.
func (t *TableLayout) string() string {
	var parts []string
	for header, name := range t.Columns {
		parts = append(parts, fmt.Sprintf("%q=%s", header, name))
	}
	slices.Sort(parts)
	return fmt.Sprintf("tables with %q: %s", t.Headers, strings.Join(parts, ", "))
}

// An OfferedTable is what a joined LayoutOffer says of the tables with certain headers.
type OfferedTable struct {
	File    string
	Headers []string
	Columns []OfferedColumn
}

// JoinOffers makes one offer of those of several tables: the columns of all. A header that is one
// thing in one table and another in the next is told apart by the other headers of the tables; it is
// an error if these are the same.
func JoinOffers(offers []*LayoutOffer) (*LayoutOffer, error) {
	distinct := slices.Clone(offers[:1])
	for _, o := range offers[1:] {
		if !slices.ContainsFunc(distinct, func(d *LayoutOffer) bool { return slices.Equal(d.Columns, o.Columns) }) {
			distinct = append(distinct, o)
		}
	}
	if len(distinct) == 1 {
		return offers[0], nil
	}
	joined, at := &LayoutOffer{File: fmt.Sprintf("%s and %s", distinct[0].File, distinct[1].File)}, map[string]int{}
	if more := len(distinct) - 2; more > 0 {
		joined.File += fmt.Sprintf(" and %d more", more)
	}
	for _, o := range distinct {
		for _, c := range o.Columns {
			if i, seen := at[cell.Fold(c.Header)]; !seen {
				at[cell.Fold(c.Header)] = len(joined.Columns)
				joined.Columns = append(joined.Columns, c)
			} else if c.surer(joined.Columns[i]) {
				joined.Columns[i] = c
			}
		}
	}
	for _, o := range distinct {
		t := OfferedTable{File: o.File}
		for _, c := range o.Columns {
			if all := joined.Columns[at[cell.Fold(c.Header)]]; o.contradicts(c, all) {
				t.Columns = append(t.Columns, c)
			}
			if c.Header != "" && !c.Own {
				t.Headers = append(t.Headers, c.Header)
			}
		}
		if len(t.Columns) > 0 {
			joined.Tables = append(joined.Tables, t)
		}
	}
	return joined, joined.tellApart(distinct)
}

// surer reports whether a column is known better than another of the same header.
func (c OfferedColumn) surer(than OfferedColumn) bool {
	rank := func(c OfferedColumn) int {
		switch {
		case c.Field != "" && c.Why == "":
			return 2
		case c.Field != "":
			return 1
		}
		return 0
	}
	return rank(c) > rank(than)
}

// contradicts reports whether a column of the table would be read wrong if it were what the column
// with its header is in another table.
func (o *LayoutOffer) contradicts(c, all OfferedColumn) bool {
	if c.Field == all.Field || c.Own || c.Header == "" {
		return false
	}
	taken := slices.ContainsFunc(o.Columns, func(other OfferedColumn) bool { return other.Field == all.Field })
	return c.Field != "" || c.Why != "" || taken
}

// tellApart checks that no table is taken for one of those that have columns of their own.
func (o *LayoutOffer) tellApart(offers []*LayoutOffer) error {
	for _, t := range o.Tables {
		for _, other := range offers {
			if other.File == t.File || len(o.tableOf(other).Headers) > len(t.Headers) {
				continue
			}
			headers := map[string]bool{}
			for _, c := range other.Columns {
				headers[cell.Fold(c.Header)] = true
			}
			if !slices.ContainsFunc(t.Headers, func(h string) bool { return !headers[cell.Fold(h)] }) {
				return fmt.Errorf("%s and %s have the headers of one table, and column %s is one thing in the first and another in the second: "+
					"save a layout for one of them at a time", t.File, other.File, quoteHeader(t.Columns[0].Header))
			}
		}
	}
	return nil
}

// tableOf returns what the offer says of a table of its own; the zero value for nothing.
func (o *LayoutOffer) tableOf(other *LayoutOffer) OfferedTable {
	for _, t := range o.Tables {
		if t.File == other.File {
			return t
		}
	}
	return OfferedTable{}
}

// mostUnused is how many lines for columns that are not used a layout has. Further ones are comments,
// since a layout with more keys than limit.TOMLKeys would not be read.
const mostUnused = 300

// writeColumns writes columns as lines of TOML, each header once.
func writeColumns(b *strings.Builder, columns []OfferedColumn, unused *int) {
	seen := map[string]bool{}
	for _, c := range columns {
		if c.Header == "" || seen[cell.Fold(c.Header)] || c.Own {
			continue
		}
		seen[cell.Fold(c.Header)] = true
		if c.Field == "" {
			if *unused++; *unused > mostUnused {
				b.WriteString("# ")
			}
		}
		fmt.Fprintf(b, "%s = %s", boundedtoml.Quote(c.Header), boundedtoml.Quote(c.Field))
		if c.Why != "" {
			fmt.Fprintf(b, " # %s", tomlComment(c.Why))
		}
		b.WriteByte('\n')
	}
}

// writeTables writes what is said of some tables only.
func (o *LayoutOffer) writeTables(b *strings.Builder, unused *int) {
	for _, t := range o.Tables {
		var headers []string
		for _, h := range t.Headers {
			headers = append(headers, boundedtoml.Quote(h))
		}
		fmt.Fprintf(b, "\n# Tables such as %s, which have these headers:\n[[tables]]\nheaders = [%s]\n[tables.columns]\n", tomlComment(t.File), strings.Join(headers, ", "))
		writeColumns(b, t.Columns, unused)
	}
}
