// Package sample reads who held which list for how long, and hands it to the estimators of
// package survival: it is where a program of your own begins.
//
// [Open] reads the spells of a register's folder, or of a file of spells (.parquet, .csv);
// [OpenCSV] any CSV with a column of times and one of events; [OfObservations] and [OfSpells]
// take what a program has already. All give a [Source]. [Source.Where] and [Source.Filter]
// narrow it. Then
//
//	rows, err := src.Rows(sample.Choices{By: []string{"size_group"}})
//	curves, err := rows.Curves(survival.Options{})
//	fmt.Print(curves)
//
// prints n, stops, median and limits of each group. What a program asks, and what answers:
//
//	a curve, and a median with limits     Rows.KaplanMeier, survival.Curve.Median
//	a curve of each group                 Rows.Curves
//	do groups differ?                     Rows.CompareGroups, survival.Comparison.Test
//	how many left within a year?          survival.Turnover of Source.Spells
//	… in each group?                      survival.TurnoverAmong of Source.Groups
//	a model with covariates               Source.Model, then cox.Fit of Model.Cox; likewise
//	                                      finegray.Fit, parametric.Fit, cox.FitFrailty
//	stops per year                        rates.Of of Rows.Tenures
//	stops beside those to be expected     Rows.AgainstPublished, rates.CompareMonths
//
// Rows that cannot be used are left out, counted and named: see [Rows]. Nothing is printed,
// and no file is written.
package sample
