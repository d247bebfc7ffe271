// Package beside times this program beside others that answer the same question:
// DuckDB for what is made from monthly files, R's survival for what is estimated
// in memory. Both sides work in turn, in one run, and must agree before their
// times count, so what is quoted is a ratio and not the speed of a machine.
//
// It has one benchmark, which runs with VARIGHET_BESIDE set, as `make beside` has it, and
// writes what it measures into docs/performance.md and README.md, unless something is not
// installed and left out. Its tests run the recipes of docs/r, docs/python and docs/sql on a
// made-up country, and hold all that they give against the program. It is the one place in which other programs are run.
package beside
