package register

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
)

// Options say how a register is built. The zero value is what to use outside
// tests; neither limit changes a byte of the register, except GroupRows.
type Options struct {
	// SetAside makes duplicate and contradicting rows not a fault: of two
	// equal rows the one with the first file and row stays, and a vacancy
	// yields to the doctor who holds the position. They are counted in the
	// ledger.
	SetAside bool

	// NoLink keeps lists apart that follow each other: one with a new id, and,
	// where the source has no ids, one with a new doctor. See package identity.
	NoLink bool

	// Scope returns the municipality within which lists are followed and
	// linked: the code by fixed borders, so that a new code is not a new list.
	// nil: the code of the row.
	Scope func(varighet.MunicipalityCode, varighet.Month) varighet.MunicipalityCode

	Budget    int64 // bytes of records kept in memory before they are spilled; 0 is 8 MiB
	GroupRows int   // rows after which a row group ends with its position; 0 is 131072
}

const (
	defaultBudget    = 8 << 20
	defaultGroupRows = 128 << 10
	runRows          = 32 << 10 // rows of a run; several months of a country, 5 MiB
)

// A Builder collects observations and writes a register from them. NewRun may
// be called from several goroutines.
type Builder struct {
	dir   string
	out   *atomicfile.Dir
	opt   Options
	limit int // records a worker collects before it sorts a run

	mu      sync.Mutex
	carried map[string]int // files whose rows come from a register: which, from 1
	carries int
	twice   conflicts // of these with new ones

	renamed map[string]string // doctors who are another, and who
	changed map[string]int64  // rows of each of these
	moved   map[string]string // lists with a new id, and the id they are linked to
	made    []Link
	unsure  int64
	merged  *merge // when all runs have been closed

	workers []*worker
	idle    []*worker
	runs    []*run
	kept    int64 // bytes of runs in memory
	spill   *os.File
	spilled int64 // bytes written to spill
	err     error
}

// A run is sorted records: in memory, or in the spill file.
type run struct {
	worker *worker
	recs   []record
	off    int64
	n      int
}

// NewBuilder begins a register that will replace the folder dir. Nothing of it
// is seen before [Builder.Commit]. Exactly one of Commit and [Builder.Abort]
// must follow; Abort after Commit does nothing.
func NewBuilder(dir string, opt Options) (*Builder, error) {
	if opt.Budget <= 0 {
		opt.Budget = defaultBudget
	}
	if opt.GroupRows <= 0 {
		opt.GroupRows = defaultGroupRows
	}
	out, err := atomicfile.CreateDir(dir)
	if err != nil {
		return nil, err
	}
	limit := max(1, min(runRows, int(opt.Budget/recordSize)))
	return &Builder{dir: dir, out: out, opt: opt, limit: limit, carried: map[string]int{}, twice: conflicts{}}, nil
}

// A Run takes observations from one goroutine, such as those of one input file.
type Run struct {
	b *Builder
	w *worker
}

// NewRun begins a run. Runs are cheap: lists of texts and memory are handed
// from one that is closed to the next.
func (b *Builder) NewRun() *Run {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.idle); n > 0 {
		w := b.idle[n-1]
		b.idle = b.idle[:n-1]
		return &Run{b, w}
	}
	w := newWorker()
	b.workers = append(b.workers, w)
	return &Run{b, w}
}

// Add takes a copy of an observation. It returns a *[varighet.Problem] for one
// that a register cannot hold, which is then not taken.
//
// An observation without a position whose basis is derived gets one on
// Commit, by the rules of package identity.
func (r *Run) Add(o *varighet.Observation) error {
	w := r.w
	w.recs = append(w.recs, record{})
	rec := &w.recs[len(w.recs)-1]
	if err := w.pack(r.b, o, rec); err != nil {
		w.recs = w.recs[:len(w.recs)-1]
		return err
	}
	return r.b.taken(w, rec)
}

// take collects a record of a worker's.
func (b *Builder) take(w *worker, r *record) error {
	w.recs = append(w.recs, *r)
	return b.taken(w, r)
}

// taken notes what a record says that was collected.
func (b *Builder) taken(w *worker, r *record) error {
	w.sight(r)
	w.given.give(r)
	w.keys = append(w.keys, sortKey{r.position, uint32(r.key())})
	if len(w.recs) >= b.limit {
		return b.endRun(w)
	}
	return nil
}

// Close ends the run. It must not be used again.
func (r *Run) Close() error {
	r.b.mu.Lock()
	defer r.b.mu.Unlock()
	r.b.idle = append(r.b.idle, r.w)
	r.w = nil
	return r.b.err
}

// endRun sorts what a worker has collected and keeps or spills it.
func (b *Builder) endRun(w *worker) error {
	if len(w.recs) == 0 {
		return nil
	}
	sorted := w.sorted()
	size := int64(len(sorted)) * recordSize
	r := &run{worker: w, n: len(sorted)}
	b.mu.Lock()
	keep := b.kept+size <= b.opt.Budget && b.spill == nil
	if keep {
		b.kept += size
	} else {
		r.off, b.spilled = b.spilled, b.spilled+size
	}
	b.runs = append(b.runs, r)
	file, err := b.spill, b.err
	if !keep && file == nil && err == nil {
		file, err = b.openSpill()
	}
	b.mu.Unlock()
	if keep {
		r.recs = slices.Clone(sorted)
	} else if err == nil {
		_, err = file.WriteAt(asBytes(sorted), r.off)
	}
	w.recs, w.keys = w.recs[:0], w.keys[:0]
	if err != nil {
		b.mu.Lock()
		b.err = cmp.Or(b.err, err)
		b.mu.Unlock()
	}
	return err
}

// openSpill makes the temporary file, inside the folder being built, and takes
// its name away at once where the system allows that.
func (b *Builder) openSpill() (*os.File, error) {
	f, err := os.Create(b.out.Path(spillName))
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name())
	b.spill = f
	return f, nil
}

const spillName = "runs.tmp"

// Abort gives up: what was there before stays, and nothing else does.
func (b *Builder) Abort() {
	b.closeSpill()
	b.out.Abort()
}

func (b *Builder) closeSpill() {
	if b.spill != nil {
		b.spill.Close()
		os.Remove(filepath.Join(b.out.Path(), spillName)) // where an open file keeps its name
		b.spill = nil
	}
}

// asBytes is the memory of records, which hold no pointers, for a file that
// only this process reads.
func asBytes(recs []record) []byte {
	if len(recs) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&recs[0])), len(recs)*recordSize)
}

// A worker packs, numbers and sorts records for one goroutine at a time.
type worker struct {
	dicts [dictCount]dict
	recs  []record
	keys  []sortKey // of recs
	spare []record
	until []uint32 // by rank: where the records of the position go
	order []place

	// Guesses for the texts of the next row.
	next                   []uint32  // by position: the position that came after it the last time
	seen                   []guesses // by position: the texts of its last record
	lastPosition, lastFile uint32

	present    [varighet.MaxMonth - varighet.MinMonth + 1]bool
	given      record // has a number wherever some record has one
	spans      []span // by position: how it was first and last seen
	loose      int64  // records whose position is to be derived
	lastLoose  looseKey
	lastLooseN uint32

	// The order of positions: ordered holds their numbers sorted by name, rank
	// the place of each therein.
	ordered []uint32
	rank    []uint32
}

// guesses are the texts that a row of a position probably has: those of its last one.
type guesses struct {
	doctor, doctorName, code, name, office uint32
	doctorID                               string // the text of doctor: the list of all is too long for the processor's cache
}

// A sortKey is what a record is sorted by before anything else: its position, and
// its month and role.
type sortKey struct{ position, monthRole uint32 }

// A place is a record among those of its position.
type place struct{ monthRole, at uint32 }

func newWorker() *worker {
	w := &worker{next: []uint32{0}, seen: make([]guesses, 1), spans: []span{newSpan}, given: noNumbers}
	for k := range w.dicts {
		w.dicts[k] = newDict()
	}
	return w
}

// pack makes a record of an observation.
func (w *worker) pack(b *Builder, o *varighet.Observation, r *record) error {
	if err := check(o); err != nil {
		return err
	}
	*r = record{
		amounts: [4]int64{amountOrNone(o.AmountBasis), amountOrNone(o.AmountFloor),
			amountOrNone(o.AmountEqualisation), amountOrNone(o.AmountTotal)},
		row: o.SourceRow, residents: orNone(o.Residents), limit: orNone(o.ListLimit), start: orNone(o.AgreementStart),
		month: int16(o.Month), flags: packFlags(o),
	}
	all := true
	id := func(kind dictKind, s string, guess uint32) uint32 {
		n, ok := w.dicts[kind].id(s, guess)
		all = all && ok
		return n
	}
	if o.PositionID == "" {
		r.position = w.loosePosition(b, o)
	} else {
		r.position = id(positions, o.PositionID, w.next[w.lastPosition])
		if r.position >= uint32(len(w.seen)) && strings.HasPrefix(o.PositionID, looseMark) { // the first time only
			return &varighet.Problem{File: o.SourceFile, Line: int(o.SourceRow), Code: "position-missing", Msg: "the row has no position"}
		}
	}
	w.room(r.position)
	before := &w.seen[r.position]
	if r.doctor = before.doctor; o.DoctorID != before.doctorID {
		r.doctor = id(doctors, o.DoctorID, before.doctor)
	}
	r.doctorName = id(doctorNames, o.DoctorName, before.doctorName)
	r.code = id(codes, string(o.MunicipalityCode), before.code)
	r.name = id(names, o.MunicipalityName, before.name)
	r.office = id(offices, o.Office, before.office)
	r.file = id(files, o.SourceFile, w.lastFile)
	if !all {
		return &varighet.Problem{File: strings.ToValidUTF8(o.SourceFile, "?"), Line: int(o.SourceRow), Code: "text-encoding",
			Msg: "a text is not UTF-8 or longer than 4096 bytes"}
	}
	if now := (guesses{r.doctor, r.doctorName, r.code, r.name, r.office, w.dicts[doctors].list[r.doctor]}); now != *before {
		*before = now
	}
	if w.next[w.lastPosition] != r.position {
		w.next[w.lastPosition] = r.position
	}
	w.lastPosition, w.lastFile = r.position, r.file
	return nil
}

// room makes room for what is remembered of a position. A new one probably has the
// texts of the one before it.
func (w *worker) room(position uint32) {
	for uint32(len(w.seen)) <= position {
		guess := w.seen[w.lastPosition]
		w.seen, w.next, w.spans = append(w.seen, guess), append(w.next, 0), append(w.spans, newSpan)
	}
}

// sorted returns the collected records in order, in memory that is used again.
// They are dealt out by position, of which there are some thousands, and only the
// few of each position are compared with each other.
func (w *worker) sorted() []record {
	w.orderPositions()
	w.until = slices.Grow(w.until[:0], len(w.rank)+1)[:len(w.rank)+1]
	clear(w.until)
	for _, k := range w.keys {
		w.until[w.rank[k.position]+1]++
	}
	for i := range w.rank {
		w.until[i+1] += w.until[i]
	}
	w.order = slices.Grow(w.order[:0], len(w.recs))[:len(w.recs)]
	for i, k := range w.keys {
		to := &w.until[w.rank[k.position]]
		w.order[*to] = place{k.monthRole, uint32(i)}
		*to++
	}
	from, compare := uint32(0), w.comparePlaces
	for _, to := range w.until[:len(w.rank)] {
		if to-from > 1 {
			slices.SortFunc(w.order[from:to], compare)
		}
		from = to
	}
	w.spare = slices.Grow(w.spare[:0], len(w.order))
	for _, p := range w.order {
		w.spare = append(w.spare, w.recs[p.at])
	}
	return w.spare
}

// comparePlaces orders records of one position.
func (w *worker) comparePlaces(a, b place) int {
	if a.monthRole != b.monthRole {
		return cmp.Compare(a.monthRole, b.monthRole)
	}
	return w.compareRest(&w.recs[a.at], &w.recs[b.at])
}

// compareRest orders records of one position, month and role: by doctor; then,
// so that the order is total, by where they come from and what they say.
func (w *worker) compareRest(a, b *record) int {
	text := func(kind dictKind) int {
		x, y := *a.text(kind), *b.text(kind)
		if x == y {
			return 0
		}
		return strings.Compare(w.dicts[kind].list[x], w.dicts[kind].list[y])
	}
	if c := cmp.Or(text(doctors), text(files)); c != 0 {
		return c
	}
	if c := compareNumbers(a, b); c != 0 {
		return c
	}
	return cmp.Or(text(doctorNames), text(codes), text(names), text(offices))
}

// compareNumbers orders records by row and then by all their other numbers.
func compareNumbers(a, b *record) int {
	return cmp.Or(
		cmp.Compare(a.row, b.row), cmp.Compare(a.flags, b.flags), cmp.Compare(a.residents, b.residents),
		cmp.Compare(a.limit, b.limit), cmp.Compare(a.start, b.start), slices.Compare(a.amounts[:], b.amounts[:]),
	)
}

// orderPositions brings ordered and rank up to date with the positions that
// are new since the last time; mostly there are few.
func (w *worker) orderPositions() {
	list := w.dicts[positions].list
	if len(w.rank) == len(list) {
		return
	}
	var fresh []uint32
	for id := len(w.rank); id < len(list); id++ {
		fresh = append(fresh, uint32(id))
	}
	byName := func(a, b uint32) int { return strings.Compare(list[a], list[b]) }
	slices.SortFunc(fresh, byName)
	merged := make([]uint32, 0, len(list))
	old := w.ordered
	for len(old) > 0 && len(fresh) > 0 {
		if byName(old[0], fresh[0]) < 0 {
			merged, old = append(merged, old[0]), old[1:]
		} else {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
	}
	w.ordered = append(append(merged, old...), fresh...)
	w.rank = slices.Grow(w.rank[:0], len(list))[:len(list)]
	for place, id := range w.ordered {
		w.rank[id] = uint32(place)
	}
}

var errNoRows = errors.New("no observations to write a register from")
