package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/survival"
)

// answering is the work of a command that answers from one source: of, by the choices that
// parse reads from its flags.
func answering[C interface{ AnyCSV() bool }, A document.Answer](parse func(*cli.Context) (C, error), of func(*rows.Source, C) (A, error)) cli.ActionFunc {
	return answeringFrom(func(ctx *cli.Context, name string, opt C) (*rows.Source, error) {
		return sourceOf(ctx, name, opt.AnyCSV())
	}, parse, of)
}

// answeringFrom is the same where open opens the source.
func answeringFrom[C any, A document.Answer](open func(*cli.Context, string, C) (*rows.Source, error),
	parse func(*cli.Context) (C, error), of func(*rows.Source, C) (A, error)) cli.ActionFunc {
	return func(ctx *cli.Context) error {
		args, err := arguments(ctx, 1, 1)
		if err != nil {
			return err
		}
		opt, err := parse(ctx)
		if err != nil {
			return err
		}
		src, err := open(ctx, args[0], opt)
		if err != nil {
			return err
		}
		defer src.Close()
		answer, err := of(src, opt)
		if err != nil {
			return err
		}
		return show(ctx, args[0], answer)
	}
}

// wholeSpells opens spells with all their columns.
func wholeSpells[C any](ctx *cli.Context, name string, _ C) (*rows.Source, error) {
	loaded, err := loadSpells(ctx, name)
	if err != nil {
		return nil, err
	}
	return loaded.Source(name), nil
}

// answeringCounts is the work of a command that answers from rows, or from tables of counts
// that are added up where isCounts says so.
func answeringCounts[C interface{ AnyCSV() bool }, A document.Answer](parse func(*cli.Context) (C, error), isCounts func(C) bool,
	of func(*rows.Source, C) (A, error), ofCounts func([]*rows.Source, C) (A, error)) cli.ActionFunc {
	return func(ctx *cli.Context) error {
		opt, err := parse(ctx)
		if err != nil {
			return err
		}
		from, err := inputsOf(ctx, isCounts(opt), opt.AnyCSV())
		if err != nil {
			return err
		}
		defer from.Close()
		var answer A
		if isCounts(opt) {
			answer, err = ofCounts(from, opt)
		} else {
			answer, err = of(from[0], opt)
		}
		if err != nil {
			return err
		}
		return show(ctx, from[0].Name, answer)
	}
}

// show prints an answer in the form that was asked for. Its warnings are part of the JSON
// and go to standard error otherwise. Where --strict was asked for, a row of the file name
// that cannot be used is an error.
func show(ctx *cli.Context, name string, a document.Answer) error {
	end := a.Asides()
	if err := endIfStrict(ctx, name, end.Unusable); err != nil {
		return err
	}
	if ctx.Bool("json") {
		countWarnings(ctx.App.ErrWriter, len(end.Warnings))
		return document.WriteJSON(ctx.App.Writer, a)
	}
	sayAside(ctx, end.Warnings, end.Reasons())
	switch {
	case ctx.String("table") == document.DefinitionsTable:
		return end.WriteDefinitions(ctx.App.Writer)
	case wantsCSV(ctx):
		return a.CSV(ctx.App.Writer)
	}
	if err := a.Text(ctx.App.Writer); err != nil {
		return err
	}
	return end.SayDefinitions(ctx.App.Writer)
}

// showPlain prints a document that is no table of numbers: for programs, or for the eye.
func showPlain(ctx *cli.Context, d interface{ Text(w io.Writer) error }) error {
	if ctx.Bool("json") {
		return document.WriteJSON(ctx.App.Writer, d)
	}
	return d.Text(ctx.App.Writer)
}

// showSpoken prints a document that is an account of what was done: for programs as it is, for the
// eye in the user's language.
func showSpoken(ctx *cli.Context, d interface{ Text(w io.Writer) error }) error {
	if ctx.Bool("json") {
		return document.WriteJSON(ctx.App.Writer, d)
	}
	return d.Text(spoken(ctx))
}

// sayAside prints warnings and why how many rows are left out to standard error, for
// output that has no place for them.
func sayAside(ctx *cli.Context, warnings []string, rejected []rows.ReasonCount) {
	for _, w := range warnings {
		fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s\n", w)
	}
	const listed = "--json lists them"
	for i := range rejected {
		if event := ctx.String("event"); event != "" && rejected[i].Why == survival.Reject(0, survival.EventValue).Message {
			rejected[i].Why += fmt.Sprintf("; --event %s=VALUE, such as %[1]s=1, makes that value the stop and every other none", event)
		}
	}
	if len(rejected) == 1 {
		r := rejected[0]
		fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: %s left out: %s (%s)\n", english.Count(r.Rows, "row", "rows"), r.Why, listed)
		return
	}
	total := 0
	for _, r := range rejected {
		fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: %s left out: %s\n", english.Count(r.Rows, "row", "rows"), r.Why)
		total += r.Rows
	}
	if total > 0 {
		fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: %s left out in all; %s\n", english.Count(total, "row", "rows"), listed)
	}
}
