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
	"github.com/varighet/varighet/survival"
)

// readOptions say which rows and columns an estimate is made from.
type readOptions struct {
	by, strata             []string
	time, event, entry     string // of any CSV
	weight, cluster, cause string
	match                  string             // what a row is compared with
	kind                   survival.SpellKind // of spells
	period                 varighet.Opt[[2]varighet.Month]
}

// readFlags are the flags that fill readOptions; a command adds those for
// columns that it uses.
func readFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "by", Usage: "one answer a value of `COL[,COL]`, such as size_group"},
		&cli.StringFlag{Name: "time", Usage: "any CSV: `COL`umn of the time at which a row leaves observation"},
		&cli.StringFlag{Name: "event", Usage: "any CSV: `COL`umn with 1 or true if it stopped then, 0 or false if not"},
		&cli.StringFlag{Name: "entry", Usage: "any CSV: `COL`umn of the time at which a row comes under observation"},
		&cli.StringFlag{Name: "kind", Value: "regular", Usage: "spells of this `KIND`: regular or vacant"},
		&cli.StringFlag{Name: "period", Usage: "spells: only what was seen after month `FROM/TO` and up to TO, such as 2019-01/2022-01"},
		&cli.BoolFlag{Name: "strict", Usage: "any row that cannot be used ends the run"},
	}
}

func parseReadOptions(ctx *cli.Context) (readOptions, error) {
	opt := readOptions{
		time: ctx.String("time"), event: ctx.String("event"), entry: ctx.String("entry"),
		by: splitList(ctx.String("by")), strata: splitList(ctx.String("strata")),
		weight: ctx.String("weight"), cluster: ctx.String("cluster"), cause: ctx.String("cause"),
	}
	var ok bool
	if opt.kind, ok = survival.ParseSpellKind(ctx.String("kind")); !ok || opt.kind == survival.Missing {
		return opt, usagef("--kind is regular or vacant, not %q", ctx.String("kind"))
	}
	if (opt.time == "") != (opt.event == "") || opt.entry != "" && opt.time == "" {
		return opt, usagef("--time and --event belong together, and --entry goes with them")
	}
	return opt, opt.parsePeriod(ctx.String("period"))
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
	return rows, rows.endIfStrict(ctx, name)
}

// endIfStrict is an error if --strict was asked for and a row cannot be used.
func (rows *tenureRows) endIfStrict(ctx *cli.Context, name string) error {
	if !ctx.Bool("strict") || len(rows.rejected) == 0 {
		return nil
	}
	rows.sayRejected(ctx, name)
	return fmt.Errorf("%s cannot be used, and --strict was asked for", plural(len(rows.rejected), "row", "rows"))
}

// manyRejected is how many rows are named before it is only said how many more there are.
const manyRejected = 20

// sayRejected names the rows that cannot be used on standard error.
func (rows *tenureRows) sayRejected(ctx *cli.Context, name string) {
	for i, r := range rows.rejected {
		if i == manyRejected {
			fmt.Fprintf(ctx.App.ErrWriter, "varighet: and %d more\n", len(rows.rejected)-i)
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

// label names the group in one text, for sorting and for tests.
func (k groupKey) label() string { return strings.Join(k.values, ", ") }

// readTenures reads what km estimates from: any CSV if --time was given, else
// spells from a file or a register.
func readTenures(ctx *cli.Context, name string, opt *readOptions) (*tenureRows, error) {
	if opt.time != "" {
		if err := spellsOnly(ctx, name); err != nil {
			return nil, err
		}
		return readCSVTenures(ctx, name, opt)
	}
	loaded, err := loadSpells(ctx, name)
	if err != nil {
		return nil, err
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
	cluster, err := spellColumns(loaded.Table, "cluster", splitList(opt.cluster))
	if err != nil {
		return nil, err
	}
	cause, err := spellColumns(loaded.Table, "cause", splitList(opt.cause))
	if err != nil {
		return nil, err
	}
	match, err := spellColumns(loaded.Table, "match", splitList(opt.match))
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
		case !s.Start.OK:
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

// readCSVTenures reads the named columns of any CSV; "-" is standard input.
func readCSVTenures(ctx *cli.Context, name string, opt *readOptions) (*tenureRows, error) {
	r, err := openInput(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	want := append([]string{opt.time, opt.event}, opt.by...)
	want = append(want, opt.strata...)
	for _, c := range []string{opt.entry, opt.weight, opt.cluster, opt.cause, opt.match} {
		if c != "" {
			want = append(want, c)
		}
	}
	table, err := tabular.Read(r, name, want)
	if err != nil {
		return nil, err
	}
	columns := survival.Columns{Entry: opt.entry != "", Group: len(opt.by) > 0,
		Weight: opt.weight != "", Cluster: opt.cluster != "", Cause: opt.cause != ""}
	rows := &tenureRows{}
	for i := range table.Rows() {
		key := cellsOf(table, i, opt.by)
		row := survival.Row{Time: number(table, opt.time, i), Event: cell(table, opt.event, i)}
		if columns.Entry {
			row.Entry = number(table, opt.entry, i)
		}
		if columns.Weight {
			row.Weight = number(table, opt.weight, i)
		}
		if columns.Cluster {
			row.Cluster = cell(table, opt.cluster, i)
		}
		if columns.Cause {
			row.Cause = cell(table, opt.cause, i)
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
		if columns.Weight {
			rows.weights = append(rows.weights, row.Weight.V)
		}
		if columns.Cluster {
			rows.clusters = append(rows.clusters, row.Cluster.V)
		}
		if columns.Cause {
			rows.causes = append(rows.causes, row.Cause.V)
		}
		if opt.match != "" {
			rows.matches = append(rows.matches, cell(table, opt.match, i).V)
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
	rows.reject(collapsed, survival.TimeOrder)
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
