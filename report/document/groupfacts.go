package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet/internal/celltext"
)

// groupFacts are the same numbers of several groups.
type groupFacts struct {
	by    []string            // the columns that group
	keys  []map[string]string // the values of each group in them
	facts [][]fact            // of each group, under the same names
}

func (g *groupFacts) add(key map[string]string, facts []fact) {
	g.keys, g.facts = append(g.keys, key), append(g.facts, facts)
}

// text writes the numbers down the page, with a column a group. A missing one is a dash.
func (g *groupFacts) text(w io.Writer) error {
	if len(g.facts) == 0 {
		return nil
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, column := range g.by {
		line := []string{celltext.Line(column)}
		for _, key := range g.keys {
			line = append(line, celltext.Line(key[column]))
		}
		fmt.Fprintln(tw, strings.Join(line, "\t"))
	}
	short := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	for k, f := range g.facts[0] {
		line := []any{}
		for _, facts := range g.facts {
			line = append(line, facts[k].value)
		}
		fmt.Fprintln(tw, f.name+"\t"+strings.Join(cellTexts(line, short, "–", celltext.Line), "\t"))
	}
	return tw.Flush()
}

// grid is a row a group, with the numbers under their names.
func (g *groupFacts) grid(names []fact) *grid {
	t := &grid{header: headed(g.by)}
	for _, f := range names {
		t.header = append(t.header, f.name)
	}
	for i, facts := range g.facts {
		row := leading(g.by, g.keys[i])
		for _, f := range facts {
			row = append(row, f.value)
		}
		t.add(row...)
	}
	return t
}

// leading is the beginning of a row: the values of its group.
func leading(by []string, key map[string]string) []any {
	row := []any{}
	for _, column := range by {
		row = append(row, key[column])
	}
	return row
}
