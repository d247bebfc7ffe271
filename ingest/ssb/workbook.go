package ssb

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/sheet"
)

// readTableWorkbook reads a population table saved as a workbook: a title, the
// headings, the numbers, and footnotes below. The headings are those of a table CSV,
// or, as the web page saves them, the years alone, with the measure in the row above
// and no word over the regions, sexes and ages. A category that stands once for a
// block of rows is carried down.
func readTableWorkbook(name string, content []byte, faults *varighet.Problems) *table {
	w := workbookTable{t: newTable(name), faults: faults}
	if err := sheet.EachRow(name, content, w.row); err != nil {
		var problem *varighet.Problem
		if !errors.As(err, &problem) {
			problem = &varighet.Problem{File: name, Code: "population-format", Msg: err.Error()}
		}
		faults.Add(problem)
		return nil
	}
	if w.columns == nil {
		faults.Add(&varighet.Problem{File: name, Code: "population-format", Msg: "no row of headings with years was found",
			Hint: "save table 07459 or 06913 with the years as columns, or as JSON-stat2"})
		return nil
	}
	w.settle()
	return w.t
}

// settle finds out, where the columns before the numbers have no headings, which is
// of sexes and which of ages; what is neither is the measure.
func (w *workbookTable) settle() {
	if !w.unnamed {
		return
	}
	kinds := [dimensions]dimension{region, sex, age, content}
	for _, d := range []dimension{sex, age} {
		if len(w.t.categories[d]) > 0 {
			kinds[d] = kindOf(w.t.categories[d])
		}
	}
	if kinds[sex] == kinds[age] || kinds[sex] == content && w.measures || kinds[age] == content && w.measures {
		return
	}
	was := *w.t
	for d := sex; d < dimensions; d++ {
		w.t.categories[d], w.t.index[d] = nil, nil
	}
	for _, d := range []dimension{sex, age} {
		if len(was.categories[d]) > 0 {
			w.t.categories[kinds[d]], w.t.index[kinds[d]] = was.categories[d], was.index[d]
		}
	}
	if w.measures {
		w.t.categories[content], w.t.index[content] = was.categories[content], was.index[content]
	}
	for i := range w.t.cells {
		c := &w.t.cells[i]
		old := c.category
		c.category[sex], c.category[age] = 0, 0
		for _, d := range []dimension{sex, age} {
			if len(was.categories[d]) > 0 {
				c.category[kinds[d]] = old[d]
			}
		}
	}
}

// kindOf says what the categories of a column without a heading are of.
func kindOf(list []category) dimension {
	for _, c := range list {
		text := fold(c.text)
		switch {
		case slices.Contains([]string{"menn", "kvinner", "begge kjønn", "males", "females", "men", "women", "both sexes", "mann", "kvinne"}, text):
			return sex
		case strings.HasSuffix(text, " år"), strings.HasSuffix(text, "years"), strings.HasSuffix(text, "eldre"), strings.Contains(text, "alder"):
			return age
		}
	}
	return content
}

// A workbookTable takes a workbook's rows one by one.
type workbookTable struct {
	t        *table
	faults   *varighet.Problems
	columns  *headings
	width    int
	stub     int // columns before the first number
	above    []string
	unnamed  bool     // the columns before the numbers have no headings
	measures bool     // a measure stands over the years
	last     []string // the last category in each column of the stub
}

func (w *workbookTable) row(r sheet.Row) bool {
	if w.columns == nil {
		w.heading(r)
		return true
	}
	if len(slices.DeleteFunc(slices.Clone(r.Cells), func(c string) bool { return c == "" })) < 2 {
		return true // a footnote
	}
	fields := make([]string, w.width)
	copy(fields, r.Cells)
	for i := range w.stub {
		if fields[i] == "" {
			fields[i] = w.last[i]
			continue
		}
		w.last[i] = fields[i]
		clear(w.last[i+1:])
	}
	w.t.addRow(record{r.Line, fields}, *w.columns, w.faults)
	return true
}

// heading looks for the row of headings.
func (w *workbookTable) heading(r sheet.Row) {
	if dim, ok := dimensionNames[fold(r.Cells[0])]; ok && dim == region {
		w.begin(readHeadings(r.Cells), len(r.Cells))
		return
	}
	first := slices.IndexFunc(r.Cells, isYear)
	empty := first > 0 && !slices.ContainsFunc(r.Cells[:first], func(c string) bool { return c != "" })
	if !empty || slices.ContainsFunc(r.Cells[first:], func(c string) bool { return !isYear(c) }) {
		w.above = r.Cells
		return
	}
	h := headings{dim: [dimensions]int{-1, -1, -1, -1}, time: -1}
	content := ""
	for i := first; i < len(r.Cells); i++ {
		if i < len(w.above) && w.above[i] != "" {
			content = w.above[i]
		}
		year, _ := strconv.Atoi(r.Cells[i])
		h.values = append(h.values, valueColumn{column: i, year: year, content: content})
	}
	w.unnamed, w.measures = true, content != ""
	h.dim[region] = 0
	for i, d := range []dimension{sex, age}[:min(2, first-1)] {
		h.dim[d] = i + 1
	}
	w.begin(h, len(r.Cells))
}

func (w *workbookTable) begin(h headings, width int) {
	if problem := h.check(w.t.name, 0); problem != nil {
		w.faults.Add(problem)
	}
	w.columns, w.width, w.stub = &h, width, width
	for _, v := range h.values {
		w.stub = min(w.stub, v.column)
	}
	w.last = make([]string, w.stub)
}

func isYear(s string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(s, ".0"))
	return err == nil && n >= 1000 && n <= 9999
}
