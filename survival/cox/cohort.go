package cox

import (
	"math"
	"slices"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/internal/newton"
)

// A cohort is the data as the likelihood sees them. Within a stratum, with its
// distinct times of stops t₁ < t₂ < …, a row is nothing but a pattern of
// covariates that is at risk at the stops numbered lo+1 to hi, and maybe stops
// at hi. Rows that share all of this share a cell.
type cohort struct {
	rows     []row
	tenures  []survival.Tenure // with times tied
	strata   []string          // their names; one "" if there are none
	times    [][]float64       // of a stratum, the distinct times of stops
	first    []int             // of a stratum, the number of its first event; as long as strata + 1
	patterns int
	p        int

	base   []int32   // of a pattern, that of the design; nil if they are the same
	offset []float64 // of a pattern, added to z'β; nil for none

	z             []float64 // p numbers a pattern: columns less their mean, in units of their scale
	center, scale []float64
	columns       []int // of the design that z has

	enter, leave, dead buckets // by event number: patterns that come to be at risk going back in time, that cease to, that stop
	scratch            []float64
}

// A row is one tenure.
type row struct {
	lo, hi  int32 // events of its stratum before it was at risk, and up to its end
	stratum int32
	pattern int32
	stopped bool
	weight  float64
}

func newCohort(d *Data) (*cohort, error) { return newCohortBy(d, nil) }

// newCohortBy makes patterns within groups: rows of two groups, numbered by of,
// are of two patterns though their covariates are the same.
func newCohortBy(d *Data, of []int) (*cohort, error) {
	tied, collapsed, err := survival.TieTimes(d.Tenures)
	if err != nil {
		return nil, err
	}
	if len(collapsed) > 0 {
		i := collapsed[0]
		return nil, &survival.TenureError{Index: i, Tenure: d.Tenures[i], Reason: "entry and exit differ by rounding only"}
	}
	c := &cohort{tenures: tied, patterns: d.X.Patterns(), rows: make([]row, len(tied))}
	c.findStrata(d.Strata)
	for i := range c.rows {
		r := &c.rows[i]
		r.pattern, r.stopped, r.weight = int32(d.X.PatternOf(i)), tied[i].Stopped, 1
		if d.Weights != nil {
			r.weight = d.Weights[i]
		}
	}
	if of != nil {
		c.splitPatterns(of)
	}
	c.findEvents()
	c.count()
	c.standardise(d, allColumns(len(d.X.Columns)))
	return c, nil
}

func (c *cohort) splitPatterns(of []int) {
	type key struct {
		pattern int32
		group   int
	}
	at := map[key]int32{}
	for i := range c.rows {
		k := key{c.rows[i].pattern, of[i]}
		g, ok := at[k]
		if !ok {
			g = int32(len(c.base))
			at[k] = g
			c.base = append(c.base, k.pattern)
		}
		c.rows[i].pattern = g
	}
	c.patterns = len(c.base)
}

func allColumns(p int) []int {
	all := make([]int, p)
	for j := range all {
		all[j] = j
	}
	return all
}

func (c *cohort) findStrata(labels []string) {
	if labels == nil {
		c.strata = []string{""}
		return
	}
	at := map[string]int32{}
	for _, l := range labels {
		if _, ok := at[l]; !ok {
			at[l] = 0
			c.strata = append(c.strata, l)
		}
	}
	c.strata = survival.OrderGroups(c.strata)
	for s, l := range c.strata {
		at[l] = int32(s)
	}
	for i, l := range labels {
		c.rows[i].stratum = at[l]
	}
}

// findEvents numbers the times of stops in each stratum and places every row
// among them.
func (c *cohort) findEvents() {
	index := make([]timeIndex, len(c.strata))
	for i := range c.rows {
		if r := &c.rows[i]; r.stopped && r.weight > 0 {
			index[r.stratum].add(c.tenures[i].Exit)
		}
	}
	c.first = make([]int, len(c.strata)+1)
	for s := range index {
		c.times = append(c.times, index[s].done())
		c.first[s+1] = c.first[s] + len(c.times[s])
	}
	for i := range c.rows {
		r, t := &c.rows[i], &c.tenures[i]
		x := &index[r.stratum]
		r.hi = x.upTo(t.Exit)
		if t.Entry > 0 {
			r.lo = x.upTo(t.Entry)
		}
	}
}

// stopWeight is the sum of the weights of rows that stopped.
func (c *cohort) stopWeight() float64 {
	total := 0.0
	for i := range c.rows {
		if c.rows[i].stopped {
			total += c.rows[i].weight
		}
	}
	return total
}

// events is the number of distinct times of stops, over all strata.
func (c *cohort) events() int { return c.first[len(c.strata)] }

// A timeIndex numbers distinct times. Whole months are found in a table.
type timeIndex struct {
	whole []bool // whole months seen
	other []float64
	times []float64
	table []int32 // of a month, how many times are up to it
}

func (x *timeIndex) add(t float64) {
	if t <= survival.MaxMonths && t == math.Trunc(t) {
		if x.whole == nil {
			x.whole = make([]bool, survival.MaxMonths+1)
		}
		x.whole[int(t)] = true
		return
	}
	x.other = append(x.other, t)
}

func (x *timeIndex) done() []float64 {
	slices.Sort(x.other)
	x.times = slices.Compact(x.other)
	last := -1
	for m, seen := range x.whole {
		if seen {
			x.times, last = append(x.times, float64(m)), m
		}
	}
	if len(x.other) > 0 {
		slices.Sort(x.times)
		return x.times
	}
	x.table = make([]int32, last+1)
	n := int32(0)
	for m := range x.table {
		if x.whole[m] {
			n++
		}
		x.table[m] = n
	}
	return x.times
}

// upTo is how many of the times are not after t.
func (x *timeIndex) upTo(t float64) int32 {
	if x.table != nil {
		if t >= float64(len(x.table)) {
			return int32(len(x.times))
		}
		return x.table[int(t)]
	}
	i, found := slices.BinarySearch(x.times, t)
	if found {
		i++
	}
	return int32(i)
}

// count sorts the rows into cells.
func (c *cohort) count() {
	enter, leave, dead := make([]int32, len(c.rows)), make([]int32, len(c.rows)), make([]int32, len(c.rows))
	for i := range c.rows {
		r := &c.rows[i]
		enter[i], leave[i], dead[i] = -1, -1, -1
		if r.hi == r.lo || r.weight == 0 {
			continue // never at risk when anybody stops
		}
		base := int32(c.first[r.stratum])
		enter[i] = base + r.hi - 1
		if r.lo > 0 {
			leave[i] = base + r.lo - 1
		}
		if r.stopped {
			dead[i] = base + r.hi - 1
		}
	}
	c.enter = c.bucket(enter)
	c.leave = c.bucket(leave)
	c.dead = c.bucket(dead)
	c.scratch = make([]float64, c.patterns)
}

// standardise takes the mean off each column and divides by its mean distance
// from it, so that coefficients are of the order 1 whatever the unit. No number of a design
// is so large that its mean or its distance would not be a number.
func (c *cohort) standardise(d *Data, columns []int) {
	c.columns, c.p = columns, len(columns)
	c.center, c.scale = make([]float64, c.p), make([]float64, c.p)
	weight, count := make([]float64, c.patterns), make([]float64, c.patterns)
	total, rows := 0.0, 0.0
	for i := range c.rows {
		if r := &c.rows[i]; r.weight > 0 {
			weight[r.pattern] += r.weight
			count[r.pattern]++
			total, rows = total+r.weight, rows+1
		}
	}
	c.z = make([]float64, c.patterns*c.p)
	value := func(g, j int) float64 {
		if c.base != nil {
			g = int(c.base[g])
		}
		return d.X.Pattern(g)[j]
	}
	for k, j := range columns {
		mean, weighted, plain := 0.0, 0.0, 0.0
		for g, w := range weight {
			if w > 0 {
				mean += w / total * value(g, j)
			}
		}
		for g, w := range weight {
			if w > 0 {
				weighted += w / total * math.Abs(value(g, j)-mean)
				plain += count[g] / rows * math.Abs(value(g, j)-mean)
			}
		}
		scale := newton.Scale(mean, weighted, plain)
		c.center[k], c.scale[k] = mean, scale
		for g := range c.patterns {
			if weight[g] > 0 {
				c.z[g*c.p+k] = (value(g, j) - mean) / scale
			}
		}
	}
}

func (c *cohort) pattern(g int32) []float64 { return c.z[int(g)*c.p : (int(g)+1)*c.p] }

// buckets hold cells by event number: those of event e are cells[start[e]:start[e+1]].
type buckets struct {
	start []int32
	cells []cell
}

// A cell is a number of rows of one pattern.
type cell struct {
	pattern int32
	count   int32
	weight  float64
}

func (b *buckets) at(event int) []cell { return b.cells[b.start[event]:b.start[event+1]] }

// bucket sorts rows by event; event is −1 for a row that takes no part. Where
// patterns are few, rows of one event and pattern become one cell.
func (c *cohort) bucket(event []int32) buckets {
	events := c.events()
	b := buckets{start: make([]int32, events+1)}
	if size := events * c.patterns; size <= 4*len(event)+1<<16 && size < math.MaxInt32 {
		cells := make([]cell, size)
		for i, e := range event {
			if e >= 0 {
				x := &cells[int(e)*c.patterns+int(c.rows[i].pattern)]
				x.count++
				x.weight += c.rows[i].weight
			}
		}
		for e := range events {
			for g := range c.patterns {
				if x := cells[e*c.patterns+g]; x.count > 0 {
					x.pattern = int32(g)
					b.cells = append(b.cells, x)
				}
			}
			b.start[e+1] = int32(len(b.cells))
		}
		return b
	}
	for _, e := range event {
		if e >= 0 {
			b.start[e+1]++
		}
	}
	for e := range events {
		b.start[e+1] += b.start[e]
	}
	b.cells = make([]cell, b.start[events])
	next := slices.Clone(b.start)
	for i, e := range event {
		if e >= 0 {
			b.cells[next[e]] = cell{pattern: c.rows[i].pattern, count: 1, weight: c.rows[i].weight}
			next[e]++
		}
	}
	return b
}
