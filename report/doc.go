// Package report turns results into tables that people and programs read.
//
// A [Table] has columns with a kind and a key, and rows of [Cell] values that
// are typed: a number, a count, a share, an interval, a month, a text, or a
// state that stands in for one: missing, not reached, withheld. Its writers
// are [Table.CSV] (for programs), [Table.ExcelCSV] (for Norwegian Excel),
// [Table.Markdown], [Table.HTML] and [Table.LaTeX]. The writers for people
// round, and put states in words; the CSV for programs has every digit.
//
// [Table61] and [TurnoverTable] build tables from results. The figures are in
// package chart, the words in package locale. Nothing here opens a file or
// reads a clock; the same input gives the same bytes.
package report
