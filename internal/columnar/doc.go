// Package columnar moves typed columns in and out of Parquet files. It is the
// only importer of Arrow, so the library behind it can be changed here alone.
//
// A file has flat [Column]s of seven types, each nullable or not, and row
// groups cut where the caller says; of other programs' files more types are
// read. A [Writer] takes a row group as one [Vector] a column and encodes the
// columns on all cores; a [Reader] gives the columns asked for, a [Batch] of
// rows at a time.
//
// # What is written
//
// Whole numbers are DELTA_BINARY_PACKED without a dictionary; text is handed
// over as numbers into a list of values and becomes a Parquet dictionary, so
// that nothing is hashed per row; doubles and truth values are plain; pages
// are zstd. The bytes depend only on columns, values, cuts and metadata: not on
// the number of cores, nor on how a caller numbered its text.
//
// Pages and their headers are encoded here; most columns are long runs of equal values, which
// are found once and not row by row. The library writes statistics of numbers and the footer.
//
// # What guards a file
//
// Each page carries Parquet's own checksum, a CRC-32 of its packed bytes, which
// every reader can check. It guards neither the headers of pages nor the footer,
// and other programs may leave it out. So a file of ours carries, in its key-value
// metadata, also a CRC-32C of every block of 32 KiB before the footer, and one of
// the footer. A Reader checks the footer when it opens a file and each block
// as it reads it; any single damaged bit is an error before the bytes are looked
// at. A file without these checksums is refused ([ErrNoChecksum]), unless it is
// read as another program's ([NewForeignReader]): then pages are checked that have
// checksums, and the footer is held against itself. As a last line, sizes are
// checked against the file before anything is allocated for them, and a panic of
// the library comes back as an error.
//
// # How it is read
//
// The library reads the footer; pages are unpacked and decoded here. Its own
// column readers hand out each text as a slice, which costs more than all else a
// register is read for, trust what a page says of itself, and can loop for ever
// over a damaged one. Text stays numbers into the dictionary of the file.
//
// [Writer.Digest] is a SHA-256 of the values alone, equal for equal rows
// whatever the row groups and the compression.
package columnar
