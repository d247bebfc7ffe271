package ingest

import "github.com/varighet/varighet"

// A Sink takes the observations of files. It is for one goroutine, and sees the files that
// this goroutine reads: the same texts month by month, as the same strings. An error ends the
// run. A file's observations stop coming at its first fault.
//
// Most rows say of their list what its row of the month before did, but for numbers. They
// need not be given in full: the sink keeps the rows it is asked to, under the number of their
// list, and is told which of them a later row repeats.
type Sink interface {
	// Take takes rows, one or some hundred at a time, in the order in which they stand in
	// their file; all of one call are of one file. They must not be changed, and are used
	// again after the call; the strings in them are not.
	Take(rows []varighet.Observation) error

	// Keep keeps the row that was taken last under the number of a list, from 1, in place of
	// the one before. Numbers are dense.
	Keep(list uint32)

	// Repeats reports whether Repeat may be called for a list. If not, its row is given to
	// Take. A list of which no row was kept does not repeat one.
	Repeats(list uint32) bool

	// Repeat takes a row that says what the kept one does, but for month, residents, list
	// limit, agreement start, amounts, source file and source row. These are those of o, which
	// has the municipality's code besides; what else it has does not count. o is used again
	// after the call.
	Repeat(list uint32, o *varighet.Observation) error
}

// All is a sink that gives every row in full to a function, as [Sink.Take] does.
func All(take func([]varighet.Observation) error) Sink { return &all{take: take} }

type all struct {
	take func([]varighet.Observation) error
	last varighet.Observation
	kept []varighet.Observation // by the number of their list
	row  [1]varighet.Observation
}

func (a *all) Take(rows []varighet.Observation) error {
	a.last = rows[len(rows)-1]
	return a.take(rows)
}

func (a *all) Keep(list uint32) {
	for uint32(len(a.kept)) <= list {
		a.kept = append(a.kept, varighet.Observation{})
	}
	a.kept[list] = a.last
}

func (a *all) Repeats(list uint32) bool {
	return list < uint32(len(a.kept)) && a.kept[list].PositionID != ""
}

func (a *all) Repeat(list uint32, o *varighet.Observation) error {
	row := &a.row[0]
	*row = a.kept[list]
	row.Month, row.SourceFile, row.SourceRow = o.Month, o.SourceFile, o.SourceRow
	row.Residents, row.ListLimit, row.AgreementStart = o.Residents, o.ListLimit, o.AgreementStart
	row.AmountBasis, row.AmountFloor, row.AmountEqualisation, row.AmountTotal = o.AmountBasis, o.AmountFloor, o.AmountEqualisation, o.AmountTotal
	return a.take(a.row[:])
}
