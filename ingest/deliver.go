package ingest

import "github.com/varighet/varighet"

// delivery is the end of a line's way: it accounts for the row in the ledger, and hands the
// observations that came of it to the sink, some hundred at a time.
type delivery struct {
	*worker
	*report
	sums *sums // of the rows that were used
}

// batchSize is how many observations are collected before a sink is given them: few
// enough to stay in the processor's cache. Lines that are not read again are given at once.
const batchSize = 512

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
	if dl.kept >= batchSize {
		return dl.flush()
	}
	return nil
}

// giveSteady accounts for a line that was not read again, and gives its observation on.
func (dl *delivery) giveSteady(s *steadyRow) error {
	if dl.faulty != "" {
		dl.res.ledger.setAside(reasonFault+dl.faulty, dl.line)
		return nil
	}
	if dl.sums.wanted {
		dl.sums.add(&s.row[0])
	}
	dl.res.ledger.Read++
	dl.res.ledger.Used++
	return dl.give(s.row[:])
}

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
	if dl.sink == nil || dl.res.problems.Len() > 0 {
		return nil
	}
	return dl.sink(rows)
}

// sample keeps the row just read, if there is room.
func (dl *delivery) sample() {
	obs := dl.batch[dl.kept:]
	if len(dl.res.samples) >= dl.opt.Samples || len(obs) == 0 {
		return
	}
	dl.res.samples = append(dl.res.samples, sampleOf(obs))
}
