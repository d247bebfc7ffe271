// Package ingest reads monthly lists of who holds which GP list, as Helfo, the
// municipalities and researchers keep them, into observations.
//
// The sources are known by what they hold and not by a published header line,
// so a file is recognised: its encoding, its separator, the row that is its
// header, what each column is, and which month it speaks of. [Read] does that
// for many files at once and hands the observations to a [Sink]; with no sink
// it only checks. What it understood of each file stands in a [FileSummary],
// what it had to guess in a [Warning], and what it could not accept in the
// [varighet.Problems] of the [Result].
//
// Nothing is dropped in silence. A [Ledger] counts every record of a file,
// title rows and header included, as used or as set aside for a named reason.
//
// # How the files of this package meet
//
// input.go finds the files; sniff.go tells a table from anything else and finds
// encoding, separator and header; records.go cuts bytes into fields; synonyms.go
// is the one table of header words and header.go takes columns for fields by it;
// filename.go and month.go find the month; table.go reads a file row by row, with
// number.go, month.go, municipality.go and labels.go for the cells; identity.go
// says who a doctor is, and pseudonym.go under which name; overlap.go finds a
// month that came twice. A new kind of container (a workbook, say) is a new
// source of records; a new layout is a new way from records to observations.
//
// # Words
//
// A row is set aside when it is read and says nothing about a list: a title, a
// total, a note, a blank line. A fault is something that cannot be accepted; it
// fails the run unless [Options.SetAsideFaults] says to set such rows aside too.
// A locum is not a holder: "vikar for NAME" means that NAME holds the list, and a
// locum with no holder named means that nobody does.
package ingest
