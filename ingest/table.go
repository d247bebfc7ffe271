package ingest

import (
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/celltext"
)

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
	panels      panels
	steady      steady
	out         delivery
	periods     periodReader
	kinds       rowKinds
	dates       dating

	src  source
	high *bool // of src: the record just read has bytes outside ASCII

}

// newTable makes the table that a result is of, with nothing read yet.
func newTable(w *worker, f *fileResult, enc encoding) *table {
	c := &columns{report: &report{res: f, options: w.opt}}
	t := &table{worker: w, columns: c}
	t.letters = letters{report: c.report, enc: enc}
	t.nationalIDs = nationalIDs{columns: c}
	t.dates = dating{worker: w, columns: c}
	t.place = placing{worker: w, columns: c}
	t.doctors = doctors{worker: w, columns: c, place: &t.place}
	t.sketch = sketching{report: c.report}
	t.observing = observing{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors, sketch: &t.sketch}
	t.kinds = rowKinds{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors}
	t.out = delivery{worker: w, report: c.report, sums: &t.kinds.sums}
	t.panels = panels{worker: w, columns: c, dates: &t.dates, observing: &t.observing}
	t.steady = steady{worker: w, columns: c, letters: &t.letters, nationalIDs: &t.nationalIDs, dates: &t.dates,
		place: &t.place, doctors: &t.doctors, observing: &t.observing, out: &t.out}
	t.periods = periodReader{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors,
		observing: &t.observing, sketch: &t.sketch, out: &t.out}
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
		return t.out.endRow()
	}
	if t.kinds.second {
		t.faulty = "second-table"
		return t.out.endRow()
	}
	reason := ""
	if t.head.side != nil {
		reason = t.panels.notAMonth(cells)
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
			t.panels.wide(cells)
		case t.head.side != nil:
			t.panels.sideways(cells)
		case t.dates.periods != nil:
			if t.periods.period(cells); t.faulty == "" {
				return nil // it is accounted for when all are read
			}
		default:
			if pos := t.observing.observe(cells); pos.id != "" {
				t.steady.remember(pos)
			}
		}
	}
	return t.out.endRow()
}
