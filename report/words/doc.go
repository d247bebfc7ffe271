// Package words writes sentences about numbers in the reader's language: the summary of a
// study, two sentences for a figure, and how the numbers were made.
//
// A sentence is written only where a number carries it. How strongly it is put follows from
// rules in hedge.go: what is too few, what is wide, when two numbers may be compared at all
// and when one is called higher. Every rule is a function that can be tested alone. The
// words themselves are in package locale.
package words
