package rows

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival"
)

// Roles are the columns of any CSV that have a role, as flags name them. Of those that
// are not in use the name is "".
type Roles struct {
	Time, Event, Entry     string
	Stops                  []string // the values of event that are stops
	Weight, Cluster, Cause string
	Until                  string // the time to which a row would be followed if it did not stop
}

// AnyCSV reports whether rows are of any CSV, and not spells.
func (c *Roles) AnyCSV() bool { return c.Time != "" }

// columns are the names of those in use.
func (c *Roles) columns() []string {
	names := []string{c.Time, c.Event, c.Entry, c.Weight, c.Cluster, c.Cause, c.Until}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// judge goes through the rows of a table and gives those that can be used to keep, which
// may still reject one. in says what is asked of a row beyond time and event. It is an
// error if no row can be used, or if the column of events cannot be what it was taken for.
func (c *Roles) judge(t *tabular.Table, name string, in survival.Columns, row func(i int) survival.Row,
	keep func(i int, t survival.Tenure, r survival.Row) *survival.Rejected) (rejected []*survival.Rejected, err error) {
	for _, s := range c.Stops {
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
func (c *Roles) eventCell(t *tabular.Table, i int) varighet.Opt[string] {
	s, ok := t.Text(c.Event, i)
	return varighet.Opt[string]{V: t.Plain(s), OK: ok && (c.Stops != nil || !tabular.MissingOf(s))}
}

// row are the cells of a row that every command reads.
func (c *Roles) row(t *tabular.Table, i int) survival.Row {
	r := survival.Row{Time: number(t, c.Time, i), Event: c.eventCell(t, i)}
	if c.Entry != "" {
		r.Entry = number(t, c.Entry, i)
	}
	if c.Weight != "" {
		r.Weight = number(t, c.Weight, i)
	}
	if c.Until != "" {
		r.Until = number(t, c.Until, i)
	}
	return r
}

// checkEvents refuses a column of events in a coding that is not known, and a value of
// --event that no row has.
func (c *Roles) checkEvents(t *tabular.Table, name string, stops []string) error {
	values := survival.NewEventValues(stops)
	for i := range t.Rows() {
		if cell := c.eventCell(t, i); cell.OK {
			values.Add(cell.V)
		}
	}
	p := &varighet.Problem{File: name, Code: "event-coding"}
	switch {
	case values.Unknown():
		p.Msg = fmt.Sprintf("no row has the value, or one of the values, of --event in the column %q", c.Event)
		p.Hint = "write the value that is a stop as it stands in the file" + valuesHint(values)
	case !values.AnotherCoding():
		return nil
	case values.OneTwo():
		p.Msg = fmt.Sprintf("the column %q has 1 and 2, which do not say what is a stop", c.Event)
		if len(values.Shown()) == 1 {
			p.Msg = fmt.Sprintf("the column %q has no value but 2, which does not say what is a stop", c.Event)
		}
		p.Hint = fmt.Sprintf("say it: --event %s=2 if 2 is a stop and 1 is none, as in R's survival", choice.Quote(c.Event))
	default:
		p.Msg = fmt.Sprintf("the column %q has values that do not say what is a stop: it is 1, true, yes, ja or sann, "+
			"and none is 0, false, no, nei or usann", c.Event)
		p.Hint = fmt.Sprintf("say which value is a stop: --event %[1]s=VALUE, or %[1]s=VALUE,%[1]s=VALUE for more than one", choice.Quote(c.Event)) + valuesHint(values)
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

func readCSVModel(src *Source, opt *ModelChoices) (*Model, error) {
	table, err := tabular.Read(src.CSV, src.Name, opt.columns())
	if err != nil {
		return nil, err
	}
	if opt.NeedStart && opt.Start == "" {
		return nil, choice.Errorf("a calendar needs --start: the column of the month in which a tenure starts")
	}
	numeric := map[string]bool{}
	for _, c := range opt.Covariates {
		numeric[c.Column] = mostlyNumbers(table, c.Column)
	}
	read := columnReader{text: table.Text, number: table.Number, isNumber: func(column string) bool { return numeric[column] }}
	set := &Model{}
	var kept []int
	demands := read.demands(opt)
	columns := survival.Columns{Entry: opt.Entry != "", Weight: opt.Weight != ""}
	row := func(i int) survival.Row { return opt.row(table, i) }
	set.Rejected, err = opt.judge(table, src.Name, columns, row, func(i int, t survival.Tenure, _ survival.Row) *survival.Rejected {
		if why := lacks(demands, i, t.Stopped); why != nil {
			return why
		}
		if opt.Unfit != nil {
			if code, message := opt.Unfit(t); code != "" {
				return &survival.Rejected{Row: i + 1, Code: code, Message: message}
			}
		}
		set.Tenures, kept = append(set.Tenures, t), append(kept, i)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if kept, err = set.tieTimes(kept); err != nil {
		return nil, err
	}
	if len(kept) == 0 {
		return nil, noRows(src.Name, set.Rejected)
	}
	for _, i := range kept {
		set.Row = append(set.Row, i+1)
	}
	slices.SortStableFunc(set.Rejected, func(a, b *survival.Rejected) int { return a.Row - b.Row })
	return set, set.fill(&read, opt, kept)
}

// mostlyNumbers reports whether more than half of the values are numbers.
func mostlyNumbers(t *tabular.Table, column string) bool {
	numbers, values := 0, 0
	for i := range t.Rows() {
		_, present, ok := t.Number(column, i)
		if present {
			values++
		}
		if ok {
			numbers++
		}
	}
	return 2*numbers > values
}

// readCSVTenures reads the named columns of any CSV.
func readCSVTenures(src *Source, opt *Choices) (*Set, error) {
	if opt.Period.OK {
		return nil, choice.Errorf("--period is for spells: other rows have no calendar")
	}
	want := slices.Concat(opt.columns(), opt.By, opt.Strata, unlessEmpty(opt.Match))
	table, err := tabular.Read(src.CSV, src.Name, want)
	if err != nil {
		return nil, err
	}
	set := &Set{}
	columns := survival.Columns{Entry: opt.Entry != "", Group: len(opt.By) > 0,
		Weight: opt.Weight != "", Cluster: opt.Cluster != "", Cause: opt.Cause != "", Until: opt.Until != ""}
	row := func(i int) survival.Row {
		r := opt.row(table, i)
		if key := CellsOf(table, i, opt.By); key.OK {
			r.Group = varighet.Some(key.Label())
		}
		if columns.Cluster {
			r.Cluster = cell(table, opt.Cluster, i)
		}
		if columns.Cause {
			r.Cause = cell(table, opt.Cause, i)
		}
		return r
	}
	set.Rejected, err = opt.judge(table, src.Name, columns, row, func(i int, t survival.Tenure, r survival.Row) *survival.Rejected {
		set.add(table, i, t, r, opt)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := set.tieTimes(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(set.Groups, func(k Key) bool { return k.OK }) {
		return nil, noRows(src.Name, set.Rejected)
	}
	return set, nil
}

func cell(t *tabular.Table, column string, row int) varighet.Opt[string] {
	v, ok := t.Text(column, row)
	return varighet.Opt[string]{V: v, OK: ok}
}

func number(t *tabular.Table, column string, row int) varighet.Opt[float64] {
	v, _, ok := t.Number(column, row)
	return varighet.Opt[float64]{V: v, OK: ok}
}
