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
// input.go finds the files and queue.go deals them out; file.go opens one and
// sniff.go says what it is. Then each kind has a source of records (source.go):
//
//	text       records.go cuts bytes into fields; encoding.go knows the letters
//	workbook   workbook.go, a table for each sheet
//	HTML       page.go
//	Parquet    parquet.go
//	archive    archive.go: its files are read like any others
//
// From there all is the same. header.go takes columns for fields by the one table
// of header words in synonyms.go, or by a layout file (layout.go); wide.go is for
// panels with a column a month, and sideways.go for those with a row a month; periods.go
// for tables with a row for each period; tenth.go for months that a spreadsheet took for
// numbers; filename.go, title.go and month.go find month and
// municipality; begin.go puts these together. table.go reads row by row, with
// number.go, month.go, municipality.go and labels.go for the cells; places.go knows
// which municipality a code or a name of any year means; identity.go says who a
// doctor is, ownid.go whether a source's own id tells it too, commonlist.go that there are
// two, and pseudonym.go under which name; nationalid.go refuses national identity numbers;
// overlap.go finds a month that came twice. recognise.go and sample.go tell a
// person what was understood.
//
// Exports with periods go another way: contractfiles.go reads XML and JSON, and
// contracts.go turns periods into months when all files are read. history.go has the
// rules for both kinds of periods.
//
// A new kind of container is a new source of records; a new layout is a new way
// from records to observations. testdata/dirt has a small file for everything
// that is dealt with.
//
// # Words
//
// A row is set aside when it is read and says nothing about a list: a title, a
// total, a note, a blank line. A fault is something that cannot be accepted; it
// fails the run unless [Options.SetAsideFaults] says to set such rows aside too.
// A locum is not a holder: "vikar for NAME" means that NAME holds the list, and a
// locum with no holder named means that nobody does.
package ingest
