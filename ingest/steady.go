package ingest

import (
	"bytes"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

// Most lines say of their list what they said a month ago: where it is and who
// holds it. Next to each list a worker keeps the bytes that said so and what they
// were read as. A line that comes after the same list as the last time, and has the
// same bytes in the same columns, is neither cut into fields nor decoded nor read
// again, but for its numbers. Nineteen lines in twenty go this way, in a third of
// the time. All others, and whatever is remarkable, go through [table.read].

// A stretch is neighbouring columns of a line that are compared together, or a
// column that is not compared.
type stretch struct {
	kind    stretchKind
	column  int // the first
	columns int
}

type stretchKind uint8

const (
	stretchUnused stretchKind = iota // a column that nothing is read from
	stretchNumber                    // a column that is read in every line
	stretchMonth                     // says what it said in the line above
	stretchSteady                    // says what it said of the list the last time
)

// maxStretches is how many stretches of a kind a line may have.
const maxStretches = 6

// A plan is how the lines of a file are compared, and what besides their bytes
// decides how they are read. Lines of two files are compared if it is the same.
type plan struct {
	sep                              byte
	stretches                        []stretch
	columns                          [numFields]int
	ids                              DoctorIDKind
	shared, namesEmpty, hprOwn       bool
	closedHeader, selfEmployedHeader bool
}

func (p *plan) equal(o *plan) bool {
	return p.sep == o.sep && p.columns == o.columns && p.ids == o.ids && p.shared == o.shared && p.namesEmpty == o.namesEmpty && p.hprOwn == o.hprOwn &&
		p.closedHeader == o.closedHeader && p.selfEmployedHeader == o.selfEmployedHeader && slices.Equal(p.stretches, o.stretches)
}

// makePlan begins a table of lines. Where the columns change from month to month, as
// in a panel, or the municipality is not in the row, lines are not compared.
func (t *table) makePlan() {
	t.compares = false
	if t.opt.readAll || t.src != source(&t.rec) || len(t.head.panel) > 0 || t.headed || !t.head.has(fieldPositionID) {
		return
	}
	p := plan{sep: t.res.sep, columns: t.head.at, ids: t.ids, shared: t.shared, namesEmpty: t.namesEmpty, hprOwn: t.res.own.hpr,
		closedHeader: t.closedHeader, selfEmployedHeader: t.selfEmployedHeader}
	var count [stretchSteady + 1]int
	for i := range t.head.names {
		kind := t.head.stretchKind(i)
		if n := len(p.stretches); n > 0 && kind >= stretchMonth && p.stretches[n-1].kind == kind {
			p.stretches[n-1].columns++
			continue
		}
		p.stretches = append(p.stretches, stretch{kind, i, 1})
		count[kind]++
	}
	if count[stretchSteady] > maxStretches || count[stretchMonth] > maxStretches {
		return
	}
	if !p.equal(&t.plan) {
		t.plan = p
		t.plans++
	}
	t.compares, t.above = true, above{}
	t.numbers = make([][]byte, len(t.head.names))
}

// stretchKind says how a column is compared.
func (h *header) stretchKind(column int) stretchKind {
	f := h.fields[column]
	if f == fieldNone || h.at[f] != column {
		return stretchUnused
	}
	switch f {
	case fieldMonth, fieldYear:
		return stretchMonth
	case fieldResidents, fieldListLimit, fieldAgreementStart, fieldAgreementEnd, fieldAmountBasis, fieldAmountFloor, fieldAmountEqualisation, fieldAmountTotal:
		return stretchNumber
	}
	if f.used() {
		return stretchSteady
	}
	return stretchUnused
}

// keptBytes is what compared stretches may be long together.
const keptBytes = 96

// A keptLine is the bytes of the stretches of one kind, end to end.
type keptLine struct {
	lengths [maxStretches]uint8
	bytes   [keptBytes]byte
}

// above is what the line above said of its month.
type above struct {
	known bool
	month varighet.Month
	line  keptLine
}

// A steadyRow is what the last row of a list said that mostly lasts.
type steadyRow struct {
	plan uint32   // worker.plans when it was kept; 0 for none
	high bool     // there are bytes outside ASCII,
	enc  encoding // which were read in this encoding
	line keptLine

	content cell.IdContent // of the cell for the doctor's own id
	doubts  uint64         // the first columns: those with what may be national identity numbers
	filled  uint64         // and those that hold something

	code varighet.MunicipalityCode // as the row has it, before the reference is asked
	name string
	row  [1]varighet.Observation // as it is given on; month, numbers and source are those of the last line
}

// repeat takes the next line if it says what the list's last one said. If not, it
// has done nothing.
func (t *table) repeat() (done bool, err error) {
	if !t.above.known || t.dates.month.OK && t.dates.month.V != t.above.month || t.place.nameless > 0 && !t.place.begun || len(t.res.samples) < t.opt.Samples {
		return false, nil
	}
	r := &t.rec
	n := bytes.IndexByte(r.buf[r.next:r.end], '\n')
	if n < 0 || n > maxRecord {
		return false, nil
	}
	line := r.buf[r.next : r.next+n]
	if n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	pos := t.expected(line)
	if pos == nil {
		return false, nil
	}
	r.take(n)
	t.line, t.faulty, t.odd = r.line, "", false
	t.res.compared++
	if err := t.flush(); err != nil {
		return false, err
	}
	t.observeSteady(pos)
	return true, t.giveSteady(&pos.before)
}

// expected returns the list that a line is about if it says what the list's last one
// said: the one that came next the last time, or the one after that, if the report
// leaves one out.
func (t *table) expected(line []byte) *positionCell {
	next := t.positions.last
	for range 2 {
		if next = next.following(); next == nil {
			return nil
		}
		s := &next.value.before
		if s.plan == t.plans && !(t.shared && t.place.carries(s.code, s.name)) && !(s.high && s.enc != t.letters.enc) && t.equal(line, s) {
			t.positions.last = next
			return &next.value
		}
	}
	return nil
}

// giveSteady accounts for a line that was not read again, and gives its observation on.
func (t *table) giveSteady(s *steadyRow) error {
	if t.faulty != "" {
		t.res.ledger.setAside(reasonFault+t.faulty, t.line)
		return nil
	}
	if t.kinds.sums.wanted {
		t.kinds.sums.add(&s.row[0])
	}
	t.res.ledger.Read++
	t.res.ledger.Used++
	return t.give(s.row[:])
}

// equal compares a line with what was kept of its list and of the line above. It puts
// the cells with numbers into t.numbers. A line in which something else needs looking
// at is not equal.
func (t *table) equal(line []byte, s *steadyRow) bool {
	var ok bool
	var months, steady int
	atMonth, atSteady := t.above.line.bytes[:], s.line.bytes[:]
	for i := range t.plan.stretches {
		p := &t.plan.stretches[i]
		if i > 0 {
			if len(line) == 0 || line[0] != t.plan.sep {
				return false
			}
			line = line[1:]
		}
		switch p.kind {
		case stretchSteady:
			n := s.line.lengths[steady]
			if len(line) < int(n) || string(line[:n]) != string(atSteady[:n]) {
				return false
			}
			line, atSteady = line[n:], atSteady[n:]
			steady++
		case stretchMonth:
			n := t.above.line.lengths[months]
			if len(line) < int(n) || string(line[:n]) != string(atMonth[:n]) {
				return false
			}
			line, atMonth = line[n:], atMonth[n:]
			months++
		default:
			if line, ok = t.uncompared(p, line); !ok {
				return false
			}
		}
	}
	return len(line) == 0
}

// uncompared takes a cell that is not compared. One with quotes, letters outside ASCII,
// or what may be a national identity number is for [table.read].
func (t *table) uncompared(p *stretch, line []byte) (rest []byte, ok bool) {
	end := numberEnd(line, t.plan.sep)
	if end < len(line) && line[end] != t.plan.sep || end >= 10 {
		if end = bytes.IndexByte(line, t.plan.sep); end < 0 {
			end = len(line)
		}
		raw := line[:end]
		if !cell.Ascii(raw) || bytes.IndexByte(raw, '"') >= 0 || idnumber.National(raw) != idnumber.None {
			return nil, false
		}
	}
	raw := line[:end]
	t.numbers[p.column] = raw
	if p.kind != stretchNumber && t.head.names[p.column] == "" && !cell.Blank(raw) {
		return nil, false // a column without a header that holds something
	}
	return line[end:], true
}

// numberEnd returns where the digits and decimal comma or point end with which a line
// begins, sep being neither.
func numberEnd(line []byte, sep byte) int {
	for i, c := range line {
		if c-'0' > 9 && c != ',' && c != '.' || c == sep {
			return i
		}
	}
	return len(line)
}

// observeSteady brings the observation of a list up to date with a line that
// [table.equal] accepts.
func (t *table) observeSteady(pos *positionCell) {
	s := &pos.before
	o := &s.row[0]
	o.Month, o.SourceFile, o.SourceRow = t.above.month, t.res.name, int32(min(t.line, 1<<31-1))
	if !t.dates.month.OK {
		t.dates.block.saw(o.Month)
	}
	if t.shared {
		t.place.beginBlock(s.code, s.name)
	}
	if t.places != nil {
		o.MunicipalityCode, o.MunicipalityName = s.code, s.name
		t.place.settleMunicipality(o)
	}
	t.doctors.sawContent(s.content)
	if len(t.nationalIDs.doubts) > 0 || s.doubts != 0 {
		t.nationalIDs.repeatDoubts(s, t.numbers)
	}
	t.observing.counts(o, t.numbers)
	o.AgreementStart = varighet.Opt[int32]{}
	t.dates.agreementStart(o, t.numbers)
	t.dates.agreementEnd(o, t.numbers)
	t.observing.amounts(o, t.numbers)
	if t.faulty == "" {
		t.sketch.addToSketch(o.Month, pos.hash)
	}
}

// remember keeps what the line just read said. A row that is remarkable is not kept, nor a month or a municipality
// that a row leaves to the rows above.
func (t *table) remember(pos *positionCell) {
	s, o := &pos.before, &t.batch[t.kept]
	if !t.compares || t.nationalIDs.beyond || t.faulty != "" {
		return
	}
	t.above.month, t.above.known = o.Month, !t.dates.monthAbove && t.keep(&t.above.line, stretchMonth)
	if t.odd || pos.label || !t.keep(&s.line, stretchSteady) {
		return
	}
	s.plan, s.enc, s.high = t.plans, t.letters.enc, t.rec.high
	s.code, s.name, s.row[0], s.content = t.place.asWritten.code, t.place.asWritten.name, *o, t.doctors.content
	s.doubts, s.filled = t.nationalIDs.rowDoubts, t.nationalIDs.filled
}

// keep takes the bytes of the stretches of a kind from the line just read, if it is
// one line and there is room.
func (t *table) keep(k *keptLine, kind stretchKind) bool {
	line, n := t.rec.record, 0
	kept := k.bytes[:0]
	for i := range t.plan.stretches {
		p := &t.plan.stretches[i]
		from := line
		for j := range p.columns {
			if i+j > 0 {
				if len(line) == 0 || line[0] != t.plan.sep {
					return false
				}
				line = line[1:]
				if j == 0 {
					from = line
				}
			}
			line = line[cellEnd(line, t.plan.sep):]
		}
		if p.kind != kind {
			continue
		}
		b := from[:len(from)-len(line)]
		if len(kept)+len(b) > keptBytes || bytes.IndexByte(b, '\n') >= 0 {
			return false
		}
		kept = append(kept, b...)
		k.lengths[n] = uint8(len(b))
		n++
	}
	return len(line) == 0
}

// cellEnd returns where the cell ends with which a line begins, which may be in
// double quotes.
func cellEnd(line []byte, sep byte) int {
	from := 0
	if len(line) > 0 && line[0] == '"' {
		from = 1
		for from < len(line) && (line[from] != '"' || from+1 < len(line) && line[from+1] == '"') {
			if line[from] == '"' {
				from++
			}
			from++
		}
	}
	if i := bytes.IndexByte(line[min(from, len(line)):], sep); i >= 0 {
		return from + i
	}
	return len(line)
}
