package competing

// variances returns the variance of F by cause and step.
func (ta *table) variances(v Variance, surv []float64, cif [][]float64) [][]float64 {
	out := make([][]float64, len(ta.causes))
	for k := range out {
		out[k] = make([]float64, len(ta.steps))
	}
	switch v {
	case Greenwood:
		for k := range out {
			ta.greenwood(k, surv, out[k])
		}
	case Aalen:
		for k := range out {
			ta.aalen(k, surv, cif[k], out[k])
		}
	default:
		ta.jackknife(surv, cif, out)
	}
	return out
}

// greenwood carries the covariance of (S, F_k) from step to step. With a = d_k/n
// and q = 1 − d/n, S goes to S·q and F to F + S·a, and the step itself adds the
// multinomial covariance of the shares that stay and stop, times S² [1]:
//
//	var F ← var F + 2a cov + a² var S + S² d_k (n−d_k)/n³
//	cov   ← q (cov + a var S)         − S² d_k (n−d)/n³
//	var S ← q² var S                  + S² d (n−d)/n³
//
// [1] Andersen PK, Borgan Ø, Gill RD, Keiding N (1993). Statistical Models Based
// on Counting Processes, section IV.4.1.3.
func (ta *table) greenwood(k int, surv []float64, out []float64) {
	varS, cov, varF, before := 0.0, 0.0, 0.0, 1.0
	for j := range ta.steps {
		st := &ta.steps[j]
		if d := st.total(); d > 0 {
			n, dk := st.n, st.d[k]
			stay := n - d
			if st.all {
				stay = 0
			}
			a, q, s3 := dk/n, stay/n, before*before/(n*n*n)
			terms := varF + a*a*varS + s3*dk*(n-dk)
			if varF = terms + 2*a*cov; varF < 1e-14*terms {
				varF = 0 // what is left of terms that cancel
			}
			cov = q*(cov+a*varS) - s3*dk*stay
			varS = q*q*varS + s3*d*stay
		}
		out[j] = varF
		before = surv[j]
	}
}

// aalen is the variance that cmprsk prints: sums v11, v12, v22 over stops of
// either kind, whose number at a tied time is hypergeometric, and
// var F = v11 − 2F v12 + F² v22 [1]. As there, it changes only at stops for the
// cause itself.
//
// [1] Gray RJ (1988). Ann Stat 16:1141–1154.
func (ta *table) aalen(k int, surv, cif, out []float64) {
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
}

// jackknife sums over tenures (w ∂F/∂w)². A little more weight on one tenure
// changes log S by L and F_k by f, which at each step move by
//
//	f += S₋ L d_k/n + S₋ (1{stops for k}/n − 1{at risk} d_k/n²)
//	L += 1{at risk} d/(n(n−d)) − 1{stops}/(n−d)
//
// Tenures that came under observation at the same step share L and f for as long
// as they are at risk; afterwards L is constant and f = a + L F, so the sum of
// squares over all who have left is A + 2 B F + C F².
func (ta *table) jackknife(surv []float64, cif [][]float64, out [][]float64) {
	causes := len(ta.causes)
	type cohort struct {
		rows    int
		squares float64 // of weights at risk
		l       float64
		f       []float64
	}
	cohorts := make([]cohort, len(ta.steps))
	var open []int
	a, b, c := make([]float64, causes), make([]float64, causes), 0.0
	next, before := 0, 1.0
	for j := range ta.steps {
		st := &ta.steps[j]
		if len(ta.entering[j]) > 0 {
			co := &cohorts[j]
			co.rows, co.f = len(ta.entering[j]), make([]float64, causes)
			for _, w := range ta.entering[j] {
				co.squares += w * w
			}
			open = append(open, j)
		}
		d := st.total()
		alive := before > 0 && d > 0
		if alive {
			for _, e := range open {
				co := &cohorts[e]
				for k := range co.f {
					co.f[k] += before * st.d[k] / st.n * (co.l - 1/st.n)
				}
				if !st.all {
					co.l += d / (st.n * (st.n - d))
				}
			}
		}
		for ; next < len(ta.rows) && ta.rows[next].to == j; next++ {
			r := &ta.rows[next]
			co := &cohorts[r.from]
			w2 := r.weight * r.weight
			l := co.l
			switch {
			case surv[j] == 0:
				l = 0 // nothing can change any more
			case r.cause >= 0:
				l -= 1 / (st.n - d)
			}
			for k, f := range co.f {
				if r.cause == k && alive {
					f += before / st.n
				}
				rest := f - l*cif[k][j]
				a[k] += w2 * rest * rest
				b[k] += w2 * rest * l
			}
			c += w2 * l * l
			co.squares -= w2
			if co.rows--; co.rows == 0 {
				co.squares = 0
			}
		}
		still := open[:0]
		for _, e := range open {
			if cohorts[e].rows > 0 {
				still = append(still, e)
			}
		}
		open = still
		for k := range out {
			f := cif[k][j]
			sum := a[k] + 2*b[k]*f + c*f*f
			for _, e := range open {
				sum += cohorts[e].squares * cohorts[e].f[k] * cohorts[e].f[k]
			}
			out[k][j] = max(sum, 0)
		}
		before = surv[j]
	}
}
