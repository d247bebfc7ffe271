// Package cell says what one cell of a file says: a month, a number, who a doctor is, which
// municipality, a yes, a role. It knows how people and programs write these, and nothing of
// columns, rows or files.
//
// Each Read function takes the bytes of a cell as they stand and returns what they say; a
// cell that says nothing, or nothing clear, is a state of its result and not an error. What
// words mean is in lists of words: those for vacancies, totals and notes in labels.go, those
// that name nobody in placeholder.go and placeholderwords.go.
package cell
