package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/survival"
)

// csvFlags are the flags that say which columns of any CSV have which role, in all
// commands that take one.
func csvFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "time", Usage: "any CSV: `COL`umn of the time at which a row leaves observation"},
		&cli.StringFlag{Name: "event", Usage: "any CSV: `COL`umn with 1, true, yes, ja or sann if it stopped then, 0, false, no, nei or usann " +
			"if not; or COL=VALUE[,COL=VALUE], the values that are stops; all else is none"},
		&cli.StringFlag{Name: "entry", Usage: "any CSV: `COL`umn of the time at which a row comes under observation"},
	}
}

// csvRoles are the columns of any CSV that have a role, as flags name them. Of those that
// are not in use the name is "".
type csvRoles struct {
	time, event, entry     string
	stops                  []string // the values of event that are stops
	weight, cluster, cause string
}

// parseCSVRoles reads the flags, as far as the command has them.
func parseCSVRoles(ctx *cli.Context) (c csvRoles, err error) {
	for name, into := range map[string]*string{"time": &c.time, "entry": &c.entry, "weight": &c.weight, "cluster": &c.cluster, "cause": &c.cause} {
		if *into, err = oneName(name, ctx.String(name)); err != nil {
			return c, err
		}
	}
	if c.event, c.stops, err = parseEvent(ctx.String("event")); err != nil {
		return c, err
	}
	if (c.time == "") != (c.event == "") || c.entry != "" && c.time == "" {
		return c, usagef("--time and --event belong together, and --entry goes with them")
	}
	return c, nil
}

// columns are the names of those in use.
func (c *csvRoles) columns() []string {
	names := []string{c.time, c.event, c.entry, c.weight, c.cluster, c.cause}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// readCSV reads the named columns of any CSV; "-" is standard input.
func readCSV(ctx *cli.Context, name string, columns []string) (*tabular.Table, error) {
	r, err := openInput(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return tabular.Read(r, name, columns)
}

// judge goes through the rows of a table and gives those that can be used to keep, which
// may still reject one. in says what is asked of a row beyond time and event. It is an
// error if no row can be used, or if the column of events cannot be what it was taken for.
func (c *csvRoles) judge(t *tabular.Table, name string, in survival.Columns, row func(i int) survival.Row,
	keep func(i int, t survival.Tenure, r survival.Row) *survival.Rejected) (rejected []*survival.Rejected, err error) {
	for _, s := range c.stops {
		in.Stops = append(in.Stops, t.Plain(s))
	}
	if err := c.checkEvents(t, name, in.Stops); err != nil {
		return nil, err
	}
	used := 0
	for i := range t.Rows() {
		r := row(i)
		tenure, usable, why := in.Judge(i+1, r)
		if usable {
			if fault := keep(i, tenure, r); fault != nil {
				why = fault
			} else {
				used++
			}
		}
		if why != nil {
			rejected = append(rejected, why)
		}
	}
	if used == 0 {
		return nil, noRows(name, rejected)
	}
	return rejected, nil
}

// eventCell is the text of a cell of the column of events. Words that stand for a
// missing number are missing here too: no coding has them.
func (c *csvRoles) eventCell(t *tabular.Table, i int) varighet.Opt[string] {
	s, ok := t.Text(c.event, i)
	return varighet.Opt[string]{V: t.Plain(s), OK: ok && (c.stops != nil || !tabular.MissingOf(s))}
}

// row are the cells of a row that every command reads.
func (c *csvRoles) row(t *tabular.Table, i int) survival.Row {
	r := survival.Row{Time: number(t, c.time, i), Event: c.eventCell(t, i)}
	if c.entry != "" {
		r.Entry = number(t, c.entry, i)
	}
	if c.weight != "" {
		r.Weight = number(t, c.weight, i)
	}
	return r
}

// checkEvents refuses a column of events in a coding that is not known, and a value of
// --event that no row has.
func (c *csvRoles) checkEvents(t *tabular.Table, name string, stops []string) error {
	values := survival.NewEventValues(stops)
	for i := range t.Rows() {
		if cell := c.eventCell(t, i); cell.OK {
			values.Add(cell.V)
		}
	}
	p := &varighet.Problem{File: name, Code: "event-coding"}
	switch {
	case values.Unknown():
		p.Msg = fmt.Sprintf("no row has the value, or one of the values, of --event in the column %q", c.event)
		p.Hint = "write the value that is a stop as it stands in the file" + valuesHint(values)
	case !values.AnotherCoding():
		return nil
	case values.OneTwo():
		p.Msg = fmt.Sprintf("the column %q has 1 and 2, which do not say what is a stop", c.event)
		if len(values.Shown()) == 1 {
			p.Msg = fmt.Sprintf("the column %q has no value but 2, which does not say what is a stop", c.event)
		}
		p.Hint = fmt.Sprintf("say it: --event %s=2 if 2 is a stop and 1 is none, as in R's survival", quoteName(c.event))
	default:
		p.Msg = fmt.Sprintf("the column %q has values that do not say what is a stop: it is 1, true, yes, ja or sann, "+
			"and none is 0, false, no, nei or usann", c.event)
		p.Hint = fmt.Sprintf("say which value is a stop: --event %[1]s=VALUE, or %[1]s=VALUE,%[1]s=VALUE for more than one", quoteName(c.event)) + valuesHint(values)
	}
	return p
}

// valuesHint names the values, if they can be shown.
func valuesHint(values *survival.EventValues) string {
	if shown := values.Shown(); shown != nil {
		return "; the values are " + strings.Join(shown, ", ")
	}
	return "; the values are not shown, since they may identify persons: is it the right column?"
}

// noRows says that no row of a file can be used, and why.
func noRows(name string, rejected []*survival.Rejected) error {
	p := &varighet.Problem{File: name, Code: "no-rows", Msg: "no row can be used"}
	if len(rejected) == 0 {
		p.Msg = "the file has no rows below its header"
	}
	var reasons []string
	for _, r := range reasonsOf(rejected) {
		reasons = append(reasons, plural(r.rows, "row", "rows")+": "+r.why)
	}
	p.Hint = strings.Join(reasons, "; ")
	return p
}

func reasonsOf(rejected []*survival.Rejected) []leftOutRows {
	var list []string
	for _, r := range rejected {
		list = append(list, r.Message)
	}
	return byReason(list)
}

// endIfStrict is an error if --strict was asked for and a row cannot be used; the rows
// are named on standard error.
func endIfStrict(ctx *cli.Context, name string, rejected []*survival.Rejected) error {
	if !ctx.Bool("strict") || len(rejected) == 0 {
		return nil
	}
	sayRejected(ctx, name, rejected)
	return fmt.Errorf("%s cannot be used, and --strict was asked for", plural(len(rejected), "row", "rows"))
}
