package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// tenureRows are tenures with the values that group them.
type tenureRows struct {
	tenures  []survival.Tenure
	groups   []groupKey // empty key: the row has no group
	strata   []string
	row      []int // of a CSV, 1-based
	rejected []*survival.Rejected
	warnings []string
}

// A groupKey is a row's values in the --by columns; ok is false if any is missing.
type groupKey struct {
	values []string
	ok     bool
}

// label names the group in one text, for sorting and for tests.
func (k groupKey) label() string { return strings.Join(k.values, ", ") }

// readTenures reads what km estimates from: any CSV if --time was given, else
// spells from a file or a register.
func readTenures(ctx *cli.Context, name string, opt *kmOptions) (*tenureRows, error) {
	if opt.time != "" {
		return readCSVTenures(ctx, name, opt)
	}
	loaded, err := loadSpells(ctx, name)
	if err != nil {
		return nil, err
	}
	return spellTenures(loaded, opt)
}

// spellTenures takes the spells of the kind asked for.
func spellTenures(loaded *loadedSpells, opt *kmOptions) (*tenureRows, error) {
	by, err := spellColumns("by", opt.by)
	if err != nil {
		return nil, err
	}
	strata, err := spellColumns("strata", opt.strata)
	if err != nil {
		return nil, err
	}
	rows := &tenureRows{warnings: loaded.warnings}
	var unknown, last, ungrouped int
	for i := range loaded.spells {
		s := &loaded.spells[i]
		if s.Kind != opt.kind {
			continue
		}
		t, ok := s.Tenure()
		switch {
		case !s.Start.OK:
			unknown++
			continue
		case !ok:
			last++
			continue
		}
		key := keyOf(s, by)
		if !key.ok {
			ungrouped++
		}
		rows.tenures = append(rows.tenures, t)
		rows.groups = append(rows.groups, key)
		if strata != nil {
			rows.strata = append(rows.strata, keyOf(s, strata).label())
		}
	}
	say := func(n int, why string) {
		if n > 0 {
			rows.warnings = append(rows.warnings, fmt.Sprintf("%s %s", plural(n, "spell", "spells"), why))
		}
	}
	say(unknown, "left out: the start is not known")
	say(last, "left out: first seen in the last month of the data")
	say(ungrouped, "left out of grouped output: no "+strings.Join(opt.by, ", "))
	return rows, nil
}

func spellColumns(flag string, names []string) ([]*spellfile.Column, error) {
	var list []*spellfile.Column
	for _, n := range names {
		c, ok := spellfile.ColumnNamed(n)
		if !ok {
			var all []string
			for _, c := range spellfile.Columns {
				all = append(all, c.Name)
			}
			if near := nearest(n, all); near != "" {
				return nil, usagef("spells have no column %q for --%s; did you mean %s?", n, flag, near)
			}
			return nil, usagef("spells have no column %q for --%s; they have %s", n, flag, strings.Join(all, ", "))
		}
		list = append(list, c)
	}
	return list, nil
}

func keyOf(s *survival.Spell, columns []*spellfile.Column) groupKey {
	key := groupKey{ok: true}
	for _, c := range columns {
		cell := c.Get(s)
		key.ok = key.ok && cell.OK
		key.values = append(key.values, c.Type.Format(cell))
	}
	return key
}

// readCSVTenures reads the named columns of any CSV; "-" is standard input.
func readCSVTenures(ctx *cli.Context, name string, opt *kmOptions) (*tenureRows, error) {
	r, err := openInput(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	want := append([]string{opt.time, opt.event}, opt.by...)
	want = append(want, opt.strata...)
	if opt.entry != "" {
		want = append(want, opt.entry)
	}
	table, err := tabular.Read(r, name, want)
	if err != nil {
		return nil, err
	}
	columns := survival.Columns{Entry: opt.entry != "", Group: len(opt.by) > 0}
	rows := &tenureRows{}
	for i := range table.Rows() {
		key := cellsOf(table, i, opt.by)
		row := survival.Row{Time: number(table, opt.time, i), Event: cell(table, opt.event, i)}
		if columns.Entry {
			row.Entry = number(table, opt.entry, i)
		}
		row.Group = varighet.Opt[string]{V: key.label(), OK: key.ok}
		t, usable, rejected := columns.Judge(i+1, row)
		if rejected != nil {
			rows.rejected = append(rows.rejected, rejected)
		}
		if !usable {
			continue
		}
		rows.tenures = append(rows.tenures, t)
		rows.groups = append(rows.groups, key)
		rows.row = append(rows.row, i+1)
		if opt.strata != nil {
			rows.strata = append(rows.strata, cellsOf(table, i, opt.strata).label())
		}
	}
	return rows, rows.rejectTied()
}

// rejectTied leaves out rows whose entry and time differ by rounding only.
func (rows *tenureRows) rejectTied() error {
	_, collapsed, err := survival.TieTimes(rows.tenures)
	if err != nil || len(collapsed) == 0 {
		return err
	}
	kept := 0
	for i := range rows.tenures {
		if len(collapsed) > 0 && collapsed[0] == i {
			collapsed = collapsed[1:]
			rows.rejected = append(rows.rejected, survival.Reject(rows.row[i], survival.TimeOrder))
			continue
		}
		rows.tenures[kept], rows.groups[kept] = rows.tenures[i], rows.groups[i]
		if rows.strata != nil {
			rows.strata[kept] = rows.strata[i]
		}
		kept++
	}
	rows.tenures, rows.groups = rows.tenures[:kept], rows.groups[:kept]
	if rows.strata != nil {
		rows.strata = rows.strata[:kept]
	}
	slices.SortFunc(rows.rejected, func(a, b *survival.Rejected) int { return a.Row - b.Row })
	return nil
}

func cellsOf(t *tabular.Table, row int, columns []string) groupKey {
	key := groupKey{ok: true}
	for _, c := range columns {
		v, ok := t.Text(c, row)
		key.ok = key.ok && ok
		key.values = append(key.values, v)
	}
	return key
}

func cell(t *tabular.Table, column string, row int) varighet.Opt[string] {
	v, ok := t.Text(column, row)
	return varighet.Opt[string]{V: v, OK: ok}
}

func number(t *tabular.Table, column string, row int) varighet.Opt[float64] {
	v, _, ok := t.Number(column, row)
	return varighet.Opt[float64]{V: v, OK: ok}
}

// openInput opens a file, or standard input for "-".
func openInput(ctx *cli.Context, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(ctx.App.Reader), nil
	}
	return os.Open(name)
}
