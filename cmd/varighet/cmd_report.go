package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// reports are the kinds of figures and tables that are made of spells alone, each a command.
// Those of one command differ by --style.
var reports = []struct {
	name, usage string
	kinds       map[string]string // by style; "" is the only one
	flags       []cli.Flag
	ask         func(*cli.Context, *study.Figure) error
}{
	{name: "timeline", usage: "who held which position, month by month",
		kinds: map[string]string{"bars": "timeline-bars", "months": "timeline-months"},
		flags: []cli.Flag{textOr("style", "bars", "`STYLE`: bars (figure 1.2) or months (figures 2 and 3)")}},
	{name: "km", usage: "Kaplan–Meier curves with those at risk below", kinds: map[string]string{"": "km"},
		flags: []cli.Flag{
			text("by", "one curve for each value of `COL`, such as size_group"),
			yes("no-bands", "no confidence bands"),
			&cli.IntFlag{Name: "horizon", Usage: "`MONTHS` to show; default all"}},
		ask: askCurves},
	{name: "medians", usage: "medians by size group, as a figure or as table 6-1", kinds: map[string]string{"": "medians"},
		flags: []cli.Flag{baselineFlag(study.CountryMedians)},
		ask:   func(ctx *cli.Context, f *study.Figure) error { f.Baseline = ctx.String("baseline"); return nil }},
	{name: "turnover", usage: "share that left within some months, by each definition", kinds: map[string]string{"": "turnover"},
		flags: []cli.Flag{&cli.IntFlag{Name: "within", Value: 12, Usage: "left within `MONTHS`"}}},
}

func askCurves(ctx *cli.Context, f *study.Figure) (err error) {
	bands := !ctx.Bool("no-bands")
	f.Bands, f.Horizon = &bands, ctx.Int("horizon")
	f.By, err = choice.One("by", ctx.String("by"))
	return err
}

func reportCommand() *cli.Command {
	c := &cli.Command{Name: "report", Usage: "one figure or table of spells"}
	for _, r := range reports {
		forms := formsOf(r.kinds)
		c.Subcommands = append(c.Subcommands, &cli.Command{
			Name: r.name, Usage: r.usage, ArgsUsage: "SPELLS|REGISTER", Flags: reportFlags(forms, r.flags...),
			Action: func(ctx *cli.Context) error {
				f := &study.Figure{Name: r.name, Kind: r.kinds[ctx.String("style")], Title: study.InAll(ctx.String("title")),
					Subtitle: study.InAll(ctx.String("subtitle")), Caption: study.InAll(ctx.String("caption")), WidthMM: ctx.Float64("width")}
				if f.Kind == "" {
					return choice.Errorf("--style is bars or months, not %q", ctx.String("style"))
				}
				if r.ask != nil {
					if err := r.ask(ctx, f); err != nil {
						return err
					}
				}
				return writeReport(ctx, f, forms)
			},
		})
	}
	return c
}

// formsOf are the forms in which the kinds of a report can be written: figures, then tables.
func formsOf(kinds map[string]string) (forms []string) {
	for _, k := range study.Kinds() {
		for _, name := range kinds {
			if k.Name == name && k.HasFigure() && forms == nil {
				forms = append(forms, study.Formats...)
			}
		}
	}
	for _, k := range study.Kinds() {
		for _, name := range kinds {
			if k.Name == name && k.HasTable() {
				forms = append(forms, study.TableForms...)
			}
		}
	}
	return forms
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
		&cli.Float64Flag{Name: "width", Usage: "`MM` wide; default 160"})
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
	if !d.Known() {
		return nil, choice.Errorf("--disclosure says who may see the output: internal, public (the rows are published already) or made-up")
	}
	return study.NewPage(ctx.String("lang"), ctx.String("source"), d), nil
}

// answerOf computes what a report is of, and says what stands beside it.
func answerOf(ctx *cli.Context, f *study.Figure) (*study.Answer, error) {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return nil, err
	}
	within := ctx.Int("within")
	if !ctx.IsSet("within") {
		within = 12
	}
	if within < 1 || within > survival.MaxMonths {
		return nil, choice.Errorf("--within is from 1 to %d months, not %d", survival.MaxMonths, within)
	}
	loaded, err := loadSpells(ctx, args[0])
	if err != nil {
		return nil, err
	}
	result, err := study.Of(loaded.Table, within)
	if err != nil {
		return nil, err
	}
	answer, err := result.Answer(*f)
	if err != nil {
		return nil, err
	}
	notes := append(spellset.LeftOut(loaded.Spells), loaded.warnings...)
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
