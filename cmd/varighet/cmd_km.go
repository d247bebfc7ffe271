package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// kmCommand estimates curves from spells, from a register, or from any CSV.
func kmCommand() *cli.Command {
	return &cli.Command{
		Name:      "km",
		Usage:     "Kaplan–Meier curves, medians, restricted means and tests",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "SPELLS is a file that `survival spells` wrote; REGISTER a folder that `ingest` wrote.\n" +
			"Any other CSV needs --time and --event, and may have --entry. Numbers are exact: nothing is withheld.\n" +
			"With --weight, tests are of whole numbers of rows only.",
		Flags: append(append(readFlags(),
			weightFlag(),
			&cli.StringFlag{Name: "cluster", Usage: "robust limits, rows of one value of `COL` being alike, such as municipality_now"},
			&cli.BoolFlag{Name: "robust", Usage: "robust limits, each row on its own: for weights that are not repetitions"},
			&cli.BoolFlag{Name: "counts", Usage: "the arguments are tables that survival counts wrote: add them up"},
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.StringFlag{Name: "ci", Value: "log-log", Usage: "limits on the scale log-log, log, plain, logit or arcsin; beta-product for small groups"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			&cli.StringFlag{Name: "quantiles", Value: "0.5", Usage: "times by which these `SHARES` have stopped"},
			&cli.StringFlag{Name: "at", Usage: "read the curve at these `TIMES`"},
			&cli.Float64Flag{Name: "rmst", Usage: "restricted mean up to `TAU`"},
			&cli.Float64Flag{Name: "from", Usage: "given a tenure of at least `TIME`"},
			&cli.StringFlag{Name: "hazard", Usage: "S as e to minus a cumulative hazard: nelson-aalen or fleming-harrington"},
			&cli.StringFlag{Name: "band", Usage: "simultaneous band: equal-precision-log, equal-precision, hall-wellner-log or hall-wellner"},
			&cli.Float64Flag{Name: "bracket", Usage: "with --at: bounds where a time is the end of a period of `WIDTH`, 1 for months"},
			&cli.BoolFlag{Name: "follow-up", Usage: "median follow-up, by the curve of being censored"},
			&cli.StringFlag{Name: "tests", Usage: "logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q, trend; " +
				"with --by the default is logrank, and trend for ordered groups"},
			&cli.StringFlag{Name: "scores", Usage: "`SCORES` of the groups for the trend, in the order shown; default 1,2,…"},
			&cli.StringFlag{Name: "strata", Usage: "compare within values of `COL`"},
			&cli.StringFlag{Name: "pairwise", Usage: "the tests for each two groups too, p adjusted by holm, hochberg, bonferroni, BH, BY or none"},
			&cli.BoolFlag{Name: "contrasts", Usage: "differences between each two groups: of S at each --at, with a test of all, and of --rmst"},
			&cli.BoolFlag{Name: "permutation", Usage: "p of the tests from relabelling: all ways if at most a million, else at random"},
			&cli.IntFlag{Name: "permutations", Value: 100000, Usage: "how many ways are drawn at random"},
			&cli.IntFlag{Name: "bootstrap", Usage: "resample clusters (rows, without --cluster) `N` times within --strata, such as 2000"},
			&cli.Uint64Flag{Name: "seed", Usage: "of what is drawn at random; the same seed gives the same numbers"},
			&cli.IntFlag{Name: "min-at-risk", Usage: "start where `N` are at risk, given a tenure that long, and end where fewer are"},
			tableFlag(kmTables), jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runKM,
	}
}

func runKM(ctx *cli.Context) error {
	opt, err := parseKMOptions(ctx)
	if err != nil {
		return err
	}
	from, err := inputsOf(ctx, opt.counts, opt.Time != "")
	if err != nil {
		return err
	}
	defer from.Close()
	var doc *kmDocument
	if opt.counts {
		doc, err = kmOfCounts(from, opt)
	} else {
		doc, err = kmOf(from[0], opt)
	}
	if err != nil {
		return err
	}
	return show(ctx, from[0].Name, doc)
}

// tableFlag is the flag by which one of a document's tables is had as CSV; the first is
// the one that is printed unless another is named.
func tableFlag(names []string) cli.Flag {
	return &cli.StringFlag{Name: "table", Value: names[0], Usage: "with --csv: " + oneOf(names)}
}

// parseTable reads the name of one of these tables.
func parseTable(ctx *cli.Context, names []string) (string, error) {
	name := ctx.String("table")
	if !slices.Contains(names, name) {
		return "", choice.Errorf("--table is %s, not %q", oneOf(names), name)
	}
	return name, nil
}

// oneOf is "a, b or c".
func oneOf(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// kmTables are the tables of km: together they have every number of its document.
var kmTables = []string{"curve", "quantiles", "at", "rmst", "tests", "contrasts", "bootstrap", "groups"}

// kmOptions are what is asked of km.
type kmOptions struct {
	rows.Choices
	counts, robust bool
	timeUnit       string
	curve          survival.Options
	quantiles, at  []float64
	rmst           float64 // 0: not asked for
	from, bracket  varighet.Opt[float64]
	hazard         varighet.Opt[survival.HazardType]
	band           varighet.Opt[survival.BandType]
	followUp       bool
	tests          []string
	scores         []float64
	pairwise       varighet.Opt[survival.Adjustment]
	contrasts      bool
	permutation    varighet.Opt[survival.Permutation]
	bootstrap      int
	seed           uint64
	minAtRisk      int
	table          string // one of kmTables
}

func parseKMOptions(ctx *cli.Context) (*kmOptions, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &kmOptions{
		Choices: read, counts: ctx.Bool("counts"), robust: ctx.Bool("robust"), timeUnit: ctx.String("time-unit"),
		rmst: ctx.Float64("rmst"), minAtRisk: ctx.Int("min-at-risk"),
		followUp: ctx.Bool("follow-up"), contrasts: ctx.Bool("contrasts"), bootstrap: ctx.Int("bootstrap"), seed: ctx.Uint64("seed"),
	}
	if opt.tests, err = choice.List("tests", ctx.String("tests")); err != nil {
		return nil, err
	}
	if opt.curve, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.minAtRisk < 0 || opt.bootstrap < 0 || ctx.IsSet("rmst") && !(opt.rmst > 0) {
		return nil, choice.Errorf("--min-at-risk and --bootstrap are not negative, and --rmst is above 0")
	}
	if opt.quantiles, err = parseNumbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	for _, p := range opt.quantiles {
		if !(p > 0 && p < 1) {
			return nil, choice.Errorf("--quantiles are shares between 0 and 1, not %v", p)
		}
	}
	if opt.at, err = parseNumbers("at", ctx.String("at")); err != nil {
		return nil, err
	}
	if opt.scores, err = parseNumbers("scores", ctx.String("scores")); err != nil {
		return nil, err
	}
	if err := parseKMChoices(ctx, opt); err != nil {
		return nil, err
	}
	if opt.table, err = parseTable(ctx, kmTables); err != nil {
		return nil, err
	}
	return opt, opt.check()
}

// parseCurveOptions reads --ci and --conf.
func parseCurveOptions(ctx *cli.Context) (opt survival.Options, err error) {
	var ok bool
	if opt.ConfType, ok = survival.ParseConfType(ctx.String("ci")); !ok {
		return opt, choice.Errorf("--ci is log-log, log, plain, logit, arcsin or beta-product, not %q", ctx.String("ci"))
	}
	opt.ConfLevel, err = parseConf(ctx)
	return opt, err
}

func parseConf(ctx *cli.Context) (float64, error) {
	conf := ctx.Float64("conf")
	if !(conf > 0 && conf < 1) {
		return 0, choice.Errorf("--conf is between 0 and 1, not %v", conf)
	}
	return conf, nil
}

// parseKMChoices reads the flags that stand for nothing unless they are given.
func parseKMChoices(ctx *cli.Context, opt *kmOptions) error {
	for name, v := range map[string]*varighet.Opt[float64]{"from": &opt.from, "bracket": &opt.bracket} {
		if ctx.IsSet(name) {
			if *v = varighet.Some(ctx.Float64(name)); !(v.V >= 0) || v.V > 1e100 {
				return choice.Errorf("--%s is not negative", name)
			}
		}
	}
	if s := ctx.String("hazard"); s != "" {
		h, ok := survival.ParseHazardType(s)
		if !ok {
			return choice.Errorf("--hazard is nelson-aalen or fleming-harrington, not %q", s)
		}
		opt.hazard = varighet.Some(h)
	}
	if s := ctx.String("band"); s != "" {
		b, ok := survival.ParseBandType(s)
		if !ok {
			return choice.Errorf("--band is equal-precision-log, equal-precision, hall-wellner-log or hall-wellner, not %q", s)
		}
		opt.band = varighet.Some(b)
	}
	if s := ctx.String("pairwise"); s != "" {
		a, ok := survival.ParseAdjustment(s)
		if !ok {
			return choice.Errorf("--pairwise is holm, hochberg, bonferroni, BH, BY or none, not %q", s)
		}
		opt.pairwise = varighet.Some(a)
	}
	if ctx.Bool("permutation") {
		n := ctx.Int("permutations")
		if n < 1 {
			return choice.Errorf("--permutations is 1 or more, not %d", n)
		}
		opt.permutation = varighet.Some(survival.Permutation{Random: n, Seed: opt.seed})
	}
	return nil
}

func (opt *kmOptions) check() error {
	for _, name := range opt.tests {
		if _, ok := survival.ParseWeight(name); !ok && name != "trend" {
			return choice.Errorf("--tests has no %q; it has logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q and trend", name)
		}
	}
	compares := len(opt.tests) > 0 || opt.scores != nil || opt.pairwise.OK || opt.contrasts || opt.permutation.OK
	if len(opt.By) == 0 && (compares || opt.Strata != nil && opt.bootstrap == 0) {
		return choice.Errorf("--tests, --scores, --strata, --pairwise, --contrasts and --permutation compare groups: say which with --by")
	}
	robust := opt.Cluster != "" || opt.robust
	switch {
	case opt.counts && (opt.Time != "" || opt.Weight != "" || robust || opt.bootstrap > 0 || opt.permutation.OK):
		return choice.Errorf("--counts has no rows: not for --time, --weight, --cluster, --robust, --bootstrap or --permutation")
	case opt.curve.ConfType == survival.BetaProduct && (robust || opt.Weight != ""):
		return choice.Errorf("--ci beta-product is made of counts: not for --weight, --cluster or --robust")
	case opt.Weight != "" && (opt.bootstrap > 0 || opt.permutation.OK):
		return choice.Errorf("--bootstrap and --permutation do not take --weight")
	case opt.bootstrap == 1:
		return choice.Errorf("--bootstrap needs 2 or more")
	}
	return opt.checkTable()
}

// checkTable refuses a table of what was not asked for.
func (opt *kmOptions) checkTable() error {
	var needs string
	switch {
	case opt.table == "at" && opt.at == nil:
		needs = "--at"
	case opt.table == "rmst" && opt.rmst == 0:
		needs = "--rmst"
	case opt.table == "tests" && len(opt.By) == 0:
		needs = "--by"
	case opt.table == "contrasts" && !opt.contrasts:
		needs = "--contrasts"
	case opt.table == "bootstrap" && opt.bootstrap == 0:
		needs = "--bootstrap"
	default:
		return nil
	}
	return choice.Errorf("--table %s needs %s", opt.table, needs)
}

func parseNumbers(flag, s string) ([]float64, error) {
	parts, err := choice.List(flag, s)
	if err != nil {
		return nil, err
	}
	var list []float64
	for _, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || v != v || v-v != 0 {
			return nil, choice.Errorf("--%s is a list of numbers such as 12,24,60, not %q", flag, part)
		}
		list = append(list, v)
	}
	return list, nil
}
