package ingest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/limit"
)

// sniffSize is how much of a file is looked at for its encoding, separator and header.
const sniffSize = 64 << 10

// A worker reads files one after another. What it has made of cells stays with
// it from file to file, since lists and doctors come back month by month.
type worker struct {
	opt    *Options
	limits limit.Set // those of the run, over those of the layout
	sink   Sink      // nil to check only
	pseudo *pseudonymiser
	rec    records
	sniff  records // for looking at the first bytes

	positions        cache[positionCell]
	ownNumbers       cache[positionCell] // municipality and number
	ownPlaces        cache[string]
	months           cache[cell.MonthCell]
	codes, names     cache[cell.CodeCell]
	offices          cache[string]
	states           cache[cell.StatusCell]
	salaries         cache[cell.Answer]
	answers          cache[cell.Answer]
	evidences        cache[cell.EvidenceCell]
	days             cache[cell.DayCell]
	roles            cache[cell.RoleCell]
	doctorNames      cache[cell.NameCell]
	persons          cache[cell.PersonCell] // of the first rows of files
	hprs             cache[cell.IDCell]
	ownIDs, plainIDs cache[cell.IDCell]
	hprOwnIDs        cache[cell.IDCell] // of columns for own ids in which numbers are HPR numbers

	hprOf, ownOf      func([]byte) cell.IDCell // made once: a method value allocates
	plainOf, hprOwnOf func([]byte) cell.IDCell
	nameCellOf        func([]byte) cell.NameCell // likewise; notes the names in seen
	seen              []SeenName                 // names of doctors, each once for each way of writing it

	columnNames columnNames

	places    *places // nil without a reference
	knownAt   map[placeTime]place
	lastingAt map[placeTime]varighet.MunicipalityCode
	lastKnown placeTime
	lastPlace place

	plan  plan   // of the file being read
	plans uint32 // how many there have been

	lines keptLines

	batch []varighet.Observation
	kept  int    // how much of batch belongs to rows without a fault
	key   []byte // of a cache, put together from several cells

	hashes []uint64 // room for those of a sketch
}

func newWorker(opt *Options, places *places) *worker {
	w := &worker{opt: opt, pseudo: newPseudonymiser(opt.Key), places: places, columnNames: columnNames{layout: opt.Layout}, lines: newKeptLines()}
	w.limits = opt.Limits.Over(opt.Layout.Raised())
	w.rec.most, w.sniff.most = w.limits.Of(limit.Line), w.limits.Of(limit.Line)
	w.positions.most, w.ownNumbers.most = maxLists, maxLists
	w.knownAt, w.lastingAt = map[placeTime]place{}, map[placeTime]varighet.MunicipalityCode{}
	w.batch = make([]varighet.Observation, 0, batchSize+8)
	w.hashes = make([]uint64, 0, sketchRoom)
	w.hprOf = func(raw []byte) cell.IDCell {
		return w.underPseudonym(cell.ReadHPR(raw), pseudonymHPR)
	}
	w.ownOf = func(raw []byte) cell.IDCell { return w.ownUnderPseudonym(cell.ReadDoctorID(raw, false), pseudonymOwn) }
	w.plainOf = func(raw []byte) cell.IDCell { return w.ownUnderPseudonym(cell.ReadDoctorID(raw, false), "") }
	w.hprOwnOf = func(raw []byte) cell.IDCell { return w.ownUnderPseudonym(cell.ReadDoctorID(raw, true), pseudonymOwn) }
	w.nameCellOf = func(raw []byte) cell.NameCell { return w.identified(cell.ReadName(raw)) }
	return w
}

func (w *worker) underPseudonym(c cell.IDCell, kind string) cell.IDCell {
	if c.ID != "" && !c.Bad {
		c.ID = w.pseudo.of(kind, c.ID)
		for i, id := range c.Others {
			c.Others[i] = w.pseudo.of(kind, id)
		}
	}
	return c
}

// ownUnderPseudonym gives what stands in a column for own ids the pseudonym of its kind.
// A source's own id gets one of kind own; "" leaves it as it is.
func (w *worker) ownUnderPseudonym(c cell.IDCell, own string) cell.IDCell {
	if c.Name != nil {
		n := w.identified(*c.Name)
		c.Name = &n
	}
	switch {
	case c.Content == cell.ContentHPR:
		return w.underPseudonym(c, pseudonymHPR)
	case c.Content == cell.ContentPerson:
		return w.underPseudonym(c, pseudonymOwn)
	case own == "":
		return c
	}
	return w.underPseudonym(c, own)
}

// A fileResult is what a table came to: a file, or a sheet of a workbook.
type fileResult struct {
	name               string // what messages and observations call it
	file               string // the file it lies in, if that has several tables; else as name
	outer              string // the archive the file lies in; "" for none
	sheet              string // of a workbook
	order              int    // among the tables of the file
	format             string
	found              bool   // in a folder or an archive, not named by the user
	aside              string // why the file was not read
	sum                [sha256.Size]byte
	bytes              int64
	enc                encoding
	twice              bool // its letters were encoded twice
	sep                byte
	head               header
	ids                DoctorIDKind
	named              bool // doctors' names are there
	own                ownNumbers
	pseudonyms         bool // some of the source's own ids have pseudonyms, whatever ids says
	nameCode           varighet.MunicipalityCode
	nameOfMunicipality string
	month              varighet.Opt[varighet.Month] // where rows have none
	layouts            []LayoutScore
	offer              *LayoutOffer
	samples            []SampleRow
	ledger             Ledger
	observations       int64
	compared           int64 // lines, see [steady.repeat]
	nationalIDs        int
	sketches           []monthSketch
	warnings           warnings
	problems, setAside varighet.Problems
	periods            bool           // its rows are periods
	unused             []columnSketch // of columns that are not known
	contracts          []contract     // of an export with periods, until all files are read
}

// problem words a fault at a line or row and a column; 0 for none.
func (f *fileResult) problem(line, column int, code, msg, hint string) *varighet.Problem {
	return &varighet.Problem{File: f.name, Line: line, Column: column, Place: f.place(line, column), Code: code, Msg: msg, Hint: hint}
}

// place names a cell of a sheet, "Ark1!C5"; "" for a file with lines.
func (f *fileResult) place(line, column int) string {
	switch {
	case f.sheet == "":
		return ""
	case line == 0:
		return f.sheet
	case column == 0:
		return fmt.Sprintf("%s!%d:%d", f.sheet, line, line)
	}
	return fmt.Sprintf("%s!%s%d", f.sheet, columnLetters(column), line)
}

// columnLetters names a column as a spreadsheet does: 1 is A, 27 is AA.
func columnLetters(n int) string {
	var b []byte
	for ; n > 0; n = (n - 1) / 26 {
		b = append(b, byte('A'+(n-1)%26))
	}
	slices.Reverse(b)
	return string(b)
}

func (f *fileResult) refuse(line, column int, code, msg, hint string) {
	f.problems.Add(f.problem(line, column, code, msg, hint))
}

// An outcome is what came of an input: its tables, or the files packed in it.
type outcome struct {
	files   []*fileResult
	members []Input
}

// steady reports whether most lines were compared with the month before, and not read again.
func (o *outcome) steady() bool {
	return slices.ContainsFunc(o.files, func(f *fileResult) bool { return 2*f.compared > f.ledger.Read })
}

// A countingReader takes the length and the hash of what passes through it.
type countingReader struct {
	src io.Reader
	n   int64
	sum hash.Hash
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	c.sum.Write(p[:n])
	return n, err
}

// readFile reads one input from beginning to end.
func (w *worker) readFile(ctx context.Context, in Input) (*outcome, error) {
	f := &fileResult{name: in.Name, file: in.Name, outer: in.outer, found: in.found, aside: in.SetAside}
	o := &outcome{files: []*fileResult{f}}
	if cell.HasNationalID([]byte(in.Name)) {
		f.name, f.aside = idnumber.Mask(in.Name), ""
		f.file = f.name
		f.namedAfterPerson("file")
		return o, nil
	}
	if f.aside != "" {
		return o, nil
	}
	src, err := in.Open()
	if err != nil {
		f.refuse(0, 0, "file-missing", "the file cannot be read: "+reason(err), "")
		return o, nil
	}
	defer src.Close()
	counted := &countingReader{src: src, sum: sha256.New()}
	r := &reading{worker: w, ctx: ctx, in: in, out: o, packed: counted}
	err = r.container(counted, in.depth)
	if err == nil {
		_, err = io.Copy(io.Discard, counted) // a refused file is hashed whole too
	}
	for _, t := range o.files {
		counted.sum.Sum(t.sum[:0])
		t.bytes = counted.n
	}
	var stop *stopError
	switch {
	case errors.As(err, &stop):
		return nil, stop.err
	case errors.Is(err, errTooLarge):
		f.refuse(0, 0, "too-large", err.Error(), "unpack it, save the tables as CSV and give those: a CSV file may be of any size")
	case err != nil:
		f.refuse(0, 0, "file-missing", "the file cannot be read to its end: "+reason(err), "the file is damaged or was cut off: ask for it again")
	}
	return o, nil
}

// A stopError ends the run: the context is done, or the sink has failed.
type stopError struct{ err error }

func (e *stopError) Error() string { return e.err.Error() }

// A reading is one input on its way from bytes to observations.
type reading struct {
	*worker
	ctx    context.Context
	in     Input
	out    *outcome
	packed *countingReader // the input as it lies, before anything is unpacked
}

// file is the result for the input as a whole.
func (r *reading) file() *fileResult { return r.out.files[0] }

// container looks at the first bytes and reads what they are the beginning of.
func (r *reading) container(src io.Reader, depth int) error {
	f := r.file()
	r.rec.reset(src)
	head, err := r.rec.head()
	if err != nil {
		return err
	}
	kind, is, hint := sniffContainer(head)
	bigEndian, wide := utf16Order(head)
	switch bom := len(head) > 1 && (head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF); {
	case bom || wide:
		f.enc = encodingUTF16
		order := unicode.LittleEndian
		if bigEndian {
			order = unicode.BigEndian
		}
		src = transform.NewReader(again(head, src), unicode.UTF16(order, unicode.UseBOM).NewDecoder())
		r.rec.reset(src)
		if head, err = r.rec.head(); err != nil {
			return err
		}
		kind, is, hint = sniffMarkup(head)
	case len(bytes.TrimLeft(head, "\ufeff \t\r\n")) == 0 && r.rec.done:
		f.refuse(0, 0, "empty-file", "the file is empty", "look at how it was exported")
		return nil
	}
	switch kind {
	case containerOther:
		f.refuse(0, 0, "not-a-table", "this is "+is+", not a list that can be read", hint)
		return nil
	case containerGzip:
		return r.gzip(again(head, src), depth)
	case containerText:
		return r.text(head, src)
	}
	if at, size, ok := r.onDisk(src); ok && kind == containerParquet {
		return r.parquet(at, size)
	}
	most := limit.WholeFile
	if kind == containerHTML {
		most = limit.Page
	}
	data, err := readWhole(again(head, src), r.limits, most)
	if err != nil {
		return err
	}
	switch kind {
	case containerZip:
		return r.zip(data, depth)
	case containerParquet:
		return r.parquet(bytes.NewReader(data), int64(len(data)))
	case containerHTML:
		return r.page(data)
	case containerXML:
		return r.contractsXML(data)
	}
	return r.contractsJSON(data)
}

// onDisk returns a file that can be read at any place, if that is what src is: it
// need not be in memory.
func (r *reading) onDisk(src io.Reader) (at io.ReaderAt, size int64, ok bool) {
	f, isFile := r.packed.src.(interface {
		io.ReaderAt
		Stat() (fs.FileInfo, error)
	})
	if !isFile || src != io.Reader(r.packed) {
		return nil, 0, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, 0, false
	}
	return f, info.Size(), true
}

// again is a stream from its beginning, of which head has been read.
func again(head []byte, src io.Reader) io.Reader {
	return io.MultiReader(bytes.NewReader(slices.Clone(head)), src)
}

// text reads a file of lines.
func (r *reading) text(head []byte, src io.Reader) error {
	f := r.file()
	f.format = "text"
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		r.rec.reset(&lineEnds{again(head, src)})
		var err error
		if head, err = r.rec.head(); err != nil {
			return err
		}
	}
	whole := r.rec.done && len(head) <= sniffSize
	head = head[:min(len(head), sniffSize)]
	if f.enc != encodingUTF16 {
		f.enc = sniffEncoding(head, whole)
	}
	if f.enc == encodingUTF8BOM {
		r.rec.next += 3
		head = head[3:]
	}
	if e, _ := r.opt.Layout.encoding(); e >= encodingWindows1252 {
		f.enc = e
	}
	t := r.table(f)
	t.src, t.high = &r.rec, &r.rec.high
	seps := separators
	if s, ok := separatorLine(head); ok {
		seps = []byte{s}
	}
	if s, _ := r.opt.Layout.separator(); s != 0 {
		seps = []byte{s}
	}
	if !t.begin(sampleText(&r.sniff, head, t.letters.headText), seps) {
		return nil
	}
	r.rec.sep = f.sep
	return t.rows(r.ctx)
}

// lineEnds turns the carriage returns that end lines in very old files into line feeds.
type lineEnds struct{ src io.Reader }

func (l *lineEnds) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// table makes a table for a result.
func (r *reading) table(f *fileResult) *table {
	t := newTable(r.worker, f, f.enc)
	if f.enc == 0 && f.format != "text" {
		t.letters.enc, f.enc = encodingUTF8, encodingUTF8
	}
	return t
}

// grid reads a table that has cells of its own, as a sheet has.
func (r *reading) grid(f *fileResult, g *grid) error {
	t := r.table(f)
	t.src, t.high, t.padded = g, &g.high, true
	if g.empty() {
		f.refuse(0, 0, "empty-file", "there is nothing in it", "look at how it was exported")
		return nil
	}
	if !t.begin(g.sample(t.letters.headText), []byte{0}) {
		return nil
	}
	return t.rows(r.ctx)
}

var separatorNames = map[byte]string{';': "semicolon", '\t': "tab", ',': "comma", '|': "pipe"}

func (f *fileResult) encodingName() string {
	switch {
	case f.twice:
		return f.enc.String() + ", encoded twice"
	case f.format == "text" || f.format == "HTML":
		return f.enc.String()
	}
	return ""
}

// summary tells what the file was understood to be.
func (f *fileResult) summary() FileSummary {
	s := FileSummary{Name: f.name, SetAside: f.aside, Bytes: f.bytes, Ledger: f.ledger, Observations: f.observations}
	if f.aside != "" {
		return s
	}
	s.SHA256 = hex.EncodeToString(f.sum[:])
	s.Warnings = f.warnings.sorted()
	s.Format, s.Sheet, s.Layouts, s.Offer, s.Samples = f.format, f.sheet, f.layouts, f.offer, f.samples
	s.Encoding, s.DoctorIDs, s.DoctorNames = f.encodingName(), f.ids, f.named
	s.Code, s.Municipality = f.nameCode, f.nameOfMunicipality
	if f.sep != 0 {
		if s.Separator = separatorNames[f.sep]; s.Separator == "" {
			s.Separator = string(f.sep)
		}
	}
	s.HeaderLine = f.head.line
	for i, name := range f.head.names {
		fld := f.head.fields[i]
		used := fld.used() || f.periods && (fld == fieldAgreementEnd || fld == fieldPeriod)
		s.Columns = append(s.Columns, Column{Header: name, Field: fld.String(), Used: used, Month: f.head.months[i]})
	}
	for _, m := range f.sketches {
		s.Months = append(s.Months, MonthRows{m.month, m.rows})
	}
	slices.SortFunc(s.Months, func(a, b MonthRows) int { return cmp.Compare(a.Month, b.Month) })
	return s
}
