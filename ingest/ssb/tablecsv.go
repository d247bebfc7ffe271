package ssb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/limit"
)

// readTableCSV reads a population table as CSV: a title or none, then a row of
// headings that begins with the region, then the numbers, with the years as
// columns or as rows. Rows shorter than the headings are notes.
func readTableCSV(name, text string, faults *varighet.Problems) *table {
	heading := ""
	for i, line := 0, ""; i < 30 && text != ""; i++ {
		line, text, _ = strings.Cut(text, "\n")
		first, _, _ := strings.Cut(strings.TrimSpace(line), string(separator(line)))
		if dim, ok := dimensionNames[fold(first)]; ok && dim == region {
			heading = line
			text = strings.Repeat("\n", i) + line + "\n" + text // so that lines keep their numbers
			break
		}
	}
	if heading == "" {
		faults.Add(&varighet.Problem{
			File: name, Code: "population-format", Msg: "no row of headings that begins with the region was found",
			Hint: "save table 07459 or 06913 as CSV with headings, or as JSON-stat2",
		})
		return nil
	}
	t := newTable(name)
	var columns headings
	width := 0 // of the headings
	problem := eachRecord(name, text, heading, func(r record) *varighet.Problem {
		switch {
		case width == 0:
			columns, width = readHeadings(r.fields), len(r.fields)
			return columns.check(name, r.line)
		case len(r.fields) >= width:
			t.addRow(r, columns, faults)
		}
		return t.tooLarge(r.line)
	})
	if problem != nil {
		faults.Add(problem)
		return nil
	}
	return t
}

// tooLarge refuses a table with more numbers than the country has, at a line.
func (t *table) tooLarge(line int) *varighet.Problem {
	if len(t.cells) <= limit.Default(limit.StatisticsCells) {
		return nil
	}
	return &varighet.Problem{File: t.name, Line: line, Code: "file-size", Msg: "the table has more numbers than " + limit.Set{}.Text(limit.StatisticsCells),
		Hint: "save the table without ages, for fewer years"}
}

// headings says what each column of a table is.
type headings struct {
	dim    [dimensions]int // column, or -1
	time   int             // column of the years, or -1
	values []valueColumn
}

type valueColumn struct {
	column  int
	year    int    // 0 when the year stands in the row
	content string // "" when the content stands in the row, or nowhere
}

func readHeadings(fields []string) headings {
	h := headings{dim: [dimensions]int{-1, -1, -1, -1}, time: -1}
	for i, text := range fields {
		name := fold(text)
		dim, known := dimensionNames[name]
		switch {
		case known && h.dim[dim] < 0:
			h.dim[dim] = i
		case known:
			// The same dimension again, as text beside its code.
		case isTime(name) && h.time < 0:
			h.time = i
		default:
			v := valueColumn{column: i, content: strings.TrimSpace(text)}
			if n := len(name); n >= 4 {
				if year, err := strconv.Atoi(name[n-4:]); err == nil && year >= 1000 && (n == 4 || name[n-5] == ' ') {
					v.year, v.content = year, strings.TrimSpace(name[:n-4])
				}
			}
			h.values = append(h.values, v)
		}
	}
	if h.time < 0 { // years as columns: another column is no number
		h.values = slices.DeleteFunc(h.values, func(v valueColumn) bool { return v.year == 0 })
	}
	return h
}

func (h headings) check(name string, line int) *varighet.Problem {
	if h.dim[region] < 0 { // a stray quote has made one field of several
		return &varighet.Problem{
			File: name, Line: line, Code: "population-format", Msg: "the row of headings has no column for the region of its own",
			Hint: "look for a quote too many, or save the table again",
		}
	}
	if len(h.values) > 0 {
		return nil
	}
	return &varighet.Problem{
		File: name, Line: line, Code: "population-format", Msg: "no column of the table is a year or a number",
		Hint: "save the table with the years as columns, or with all variables as rows",
	}
}

// addRow adds the numbers of one row.
func (t *table) addRow(r record, h headings, faults *varighet.Problems) {
	regionText := strings.TrimSpace(r.fields[h.dim[region]])
	if regionText == "" {
		return
	}
	var c cell
	c.line = int32(r.line)
	code := regionCode(regionText)
	if code == "" {
		faults.Add(&varighet.Problem{File: t.name, Line: r.line, Column: h.dim[region] + 1, Code: "region-code",
			Msg: "the region has no code", Hint: "save the table with codes, or with codes and texts"})
		return
	}
	c.category[region] = t.category(region, code, regionText)
	for d := sex; d < dimensions; d++ {
		if i := h.dim[d]; i >= 0 {
			text := strings.TrimSpace(r.fields[i])
			c.category[d] = t.category(d, text, text)
		}
	}
	if h.time >= 0 {
		year, err := strconv.Atoi(strings.TrimSpace(r.fields[h.time]))
		if err != nil || year < 1000 || year > 9999 {
			faults.Add(&varighet.Problem{File: t.name, Line: r.line, Column: h.time + 1, Code: "year", Msg: "not a year",
				Hint: "save the table with whole years"})
			return
		}
		c.year = int32(year)
	}
	for _, v := range h.values {
		n, state := count(r.fields[v.column])
		if state == notANumber {
			faults.Add(&varighet.Problem{File: t.name, Line: r.line, Column: v.column + 1, Code: "number", Msg: "not a number of people",
				Hint: "save the table again as it came; . and .. and : stand for no number"})
		}
		if state != aNumber {
			continue
		}
		if v.year != 0 {
			c.year = int32(v.year)
		}
		if v.content != "" && h.dim[content] < 0 {
			c.category[content] = t.category(content, v.content, v.content)
		}
		c.value = n
		t.cells = append(t.cells, c)
	}
}

type numberState uint8

const (
	notANumber numberState = iota
	noNumber               // missing, not possible or withheld
	aNumber
)

// count reads a number of people, or one of the marks for none.
func count(s string) (int64, numberState) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(s)
	switch s {
	case "", ".", "..", "...", ":", "-":
		return 0, noNumber
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(s, ".0"), 10, 64)
	if err != nil || n < 0 || n > 1e12 {
		return 0, notANumber
	}
	return n, aNumber
}
