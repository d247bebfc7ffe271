package simulate

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// A municipality is one area from one date to another. A reform makes new ones,
// also where a code goes on.
type municipality struct {
	code     varighet.MunicipalityCode
	name     string
	from, to varighet.Month // to is the first month in which it no longer is; 0 means never
	next     int32          // what it became at to; its own index if nothing
	people   []int32        // on 1 January, from the first year on; also outside from and to
	groups   []uint8        // of these
}

// group returns the size group in a year, first being the year of people[0].
func (m *municipality) group(year, first int) uint8 { return m.groups[year-first] }

// A country is the municipalities and the reform.
type country struct {
	options    Options
	plan       plan
	firstYear  int
	all        []municipality // those of the start, then those of the reform
	originals  int
	merged     [][]int32 // each: the old ones, then the new one
	recoded    [][2]int32
	groups     data.SizeGroups
	nameNumber int
}

// counties are the numbers municipality codes begin with: those of 2001.
var counties = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20}

// groupWeights are the municipalities per size group of Norway about 2005;
// groupPeople the range of populations drawn in each; doctorsPer10000 how many
// lists it has.
var (
	groupWeights    = []float64{95, 145, 90, 58, 33, 12}
	groupPeople     = [][2]float64{{350, 1990}, {2020, 4970}, {5050, 9930}, {10100, 19800}, {20300, 49200}, {51500, 290000}}
	doctorsPer10000 = []float64{13.2, 11, 9.8, 9.2, 8.6, 8.0}
)

const largestCity = 545_000 // inhabitants of the largest municipality in the first year

func newCountry(o Options, p plan, rng *rand.Rand) *country {
	c := &country{options: o, plan: p, firstYear: o.First.Year(), originals: o.Municipalities, groups: data.Abelsen()}
	var groups []int
	for g, n := range apportion(groupWeights, o.Municipalities, 0) {
		groups = append(groups, slices.Repeat([]int{g}, n)...)
	}
	rng.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
	perCounty := (o.Municipalities + len(counties) - 1) / len(counties)
	largest := -1
	for i, g := range groups {
		county, k := counties[i%len(counties)], i/len(counties)
		people := groupPeople[g]
		start := people[0] * math.Pow(people[1]/people[0], rng.Float64())
		m := c.newMunicipality(county, 1+k*(59/perCounty))
		m.people = c.grow(int64(start), g, int64(rng.IntN(17))-6)
		c.all = append(c.all, m)
		if g == len(groupWeights)-1 && (largest < 0 || m.people[0] > c.all[largest].people[0]) {
			largest = i
		}
	}
	if largest >= 0 && o.Municipalities >= 50 {
		c.all[largest].people = c.grow(largestCity, len(groupWeights)-1, 10)
	}
	if p.reform != 0 {
		c.reform(rng)
	}
	for i := range c.all {
		for _, n := range c.all[i].people {
			c.all[i].groups = append(c.all[i].groups, uint8(c.groups.Index(n)))
		}
	}
	return c
}

// newMunicipality gives a code and the next name.
func (c *country) newMunicipality(county, number int) municipality {
	c.nameNumber++
	return municipality{
		code: varighet.MunicipalityCode(fmt.Sprintf("%02d%02d", county, number)),
		name: placeName(c.nameNumber),
		from: varighet.MonthOf(c.firstYear, 1),
		next: int32(len(c.all)),
	}
}

// grow returns the population of each year, growing by so many thousandths and
// staying in the size group.
func (c *country) grow(start int64, group int, perMille int64) []int32 {
	low, high := c.groups.Range(group)
	var people []int32
	for year := c.firstYear; year <= c.options.Last.Year(); year++ {
		people = append(people, min(max(int32(start), max(low, 200)), high))
		start += start * perMille / 1000
	}
	return people
}

// reform merges neighbours within counties and gives others new codes.
func (c *country) reform(rng *rand.Rand) {
	merges, recodes := max(1, c.originals/70), max(1, c.originals/36)
	taken := make([]bool, c.originals)
	next := map[int]int{} // by county, the next free number from 60 on
	number := func(county int) int {
		next[county]++
		return 59 + next[county]
	}
	free := func(i int) bool { return i < c.originals && !taken[i] }
	for n := 0; n < merges; n++ {
		size := 2 + n%2
		for range 100 { // a place is nearly always found at once
			i := rng.IntN(c.originals)
			old := []int32{}
			for k := range size {
				if j := i + k*len(counties); free(j) {
					old = append(old, int32(j))
				}
			}
			if len(old) == size {
				for _, j := range old {
					taken[j] = true
				}
				c.merge(old, n%3 == 1, number)
				break
			}
		}
	}
	for n := 0; n < recodes; n++ {
		for range 100 {
			if i := rng.IntN(c.originals); free(i) {
				taken[i] = true
				c.recode(int32(i), number)
				break
			}
		}
	}
}

// merge makes one municipality of several, under the code and name of the
// first or under new ones.
func (c *country) merge(old []int32, goesOn bool, number func(county int) int) {
	first := &c.all[old[0]]
	county := int(first.code[0]-'0')*10 + int(first.code[1]-'0')
	m := municipality{code: first.code, name: first.name}
	if !goesOn {
		m = c.newMunicipality(county, number(county))
	}
	m.from, m.next = c.plan.reform, int32(len(c.all))
	m.people = make([]int32, len(first.people))
	for _, i := range old {
		c.all[i].to, c.all[i].next = c.plan.reform, m.next
		for y, n := range c.all[i].people {
			m.people[y] += n
		}
	}
	c.all = append(c.all, m)
	c.merged = append(c.merged, append(slices.Clone(old), m.next))
}

// recode gives a municipality a new code and lets it keep its name.
func (c *country) recode(i int32, number func(county int) int) {
	old := &c.all[i]
	county := int(old.code[0]-'0')*10 + int(old.code[1]-'0')
	name := old.name
	m := c.newMunicipality(county, number(county))
	m.name, m.from, m.people = name, c.plan.reform, old.people
	old.to, old.next = c.plan.reform, m.next
	c.all = append(c.all, m)
	c.recoded = append(c.recoded, [2]int32{i, m.next})
}

// inForce returns the municipalities of a month by code.
func (c *country) inForce(month varighet.Month) []int32 {
	var list []int32
	for i := range c.all {
		if m := &c.all[i]; m.from <= month && (m.to == 0 || month < m.to) {
			list = append(list, int32(i))
		}
	}
	slices.SortFunc(list, func(a, b int32) int { return cmp.Compare(c.all[a].code, c.all[b].code) })
	return list
}

// listsPer returns how many lists each original municipality begins with.
func (c *country) listsPer() []int {
	weights := make([]float64, c.originals)
	for i := range weights {
		m := &c.all[i]
		weights[i] = float64(m.people[0]) * doctorsPer10000[c.groups.Index(m.people[0])]
	}
	return apportion(weights, c.options.Lists, 1)
}

// apportion divides total by weights, by largest remainder, each part at least
// least.
func apportion(weights []float64, total, least int) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	parts, order := make([]int, len(weights)), make([]int, len(weights))
	rest := make([]float64, len(weights))
	left := total - least*len(weights)
	given := 0
	for i, w := range weights {
		exact := w / sum * float64(left)
		parts[i] = least + int(exact)
		given += int(exact)
		rest[i], order[i] = exact-math.Floor(exact), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for i := range left - given {
		parts[order[i%len(order)]]++
	}
	return parts
}
