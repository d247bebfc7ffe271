package finegray

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
	"github.com/varighet/varighet/survival/internal/newton"
	"github.com/varighet/varighet/survival/internal/sum"
)

// An end is how a row left observation.
type end uint8

const (
	censored end = iota
	stopped      // for the cause
	competing
)

// A cohort is the data as the likelihood sees them. Events are the distinct
// times of stops for the cause, t₁ < t₂ < ….
type cohort struct {
	rows    []row     // by exit, ascending
	coming  []arrival // by entry, ascending
	times   []float64
	deaths  []float64 // the weight of the stops at each event
	weight  []float64 // G(t−)H(t−) at each event
	late    bool
	skipped bool

	p     int
	z     []float64 // p numbers a row
	scale []float64
}

// A row is one tenure.
type row struct {
	index       int // in the data
	entry, exit float64
	end         end
	weight      float64
	lo, hi      int     // events not after the entry, and not after the exit; before it, for one that competes
	at          float64 // G(T−)H(T−) at its exit, for one that competes
}

// An arrival is what of a row tells when it comes under observation.
type arrival struct{ entry, weight float64 }

func newCohort(d *Data, cause string) (*cohort, error) {
	tied, collapsed, err := survival.TieTimes(d.Tenures)
	if err != nil {
		return nil, err
	}
	if len(collapsed) > 0 {
		i := collapsed[0]
		return nil, &survival.TenureError{Index: i, Tenure: d.Tenures[i], Reason: "entry and exit differ by rounding only"}
	}
	c := &cohort{}
	for i, t := range tied {
		r := row{index: i, entry: t.Entry, exit: t.Exit, weight: caseweight.Of(d.Weights, i)}
		if t.Stopped {
			r.end = competing
			if d.Causes[i] == cause {
				r.end = stopped
				c.times = append(c.times, t.Exit)
			}
		}
		c.late = c.late || t.Entry > 0
		c.rows = append(c.rows, r)
	}
	slices.SortStableFunc(c.rows, func(a, b row) int { return cmp.Compare(a.exit, b.exit) })
	for _, r := range c.rows {
		c.coming = append(c.coming, arrival{r.entry, r.weight})
	}
	if c.late {
		slices.SortStableFunc(c.coming, func(a, b arrival) int { return cmp.Compare(a.entry, b.entry) })
	}
	slices.Sort(c.times)
	c.times = slices.Compact(c.times)
	c.place()
	return c, nil
}

// place puts rows among the events, and finds the weights.
func (c *cohort) place() {
	c.deaths = make([]float64, len(c.times))
	g := c.censoring()
	h := func(float64) float64 { return 1 }
	if c.late {
		h = c.entering()
	}
	for _, t := range c.times {
		c.weight = append(c.weight, g(t)*h(t))
	}
	for i := range c.rows {
		r := &c.rows[i]
		r.hi = upTo(c.times, r.exit)
		if r.entry > 0 {
			r.lo = upTo(c.times, r.entry)
		}
		switch r.end {
		case stopped:
			c.deaths[r.hi-1] += r.weight
		case competing:
			r.at = g(r.exit) * h(r.exit)
		}
	}
}

// upTo is how many of the ascending times are not after t.
func upTo(times []float64, t float64) int {
	i, found := slices.BinarySearch(times, t)
	if found {
		i++
	}
	return i
}

// stepsBefore makes a function that is the product of factors at times before t.
func stepsBefore(times, factors []float64) func(float64) float64 {
	product := make([]float64, len(times)+1)
	product[0] = 1
	for i, f := range factors {
		product[i+1] = product[i] * f
	}
	return func(t float64) float64 {
		i, _ := slices.BinarySearch(times, t)
		return product[i]
	}
}

// A riskSet is the weight of the rows under observation, at times that ascend.
type riskSet struct {
	c       *cohort
	in, out int // how many rows have come and gone
	weight  sum.Running
}

// before moves to just before t, which rows with entry < t <= exit are under
// observation at; at t = 0, all that were seen from the start.
func (s *riskSet) before(t float64) {
	coming, rows := s.c.coming, s.c.rows
	for ; s.in < len(coming) && (coming[s.in].entry < t || coming[s.in].entry == 0); s.in++ {
		s.weight.Add(coming[s.in].weight)
	}
	for ; s.out < len(rows) && rows[s.out].exit < t; s.out++ {
		s.weight.Add(-rows[s.out].weight)
	}
}

// after takes away the rows with an exit at t too.
func (s *riskSet) after(t float64) {
	for rows := s.c.rows; s.out < len(rows) && rows[s.out].exit == t; s.out++ {
		s.weight.Add(-rows[s.out].weight)
	}
}

// rows is how many there are.
func (s *riskSet) rows() int { return s.in - s.out }

// censoring is G(t−), the chance not to be censored before t: the Kaplan–Meier
// curve with censorings for stops.
func (c *cohort) censoring() func(float64) float64 {
	var times, factors []float64
	under := riskSet{c: c}
	for i := 0; i < len(c.rows); {
		t, n, weight := c.rows[i].exit, 0, 0.0
		under.before(t)
		for ; i < len(c.rows) && c.rows[i].exit == t; i++ {
			if c.rows[i].end == censored {
				n++
				weight += c.rows[i].weight
			}
		}
		if n > 0 {
			times, factors = append(times, t), append(factors, 0)
			if n < under.rows() {
				factors[len(factors)-1] = max(0, 1-weight/under.weight.Value())
			}
		}
	}
	return stepsBefore(times, factors)
}

// entering is H(t−), the chance to have come under observation before t, but
// for a factor: a product over entries from t on, in time gone backwards, of the
// share of those under observation who had not just come. A factor 0 is left
// out, and skipped is set.
func (c *cohort) entering() func(float64) float64 {
	var times, factors []float64
	under := riskSet{c: c}
	for i := 0; i < len(c.coming); {
		t, weight := c.coming[i].entry, 0.0
		for ; i < len(c.coming) && c.coming[i].entry == t; i++ {
			weight += c.coming[i].weight
		}
		if t == 0 {
			continue
		}
		under.before(t)
		under.after(t)
		stay := max(under.weight.Value(), 0)
		if under.rows() == 0 || stay == 0 {
			c.skipped = true
			continue
		}
		times, factors = append(times, t), append(factors, (stay+weight)/stay)
	}
	// From the start on, each entry raises H.
	return stepsBefore(times, factors)
}

func (c *cohort) standardise(x *design.Matrix) {
	c.p = len(x.Columns)
	c.z, c.scale = make([]float64, len(c.rows)*c.p), make([]float64, c.p)
	n := 0.0
	for _, r := range c.rows {
		n += r.weight
	}
	for j := range c.p {
		mean, weighted, plain := 0.0, 0.0, 0.0
		for _, r := range c.rows {
			mean += r.weight / n * x.Pattern(x.PatternOf(r.index))[j]
		}
		for _, r := range c.rows {
			distance := math.Abs(x.Pattern(x.PatternOf(r.index))[j] - mean)
			weighted += r.weight / n * distance
			plain += distance / float64(len(c.rows))
		}
		scale := newton.Scale(mean, weighted, plain)
		c.scale[j] = scale
		for i, r := range c.rows {
			c.z[i*c.p+j] = (x.Pattern(x.PatternOf(r.index))[j] - mean) / scale
		}
	}
}

func (c *cohort) keep(columns []int) {
	if len(columns) == c.p {
		return
	}
	var z, scale []float64
	for i := range c.rows {
		for _, j := range columns {
			z = append(z, c.z[i*c.p+j])
		}
	}
	for _, j := range columns {
		scale = append(scale, c.scale[j])
	}
	c.z, c.scale, c.p = z, scale, len(columns)
}

func (c *cohort) row(i int) []float64 { return c.z[i*c.p : (i+1)*c.p] }

// moments are Σ risk, Σ risk·z and Σ risk·zz' (packed) at each event.
type moments struct {
	p      int
	zero   []float64
	first  []float64
	second []float64
}

func newMoments(n, p int) *moments {
	return &moments{p: p, zero: make([]float64, n), first: make([]float64, n*p), second: make([]float64, n*p*(p+1)/2)}
}

func (m *moments) add(e int, w float64, z []float64) {
	m.zero[e] += w
	k := e * m.p * (m.p + 1) / 2
	for i, x := range z {
		m.first[e*m.p+i] += w * x
		for _, y := range z[:i+1] {
			m.second[k] += w * x * y
			k++
		}
	}
}

func (m *moments) clear(e int) {
	m.zero[e] = 0
	clear(m.first[e*m.p : (e+1)*m.p])
	q := m.p * (m.p + 1) / 2
	clear(m.second[e*q : (e+1)*q])
}

// carry adds the sums of event e, times by, to those of event to.
func (m *moments) carry(e, to int, by float64) {
	m.zero[to] += by * m.zero[e]
	for i := range m.p {
		m.first[to*m.p+i] += by * m.first[e*m.p+i]
	}
	q := m.p * (m.p + 1) / 2
	for i := range q {
		m.second[to*q+i] += by * m.second[e*q+i]
	}
}

// riskSets sums over those at risk at each event: all under observation, and,
// with weights, those who stopped for another cause before it. risk is less
// the greatest, shift.
func (c *cohort) riskSets(beta []float64) (m *moments, lp, risk []float64, shift float64) {
	lp, risk = make([]float64, len(c.rows)), make([]float64, len(c.rows))
	shift = math.Inf(-1)
	for i := range c.rows {
		for j, z := range c.row(i) {
			lp[i] += beta[j] * z
		}
		shift = max(shift, lp[i])
	}
	n := len(c.times)
	// Position e holds what is to be added to the sums of event e and all before
	// it; with a minus, taken from them.
	m, after := newMoments(n+1, c.p), newMoments(n+1, c.p)
	for i := range c.rows {
		r := &c.rows[i]
		risk[i] = math.Exp(lp[i] - shift)
		if r.hi > r.lo {
			m.add(r.hi-1, r.weight*risk[i], c.row(i))
			if r.lo > 0 {
				m.add(r.lo-1, -r.weight*risk[i], c.row(i))
			}
		}
		if r.end == competing && r.hi < n && r.at > 0 {
			after.add(r.hi, r.weight*risk[i]/r.at, c.row(i))
		}
	}
	for e := n - 2; e >= 0; e-- {
		m.carry(e+1, e, 1)
	}
	c.sumAfresh(m, risk)
	for e := 1; e < n; e++ {
		after.carry(e-1, e, 1)
	}
	for e := range n {
		scaleInto(m, after, e, c.weight[e])
	}
	return m, lp, risk, shift
}

// sumAfresh makes sums of which little is left, after those who come under
// observation later have been taken away, anew: what is left of them is rounding
// otherwise, in which the search finds a maximum that is not there.
func (c *cohort) sumAfresh(m *moments, risk []float64) {
	if !c.late {
		return
	}
	whole := make([]float64, len(c.times)+1) // of an event: what was there before any was taken away
	for i, r := range c.rows {
		whole[r.hi] += r.weight * risk[i]
	}
	for e := len(c.times) - 1; e >= 0; e-- {
		if whole[e] += whole[e+1]; m.zero[e] > 1e-4*whole[e+1] {
			continue
		}
		m.clear(e)
		for i, r := range c.rows {
			if r.lo <= e && e < r.hi {
				m.add(e, r.weight*risk[i], c.row(i))
			}
		}
	}
}

func scaleInto(m, after *moments, e int, by float64) {
	m.zero[e] += by * after.zero[e]
	for i := e * m.p; i < (e+1)*m.p; i++ {
		m.first[i] += by * after.first[i]
	}
	q := m.p * (m.p + 1) / 2
	for i := e * q; i < (e+1)*q; i++ {
		m.second[i] += by * after.second[i]
	}
}

// partial evaluates the weighted log partial likelihood.
func (c *cohort) partial(beta, score []float64, information *mat.SymDense) float64 {
	m, lp, _, shift := c.riskSets(beta)
	clear(score)
	ll := 0.0
	for i := range c.rows {
		if r := &c.rows[i]; r.end == stopped {
			ll += r.weight * (lp[i] - shift)
			for j, z := range c.row(i) {
				score[j] += r.weight * z
			}
		}
	}
	p := c.p
	info := make([]float64, p*(p+1)/2)
	for e, d := range c.deaths {
		total := m.zero[e]
		if !(total > 0) {
			return math.Inf(-1)
		}
		ll -= d * math.Log(total)
		k := 0
		for i := range p {
			mean := m.first[e*p+i] / total
			score[i] -= d * mean
			for j := 0; j <= i; j++ {
				info[k] += d * (m.second[e*p*(p+1)/2+k]/total - mean*m.first[e*p+j]/total)
				k++
			}
		}
	}
	k := 0
	for i := range p {
		for j := 0; j <= i; j++ {
			information.SetSym(i, j, info[k])
			k++
		}
	}
	return ll
}

// influence is what each row, in the order of the data, adds to the score, its
// weight apart: its own part η, and ψ, by how much it moves the weights through
// the estimate of G (Fine and Gray 1999, section 3).
func (c *cohort) influence(beta []float64) [][]float64 {
	m, _, risk, _ := c.riskSets(beta)
	n, p := len(c.times), c.p
	// Sums over events up to e of h and h·z̄, with h = d/Σrisk the increment of the
	// baseline, and the same of h·weight, for those who stopped for another cause.
	cum, cumW := newMoments(n+1, p), newMoments(n+1, p)
	for e, d := range c.deaths {
		h := d / m.zero[e]
		mean := make([]float64, p)
		for j := range mean {
			mean[j] = m.first[e*p+j] / m.zero[e]
		}
		for _, to := range []struct {
			sum *moments
			by  float64
		}{{cum, h}, {cumW, h * c.weight[e]}} {
			to.sum.zero[e+1] = to.sum.zero[e] + to.by
			for j := range mean {
				to.sum.first[(e+1)*p+j] = to.sum.first[e*p+j] + to.by*mean[j]
			}
		}
	}
	psi := c.censoringInfluence(risk, cumW)
	out := make([][]float64, len(c.rows))
	for i := range c.rows {
		r, z := &c.rows[i], c.row(i)
		u := make([]float64, p)
		for j := range u {
			u[j] = psi[i*p+j] - risk[i]*cum.between(r.lo, r.hi, j, z[j])
			if r.end == stopped {
				u[j] += z[j] - m.first[(r.hi-1)*p+j]/m.zero[r.hi-1]
			}
			if r.end == competing && r.at > 0 {
				u[j] -= risk[i] / r.at * cumW.between(r.hi, n, j, z[j])
			}
		}
		out[r.index] = u
	}
	return out
}

// between is Σ h (z − z̄) over the events after the lo-th, up to the hi-th.
func (m *moments) between(lo, hi, j int, z float64) float64 {
	return z*(m.zero[hi]-m.zero[lo]) - (m.first[hi*m.p+j] - m.first[lo*m.p+j])
}

// censoringInfluence is ψ of each row (p numbers each): with q(u) what a
// censoring at u moves the score by, through the weights of those who had
// stopped for another cause before u, and n(u) at risk at u, counted by weight,
//
//	ψ = q(T)/n(T) if censored − Σ q(u)/n(u)² over censorings u in (entry, T]
func (c *cohort) censoringInfluence(risk []float64, cumW *moments) []float64 {
	n, p := len(c.times), c.p
	under := riskSet{c: c}
	gone, goneZ := 0.0, make([]float64, p) // Σ risk/weight of those who stopped for another cause before u
	var times []float64
	sum := make([]float64, p) // Σ q/n² so far
	sums := [][]float64{slices.Clone(sum)}
	psi := make([]float64, len(c.rows)*p)
	for i := 0; i < len(c.rows); {
		t, from, count := c.rows[i].exit, i, 0.0
		under.before(t)
		for ; i < len(c.rows) && c.rows[i].exit == t; i++ {
			if c.rows[i].end == censored {
				count += c.rows[i].weight
			}
		}
		if count > 0 {
			atRisk := max(under.weight.Value(), count)
			before, _ := slices.BinarySearch(c.times, t)
			for j := range p {
				q := goneZ[j]*(cumW.zero[n]-cumW.zero[before]) - gone*(cumW.first[n*p+j]-cumW.first[before*p+j])
				sum[j] += count * q / (atRisk * atRisk)
				for k := from; k < i; k++ {
					if c.rows[k].end == censored {
						psi[k*p+j] += q / atRisk
					}
				}
			}
			times, sums = append(times, t), append(sums, slices.Clone(sum))
		}
		for k := from; k < i; k++ {
			if r := &c.rows[k]; r.end == competing && r.at > 0 {
				w := r.weight * risk[k] / r.at
				gone += w
				for j, z := range c.row(k) {
					goneZ[j] += w * z
				}
			}
		}
	}
	for k := range c.rows {
		r := &c.rows[k]
		lo := 0
		if r.entry > 0 {
			lo = upTo(times, r.entry)
		}
		hi := upTo(times, r.exit)
		for j := range p {
			psi[k*p+j] -= sums[hi][j] - sums[lo][j]
		}
	}
	return psi
}
