package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/message"
	"github.com/varighet/varighet/report/study"
)

func simulateCommand() *cli.Command {
	return &cli.Command{
		Name:  "simulate",
		Usage: "a made-up country with a known truth: monthly files, reference tables, truth.json",
		Description: "Tenures are drawn so that the true medians by size of municipality are those of table 6-1.\n" +
			"The same flags give the same bytes. Memory does not grow with the number of months, but with --form, which writes\n" +
			"files that differ from plain ones as real files do.",
		Flags: append(optionFlags(study.SimulationOptions()),
			outputFlag("`FOLDER` to write; must not exist or be empty"),
			&cli.BoolFlag{Name: "no-reform", Usage: "no municipal reform"},
			&cli.BoolFlag{Name: "no-missing-month", Usage: "a file for every month"},
			&cli.StringSliceFlag{Name: "form", Usage: "`FORM[,FORM]` in which the files are written; see `varighet help forms`"},
		),
		Action: runSimulate,
	}
}

func runSimulate(ctx *cli.Context) error {
	if _, err := arguments(ctx, 0, 0); err != nil {
		return err
	}
	out, err := needOutput(ctx)
	if err != nil {
		return err
	}
	country := study.Simulation{First: varighet.MonthOf(2001, time.May), Last: varighet.MonthOf(2014, time.May)}
	if err := choose(ctx, study.SimulationOptions(), &country); err != nil {
		return err
	}
	opt := country.Options()
	opt.NoReform, opt.NoMissingMonth = ctx.Bool("no-reform"), ctx.Bool("no-missing-month")
	if opt.Forms, err = simulate.ParseForms(ctx.StringSlice("form")); err != nil {
		return choice.Errorf("--form: %v", err)
	}
	show := func(varighet.Month) {}
	if terminal, ok := terminalOf(ctx.App.ErrWriter); ok {
		show = progress(terminal, opt.First, opt.Last)
	}
	opt.Progress = func(m varighet.Month) error {
		show(m)
		return ctx.Context.Err()
	}
	truth, err := simulate.Write(out, opt)
	if err != nil {
		return err
	}
	return writeTruthSummary(ctx, out, truth)
}

// formsHelp lists the forms, one a line.
func formsHelp() string {
	var b strings.Builder
	for _, f := range simulate.Forms() {
		b.WriteString(hanging(fmt.Sprintf("  %-18s ", f.Form), f.What))
	}
	return b.String()
}

// progress shows on a terminal which month is being written.
func progress(w io.Writer, first, last varighet.Month) func(varighet.Month) {
	return func(m varighet.Month) {
		fmt.Fprintf(w, "\r%s (%d of %d) ", m, m-first+1, last-first+1)
		if m == last {
			fmt.Fprint(w, "\r                         \r")
		}
	}
}

// terminalOf is the terminal that messages go to, if somebody is looking: what is written to it is not
// made visible, so that a line can be written over.
func terminalOf(w io.Writer) (io.Writer, bool) {
	if m, ok := w.(*messages); ok && m.log == nil {
		w = m.to
	}
	if d, ok := w.(discreet); ok {
		w = d.to
	}
	if in, ok := w.(*message.Writer); ok {
		w = in.To
	}
	f, ok := w.(*os.File)
	if !ok {
		return nil, false
	}
	info, err := f.Stat()
	return f, err == nil && info.Mode()&os.ModeCharDevice != 0
}

// writeTruthSummary prints what was made, and the truth by size group.
func writeTruthSummary(ctx *cli.Context, out string, t *simulate.Truth) error {
	w, in := spoken(ctx), speechIn(ctx).language()
	fmt.Fprintf(w, "%s: %s, %d rows, %d doctors\n", out, english.Count(t.Files, "monthly file", "monthly files"), t.Rows, t.Doctors)
	tw := tabwriter.NewWriter(ctx.App.Writer, 0, 0, 2, ' ', 0)
	rows := spokenTo(ctx, tw)
	fmt.Fprintf(rows, "size group\t%s\t%s\ttrue median, years\n", in.Word("municipalities"), in.Word("lists"))
	for _, g := range t.Groups {
		fmt.Fprintf(rows, "%s\t%d\t%d\t%.1f\n", g.SizeGroup, g.Municipalities, g.Lists, float64(g.MedianYears))
	}
	if err := tw.Flush(); err != nil || t.Hidden == nil {
		return err
	}
	h := t.Hidden
	_, err := fmt.Fprintf(w, "%s can be seen in the files (%s); %s with a namesake, %d seen as several, %d seen as one with another\n",
		english.Count(h.SpellsSeen, "spell", "spells"), simulate.SpellsFile, english.Count(h.Namesakes, "doctor", "doctors"), h.Divided, h.Joined)
	return err
}
