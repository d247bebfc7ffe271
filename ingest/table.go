package ingest

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/celltext"
)

// batchSize is how many observations are collected before a sink is given them: few
// enough to stay in the processor's cache. Lines that are not read again are given at once.
const batchSize = 512

// A table is one file while it is read, row by row.
type table struct {
	*worker
	*columns
	letters     letters
	nationalIDs nationalIDs
	place       placing
	doctors     doctors
	sketch      sketching
	observing   observing
	dates       dating

	src  source
	high *bool // of src: the record just read has bytes outside ASCII

	addsUp bool // a row may be a sum that no word marks
	sums   sums // of the rows that were used

	// Of a panel on its side.
	sideYear   int                    // that the last row named
	sideMonths map[varighet.Month]int // the line of each month

	sideCells [][]byte // of the row, with room for headings

	second bool // a second table has begun, with other columns

	compares bool     // lines are compared with those of a month ago
	above    above    // of the line above
	numbers  [][]byte // cells with numbers of a line that was compared, by column

}

// newTable makes the table that a result is of, with nothing read yet.
func newTable(w *worker, f *fileResult, enc encoding) *table {
	c := &columns{report: &report{res: f, opt: w.opt}}
	t := &table{worker: w, columns: c}
	t.letters = letters{report: c.report, enc: enc}
	t.nationalIDs = nationalIDs{columns: c}
	t.dates = dating{worker: w, columns: c}
	t.place = placing{worker: w, columns: c}
	t.doctors = doctors{worker: w, columns: c, place: &t.place}
	t.sketch = sketching{report: c.report}
	t.observing = observing{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors, sketch: &t.sketch}
	return t
}

// read takes one record below the header.
func (t *table) read(cells [][]byte, line int, high bool) error {
	t.line, t.faulty, t.odd, t.dates.monthAbove, t.doctors.content = line, "", false, false, cell.ContentOwn
	if high {
		t.letters.decode(cells)
	}
	for i, c := range cells {
		cells[i] = celltext.Unprotected(c)
	}
	t.nationalIDs.scanIDs(cells)
	width, have := len(t.head.names), len(cells)
	if t.padded {
		if have > width {
			cells = t.narrow(cells, width)
		}
		have = width
	}
	for len(cells) < width {
		cells = append(cells, nil)
	}
	if t.rec.line > line && t.hasLinesInQuotes(width) {
		t.fault(0, "quote", "a quote that opens in one row closes in another: the rows between them are in one field", "close the quote in its row, or remove it")
		return t.endRow()
	}
	if t.second {
		t.faulty = "second-table"
		return t.endRow()
	}
	if reason := t.notAList(cells, have); reason != "" {
		t.res.ledger.setAside(reason, t.line)
		return nil
	}
	if t.faulty == "" && t.fits(cells, have, width) {
		switch {
		case len(t.head.panel) > 0:
			t.wide(cells)
		case t.head.side != nil:
			t.sideways(cells)
		case t.dates.periods != nil:
			if t.period(cells); t.faulty == "" {
				return nil // it is accounted for when all are read
			}
		default:
			if pos := t.observing.observe(cells); pos.id != "" {
				t.remember(pos)
			}
		}
	}
	return t.endRow()
}

// endRow accounts for a row about a list.
func (t *table) endRow() error {
	if t.faulty != "" {
		t.batch = t.batch[:t.kept]
		t.res.ledger.setAside(reasonFault+t.faulty, t.line)
		return nil
	}
	if len(t.res.samples) < t.opt.Samples {
		t.sample()
	}
	if t.addsUp && len(t.batch) > t.kept {
		t.sums.add(&t.batch[t.kept])
	}
	t.kept = len(t.batch)
	t.res.ledger.Read++
	t.res.ledger.Used++
	if t.kept >= batchSize {
		return t.flush()
	}
	return nil
}

// flush hands the batch to the sink.
func (t *table) flush() error {
	if len(t.batch) == 0 {
		return nil
	}
	err := t.give(t.batch)
	t.batch, t.kept = t.batch[:0], 0
	return err
}

// give hands observations to the sink.
func (t *table) give(rows []varighet.Observation) error {
	t.res.observations += int64(len(rows))
	if t.sink == nil || t.res.problems.Len() > 0 {
		return nil
	}
	return t.sink(rows)
}

// notAList returns the reason for which a row is not about a list, or "". have
// is how many fields the row has in the file.
func (t *table) notAList(cells [][]byte, have int) string {
	if t.head.side != nil {
		return t.notAMonth(cells)
	}
	pos := t.positions.get(t.raw(cells, fieldPositionID), readPosition)
	if pos.id != "" && !pos.label && !pos.wordy && !t.headed && !t.place.labelledPlace(cells) {
		if len(t.head.panel) == 0 {
			return ""
		}
		return t.outsidePanel(cells)
	}
	return t.otherThanList(cells, pos, have)
}

// otherThanList returns the reason for which a row is not about a list that its id does not
// show to be about one, or "".
func (t *table) otherThanList(cells [][]byte, pos *positionCell, have int) string {
	first, filled := firstFilled(cells)
	switch {
	case pos.id != "" && !pos.label && !pos.wordy && t.headed: // a heading may stand in the column for the list's id
		if filled == 1 && t.headingText(cell.Clean(cells[first])) {
			return ReasonHeading
		}
		return t.outsidePanel(cells)
	case filled == 0:
		return ReasonBlank
	case t.head.repeats(cells, cell.Clean):
		t.dates.pageBreak()
		return ReasonRepeatedHeader
	case filled == 1 && t.inOtherSeparator(cells[first]):
		t.fault(first+1, "ragged", "the line is one field, and has the fields of a row between other separators than the file's",
			"write the line with the separator of the others")
		return ""
	case filled > 1 && t.isSecondHeader(cells):
		t.beginSecondTable()
		return ""
	case t.isTotalRow(cells, first), t.isSumOfRows(cells):
		t.endBlock()
		return ReasonTotal
	case t.faulty == "row-unclear":
		return ""
	case t.isNoteRow(cells, first, filled):
		t.dates.note(cells[first])
		return ReasonNote
	case filled == 1:
		if reason, ok := t.loneCell(cells, pos, first); ok {
			return reason
		}
	case pos.id == "" && t.place.isHeading(cells, filled):
		return ReasonHeading
	}
	if pos.id == "" && have >= len(t.head.names) && t.head.has(fieldPositionID) {
		t.positionMissing()
	}
	return t.outsidePanel(cells)
}

// loneCell returns the reason for which a row with one cell is not about a list, "" if it is
// faulty; ok is false if the row is about a list.
func (t *table) loneCell(cells [][]byte, pos *positionCell, first int) (reason string, ok bool) {
	text := cell.Clean(cells[first])
	switch {
	case pos.id != "" && !pos.label && !pos.wordy:
		return "", false
	case t.dates.monthLine(text):
		return ReasonHeading, true
	case pos.id != "" && (cell.NamesMonth(pos.id, cell.NoOrder) || pos.wordy): // a title below which the header comes again
		if t.headingText(pos.id) {
			return ReasonHeading, true
		}
		if !pos.prose && !cell.NamesMonth(pos.id, cell.NoOrder) {
			t.rowUnclear("the row has a text of several words in the column for the list's id, and nothing else")
			return "", true
		}
		t.dates.note(cells[first])
		return ReasonNote, true
	case pos.id != "":
		return "", false
	case t.place.isHeading(cells, 1), t.headingText(text):
		return ReasonHeading, true
	case t.isLoneData(cells, first):
		return "", true
	case !t.isLooseName(cells, first) && !pos.bad:
		t.dates.note(cells[first])
		return ReasonNote, true
	}
	return "", false
}

// endBlock ends the block of rows above a total.
func (t *table) endBlock() {
	t.sums.endBlock()
	t.place.endBlock()
}

// headingText reads a row with text in one cell as the heading of a block of rows, with its
// municipality and perhaps its month.
func (t *table) headingText(text string) bool {
	if !t.place.heading(text) {
		return false
	}
	if ms := cell.FindMonths(text, t.dates.order.order); len(ms) == 1 {
		t.dates.beginMonth(ms[0], t.line)
	}
	return true
}

// firstFilled returns the first cell that holds something, -1 for none, and how many do.
func firstFilled(cells [][]byte) (first, filled int) {
	first = -1
	for i, c := range cells {
		if !cell.Blank(c) {
			if filled++; first < 0 {
				first = i
			}
		}
	}
	return first, filled
}

// outsidePanel returns the reason for which a row of a panel is not used, if it
// says nothing in any month.
func (t *table) outsidePanel(cells [][]byte) string {
	if t.head.saysNothing(cells) {
		return ReasonNoMonth
	}
	return ""
}

// beginSecondTable refuses a file in which a table with other columns begins below the first.
// The rows from there on are not read.
func (t *table) beginSecondTable() {
	t.faulty, t.second = "second-table", true
	t.refuse(t.line, 0, "second-table", "another header begins a second table, with other columns", "save each table as a file of its own")
}
