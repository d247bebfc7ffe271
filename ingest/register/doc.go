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
// Its memory grows with the number of different texts, not with rows: records are
// packed to some eight bytes, kept in runs in which those of a position stand together
// in order, spilled to a temporary file, and merged. The bytes of a register depend
// only on the set of observations and on what the manifest is told: not on their
// order, nor on the number of goroutines, nor on spilling.
//
// # A register that grows
//
// [Builder.Carry] brings the rows of an old register into a new one, in which they
// are merged with those of new files; [BeginUpdate] holds the old one against other
// processes until the new one has taken its place. A month of a list that comes from
// an old file and a new one is a [ConflictError] that sets the two beside each other.
// Package growth puts these together.
//
// # Positions without an id
//
// A row without a list's id, whose basis is derived, gets a position on Commit from
// a follower of package identity, which sees the months of its municipality in order;
// and a list with a new id is linked to its earlier one. What was linked stands in
// links.csv. Such decisions need all months: Carry takes them back, and Commit makes
// them again. Files whose lists have ids cost nothing for it.
//
// # Doctors
//
// While runs are filled, each worker notes in which months a list's rows name one doctor
// in the same way (stints.go). On Commit package identity settles from these who is who
// (whois.go, settle.go); the rows get their doctor as they are written. The name's id stays
// in the column name_id, and how the doctor was known in doctor_basis, so that all of it is
// settled anew when a register grows.
//
// # What is told and not rejected
//
// While rows are written, those that are hardly right are counted (plausible.go):
// residents far above the limit, jumps, amounts far from the rates, municipalities
// without rows, doctors on many lists, jumps of vacancies. They stand among the
// warnings of the manifest.
//
// [Open] checks a register and [Register.Observations] gives its rows back, in
// order, with only the columns that the caller needs.
//
// All columns, with their types and the fields of an Observation they carry,
// are in one table in columns.go.
package register
