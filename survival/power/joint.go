package power

import "math"

// A joint is the law of stops O and of the number expected E. Its element i is of O = i: the
// chances of E in the cells of a lattice.
type joint []cells

// cells are neighbouring stretches of E, each one step wide, from the one that begins at from
// steps: of each the chance, and the chance times the mean of E and of E² in it, in steps. So
// what has one value of E keeps it, and a cell in which a limit lies is parted by it.
type cells struct {
	from                 int
	chance, mass, square []float64
	mean, variance       []float64 // of a law that is done, by cell
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
	(*j)[stops].put(e, 0, chance)
}

// put adds a chance of an E with a variance that a cell is there for.
func (c *cells) put(e, variance, chance float64) {
	at := int(e) - c.from
	c.chance[at] += chance
	c.mass[at] += chance * e
	c.square[at] += chance * (e*e + variance)
}

// cover makes cells from one to before another.
func (c *cells) cover(from, to int) {
	if len(c.chance) == 0 {
		c.from = from
	}
	less, more := max(c.from-from, 0), max(to-c.from-len(c.chance), 0)
	if less == 0 && more == 0 {
		return
	}
	c.from -= less
	for _, list := range []*[]float64{&c.chance, &c.mass, &c.square} {
		wider := make([]float64, less+len(*list)+more)
		copy(wider[less:], *list)
		*list = wider
	}
}

// settle fills in the means and variances of a law that is done; of a cell without a chance the
// mean is its beginning.
func (c *cells) settle() {
	c.mean, c.variance = make([]float64, len(c.chance)), make([]float64, len(c.chance))
	for i, chance := range c.chance {
		if c.mean[i] = float64(c.from + i); chance > 0 {
			c.mean[i] = min(max(c.mass[i]/chance, c.mean[i]), math.Nextafter(c.mean[i]+1, 0))
			c.variance[i] = max(c.square[i]/chance-c.mean[i]*c.mean[i], 0)
		}
	}
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

// add adds to the law chance times that of other, which is done, with stops and e more.
func (j *joint) add(chance float64, stops int, e float64, other joint) {
	one := cells{from: int(e), chance: []float64{chance}, mean: []float64{e}, variance: []float64{0}}
	j.convolve(stops, &one, other)
}

// convolve adds the law of the sum of an E and of other, with stops more; both are done.
func (j *joint) convolve(stops int, a *cells, other joint) {
	for o := range other {
		for len(*j) <= o+stops {
			*j = append(*j, cells{})
		}
		(*j)[o+stops].convolve(a, &other[o])
	}
}

// convolve adds the law of the sum of a and b, which are done.
func (c *cells) convolve(a, b *cells) {
	if len(a.chance) == 0 || len(b.chance) == 0 {
		return
	}
	c.cover(a.from+b.from, a.from+b.from+len(a.chance)+len(b.chance))
	for i, p := range a.chance {
		for k, q := range b.chance {
			if p*q > 0 {
				c.put(a.mean[i]+b.mean[k], a.variance[i]+b.variance[k], p*q)
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

// times is the law of the sum of n that are alike, n > 0; plus is that of the sum of two.
func times[L any](one L, n int, plus func(a, b L) L) L {
	if n == 1 {
		return one
	}
	half := times(one, n/2, plus)
	if half = plus(half, half); n%2 == 1 {
		half = plus(half, one)
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
	c.from, c.chance, c.mass, c.square = c.from+from, c.chance[from:to], c.mass[from:to], c.square[from:to]
	c.settle()
}
