package ingest

import (
	"bytes"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
)

// steady spares lines that need not be read again.
//
// Most lines say of their list what they said a month ago: where it is and who
// holds it. A worker keeps the bytes that said so (keptlines.go), and the sink the row
// that they were read as. A line that comes after the same list as the last time, and
// has the same bytes in the same columns, is neither cut into fields nor decoded nor
// read again, but for its numbers. Nineteen lines in twenty go this way. All others, and
// whatever is remarkable, go through [table.read].
type steady struct {
	*worker
	*columns
	letters     *letters
	nationalIDs *nationalIDs
	dates       *dating
	place       *placing
	doctors     *doctors
	observing   *observing
	out         *delivery

	compares bool     // lines are compared with those of a month ago
	above    above    // of the line above
	numbers  [][]byte // cells with numbers of a line that was compared, by column

	row varighet.Observation // of a line that was compared: what [Sink.Repeat] says
}

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
func (sy *steady) makePlan(isText bool) {
	sy.compares = false
	if sy.opt.readAll || !isText || len(sy.head.panel) > 0 || sy.headed || !sy.head.has(fieldPositionID) {
		return
	}
	p := plan{sep: sy.res.sep, columns: sy.head.at, ids: sy.ids, shared: sy.shared, namesEmpty: sy.namesEmpty, hprOwn: sy.res.own.hpr,
		closedHeader: sy.closedHeader, selfEmployedHeader: sy.selfEmployedHeader}
	var count [stretchSteady + 1]int
	for i := range sy.head.names {
		kind := sy.head.stretchKind(i)
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
	if !p.equal(&sy.plan) {
		sy.plan = p
		sy.plans++
	}
	sy.compares, sy.above = true, above{}
	sy.numbers = make([][]byte, len(sy.head.names))
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

// above is what the line above said of its month.
type above struct {
	known bool
	month varighet.Month
	line  comparedBytes
}

// repeat takes the next line if it says what the list's last one said. If not, it
// has done nothing.
func (sy *steady) repeat() (done bool, err error) {
	if !sy.above.known || sy.dates.month.OK && sy.dates.month.V != sy.above.month || sy.place.nameless > 0 && !sy.place.begun || len(sy.res.samples) < sy.opt.Samples {
		return false, nil
	}
	r := &sy.rec
	n := bytes.IndexByte(r.buf[r.next:r.end], '\n')
	if n < 0 || n > r.most {
		return false, nil
	}
	line := r.buf[r.next : r.next+n]
	if n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	list := sy.expected(line)
	if list == 0 {
		if sy.lines.last != 0 {
			sy.positions.last = sy.lines.cells[sy.lines.last]
		}
		return false, nil
	}
	r.take(n)
	sy.line, sy.faulty, sy.odd = r.line, "", false
	sy.res.compared++
	if err := sy.out.flush(); err != nil {
		return false, err
	}
	sy.observeSteady(&sy.lines.lines[list])
	return true, sy.out.giveSteady(list, &sy.row)
}

// expected returns the number of the list that a line is about if it says what the
// list's last one said: the list that came next the last time, or the one after that, if
// the report leaves one out. It returns 0 for a line that must be read.
func (sy *steady) expected(line []byte) uint32 {
	next := sy.lines.last
	for range 2 {
		if next = sy.lines.lines[next].next; next == 0 {
			return 0
		}
		l := &sy.lines.lines[next]
		if l.plan == sy.plans && !(l.high && l.enc != sy.letters.enc) && sy.equal(line, l) && sy.samePlace(l) && sy.out.repeats(next) {
			sy.lines.last = next
			return next
		}
	}
	return 0
}

// samePlace reports whether the municipality of a line that is equal to the kept one is
// the same as then: the rows above, or the month by the reference, may make it another.
func (sy *steady) samePlace(l *keptLine) bool {
	if !sy.shared && sy.places == nil {
		return true
	}
	p := &sy.lines.places[l.place]
	if sy.shared && sy.place.carries(p.code, p.name) {
		return false
	}
	return sy.places == nil || sy.place.found(placeTime{p.code, p.name, sy.above.month}).code == p.settled
}

// equal compares a line with what was kept of its list and of the line above. It puts
// the cells with numbers into t.numbers. A line in which something else needs looking
// at is not equal.
func (sy *steady) equal(line []byte, l *keptLine) bool {
	var ok bool
	var months, steady int
	atMonth, atSteady := sy.above.line.bytes[:], sy.lines.bytes(l)
	for i := range sy.plan.stretches {
		p := &sy.plan.stretches[i]
		if i > 0 {
			if len(line) == 0 || line[0] != sy.plan.sep {
				return false
			}
			line = line[1:]
		}
		switch p.kind {
		case stretchSteady:
			n := l.lengths[steady]
			if len(line) < int(n) || string(line[:n]) != string(atSteady[:n]) {
				return false
			}
			line, atSteady = line[n:], atSteady[n:]
			steady++
		case stretchMonth:
			n := sy.above.line.lengths[months]
			if len(line) < int(n) || string(line[:n]) != string(atMonth[:n]) {
				return false
			}
			line, atMonth = line[n:], atMonth[n:]
			months++
		default:
			if line, ok = sy.uncompared(p, line); !ok {
				return false
			}
		}
	}
	return len(line) == 0
}

// uncompared takes a cell that is not compared. One with quotes, letters outside ASCII,
// or what may be a national identity number is for [table.read].
func (sy *steady) uncompared(p *stretch, line []byte) (rest []byte, ok bool) {
	end := numberEnd(line, sy.plan.sep)
	if end < len(line) && line[end] != sy.plan.sep || end >= 10 {
		if end = bytes.IndexByte(line, sy.plan.sep); end < 0 {
			end = len(line)
		}
		raw := line[:end]
		if !cell.IsASCII(raw) || bytes.IndexByte(raw, '"') >= 0 || idnumber.National(raw) != idnumber.None {
			return nil, false
		}
	}
	raw := line[:end]
	sy.numbers[p.column] = raw
	if p.kind != stretchNumber && sy.head.names[p.column] == "" && !cell.Blank(raw) {
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

// observeSteady makes what the sink is told of a line that [steady.expected] accepts.
func (sy *steady) observeSteady(l *keptLine) {
	p := &sy.lines.places[l.place]
	o := &sy.row
	o.Month, o.MunicipalityCode, o.SourceFile, o.SourceRow = sy.above.month, p.settled, sy.res.name, int32(min(sy.line, 1<<31-1))
	if !sy.dates.month.OK {
		sy.dates.block.saw(o.Month)
	}
	if sy.shared {
		sy.place.beginBlock(p.code, p.name)
	}
	if sy.places != nil {
		o.MunicipalityCode, o.MunicipalityName = p.code, p.name
		sy.place.settleMunicipality(o)
	}
	sy.doctors.sawContent(l.content)
	if len(sy.nationalIDs.doubts) > 0 || l.doubts != 0 {
		sy.nationalIDs.repeatDoubts(l, sy.numbers)
	}
	sy.observing.counts(o, sy.numbers)
	o.AgreementStart = varighet.Opt[int32]{}
	sy.dates.agreementStart(o, sy.numbers)
	sy.dates.agreementEnd(o, sy.numbers)
	sy.observing.amounts(o, sy.numbers)
	if sy.faulty == "" {
		sy.observing.sketch.addToSketch(o.Month, l.hash)
	}
}

// remember keeps what the line just read said. A row that is remarkable is not kept, nor a month or a municipality
// that a row leaves to the rows above.
func (sy *steady) remember(pos *positionCell) {
	o := &sy.batch[sy.kept]
	if !sy.compares || sy.nationalIDs.beyond || sy.faulty != "" {
		return
	}
	sy.above.month, sy.above.known = o.Month, !sy.dates.monthAbove && sy.keep(&sy.above.line, stretchMonth)
	if pos.number == 0 {
		pos.number = sy.lines.number(sy.positions.last)
	}
	if pos.number == 0 {
		return
	}
	sy.lines.came(pos.number)
	var line comparedBytes
	if sy.odd || pos.label || !sy.keep(&line, stretchSteady) {
		return
	}
	place, ok := sy.lines.place(keptPlace{sy.place.asWritten.code, sy.place.asWritten.name, o.MunicipalityCode})
	if !ok {
		return
	}
	l := &sy.lines.lines[pos.number]
	sy.lines.setBytes(l, &line)
	l.plan, l.enc, l.high, l.content, l.place, l.hash = sy.plans, sy.letters.enc, sy.rec.high, sy.doctors.content, place, pos.hash
	l.doubts, l.filled = sy.nationalIDs.rowDoubts, sy.nationalIDs.filled
	sy.out.keep = pos.number
}

// keep takes the bytes of the stretches of a kind from the line just read, if it is
// one line and there is room.
func (sy *steady) keep(k *comparedBytes, kind stretchKind) bool {
	line, n := sy.rec.record, 0
	kept := k.bytes[:0]
	for i := range sy.plan.stretches {
		p := &sy.plan.stretches[i]
		from := line
		for j := range p.columns {
			if i+j > 0 {
				if len(line) == 0 || line[0] != sy.plan.sep {
					return false
				}
				line = line[1:]
				if j == 0 {
					from = line
				}
			}
			line = line[cellEnd(line, sy.plan.sep):]
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

// repeats reports whether the sink can be told of a row as one that repeats the one kept of a list.
func (dl *delivery) repeats(list uint32) bool { return dl.sink == nil || dl.sink.Repeats(list) }

// giveSteady accounts for a line that was not read again, and tells the sink.
func (dl *delivery) giveSteady(list uint32, o *varighet.Observation) error {
	if dl.faulty != "" {
		dl.res.ledger.setAside(reasonFault+dl.faulty, dl.line)
		return nil
	}
	if dl.sums.wanted {
		dl.sums.add(o)
	}
	dl.res.ledger.Read++
	dl.res.ledger.Used++
	dl.res.observations++
	if dl.silent() {
		return nil
	}
	return dl.sink.Repeat(list, o)
}
