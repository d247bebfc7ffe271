package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// csvFlags are the flags that say which columns of any CSV have which role, in all
// commands that take one.
func csvFlags() []cli.Flag {
	return []cli.Flag{
		text("time", "`COL` of the time at which a row leaves observation"),
		text("event", "`COL` of whether it stopped then: 1 or 0, yes or no; or COL=VALUE, the value that is a stop"),
		text("entry", "`COL` of the time at which a row comes under observation"),
	}
}

// parseCSVRoles reads the flags, as far as the command has them.
func parseCSVRoles(ctx *cli.Context) (c rows.Roles, err error) {
	for name, into := range map[string]*string{"time": &c.Time, "entry": &c.Entry, "weight": &c.Weight, "cluster": &c.Cluster, "cause": &c.Cause, "until": &c.Until} {
		if *into, err = choice.One(name, ctx.String(name)); err != nil {
			return c, err
		}
	}
	if c.Event, c.Stops, err = choice.Event(ctx.String("event")); err != nil {
		return c, err
	}
	if (c.Time == "") != (c.Event == "") || c.Entry != "" && c.Time == "" {
		return c, choice.Errorf("--time and --event belong together, and --entry goes with them")
	}
	return c, nil
}

// endIfStrict is an error if --strict was asked for and a row cannot be used; the rows
// are named on standard error.
func endIfStrict(ctx *cli.Context, name string, rejected []*survival.Rejected) error {
	if !ctx.Bool("strict") || len(rejected) == 0 {
		return nil
	}
	sayRejected(ctx, name, rejected)
	return fmt.Errorf("%s cannot be used, and --strict was asked for", english.Count(len(rejected), "row", "rows"))
}
