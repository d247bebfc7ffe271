package counted

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/survival"
)

const (
	stoppedPrefix = "stopped: "
	weightPrefix  = "weight_stopped: "
)

var fixedColumns = []string{"month", "at_risk", "entered", "stopped", "censored"}
var weightColumns = []string{"weight_entered", "weight_stopped", "weight_censored"}

// WriteCSV writes the table, a row a group and month.
func (t *Table) WriteCSV(w io.Writer) error {
	weighted, causes := t.Weighted(), t.causes()
	header := append([]string{"schema", "time_unit"}, each(t.By, celltext.Guarded)...)
	header = append(header, fixedColumns...)
	for _, c := range causes {
		header = append(header, stoppedPrefix+c)
	}
	if weighted {
		header = append(header, weightColumns...)
		for _, c := range causes {
			header = append(header, weightPrefix+c)
		}
	}
	cw := csv.NewWriter(w)
	if err := cw.Write(header); err != nil {
		return err
	}
	for _, g := range t.Groups() {
		for c := range g.Counts.All().All() {
			row := append([]string{Schema, t.Unit}, each(g.Values, celltext.Guarded)...)
			for _, n := range []int{c.Month, c.AtRisk, c.Entered, c.Stopped, c.Censored} {
				row = append(row, strconv.Itoa(n))
			}
			var weights []string
			for _, cause := range causes {
				n, x := g.Counts.Stops(cause, c.Month)
				row, weights = append(row, strconv.Itoa(n)), append(weights, exact(x))
			}
			if weighted {
				row = append(row, exact(c.EnteredWeight), exact(c.StoppedWeight), exact(c.CensoredWeight))
				row = append(row, weights...)
			}
			if err := cw.Write(row); err != nil {
				return err
			}
		}
	}
	cw.Flush()
	return cw.Error()
}

// each is what do makes of each text.
func each(texts []string, do func(string) string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = do(s)
	}
	return out
}

func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// causes returns all causes of the table; none if stops are not counted by them.
func (t *Table) causes() []string {
	if !t.Causes {
		return nil
	}
	var list []string
	for _, g := range t.groups {
		list = append(list, g.Counts.Causes()...)
	}
	slices.Sort(list)
	return survival.OrderGroups(slices.Compact(list))
}

// maxBytes bounds a table that is read.
const maxBytes = 64 << 20

// Read reads a table in either form.
func Read(r io.Reader) (*Table, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxBytes {
		return nil, errors.New("the table is larger than 64 MiB, which is the limit")
	}
	if !utf8.Valid(b) {
		return nil, errors.New("the text is not UTF-8")
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if trimmed := bytes.TrimLeft(b, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		return readJSON(trimmed)
	}
	return readCSV(b)
}

func readCSV(b []byte) (*Table, error) {
	cr := csv.NewReader(bytes.NewReader(b))
	header, err := cr.Read()
	if err == io.EOF {
		return nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, err
	}
	cols, err := findColumns(header)
	if err != nil {
		return nil, err
	}
	type group struct {
		values []string
		months []documentMonth
	}
	var groups []*group
	at := map[string]*group{}
	unit := "months"
	for first := true; ; first = false {
		rec, err := cr.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := cr.FieldPos(0)
		if rec[cols.schema] != Schema {
			return nil, fmt.Errorf("line %d: the schema is %q, not %q", line, rec[cols.schema], Schema)
		}
		if first {
			unit = rec[cols.unit]
		} else if rec[cols.unit] != unit {
			return nil, fmt.Errorf("line %d: the unit is %q, not %q as above", line, rec[cols.unit], unit)
		}
		m, err := cols.month(rec)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		values := each(pick(rec, cols.by), celltext.OfCSV)
		key := fmt.Sprintf("%q", values)
		if at[key] == nil {
			at[key] = &group{values: values}
			groups = append(groups, at[key])
		}
		at[key].months = append(at[key].months, m)
	}
	t := New(unit, each(pick(header, cols.by), celltext.OfCSV), len(cols.causes) > 0)
	for _, g := range groups {
		if err := t.take(g.values, g.months); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// columns says where in a row what stands; −1 is nowhere.
type columns struct {
	schema, unit   int
	by             []int
	fixed, weights []int
	causes         map[string][2]int // number and weight
}

func findColumns(header []string) (*columns, error) {
	c := &columns{schema: -1, unit: -1, causes: map[string][2]int{}}
	where := map[string]int{}
	for i, h := range header {
		if _, twice := where[h]; twice {
			return nil, fmt.Errorf("the column %q comes twice", h)
		}
		where[h] = i
	}
	need := func(name string) (int, error) {
		i, ok := where[name]
		if !ok {
			return -1, fmt.Errorf("there is no column %q: this is not a table of counts (%s)", name, Schema)
		}
		return i, nil
	}
	var err error
	if c.schema, err = need("schema"); err != nil {
		return nil, err
	}
	if c.unit, err = need("time_unit"); err != nil {
		return nil, err
	}
	for _, name := range fixedColumns {
		i, err := need(name)
		if err != nil {
			return nil, err
		}
		c.fixed = append(c.fixed, i)
	}
	if _, weighted := where[weightColumns[0]]; weighted {
		for _, name := range weightColumns {
			i, err := need(name)
			if err != nil {
				return nil, err
			}
			c.weights = append(c.weights, i)
		}
	}
	known := append(append([]string{"schema", "time_unit"}, fixedColumns...), weightColumns...)
	for i, h := range header {
		cause, isCause := strings.CutPrefix(h, stoppedPrefix)
		switch {
		case isCause:
			w := -1
			if c.weights != nil {
				if w, err = need(weightPrefix + cause); err != nil {
					return nil, err
				}
			}
			c.causes[cause] = [2]int{i, w}
		case strings.HasPrefix(h, weightPrefix) || slices.Contains(known, h):
		default:
			c.by = append(c.by, i)
		}
	}
	return c, nil
}

func (c *columns) month(rec []string) (documentMonth, error) {
	var m documentMonth
	for i, p := range []*int{&m.Month, &m.AtRisk, &m.Entered, &m.Stopped, &m.Censored} {
		n, err := strconv.Atoi(rec[c.fixed[i]])
		if err != nil {
			return m, fmt.Errorf("%s is not a whole number", fixedColumns[i])
		}
		*p = n
	}
	if c.weights != nil {
		for i, p := range []**float64{&m.WeightEntered, &m.WeightStopped, &m.WeightCensored} {
			x, err := strconv.ParseFloat(rec[c.weights[i]], 64)
			if err != nil {
				return m, fmt.Errorf("%s is not a number", weightColumns[i])
			}
			*p = &x
		}
	}
	for cause, at := range c.causes {
		n, err := strconv.Atoi(rec[at[0]])
		if err != nil {
			return m, fmt.Errorf("%s%s is not a whole number", stoppedPrefix, cause)
		}
		if n == 0 {
			continue
		}
		if m.By == nil {
			m.By, m.WeightBy = map[string]int{}, map[string]float64{}
		}
		m.By[cause] = n
		if at[1] < 0 {
			continue
		}
		if m.WeightBy[cause], err = strconv.ParseFloat(rec[at[1]], 64); err != nil {
			return m, fmt.Errorf("%s%s is not a number", weightPrefix, cause)
		}
	}
	return m, nil
}
