package cox

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/clusters"
	"github.com/varighet/varighet/survival/internal/newton"
)

// A Residual is how one row differs from what the model expects of it.
type Residual struct {
	// Martingale is the stops seen in the row less those expected: 1 or 0 less
	// the cumulative hazard of its time at risk [1].
	Martingale float64
	// Deviance is the martingale residual on a scale on which it is about normal
	// for a model that fits [1]. It is missing where a stop was as good as
	// impossible by the model.
	Deviance varighet.Opt[float64]
	// DFBeta is by how much each coefficient would fall, about, if the row were
	// taken away [2]. One number a coefficient that has an estimate; nil for
	// exact ties.
	DFBeta []float64
}

// Residuals returns one element a row.
//
// [1] Therneau TM, Grambsch PM, Fleming TR (1990). Biometrika 77:147–160.
// [2] Cain KC, Lange NT (1984). Biometrics 40:493–499.
func (m *Model) Residuals() ([]Residual, error) {
	if why := m.defined(); why != "" {
		return nil, errors.New("no residuals: " + why)
	}
	h := m.hazards(m.result.Beta)
	out := make([]Residual, len(m.cohort.rows))
	for i := range out {
		x := &out[i]
		x.Martingale = h.martingale(&m.cohort.rows[i])
		if !finite(x.Martingale).OK {
			return nil, errRange
		}
		delta := 0.0
		if m.cohort.rows[i].stopped {
			delta = 1
		}
		x.Deviance = finite(deviance(delta, x.Martingale))
	}
	if m.Ties == Exact {
		return out, nil
	}
	p := m.cohort.p
	score := make([]float64, p)
	for i := range out {
		r := &m.cohort.rows[i]
		h.score(r, score)
		out[i].DFBeta = make([]float64, p)
		for j := range p {
			for k := range p {
				out[i].DFBeta[j] += score[k] * m.naive.At(k, j)
			}
			out[i].DFBeta[j] *= r.weight / m.cohort.scale[j]
			if !finite(out[i].DFBeta[j]).OK {
				return nil, errRange
			}
		}
	}
	return out, nil
}

var errRange = errors.New("no residuals: weights or risks are out of the range of numbers")

func deviance(delta, martingale float64) float64 {
	inner := martingale
	if delta > 0 {
		inner += delta * math.Log(delta-martingale)
	}
	return math.Copysign(math.Sqrt(max(-2*inner, 0)), martingale)
}

// hazards are the baseline hazard and its sums over time at some β, from which
// what a row adds to the score follows. All are within strata, up to and with
// each event.
type hazards struct {
	ps     *pass
	p      int
	cum    []float64   // Σ of the increments h, by event
	cumX   []float64   // Σ of h times the mean of z; p an event
	each   []eventPart // by event
	deltas []float64   // p an event
	means  []float64   // p an event
	first  []int
}

// An eventPart has the sums over tied stops that concern those who stop.
type eventPart struct {
	h      float64 // increment of the baseline hazard
	w      float64 // W/(d·D)
	g      float64 // Σg/d
	a, b   float64 // Σ(1−f)(1+g) and Σ(1−f)(1+g)g: what those who stop are charged of w
	square float64 // W/d·Σ((1+g)/D)²: increment of the variance of the cumulative hazard
}

// hazards goes through the events at β. Risks are less the pass's shift.
func (m *Model) hazards(beta []float64) *hazards {
	return hazardsOf(m.cohort.newPass(m.Ties == Efron), beta)
}

func hazardsOf(ps *pass, beta []float64) *hazards {
	c := ps.c
	n, p := c.events(), c.p
	h := &hazards{ps: ps, p: p, cum: make([]float64, n), cumX: make([]float64, n*p), each: make([]eventPart, n),
		deltas: make([]float64, n*p), means: make([]float64, n*p), first: c.first}
	ps.run(beta, func(ev *event) {
		e, d := ev.number, float64(ev.deaths)
		w := ev.each() / ev.total
		h.each[e] = eventPart{h: w * (d + ev.g1), w: w, g: ev.g1 / d, a: d + ev.g1 - ev.f1, b: ev.g1 + ev.g2 - ev.f2,
			square: w / ev.total * (d + 2*ev.g1 + ev.g2)}
		for j := range p {
			h.cumX[e*p+j] = w * ((d+ev.g1)*ev.mean[j] + (ev.g1+ev.g2)*ev.delta[j])
		}
		copy(h.means[e*p:], ev.mean)
		copy(h.deltas[e*p:], ev.delta)
	})
	for s := range c.strata {
		for e := c.first[s]; e < c.first[s+1]; e++ {
			h.cum[e] = h.each[e].h
			if e > c.first[s] {
				h.cum[e] += h.cum[e-1]
				for j := range p {
					h.cumX[e*p+j] += h.cumX[(e-1)*p+j]
				}
			}
		}
	}
	return h
}

// upTo is the cumulative baseline hazard after the first k events of a stratum.
func (h *hazards) upTo(stratum, k int32) float64 {
	if k == 0 {
		return 0
	}
	return h.cum[h.first[stratum]+int(k)-1]
}

func (h *hazards) xUpTo(stratum, k int32, j int) float64 {
	if k == 0 {
		return 0
	}
	return h.cumX[(h.first[stratum]+int(k)-1)*h.p+j]
}

// last is the event at which a row stopped.
func (h *hazards) last(r *row) (e int, part *eventPart) {
	e = h.first[r.stratum] + int(r.hi) - 1
	return e, &h.each[e]
}

func (h *hazards) martingale(r *row) float64 {
	risk := h.ps.risk[r.pattern]
	x := -risk * (h.upTo(r.stratum, r.hi) - h.upTo(r.stratum, r.lo))
	if r.stopped && r.weight > 0 {
		_, part := h.last(r)
		x += 1 + risk*(part.h-part.w*part.a)
	} else if r.stopped {
		x++ // a row of weight 0: its stop is no event
	}
	return x
}

// score fills in what the row adds to the score, its weight apart:
//
//	∫ (z − z̄(t)) dM(t)
//
// where a tied stop counts against each of Efron's means alike, and is charged
// with hazard for as long as it counts as at risk.
func (h *hazards) score(r *row, to []float64) {
	z, risk := h.ps.c.pattern(r.pattern), h.ps.risk[r.pattern]
	cum := h.upTo(r.stratum, r.hi) - h.upTo(r.stratum, r.lo)
	for j := range to {
		to[j] = -risk * (z[j]*cum - (h.xUpTo(r.stratum, r.hi, j) - h.xUpTo(r.stratum, r.lo, j)))
	}
	if !r.stopped || r.weight == 0 {
		return
	}
	e, part := h.last(r)
	prev := r.hi - 1
	for j := range to {
		mean, delta := h.means[e*h.p+j], h.deltas[e*h.p+j]
		to[j] += z[j] - mean - part.g*delta
		xh := h.xUpTo(r.stratum, r.hi, j) - h.xUpTo(r.stratum, prev, j)
		to[j] += risk * (z[j]*part.h - xh - part.w*((z[j]-mean)*part.a-delta*part.b))
	}
}

// scoreClusters sums the score residuals at β, weighted, over clusters: S'S.
func (m *Model) scoreClusters(beta []float64) *mat.SymDense {
	c := m.cohort
	h := m.hazards(beta)
	p := c.p
	cluster, n := m.clusters()
	sum := make([]float64, n*p)
	score := make([]float64, p)
	for i := range c.rows {
		r := &c.rows[i]
		if r.weight == 0 || r.hi == r.lo {
			continue
		}
		h.score(r, score)
		to := sum[cluster[i]*p : (cluster[i]+1)*p]
		for j := range to {
			to[j] += r.weight * score[j]
		}
	}
	packed := make([]float64, c2(p))
	for g := range n {
		k := 0
		for i := range p {
			for j := 0; j <= i; j++ {
				packed[k] += sum[g*p+i] * sum[g*p+j]
				k++
			}
		}
	}
	v := newton.NewSym(p)
	unpack(packed, v)
	return v
}

// clusters numbers the clusters; without any, each row is one.
func (m *Model) clusters() (of []int, n int) {
	if m.data.Cluster == nil {
		of = make([]int, len(m.cohort.rows))
		for i := range of {
			of[i] = i
		}
		return of, len(of)
	}
	return clusters.Number(m.data.Cluster, m.data.Weights)
}

// makeRobust replaces the covariance by the sandwich V S'S V [1], and adds the
// robust score test.
//
// [1] Lin DY, Wei LJ (1989). J Am Stat Assoc 84:1074–1078.
func (m *Model) makeRobust() {
	p := m.cohort.p
	if m.data.Cluster != nil {
		_, m.Clusters = m.clusters()
	}
	if p == 0 {
		return
	}
	m.RobustScore = noTest(p, fmt.Sprintf("%d clusters are too few for %d coefficients", m.Clusters, p))
	if m.Clusters == 1 {
		m.cov = nil // at the maximum its residuals add up to 0, which says nothing of how sure that is
		return
	}
	middle := m.scoreClusters(m.result.Beta)
	var half, full mat.Dense
	inverse := newton.Inverse(&m.result)
	half.Mul(inverse, middle)
	full.Mul(&half, inverse)
	m.cov = newton.NewSym(p)
	for i := range p {
		for j := i; j < p; j++ {
			m.cov.SetSym(i, j, (full.At(i, j)+full.At(j, i))/2)
		}
	}
	zero, score, info := make([]float64, p), make([]float64, p), newton.NewSym(p)
	m.cohort.newPass(m.Ties == Efron).partial(zero, score, info)
	if q, ok := newton.Quadratic(m.scoreClusters(zero), score); ok {
		m.RobustScore = newTest(q, p)
	}
}
