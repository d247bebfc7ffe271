package cox

// table counts pairs where events and values of x'β are few: weights by event
// and rank say all there is to know, and a row's part is the difference of two
// sums over events.
func (k *pairs) table(ranks int) {
	c := k.c
	n := c.events()
	stops, squares, stay := make([]float64, n*ranks), make([]float64, n*ranks), make([]float64, n*ranks)
	for i := range c.rows {
		r := &c.rows[i]
		if r.hi == r.lo || r.weight == 0 {
			continue
		}
		base, g := c.first[r.stratum], int(k.rank[r.pattern])-1
		if r.stopped {
			at := (base+int(r.hi)-1)*ranks + g
			stops[at] += r.weight
			squares[at] += r.weight * r.weight
		}
		if last := int(r.staysTo()); last > 0 { // to be summed from the last event on
			stay[(base+last-1)*ranks+g] += r.weight
		}
		if r.lo > 0 {
			stay[(base+int(r.lo)-1)*ranks+g] -= r.weight
		}
	}
	// Of an event and rank: those who stay on, as seen by one who stops there; and
	// those who stopped up to then, as seen by one who stays on.
	staying, stopped := make([]compared, n*ranks), make([]compared, n*ranks)
	for s := range c.strata {
		for e := c.first[s+1] - 2; e >= c.first[s]; e-- {
			for g := range ranks {
				stay[e*ranks+g] += stay[(e+1)*ranks+g]
			}
		}
		for e := c.first[s]; e < c.first[s+1]; e++ {
			at, to := e*ranks, (e+1)*ranks
			around(staying[at:to], stay[at:to])
			around(stopped[at:to], stops[at:to])
			k.tie(stops[at:to], squares[at:to])
			for g := range ranks {
				x := &staying[at+g]
				x.above, x.below = x.below, x.above // seen from the one who stops
				k.total.plus(*x, stops[at+g])
				if e > c.first[s] {
					stopped[at+g].plus(stopped[at-ranks+g], 1)
				}
			}
		}
	}
	for i := range c.rows {
		r := &c.rows[i]
		if r.hi == r.lo || r.weight == 0 {
			continue
		}
		base, g := c.first[r.stratum], int(k.rank[r.pattern])-1
		x := &k.influence[i]
		if last := int(r.staysTo()); last > 0 {
			*x = stopped[(base+last-1)*ranks+g]
		}
		if r.lo > 0 {
			x.plus(stopped[(base+int(r.lo)-1)*ranks+g], -1)
		}
		if r.stopped {
			x.plus(staying[(base+int(r.hi)-1)*ranks+g], 1)
		}
	}
}

// staysTo is the last event at which a row is at risk and does not stop.
func (r *row) staysTo() int32 {
	if r.stopped {
		return r.hi - 1
	}
	return r.hi
}

// around fills in, for each rank, the weight above, below and at it.
func around(to []compared, weight []float64) {
	below, total := 0.0, float64sum(weight)
	for g, w := range weight {
		to[g] = compared{above: total - below - w, below: below, equal: w}
		below += w
	}
}

// tie counts the pairs that stopped at one time: all, and those equal in x'β.
func (k *pairs) tie(stops, squares []float64) {
	all := float64sum(stops)
	k.tiedY += (all*all - float64sum(squares)) / 2
	for g, w := range stops {
		k.tiedXY += (w*w - squares[g]) / 2
	}
}
