package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/varighet/varighet/data/simulate"
)

// A law is the share that holds more than k months, S(k), for k = 0, 1, … It is carried on after
// its end.
type law []float64

// lawMonths is so far that nobody is left.
const lawMonths = 3000

// weibull is the law that tenures of a size group are drawn from; package simulate says why it is
// exact at whole months.
func weibull(g *simulate.GroupTruth) law {
	l := make(law, lawMonths)
	for k := range l {
		l[k] = math.Exp(-math.Pow(float64(k)/float64(g.ScaleMonths), float64(g.Shape)))
	}
	return l
}

// mixture is the law over all municipalities where each has a gamma factor on its hazard with
// mean 1 and this variance: the Laplace transform (1 + vH)^(−1/v) of the factor at the hazard H.
func mixture(g *simulate.GroupTruth, variance float64) law {
	l := weibull(g)
	for k, s := range l {
		l[k] = math.Exp(-math.Log1p(-variance*math.Log(s)) / variance)
	}
	return l
}

// at is S(k).
func (l law) at(k int) float64 { return l[min(k, len(l)-1)] }

// chance is that of a stop in month k of those who have come to the end of month k − 1.
func (l law) chance(k int) float64 { return 1 - l.at(k)/l.at(k-1) }

// median is the first month by which half has stopped; a half up to rounding is one.
func (l law) median() float64 {
	for k := range l {
		if l[k] <= 0.5*(1+1e-12) {
			return float64(k)
		}
	}
	return math.Inf(1)
}

// mean is the mean of the first months held: the area under the curve.
func (l law) mean(months int) (sum float64) {
	for k := range months {
		sum += l.at(k)
	}
	return sum
}

// left is the time by which half of those with so many months elapsed will have left. before says
// that they are known to have come to that month, not to have outlasted it.
func (l law) left(elapsed []int, before int) float64 {
	for h := range len(l) {
		still := 0.0
		for _, e := range elapsed {
			still += l.at(e+h) / l.at(e-before)
		}
		if still <= 0.5*float64(len(elapsed))*(1+1e-12) {
			return float64(h)
		}
	}
	return math.Inf(1)
}

// csv is the law as a curve that `survival compare --curve` takes.
func (l law) csv() []byte {
	var b strings.Builder
	b.WriteString("time,survival\n")
	for k, s := range l {
		if s < 1e-9 {
			break
		}
		fmt.Fprintf(&b, "%d,%v\n", k, s)
	}
	return []byte(b.String())
}
