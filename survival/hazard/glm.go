package hazard

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A glm is a generalised linear model of counts: y events in n trials, or with
// Poisson at a rate times n.
//
// McCullagh P, Nelder JA (1989). Generalized Linear Models, 2nd ed.
type glm struct {
	link   Link
	y, n   []float64
	months []float64 // n without weights
	x      []float64 // p numbers an observation
	p      int
}

// mean returns the expected count of one trial, its derivative by η, and the
// variance of the count of one trial.
func (l Link) mean(eta float64) (mu, slope, variance float64) {
	switch l {
	case Logit:
		mu = 1 / (1 + math.Exp(-eta))
		return mu, mu * (1 - mu), mu * (1 - mu)
	case Poisson:
		mu = math.Exp(eta)
		return mu, mu, mu
	}
	h := math.Exp(eta)
	stay := math.Exp(-h)
	mu = -math.Expm1(-h)
	return mu, h * stay, mu * stay
}

// logLik evaluates the log-likelihood without the terms that do not depend on
// β, with the score and the expected information.
func (g *glm) logLik(beta, score []float64, information *mat.SymDense) float64 {
	clear(score)
	info := make([]float64, g.p*(g.p+1)/2)
	ll := 0.0
	for i, y := range g.y {
		x := g.x[i*g.p : (i+1)*g.p]
		eta := 0.0
		for j, v := range x {
			eta += v * beta[j]
		}
		mu, slope, variance := g.link.mean(eta)
		ll += g.cell(y, g.n[i], eta, mu)
		if variance == 0 || math.IsInf(variance, 0) {
			continue // as good as certain, one way or the other
		}
		u, w := slope/variance*(y-g.n[i]*mu), g.n[i]*slope*slope/variance
		k := 0
		for a, v := range x {
			score[a] += u * v
			for b := 0; b <= a; b++ {
				info[k] += w * v * x[b]
				k++
			}
		}
	}
	k := 0
	for a := range g.p {
		for b := 0; b <= a; b++ {
			information.SetSym(a, b, info[k])
			k++
		}
	}
	return ll
}

// cell is the log-likelihood of y events in n.
func (g *glm) cell(y, n, eta, mu float64) float64 {
	switch g.link {
	case Poisson:
		return y*eta - n*mu
	case Logit: // log μ = η − log(1+e^η), log(1−μ) = −log(1+e^η)
		return y*eta - n*log1pExp(eta)
	}
	ll := -(n - y) * math.Exp(eta)
	if y > 0 {
		ll += y * math.Log(mu)
	}
	return ll
}

func log1pExp(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// constant is what logLik leaves out: the logarithms of binomial coefficients,
// or of n^y/y!.
func (g *glm) constant() float64 {
	sum := 0.0
	for i, y := range g.y {
		n := g.n[i]
		if g.link == Poisson {
			sum += y*math.Log(n) - logFactorial(y)
			continue
		}
		sum += logFactorial(n) - logFactorial(y) - logFactorial(n-y)
	}
	return sum
}

func logFactorial(v float64) float64 {
	l, _ := math.Lgamma(v + 1)
	return l
}

// deviance is twice the log-likelihood's distance from that of a model with a
// parameter for each cell.
func (g *glm) deviance(beta []float64) float64 {
	sum := 0.0
	for i, y := range g.y {
		eta := 0.0
		for j, v := range g.x[i*g.p : (i+1)*g.p] {
			eta += v * beta[j]
		}
		mu, _, _ := g.link.mean(eta)
		n := g.n[i]
		sum += 2 * yLogRatio(y, n*mu)
		if g.link == Poisson {
			sum -= 2 * (y - n*mu)
		} else {
			stay := math.Exp(-math.Exp(eta))
			if g.link == Logit {
				stay = 1 / (1 + math.Exp(eta))
			}
			sum += 2 * yLogRatio(n-y, n*stay)
		}
	}
	return sum
}

func yLogRatio(y, expected float64) float64 {
	if y == 0 {
		return 0
	}
	return y * math.Log(y/expected)
}
