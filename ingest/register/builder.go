package register

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/limit"
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

	// Budget is how many bytes of runs are kept in memory before others are spilled.
	// The runs under way, one a goroutine, come on top: each may take as much again.
	// 0 is 32 MiB.
	Budget int64

	GroupRows int // rows after which a row group ends with its position; 0 is 131072

	// Limits are those of rows of a list and of a month; the zero value has the defaults.
	Limits limit.Set
}

const (
	defaultBudget    = 32 << 20
	defaultGroupRows = 128 << 10
	runBlocks        = 32 << 10 // blocks that a run fills, of 64 bytes: three years of a country;
	blocksEach       = 4        // or more, if that were fewer for each position
	fewBlocks        = 1 << 10  // up to which a run is short
	mostSorted       = 1 << 18  // records of a position, out of order, that are sorted at once: 32 MiB
)

// A Builder collects observations and writes a register from them. NewRun may
// be called from several goroutines.
type Builder struct {
	dir   string
	out   *atomicfile.Dir
	opt   Options
	limit int // blocks that a run never fills, for the budget

	mu      sync.Mutex
	carried map[string]int // files whose rows come from a register: which, from 1
	carries int
	twice   conflicts // of these with new ones

	watch  Watcher
	rules  Rules             // what is known of who is who
	oldIDs map[string]bool   // of doctors of carried rows who are known by name
	gone   int64             // of these, that no row has any more
	who    *whoIsWho         // when all runs have been closed
	moved  map[string]string // lists with a new id, and the id they are linked to
	made   []Link
	unsure int64
	merged *merge // when all runs have been closed

	workers []*worker
	idle    []*worker
	runs    []*run
	kept    int64 // bytes of runs in memory, about
	spills  bool  // there is no room for more of them
	spill   *os.File
	spilled int64 // bytes written to spill
	err     error
}

// A run is sorted records, packed as [worker.endRun] does: in memory, or in the spill file.
type run struct {
	worker *worker
	base   record // what the first record of each position differs from
	packed []byte // nil if spilled
	parts  []part // in the spill file
}

// A part is a stretch of the spill file.
type part struct{ off, size int64 }

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
	out, err := atomicfile.CreatePrivateDir(dir)
	if err != nil {
		return nil, err
	}
	limit := int(max(1, opt.Budget/blockSize))
	return &Builder{dir: dir, out: out, opt: opt, limit: limit, carried: map[string]int{}, twice: conflicts{}}, nil
}

// A Run takes observations from one goroutine, such as those of one input file.
type Run struct {
	b    *Builder
	w    *worker
	kept []uint32 // by the number under which a row was kept: its position
}

// NewRun begins a run. Runs are cheap: lists of texts and memory are handed
// from one that is closed to the next.
func (b *Builder) NewRun() *Run {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.idle); n > 0 {
		w := b.idle[n-1]
		b.idle = b.idle[:n-1]
		return &Run{b: b, w: w}
	}
	w := newWorker(b.opt.Limits)
	b.workers = append(b.workers, w)
	return &Run{b: b, w: w}
}

// Add takes a copy of an observation. It returns a *[varighet.Problem] for one
// that a register cannot hold, which is then not taken.
//
// An observation without a position whose basis is derived gets one on
// Commit, by the rules of package identity.
func (r *Run) Add(o *varighet.Observation) error {
	var rec record
	if err := r.w.pack(o, &rec); err != nil {
		return err
	}
	return r.b.take(r.w, r.w.lists.at(rec.position), &rec, 0)
}

// Keep keeps the row that was added last under a number, from 1, for [Run.Repeat].
func (r *Run) Keep(n uint32) {
	if missing := int(n) + 1 - len(r.kept); missing > 0 {
		r.kept = append(r.kept, make([]uint32, missing)...)
	}
	r.kept[n] = r.w.lastPosition
	r.w.lists.at(r.w.lastPosition).kept = n
}

// Repeats reports whether the row kept under a number is the last of its position, so that
// another may repeat it.
func (r *Run) Repeats(n uint32) bool {
	return n < uint32(len(r.kept)) && r.w.lists.at(r.kept[n]).kept == n
}

// Repeat adds a row that says what the one kept under a number does, but for month,
// numbers and source, which are those of o. [Run.Repeats] must have said that it may.
func (r *Run) Repeat(n uint32, o *varighet.Observation) error {
	l := r.w.lists.at(r.kept[n])
	rec := l.last
	if err := r.w.packAgain(l, o, &rec); err != nil {
		return err
	}
	return r.b.take(r.w, l, &rec, n)
}

// take collects a record of a worker's list, which is kept under a number; 0 for none.
func (b *Builder) take(w *worker, l *list, r *record, kept uint32) error {
	if w.goesBack(r) && len(w.blocks) >= runBlocks/8 {
		if err := b.endRun(w); err != nil {
			return err
		}
	}
	w.tellWho(l, r)
	w.add(l, r, kept)
	w.given.give(r)
	if l.outOfOrder && l.n >= mostSorted {
		return b.endRun(w)
	}
	if len(w.blocks) >= min(b.limit, max(runBlocks, blocksEach*int(w.lists.n))) {
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

// endRun keeps or spills what a worker has collected.
func (b *Builder) endRun(w *worker) error {
	if len(w.blocks) == 0 {
		return nil
	}
	r := &run{worker: w, base: w.base}
	var err error
	if b.keeps(w.size) {
		r.packed = w.endRun()
	} else {
		err = w.spillRun(func(packed []byte) error { return b.spillPart(r, packed) })
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.runs = append(b.runs, r)
	b.err = cmp.Or(b.err, err)
	return b.err
}

// keeps reports whether there is room in memory for a run. From the first for which there is
// none, all are spilled.
func (b *Builder) keeps(size int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.spills = b.spills || b.kept+int64(size) > b.opt.Budget; b.spills {
		return false
	}
	b.kept += int64(size)
	return true
}

// spillPart writes what follows of a run into the temporary file.
func (b *Builder) spillPart(r *run, packed []byte) error {
	b.mu.Lock()
	off, file, err := b.spilled, b.spill, b.err
	if b.spilled += int64(len(packed)); file == nil && err == nil {
		file, err = b.openSpill()
	}
	b.mu.Unlock()
	if err != nil {
		return err
	}
	r.parts = append(r.parts, part{off, int64(len(packed))})
	_, err = file.WriteAt(packed, off)
	return err
}

// openSpill makes the temporary file, inside the folder being built, and takes
// its name away at once where the system allows that.
func (b *Builder) openSpill() (*os.File, error) {
	f, err := os.OpenFile(b.out.Path(spillName), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
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

var errNoRows = errors.New("no observations to write a register from")
