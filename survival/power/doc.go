// Package power says what a cohort can show, before anyone reads what it shows.
//
// Stops are held against those that a baseline would give among the same doctors, by the
// exact test of [rates.Compare]: the limits of observed over expected leave out 1, or they
// do not. A small cohort seldom can: with fewer than 3.69 expected, not even a cohort that
// nobody leaves has 95 % limits below 1. So a cohort that shows nothing may be as the
// baseline is, or may be too small to tell. This package tells the two apart.
//
// A [Design] is who is followed, from where and to where: not who has left. Of it follows
// the law of the stops O and of the number E that the baseline expects, at any hazard ratio
// θ against the baseline, and so the chance that the limits leave out 1 on the side of θ.
// [Design.Longer] is the same cohort followed for longer, and [Of] gives all that is printed.
//
// E is random as O is: who leaves early is at risk for less time. So the law is that of both.
// Of a unit it follows month by month. Units are added by convolution, E on a lattice of 640
// steps (160 where positions are followed for more than 60 months) whose cells keep their means
// and variances. Where E can be few numbers only, as where who leaves is replaced at once and
// the hazard is constant, that is exact. In small cohorts whose outcomes were all gone through,
// one by one, chances differed from it by 0.00003 on the average and 0.0032 at the most. In
// larger ones, of 24 positions or 64 agreements, E is taken to be normal given O, and with 400
// stops O is taken to be normal too: each changes a chance by less than 0.002. Tests hold these
// numbers, and chances against simulated cohorts.
//
// Every stop is taken for one of its own. Where those of a municipality come together, a
// cohort tells less than this says.
package power
