// Package sample reads who held which list for how long, and hands it to the estimators of
// package survival: it is where a program of your own begins.
//
// [Open] reads the spells of a register's folder, or of a file of spells (.parquet, .csv);
// [OpenCSV] any CSV with a column of times and one of events; [OfObservations] and [OfSpells]
// take what a program has already. All give a [Source]. [Source.Where] and [Source.Filter]
// narrow it. Then
//
//	curves, err := src.Curves(sample.Choices{By: []string{"size_group"}}, survival.Options{})
//	fmt.Println(curves)
//
// prints n, stops, median and limits of each group. What a program asks, and what answers:
//
//	a curve of each group                 Source.Curves
//	a median with limits                  Curves.Of("all").Median
//	do groups differ?                     Source.Compare
//	how many left within a year?          survival.Turnover of Source.Spells
//	… in each group?                      survival.TurnoverAmong of Source.Groups
//	a Cox model                           Source.Cox
//	stops beside those to be expected     Source.AgainstPublished
//
// For all else [Source.Rows] gives the tenures with their labels, for any estimator of package
// survival and below (rates.Of, rates.CompareMonths, competing.AalenJohansen of Rows.Competing), and [Source.Model] the
// design of a model, for cox.Fit, cox.FitFrailty, finegray.Fit, hazard.Tabulate and parametric.Fit.
//
// A tenure under way in the first month of a register has no known start, and is left out of curves.
// Where the data go back to the first month of the scheme, Options.SchemeStart says when it began.
//
// Rows that cannot be used are left out, counted and named: see [Rows]. Nothing is printed,
// and no file is written.
package sample
