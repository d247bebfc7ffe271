package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/version"
)

// newApp builds the command table. A new command is a function like demoCommand
// in a file of its own, and a line here.
func newApp(c console) *cli.App {
	return &cli.App{
		Name:                      "varighet",
		Usage:                     "how long GPs stay: monthly list records to spells, curves, shares and figures",
		Version:                   version.Of(),
		Reader:                    c.in,
		Writer:                    c.out,
		ErrWriter:                 c.err,
		HideHelpCommand:           true,
		CustomAppHelpTemplate:     appHelp,
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
			simulateCommand(),
			baselinesCommand(),
		}),
	}
}

// prepared sets on every command what is the same for all.
func prepared(commands []*cli.Command) []*cli.Command {
	for _, c := range commands {
		c.OnUsageError = usage
		c.HideHelpCommand = true
		c.UseShortOptionHandling = false
		if takesColumns(c) {
			c.Description = strings.TrimPrefix(c.Description+"\n"+choice.QuotesHelp, "\n")
		}
		if c.Action == nil && len(c.Subcommands) > 0 {
			c.Action = noCommand
		}
		prepared(c.Subcommands)
	}
	return commands
}

// takesColumns reports whether a flag of the command names columns or their values.
func takesColumns(c *cli.Command) bool {
	return slices.ContainsFunc(c.Flags, func(f cli.Flag) bool {
		return slices.Contains([]string{"by", "covariates", "where"}, f.Names()[0])
	})
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
	if ctx.Command != nil && len(ctx.Lineage()) > 1 && ctx.Command.Name != ctx.App.Name {
		return cli.ShowSubcommandHelp(ctx)
	}
	return cli.ShowAppHelp(ctx)
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
	return nil, choice.Errorf("%s takes %s (%s), not %d", ctx.Command.HelpName, want, ctx.Command.ArgsUsage, n)
}

const appHelp = `varighet – {{.Usage}}

Usage: varighet COMMAND [flags] [arguments]
{{range .VisibleCommands}}
  {{join .Names ", "}}{{"\t"}}{{.Usage}}{{range .Subcommands}}
    {{.Name}}{{"\t"}}{{.Usage}}{{end}}{{end}}

Start with ` + "`varighet demo`" + `, then copy a study from its output and change it.
` + "`varighet COMMAND --help`" + ` says more. Flags may stand before, between or after the
arguments; -- ends them. Exit code: 0 done, 1 faults in data or work, 2 wrong use.
`
