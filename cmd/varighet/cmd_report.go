package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// reportCommand has a command for each kind of figure or table that spells alone give, and those on
// the whole report of a study.
func reportCommand() *cli.Command {
	c := &cli.Command{Name: "report", Usage: "one figure or table of spells, or the whole report of a study again"}
	for kinds := study.Kinds(); len(kinds) > 0; {
		same := 1
		for same < len(kinds) && kinds[same].Command == kinds[0].Command {
			same++
		}
		if kinds[0].Command != "" {
			c.Subcommands = append(c.Subcommands, reportOf(kinds[:same]))
		}
		kinds = kinds[same:]
	}
	for _, w := range wholeReports {
		c.Subcommands = append(c.Subcommands, w.command())
	}
	c.Subcommands = append(c.Subcommands, diffCommand())
	return c
}

// reportOf is the command of kinds that differ by --style.
func reportOf(kinds []study.Kind) *cli.Command {
	k := &kinds[0]
	flags := optionFlags(k.Options)
	usage := k.Help
	if k.Style != "" {
		flags = append(flags, textOr("style", k.Style, "`STYLE`: bars (figure 1.2) or months (figures 2 and 3)"))
		usage = "who held which position, month by month"
	}
	return &cli.Command{
		Name: k.Command, Usage: usage, ArgsUsage: "SPELLS|REGISTER", Flags: reportFlags(k.Forms(), flags...),
		Action: func(ctx *cli.Context) error {
			f, err := askedOf(ctx, kinds)
			if err != nil {
				return err
			}
			return writeReport(ctx, f, k.Forms())
		},
	}
}

// askedOf is the figure or table that the flags ask for.
func askedOf(ctx *cli.Context, kinds []study.Kind) (*study.Figure, error) {
	var styles []string
	for i := range kinds {
		k := &kinds[i]
		if styles = append(styles, k.Style); k.Style != ctx.String("style") {
			continue
		}
		f := k.Asked
		f.Name, f.Kind, f.WidthMM, f.DPI = k.Command, k.Name, ctx.Float64("width"), ctx.Int("dpi")
		f.Title, f.Subtitle, f.Caption = study.InAll(ctx.String("title")), study.InAll(ctx.String("subtitle")), study.InAll(ctx.String("caption"))
		return &f, choose(ctx, k.Options, &f)
	}
	return nil, choice.Errorf("--style is %s, not %q", choice.Alternatives(styles), ctx.String("style"))
}

// reportFlags are the flags of all reports, and own.
func reportFlags(forms []string, own ...cli.Flag) []cli.Flag {
	last := len(forms) - 1
	flags := append(own,
		outputFlag(fmt.Sprintf("`FILE` to write: .%s or .%s by its name", strings.Join(forms[:last], ", ."), forms[last])),
		&cli.StringFlag{Name: "disclosure", Usage: "`WHO` may see it: internal (pages are marked), public or made-up; needed"},
		langFlag("nb"),
		text("title", "`TEXT` above"),
		text("subtitle", "`TEXT` below the title"),
		text("caption", "`TEXT` below the figure"),
		text("source", "`WHO` published the rows"),
		&cli.Float64Flag{Name: "width", Usage: "`MM` wide; default 160"},
		&cli.IntFlag{Name: "dpi", Usage: "`DOTS` an inch of PNG and TIFF; default 200"})
	return append(flags, registerFlags()...)
}

// writeReport writes a figure or a table of the spells named on the command line.
func writeReport(ctx *cli.Context, f *study.Figure, forms []string) error {
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	form, err := outputKind(out, forms...)
	if err != nil {
		return err
	}
	if w := ctx.Float64("width"); ctx.IsSet("width") && !(w >= chart.MinWidth && w <= chart.MaxWidth) {
		return choice.Errorf("--width is from %v to %v mm, not %v", chart.MinWidth, chart.MaxWidth, w)
	}
	if dpi := ctx.Int("dpi"); ctx.IsSet("dpi") && (dpi < chart.MinDPI || dpi > chart.MaxDPI) {
		return choice.Errorf("--dpi is from %d to %d, not %d", chart.MinDPI, chart.MaxDPI, dpi)
	}
	page, err := pageOf(ctx)
	if err != nil {
		return err
	}
	answer, err := answerOf(ctx, f)
	if err != nil {
		return err
	}
	files, err := render(page, answer, form, out)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := atomicfile.WriteFile(file.Name, file.Data, 0o644); err != nil {
			return err
		}
		if len(files) > 1 {
			fmt.Fprintln(ctx.App.ErrWriter, file.Name)
		}
	}
	return nil
}

// pageOf is what stands around a report.
func pageOf(ctx *cli.Context) (*study.Page, error) {
	if _, err := locale.Parse(ctx.String("lang")); err != nil {
		return nil, choice.Errorf("--lang: %v", err)
	}
	d := report.Disclosure(ctx.String("disclosure"))
	if d == report.Published {
		return nil, choice.Errorf("--disclosure published: what may be published is worked out for a whole report; write a study and use `varighet run`")
	}
	if !d.Known() {
		return nil, choice.Errorf("--disclosure says who may see the output: internal, public (the rows are published already) or made-up")
	}
	page := study.NewPage(ctx.String("lang"), ctx.String("source"), d)
	var err error
	if page.Stops, err = survival.ParseStops(ctx.String("stops")); err != nil {
		return nil, choice.Errorf("--stops: %v", err)
	}
	return page, nil
}

// answerOf computes what a report is of, and says what stands beside it.
func answerOf(ctx *cli.Context, f *study.Figure) (*study.Answer, error) {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return nil, err
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return nil, err
	}
	result, err := study.Of(loaded.Table)
	if err != nil {
		return nil, err
	}
	result.PlaceNames = loaded.Places
	result.Lines, result.Unordered = loaded.Lines, loaded.Counts != nil
	answer, err := result.Answer(*f)
	if err != nil {
		return nil, err
	}
	for _, left := range spellset.LeftOut(result.Spells) {
		fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: %s\n", left)
	}
	notes := slices.Clone(loaded.Warnings)
	if o := result.Others; o != nil {
		notes = append(notes, fmt.Sprintf("%s of others stand beside the cohort and are not counted together with it",
			english.Count(o.Stability.Positions, "position", "positions")))
	}
	if note := answer.Value.Note(); note != "" {
		notes = append(notes, note)
	}
	for _, note := range notes {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", note)
	}
	return answer, nil
}

// render draws an answer as the files to write: out, or a numbered file a page.
func render(page *study.Page, answer *study.Answer, form, out string) ([]study.File, error) {
	if slices.Contains(study.TableForms, form) {
		t, err := page.Table(answer)
		if err != nil {
			return nil, err
		}
		b, err := study.RenderTable(t, form)
		return []study.File{{Name: out, Data: b}}, err
	}
	pages, err := page.Figure(answer)
	if err != nil {
		return nil, err
	}
	files, err := study.RenderFigure(strings.TrimSuffix(filepath.Base(out), filepath.Ext(out)), pages, []string{form})
	for i := range files {
		files[i].Name = filepath.Join(filepath.Dir(out), files[i].Name)
	}
	if len(files) == 1 {
		files[0].Name = out
	}
	return files, err
}
