package competing

import (
	"math"

	"github.com/varighet/varighet/survival/internal/sum"
)

// variance returns the variance, after each step, of the cumulative incidence of
// cause k with the jump at step j taken scale[j] times:
//
//	F(t) = Σ scale S₋ d_k/n   over steps up to t
//
// which is what f holds. A scale of 1 everywhere is the incidence itself; tau
// less the time of the step is the area under it. surv is S after each step. It is NaN
// if there is none.
func (ta *table) variance(v Variance, k int, surv, f, scale []float64) []float64 {
	switch {
	case v == Greenwood:
		return ta.greenwood(k, surv, scale)
	case v == Aalen:
		return ta.aalen(k, surv, f)
	case ta.clustered && ta.clusters() == 1:
		return ofOneCluster(f)
	case ta.clustered:
		return ta.clusterJackknife(k, surv, f, scale)
	}
	return ta.jackknife(k, surv, f, scale)
}

// ofOneCluster is the variance where there is one cluster: none, but of an F of 0,
// which no weight changes.
func ofOneCluster(f []float64) []float64 {
	out := make([]float64, len(f))
	for j := range out {
		if f[j] > 0 {
			out[j] = math.NaN()
		}
	}
	return out
}

// greenwood carries the covariance of (S, F) from step to step. With a = d_k/n
// and q = 1 − d/n, S goes to S·q and F to F + S·a, and the step itself adds the
// multinomial covariance of the shares that stay and stop, times S² [1]:
//
//	var F ← var F + 2a cov + a² var S + S² d_k (n−d_k)/n³
//	cov   ← q (cov + a var S)         − S² d_k (n−d)/n³
//	var S ← q² var S                  + S² d (n−d)/n³
//
// A scale multiplies what F goes up by.
//
// [1] Andersen PK, Borgan Ø, Gill RD, Keiding N (1993). Statistical Models Based
// on Counting Processes, section IV.4.
func (ta *table) greenwood(k int, surv, scale []float64) []float64 {
	out := make([]float64, len(ta.steps))
	varS, cov, varF, before := 0.0, 0.0, 0.0, 1.0
	for j := range ta.steps {
		st := &ta.steps[j]
		if d := st.total(); d > 0 {
			n, dk, c := st.n, st.d[k], scale[j]
			stay := n - d
			if st.all {
				stay = 0
			}
			a, q, s3 := c*dk/n, stay/n, before*before/(n*n*n)
			terms := varF + a*a*varS + c*c*s3*dk*(n-dk)
			if varF = terms + 2*a*cov; varF < 1e-14*terms {
				varF = 0 // what is left of terms that cancel
			}
			cov = q*(cov+a*varS) - c*s3*dk*stay
			varS = q*q*varS + s3*d*stay
		}
		out[j] = varF
		before = surv[j]
	}
	return out
}

// aalen is the variance that cmprsk prints: sums v11, v12, v22 over stops of
// either kind, whose number at a tied time is hypergeometric, and
// var F = v11 − 2F v12 + F² v22 [1]. As there, it changes only at stops for the
// cause itself. It is not known for areas.
//
// [1] Gray RJ (1988). Ann Stat 16:1141–1154.
func (ta *table) aalen(k int, surv, cif []float64) []float64 {
	out := make([]float64, len(ta.steps))
	v11, v12, v22, before, variance := 0.0, 0.0, 0.0, 1.0, 0.0
	for j := range ta.steps {
		st, after, f := &ta.steps[j], surv[j], cif[j]
		d, dk := st.total(), st.d[k]
		inverse := 0.0
		if after > 0 {
			inverse = 1 / after
		}
		add := func(dies, t1 float64) {
			w := before * before * dies / (st.n * st.n)
			if dies > 1 {
				w *= 1 - (dies-1)/(st.n-1)
			}
			v11 += t1 * t1 * w
			v12 += t1 * inverse * w
			v22 += inverse * inverse * w
		}
		if other := d - dk; other > 0 && after > 0 {
			add(other, f*inverse)
		}
		if dk > 0 {
			add(dk, 1+f*inverse)
			variance = max(v11-2*f*v12+f*f*v22, 0)
		}
		out[j] = variance
		before = after
	}
	return out
}

// jackknife sums over tenures (w ∂F/∂w)². A little more weight on one tenure
// changes log S by L and F by f, which at each step move by
//
//	f += S₋ L d_k/n + S₋ (1{stops for k}/n − 1{at risk} d_k/n²)
//	L += 1{at risk} d/(n(n−d)) − 1{stops}/(n−d)
//
// Tenures that came under observation at the same step share L and f for as long
// as they are at risk; afterwards L is constant and f = rest + L F, so the sum of
// squares over all who have left is a quadratic in F.
func (ta *table) jackknife(k int, surv, f, scale []float64) []float64 {
	type cohort struct {
		rows    int
		squares sum.Running // of weights at risk
		l, f    float64
	}
	out := make([]float64, len(ta.steps))
	cohorts := make([]cohort, len(ta.steps))
	var open []*cohort
	var left quadratic
	next, before := 0, 1.0
	for j := range ta.steps {
		st := &ta.steps[j]
		if len(ta.entering[j]) > 0 {
			co := &cohorts[j]
			co.rows = len(ta.entering[j])
			for _, w := range ta.entering[j] {
				co.squares.Add(w * w)
			}
			open = append(open, co)
		}
		d := st.total()
		if before > 0 && d > 0 {
			rise := scale[j] * before * st.d[k] / st.n
			for _, co := range open {
				co.f += rise * (co.l - 1/st.n)
				if !st.all {
					co.l += d / (st.n * (st.n - d))
				}
			}
		}
		for ; next < len(ta.rows) && ta.rows[next].to == j; next++ {
			r := &ta.rows[next]
			co := &cohorts[r.from]
			l, own := co.l, co.f
			switch {
			case surv[j] == 0:
				l = 0 // nothing can change any more
			case r.cause >= 0:
				l -= 1 / (st.n - d)
			}
			if r.cause == k {
				own += scale[j] * before / st.n
			}
			left.add(r.weight*(own-l*f[j]), r.weight*l)
			co.squares.Add(-r.weight * r.weight)
			co.rows--
		}
		out[j] = left.at(f[j])
		still := open[:0]
		for _, co := range open {
			if co.rows > 0 {
				still = append(still, co)
				out[j] += max(co.squares.Value(), 0) * co.f * co.f
			}
		}
		open = still
		before = surv[j]
	}
	return out
}

// clusterJackknife is jackknife with what the members of a cluster move F by
// added up before it is squared [1]. With W the cluster's weight at risk, D that
// of its stops and D_k of those for the cause, the sums move by
//
//	f += S₋ L d_k/n + S₋ (D_k/n − W d_k/n²)
//	L += W d/(n(n−d)) − D/(n−d)
//
// [1] Williams RL (1995). Lifetime Data Anal 1:171–186.
func (ta *table) clusterJackknife(k int, surv, f, scale []float64) []float64 {
	n := len(ta.steps)
	out := make([]float64, n)
	gone := make([]quadratic, n+1) // clusters by the step after their last
	coming, stops, stopsK := make([]float64, n+1), make([]float64, n), make([]float64, n)
	for i := 0; i < len(ta.byCluster); {
		first, last, cluster := n, 0, ta.byCluster[i].cluster
		for ; i < len(ta.byCluster) && ta.byCluster[i].cluster == cluster; i++ {
			r := &ta.byCluster[i]
			first, last = min(first, r.from), max(last, r.to)
			coming[r.from] += r.weight
			coming[r.to+1] -= r.weight
			if r.cause >= 0 {
				stops[r.to] += r.weight
			}
			if r.cause == k {
				stopsK[r.to] += r.weight
			}
		}
		l, moved, atRisk := 0.0, 0.0, 0.0
		for j := first; j <= last; j++ {
			st, before := &ta.steps[j], 1.0
			if j > 0 {
				before = surv[j-1]
			}
			atRisk += coming[j]
			if d := st.total(); before > 0 && d > 0 {
				moved += scale[j] * before / st.n * (l*st.d[k] + stopsK[j] - atRisk*st.d[k]/st.n)
				if st.all {
					l = 0 // nothing can change any more
				} else {
					l += (atRisk*d/st.n - stops[j]) / (st.n - d)
				}
			}
			out[j] += moved * moved
			coming[j], stops[j], stopsK[j] = 0, 0, 0
		}
		coming[last+1] = 0
		gone[last+1].add(moved-l*f[last], l)
	}
	var left quadratic
	for j := range out {
		left.join(gone[j])
		out[j] += left.at(f[j])
	}
	return out
}

// A quadratic is Σ (rest + l F)² as a function of F.
type quadratic struct{ a, b, c float64 }

func (q *quadratic) add(rest, l float64) {
	q.join(quadratic{rest * rest, rest * l, l * l})
}

func (q *quadratic) join(other quadratic) {
	q.a += other.a
	q.b += other.b
	q.c += other.c
}

// at is the sum. What is left of terms that cancel is 0.
func (q quadratic) at(f float64) float64 {
	terms := q.a + q.c*f*f
	if v := terms + 2*q.b*f; v > 1e-14*terms {
		return v
	}
	return 0
}
