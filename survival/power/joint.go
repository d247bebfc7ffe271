package power

import "math"

// A joint is the law of stops O and of the number expected E. Its element i is of O = i: the
// chances of E in the cells of a lattice.
type joint []cells

// cells are neighbouring stretches of E, each one step wide, from the one that begins at from
// steps: the chance of each, and the chance times the mean of E in it, in steps. A cell stands
// for one value of E, its mean, so what has one value of E keeps it.
type cells struct {
	from         int
	chance, mass []float64
	mean         []float64 // of a law that is done: mass over chance
}

// nextToNothing is a chance that adds nothing to one that is printed.
const nextToNothing = 1e-13

// at adds a chance of so many stops and of an E of e steps.
func (j *joint) at(stops int, e, chance float64) {
	for len(*j) <= stops {
		*j = append(*j, cells{})
	}
	cell := int(e)
	(*j)[stops].cover(cell, cell+1)
	(*j)[stops].put(e, chance)
}

// put adds a chance of an E that a cell is there for.
func (c *cells) put(e, chance float64) {
	at := int(e) - c.from
	c.chance[at] += chance
	c.mass[at] += chance * e
}

// cover makes cells from one to before another.
func (c *cells) cover(from, to int) {
	if len(c.chance) == 0 {
		c.from = from
	}
	if less := c.from - from; less > 0 {
		c.from, c.chance, c.mass = from, append(make([]float64, less), c.chance...), append(make([]float64, less), c.mass...)
	}
	if more := to - c.from - len(c.chance); more > 0 {
		c.chance, c.mass = append(c.chance, make([]float64, more)...), append(c.mass, make([]float64, more)...)
	}
}

// means are those of the cells; of one without a chance, its beginning.
func (c *cells) means() []float64 {
	if c.mean != nil {
		return c.mean
	}
	mean := make([]float64, len(c.chance))
	for i, chance := range c.chance {
		if mean[i] = float64(c.from + i); chance > 0 {
			mean[i] = min(max(c.mass[i]/chance, mean[i]), math.Nextafter(mean[i]+1, 0))
		}
	}
	return mean
}

// means are those of O and E.
func (j joint) means() (stops, expected float64) {
	for o := range j {
		for i, chance := range j[o].chance {
			stops += float64(o) * chance
			expected += j[o].mass[i]
		}
	}
	return stops, expected
}

// add adds to the law chance times that of other, with stops and e more.
func (j *joint) add(chance float64, stops int, e float64, other joint) {
	var shift joint
	shift.at(0, e, chance)
	j.convolve(stops, &shift[0], other)
}

// convolve adds the law of the sum of an E and of other, with stops more.
func (j *joint) convolve(stops int, a *cells, other joint) {
	for o := range other {
		for len(*j) <= o+stops {
			*j = append(*j, cells{})
		}
		(*j)[o+stops].convolve(a, &other[o])
	}
}

// convolve adds the law of the sum of a and b, which are not c.
func (c *cells) convolve(a, b *cells) {
	if len(a.chance) == 0 || len(b.chance) == 0 {
		return
	}
	c.cover(a.from+b.from, a.from+b.from+len(a.chance)+len(b.chance))
	of := b.means()
	for i, e := range a.means() {
		p := a.chance[i]
		for k, q := range b.chance {
			if p*q > 0 {
				c.put(e+of[k], p*q)
			}
		}
	}
}

// plus is the law of the sum of two that do not depend on each other.
func (j joint) plus(other joint) joint {
	var sum joint
	for o := range j {
		sum.convolve(o, &j[o], other)
	}
	sum.trim()
	return sum
}

// times is the law of the sum of n that are alike, n > 0.
func times[L interface{ plus(L) L }](one L, n int) L {
	if n == 1 {
		return one
	}
	half := times(one, n/2)
	if half = half.plus(half); n%2 == 1 {
		half = half.plus(one)
	}
	return half
}

// trim makes a law that is done, without what has next to no chance.
func (j *joint) trim() {
	for o := range *j {
		(*j)[o].trim()
	}
	for n := len(*j); n > 1 && len((*j)[n-1].chance) == 0; n-- {
		*j = (*j)[:n-1]
	}
}

func (c *cells) trim() {
	from, to := 0, len(c.chance)
	for from < to && c.chance[from] < nextToNothing {
		from++
	}
	for from < to && c.chance[to-1] < nextToNothing {
		to--
	}
	c.from, c.chance, c.mass = c.from+from, c.chance[from:to], c.mass[from:to]
	c.mean = c.means()
}
