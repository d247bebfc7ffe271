package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/limit"
)

// A table is one file, or one sheet, while it is read. It takes the records one after another
// from their source and leads each through the steps, which are its parts:
//
//	letters, nationalIDs   the bytes become UTF-8; a national identity number refuses the file
//	kinds                  is the row about a list, or a total, a note, a heading?
//	observing              what it says of the list, and with dates, place and doctors when, where and who
//	panels, periods        the same for rows of several months, and for rows that are periods
//	steady                 remembers the line, and spares the same line a month later
//	out                    accounts for the row and hands its observations on
//
// No step calls one above it. All of them share what the columns mean, and what has been
// reported of the row.
type table struct {
	*worker
	*columns
	src  source
	high *bool // of src: the record just read has bytes outside ASCII

	letters     letters
	nationalIDs nationalIDs
	kinds       rowKinds
	observing   observing
	dates       dating
	place       placing
	doctors     doctors
	sketch      sketching
	panels      panels
	periods     periodReader
	steady      steady
	out         delivery
}

// newTable makes the table that a result is of, with nothing read yet.
func newTable(w *worker, f *fileResult, enc encoding) *table {
	c := &columns{report: report{res: f, options: w.opt}}
	t := &table{worker: w, columns: c}
	t.letters = letters{report: &c.report, enc: enc}
	t.nationalIDs = nationalIDs{columns: c}
	t.dates = dating{worker: w, columns: c}
	t.place = placing{worker: w, columns: c}
	t.doctors = doctors{worker: w, columns: c, place: &t.place}
	t.sketch = sketching{report: &c.report, room: w.hashes[:0]}
	t.observing = observing{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors, sketch: &t.sketch}
	t.kinds = rowKinds{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors}
	t.out = delivery{worker: w, report: &c.report, sums: &t.kinds.sums}
	t.panels = panels{worker: w, columns: c, dates: &t.dates, observing: &t.observing}
	t.steady = steady{worker: w, columns: c, letters: &t.letters, nationalIDs: &t.nationalIDs, dates: &t.dates,
		place: &t.place, doctors: &t.doctors, observing: &t.observing, out: &t.out}
	t.periods = periodReader{worker: w, columns: c, dates: &t.dates, place: &t.place, doctors: &t.doctors,
		observing: &t.observing, sketch: &t.sketch, out: &t.out}
	return t
}

// rows reads all records.
func (t *table) rows(ctx context.Context) error {
	t.batch, t.kept = t.batch[:0], 0
	for index := 0; ; index++ {
		if index&0x3FF == 0 && ctx.Err() != nil {
			return &stopError{context.Cause(ctx)}
		}
		if t.steady.compares && !t.nationalIDs.beyond && index >= t.head.index+t.head.rows {
			if done, err := t.steady.repeat(); err != nil {
				return &stopError{fmt.Errorf("%w: %w", ErrSink, err)}
			} else if done {
				continue
			}
		}
		cells, line, err := t.src.read()
		if err != nil {
			if more, err := t.unreadable(line, err); !more {
				return err
			}
			continue
		}
		if err := t.record(index, cells, line); err != nil {
			return &stopError{fmt.Errorf("%w: %w", ErrSink, err)}
		}
	}
}

// record takes the record with this index, from 0.
func (t *table) record(index int, cells [][]byte, line int) error {
	if index >= t.head.index+t.head.rows {
		return t.inTurn(cells, line, *t.high)
	}
	t.line = line
	t.nationalIDs.scanTitle(cells)
	_, isSep := separatorLine(bytes.Join(cells, []byte{t.res.sep}))
	filled := slices.ContainsFunc(cells, func(c []byte) bool { return !cell.Blank(c) })
	switch {
	case index >= t.head.index:
		t.res.ledger.setAside(ReasonHeader, t.line)
	case index == 0 && isSep:
		t.res.ledger.setAside(ReasonSeparatorLine, t.line)
	case !filled:
		t.res.ledger.setAside(ReasonBlank, t.line)
	default:
		t.res.ledger.setAside(ReasonTitle, t.line)
	}
	return nil
}

// read takes one record below the header.
func (t *table) read(cells [][]byte, line int, high bool) error {
	t.line, t.faulty, t.odd, t.dates.monthAbove, t.doctors.content = line, "", false, false, cell.ContentOwn
	cells, have := t.tidy(cells, high)
	width := len(t.head.names)
	if t.rec.line > line && t.hasLinesInQuotes(width) {
		t.fault(0, "quote", "a quote that opens in one row closes in another: the rows between them are in one field", "close the quote in its row, or remove it")
		return t.out.endRow()
	}
	if t.kinds.second {
		t.faulty = "second-table"
		return t.out.endRow()
	}
	if reason := t.notUsed(cells, have); reason != "" {
		t.res.ledger.setAside(reason, t.line)
		return nil
	}
	if t.faulty == "" && t.fits(cells, have, width) {
		if wait := t.observe(cells); wait {
			return nil
		}
	}
	return t.out.endRow()
}

// tidy makes the cells of a record readable, and as many as the columns. have is how many
// the record has.
func (t *table) tidy(cells [][]byte, high bool) (_ [][]byte, have int) {
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
	return cells, have
}

// notUsed returns the reason for which a row is not about a list, or "".
func (t *table) notUsed(cells [][]byte, have int) string {
	if t.head.side != nil {
		return t.panels.notAMonth(cells)
	}
	return t.kinds.notAList(cells, have)
}

// observe makes the observations of a row that is about a list. wait says that the row is
// accounted for when all have been read.
func (t *table) observe(cells [][]byte) (wait bool) {
	switch {
	case len(t.head.panel) > 0:
		t.panels.wide(cells)
	case t.head.side != nil:
		t.panels.sideways(cells)
	case t.dates.periods != nil:
		t.periods.period(cells)
		return t.faulty == ""
	default:
		if pos := t.observing.observe(cells); pos.id != "" {
			t.steady.remember(pos)
		}
	}
	return false
}

// hasLinesInQuotes reports whether the record just read, which goes over several lines, is rows
// that a stray quote has put into one: its first line and another have the separators of a row.
func (t *table) hasLinesInQuotes(width int) bool {
	if t.src != source(&t.rec) || width < 2 {
		return false
	}
	first, rest, _ := bytes.Cut(t.rec.record, []byte{'\n'})
	sep := []byte{t.res.sep}
	if bytes.Count(first, sep) < width-1 {
		return false
	}
	for line := range bytes.Lines(rest) {
		if bytes.Count(line, sep) >= width-1 {
			return true
		}
	}
	return false
}

// unreadable deals with a record that could not be cut into fields; more says
// whether to go on with the next.
func (t *table) unreadable(line int, err error) (more bool, _ error) {
	var broken *quoteError
	switch {
	case err == io.EOF:
		return false, t.end()
	case err == errRecordTooLong:
		t.refuse(line, 0, "not-a-table", "the line or row is longer than "+t.limits.Text(limit.Line), "look for missing line ends")
		return false, t.end()
	case errors.As(err, &broken):
		t.line, t.faulty = line, ""
		t.fault(broken.column, "quote", "a quoted field that opens here is not closed, or text follows the closing quote",
			`close it, or write "" for a quote inside`)
		t.res.ledger.setAside(reasonFault+"quote", t.line)
		return true, nil
	}
	return false, err
}

// end closes the file.
func (t *table) end() error {
	f := t.res
	f.enc = t.letters.enc
	if err := t.endHeld(); err != nil {
		return &stopError{fmt.Errorf("%w: %w", ErrSink, err)}
	}
	t.nationalIDs.endDoubts()
	switch {
	case f.ledger.Used > 0 || f.problems.Len() > 0:
	case f.setAside.Len() > 0:
		f.refuse(0, 0, "empty-file", "every row about a list has a fault", "read the file without setting faults aside to see them")
	default:
		f.refuse(0, 0, "empty-file", "the file has a header and no row about a list", "look at how it was exported")
	}
	for _, w := range contentWarnings {
		f.pseudonyms = f.pseudonyms || t.pseudo != nil && w != 0 && t.warned[w].n > 0
	}
	for w, c := range t.warned {
		if c.n > 0 {
			f.warnings.add(Warning{Code: rowWarnings[w].code, Msg: rowWarnings[w].msg, File: f.name, Line: c.line, Count: c.n, Files: 1})
		}
	}
	t.dates.monthsDiffer()
	if t.dates.sawUTC {
		f.warnUTC()
	}
	for i := range f.sketches {
		s := &f.sketches[i]
		s.tidy()
		s.hashes = slices.Clone(s.hashes) // without the room there was for more, which is used again
	}
	if err := t.out.flush(); err != nil {
		return &stopError{fmt.Errorf("%w: %w", ErrSink, err)}
	}
	return nil
}

// batchSize is how many observations are collected before a sink is given them: few
// enough to stay in the processor's cache. Lines that are not read again are given at once.
const batchSize = 512

// delivery is the end of a line's way: it accounts for the row in the ledger, and hands the
// observations that came of it to the sink, some hundred at a time.
type delivery struct {
	*worker
	*report
	sums *sums  // of the rows that were used
	keep uint32 // the list whose row was just read and is to be kept by the sink; 0 for none
}

// endRow accounts for a row about a list.
func (dl *delivery) endRow() error {
	if dl.faulty != "" {
		dl.batch = dl.batch[:dl.kept]
		dl.res.ledger.setAside(reasonFault+dl.faulty, dl.line)
		return nil
	}
	if len(dl.res.samples) < dl.opt.Samples {
		dl.sample()
	}
	if dl.sums.wanted && len(dl.batch) > dl.kept {
		dl.sums.add(&dl.batch[dl.kept])
	}
	dl.kept = len(dl.batch)
	dl.res.ledger.Read++
	dl.res.ledger.Used++
	if dl.kept < batchSize && dl.keep == 0 {
		return nil
	}
	keep := dl.keep
	dl.keep = 0
	if err := dl.flush(); err != nil || keep == 0 || dl.silent() {
		return err
	}
	dl.sink.Keep(keep)
	return nil
}

// silent reports whether the sink is told of nothing, or no more.
func (dl *delivery) silent() bool { return dl.sink == nil || dl.res.problems.Len() > 0 }

// flush hands the batch to the sink.
func (dl *delivery) flush() error {
	if len(dl.batch) == 0 {
		return nil
	}
	err := dl.give(dl.batch)
	dl.batch, dl.kept = dl.batch[:0], 0
	return err
}

// give hands observations to the sink.
func (dl *delivery) give(rows []varighet.Observation) error {
	dl.res.observations += int64(len(rows))
	if dl.silent() {
		return nil
	}
	return dl.sink.Take(rows)
}

// sample keeps the row just read, if there is room.
func (dl *delivery) sample() {
	obs := dl.batch[dl.kept:]
	if len(dl.res.samples) >= dl.opt.Samples || len(obs) == 0 {
		return
	}
	dl.res.samples = append(dl.res.samples, sampleOf(obs))
}
