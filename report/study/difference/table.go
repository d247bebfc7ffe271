package difference

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

// CSV writes a row a number that is another, or that only one report has, with exact numbers.
func (a *Answer) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	header := []string{"of", "table", "row", "column", "label", "head", "kind", "old", "old_lower", "old_upper", "old_state",
		"new", "new_lower", "new_upper", "new_state", "difference", "why"}
	for _, s := range a.Steps {
		header = append(header, "part_"+joined(s.Why, "_"))
	}
	out.Write(header)
	for _, n := range a.Numbers {
		record := []string{n.Of, n.Table, n.Row, n.Column, n.Label, n.Head, n.Kind}
		for i := range record {
			record[i] = celltext.InCSV(record[i])
		}
		record = append(append(record, fields(n.Old)...), fields(n.New)...)
		record = append(record, field(n.Difference), joined(n.Why, " "))
		for i := range a.Steps {
			part := ""
			if i < len(n.Parts) {
				part = field(n.Parts[i])
			}
			record = append(record, part)
		}
		out.Write(record)
	}
	out.Flush()
	return out.Error()
}

func joined(why []study.Why, separator string) string {
	var names []string
	for _, w := range why {
		names = append(names, string(w))
	}
	return strings.Join(names, separator)
}

// absent is the state of a number that a report does not have.
const absent = "absent"

func fields(c *study.NumbersCell) []string {
	if c == nil {
		return []string{"", "", "", absent}
	}
	return []string{field(c.Value), field(c.Lower), field(c.Upper), c.State}
}

func field(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

// Table has the numbers that read otherwise, in words, with what the steps change. Numbers that only one
// report has, and those that only programs see, are not in it.
func (a *Answer) Table() *report.Table {
	w := &a.locale.Page().Change
	t := &report.Table{Name: "difference", Locale: a.locale, Title: a.title(), Notes: a.Sentences()}
	for _, head := range [][2]string{{"table", w.Table}, {"row", w.Row}, {"number", w.Number}, {"old", w.Old}, {"new", w.New}, {"difference", w.Difference}} {
		t.Columns = append(t.Columns, report.Column{Key: head[0], Title: head[1]})
	}
	for _, i := range a.toldSteps() {
		t.Columns = append(t.Columns, report.Column{Key: "part_" + joined(a.Steps[i].Why, "_"), Title: a.short(a.Steps[i].Why)})
	}
	for _, line := range a.lines() {
		var cells []report.Cell
		for _, text := range line {
			cells = append(cells, report.Text(text))
		}
		t.Add(cells...)
	}
	return t
}

// lines are the rows of the table.
func (a *Answer) lines() (lines [][]string) {
	steps := a.toldSteps()
	for i := range a.Numbers {
		n := &a.Numbers[i]
		if n.Old == nil || n.New == nil || n.Head == "" {
			continue
		}
		before, after := a.words(n, n.Old), a.words(n, n.New)
		if before == after {
			continue
		}
		line := []string{n.Title, n.Label, n.Head, before, after, a.change(n, n.Difference)}
		for _, k := range steps {
			line = append(line, a.change(n, n.Parts[k]))
		}
		lines = append(lines, line)
	}
	return lines
}

// toldSteps are the steps that change a number, where there is more than one.
func (a *Answer) toldSteps() (list []int) {
	for i, s := range a.Steps {
		if s.Changed > 0 {
			list = append(list, i)
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// short are the reasons of a step at the head of a column.
func (a *Answer) short(why []study.Why) string {
	var names []string
	for _, w := range why {
		names = append(names, a.locale.Page().Change.Short[slices.Index(reasons, w)])
	}
	return a.locale.List(names)
}

// reasons are in the order in which words for them are.
var reasons = []study.Why{study.WhyVersion, study.WhyRows, study.WhyMethod, study.WhyDisclosure, study.WhyTables, study.WhyMonths}

// words writes a number of a report with its limits, or why there is none.
func (a *Answer) words(n *Number, c *study.NumbersCell) string {
	limits := a.locale.Interval(opt(c.Lower), opt(c.Upper), n.decimals)
	if n.Kind == report.ShareKind.String() {
		limits = a.locale.PercentInterval(opt(c.Lower), opt(c.Upper), n.decimals)
	}
	return strings.TrimSpace(a.number(n, c) + " " + limits)
}

// number is the same without limits.
func (a *Answer) number(n *Number, c *study.NumbersCell) string {
	l := a.locale
	switch c.State {
	case report.Absent.String():
		return l.Absent
	case report.NotReached.String():
		return l.NotReached
	case report.Withheld.String():
		return l.Withheld
	case report.TooFew.String():
		return l.TooFew
	}
	return a.value(n, *c.Value)
}

func (a *Answer) value(n *Number, v float64) string {
	switch n.Kind {
	case report.ShareKind.String():
		return a.locale.Percent(v, n.decimals)
	case report.CountKind.String():
		return a.locale.Int(int(v))
	}
	return a.locale.Number(v, n.decimals)
}

// change writes a difference with its sign; of shares in percentage points.
func (a *Answer) change(n *Number, d *float64) string {
	if d == nil {
		return a.locale.Absent
	}
	v, decimals := *d, n.decimals
	if n.Kind == report.ShareKind.String() {
		v, decimals = 100*v, max(decimals, 1)
	}
	text := a.locale.Number(v, decimals)
	if v > 0 && strings.Trim(text, "0"+a.locale.Format.Decimal) != "" {
		text = "+" + text
	}
	if n.Kind == report.ShareKind.String() {
		text = locale.Fill(a.locale.Page().Change.Points, text)
	}
	return text
}

func opt(v *float64) varighet.Opt[float64] {
	if v == nil {
		return varighet.Opt[float64]{}
	}
	return varighet.Some(*v)
}
