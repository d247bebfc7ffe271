package register

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/limit"
)

// A worker packs and numbers records for one goroutine at a time. It keeps the records of
// each position together as they come, so that a run needs no sorting but of the
// positions, and of those few positions whose months do not come in order.
type worker struct {
	limits limit.Set
	most   most // of limits: what each row is held against

	dicts [dictCount]dict
	lists lists  // by position: what is known of it
	run   uint32 // the run under way, from 1

	base   record          // the first record of the run: what the first of each position differs from
	blocks []block         // the packed records of the run
	packed [maxPacked]byte // the record that was packed last
	bytes  []byte          // of a run that is ending and is spilled, not put yet
	size   int             // about how many bytes the run takes
	sorted []record        // of the position that was sorted last

	lastPosition, lastFile uint32
	notText                bool // a text of the record is none

	present    [varighet.MaxMonth - varighet.MinMonth + 1]bool
	given      record     // has a number wherever some record has one
	stints     []stint    // that have ended, in no order
	compact    int        // how many there may be before they are joined
	codes      []codeSpan // by code
	towns      []codeSpan // by the municipality's name
	loose      int64      // records whose position is to be derived
	lastLoose  looseKey
	lastLooseN uint32
	looseRows  map[looseMonth]uint32 // how many there are of each month

	ordered []uint32 // the numbers of the positions, sorted by name
}

// A list is what a worker remembers of a position.
type list struct {
	last  record // its last record, whose texts the next one probably has too
	next  uint32 // the position that came after it the last time
	kept  uint32 // the number under which last, or what it repeats, was kept; 0 for none
	many  uint32 // its records of the file under way
	span  span
	since int16 // the first month of the stint under way; 0 for none
	loose bool  // its rows have no id, and their positions are to be derived

	run        uint32 // the run that the rest is about
	n          uint32 // records
	outOfOrder bool   // they are not in order of month and role, or two have the same
	head, tail uint32 // blocks
	used       uint8  // bytes of the last block
}

// lists are what is known of positions, by number. They lie in pieces, so that none moves when there
// are more, and no room is left for as many again.
type lists struct {
	pieces []*[listPiece]list
	n      uint32
}

const listPiece = 512

func (l *lists) at(position uint32) *list { return &l.pieces[position/listPiece][position%listPiece] }

func (l *lists) add(one list) {
	if l.n%listPiece == 0 {
		l.pieces = append(l.pieces, new([listPiece]list))
	}
	l.n++
	*l.at(l.n - 1) = one
}

// A block is some bytes of a position's packed records.
type block struct {
	bytes [blockSize - 4]byte
	next  uint32
}

const (
	blockSize = 64
	putBytes  = 256 << 10 // of a run that is ending are put at a time
	listBytes = 8         // that the number and the count of a position take, about
)

// most are the limits that each row is held against.
type most struct {
	listRows, monthRows uint32
	lists, doctors      int
}

func newWorker(limits limit.Set) *worker {
	w := &worker{limits: limits, run: 1, given: noNumbers}
	w.most = most{uint32(limits.Of(limit.ListRows)), uint32(limits.Of(limit.MonthRows)), limits.Of(limit.Lists), limits.Of(limit.Doctors)}
	for k := range w.dicts {
		w.dicts[k] = newDict()
	}
	w.lists.add(list{span: newSpan})
	return w
}

// pack makes a record of an observation.
func (w *worker) pack(o *varighet.Observation, r *record) error {
	if err := check(o); err != nil {
		return err
	}
	r.setNumbers(o)
	if r.position = w.lists.at(w.lastPosition).next; o.PositionID == "" || o.PositionID != w.dicts[positions].list[r.position] {
		var err error
		if r.position, err = w.position(o); err != nil {
			return err
		}
	}
	l := w.list(r.position)
	r.doctor = w.number(doctors, o.DoctorID, l.last.doctor)
	r.nameID = w.number(nameIDs, o.NameID, l.last.nameID)
	r.doctorName = w.number(doctorNames, o.DoctorName, l.last.doctorName)
	r.code = w.number(codes, string(o.MunicipalityCode), l.last.code)
	r.name = w.number(names, o.MunicipalityName, l.last.name)
	r.office = w.number(offices, o.Office, l.last.office)
	r.file = w.number(files, o.SourceFile, w.lastFile)
	l.loose = o.PositionID == ""
	if err := w.checkNew(o); err != nil {
		return err
	}
	return w.check(l, o, r)
}

// packAgain makes the record of a row of a list that repeats another out of the other's.
func (w *worker) packAgain(l *list, o *varighet.Observation, r *record) error {
	if err := checkNumbers(o); err != nil {
		return err
	}
	r.setMonthly(o)
	r.file = w.number(files, o.SourceFile, w.lastFile)
	return w.check(l, o, r)
}

// check refuses a row of a list if a text of it is none, or if there are more like it than there can be.
func (w *worker) check(l *list, o *varighet.Observation, r *record) error {
	if w.notText {
		w.notText = false
		return &varighet.Problem{File: strings.ToValidUTF8(o.SourceFile, "?"), Line: int(o.SourceRow), Code: "text-encoding",
			Msg: "a text is not UTF-8 or longer than 4096 bytes"}
	}
	if !l.loose {
		return w.countOfList(l, o, r)
	}
	return w.countOfMonth(o, r)
}

// countOfList refuses more rows of a list in one file than any has: each takes memory.
func (w *worker) countOfList(l *list, o *varighet.Observation, r *record) error {
	if l.many++; l.last.file != r.file {
		l.many = 1
	}
	if l.many > w.most.listRows {
		return tooMany(o, "there are more rows of one list in one file than "+w.limits.Text(limit.ListRows))
	}
	return nil
}

// A looseMonth is a month of rows whose position is to be derived.
type looseMonth struct {
	position uint32
	month    int16
}

// countOfMonth refuses, where lists have no ids, more rows of a municipality in one month than there are
// lists.
func (w *worker) countOfMonth(o *varighet.Observation, r *record) error {
	if w.looseRows == nil {
		w.looseRows = map[looseMonth]uint32{}
	}
	at := looseMonth{r.position, r.month}
	if w.looseRows[at]++; w.looseRows[at] > w.most.monthRows {
		return tooManyInMonth(o, w.limits)
	}
	return nil
}

// checkNew refuses more lists or doctors than the country will ever have.
func (w *worker) checkNew(o *varighet.Observation) error {
	switch { // "" is one of each
	case len(w.dicts[positions].list) > w.most.lists+1:
		return tooMany(o, "there are more lists than "+w.limits.Text(limit.Lists))
	case len(w.dicts[doctors].list) > w.most.doctors+1:
		return tooMany(o, "there are more doctors than "+w.limits.Text(limit.Doctors))
	}
	return nil
}

func tooManyInMonth(o *varighet.Observation, limits limit.Set) error {
	return tooMany(o, "there are more rows of one municipality in one month than "+limits.Text(limit.MonthRows))
}

func tooMany(o *varighet.Observation, msg string) error {
	return &varighet.Problem{File: o.SourceFile, Line: int(o.SourceRow), Code: "too-many-rows", Msg: msg,
		Hint: "see whether the file repeats its rows, or has another column for the list's id"}
}

// position returns the number of an observation's position, which is not the one that came
// next the last time.
func (w *worker) position(o *varighet.Observation) (uint32, error) {
	if o.PositionID == "" {
		return w.loosePosition(o), nil
	}
	if o.PositionID[0] == looseMark[0] {
		return 0, &varighet.Problem{File: o.SourceFile, Line: int(o.SourceRow), Code: "position-missing", Msg: "the row has no position"}
	}
	return w.newNumber(positions, o.PositionID), nil
}

// number returns the number of a text. The guess is tried first: a row's texts are
// mostly those of the row before, or of the same position a month ago, and a comparison
// is cheaper than a hash.
func (w *worker) number(kind dictKind, s string, guess uint32) uint32 {
	if d := &w.dicts[kind]; d.list[guess] == s {
		return guess
	}
	return w.newNumber(kind, s)
}

func (w *worker) newNumber(kind dictKind, s string) uint32 {
	n, ok := w.dicts[kind].id(s)
	w.notText = w.notText || !ok
	return n
}

// list returns what is known of a position. A new one probably has the texts of the
// one before it.
func (w *worker) list(position uint32) *list {
	if w.lists.n <= position {
		w.newLists(position)
	}
	return w.lists.at(position)
}

func (w *worker) newLists(position uint32) {
	before := w.lists.at(w.lastPosition).last
	for w.lists.n <= position {
		w.lists.add(list{last: before, span: newSpan})
	}
}

// add collects a record of a list: one that repeats the one before, which was kept under a number,
// or any other (0).
func (w *worker) add(l *list, r *record, kept uint32) {
	before := &l.last
	if l.run != w.run {
		l.run, l.n, l.outOfOrder = w.run, 0, false
		l.head, l.used = w.newBlock(), 0
		l.tail = l.head
		w.size += listBytes
		if len(w.blocks) == 1 {
			w.base = *r
		}
		before = &w.base
	} else if uint32(r.key()) <= uint32(before.key()) {
		l.outOfOrder = true
	}
	n := r.pack(&w.packed, before)
	w.put(l, w.packed[:n])
	w.size += n
	l.n++
	if l.kept = kept; kept == 0 {
		l.last = *r
	} else {
		l.last.setAgain(r)
	}
	if last := w.lists.at(w.lastPosition); last.next != r.position {
		last.next = r.position
	}
	w.lastPosition, w.lastFile = r.position, r.file
}

// goesBack reports whether a record begins a file of earlier months than the one before: its lists would
// have to be sorted if they came into the same run.
func (w *worker) goesBack(r *record) bool {
	return r.file != w.lastFile && r.month < w.lists.at(w.lastPosition).last.month
}

// put adds bytes to those of a position.
func (w *worker) put(l *list, p []byte) {
	for {
		n := copy(w.blocks[l.tail].bytes[l.used:], p)
		l.used += uint8(n)
		if p = p[n:]; len(p) == 0 {
			return
		}
		next := w.newBlock()
		w.blocks[l.tail].next = next
		l.tail, l.used = next, 0
	}
}

// newBlock adds a block. A run that is no longer short gets the room of a long one at once.
func (w *worker) newBlock() uint32 {
	if n := len(w.blocks); n == cap(w.blocks) && n >= fewBlocks {
		w.blocks = slices.Grow(w.blocks, max(runBlocks-n, n/4))
	}
	w.blocks = append(w.blocks, block{})
	return uint32(len(w.blocks) - 1)
}

// endRun returns the records of the run in order, in room for so many bytes, and begins the next. They
// are packed, after the number and the count of their position, and the first of each position as what
// differs from w.base.
func (w *worker) endRun() []byte {
	packed := make([]byte, 0, w.size)
	for _, id := range w.inOrder() {
		packed = w.appendList(packed, id)
	}
	w.beginRun()
	return packed
}

// spillRun is endRun for a run that is put elsewhere, some of its bytes at a time.
func (w *worker) spillRun(put func(packed []byte) error) error {
	defer w.beginRun()
	w.bytes = w.bytes[:0]
	for _, id := range w.inOrder() {
		if w.bytes = w.appendList(w.bytes, id); len(w.bytes) >= putBytes {
			if err := put(w.bytes); err != nil {
				return err
			}
			w.bytes = w.bytes[:0]
		}
	}
	return put(w.bytes)
}

// beginRun begins another run. The memory is used again.
func (w *worker) beginRun() {
	w.blocks, w.size = w.blocks[:0], 0
	w.run++
}

// inOrder are the positions in the order of their names.
func (w *worker) inOrder() []uint32 {
	w.orderPositions()
	w.list(uint32(len(w.ordered) - 1)) // for positions that have a number and no record
	return w.ordered
}

// appendList appends the records of a position in order, if the run has any.
func (w *worker) appendList(packed []byte, id uint32) []byte {
	l := w.lists.at(id)
	if l.run != w.run {
		return packed
	}
	packed = binary.AppendUvarint(packed, uint64(id))
	packed = binary.AppendUvarint(packed, uint64(l.n))
	from := len(packed)
	for at := l.head; at != l.tail; at = w.blocks[at].next {
		packed = append(packed, w.blocks[at].bytes[:]...)
	}
	packed = append(packed, w.blocks[l.tail].bytes[:l.used]...)
	if l.outOfOrder {
		packed = w.sort(packed, id, from)
	}
	return packed
}

// sort puts the records of a position in order, which begin at a place in packed and end it.
func (w *worker) sort(packed []byte, position uint32, from int) []byte {
	recs := w.sorted[:0]
	u, r := unpacker{left: packed[from:]}, w.base
	r.position = position
	for range w.lists.at(position).n {
		r.unpack(&u)
		recs = append(recs, r)
	}
	slices.SortFunc(recs, w.compare)
	packed = packed[:from]
	before := &w.base
	for i := range recs {
		packed = append(packed, w.packed[:recs[i].pack(&w.packed, before)]...)
		before = &recs[i]
	}
	w.sorted = recs
	return packed
}

// compare orders records of one position: by month and role, by doctor; then, so that
// the order is total, by where they come from and what they say.
func (w *worker) compare(x, y record) int {
	a, b := &x, &y
	text := func(kind dictKind) int {
		x, y := *a.text(kind), *b.text(kind)
		if x == y {
			return 0
		}
		return strings.Compare(w.dicts[kind].list[x], w.dicts[kind].list[y])
	}
	if c := cmp.Compare(uint32(a.key()), uint32(b.key())); c != 0 {
		return c // as of nearly all
	}
	if c := cmp.Or(text(doctors), text(files)); c != 0 {
		return c
	}
	if c := compareNumbers(a, b); c != 0 {
		return c
	}
	return cmp.Or(text(nameIDs), text(doctorNames), text(codes), text(names), text(offices))
}

// compareNumbers orders records by row and then by all their other numbers.
func compareNumbers(a, b *record) int {
	return cmp.Or(
		cmp.Compare(a.row, b.row), cmp.Compare(a.flags, b.flags), cmp.Compare(a.residents, b.residents),
		cmp.Compare(a.limit, b.limit), cmp.Compare(a.start, b.start), slices.Compare(a.amounts[:], b.amounts[:]),
	)
}

// orderPositions brings ordered up to date with the positions that are new since the last
// time; mostly there are few.
func (w *worker) orderPositions() {
	texts := w.dicts[positions].list
	if len(w.ordered) == len(texts) {
		return
	}
	byName := func(a, b uint32) int { return strings.Compare(texts[a], texts[b]) }
	var fresh []uint32
	for id := len(w.ordered); id < len(texts); id++ {
		fresh = append(fresh, uint32(id))
	}
	slices.SortFunc(fresh, byName)
	w.ordered = merged(w.ordered, fresh, byName)
}
