package main

import (
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
)

// optionFlags are the flags of options. A help that names the value itself, in backquotes, is
// that of a flag that other commands have too.
func optionFlags[T any](options []choice.Option[T]) (flags []cli.Flag) {
	for _, o := range options {
		usage := o.Help
		if o.Default != "" {
			usage += "; default " + o.Default
		}
		switch {
		case o.Flag == "":
		case strings.Contains(o.Help, "`"):
			flags = append(flags, textOr(o.Flag, o.Default, o.Help))
		case o.Arg == "":
			flags = append(flags, &cli.BoolFlag{Name: o.Flag, Usage: usage})
		default:
			flags = append(flags, &cli.StringFlag{Name: o.Flag, Usage: "`" + o.Arg + "`: " + usage})
		}
	}
	return flags
}

// choose fills choices from the flags that were given.
func choose[T any](ctx *cli.Context, options []choice.Option[T], into *T) error {
	for _, o := range options {
		if o.Flag == "" || !ctx.IsSet(o.Flag) {
			continue
		}
		text := ctx.String(o.Flag)
		if o.Arg == "" {
			text = strconv.FormatBool(ctx.Bool(o.Flag))
		}
		if err := o.Set(into, text); err != nil {
			return choice.Errorf("--%s %v", o.Flag, err)
		}
	}
	return nil
}
