// Package survival estimates how long doctors hold their positions.
//
// [Spells] turns monthly observations into spells, by the one reading of time
// that the module has. A [Spell] gives a [Tenure]; [KaplanMeier] turns tenures
// into a [Curve]; [Curve.Quantile] reads a median off it, and [Curve.At] the
// share still there after some months. [Turnover] gives the share that left
// within some months by the definitions in use, each named, and [TurnoverByYear]
// what happened in each calendar year.
//
// Times are float64; the path from a register counts whole months, so ties are
// exact. Late entry (left truncation) is everywhere: a spell that was under way
// when the data began counts only from the tenure it had then.
//
// # Which question, which answer
//
//	how long does an agreement last?           KaplanMeier, Curve.Median
//	… in each of several groups?               Sample.KaplanMeierBy
//	… if it has lasted a year already?         Curve.ConditionalFrom
//	… as things were in the last three years?  Period, then KaplanMeier
//	how long of the first five years?          Curve.RMST
//	how long have today's doctors been here?   StockAt
//	when will half of them have left?          Curve.Residual
//	how long have they been followed?          FollowUp
//	… of the lists of a project, while in it?  SpellOptions.Windows
//	do groups differ?                          Compare: Test, Trend, Pairwise
//	… when groups are tiny?                    PermutationTest, BetaProduct limits
//	… after two years, or in months?           CompareAt, RMST.Contrast
//	are agreements of a municipality alike?    Sample.KaplanMeier with Clusters
//	does a row stand for several?              Sample, with Weights
//	for what reason did they stop?             package competing
//	how many months has each reason taken?     competing.CauseCurve.TimeLost
//	how many a year, given who they are?       package rates
//	against a baseline?                        rates.Reference, rates.CompareTenures
//	does it differ more than by chance?        TurnoverSeries.OffMean
//	whose turnover is high for years?          PersistentTurnover
//	how long do lists stand without a doctor?  VacancyOf
//	how many have had one doctor all along?    StabilityAt, StabilityByFirstYear
//	has it changed from one year to another?   package series
//	are lists longer where doctors stay?       Pearson
//	which municipalities are unlike others?    package funnel
//	what could so small a cohort show?         package power
//	how sure, if municipalities are drawn?     package bootstrap
//	can those in place at the start be used?   QuasiIndependence
//	what if times are known roughly?           package interval, Curve.Bracket
//	without a row about anybody?               MonthCounts, package counted
//
// Models with covariates are in packages of their own below this one: cox, finegray, hazard and
// parametric, on a matrix of package design. Rows come from package sample, or from anywhere.
//
// # Conventions
//
// A tenure is at risk at t when Entry < t <= Exit; at a tied time stops come
// before censorings. These, and every number that R's survival also gives, agree
// with it, and tests say so number by number. A statistic that is not defined is
// missing, with a reason; it is never NaN or infinite.
//
// Results carry warnings (for example "fewer than 5 at risk after 48") that a
// caller should show beside the number. They are not errors. The package never
// opens a file.
package survival
