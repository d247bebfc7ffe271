package register

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/varighet/varighet"
)

// A merge brings sorted runs together into one sorted sequence of records,
// numbered by the sorted lists of all texts, so that numbers compare as the
// texts do.
type merge struct {
	texts   [dictCount][]string
	maps    map[*worker]*[dictCount][]uint32 // what each number of a worker becomes
	runs    []*run
	spill   *os.File
	cursors []*cursor // a heap: the least record first

	given record // has a number, or a text other than "", wherever some record has

	loose uint32 // positions up to this are passing ones
	moved []bool // positions that were linked to others; nil if none
}

// passes reports whether a record is one that counts: it has its last position.
func (m *merge) passes(r *record) bool {
	return r.position > m.loose && (m.moved == nil || !m.moved[r.position])
}

// A cursor is a place in a run.
type cursor struct {
	rec   record // the one at the place, renumbered
	key   uint64 // of rec
	given bool   // it was given out

	base record               // of the run
	own  record               // rec with the worker's numbers
	n    uint64               // records of its position that follow
	maps *[dictCount][]uint32 // from the worker's numbers to the merge's

	unpacker             // of what follows, as far as it is in memory
	file     io.ReaderAt // the spill file, for a run in it
	parts    []part      // that follow in the file
	begun    int64       // bytes of the first of them that have been read
	buf      []byte      // for what is read from the file
}

// spillBytes is the memory for what is read from the spill file, shared by all runs. A
// run has no more of it than maxSpill, and no less than minSpill: with more than 4096
// runs it is no bound, and each takes 4 KiB.
const (
	spillBytes = 16 << 20
	minSpill   = 4 << 10
	maxSpill   = 64 << 10
)

func newMerge(workers []*worker, runs []*run, spill *os.File) (*merge, error) {
	m := &merge{maps: make(map[*worker]*[dictCount][]uint32, len(workers)), runs: runs, spill: spill}
	for _, w := range workers {
		m.maps[w] = new([dictCount][]uint32)
	}
	m.given = noNumbers
	for _, w := range workers {
		m.given.give(&w.given)
	}
	var uniting sync.WaitGroup
	for kind := range dictCount {
		uniting.Go(func() { m.texts[kind] = unite(workers, kind, m.maps) })
	}
	uniting.Wait()
	for kind := range dictCount {
		*m.given.text(kind) = uint32(len(m.texts[kind]) - 1)
	}
	return m, m.rewind()
}

// rewind begins the sequence again.
func (m *merge) rewind() error {
	m.cursors = m.cursors[:0]
	for _, r := range m.runs {
		c := m.cursor(r)
		if ok, err := c.step(); err != nil {
			return err
		} else if ok {
			m.cursors = append(m.cursors, c)
		}
	}
	for i := len(m.cursors)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	return nil
}

// cursor makes a cursor before the first record of a run.
func (m *merge) cursor(r *run) *cursor {
	c := &cursor{base: r.base, maps: m.maps[r.worker], unpacker: unpacker{left: r.packed}}
	if r.packed == nil {
		c.file, c.parts = m.spill, r.parts
		c.buf = make([]byte, max(minSpill, min(maxSpill, spillBytes/len(m.runs))))
	}
	return c
}

// each goes through the records of a run.
func (m *merge) each(r *run, see func(*record) error) error {
	c := m.cursor(r)
	for {
		if ok, err := c.step(); err != nil || !ok {
			return err
		}
		if err := see(&c.rec); err != nil {
			return err
		}
	}
}

// unite returns the texts of all workers' lists of a kind, sorted and without
// repeats ("" is always the first), and fills in what each number becomes.
func unite(workers []*worker, kind dictKind, maps map[*worker]*[dictCount][]uint32) []string {
	var all []string
	orders := make([][]uint32, len(workers))
	for i, w := range workers {
		list := w.dicts[kind].list
		order := make([]uint32, len(list))
		for id := range order {
			order[id] = uint32(id)
		}
		slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(list[a], list[b]) })
		orders[i] = order
		texts := make([]string, len(order))
		for place, id := range order {
			texts[place] = list[id]
		}
		all = merged(all, texts, strings.Compare)
	}
	all = slices.Compact(all)
	for i, w := range workers {
		list, to := w.dicts[kind].list, make([]uint32, len(orders[i]))
		place := 0
		for _, id := range orders[i] {
			for all[place] != list[id] {
				place++
			}
			to[id] = uint32(place)
		}
		maps[w][kind] = to
	}
	return all
}

// merged merges two sorted lists.
func merged[T any](a, b []T, compare func(x, y T) int) []T {
	all := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// step goes to the next record of the run; ok is false at its end.
func (c *cursor) step() (ok bool, err error) {
	if len(c.left) < maxStep && len(c.parts) > 0 {
		if err := c.read(); err != nil {
			return false, err
		}
	}
	if len(c.left) == 0 {
		return false, nil
	}
	first := c.n == 0
	if first {
		c.own = c.base
		c.own.position = uint32(c.uvarint())
		c.n = c.uvarint()
	}
	c.n--
	rare := c.own.unpack(&c.unpacker)
	if c.short {
		return false, fmt.Errorf("reading the temporary file: %w", io.ErrUnexpectedEOF)
	}
	c.renumber(rare || first)
	c.key = c.rec.key()
	return true, nil
}

// maxStep is more than the bytes of a record with those before it that are about its position.
const maxStep = maxPacked + 2*binary.MaxVarintLen64

// read reads more of a spilled run.
func (c *cursor) read() error {
	n := int64(copy(c.buf, c.left))
	for n < int64(len(c.buf)) && len(c.parts) > 0 {
		p := c.parts[0]
		end := min(int64(len(c.buf)), n+p.size-c.begun)
		if _, err := c.file.ReadAt(c.buf[n:end], p.off+c.begun); err != nil {
			return fmt.Errorf("reading the temporary file: %w", err)
		}
		c.begun += end - n
		if n = end; c.begun == p.size {
			c.parts, c.begun = c.parts[1:], 0
		}
	}
	c.left = c.buf[:n]
	return nil
}

// renumber brings rec up to date with own. If nothing rare has changed, most of
// it is.
func (c *cursor) renumber(rare bool) {
	r, own, to := &c.rec, &c.own, c.maps
	r.month, r.row, r.residents = own.month, own.row, own.residents
	for k := range r.amounts { // one by one: the processor waits for a number that was written alone and is read with others
		r.amounts[k] = own.amounts[k]
	}
	r.file = to[files][own.file]
	if rare {
		r.flags, r.limit, r.start = own.flags, own.limit, own.start
		r.position, r.doctor, r.nameID = to[positions][own.position], to[doctors][own.doctor], to[nameIDs][own.nameID]
		r.doctorName, r.code = to[doctorNames][own.doctorName], to[codes][own.code]
		r.name, r.office = to[names][own.name], to[offices][own.office]
	}
}

func less(a, b *cursor) bool {
	if a.key != b.key {
		return a.key < b.key
	}
	return compareMerged(&a.rec, &b.rec) < 0
}

// compareMerged is worker.compare for records numbered in the order of
// their texts.
func compareMerged(a, b *record) int {
	if c := cmp.Or(cmp.Compare(a.doctor, b.doctor), cmp.Compare(a.file, b.file)); c != 0 {
		return c
	}
	return cmp.Or(compareNumbers(a, b), cmp.Compare(a.nameID, b.nameID), cmp.Compare(a.doctorName, b.doctorName), cmp.Compare(a.code, b.code),
		cmp.Compare(a.name, b.name), cmp.Compare(a.office, b.office))
}

// sink moves the cursor at place i down the heap to where it belongs.
func (m *merge) sink(i int) {
	h := m.cursors
	c := h[i]
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if child+1 < len(h) && less(h[child+1], h[child]) {
			child++
		}
		if !less(h[child], c) {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = c
}

// next returns the next record in order, valid until the next call; nil after
// the last.
func (m *merge) next() (*record, error) {
	if len(m.cursors) == 0 {
		return nil, nil
	}
	// The cursor at the top moves on only now, so that its record could be read.
	c := m.cursors[0]
	if c.given {
		ok, err := c.step()
		if err != nil {
			return nil, err
		}
		c.given = false
		if !ok {
			last := len(m.cursors) - 1
			m.cursors[0] = m.cursors[last]
			if m.cursors = m.cursors[:last]; last == 0 {
				return nil, nil
			}
		}
		m.sink(0)
		c = m.cursors[0]
	}
	c.given = true
	return &c.rec, nil
}

// A sifter looks at merged records in order, keeps those that belong in the
// register, and counts.
type sifter struct {
	texts    *[dictCount][]string
	setAside bool
	problems varighet.Problems
	aside    map[string]map[string]int64 // by file and reason

	doubts *doubter

	carried []int // by file: the register its rows come from, 0 for none; nil if none do
	twice   conflicts

	last   trace // of the last one kept
	holder trace // of a regular doctor of its position and month,
	held   bool  // if there is one
	placed trace // of the last one of its position and month that has a municipality's code; code 0 for none
	named  trace // of the last one that has its name; name 0 for none

	rows    int64
	present []bool            // by month from MinMonth
	seen    [dictCount][]bool // of names: in rows without a code
	coded   []bool            // names in rows with one
}

// A trace is what a sifter remembers of a record.
type trace struct {
	key                uint64
	doctor, code, file uint32
	name               uint32
	row                int32
}

// of makes t the trace of a record.
func (t *trace) of(r *record) {
	t.key, t.doctor, t.code, t.file, t.name, t.row = r.key(), r.doctor, r.code, r.file, r.name, r.row
}

// Reasons for which merged rows are faults, or set aside.
const (
	DuplicateRow  = "duplicate-row"   // a position, month, role and doctor a second time
	VacantAndHeld = "vacant-and-held" // a vacancy in a month in which the position is held
	TwoPlaces     = "two-places"      // a position in two municipalities in one month
)

func newSifter(m *merge, setAside bool) *sifter {
	s := &sifter{texts: &m.texts, setAside: setAside, aside: map[string]map[string]int64{},
		doubts: newDoubter(&m.texts), present: make([]bool, varighet.MaxMonth-varighet.MinMonth+1)}
	for _, kind := range []dictKind{positions, doctors, codes, names} {
		s.seen[kind] = make([]bool, len(m.texts[kind]))
	}
	s.coded = make([]bool, len(m.texts[names]))
	s.last.key = math.MaxUint64
	return s
}

// watch looks out for months that come both from an old register and from a new
// file; found are those that are known already.
func (s *sifter) watch(carried map[string]int, found conflicts) {
	s.twice = found
	if len(carried) == 0 {
		return
	}
	s.carried = make([]int, len(s.texts[files]))
	for i, name := range s.texts[files] {
		s.carried[i] = carried[name]
	}
}

// keep reports whether a record belongs in the register, and counts it if it does. same says that
// it differs from the last one kept in month, source, residents and amounts only.
func (s *sifter) keep(r *record, same bool) bool {
	if !s.sift(r) {
		return false
	}
	s.rows++
	s.present[varighet.Month(r.month)-varighet.MinMonth] = true
	s.doubts.see(r)
	if same {
		return true
	}
	s.seen[positions][r.position] = true
	s.seen[doctors][r.doctor] = true
	s.seen[codes][r.code] = true
	if r.code == 0 {
		s.seen[names][r.name] = true
	} else {
		s.coded[r.name] = true
	}
	return true
}

// sift reports whether a record belongs in the register. If not, it has noted why.
func (s *sifter) sift(r *record) bool {
	key := r.key()
	if key>>8 != s.last.key>>8 {
		s.held, s.placed.code, s.named.name = false, 0, 0
	} else if s.carried != nil && s.carried[r.file] != s.carried[s.last.file] {
		s.conflict(r)
	} else if other := s.elsewhere(r); other != nil {
		return s.fault(r, other, TwoPlaces, "the position is in another municipality in %s, row %d, in the same month",
			"if each municipality has numbered its own lists, say --lists-within municipality, which makes 4631-1 of list 1")
	} else if key == s.last.key && r.doctor == s.last.doctor {
		return s.fault(r, &s.last, DuplicateRow,
			"the same position, month, role and doctor stand in %s, row %d", "take one of the two rows out")
	}
	switch r.flags.role() {
	case varighet.RoleRegular:
		s.holder.of(r)
		s.held = true
	case varighet.RoleVacant:
		if s.held {
			return s.fault(r, &s.holder, VacantAndHeld,
				"the position is vacant here, but held the same month in %s, row %d", "take one of the two rows out")
		}
	}
	s.last.of(r)
	if r.code != 0 {
		s.placed.of(r)
	}
	if r.name != 0 {
		s.named.of(r)
	}
	return true
}

// elsewhere returns the trace of a record of the same position and month that is in another
// municipality, nil for none: by the codes, or where one has none by the names.
func (s *sifter) elsewhere(r *record) *trace {
	switch {
	case r.code != 0 && s.placed.code != 0:
		if r.code != s.placed.code {
			return &s.placed
		}
	case r.name != 0 && s.named.name != 0 && r.name != s.named.name && (r.code == 0 || s.named.code == 0):
		if !samePlaceName(s.texts[names][r.name], s.texts[names][s.named.name]) {
			return &s.named
		}
	}
	return nil
}

// conflict notes that an old file and a new one have the same list in a month: that of
// a record and that of the last one.
func (s *sifter) conflict(r *record) {
	a, b := r.file, s.last.file
	if s.carried[b] > s.carried[a] {
		a, b = b, a
	}
	s.twice.add(s.texts[files][a], s.texts[files][b], varighet.Month(r.month))
}

// fault notes a record at odds with an earlier one. It returns false: the
// record does not belong in the register.
func (s *sifter) fault(r *record, other *trace, code, msg, hint string) bool {
	file := s.texts[files][r.file]
	if s.aside[file] == nil {
		s.aside[file] = map[string]int64{}
	}
	s.aside[file][code]++
	if !s.setAside {
		s.problems.Add(&varighet.Problem{
			File: s.texts[files][r.file], Line: int(r.row), Code: code,
			Msg: fmt.Sprintf(msg, s.texts[files][other.file], other.row), Hint: hint,
		})
	}
	return false
}

// namesAlone counts municipalities that rows name and of which none has a code.
func (s *sifter) namesAlone() int64 {
	coded, alone := map[string]bool{}, map[string]bool{}
	for id, name := range s.texts[names] {
		if s.coded[id] {
			coded[varighet.Town(name)] = true
		}
	}
	for id, name := range s.texts[names] {
		if town := varighet.Town(name); s.seen[names][id] && town != "" && !coded[town] {
			alone[town] = true
		}
	}
	return int64(len(alone))
}

// counts returns what the manifest says of the rows kept.
func (s *sifter) counts() Counts {
	distinct := func(kind dictKind) (n int64) {
		for _, seen := range s.seen[kind][1:] { // without ""
			if seen {
				n++
			}
		}
		return n
	}
	c := Counts{Rows: s.rows, Positions: distinct(positions), Doctors: distinct(doctors), Municipalities: distinct(codes) + s.namesAlone(),
		MissingMonths: []varighet.Month{}}
	first := slices.Index(s.present, true)
	if first < 0 {
		return c
	}
	for i := first; i < len(s.present); i++ {
		if s.present[i] {
			c.LastMonth = varighet.MinMonth + varighet.Month(i)
		}
	}
	c.FirstMonth = varighet.MinMonth + varighet.Month(first)
	for m := c.FirstMonth; m < c.LastMonth; m++ {
		if !s.present[m-varighet.MinMonth] {
			c.MissingMonths = append(c.MissingMonths, m)
		}
	}
	return c
}
