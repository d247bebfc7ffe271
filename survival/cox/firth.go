package cox

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival/internal/newton"
)

// firthWork is how many operations an evaluation with the penalty may take.
const firthWork = 2e8

var errFirthTooLarge = errors.New("the data are too many for Firth's penalty, which is for few")

// firth evaluates the penalised log-likelihood ℓ + ½ log|I| [1], whose score is
//
//	U_j + ½ tr(I⁻¹ ∂I/∂β_j)
//
// The derivative of a covariance of z by β_j is a third central moment, so with
// A = I⁻¹ the trace is, at each event and each of Efron's steps, the mean of
// (z − m)_j (z − m)'A(z − m). Where to go next is told by the derivative of this
// score, taken by differences: by the information of ℓ alone, which leaves out
// the penalty's part, the search can go past the maximum again and again.
//
// [1] Heinze G, Schemper M (2001). Biometrics 57:114–119.
func (ps *pass) firth(beta, score []float64, information *mat.SymDense) float64 {
	ll := ps.penalised(beta, score, information)
	if ps.c.p == 0 || math.IsInf(ll, 0) {
		return ll
	}
	const h = 1e-6
	p := ps.c.p
	near, u, i := append([]float64(nil), beta...), make([]float64, p), newton.NewSym(p)
	slope := mat.NewDense(p, p, nil)
	for j := range near {
		near[j] += h
		if math.IsInf(ps.penalised(near, u, i), 0) {
			return ll
		}
		for k := range u {
			slope.Set(j, k, (score[k]-u[k])/h)
		}
		near[j] = beta[j]
	}
	full := newton.NewSym(p)
	for j := range p {
		for k := j; k < p; k++ {
			full.SetSym(j, k, (slope.At(j, k)+slope.At(k, j))/2)
		}
	}
	var chol mat.Cholesky
	if chol.Factorize(full) {
		information.CopySym(full)
	}
	return ll
}

// penalised is firth with the information of ℓ itself.
func (ps *pass) penalised(beta, score []float64, information *mat.SymDense) float64 {
	ll := ps.partial(beta, score, information)
	if ps.c.p == 0 || math.IsInf(ll, 0) {
		return ll
	}
	var chol mat.Cholesky
	if !chol.Factorize(information) {
		return math.Inf(-1)
	}
	a, ok := newton.Invert(information)
	if !ok {
		return math.Inf(-1)
	}
	t := newThirds(ps, a)
	t.run(beta)
	for j := range score {
		score[j] += t.trace[j] / 2
	}
	return ll + chol.LogDet()/2
}

// thirds sums the third moments.
type thirds struct {
	ps        *pass
	a         *mat.SymDense
	quad      []float64 // z'Az of a pattern
	all, dead thirdSums
	trace     []float64
	stratum   int
}

// thirdSums are Σ risk·z'Az and Σ risk·z·z'Az.
type thirdSums struct {
	zero  float64
	first []float64
}

func (s *thirdSums) add(w, quad float64, z []float64) {
	s.zero += w * quad
	for j, x := range z {
		s.first[j] += w * quad * x
	}
}

func newThirds(ps *pass, a *mat.SymDense) *thirds {
	p := ps.c.p
	t := &thirds{ps: ps, a: a, quad: make([]float64, ps.c.patterns), trace: make([]float64, p), stratum: -1}
	t.all.first, t.dead.first = make([]float64, p), make([]float64, p)
	for g := range t.quad {
		z := ps.c.pattern(int32(g))
		for i := range z {
			for j := range z {
				t.quad[g] += z[i] * z[j] * a.At(i, j)
			}
		}
	}
	return t
}

func (t *thirds) run(beta []float64) {
	t.ps.run(beta, func(ev *event) {
		c, ps := t.ps.c, t.ps
		t.all.zero, t.dead.zero = 0, 0
		clear(t.all.first)
		clear(t.dead.first)
		c.eachAtRisk(ev.stratum, ev.number, func(g int32, w float64) { t.all.add(w*ps.risk[g], t.quad[g], c.pattern(g)) })
		for _, x := range c.dead.at(ev.number) {
			t.dead.add(x.weight*ps.risk[x.pattern], t.quad[x.pattern], c.pattern(x.pattern))
		}
		t.event(ev)
	})
}

// event adds the traces of all tied stops of an event. With M the second
// moments, the mean asked for is
//
//	E[z_j q] − 2(MAm)_j − m_j E[q] + 2 m_j m'Am,  q = z'Az
func (t *thirds) event(ev *event) {
	ps, p := t.ps, t.ps.c.p
	m, am := make([]float64, p), make([]float64, p)
	for l := range ev.deaths {
		f := 0.0
		if ps.efron {
			f = float64(l) / float64(ev.deaths)
		}
		total := ps.all.risk - f*ps.dead.risk
		for i := range m {
			m[i] = (ps.all.first[i] - f*ps.dead.first[i]) / total
		}
		mam := 0.0
		for i := range m {
			am[i] = 0
			for j := range m {
				am[i] += t.a.At(i, j) * m[j]
			}
			mam += m[i] * am[i]
		}
		q := (t.all.zero - f*t.dead.zero) / total
		for j := range m {
			second := 0.0
			for i := range m {
				k := packedAt(i, j)
				second += (ps.all.second[k] - f*ps.dead.second[k]) / total * am[i]
			}
			zq := (t.all.first[j] - f*t.dead.first[j]) / total
			t.trace[j] += ev.each() * (zq - 2*second - m[j]*q + 2*m[j]*mam)
		}
	}
}

func packedAt(i, j int) int {
	if i < j {
		i, j = j, i
	}
	return i*(i+1)/2 + j
}

// profile replaces limits and P of each coefficient by those of the penalised
// likelihood ratio, which holds where the likelihood is far from symmetric.
func (m *Model) profile() {
	if m.defined() != "" {
		return
	}
	if len(m.at) > 0 {
		m.warn("no z with Firth's penalty: p and limits are by penalised likelihood ratio, not estimate over standard error")
	}
	half := distuv.ChiSquared{K: 1}.Quantile(m.ConfLevel) / 2
	for j := range m.Coefficients {
		at, kept := m.at[j]
		if !kept {
			continue
		}
		k := &m.Coefficients[j]
		k.Z = varighet.Opt[float64]{}
		k.Lower, k.Upper, k.P = varighet.Opt[float64]{}, varighet.Opt[float64]{}, varighet.Opt[float64]{}
		if chi2 := 2 * (m.LogLik - m.profiled(at, 0)); chi2 >= 0 && !math.IsInf(chi2, 0) {
			k.P = finite(distuv.ChiSquared{K: 1}.Survival(chi2))
		}
		for _, side := range []float64{-1, 1} {
			limit, ok := m.profileLimit(at, side, m.LogLik-half)
			if !ok {
				m.warn("no limit of %s on one side: the penalised likelihood does not fall far enough", k.Name())
				continue
			}
			hr := finite(math.Exp(limit / m.cohort.scale[at]))
			if side < 0 {
				k.Lower = hr
			} else {
				k.Upper = hr
			}
		}
	}
}

// profiled is the greatest penalised log-likelihood with coefficient at fixed.
func (m *Model) profiled(at int, value float64) float64 {
	ps := m.cohort.newPass(m.Ties == Efron)
	p := m.cohort.p
	out := make([]bool, p)
	out[at] = true
	full, score, info := make([]float64, p), make([]float64, p), newton.NewSym(p)
	start := append([]float64(nil), m.result.Beta...)
	start = append(start[:at], start[at+1:]...)
	r := newton.MaximisePenalised(func(beta, u []float64, i *mat.SymDense) float64 {
		copy(full, beta[:at])
		full[at] = value
		copy(full[at+1:], beta[at:])
		ll := ps.firth(full, score, info)
		copy(u, score[:at])
		copy(u[at:], score[at+1:])
		i.CopySym(newton.Keep(info, out))
		return ll
	}, start)
	return r.LogLik
}

// profileLimit goes outwards from the estimate until the profile has fallen to
// target, and finds the point between by false position with the Illinois rule [1].
//
// [1] Dowell M, Jarratt P (1971). BIT 11:168–174.
func (m *Model) profileLimit(at int, side, target float64) (limit float64, ok bool) {
	a, fa := m.result.Beta[at], m.LogLik-target
	step := 2 * math.Sqrt(m.naive.At(at, at))
	b := a + side*step
	fb := m.profiled(at, b) - target
	for tries := 0; fb > 0; tries++ {
		if tries == 30 || math.IsInf(fb, 0) {
			return 0, false
		}
		a, fa, step = b, fb, step*1.5
		b += side * step
		fb = m.profiled(at, b) - target
	}
	for range 100 {
		if math.IsInf(fb, 0) || math.Abs(b-a) < 1e-10*(1+math.Abs(a)) {
			break
		}
		x := b - fb*(b-a)/(fb-fa)
		fx := m.profiled(at, x) - target
		if (fx > 0) == (fb > 0) {
			fa /= 2
		} else {
			a, fa = b, fb
		}
		b, fb = x, fx
		if math.Abs(fx) < 1e-11 {
			break
		}
	}
	return b, !math.IsInf(fb, 0)
}
