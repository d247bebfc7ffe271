// Package register writes and reads the register: the folder in which ingest
// leaves monthly observations, and from which everything else starts.
//
// A register holds positions.parquet, one row for each position, month, role
// and doctor, sorted by these four, and manifest.json, which says what it was
// made from ([Manifest]). The row groups of the file end between two positions,
// so each can be read alone. Text is compared by bytes.
//
// A [Builder] takes [varighet.Observation]s in any order from several
// goroutines and puts the whole folder in place in one step, or nothing at all.
// Its memory grows with the number of different texts, not with rows: records
// are packed to 80 bytes, sorted in runs, spilled to a temporary file, and
// merged. The bytes of
// a register depend only on the set of observations and on what the manifest
// is told: not on their order, nor on the number of goroutines, nor on spilling.
//
// [Open] checks a register and [Register.Observations] gives its rows back, in
// order, with only the columns that the caller needs.
//
// All columns, with their types and the fields of an Observation they carry,
// are in one table in columns.go.
package register
