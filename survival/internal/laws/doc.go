// Package laws holds what must be true of any data against every estimator of
// package survival and those below it, on a great many small made-up data sets.
// It has tests only.
//
// A case is one data set under one law of one estimator. A data set has 1 to 12
// rows with heavy ties, late entries, censorings, groups, strata, causes, clusters
// and weights. The laws are
//
//	order       the order of rows does not matter
//	split       a row cut in two at any time, its second part entering late, is the row
//	weight      a row of weight 2 is the row twice
//	shift       with all times later by so much, everything comes later by so much
//	unit        with all times in another unit, shares are the same
//	parts       counts of parts add up to counts of the whole
//	sum         cumulative incidences and S add up to 1, times lost and kept to the horizon
//	empirical   without censoring and late entry, a share is a share of rows
//	kinship     estimators that are two roads to one number give it
//
// All is drawn from fixed seeds, so that a failure comes again. VARIGHET_LAWS is
// how many cases there are, 100 000 without it; a hundredth as many data sets with
// extreme numbers go through every estimator, to see that none gives NaN.
package laws
