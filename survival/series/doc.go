// Package series follows a measure of stability over years, and says whether it changed.
//
// Two numbers of two years differ nearly always; the question is by how much more than chance. A
// [Change] has limits, and is [Up] or [Down] only where these leave out that nothing changed. How
// they are made depends on the [Measure]:
//
//	rate       the ratio of two rates: exact, from the binomial distribution of the stops
//	share      the difference of two shares: Newcombe's hybrid score limits
//	stability  likewise, of those who stayed
//	median     the difference of two medians of the time in post: positions are drawn anew
//
// Rates and shares of two years are of stops in different months, and independent given who was
// there. Medians are not: most doctors stand in both years, a few years older. So a position is
// drawn with all its doctors of both years, and the difference is taken within each draw.
package series
