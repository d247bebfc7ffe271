package main

import (
	"strconv"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
)

// optionFlags are the flags of options.
func optionFlags[T any](options []choice.Option[T]) (flags []cli.Flag) {
	for _, o := range options {
		usage := o.Help
		if o.Default != "" {
			usage += "; default " + o.Default
		}
		switch {
		case o.Flag == "":
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
