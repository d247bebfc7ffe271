package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/message"
)

// Flags that more than one command has are made here, so that a name means one thing
// and says it in the same words everywhere: --at is a tenure and --month a month of the
// calendar, whatever the command. A test holds it, and lists the few that differ.

func text(name, usage string) *cli.StringFlag { return &cli.StringFlag{Name: name, Usage: usage} }

// textOr is a flag with a default.
func textOr(name, value, usage string) *cli.StringFlag {
	return &cli.StringFlag{Name: name, Value: value, Usage: usage}
}

func yes(name, usage string) *cli.BoolFlag { return &cli.BoolFlag{Name: name, Usage: usage} }

func jsonFlag() cli.Flag { return yes("json", "print JSON, for programs") }

func csvFlag() cli.Flag { return yes("csv", "print CSV") }

// wantsCSV reports whether an answer is to be CSV, or one of the tables that it has as CSV.
func wantsCSV(ctx *cli.Context) bool { return ctx.Bool("csv") || ctx.IsSet("table") }

// tableFlag is the flag by which one of a document's tables is had as CSV; the first is
// the one that is printed unless another is named.
func tableFlag(names []string) cli.Flag {
	return textOr("table", names[0], "print `TABLE` as CSV: "+choice.Alternatives(names))
}

func byFlag() cli.Flag {
	return text("by", "one answer for each value of `COL[,COL]`, such as size_group")
}

func strataFlag() cli.Flag {
	return text("strata", "only within values of `COL[,COL]`; in models, a baseline for each")
}

func clusterFlag() cli.Flag {
	return text("cluster", "rows with one value of `COL` are alike, such as municipality_now")
}

func causeFlag(column string) cli.Flag {
	return textOr("cause", column, "`COL` of why a row stopped, such as stop_reason")
}

func countsFlag() cli.Flag {
	return yes("counts", "the arguments are tables that `survival counts` wrote: add them up")
}

func timeUnitFlag() cli.Flag { return textOr("time-unit", "months", "the `UNIT` that times are in") }

func kindFlag() cli.Flag {
	return textOr("kind", "regular", "spells of this `KIND`: regular or vacant")
}

func strictFlag() cli.Flag { return yes("strict", "any row that cannot be used ends the run") }

func weightFlag() cli.Flag {
	return text("weight", "`COL` of how many a row stands for; 0 leaves it out")
}

func confFlag() cli.Flag {
	return &cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence `LEVEL`"}
}

func seedFlag() cli.Flag {
	return &cli.Uint64Flag{Name: "seed", Usage: "`NUMBER`: from which all that is random is drawn"}
}

func ciFlag(scales string) cli.Flag {
	return textOr("ci", "log-log", "`LIMITS`: "+scales)
}

func perFlag() cli.Flag {
	return &cli.Float64Flag{Name: "per", Value: 12, Usage: "rates and ratios are per `N` of the time unit"}
}

func atFlag() cli.Flag { return text("at", "read curves at these `TENURES`, such as 12,60") }

// parseTenures reads --at.
func parseTenures(ctx *cli.Context) ([]float64, error) {
	list, err := choice.Numbers("at", ctx.String("at"))
	for _, t := range list {
		if t < 0 {
			return nil, choice.Errorf("--at is a list of tenures, which are not negative, and not %v", t)
		}
	}
	return list, err
}

// tauFlag has the name under which the JSON has it. DESIGN has it as --rmst.
func tauFlag() cli.Flag {
	return &cli.Float64Flag{Name: "tau", Aliases: []string{"rmst"}, Usage: "restricted mean, or mean time lost, up to `TAU`; also --rmst"}
}

func quantilesFlag() cli.Flag {
	return textOr("quantiles", "0.5", "times by which these `SHARES` have stopped")
}

func contrastsFlag() cli.Flag {
	return yes("contrasts", "differences between each two groups, of what --at and --tau ask for")
}

func bandsFlag(edges string) cli.Flag {
	return textOr("bands", edges, "bands of tenure between these `MONTHS`; 0 need not be named")
}

// parseBands reads the edges of bands after the 0 at which the first begins, named or not.
func parseBands(ctx *cli.Context) ([]float64, error) {
	edges, err := choice.Numbers("bands", ctx.String("bands"))
	if len(edges) > 1 && edges[0] == 0 {
		edges = edges[1:]
	}
	return edges, err
}

// monthFlag had the name --at, which is a tenure now; the old name still works.
func monthFlag() cli.Flag {
	return &cli.StringFlag{Name: "month", Aliases: []string{"at"}, Usage: "on the 1st of `MONTH`, such as 2019-12; else of the last month"}
}

// optionalMonth reads a flag that names a month; missing if it was not given.
func optionalMonth(ctx *cli.Context, flag string) (m varighet.Opt[varighet.Month], err error) {
	if !ctx.IsSet(flag) {
		return m, nil
	}
	v, err := monthOfFlag(flag, ctx.String(flag))
	return varighet.Some(v), err
}

func profileFlag() cli.Flag {
	return text("profile", "predict for `COL=VALUE,…[;COL=VALUE,…]`, every covariate named")
}

func tiesFlag(methods string) cli.Flag { return textOr("ties", "efron", "`METHOD`: "+methods) }

func baselineFlag(id string) cli.Flag {
	return textOr("baseline", id, "published number with this `ID`; see `varighet baselines`")
}

// langFlag is what output is written in; "" is the language of the study.
func langFlag(language string) cli.Flag {
	f := textOr("lang", language, "`LANGUAGE`: nb, nn or en")
	if language == "" {
		f.DefaultText = "that of the study"
	}
	return f
}

// limitFlag raises a limit of what is read.
func limitFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "limit", Usage: "read larger files: `NAME=VALUE`, as workbook=512MiB (docs/limits.md); may be repeated"}
}

// raiseLimits reads --limit.
func raiseLimits(ctx *cli.Context, limits *limit.Set) error {
	for _, text := range ctx.StringSlice("limit") {
		if err := limits.Raise(text); err != nil {
			return choice.Errorf("--limit: %v", err)
		}
	}
	return nil
}

func outputFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: usage}
}

func referenceFlag() cli.Flag {
	return text("reference", "`FOLDER`: reference folder with municipalities and populations")
}

// A shownFlag is a flag as help shows it.
type shownFlag struct {
	name, value string // as "by" and "COL[,COL]"; no value for yes or no
	text        string
	otherwise   string // what holds if it is not given; "" for nothing
}

// shown takes what a flag's value is called, in backquotes, out of what is said of it.
func shown(f cli.Flag) shownFlag {
	s := shownFlag{name: f.Names()[0]}
	doc, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return s
	}
	s.text = doc.GetUsage()
	if !takesValue(f) {
		return s
	}
	if before, rest, ok := strings.Cut(s.text, "`"); ok {
		name, after, _ := strings.Cut(rest, "`")
		s.value, s.text = name, before+name+after
		s.text = strings.TrimPrefix(s.text, name+": ")
	}
	s.otherwise = defaultOf(f)
	return s
}

// usage is the flag with its value: "--by COL[,COL]".
func (s shownFlag) usage() string {
	return strings.TrimSpace(dashed(s.name) + " " + s.value)
}

// explained is what is said of the flag, with its default.
func (s shownFlag) explained(in message.Language) string {
	if s.otherwise == "" {
		return s.text
	}
	return in.Sprintf("%s; default %s", s.text, s.otherwise)
}

// in is the flag in a language: what it is for, and a default that is words. The name of its
// value is as in the examples.
func (s shownFlag) in(l message.Language) shownFlag {
	s.text, s.otherwise = l.Translate(s.text), l.Translate(s.otherwise)
	return s
}

// defaultOf is what a flag is if it is not given; "" for nothing.
func defaultOf(f cli.Flag) string {
	switch f := f.(type) {
	case *cli.StringFlag:
		if f.DefaultText != "" {
			return f.DefaultText
		}
	case *cli.Float64Flag:
		if f.DefaultText != "" {
			return f.DefaultText
		}
	}
	doc := f.(cli.DocGenerationFlag)
	if v := doc.GetValue(); v != "0" && v != "[]" {
		return v
	}
	return ""
}
