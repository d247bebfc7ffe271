package parametric

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/varighet/varighet/survival/internal/caseweight"
)

// A jet is a function of a row's η = x'β and s = log σ, with its derivatives.
type jet struct{ v, e, s, ee, es, ss float64 }

func (j *jet) plus(k jet, by float64) {
	j.v += by * k.v
	j.e += by * k.e
	j.s += by * k.s
	j.ee += by * k.ee
	j.es += by * k.es
	j.ss += by * k.ss
}

// of is f(w) at w = (log t − η)/σ, for f with derivatives f1 and f2 there.
func of(w, sigma, f, f1, f2 float64) jet {
	we, ws := -1/sigma, -w
	return jet{v: f, e: f1 * we, s: f1 * ws, ee: f2 * we * we, es: f2*we*ws - f1*we, ss: f2*ws*ws + f1*w}
}

// between is log(exp a − exp b), a > b: the chance to stop between two times
// of the logarithms of S at both.
func between(a, b jet) jet {
	r := math.Exp(b.v - a.v)
	da, db, c := 1/(1-r), -r/(1-r), r/((1-r)*(1-r))
	d := func(x, y float64) float64 { return x - y }
	return jet{
		v: a.v + math.Log1p(-r), e: da*a.e + db*b.e, s: da*a.s + db*b.s,
		ee: da*a.ee + db*b.ee - c*d(a.e, b.e)*d(a.e, b.e),
		es: da*a.es + db*b.es - c*d(a.e, b.e)*d(a.s, b.s),
		ss: da*a.ss + db*b.ss - c*d(a.s, b.s)*d(a.s, b.s),
	}
}

// A likelihood is that of the rows, in standardised columns. The last
// coefficient is log σ, unless σ is 1.
type likelihood struct {
	dist    Distribution
	rows    []Interval
	weights []float64 // nil: all 1
	x       []float64 // p numbers a row; the first is 1
	p       int
}

func (l *likelihood) fixed() bool { return l.dist == Exponential }

// row is the log-likelihood of one row.
func (l *likelihood) row(r Interval, eta, s float64) jet {
	sigma := math.Exp(s)
	logS := func(t float64) jet {
		w := (math.Log(t) - eta) / sigma
		v, v1, v2 := l.dist.survivor(w)
		return of(w, sigma, v, v1, v2)
	}
	var j jet
	switch {
	case r.Lower == r.Upper:
		w := (math.Log(r.Lower) - eta) / sigma
		v, v1, v2 := l.dist.density(w)
		j = of(w, sigma, v, v1, v2)
		j.v -= s + math.Log(r.Lower)
		j.s--
	case math.IsInf(r.Upper, 1):
		if r.Lower > 0 {
			j = logS(r.Lower)
		}
	case r.Lower == 0:
		j = between(jet{}, logS(r.Upper))
	default:
		j = between(logS(r.Lower), logS(r.Upper))
	}
	if r.Entry > 0 {
		j.plus(logS(r.Entry), -1)
	}
	return j
}

// evaluate has the form of newton.Func.
func (l *likelihood) evaluate(beta, score []float64, information *mat.SymDense) float64 {
	clear(score)
	p, n := l.p, len(beta)
	info := make([]float64, n*n)
	s := 0.0
	if !l.fixed() {
		s = beta[p]
	}
	ll := 0.0
	for i, r := range l.rows {
		x := l.x[i*p : (i+1)*p]
		eta := 0.0
		for k, v := range x {
			eta += v * beta[k]
		}
		var j jet
		j.plus(l.row(r, eta, s), caseweight.Of(l.weights, i))
		ll += j.v
		for a, v := range x {
			score[a] += j.e * v
			for b := 0; b <= a; b++ {
				info[a*n+b] -= j.ee * v * x[b]
			}
			if !l.fixed() {
				info[p*n+a] -= j.es * v
			}
		}
		if !l.fixed() {
			score[p] += j.s
			info[p*n+p] -= j.ss
		}
	}
	for a := range n {
		for b := 0; b <= a; b++ {
			information.SetSym(a, b, info[a*n+b])
		}
	}
	for _, v := range info {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return math.Inf(-1)
		}
	}
	return ll
}
