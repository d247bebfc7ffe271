package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/version"
)

// newApp builds the command table. A new command is a function like demoCommand
// in a file of its own, a line here, and two examples in help_examples.go.
func newApp(c console) *cli.App {
	return &cli.App{
		Name:                      "varighet",
		Usage:                     "how long GPs stay: monthly list records to spells, curves, shares and figures",
		Version:                   version.Of(),
		Metadata:                  map[string]any{speechKey: newSpeech(environment)},
		Reader:                    c.in,
		Writer:                    c.out,
		ErrWriter:                 c.err,
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              usage,
		Action:                    noCommand,
		Commands: prepared([]*cli.Command{
			demoCommand(),
			runCommand(),
			studyCommand(),
			checkCommand(),
			ingestCommand(),
			keyCommand(),
			referenceCommand(),
			survivalCommand(),
			reportCommand(),
			verifyCommand(),
			simulateCommand(),
			baselinesCommand(),
			schemaCommand(),
			versionCommand(),
			completionCommand(),
			manCommand(),
		}),
	}
}

// prepared sets on every command what is the same for all.
func prepared(commands []*cli.Command) []*cli.Command {
	for _, c := range commands {
		c.OnUsageError = usage
		c.HideHelpCommand = true
		c.UseShortOptionHandling = false
		if c.Action == nil && len(c.Subcommands) > 0 {
			c.Action = noCommand
		}
		prepared(c.Subcommands)
	}
	return commands
}

// usage makes of any complaint about flags wrong use.
func usage(_ *cli.Context, err error, _ bool) error {
	var u *choice.Error
	if errors.As(err, &u) {
		return err
	}
	return choice.Errorf("%v", err)
}

// noCommand shows the help of a command that only has subcommands.
func noCommand(ctx *cli.Context) error {
	if ctx.Args().Present() {
		return choice.Errorf("no command %q; see `varighet --help`", ctx.Args().First())
	}
	_, path, _ := strings.Cut(ctx.Command.HelpName, " ")
	return writeHelp(console{nil, ctx.App.Writer, ctx.App.ErrWriter}, speechIn(ctx).language(), ctx.App.Commands, strings.Fields(path))
}

// arguments checks how many arguments there are; most < 0 is any number.
func arguments(ctx *cli.Context, least, most int) ([]string, error) {
	n := ctx.NArg()
	if n >= least && (most < 0 || n <= most) {
		return ctx.Args().Slice(), nil
	}
	want := fmt.Sprintf("%d to %d arguments", least, most)
	switch {
	case least == most:
		want = english.Count(least, "argument", "arguments")
	case most < 0:
		want = "at least " + english.Count(least, "argument", "arguments")
	}
	if usage := ctx.Command.ArgsUsage; usage != "" {
		want += " (" + usage + ")"
	}
	return nil, choice.Errorf("%s takes %s, not %d", ctx.Command.HelpName, want, n)
}
