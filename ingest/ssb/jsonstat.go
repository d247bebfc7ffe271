package ssb

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/limit"
)

// jsonStat is the part of a JSON-stat2 dataset that is read.
type jsonStat struct {
	Version   string
	Class     string
	ID        []string
	Size      []int
	Dimension map[string]struct {
		Category struct {
			Index json.RawMessage
			Label map[string]string
		}
	}
	Value json.RawMessage
}

// readJSONStat reads a population table in JSON-stat2.
func readJSONStat(name, text string) (*table, *varighet.Problem) {
	bad := func(msg string) (*table, *varighet.Problem) {
		return nil, &varighet.Problem{File: name, Code: "json-stat", Msg: msg, Hint: "ask for the table as json-stat2 and save the whole answer"}
	}
	var d jsonStat
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return bad("the file is not complete JSON-stat2")
	}
	if d.Class != "dataset" || len(d.ID) == 0 || len(d.ID) != len(d.Size) {
		return bad("the file is JSON, but not a JSON-stat2 dataset")
	}
	total, most := 1, limit.Default(limit.StatisticsCells) // all ages, sexes and codes since 1986 are 7 million
	for _, n := range d.Size {
		if n <= 0 || n > most || total > most/n {
			return bad("the sizes of the dimensions cannot be right")
		}
		total *= n
	}
	t := newTable(name)
	axes := make([]axis, len(d.ID))
	seen := [dimensions]bool{}
	time := false
	for i, id := range d.ID {
		codes, ok := d.codes(id, d.Size[i])
		if !ok {
			return bad("the categories of dimension " + strconv.Quote(id) + " do not match its size")
		}
		axes[i] = axis{size: d.Size[i], dim: -1}
		dim, known := dimensionNames[fold(id)]
		switch {
		case isTime(fold(id)):
			time, axes[i].time = true, true
			for _, c := range codes {
				year, err := strconv.Atoi(c)
				if err != nil || year < 1000 || year > 9999 {
					return bad("the years are not years")
				}
				axes[i].ids = append(axes[i].ids, int32(year))
			}
		case known && !seen[dim]:
			seen[dim], axes[i].dim = true, dim
			for _, c := range codes {
				axes[i].ids = append(axes[i].ids, t.category(dim, c, cmp.Or(d.Dimension[id].Category.Label[c], c)))
			}
		case d.Size[i] > 1:
			return bad("dimension " + strconv.Quote(id) + " is not of a population table")
		}
	}
	if !seen[region] || !time {
		return bad("the table has no regions or no years")
	}
	values, ok := d.values(total)
	if !ok {
		return bad("the values do not match the sizes of the dimensions")
	}
	t.fill(axes, values)
	return t, nil
}

// An axis is one dimension in the order of the values.
type axis struct {
	size int
	time bool
	dim  dimension // -1 for the years and for one that does not matter
	ids  []int32   // year, or category of the table, by position
}

// fill turns values in row-major order into cells.
func (t *table) fill(axes []axis, values []float64) {
	position := make([]int, len(axes))
	for _, v := range values {
		if !math.IsNaN(v) {
			c := cell{value: int64(v)}
			for i, a := range axes {
				if a.time {
					c.year = a.ids[position[i]]
				} else if a.dim >= 0 {
					c.category[a.dim] = a.ids[position[i]]
				}
			}
			t.cells = append(t.cells, c)
		}
		for i := len(axes) - 1; i >= 0; i-- {
			if position[i]++; position[i] < axes[i].size {
				break
			}
			position[i] = 0
		}
	}
}

// codes returns the category codes of a dimension in order. The index is a list
// of codes or an object of code to position; a dimension of one category may
// have only a label.
func (d *jsonStat) codes(id string, size int) ([]string, bool) {
	c := d.Dimension[id].Category
	var list []string
	if json.Unmarshal(c.Index, &list) == nil && len(list) > 0 {
		return list, len(list) == size
	}
	var object map[string]int
	if len(c.Index) > 0 && json.Unmarshal(c.Index, &object) != nil {
		return nil, false
	}
	if len(object) == 0 {
		return slices.Sorted(maps.Keys(c.Label)), len(c.Label) == size && size == 1
	}
	if len(object) != size {
		return nil, false
	}
	list = make([]string, size)
	filled := make([]bool, size)
	for code, i := range object {
		if i < 0 || i >= size || filled[i] {
			return nil, false
		}
		list[i], filled[i] = code, true
	}
	return list, true
}

// values returns the numbers in row-major order, NaN where one is missing.
func (d *jsonStat) values(total int) ([]float64, bool) {
	if bytes.Count(d.Value, []byte(",")) >= total {
		return nil, false // before there is memory for each
	}
	values := make([]float64, 0)
	var list []*float64
	if json.Unmarshal(d.Value, &list) == nil {
		if len(list) != total {
			return nil, false
		}
		for _, v := range list {
			values = append(values, number(v))
		}
		return values, true
	}
	var object map[string]*float64
	if json.Unmarshal(d.Value, &object) != nil {
		return nil, false
	}
	values = slices.Repeat([]float64{math.NaN()}, total)
	for key, v := range object {
		i, err := strconv.Atoi(key)
		if err != nil || i < 0 || i >= total {
			return nil, false
		}
		values[i] = number(v)
	}
	return values, true
}

// number is the value, or NaN for null and for what cannot be a count.
func number(v *float64) float64 {
	if v == nil || *v < 0 || *v > 1e12 {
		return math.NaN()
	}
	return *v
}
