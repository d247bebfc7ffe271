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
	kinds       rowKinds
	dates       dating

	src  source
	high *bool // of src: the record just read has bytes outside ASCII

	// Of a panel on its side.
	sideYear   int                    // that the last row named
	sideMonths map[varighet.Month]int // the line of each month

	sideCells [][]byte // of the row, with room for headings

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
	t.kinds = rowKinds{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors}
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
	if t.kinds.second {
		t.faulty = "second-table"
		return t.endRow()
	}
	reason := ""
	if t.head.side != nil {
		reason = t.notAMonth(cells)
	} else {
		reason = t.kinds.notAList(cells, have)
	}
	if reason != "" {
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
	if t.kinds.sums.wanted && len(t.batch) > t.kept {
		t.kinds.sums.add(&t.batch[t.kept])
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
