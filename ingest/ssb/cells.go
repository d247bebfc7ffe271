package ssb

import (
	"slices"
	"strings"

	"github.com/varighet/varighet"
)

// A dimension of a population table.
type dimension int

// The dimensions that are understood.
const (
	region dimension = iota
	sex
	age
	content
	dimensions // how many there are
)

var dimensionNames = map[string]dimension{
	"region": region, "regioner": region, "kommune": region, "kommuner": region, "municipality": region,
	"kjonn": sex, "kjønn": sex, "sex": sex,
	"alder": age, "age": age,
	"contentscode": content, "statistikkvariabel": content, "contents": content,
}

// isTime reports whether a folded heading is that of the years.
func isTime(heading string) bool {
	return heading == "tid" || heading == "år" || heading == "year" || heading == "time"
}

// A cell is one number of a population table; its categories are indices into
// the table's.
type cell struct {
	line     int32
	category [dimensions]int32
	year     int32
	value    int64
}

// A table is a population table as read, before anything is summed.
type table struct {
	name       string
	categories [dimensions][]category
	index      [dimensions]map[string]int32
	cells      []cell
}

// A category has the code and the text of one value of a dimension; CSV files
// have only one of the two, which then stands as both.
type category struct{ code, text string }

func newTable(name string) *table {
	t := &table{name: name}
	for d := range t.index {
		t.index[d] = map[string]int32{}
	}
	return t
}

// category returns the index of a category, adding it when it is new.
func (t *table) category(d dimension, code, text string) int32 {
	i, ok := t.index[d][code]
	if !ok {
		i = int32(len(t.categories[d]))
		t.index[d][code] = i
		t.categories[d] = append(t.categories[d], category{code, text})
	}
	return i
}

// totals are the categories that are sums over the others.
var totals = []string{"begge kjønn", "begge", "both sexes", "i alt", "ialt", "alle", "alle aldre", "all ages", "total", "totalt", "sum"}

// persons are the contents that are the population itself.
var persons = []string{"personer1", "personer", "folkemengde", "persons", "population", "folketal", "folketall"}

// chosen says which categories of a dimension to add up: the total where there
// is one, else all. Of several contents only the population counts.
func (t *table) chosen(d dimension) ([]bool, *varighet.Problem) {
	all := t.categories[d]
	use := make([]bool, len(all))
	words := totals
	if d == content {
		words = persons
	}
	found := 0
	for i, c := range all {
		use[i] = slices.Contains(words, fold(c.code)) || slices.Contains(words, fold(c.text))
		if use[i] {
			found++
		}
	}
	if found == 1 || len(all) == 0 {
		return use, nil
	}
	if d == content && found == 0 {
		if i, ok := t.populationContent(); ok {
			use[i] = true
			return use, nil
		}
	}
	if d == content && len(all) > 1 || found > 1 {
		return nil, &varighet.Problem{
			File: t.name, Code: "population-contents", Msg: "the table holds several measures, and it is not clear which is the population",
			Hint: "choose only Personer (07459) or Folkemengde (06913) when saving the table",
		}
	}
	for i := range use {
		use[i] = true
	}
	return use, nil
}

// populationContent finds the measure that is the population on 1 January among
// those of table 06913, whose texts have changed over the years: the only one
// that begins like the population, or the only such that says January.
func (t *table) populationContent() (int, bool) {
	begins := func(text string, words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(fold(text), w) })
	}
	var like, january []int
	for i, c := range t.categories[content] {
		if !begins(c.text, "folkemengd", "folketal", "befolkning", "personer", "population", "persons") ||
			begins(c.text, "folketilvekst", "befolkningsvekst", "befolkningsendring") {
			continue
		}
		like = append(like, i)
		if text := fold(c.text); strings.Contains(text, "januar") || strings.Contains(text, "1.1") {
			january = append(january, i)
		}
	}
	switch {
	case len(january) == 1:
		return january[0], true
	case len(like) == 1:
		return like[0], true
	}
	return 0, false
}

// sums adds the cells up by region and year.
func (t *table) sums() (map[place]int64, *varighet.Problem) {
	var use [dimensions][]bool
	for d := sex; d < dimensions; d++ {
		var problem *varighet.Problem
		if use[d], problem = t.chosen(d); problem != nil {
			return nil, problem
		}
	}
	sums := map[place]int64{}
cells:
	for _, c := range t.cells {
		for d := sex; d < dimensions; d++ {
			if len(use[d]) > 0 && !use[d][c.category[d]] {
				continue cells
			}
		}
		sums[place{t.categories[region][c.category[region]].code, int(c.year)}] += c.value
	}
	return sums, nil
}

// A place is a region and a year.
type place struct {
	region string
	year   int
}

// regionCode takes the code out of a region's cell: "0301", "0301 Oslo -
// Oslove", "K-0301", "0 Hele landet". It is "0" for the country and "" for a
// text without a code.
func regionCode(s string) string {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "K-"))
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n < len(s) && s[n] != ' ' && s[n] != '-' && !strings.HasPrefix(s[n:], "\u00a0") {
		return ""
	}
	if n == 0 && slices.Contains([]string{"hele landet", "heile landet", "landet", "the whole country"}, fold(s)) {
		return "0"
	}
	return s[:n]
}
