// Package gammamixed has the likelihood of counts whose rates vary by a gamma distribution.
package gammamixed

import "math"

// LogMean is the logarithm of the mean of u^d exp(−uλ) over a gamma distribution of u with
// shape and rate nu, whose mean is 1 and variance 1/nu:
//
//	log Γ(ν+d) − log Γ(ν) + ν log ν − (ν+d) log(ν+λ)
//
// put so that large ν do not cancel. d need not be a whole number. With d log λ − log d!
// added it is the logarithm of a negative binomial probability of d.
func LogMean(nu, d, lambda float64) float64 {
	return logRising(nu, d) - (nu+d)*math.Log1p(lambda/nu)
}

// logRising is log Γ(x+d) − log Γ(x) − d log x, d >= 0: by Stirling's series where
// x is large, lest the two cancel.
func logRising(x, d float64) float64 {
	if x < 10 {
		a, _ := math.Lgamma(x + d)
		b, _ := math.Lgamma(x)
		return a - b - d*math.Log(x)
	}
	series := func(x float64) float64 { return (1./12 - (1./360-(1./1260-1/(1680*x*x))/(x*x))/(x*x)) / x }
	return (x+d-0.5)*math.Log1p(d/x) - d + series(x+d) - series(x)
}
