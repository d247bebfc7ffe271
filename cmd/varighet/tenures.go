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

// readOptions say which rows and columns an estimate is made from.
type readOptions struct {
	csvRoles
	by, strata []string
	match      string             // what a row is compared with
	kind       survival.SpellKind // of spells
	period     varighet.Opt[[2]varighet.Month]
}

// readFlags are the flags that fill readOptions; a command adds those for
// columns that it uses.
func readFlags() []cli.Flag {
	flags := []cli.Flag{&cli.StringFlag{Name: "by", Usage: "one answer a value of `COL[,COL]`, such as size_group"}}
	return append(append(flags, csvFlags()...),
		&cli.StringFlag{Name: "kind", Value: "regular", Usage: "spells of this `KIND`: regular or vacant"},
		&cli.StringFlag{Name: "period", Usage: "spells: only what was seen after month `FROM/TO` and up to TO, such as 2019-01/2022-01"},
		strictFlag(),
	)
}

func strictFlag() cli.Flag {
	return &cli.BoolFlag{Name: "strict", Usage: "any row that cannot be used ends the run"}
}

func parseReadOptions(ctx *cli.Context) (readOptions, error) {
	var opt readOptions
	var err error
	if opt.csvRoles, err = parseCSVRoles(ctx); err != nil {
		return opt, err
	}
	if opt.by, err = splitList("by", ctx.String("by")); err != nil {
		return opt, err
	}
	if opt.strata, err = splitList("strata", ctx.String("strata")); err != nil {
		return opt, err
	}
	if opt.kind, err = parseKind(ctx); err != nil {
		return opt, err
	}
	return opt, opt.parsePeriod(ctx.String("period"))
}

func parseKind(ctx *cli.Context) (survival.SpellKind, error) {
	kind, ok := survival.ParseSpellKind(ctx.String("kind"))
	if !ok || kind == survival.Missing {
		return kind, usagef("--kind is regular or vacant, not %q", ctx.String("kind"))
	}
	return kind, nil
}

func (opt *readOptions) parsePeriod(s string) error {
	if s == "" {
		return nil
	}
	if opt.time != "" {
		return usagef("--period is for spells: other rows have no calendar")
	}
	from, to, found := strings.Cut(s, "/")
	a, errA := varighet.ParseMonth(from)
	b, errB := varighet.ParseMonth(to)
	if !found || errA != nil || errB != nil || a >= b {
		return usagef("--period is two months such as 2019-01/2022-01, the first before the second, not %q", s)
	}
	opt.period = varighet.Some([2]varighet.Month{a, b})
	return nil
}

// within cuts a spell's tenure to the period that was asked for; false if
// nothing of it lies there.
func (opt *readOptions) within(t survival.Tenure, start varighet.Month) (survival.Tenure, bool) {
	if !opt.period.OK {
		return t, true
	}
	p := opt.period.V
	part, _, err := survival.Period([]survival.Tenure{t}, []float64{float64(start)}, float64(p[0]), float64(p[1]))
	if err != nil || len(part) == 0 {
		return t, false
	}
	return part[0], true
}

// readRows reads what an estimate is made from, and ends the run if --strict was
// asked for and a row cannot be used.
func readRows(ctx *cli.Context, name string, opt *readOptions) (*tenureRows, error) {
	rows, err := readTenures(ctx, name, opt)
	if err != nil {
		return nil, err
	}
	return rows, endIfStrict(ctx, name, rows.rejected)
}

// manyRejected is how many rows are named before it is only said how many more there are.
const manyRejected = 20

// sayRejected names the rows that cannot be used on standard error.
func sayRejected(ctx *cli.Context, name string, rejected []*survival.Rejected) {
	for i, r := range rejected {
		if i == manyRejected {
			fmt.Fprintf(ctx.App.ErrWriter, "varighet: and %d more\n", len(rejected)-i)
			return
		}
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s: %v\n", name, r)
	}
}

// tenureRows are tenures with the values that group them. Slices but rejected
// and warnings have one element a tenure, or are nil if nobody asked.
type tenureRows struct {
	tenures  []survival.Tenure
	groups   []groupKey // empty key: the row has no group
	strata   []string
	weights  []float64
	clusters []string
	causes   []string
	matches  []string // "" if missing
	row      []int    // of a CSV, 1-based
	rejected []*survival.Rejected
	warnings []string
}

// A groupKey is a row's values in the --by columns; ok is false if any is missing.
type groupKey struct {
	values []string
	ok     bool
}

// label names the group in one text, for sorting and for tests. No other group has it:
// of several values, one with a comma stands in quotes.
func (k groupKey) label() string {
	if len(k.values) == 1 {
		return k.values[0]
	}
	quoted := make([]string, len(k.values))
	for i, v := range k.values {
		if quoted[i] = v; strings.ContainsAny(v, `,"`) {
			quoted[i] = quoteName(v)
		}
	}
	return strings.Join(quoted, ", ")
}

// readTenures reads what km estimates from: any CSV if --time was given, else
// spells from a file or a register.
func readTenures(ctx *cli.Context, name string, opt *readOptions) (*tenureRows, error) {
	if opt.time != "" {
		if err := spellsOnly(ctx, name); err != nil {
			return nil, err
		}
		return readCSVTenures(ctx, name, opt)
	}
	loaded, err := loadSpellsWith(ctx, name, spellfile.TenureColumns)
	if err != nil {
		return nil, err
	}
	if opt.period.OK && loaded.Lacks("start_month") && loaded.Lacks("first_month") {
		return nil, usagef("--period needs the column start_month, which %s has not", name)
	}
	return spellTenures(loaded, opt)
}

// spellTenures takes the spells of the kind asked for.
func spellTenures(loaded *loadedSpells, opt *readOptions) (*tenureRows, error) {
	if opt.weight != "" {
		return nil, usagef("--weight is for any CSV: spells have no weights")
	}
	by, err := spellColumns(loaded.Table, "by", opt.by)
	if err != nil {
		return nil, err
	}
	strata, err := spellColumns(loaded.Table, "strata", opt.strata)
	if err != nil {
		return nil, err
	}
	cluster, err := spellColumns(loaded.Table, "cluster", unlessEmpty(opt.cluster))
	if err != nil {
		return nil, err
	}
	cause, err := spellColumns(loaded.Table, "cause", unlessEmpty(opt.cause))
	if err != nil {
		return nil, err
	}
	match, err := spellColumns(loaded.Table, "match", unlessEmpty(opt.match))
	if err != nil {
		return nil, err
	}
	rows := &tenureRows{warnings: loaded.warnings}
	var unknown, last, ungrouped, unclustered, uncaused int
	for i := range loaded.Spells {
		s := &loaded.Spells[i]
		if s.Kind != opt.kind {
			continue
		}
		t, ok := s.Tenure()
		switch {
		case !s.Entry.OK: // as start_month, which a file may lack
			unknown++
			continue
		case !ok:
			last++
			continue
		}
		if t, ok = opt.within(t, s.Start.V); !ok {
			continue
		}
		key := keyOf(s, by)
		if cause != nil && t.Stopped && !keyOf(s, cause).ok {
			uncaused++
			continue
		}
		if cluster != nil {
			k := keyOf(s, cluster)
			if !k.ok {
				unclustered++
				continue
			}
			rows.clusters = append(rows.clusters, k.label())
		}
		if cause != nil {
			rows.causes = append(rows.causes, keyOf(s, cause).label())
		}
		if match != nil {
			rows.matches = append(rows.matches, keyOf(s, match).label())
		}
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
	say(uncaused, "left out: stopped, and no "+opt.cause)
	say(unclustered, "left out: no "+opt.cluster)
	say(ungrouped, "left out of grouped output: no "+strings.Join(opt.by, ", "))
	return rows, nil
}

// readCSVTenures reads the named columns of any CSV.
func readCSVTenures(ctx *cli.Context, name string, opt *readOptions) (*tenureRows, error) {
	want := slices.Concat(opt.columns(), opt.by, opt.strata, unlessEmpty(opt.match))
	table, err := readCSV(ctx, name, want)
	if err != nil {
		return nil, err
	}
	rows := &tenureRows{}
	columns := survival.Columns{Entry: opt.entry != "", Group: len(opt.by) > 0,
		Weight: opt.weight != "", Cluster: opt.cluster != "", Cause: opt.cause != ""}
	row := func(i int) survival.Row {
		r := opt.row(table, i)
		if key := cellsOf(table, i, opt.by); key.ok {
			r.Group = varighet.Some(key.label())
		}
		if columns.Cluster {
			r.Cluster = cell(table, opt.cluster, i)
		}
		if columns.Cause {
			r.Cause = cell(table, opt.cause, i)
		}
		return r
	}
	rows.rejected, err = opt.judge(table, name, columns, row, func(i int, t survival.Tenure, r survival.Row) *survival.Rejected {
		rows.add(table, i, t, r, opt)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := rows.tieTimes(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(rows.groups, func(k groupKey) bool { return k.ok }) {
		return nil, noRows(name, rows.rejected)
	}
	return rows, nil
}

// unlessEmpty is a list of the name, or of nothing.
func unlessEmpty(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// add keeps row i of a table.
func (rows *tenureRows) add(table *tabular.Table, i int, t survival.Tenure, r survival.Row, opt *readOptions) {
	rows.tenures = append(rows.tenures, t)
	rows.groups = append(rows.groups, cellsOf(table, i, opt.by))
	rows.row = append(rows.row, i+1)
	if opt.strata != nil {
		rows.strata = append(rows.strata, cellsOf(table, i, opt.strata).label())
	}
	if opt.weight != "" {
		rows.weights = append(rows.weights, r.Weight.V)
	}
	if opt.cluster != "" {
		rows.clusters = append(rows.clusters, r.Cluster.V)
	}
	if opt.cause != "" {
		rows.causes = append(rows.causes, r.Cause.V)
	}
	if opt.match != "" {
		rows.matches = append(rows.matches, cell(table, opt.match, i).V)
	}
}

// tieTimes makes equal the times that differ by rounding only, over all rows that have a
// group, as R does before it parts them: else a curve would not have the times that the
// tests between curves have. Rows whose entry and time become one are left out.
func (rows *tenureRows) tieTimes() error {
	var grouped []int
	for i, key := range rows.groups {
		if key.ok {
			grouped = append(grouped, i)
		}
	}
	tied, collapsed, err := survival.TieTimes(take(rows.tenures, grouped))
	if err != nil {
		return err
	}
	for k, i := range grouped {
		rows.tenures[i] = tied[k]
	}
	rows.reject(take(grouped, collapsed), survival.TimeOrder)
	return nil
}

// reject leaves out the rows with these ascending indices, for one reason.
func (rows *tenureRows) reject(indices []int, code survival.RejectCode) {
	if len(indices) == 0 {
		return
	}
	var kept []int
	for i := range rows.tenures {
		if len(indices) > 0 && indices[0] == i {
			indices = indices[1:]
			rows.rejected = append(rows.rejected, survival.Reject(rows.row[i], code))
			continue
		}
		kept = append(kept, i)
	}
	part := rows.only(kept)
	part.rejected, part.warnings = rows.rejected, rows.warnings
	*rows = *part
	slices.SortFunc(rows.rejected, func(a, b *survival.Rejected) int { return a.Row - b.Row })
}

// only returns the rows with these indices, without what was rejected.
func (rows *tenureRows) only(indices []int) *tenureRows {
	return &tenureRows{tenures: take(rows.tenures, indices), groups: take(rows.groups, indices), strata: take(rows.strata, indices),
		weights: take(rows.weights, indices), clusters: take(rows.clusters, indices), causes: take(rows.causes, indices),
		matches: take(rows.matches, indices), row: take(rows.row, indices)}
}

// take returns the elements with these indices; nil of nil.
func take[T any](from []T, indices []int) []T {
	if from == nil {
		return nil
	}
	out := make([]T, len(indices))
	for k, i := range indices {
		out[k] = from[i]
	}
	return out
}

// sample is the rows as an estimator takes them.
func (rows *tenureRows) sample() survival.Sample {
	return survival.Sample{Tenures: rows.tenures, Weights: rows.weights, Clusters: rows.clusters}
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
