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
// # The way of a line
//
// A line goes from bytes to observations through six files, in this order; none calls back:
//
//	records.go   bytes are cut into fields (source.go: rows of a sheet, a page or a Parquet file)
//	table.go     [table] leads the fields through the steps, and accounts for the row at the end
//	rowkind.go   rowKinds: is the row about a list, or a total, a note, a heading?
//	observe.go   observing: what it says of the list, and dating: of which month it is
//	placing.go   placing: in which municipality
//	holders.go   doctors: who has the list, and in which role
//
// Each of these types is a part of the table, with the fields of its step. They share report
// (report.go), to which every step may add a fault or a warning, and columns (columns.go),
// which are settled before the first line. What a single cell says is read by package cell.
// letters (encoding.go) and nationalIDs (nationalid.go) see every line before it is judged, and
// sketching (overlap.go) notes which lists a month has. The other parts see few lines, or none:
//
//	held.go        rows that wait until later ones tell what their dates mean
//	monthblock.go  lines that are a month, and titles at page breaks, for the lines below them
//	wide.go        panels with a column a month
//	sideways.go    panels with a row a month
//	periods.go     periodReader: tables with a row for each period
//
// steady (steady.go, keptlines.go) comes before all of it: a line that says of its list what it
// said a month ago is not read again, and its row is not given in full (sink.go).
//
// # Before the first line
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
// begin.go settles what holds for every line: header.go takes columns for fields by the one
// table of header words in synonyms.go, or by a layout file (layout.go), and bycontent.go looks
// whether they hold what they say; ownid.go settles by what doctors are told apart;
// filename.go, filemonth.go and dateorder.go find the month, and the order of day and month.
// places.go knows which municipality a code or a name of any year means; pseudonym.go and
// namebook.go under which name a doctor goes. recognise.go and sample.go tell a person what
// was understood.
//
// Exports with periods go another way: contractfiles.go reads XML and JSON, and
// contracts.go turns periods into months when all files are read. history.go has the
// rules for both kinds of periods.
//
// A new kind of container is a new source of records; a new layout is a new part of the
// table that calls observing. testdata/dirt has a small file for everything
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
