// Package varighet holds the words that all packages of the module share: the
// [Month], the [MunicipalityCode], the [Observation] that a register is made
// of, and the [Problem] that a fault in the input is reported as.
//
// Data flow one way. Package ingest reads monthly files into a register of
// observations (Parquet); package survival turns observations into spells and
// spells into curves and shares; package report draws figures and writes
// tables. Package data holds reference tables and published baselines. The
// command in cmd/varighet ties them together.
package varighet
