package cox

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// sums are those of risk, risk·z and risk·zz' over a set of rows. The matrix is
// packed: row by row, up to the diagonal.
type sums struct {
	risk   float64
	first  []float64
	second []float64
}

func newSums(p int) sums { return sums{first: make([]float64, p), second: make([]float64, p*(p+1)/2)} }

func (s *sums) add(w float64, z []float64) {
	s.risk += w
	k := 0
	second := s.second
	for i, zi := range z {
		wi := w * zi
		s.first[i] += wi
		for _, zj := range z[:i+1] {
			second[k] += wi * zj
			k++
		}
	}
}

func (s *sums) clear() {
	s.risk = 0
	clear(s.first)
	clear(s.second)
}

// A pass goes through the events of all strata, each from the last to the
// first, with the sums over those at risk.
type pass struct {
	c        *cohort
	efron    bool
	lp, risk []float64 // of a pattern: z'β, and exp(z'β − shift)
	shift    float64   // the greatest z'β
	all      sums      // at risk
	dead     sums      // of those, who stop now
	peak     float64   // greatest all.risk since the sums were last made afresh
	event    event
}

// An event is what happens at one time of stops in one stratum: deaths d, with
// weight W in all. Efron lets the tied stop one after the other: at the l-th,
// l = 0, …, d−1, each of the d counts 1 − f, f = l/d, in the sums over those
// at risk. With D the risk of all, q the share of it of those who stop, m and
// m̃ the mean of z in both (weighted by risk), V and Ṽ its covariance,
// δ = m − m̃ and g = fq/(1 − fq), the mean at the l-th is m + gδ, so all sums
// over l are of these few:
//
//	Σ log(1 − fq), Σ g, Σ g², Σ f(1 + g), Σ f(1 + g)g
//
// Breslow has f = 0 at each, and then all are 0.
type event struct {
	stratum, number int // number is that within all strata
	deaths          int
	weight          float64 // W
	total           float64 // D, with risks less shift
	share           float64 // q
	mean, delta     []float64
	v, vDead        []float64 // packed

	logs, g1, g2, f1, f2 float64
}

func (c *cohort) newPass(efron bool) *pass {
	return &pass{c: c, efron: efron, lp: make([]float64, c.patterns), risk: make([]float64, c.patterns),
		all: newSums(c.p), dead: newSums(c.p),
		event: event{mean: make([]float64, c.p), delta: make([]float64, c.p),
			v: make([]float64, c.p*(c.p+1)/2), vDead: make([]float64, c.p*(c.p+1)/2)}}
}

// run calls visit at each event with the state at β. It returns false if risks
// are out of the range of numbers.
func (ps *pass) run(beta []float64, visit func(*event)) bool {
	if !ps.setRisks(beta) {
		return false
	}
	c := ps.c
	for s := range c.strata {
		ps.all.clear()
		ps.peak = 0
		for e := c.first[s+1] - 1; e >= c.first[s]; e-- {
			ps.moveTo(s, e)
			ps.dead.clear()
			ps.event.stratum, ps.event.number = s, e
			ps.event.deaths, ps.event.weight = 0, 0
			for _, x := range c.dead.at(e) {
				ps.dead.add(x.weight*ps.risk[x.pattern], c.pattern(x.pattern))
				ps.event.deaths += int(x.count)
				ps.event.weight += x.weight
			}
			if !(ps.all.risk > 0) || !(ps.dead.risk > 0) {
				return false
			}
			ps.summarise()
			visit(&ps.event)
		}
	}
	return true
}

func (ps *pass) setRisks(beta []float64) bool {
	c := ps.c
	ps.shift = math.Inf(-1)
	for g := range ps.lp {
		lp := 0.0
		for j, z := range c.pattern(int32(g)) {
			lp += beta[j] * z
		}
		if c.offset != nil {
			lp += c.offset[g]
		}
		if math.IsNaN(lp) || math.IsInf(lp, 0) {
			return false
		}
		ps.lp[g] = lp
		ps.shift = max(ps.shift, lp)
	}
	for g, lp := range ps.lp {
		ps.risk[g] = math.Exp(lp - ps.shift)
	}
	return true
}

// moveTo goes back to event e from the one after: rows that end from e on,
// before the next, come in; rows that were not yet at risk at e go out. Where
// taking away leaves little of what there was, the sums are made afresh, lest
// rounding make up what is left.
func (ps *pass) moveTo(s, e int) {
	c := ps.c
	for _, x := range c.enter.at(e) {
		ps.all.add(x.weight*ps.risk[x.pattern], c.pattern(x.pattern))
	}
	ps.peak = max(ps.peak, ps.all.risk)
	leaving := c.leave.at(e)
	for _, x := range leaving {
		ps.all.add(-x.weight*ps.risk[x.pattern], c.pattern(x.pattern))
	}
	if len(leaving) > 0 && ps.all.risk < 1e-4*ps.peak {
		ps.all.clear()
		c.eachAtRisk(s, e, func(g int32, w float64) { ps.all.add(w*ps.risk[g], c.pattern(g)) })
		ps.peak = ps.all.risk
	}
}

// eachAtRisk calls f with the patterns at risk at event e of stratum s, and
// the weight of their rows.
func (c *cohort) eachAtRisk(s, e int, f func(pattern int32, weight float64)) {
	for _, x := range c.enter.cells[c.enter.start[e]:c.enter.start[c.first[s+1]]] {
		c.scratch[x.pattern] += x.weight
	}
	for _, x := range c.leave.cells[c.leave.start[e]:c.leave.start[c.first[s+1]]] {
		c.scratch[x.pattern] -= x.weight
	}
	for _, x := range c.enter.cells[c.enter.start[e]:c.enter.start[c.first[s+1]]] {
		if w := c.scratch[x.pattern]; w > 0 {
			f(x.pattern, w)
		}
		c.scratch[x.pattern] = 0
	}
}

// summarise makes the event of the sums.
func (ps *pass) summarise() {
	ev, a, d := &ps.event, &ps.all, &ps.dead
	ev.total, ev.share = a.risk, min(d.risk/a.risk, 1)
	k := 0
	for i := range ev.mean {
		m, md := a.first[i]/a.risk, d.first[i]/d.risk
		ev.mean[i], ev.delta[i] = m, m-md
		for j := 0; j <= i; j++ {
			ev.v[k] = a.second[k]/a.risk - m*ev.mean[j]
			ev.vDead[k] = d.second[k]/d.risk - md*(ev.mean[j]-ev.delta[j])
			k++
		}
	}
	ev.ties(ps.efron)
}

func (ev *event) ties(efron bool) {
	ev.logs, ev.g1, ev.g2, ev.f1, ev.f2 = 0, 0, 0, 0, 0
	if !efron {
		return
	}
	product, d := 1.0, float64(ev.deaths)
	for l := 1; l < ev.deaths; l++ {
		f := float64(l) / d
		left := 1 - f*ev.share
		up := 1 / left // 1 + g
		g := f * ev.share * up
		ev.g1 += g
		ev.g2 += g * g
		ev.f1 += f * up
		ev.f2 += f * up * g
		if product *= left; product < 1e-280 {
			ev.logs += math.Log(product)
			product = 1
		}
	}
	ev.logs += math.Log(product)
}

// each is the weight of one stop.
func (ev *event) each() float64 { return ev.weight / float64(ev.deaths) }

// information adds to is minus the second derivatives of the event's part of
// the log-likelihood, times by:
//
//	w Σ [V + g(V − Ṽ) − g(1 + g)δδ'],  w = W/d
//
// over the d tied stops.
func (ev *event) information(to []float64, by float64) {
	w, d := by*ev.each(), float64(ev.deaths)
	k := 0
	for i := range ev.delta {
		for j := 0; j <= i; j++ {
			to[k] += w * ((d+ev.g1)*ev.v[k] - ev.g1*ev.vDead[k] - (ev.g1+ev.g2)*ev.delta[i]*ev.delta[j])
			k++
		}
	}
}

// expected adds to is what the stops' z sum to if all at risk stop alike,
// times by: w Σ (m + gδ).
func (ev *event) expected(to []float64, by float64) {
	w, d := by*ev.each(), float64(ev.deaths)
	for i := range to {
		to[i] += w * (d*ev.mean[i] + ev.g1*ev.delta[i])
	}
}

// partial evaluates the log partial likelihood of Efron or Breslow, with score
// and information.
func (ps *pass) partial(beta, score []float64, information *mat.SymDense) float64 {
	c, info := ps.c, make([]float64, c2(ps.c.p))
	clear(score)
	ll := 0.0
	ok := ps.run(beta, func(ev *event) {
		for _, x := range c.dead.at(ev.number) {
			ll += x.weight * (ps.lp[x.pattern] - ps.shift)
			for i, z := range c.pattern(x.pattern) {
				score[i] += x.weight * z
			}
		}
		ll -= ev.weight*math.Log(ev.total) + ev.each()*ev.logs
		ev.expected(score, -1)
		ev.information(info, 1)
	})
	if !ok {
		return math.Inf(-1)
	}
	unpack(info, information)
	return ll
}

// c2 is the length of a packed matrix.
func c2(p int) int { return p * (p + 1) / 2 }

func unpack(packed []float64, to *mat.SymDense) {
	k := 0
	for i := 0; k < len(packed); i++ {
		for j := 0; j <= i; j++ {
			to.SetSym(i, j, packed[k])
			k++
		}
	}
}
