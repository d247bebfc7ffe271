// Package varighet holds the words that all packages of the module share: the
// [Month], the [MunicipalityCode], the [Observation] that a register is made
// of, the [Opt] for what may be missing, and the [Problem] that a fault in the
// input is reported as.
//
// # Where to begin
//
// A program of your own begins in package [github.com/varighet/varighet/sample]:
//
//	a register's folder, a file of spells, any CSV   sample.Open, sample.OpenCSV
//	a curve, a test between groups, a Cox model      methods of sample.Source
//	all other estimators of how long they stay       package survival
//	models                                           survival/cox, finegray, parametric and hazard
//	rates, and stops beside those to be expected     survival/rates
//	size groups, populations, published numbers      package data
//	monthly files into a register                    ingest, and ingest/growth
//	figures, tables and reports                      report, report/chart, report/study
//
// The example of this package is a whole program. Results print as tables, and carry
// warnings to show beside the numbers. What is stable, and what not, is in
// docs/decisions/library.md.
//
// # The way of the data
//
// Data flow one way. Package ingest reads monthly files into a register of
// observations (Parquet); package survival turns observations into spells and
// spells into curves and shares; package report draws figures and writes
// tables. Package data holds reference tables and published baselines. The
// command in cmd/varighet ties them together.
package varighet
