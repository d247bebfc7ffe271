package main

import (
	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// kmCommand estimates curves from spells, from a register, or from any CSV.
func kmCommand() *cli.Command {
	return &cli.Command{
		Name:        "km",
		Usage:       "Kaplan–Meier curves, medians, restricted means and tests",
		ArgsUsage:   "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "Numbers are exact. With --by the tests are logrank, and trend if ordered; weights in them are whole.",
		Flags: append(append(readFlags(),
			weightFlag(),
			clusterFlag(),
			yes("robust", "robust limits, each row on its own, as for weights that are no counts"),
			countsFlag(),
			timeUnitFlag(),
			ciFlag("log-log, log, plain, logit, arcsin or beta-product"),
			confFlag(),
			quantilesFlag(),
			atFlag(),
			tauFlag(),
			&cli.Float64Flag{Name: "from", Usage: "given a tenure of at least `TENURE`"},
			text("hazard", "S by a cumulative `HAZARD`: nelson-aalen or fleming-harrington"),
			text("band", "simultaneous `BAND`: equal-precision or hall-wellner, each also -log"),
			&cli.Float64Flag{Name: "bracket", Usage: "with --at, bounds where times end periods of `WIDTH`: 1 for months"},
			yes("follow-up", "median follow-up, by the curve of being censored"),
			text("tests", "`TESTS`: logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q, trend"),
			text("scores", "`SCORES` of the groups for the trend, in the order shown; default 1,2,…"),
			strataFlag(),
			text("pairwise", "each two, p by `METHOD`: holm, hochberg, bonferroni, BH, BY or none"),
			contrastsFlag(),
			yes("permutation", "p by relabelling: all ways if at most a million, else at random"),
			&cli.IntFlag{Name: "permutations", Value: 100000, Usage: "how `MANY` ways are drawn at random"},
			&cli.IntFlag{Name: "bootstrap", Usage: "resample clusters (else rows) `N` times within --strata, such as 2000"},
			seedFlag(),
			&cli.IntFlag{Name: "min-at-risk", Usage: "start where `N` are at risk, given that tenure; end where fewer are"},
			tableFlag(document.KMTables), jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: answeringCounts(parseKMOptions, func(c *document.KMChoices) bool { return c.Counts }, document.KM, document.KMOfCounts),
	}
}

// parseTable reads the name of one of these tables.
func parseTable(ctx *cli.Context, names []string) (string, error) {
	name := ctx.String("table")
	return name, document.KnownTable(name, names...)
}

func parseKMOptions(ctx *cli.Context) (*document.KMChoices, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &document.KMChoices{
		Choices: read, Counts: ctx.Bool("counts"), Robust: ctx.Bool("robust"), TimeUnit: ctx.String("time-unit"),
		Rmst: ctx.Float64("tau"), MinAtRisk: ctx.Int("min-at-risk"),
		FollowUp: ctx.Bool("follow-up"), Contrasts: ctx.Bool("contrasts"), Bootstrap: ctx.Int("bootstrap"), Seed: ctx.Uint64("seed"),
	}
	if opt.Tests, err = choice.List("tests", ctx.String("tests")); err != nil {
		return nil, err
	}
	if opt.Curve, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.MinAtRisk < 0 || opt.Bootstrap < 0 || ctx.IsSet("tau") && !(opt.Rmst > 0) {
		return nil, choice.Errorf("--min-at-risk and --bootstrap are not negative, and --tau is above 0")
	}
	if opt.Quantiles, err = choice.Numbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	for _, p := range opt.Quantiles {
		if !(p > 0 && p < 1) {
			return nil, choice.Errorf("--quantiles are shares between 0 and 1, not %v", p)
		}
	}
	if opt.At, err = parseTenures(ctx); err != nil {
		return nil, err
	}
	if opt.Scores, err = choice.Numbers("scores", ctx.String("scores")); err != nil {
		return nil, err
	}
	if err := parseKMChoices(ctx, opt); err != nil {
		return nil, err
	}
	if opt.Table, err = parseTable(ctx, document.KMTables); err != nil {
		return nil, err
	}
	return opt, opt.Check()
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
func parseKMChoices(ctx *cli.Context, opt *document.KMChoices) error {
	for name, v := range map[string]*varighet.Opt[float64]{"from": &opt.From, "bracket": &opt.Bracket} {
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
		opt.Hazard = varighet.Some(h)
	}
	if s := ctx.String("band"); s != "" {
		b, ok := survival.ParseBandType(s)
		if !ok {
			return choice.Errorf("--band is equal-precision-log, equal-precision, hall-wellner-log or hall-wellner, not %q", s)
		}
		opt.Band = varighet.Some(b)
	}
	if s := ctx.String("pairwise"); s != "" {
		a, ok := survival.ParseAdjustment(s)
		if !ok {
			return choice.Errorf("--pairwise is holm, hochberg, bonferroni, BH, BY or none, not %q", s)
		}
		opt.Pairwise = varighet.Some(a)
	}
	if ctx.Bool("permutation") {
		n := ctx.Int("permutations")
		if n < 1 {
			return choice.Errorf("--permutations is 1 or more, not %d", n)
		}
		opt.Permutation = varighet.Some(survival.Permutation{Random: n, Seed: opt.Seed})
	}
	return nil
}
