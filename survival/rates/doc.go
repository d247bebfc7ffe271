// Package rates counts stops over time at risk, and holds them against what a
// reference would have given.
//
// A rate is events over the time in which they could happen, such as stops per
// agreement-year. It needs no cohort and no start of follow-up, adds up over
// groups and years, and takes late entry as a matter of course: a tenure under
// way when the data began gives only the time from then on. [Of] gives it with
// exact limits, [Bands] by tenure. With weights ([WeightedBands], [CompareTenures])
// stops and time count as often as these say.
//
// Two municipalities with different doctors cannot be compared by their crude
// rates. [Direct] weighs the rates of groups to a common mix. [Compare] asks the
// other way round how many stops a [Reference] would have given among the same
// tenures, and divides: observed over expected. Few stops per group spoil the
// first but not the second.
package rates
