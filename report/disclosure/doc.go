// Package disclosure decides which counts of a report may be read by anybody.
//
// A count of 1 to k − 1 doctors is withheld, and so is whatever would let a reader work one
// out. The package knows nothing of figures: it is given which units (spells, positions) each
// count is of, and says which counts are shown.
//
// Three things are decided, in this order:
//
//   - [Rule.Show]: which of several sets of the same units are counted in public. The sets that
//     are shown part the units into classes, those that are in the same shown sets; each class
//     has no unit or at least k.
//   - [Rule.Steps]: at which months a curve may step, so that within each class no step has 1
//     to k − 1 stops, censorings or late entries.
//   - [Rule.Rows]: which rows of a table by group, and at which months their curves step, so that
//     this holds of each row, and of the rest together. Rows may be of stops alone, as by reason.
//
// Every number that is printed must be a function of such counts. [Coarse] makes tenures that
// are: those at the ends of steps, from which a curve, its limits and its median are estimated; [Spread]
// makes them in whole months, for what is counted by month.
//
// # Why no withheld count can be worked out
//
// Let s be a set of units with v of 1 to k − 1 members that is not shown. Each class that a
// member of s is in has at least k > v units, so a unit u outside s too. Give the members of s
// in that class all that is true of u, and no shown count changes, but s loses them; give k − 1
// others all that is true of a member of s, and s has at least as many. Units that are in no shown
// set are counted nowhere, so there may be any number of them. So whatever a reader
// computes from the shown counts is the same whether s has 0, 1, … or k − 1 members. The same
// holds of rows: those that are withheld can be exchanged within the rest, step by step.
//
// It does not hold against a reader who knows single doctors' rows, or who knows counts that
// are not in the report, such as those of another report of the same rows.
package disclosure
