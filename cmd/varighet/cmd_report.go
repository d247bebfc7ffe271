package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
)

func reportCommand() *cli.Command {
	return &cli.Command{
		Name:  "report",
		Usage: "one figure or table of spells",
		Subcommands: []*cli.Command{
			{
				Name: "timeline", Usage: "who held which position, month by month", ArgsUsage: "SPELLS|REGISTER",
				Flags: reportFlags("png", "svg", "pdf", &cli.StringFlag{Name: "style", Value: "bars",
					Usage: "bars (figure 1.2) or months (figures 2 and 3)"}),
				Action: runReportTimeline,
			},
			{
				Name: "km", Usage: "Kaplan–Meier curves with those at risk below", ArgsUsage: "SPELLS|REGISTER",
				Flags: reportFlags("png", "svg", "pdf",
					&cli.StringFlag{Name: "by", Usage: "one curve a value of `COL`, such as size_group"},
					&cli.BoolFlag{Name: "no-bands", Usage: "no confidence bands"},
					&cli.IntFlag{Name: "horizon", Usage: "`MONTHS` to show; default all"}),
				Action: runReportKM,
			},
			{
				Name: "medians", Usage: "medians by size group, as a figure or as table 6-1", ArgsUsage: "SPELLS|REGISTER",
				Flags: reportFlags("png", "svg", "pdf, csv, md, html, tex",
					&cli.StringFlag{Name: "baseline", Value: "nsdm2020-table6-1", Usage: "published medians with this `ID` beside"}),
				Action: runReportMedians,
			},
		},
	}
}

// reportFlags are the flags of all reports, and own.
func reportFlags(a, b, c string, own ...cli.Flag) []cli.Flag {
	flags := append(own,
		outputFlag(fmt.Sprintf("`FILE` to write: .%s, .%s or .%s by its name", a, b, strings.ReplaceAll(c, ", ", ", ."))),
		&cli.StringFlag{Name: "disclosure", Usage: "`WHO` may see it: internal (every page is marked), public or made-up; must be given"},
		&cli.StringFlag{Name: "lang", Value: "nb", Usage: "nb, nn or en"},
		&cli.StringFlag{Name: "title", Usage: "`TEXT` above"},
		&cli.StringFlag{Name: "subtitle", Usage: "`TEXT` below the title"},
		&cli.StringFlag{Name: "caption", Usage: "`TEXT` below the figure"},
		&cli.StringFlag{Name: "source", Usage: "`WHO` published the rows"},
		&cli.Float64Flag{Name: "width", Usage: "width in `MM`; default 160"})
	return append(flags, registerFlags()...)
}

func runReportTimeline(ctx *cli.Context) error {
	style := ctx.String("style")
	if style != "bars" && style != "months" {
		return choice.Errorf("--style is bars or months, not %q", style)
	}
	return writeFigure(ctx, &studyFigure{Kind: "timeline-" + style})
}

func runReportKM(ctx *cli.Context) error {
	bands := !ctx.Bool("no-bands")
	by, err := choice.One("by", ctx.String("by"))
	if err != nil {
		return err
	}
	return writeFigure(ctx, &studyFigure{Kind: "km", By: by, Bands: &bands, Horizon: ctx.Int("horizon")})
}

func runReportMedians(ctx *cli.Context) error {
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	kind, err := outputKind(out, "png", "svg", "pdf", "csv", "md", "html", "tex")
	if err != nil {
		return err
	}
	if kind == "png" || kind == "svg" || kind == "pdf" {
		return writeFigure(ctx, &studyFigure{Kind: "medians", Baseline: ctx.String("baseline")})
	}
	r, err := reporterFromFlags(ctx)
	if err != nil {
		return err
	}
	if err := r.warnUngrouped(ctx, "size_group"); err != nil {
		return err
	}
	t, err := r.table(&studyTable{Name: "medians", Kind: "medians", Title: everyLanguage(ctx.String("title")),
		Baseline: ctx.String("baseline")}, studyTurn{})
	if err != nil {
		return err
	}
	b, err := tableAs(t, kind)
	if err != nil {
		return err
	}
	return atomicfile.WriteFile(out, b, 0o644)
}

// writeFigure draws a figure of the spells named on the command line.
func writeFigure(ctx *cli.Context, f *studyFigure) error {
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	kind, err := outputKind(out, "png", "svg", "pdf")
	if err != nil {
		return err
	}
	if w := ctx.Float64("width"); ctx.IsSet("width") && !(w >= chart.MinWidth && w <= chart.MaxWidth) {
		return choice.Errorf("--width is from %v to %v mm, not %v", chart.MinWidth, chart.MaxWidth, w)
	}
	r, err := reporterFromFlags(ctx)
	if err != nil {
		return err
	}
	f.Title, f.Subtitle, f.Caption = everyLanguage(ctx.String("title")), everyLanguage(ctx.String("subtitle")), everyLanguage(ctx.String("caption"))
	f.WidthMM = ctx.Float64("width")
	pages, err := r.figure(f)
	if err != nil {
		return err
	}
	by := f.By
	if f.Kind == "medians" {
		by = "size_group"
	}
	if err := r.warnUngrouped(ctx, by); err != nil {
		return err
	}
	files, err := renderFigure(strings.TrimSuffix(filepath.Base(out), filepath.Ext(out)), pages, []string{kind})
	if err != nil {
		return err
	}
	for _, file := range files {
		path := filepath.Join(filepath.Dir(out), file.name)
		if len(files) == 1 {
			path = out
		}
		if err := atomicfile.WriteFile(path, file.data, 0o644); err != nil {
			return err
		}
		if len(files) > 1 {
			fmt.Fprintln(ctx.App.ErrWriter, path)
		}
	}
	return nil
}

// warnUngrouped says on standard error how many agreements have no group, and are left
// out of what is grouped.
func (r *reporter) warnUngrouped(ctx *cli.Context, by string) error {
	if by == "" {
		return nil
	}
	g, err := r.group(by)
	if err != nil {
		return err
	}
	if w := noGroupWarning(g, by); w != "" {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
	return nil
}

func everyLanguage(s string) localised {
	if s == "" {
		return nil
	}
	return localised{"": s}
}

func reporterFromFlags(ctx *cli.Context) (*reporter, error) {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return nil, err
	}
	l, err := locale.Parse(ctx.String("lang"))
	if err != nil {
		return nil, choice.Errorf("--lang: %v", err)
	}
	d := disclosure(ctx.String("disclosure"))
	switch d {
	case disclosureInternal, disclosurePublic, disclosureMadeUp:
	default:
		return nil, choice.Errorf("--disclosure says who may see the output: internal, public (the rows are published already) or made-up")
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return nil, err
	}
	if loaded.counts != nil {
		loaded.warnings = append(leftOut(loaded.counts), loaded.warnings...)
	}
	for _, w := range loaded.warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
	return &reporter{Table: loaded.Table, locale: l, disclosure: d, source: ctx.String("source")}, nil
}
