// Package parametric fits tenures that follow a named distribution, so that
// little data can say something of long tenures, and the median can be given
// where a curve does not come down to a half. It says so only as far as the
// distribution is right: set its curve beside Kaplan–Meier's.
//
//	log T = x'β + σ W
//
// W has the smallest extreme value distribution for [Weibull] and [Exponential]
// (σ = 1), the logistic for [LogLogistic] and the normal for [LogNormal] [1].
// exp(β) is a ratio of times: by how much a covariate stretches tenure. For a
// Weibull, shape is 1/σ, scale exp(x'β), and S(t) = exp(−(t/scale)^shape).
//
// A tenure under way when it came under observation counts given that it had
// lasted that long (late entry). One that is only known to have stopped between
// two times counts by the chance of that: [WholeMonths] takes a stop seen after
// d months as one between d − 1 and d.
//
// [1] Kalbfleisch JD, Prentice RL (2002). The Statistical Analysis of Failure
// Time Data, 2nd ed., chapter 3.
package parametric
