package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/survival"
)

// kmCommand estimates curves from spells, from a register, or from any CSV.
func kmCommand() *cli.Command {
	return &cli.Command{
		Name:      "km",
		Usage:     "Kaplan–Meier curves, medians, restricted means and tests",
		ArgsUsage: "SPELLS|REGISTER|CSV",
		Description: "SPELLS is a file that `survival spells` wrote; REGISTER a folder that `ingest` wrote.\n" +
			"Any other CSV needs --time and --event, and may have --entry. Numbers are exact: nothing is withheld.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "by", Usage: "one curve a value of `COL[,COL]`, such as size_group"},
			&cli.StringFlag{Name: "time", Usage: "any CSV: `COL`umn of the time at which a row leaves observation"},
			&cli.StringFlag{Name: "event", Usage: "any CSV: `COL`umn with 1 or true if it stopped then, 0 or false if not"},
			&cli.StringFlag{Name: "entry", Usage: "any CSV: `COL`umn of the time at which a row comes under observation"},
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.StringFlag{Name: "kind", Value: "regular", Usage: "spells of this `KIND`: regular or vacant"},
			&cli.StringFlag{Name: "ci", Value: "log-log", Usage: "limits on the scale log-log, log, plain, logit or arcsin"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			&cli.StringFlag{Name: "quantiles", Value: "0.5", Usage: "times by which these `SHARES` have stopped"},
			&cli.StringFlag{Name: "at", Usage: "read the curve at these `TIMES`"},
			&cli.Float64Flag{Name: "rmst", Usage: "restricted mean up to `TAU`"},
			&cli.StringFlag{Name: "tests", Usage: "logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q, trend; " +
				"with --by the default is logrank, and trend for ordered groups"},
			&cli.StringFlag{Name: "scores", Usage: "`SCORES` of the groups for the trend, in the order shown; default 1,2,…"},
			&cli.StringFlag{Name: "strata", Usage: "compare within values of `COL`"},
			&cli.IntFlag{Name: "min-at-risk", Usage: "start where `N` are at risk, given a tenure that long, and end where fewer are"},
			&cli.BoolFlag{Name: "strict", Usage: "any row that cannot be used ends the run"},
			jsonFlag(), csvFlag(),
		}, registerFlags()...),
		Action: runKM,
	}
}

func runKM(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	opt, err := parseKMOptions(ctx)
	if err != nil {
		return err
	}
	rows, err := readTenures(ctx, args[0], opt)
	if err != nil {
		return err
	}
	if ctx.Bool("strict") && len(rows.rejected) > 0 {
		for _, r := range rows.rejected {
			fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s: %v\n", args[0], r)
		}
		return fmt.Errorf("%s cannot be used, and --strict was asked for", plural(len(rows.rejected), "row", "rows"))
	}
	result, err := estimate(rows, opt)
	if err != nil {
		return err
	}
	switch {
	case ctx.Bool("json"):
		return writeJSON(ctx.App.Writer, result.document())
	case ctx.Bool("csv"):
		return result.writeCSV(ctx.App.Writer)
	}
	for _, w := range result.warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
	if n := len(rows.rejected); n > 0 {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s left out; --json lists them\n", plural(n, "row", "rows"))
	}
	return result.writeText(ctx.App.Writer)
}

// kmOptions are the flags of km, checked.
type kmOptions struct {
	by, strata         []string
	time, event, entry string
	timeUnit           string
	kind               survival.SpellKind
	curve              survival.Options
	quantiles, at      []float64
	rmst               float64 // 0: not asked for
	tests              []string
	scores             []float64
	minAtRisk          int
}

func parseKMOptions(ctx *cli.Context) (*kmOptions, error) {
	opt := &kmOptions{
		time: ctx.String("time"), event: ctx.String("event"), entry: ctx.String("entry"),
		timeUnit: ctx.String("time-unit"), by: splitList(ctx.String("by")), strata: splitList(ctx.String("strata")),
		tests: splitList(ctx.String("tests")), rmst: ctx.Float64("rmst"), minAtRisk: ctx.Int("min-at-risk"),
	}
	var ok bool
	if opt.curve.ConfType, ok = survival.ParseConfType(ctx.String("ci")); !ok {
		return nil, usagef("--ci is log-log, log, plain, logit or arcsin, not %q", ctx.String("ci"))
	}
	if opt.curve.ConfLevel = ctx.Float64("conf"); !(opt.curve.ConfLevel > 0 && opt.curve.ConfLevel < 1) {
		return nil, usagef("--conf is between 0 and 1, not %v", opt.curve.ConfLevel)
	}
	if opt.kind, ok = survival.ParseSpellKind(ctx.String("kind")); !ok || opt.kind == survival.Missing {
		return nil, usagef("--kind is regular or vacant, not %q", ctx.String("kind"))
	}
	if opt.minAtRisk < 0 || ctx.IsSet("rmst") && !(opt.rmst > 0) {
		return nil, usagef("--min-at-risk is not negative, and --rmst is above 0")
	}
	var err error
	if opt.quantiles, err = parseNumbers("quantiles", ctx.String("quantiles")); err != nil {
		return nil, err
	}
	for _, p := range opt.quantiles {
		if !(p > 0 && p < 1) {
			return nil, usagef("--quantiles are shares between 0 and 1, not %v", p)
		}
	}
	if opt.at, err = parseNumbers("at", ctx.String("at")); err != nil {
		return nil, err
	}
	if opt.scores, err = parseNumbers("scores", ctx.String("scores")); err != nil {
		return nil, err
	}
	return opt, opt.checkTests()
}

func (opt *kmOptions) checkTests() error {
	for _, name := range opt.tests {
		if _, ok := survival.ParseWeight(name); !ok && name != "trend" {
			return usagef("--tests has no %q; it has logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q and trend", name)
		}
	}
	if len(opt.by) == 0 && (len(opt.tests) > 0 || opt.scores != nil || opt.strata != nil) {
		return usagef("--tests, --scores and --strata compare groups: say which with --by")
	}
	if (opt.time == "") != (opt.event == "") || opt.entry != "" && opt.time == "" {
		return usagef("--time and --event belong together, and --entry goes with them")
	}
	return nil
}

func splitList(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func parseNumbers(flag, s string) ([]float64, error) {
	var list []float64
	for _, part := range splitList(s) {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || v != v || v-v != 0 {
			return nil, usagef("--%s is a list of numbers such as 12,24,60, not %q", flag, part)
		}
		list = append(list, v)
	}
	return list, nil
}
