// Package dictionary says what the columns of the program's files mean: of a register and of
// spells, each column once, in one table. The types, and the values that a column may have, are
// those of the packages that write the files; they ask this one for [Fields].
//
// What comes of it travels with the files: a Frictionless Data Package beside each ([Package]), and
// a Table Schema within each Parquet file ([MetadataKey]). docs/columns.md is made from it too.
package dictionary
