package register

import (
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
)

// TakenOut is the reason for which rows of a file are set aside that were in the
// register and were removed or replaced later.
const TakenOut = "taken out"

// A Place names rows of a register by what they came from: the file, the
// municipality as reported ("" where the source has none) and the month.
type Place struct {
	File  string
	Code  varighet.MunicipalityCode
	Month varighet.Month
	Loose bool // the list has no id in the file
}

// Carry adds the rows of an old register, so that Commit merges them with those
// of the runs and of others: this is how a register grows, and how two are joined. With drop, rows for which it
// returns true stay behind; it is called from several goroutines, mostly once for
// many rows of a place.
//
// What was decided with all months in view is taken back, to be decided again:
// a position that was derived has no id until Commit, and a list that was linked
// to an earlier one has its own id.
//
// Carry returns the old register's inputs with the rows that stayed behind
// accounted for: a row all of whose observations were dropped is set aside as
// [TakenOut], and an input of which nothing is left is not among them. Its
// rows must not meet those of another file in a month: see [ConflictError]. The
// register may be closed when Carry returns.
func (b *Builder) Carry(old *Register, drop func(Place) bool) ([]Input, error) {
	undo, err := old.links()
	if err != nil {
		return nil, err
	}
	parts := old.NumParts()
	tally := newCarryTally(drop != nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, min(parts, max(1, runtime.GOMAXPROCS(0))))
	for k := range errs {
		wg.Go(func() {
			c := &carrier{b: b, w: b.NewRun().w, old: old, undo: undo, drop: drop, tally: tally.one()}
			for p := int(next.Add(1)) - 1; p < parts && errs[k] == nil; p = int(next.Add(1)) - 1 {
				errs[k] = c.part(p)
			}
			tally.merge(c.tally)
			b.noteOldIDs(c)
			(&Run{b: b, w: c.w}).Close()
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", old.dir, err)
		}
	}
	inputs := tally.inputs(old.Manifest.Inputs)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.carries++
	for _, in := range inputs {
		if b.carried[in.Name] != 0 {
			return nil, &varighet.Problem{File: in.Name, Code: "file-twice", Msg: "two registers have rows of this file",
				Hint: "take the file out of one of them (--remove)"}
		}
		b.carried[in.Name] = b.carries
	}
	return inputs, nil
}

// noteOldIDs takes over the ids of doctors that a carrier saw.
func (b *Builder) noteOldIDs(c *carrier) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.oldIDs == nil {
		b.oldIDs = map[string]bool{}
	}
	for doctor := range c.oldIDs {
		b.oldIDs[c.w.dicts[doctors].list[doctor]] = true
	}
}

// A carrier moves parts of an old register into runs: texts are looked up once
// a row group and not once a row.
type carrier struct {
	b     *Builder
	w     *worker
	old   *Register
	undo  map[string][]Link
	drop  func(Place) bool
	tally *carryTally

	oldIDs    map[uint32]bool // of doctors who are known by name
	lastPlace placeNumbers
	lastDrop  bool
}

type placeNumbers struct {
	file, code uint32
	month      int16
	loose      bool
	known      bool
}

// part moves one part.
func (c *carrier) part(p int) error {
	names := ColumnNames()
	f := prefetch(c.old.file, p, p+1, names)
	defer f.stop()
	var texts batchTexts
	for b := range f.full {
		if b.err != nil {
			return b.err
		}
		if err := c.rows(&b.Batch, &texts); err != nil {
			return err
		}
		f.free <- b
	}
	return nil
}

// batchTexts are the worker's numbers for the texts of a row group, by column,
// as far as they have been seen.
type batchTexts struct {
	ids   [dictCount][]uint32
	words [5][]uint8 // role, basis, status, evidence, doctor's basis

	doctorOfName []uint32 // the numbers of name ids among doctors
}

// Places of the columns in a batch of all.
var columnAt = func() map[string]int {
	at := map[string]int{}
	for i, n := range ColumnNames() {
		at[n] = i
	}
	return at
}()

var textColumns = map[string]dictKind{"position_id": positions, "doctor_id": doctors, "doctor_name": doctorNames, "name_id": nameIDs,
	"municipality_code": codes, "municipality_name": names, "office": offices, "source_file": files}

// rows packs the rows of a batch into the worker's records.
func (c *carrier) rows(b *columnar.Batch, texts *batchTexts) error {
	col := func(name string) *columnar.Vector { return &b.Columns[columnAt[name]] }
	for name, kind := range textColumns {
		if err := c.number(kind, col(name).Values, &texts.ids[kind]); err != nil {
			return err
		}
	}
	if err := c.number(doctors, col("name_id").Values, &texts.doctorOfName); err != nil {
		return err
	}
	for i, parse := range wordColumns {
		if err := parse.number(col(parse.name).Values, &texts.words[i]); err != nil {
			return err
		}
	}
	text := func(name string) func(i int) uint32 {
		ids, v := texts.ids[textColumns[name]], col(name)
		return func(i int) uint32 {
			if v.Index[i] < 0 {
				return 0
			}
			return ids[v.Index[i]]
		}
	}
	word := func(n int) func(i int) uint8 {
		v, words := col(wordColumns[n].name), texts.words[n]
		return func(i int) uint8 {
			if v.Index[i] < 0 {
				return 0
			}
			return words[v.Index[i]]
		}
	}
	position, doctor, doctorName := text("position_id"), text("doctor_id"), text("doctor_name")
	code, name, office, file := text("municipality_code"), text("municipality_name"), text("office"), text("source_file")
	role, basis, status, evidence, doctorBasis := word(0), word(1), word(2), word(3), word(4)
	nameID, names := text("name_id"), col("name_id")
	salaried, common := col("salaried"), col("common_list")
	numbers := [...]*columnar.Vector{col("residents"), col("list_limit"), col("agreement_start"), col("source_row")}
	amounts := [...]*columnar.Vector{col("amount_basis"), col("amount_floor"), col("amount_equalisation"), col("amount_total")}
	months := col("month")
	days, at := firstDays(), 0
	for i := range b.N {
		if d := months.Int32[i]; days[at] != d {
			var ok bool
			if at, ok = slices.BinarySearch(days, d); !ok {
				return fmt.Errorf("a month that is not a first of the month in %s to %s", varighet.MinMonth, varighet.MaxMonth)
			}
		}
		r := record{
			position: position(i), doctor: doctor(i), nameID: nameID(i), doctorName: doctorName(i), code: code(i), name: name(i), office: office(i),
			file: file(i), row: int32At(numbers[3], i), residents: int32At(numbers[0], i), limit: int32At(numbers[1], i),
			start: int32At(numbers[2], i), month: int16(varighet.MinMonth + varighet.Month(at)),
			flags: flags(role(i)) | flags(basis(i))<<2 | flags(status(i))<<4 | flags(evidence(i))<<6 |
				packBool(boolAt(salaried, i))<<8 | packBool(boolAt(common, i))<<10 | flags(doctorBasis(i))<<12,
		}
		oldID := uint32(0)
		if r.flags.doctorBasis() == varighet.DoctorByName && names.Index[i] >= 0 {
			oldID = r.doctor
			r.doctor = texts.doctorOfName[names.Index[i]]
		}
		for k, v := range amounts {
			r.amounts[k] = noAmount
			if v.Valid == nil || v.Valid[i] {
				r.amounts[k] = v.Int64[i]
			}
		}
		at = min(at+1, len(days)-1)
		if err := c.row(&r, oldID); err != nil {
			return err
		}
	}
	return nil
}

// noteOldID notes who a doctor known by name, of a row that stays, was in the old register.
func (c *carrier) noteOldID(doctor uint32) {
	if c.oldIDs == nil {
		c.oldIDs = map[uint32]bool{}
	}
	c.oldIDs[doctor] = true
}

// row takes one record, unless it stays behind. oldID is who its doctor was if known by name,
// else 0.
func (c *carrier) row(r *record, oldID uint32) error {
	if c.drop != nil {
		if at := (placeNumbers{r.file, r.code, r.month, r.flags.basis() != varighet.BasisGiven && c.wasLoose(r), true}); at != c.lastPlace {
			list := &c.w.dicts
			c.lastPlace, c.lastDrop = at, c.drop(Place{list[files].list[r.file],
				varighet.MunicipalityCode(list[codes].list[r.code]), varighet.Month(r.month), at.loose})
		}
		c.tally.row(c.w.dicts[files].list[r.file], r.row, c.lastDrop)
		if c.lastDrop {
			return nil
		}
	}
	if oldID != 0 {
		c.noteOldID(oldID)
	}
	if r.flags.basis() != varighet.BasisGiven {
		if err := c.unlink(r); err != nil {
			return err
		}
	}
	return c.b.take(c.w, c.w.list(r.position), r, 0)
}

// ownID returns the id that a record of a position that was derived or linked had
// before it was linked: that of its file, or a derived one.
func (c *carrier) ownID(r *record) (id string, basis varighet.Basis) {
	id, basis = c.w.dicts[positions].list[r.position], r.flags.basis()
	for _, l := range c.undo[id] { // by month
		if l.ListID != "" && l.Month <= varighet.Month(r.month) {
			id, basis = l.ListID, varighet.BasisGiven
		}
	}
	return id, basis
}

func (c *carrier) wasLoose(r *record) bool {
	id, _ := c.ownID(r)
	return isDerivedID(id)
}

// unlink gives a record of a position that was derived or linked back the id it
// had in its file, if any.
func (c *carrier) unlink(r *record) error {
	id, basis := c.ownID(r)
	if isDerivedID(id) {
		id, basis = looseID(varighet.MunicipalityCode(c.w.dicts[codes].list[r.code]), c.w.dicts[names].list[r.name]), varighet.BasisDerived
		c.w.loose++
	}
	n, ok := c.w.dicts[positions].id(id)
	if !ok {
		return fmt.Errorf("%s is damaged: an id is not text", LinksFile)
	}
	r.position = n
	r.flags = r.flags&^(3<<2) | flags(basis)<<2
	return nil
}

// number brings the worker's numbers of a column's texts up to date.
func (c *carrier) number(kind dictKind, values []string, ids *[]uint32) error {
	for _, s := range values[len(*ids):] {
		if kind == positions && (s == "" || strings.HasPrefix(s, looseMark)) {
			return errors.New("a row has no position")
		}
		n, ok := c.w.dicts[kind].id(s)
		if !ok {
			return fmt.Errorf("a text is not UTF-8 or longer than %d bytes", maxText)
		}
		*ids = append(*ids, n)
	}
	return nil
}

// A wordColumn is a column of a few words that stand for numbers.
type wordColumn struct {
	name  string
	parse func(string) (uint8, bool)
}

var wordColumns = [5]wordColumn{
	{"role", func(s string) (uint8, bool) { v, ok := varighet.ParseRole(s); return uint8(v), ok }},
	{"position_basis", func(s string) (uint8, bool) { v, ok := varighet.ParseBasis(s); return uint8(v), ok }},
	{"status", func(s string) (uint8, bool) { v, ok := varighet.ParseListStatus(s); return uint8(v), ok }},
	{"evidence", func(s string) (uint8, bool) { v, ok := varighet.ParseEvidence(s); return uint8(v), ok }},
	{"doctor_basis", func(s string) (uint8, bool) { v, ok := varighet.ParseDoctorBasis(s); return uint8(v), ok }},
}

func (p wordColumn) number(values []string, words *[]uint8) error {
	for _, s := range values[len(*words):] {
		v, ok := p.parse(s)
		if !ok {
			return fmt.Errorf("column %s has a word that is not known", p.name)
		}
		*words = append(*words, v)
	}
	return nil
}

func int32At(v *columnar.Vector, i int) int32 {
	if v.Valid == nil || v.Valid[i] {
		return v.Int32[i]
	}
	return noInt32
}

func boolAt(v *columnar.Vector, i int) varighet.Opt[bool] {
	return varighet.Opt[bool]{V: v.Bool[i], OK: v.Valid == nil || v.Valid[i]}
}

// A carryTally counts which rows of each file were carried and which dropped. A
// row of a wide table has observations in many months and is dropped only with the
// last of them.
type carryTally struct {
	mu            sync.Mutex
	kept, dropped map[string]*bitset // nil without dropping
	last          string
	lastSets      [2]*bitset
}

func newCarryTally(dropping bool) *carryTally {
	t := &carryTally{}
	if dropping {
		t.kept, t.dropped = map[string]*bitset{}, map[string]*bitset{}
	}
	return t
}

// one returns a tally for one goroutine.
func (t *carryTally) one() *carryTally { return newCarryTally(t.kept != nil) }

func (t *carryTally) row(file string, row int32, drop bool) {
	if file != t.last || t.lastSets[0] == nil {
		for i, m := range []map[string]*bitset{t.kept, t.dropped} {
			if m[file] == nil {
				m[file] = &bitset{}
			}
			t.lastSets[i] = m[file]
		}
		t.last = file
	}
	if drop {
		t.lastSets[1].set(row)
	} else {
		t.lastSets[0].set(row)
	}
}

func (t *carryTally) merge(o *carryTally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, from := range []map[string]*bitset{o.kept, o.dropped} {
		to := []map[string]*bitset{t.kept, t.dropped}[i]
		for file, b := range from {
			if to[file] == nil {
				to[file] = &bitset{}
			}
			to[file].or(b)
		}
	}
}

// inputs returns the inputs as they are after the dropping.
func (t *carryTally) inputs(old []Input) []Input {
	var list []Input
	for _, in := range old {
		kept, dropped := t.kept[in.Name], t.dropped[in.Name]
		n := dropped.without(kept)
		if n > 0 && kept.count() == 0 {
			continue
		}
		in.SetAside = maps.Clone(in.SetAside)
		if n > 0 {
			if in.SetAside == nil {
				in.SetAside = map[string]int64{}
			}
			in.SetAside[TakenOut] += n
			in.Used -= n
		}
		list = append(list, in)
	}
	return list
}

// A bitset is a set of row numbers.
type bitset struct{ words []uint64 }

func (b *bitset) set(n int32) {
	w := int(n) >> 6
	for w >= len(b.words) {
		b.words = append(b.words, make([]uint64, w+1-len(b.words)+len(b.words)/2)...)
	}
	b.words[w] |= 1 << (uint(n) & 63)
}

func (b *bitset) or(o *bitset) {
	if n := len(o.words); n > len(b.words) {
		b.words = append(b.words, make([]uint64, n-len(b.words))...)
	}
	for i, w := range o.words {
		b.words[i] |= w
	}
}

func (b *bitset) count() (n int64) { return b.without(nil) }

// without counts what is in b and not in o; nil is empty.
func (b *bitset) without(o *bitset) (n int64) {
	if b == nil {
		return 0
	}
	for i, w := range b.words {
		if o != nil && i < len(o.words) {
			w &^= o.words[i]
		}
		n += int64(bits.OnesCount64(w))
	}
	return n
}

// isDerivedID reports whether a position's id is one that this package made.
func isDerivedID(id string) bool { return strings.Contains(id, derivedMark) }
