package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
)

// modelFlags are the flags that say what a model is fitted to.
func modelFlags(more ...cli.Flag) []cli.Flag {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "covariates", Usage: "`COL[,COL]`; numbers count as numbers unless written factor(COL)"},
		&cli.StringFlag{Name: "base", Usage: "reference levels of factors, as `COL=LEVEL[,COL=LEVEL]`; default the first in order"},
	}
	flags = append(append(flags, csvFlags()...),
		&cli.StringFlag{Name: "kind", Value: "regular", Usage: "spells of this `KIND`: regular or vacant"},
		&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
		strictFlag(), jsonFlag(), csvFlag())
	return append(append(flags, more...), registerFlags()...)
}

func clusterFlag() cli.Flag {
	return &cli.StringFlag{Name: "cluster", Usage: "rows with one value of `COL` are alike: robust standard errors"}
}

func weightFlag() cli.Flag {
	return &cli.StringFlag{Name: "weight", Usage: "any CSV: `COL`umn of how many a row stands for; 0 leaves it out"}
}

func causeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "cause", Usage: "`COL`umn of why a row stopped, such as stop_reason; one model a cause"},
		&cli.StringFlag{Name: "of", Usage: "with --cause: only these `CAUSES`"},
	}
}

// A covariate is a column as the model takes it.
type covariate struct {
	column string
	factor bool   // written factor(column)
	base   string // reference level; "" for the first
}

// modelOptions are the flags that say what is read.
type modelOptions struct {
	csvRoles
	covariates []covariate
	strata     []string
	of         []string
	start      string // any CSV: month in which a tenure starts
	needStart  bool
	kind       survival.SpellKind
	conf       float64

	// unfit says why a tenure of any CSV, whatever else the row has, cannot be in the
	// model; "" if it can. Spells are in whole months above 0. nil asks nothing.
	unfit func(survival.Tenure) (survival.RejectCode, string)
}

func parseModelOptions(ctx *cli.Context) (*modelOptions, error) {
	opt := &modelOptions{conf: ctx.Float64("conf")}
	var err error
	if opt.csvRoles, err = parseCSVRoles(ctx); err != nil {
		return nil, err
	}
	if opt.strata, err = splitList("strata", ctx.String("strata")); err != nil {
		return nil, err
	}
	if opt.of, err = splitList("of", ctx.String("of")); err != nil {
		return nil, err
	}
	if opt.kind, err = parseKind(ctx); err != nil {
		return nil, err
	}
	if !(opt.conf > 0 && opt.conf < 1) {
		return nil, usagef("--conf is between 0 and 1, not %v", opt.conf)
	}
	if len(opt.of) > 0 && opt.cause == "" {
		return nil, usagef("--of picks among the causes in --cause")
	}
	return opt, opt.parseTerms(ctx)
}

// parseTerms reads --covariates and --base.
func (opt *modelOptions) parseTerms(ctx *cli.Context) (err error) {
	if opt.covariates, err = parseCovariates(ctx.String("covariates")); err != nil {
		return err
	}
	named := func(column string) func(covariate) bool {
		return func(c covariate) bool { return c.column == column }
	}
	for i, c := range opt.covariates {
		if slices.ContainsFunc(opt.covariates[:i], named(c.column)) {
			return usagef("--covariates has %s twice", c.column)
		}
	}
	base, err := splitPairs("base", ctx.String("base"), "COLUMN=LEVEL of a column in --covariates")
	if err != nil {
		return err
	}
	for _, p := range base {
		i := slices.IndexFunc(opt.covariates, named(p.name))
		if i < 0 {
			return usagef("--base is COLUMN=LEVEL of a column in --covariates, not %q", p.name)
		}
		opt.covariates[i].base, opt.covariates[i].factor = p.value, true
	}
	return nil
}

// modelRows are the rows that a model can use.
type modelRows struct {
	tenures  []survival.Tenure
	x        *design.Matrix
	strata   []string // nil without --strata
	cluster  []string
	weights  []float64
	causes   []string
	start    []varighet.Month
	row      []int // of a CSV, 1-based
	rejected []*survival.Rejected
	warnings []string
}

// columnReader gives the cells of a source, row by row.
type columnReader struct {
	text   func(column string, row int) (string, bool)
	number func(column string, row int) (v float64, present, ok bool)
	// isNumber reports whether a column holds numbers.
	isNumber func(column string) bool
}

// readModelRows reads what a model is fitted to: any CSV if --time was given,
// else spells from a file or a register.
func readModelRows(ctx *cli.Context, name string, opt *modelOptions) (*modelRows, error) {
	var rows *modelRows
	var err error
	if opt.time != "" {
		if err = spellsOnly(ctx, name); err != nil {
			return nil, err
		}
		rows, err = readCSVModel(ctx, name, opt)
	} else {
		rows, err = readSpellModel(ctx, name, opt)
	}
	if err != nil {
		return nil, err
	}
	return rows, endIfStrict(ctx, name, rows.rejected)
}

// columns returns the columns that have a role, one of two roles twice.
func (opt *modelOptions) columns() []string {
	names := slices.Concat(opt.csvRoles.columns(), unlessEmpty(opt.start), opt.strata)
	for _, c := range opt.covariates {
		names = append(names, c.column)
	}
	return names
}

func readCSVModel(ctx *cli.Context, name string, opt *modelOptions) (*modelRows, error) {
	table, err := readCSV(ctx, name, opt.columns())
	if err != nil {
		return nil, err
	}
	if opt.needStart && opt.start == "" {
		return nil, usagef("a calendar needs --start: the column of the month in which a tenure starts")
	}
	numeric := map[string]bool{}
	for _, c := range opt.covariates {
		numeric[c.column] = mostlyNumbers(table, c.column)
	}
	read := columnReader{text: table.Text, number: table.Number, isNumber: func(column string) bool { return numeric[column] }}
	rows := &modelRows{}
	var kept []int
	columns := survival.Columns{Entry: opt.entry != "", Weight: opt.weight != ""}
	row := func(i int) survival.Row { return opt.row(table, i) }
	rows.rejected, err = opt.judge(table, name, columns, row, func(i int, t survival.Tenure, _ survival.Row) *survival.Rejected {
		if why := read.lacks(opt, i, t.Stopped); why != nil {
			return why
		}
		if opt.unfit != nil {
			if code, message := opt.unfit(t); code != "" {
				return &survival.Rejected{Row: i + 1, Code: code, Message: message}
			}
		}
		rows.tenures, kept = append(rows.tenures, t), append(kept, i)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if kept, err = rows.dropTied(kept); err != nil {
		return nil, err
	}
	if len(kept) == 0 {
		return nil, noRows(name, rows.rejected)
	}
	for _, i := range kept {
		rows.row = append(rows.row, i+1)
	}
	slices.SortStableFunc(rows.rejected, func(a, b *survival.Rejected) int { return a.Row - b.Row })
	return rows, rows.fill(&read, opt, kept)
}

// dropTied leaves out rows whose entry and time differ by rounding only.
func (rows *modelRows) dropTied(kept []int) ([]int, error) {
	_, collapsed, err := survival.TieTimes(rows.tenures)
	if err != nil || len(collapsed) == 0 {
		return kept, err
	}
	var tenures []survival.Tenure
	var left []int
	for i, t := range rows.tenures {
		if _, found := slices.BinarySearch(collapsed, i); found {
			rows.rejected = append(rows.rejected, survival.Reject(kept[i]+1, survival.TimeOrder))
			continue
		}
		tenures, left = append(tenures, t), append(left, kept[i])
	}
	rows.tenures = tenures
	return left, nil
}

// mostlyNumbers reports whether more than half of the values are numbers.
func mostlyNumbers(t *tabular.Table, column string) bool {
	numbers, values := 0, 0
	for i := range t.Rows() {
		_, present, ok := t.Number(column, i)
		if present {
			values++
		}
		if ok {
			numbers++
		}
	}
	return 2*numbers > values
}

// Codes of rows that models reject beyond those that curves do.
const (
	covariateMissing survival.RejectCode = "covariate-missing"
	strataMissing    survival.RejectCode = "strata-missing"
	clusterMissing   survival.RejectCode = "cluster-missing"
	causeMissing     survival.RejectCode = "cause-missing"
	startMissing     survival.RejectCode = "start-missing"
	timeNotWhole     survival.RejectCode = "time-not-whole"
	timeZero         survival.RejectCode = "time-zero"
)

// lacks finds a value that the model needs and the row has not.
func (read *columnReader) lacks(opt *modelOptions, i int, stopped bool) *survival.Rejected {
	reject := func(code survival.RejectCode, column, what string) *survival.Rejected {
		return &survival.Rejected{Row: i + 1, Code: code, Message: column + " " + what}
	}
	for _, c := range opt.covariates {
		if read.numeric(c) {
			if v, _, ok := read.number(c.column, i); !ok || math.Abs(v) > 1e100 {
				return reject(covariateMissing, c.column, "is missing or not a usable number")
			}
		} else if _, ok := read.text(c.column, i); !ok {
			return reject(covariateMissing, c.column, "is missing")
		}
	}
	for _, s := range opt.strata {
		if _, ok := read.text(s, i); !ok {
			return reject(strataMissing, s, "is missing")
		}
	}
	if opt.cluster != "" {
		if _, ok := read.text(opt.cluster, i); !ok {
			return reject(clusterMissing, opt.cluster, "is missing")
		}
	}
	if opt.cause != "" && stopped {
		if _, ok := read.text(opt.cause, i); !ok {
			return reject(causeMissing, opt.cause, "is missing for a row that stopped")
		}
	}
	if opt.needStart {
		s, _ := read.text(opt.start, i)
		if _, err := varighet.ParseMonth(s); err != nil {
			return reject(startMissing, opt.start, "is missing or no month such as 2017-05")
		}
	}
	return nil
}

func (read *columnReader) numeric(c covariate) bool { return !c.factor && read.isNumber(c.column) }

// fill reads the columns of the rows that are kept.
func (rows *modelRows) fill(read *columnReader, opt *modelOptions, kept []int) error {
	labels := func(columns ...string) []string {
		out := make([]string, len(kept))
		for k, i := range kept {
			var key groupKey
			for _, c := range columns {
				s, _ := read.text(c, i)
				key.values = append(key.values, s)
			}
			out[k] = key.label()
		}
		return out
	}
	if opt.strata != nil {
		rows.strata = labels(opt.strata...)
	}
	if opt.cluster != "" {
		rows.cluster = labels(opt.cluster)
	}
	if opt.cause != "" {
		rows.causes = labels(opt.cause)
	}
	if opt.needStart {
		for _, s := range labels(opt.start) {
			m, err := varighet.ParseMonth(s)
			if err != nil {
				return err
			}
			rows.start = append(rows.start, m)
		}
	}
	if opt.weight != "" {
		for _, i := range kept {
			w, _, _ := read.number(opt.weight, i)
			rows.weights = append(rows.weights, w)
		}
	}
	var vars []design.Variable
	for _, c := range opt.covariates {
		v, err := read.variable(c, kept, labels)
		if err != nil {
			return err
		}
		vars = append(vars, v)
	}
	var err error
	rows.x, err = design.New(len(kept), vars...)
	return err
}

// mostLevels is how many levels a factor may have before it is taken for a slip.
const mostLevels = 200

func (read *columnReader) variable(c covariate, kept []int, labels func(...string) []string) (design.Variable, error) {
	if read.numeric(c) {
		values := make([]float64, len(kept))
		for k, i := range kept {
			values[k], _, _ = read.number(c.column, i)
		}
		return design.Numeric(c.column, values), nil
	}
	values := labels(c.column)
	levels := map[string]bool{}
	for _, v := range values {
		levels[v] = true
	}
	if len(levels) > mostLevels {
		return design.Variable{}, usagef("%s has %d different values: too many for a factor", c.column, len(levels))
	}
	v := design.Factor(c.column, values)
	if c.base != "" {
		var err error
		if v, err = v.WithReference(c.base); err != nil {
			return v, usagef("--base: %v", err)
		}
	}
	return v, nil
}

// readSpellModel takes the spells of the kind asked for. What a spell lacks is
// counted in a warning.
func readSpellModel(ctx *cli.Context, name string, opt *modelOptions) (*modelRows, error) {
	if opt.weight != "" {
		return nil, usagef("--weight is a column of any CSV, with --time and --event")
	}
	if opt.needStart {
		opt.start = "start_month"
	}
	loaded, err := loadSpellsWith(ctx, name, spellfile.TenureColumns)
	if err != nil {
		return nil, err
	}
	columns := map[string]*spellfile.Column{}
	for _, n := range opt.columns() {
		list, err := spellColumns(loaded.Table, "covariates, --strata, --cluster and --cause", []string{n})
		if err != nil {
			return nil, err
		}
		columns[n] = list[0]
	}
	read := columnReader{
		text: func(column string, row int) (string, bool) {
			c := columns[column]
			v := c.Get(&loaded.Spells[row])
			return c.Type.Format(v), v.OK
		},
		number: func(column string, row int) (float64, bool, bool) {
			return numberIn(columns[column], &loaded.Spells[row])
		},
		isNumber: numericColumns(loaded.Table, columns),
	}
	rows := &modelRows{warnings: slices.Clone(loaded.warnings)}
	var kept []int
	var unknown, last int
	lacking := map[string]int{}
	for i := range loaded.Spells {
		s := &loaded.Spells[i]
		t, ok := s.Tenure()
		switch {
		case s.Kind != opt.kind:
			continue
		case !s.Entry.OK: // as start_month, which a file may lack
			unknown++
			continue
		case !ok:
			last++
			continue
		}
		if r := read.lacks(opt, i, t.Stopped); r != nil {
			lacking[r.Message]++
			continue
		}
		rows.tenures, kept = append(rows.tenures, t), append(kept, i)
	}
	rows.warnLeftOut(unknown, "the start is not known")
	rows.warnLeftOut(last, "first seen in the last month of the data")
	for _, why := range slices.Sorted(maps.Keys(lacking)) {
		rows.warnLeftOut(lacking[why], why)
	}
	return rows, rows.fill(&read, opt, kept)
}

func (rows *modelRows) warnLeftOut(n int, why string) {
	if n > 0 {
		rows.warnings = append(rows.warnings, fmt.Sprintf("%s left out: %s", plural(n, "spell", "spells"), why))
	}
}

// mostCauses is how many causes a message names.
const mostCauses = 12

// causesOf are the causes to fit a model for: those of --of, or all that occur.
func (rows *modelRows) causesOf(of []string) ([]string, error) {
	seen := map[string]bool{}
	var all []string
	for i, c := range rows.causes {
		if rows.tenures[i].Stopped && !seen[c] {
			seen[c] = true
			all = append(all, c)
		}
	}
	for _, c := range of {
		if !seen[c] {
			if len(all) == 0 {
				return nil, usagef("no row stopped for %q, nor for any other cause", c)
			}
			if len(all) > mostCauses { // no causes, but perhaps ids
				return nil, usagef("no row stopped for %q; there are %d causes", c, len(all))
			}
			return nil, usagef("no row stopped for %q; the causes are %s", c, strings.Join(survival.OrderGroups(all), ", "))
		}
	}
	if of != nil {
		return of, nil
	}
	return survival.OrderGroups(all), nil
}

// parseProfiles reads "a=1,b=x;a=2,b=y": values of every covariate, a profile
// between semicolons.
func parseProfiles(s string) ([]map[string]string, error) {
	const form = "COLUMN=VALUE,… for every covariate, with ; between profiles"
	var out []map[string]string
	for l := (&listScanner{"profile", s}); !l.done(); l.next(";") {
		pairs, err := l.pairs(",;", form)
		if err != nil {
			return nil, err
		}
		if len(pairs) == 0 {
			continue
		}
		profile := map[string]string{}
		for _, p := range pairs {
			if p.value == "" {
				return nil, usagef("--profile is %s, not %q", form, p.name+"=")
			}
			profile[p.name] = p.value
		}
		out = append(out, profile)
	}
	return out, nil
}
