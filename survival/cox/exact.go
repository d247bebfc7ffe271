package cox

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// exactWork is how many operations an evaluation of exact ties may take.
const exactWork = 2e9

// checkExact refuses what would take too long. At an event with d tied stops
// among n at risk the work is n·d·p².
func (c *cohort) checkExact() error {
	work := 0.0
	for s := range c.strata {
		atRisk := 0.0
		for e := c.first[s+1] - 1; e >= c.first[s]; e-- {
			for _, x := range c.enter.at(e) {
				atRisk += float64(x.count)
			}
			for _, x := range c.leave.at(e) {
				atRisk -= float64(x.count)
			}
			deaths := 0.0
			for _, x := range c.dead.at(e) {
				deaths += float64(x.count)
			}
			if deaths > 1 {
				work += atRisk * deaths * float64(1+c.p*c.p)
			}
		}
	}
	if work > exactWork {
		return ErrExactTooLarge
	}
	return nil
}

// exact evaluates the likelihood of discrete time: at an event with d stops
// among those at risk, the probability that it is these d and no others,
//
//	Π exp(z'β) over the d / Σ over all sets of d at risk of Π exp(z'β)
//
// The sum over sets is an elementary symmetric function; it and its derivatives
// come from adding the rows one by one [1].
//
// [1] Gail MH, Lubin JH, Rubinstein LV (1981). Biometrika 68:703–707.
func (ps *pass) exact(beta, score []float64, information *mat.SymDense) float64 {
	c, p := ps.c, ps.c.p
	info := make([]float64, c2(p))
	clear(score)
	ll := 0.0
	var sets subsets
	ok := ps.run(beta, func(ev *event) {
		for _, x := range c.dead.at(ev.number) {
			ll += x.weight * (ps.lp[x.pattern] - ps.shift)
			for i, z := range c.pattern(x.pattern) {
				score[i] += x.weight * z
			}
		}
		if ev.deaths == 1 {
			ll -= math.Log(ev.total)
			ev.expected(score, -1)
			ev.information(info, 1)
			return
		}
		n := 0.0
		c.eachAtRisk(ev.stratum, ev.number, func(_ int32, w float64) { n += w })
		unit := ev.total / n // risks of the order 1
		sets.reset(ev.deaths, p)
		c.eachAtRisk(ev.stratum, ev.number, func(g int32, w float64) {
			for range int(w) {
				sets.add(ps.risk[g]/unit, c.pattern(g))
			}
		})
		sum := sets.value[ev.deaths]
		ll -= math.Log(sum) + float64(ev.deaths)*math.Log(unit)
		d1, d2 := sets.first[ev.deaths], sets.second[ev.deaths]
		k := 0
		for i := range p {
			score[i] -= d1[i] / sum
			for j := 0; j <= i; j++ {
				info[k] += d2[k]/sum - d1[i]/sum*(d1[j]/sum)
				k++
			}
		}
	})
	if !ok || math.IsNaN(ll) {
		return math.Inf(-1)
	}
	unpack(info, information)
	return ll
}

// subsets holds the elementary symmetric functions of risks up to a degree,
// with their derivatives by β.
type subsets struct {
	value  []float64
	first  [][]float64
	second [][]float64 // packed
	n      int
}

func (s *subsets) reset(degree, p int) {
	s.value = make([]float64, degree+1)
	s.first, s.second = make([][]float64, degree+1), make([][]float64, degree+1)
	for d := range s.value {
		s.first[d], s.second[d] = make([]float64, p), make([]float64, c2(p))
	}
	s.value[0], s.n = 1, 0
}

// add takes in one more row: those sets of d that hold it are the sets of d − 1
// of the rows before, times its risk.
func (s *subsets) add(risk float64, z []float64) {
	s.n++
	for d := min(len(s.value)-1, s.n); d >= 1; d-- {
		v, f, h := s.value[d-1], s.first[d-1], s.second[d-1]
		k := 0
		for i := range z {
			for j := 0; j <= i; j++ {
				s.second[d][k] += risk * (h[k] + z[i]*f[j] + f[i]*z[j] + z[i]*z[j]*v)
				k++
			}
		}
		for i := range z {
			s.first[d][i] += risk * (f[i] + z[i]*v)
		}
		s.value[d] += risk * v
	}
}
