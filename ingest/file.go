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
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sniffSize is how much of a file is looked at for its separator and header.
const sniffSize = 64 << 10

// A worker reads files one after another. What it has made of cells stays with
// it from file to file, since lists and doctors come back month by month.
type worker struct {
	opt    *Options
	pseudo *pseudonymiser
	rec    records
	sniff  records // for looking at the first bytes

	positions        cache[positionCell]
	months           cache[monthCell]
	codes, names     cache[codeCell]
	offices          cache[string]
	states           cache[statusCell]
	salaries         cache[answer]
	answers          cache[answer]
	evidences        cache[evidenceCell]
	days             cache[dayCell]
	roles            cache[roleCell]
	doctorNames      cache[nameCell]
	nameIDs          cache[string]
	hprs             cache[idCell]
	ownIDs, plainIDs cache[idCell]

	hprOf, ownOf func([]byte) idCell // made once: a method value allocates
	nameOfKey    func([]byte) string

	knownAt   map[placeTime]known
	lastKnown placeTime

	batch []varighet.Observation
	kept  int    // how much of batch belongs to rows without a fault
	key   []byte // of a cache, put together from several cells
}

func newWorker(opt *Options) *worker {
	w := &worker{opt: opt, pseudo: newPseudonymiser(opt.Key), knownAt: make(map[placeTime]known)}
	w.batch = make([]varighet.Observation, 0, batchSize+8)
	w.hprOf = func(cell []byte) idCell {
		c := readHPR(cell)
		return w.underPseudonym(c, pseudonymHPR)
	}
	w.ownOf = func(cell []byte) idCell { return w.underPseudonym(readOwnID(cell), pseudonymOwn) }
	w.nameOfKey = func(key []byte) string { return w.pseudo.of(pseudonymName, string(key)) }
	return w
}

func (w *worker) underPseudonym(c idCell, kind string) idCell {
	if c.id != "" && !c.bad {
		c.id = w.pseudo.of(kind, c.id)
	}
	return c
}

// A fileResult is what a file came to.
type fileResult struct {
	name               string
	aside              string // why the file was not read
	sum                [sha256.Size]byte
	bytes              int64
	enc                encoding
	sep                byte
	head               header
	ids                DoctorIDKind
	nameCode           varighet.MunicipalityCode
	nameOfMunicipality string
	ledger             Ledger
	observations       int64
	nationalIDs        int
	sketches           []monthSketch
	warnings           warnings
	problems, setAside varighet.Problems
}

func (f *fileResult) refuse(line, column int, code, msg, hint string) {
	f.problems.Add(&varighet.Problem{File: f.name, Line: line, Column: column, Code: code, Msg: msg, Hint: hint})
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
func (w *worker) readFile(ctx context.Context, in Input, sink Sink) (*fileResult, error) {
	f := &fileResult{name: in.Name, aside: in.SetAside}
	if f.aside != "" {
		return f, nil
	}
	src, err := in.Open()
	if err != nil {
		f.refuse(0, 0, "file-missing", "the file cannot be read: "+reason(err), "")
		return f, nil
	}
	defer src.Close()
	counted := &countingReader{src: src, sum: sha256.New()}
	err = w.readTable(ctx, f, counted, sink)
	if err == nil {
		_, err = io.Copy(io.Discard, counted) // a refused file is hashed whole too
	}
	counted.sum.Sum(f.sum[:0])
	f.bytes = counted.n
	var stop *stopError
	switch {
	case errors.As(err, &stop):
		return nil, stop.err
	case err != nil:
		f.refuse(0, 0, "file-missing", "the file cannot be read to its end: "+reason(err), "")
	}
	return f, nil
}

// A stopError ends the run: the context is done, or the sink has failed.
type stopError struct{ err error }

func (e *stopError) Error() string { return e.err.Error() }

// readTable reads the file as a table, if it is one.
func (w *worker) readTable(ctx context.Context, f *fileResult, src io.Reader, sink Sink) error {
	head, err := w.open(f, src)
	if err != nil || head == nil {
		return err
	}
	head = head[:min(len(head), sniffSize)]
	t := &table{worker: w, res: f, enc: f.enc, sink: sink}
	if !t.begin(head) {
		return nil
	}
	w.rec.sep = f.sep
	w.batch, w.kept = w.batch[:0], 0
	for index := 0; ; index++ {
		if index&0x3FF == 0 && ctx.Err() != nil {
			return &stopError{context.Cause(ctx)}
		}
		cells, line, err := w.rec.read()
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

// unreadable deals with a record that could not be cut into fields; more says
// whether to go on with the next.
func (t *table) unreadable(line int, err error) (more bool, _ error) {
	var broken *quoteError
	switch {
	case err == io.EOF:
		return false, t.end()
	case err == errRecordTooLong:
		t.refuse(line, 0, "not-a-table", "the line is longer than 64 KiB", "look for missing line ends")
		return false, t.end()
	case errors.As(err, &broken):
		t.line, t.faulty = line, ""
		t.fault(broken.column, "quote", "a quoted field that opens here is not closed, or text follows the closing quote",
			`close it, or write "" for a quote inside`)
		t.res.ledger.setAside(reasonFault + "quote")
		return true, nil
	}
	return false, err
}

// open looks at the first bytes: whether this is text, and in which encoding.
// It returns them, without a byte order mark, or nil if the file was refused.
func (w *worker) open(f *fileResult, src io.Reader) ([]byte, error) {
	w.rec.reset(src)
	head, err := w.rec.head()
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		whole := io.MultiReader(bytes.NewReader(slices.Clone(head)), src)
		w.rec.reset(transform.NewReader(whole, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()))
		f.enc = encodingUTF16
		if head, err = w.rec.head(); err != nil {
			return nil, err
		}
	}
	if len(bytes.TrimLeft(head, "\ufeff \t\r\n")) == 0 && w.rec.done {
		f.refuse(0, 0, "empty-file", "the file is empty", "look at how it was exported")
		return nil, nil
	}
	if is, hint, found := notATable(head); found {
		f.refuse(0, 0, "not-a-table", "this is "+is+", not a CSV file", hint)
		return nil, nil
	}
	if f.enc != encodingUTF16 {
		f.enc = sniffEncoding(head, w.rec.done)
	}
	if f.enc == encodingUTF8BOM {
		w.rec.next += 3
		head = head[3:]
	}
	return head, nil
}

// begin finds separator, header and month. It returns false if the file was refused.
func (t *table) begin(head []byte) bool {
	f := t.res
	seps := separators
	if s, ok := separatorLine(head); ok {
		seps = []byte{s}
	}
	decode := t.headText
	h, sep, ok := findHeader(&t.sniff, head, seps, decode)
	if !ok {
		f.refuse(0, 0, "missing-column", fmt.Sprintf("no header row is found in the first %d rows", maxTitleRows),
			"one row must name the columns, at least the list's id (such as Avtale-ID or Liste) and the doctor (such as HPR-nr or Fastlege)")
		return false
	}
	t.head, f.head, f.sep = h, h, sep
	t.ids = h.doctorIDKind()
	if t.ids == DoctorIDOwnNamed && !t.seesNames(head) {
		t.ids, t.namesEmpty = DoctorIDOwn, true
	}
	f.ids = t.ids
	for _, p := range h.problems(f.name) {
		f.problems.Add(p)
	}
	fn := readFileName(f.name)
	f.nameCode, f.nameOfMunicipality = fn.code, fn.name
	t.code, t.name = fn.code, fn.name
	t.shared = h.sharesMunicipality()
	t.closedHeader, t.selfEmployedHeader = h.named(fieldStatus, "lukket", "lukka"), h.named(fieldSalaried, "næringsdrift", "næringsdrivende", "næringsdrivande")
	t.unusedColumns()
	t.fileMonth(fn)
	return f.problems.Len() == 0
}

// seesNames reports whether a doctor is named in the first bytes of the file. A
// register that was written without names has the column for them, empty.
func (t *table) seesNames(head []byte) bool {
	t.sniff.reset(bytes.NewReader(head))
	t.sniff.sep = t.res.sep
	for index := 0; ; index++ {
		cells, _, err := t.sniff.read()
		var broken *quoteError
		if err != nil && !errors.As(err, &broken) {
			return false
		}
		for _, f := range []field{fieldDoctorName, fieldLastName} {
			if i := t.head.at[f]; index > t.head.index && i >= 0 && i < len(cells) && readName(cells[i]).kind == nameHolder {
				return true
			}
		}
	}
}

// headText decodes a cell of the rows above the data. One that holds a national
// identity number is blotted out: headers are shown.
func (t *table) headText(cell []byte) string {
	if t.enc == encodingWindows1252 {
		var b strings.Builder
		for _, c := range cell {
			b.WriteString(windows1252[c])
		}
		cell = []byte(b.String())
	}
	text := clean(cell)
	if hasNationalID([]byte(text)) {
		return "withheld"
	}
	return text
}

// named reports whether the column of a field has one of these headers.
func (h *header) named(f field, headers ...string) bool {
	i := h.at[f]
	return i >= 0 && slices.ContainsFunc(headers, func(w string) bool { return fold(h.names[i]) == fold(w) })
}

// sharesMunicipality reports whether an empty cell for the municipality means
// "as above". In a register written as CSV, known by its column names, it means
// that there is none.
func (h *header) sharesMunicipality() bool {
	return h.has(fieldMunicipalityCode, fieldMunicipalityName) &&
		!h.named(fieldMunicipalityCode, "municipality_code") && !h.named(fieldMunicipalityName, "municipality_name")
}

// maxUnused is how many unused columns of a file are named one by one.
const maxUnused = 20

// unusedColumns warns of columns that are not known.
func (t *table) unusedColumns() {
	n := 0
	for i, name := range t.head.names {
		if name == "" {
			t.unnamed = append(t.unnamed, i)
		}
		if t.head.fields[i] != fieldNone || name == "" {
			continue
		}
		if n++; n <= maxUnused {
			t.res.warnings.add(Warning{Code: "column-unused", Msg: "column " + quoteHeader(name) + " not used",
				File: t.res.name, Line: t.head.line, Count: 1, Files: 1})
		}
	}
	if n > maxUnused {
		t.res.warnings.add(Warning{Code: "column-unused", Msg: "more columns not used",
			File: t.res.name, Line: t.head.line, Count: int64(n - maxUnused), Files: 1})
	}
}

// fileMonth finds the month of a file whose rows have none: in the title above
// the header, else in the file's name. The two must not disagree.
func (t *table) fileMonth(fn fileName) {
	if t.head.has(fieldMonth) {
		return
	}
	var titles []varighet.Month
	for _, text := range t.head.titles {
		if !isPrintNote(text) {
			for _, m := range findMonths(text) {
				titles = appendNew(titles, m)
			}
		}
	}
	switch {
	case len(titles) > 1:
		t.refuse(0, 0, "month", fmt.Sprintf("the title speaks of %s and %s", titles[0], titles[1]), "leave one month in the title, or add a column with the month")
	case len(titles) == 1 && len(fn.months) == 1 && titles[0] != fn.months[0]:
		t.refuse(0, 0, "month", fmt.Sprintf("the title says %s and the file's name %s", titles[0], fn.months[0]), "correct the one that is wrong")
	case len(titles) == 1:
		t.month = varighet.Some(titles[0])
	case len(fn.months) > 1:
		t.refuse(0, 0, "month", fmt.Sprintf("the file's name speaks of %s and %s", fn.months[0], fn.months[1]), "leave one month in the name, or add a column with the month")
	case len(fn.months) == 1:
		t.month = varighet.Some(fn.months[0])
	default:
		t.refuse(0, 0, "month-missing", "neither a column, nor a title, nor the file's name says which month this is",
			`name the file after its month, such as "liste_2019_11.csv" or "november 2019.csv"`)
	}
}

var printWords = foldedLabels("utskrift", "utskriftsdato", "utskrevet", "skrevet ut", "skrive ut", "generert", "laget", "laga",
	"oppdatert", "kjørt", "uttrekk", "uttrekksdato", "dato for uttrekk", "printed", "created")

// isPrintNote reports whether a title says when it was printed, not what it is about.
func isPrintNote(text string) bool { return startsWith(foldWords(text), printWords) }

// record takes the record with this index, from 0.
func (t *table) record(index int, cells [][]byte, line int) error {
	if index > t.head.index {
		return t.read(cells, line, t.rec.high)
	}
	t.line = line
	t.scanIDs(cells)
	_, isSep := separatorLine(bytes.Join(cells, []byte{t.res.sep}))
	filled := slices.ContainsFunc(cells, func(c []byte) bool { return !blank(c) })
	switch {
	case index == t.head.index:
		t.res.ledger.setAside(ReasonHeader)
	case index == 0 && isSep:
		t.res.ledger.setAside(ReasonSeparatorLine)
	case !filled:
		t.res.ledger.setAside(ReasonBlank)
	default:
		t.res.ledger.setAside(ReasonTitle)
	}
	return nil
}

// end closes the file.
func (t *table) end() error {
	f := t.res
	f.enc = t.enc
	switch {
	case f.ledger.Used > 0 || f.problems.Len() > 0:
	case f.setAside.Len() > 0:
		f.refuse(0, 0, "empty-file", "every row about a list has a fault", "read the file without setting faults aside to see them")
	default:
		f.refuse(0, 0, "empty-file", "the file has a header and no row about a list", "look at how it was exported")
	}
	for w, c := range t.warned {
		if c.n > 0 {
			f.warnings.add(Warning{Code: rowWarnings[w].code, Msg: rowWarnings[w].msg, File: f.name, Line: c.line, Count: c.n, Files: 1})
		}
	}
	for i := range f.sketches {
		f.sketches[i].tidy()
	}
	if err := t.flush(); err != nil {
		return &stopError{fmt.Errorf("%w: %w", ErrSink, err)}
	}
	return nil
}

var separatorNames = map[byte]string{';': "semicolon", '\t': "tab", ',': "comma", '|': "pipe"}

// summary tells what the file was understood to be.
func (f *fileResult) summary() FileSummary {
	s := FileSummary{Name: f.name, SetAside: f.aside, Bytes: f.bytes, Ledger: f.ledger, Observations: f.observations}
	if f.aside != "" {
		return s
	}
	s.SHA256 = hex.EncodeToString(f.sum[:])
	s.Warnings = f.warnings.sorted()
	if f.sep == 0 {
		return s
	}
	s.Encoding, s.Separator, s.HeaderLine, s.DoctorIDs = f.enc.String(), separatorNames[f.sep], f.head.line, f.ids
	s.Code, s.Municipality = f.nameCode, f.nameOfMunicipality
	for i, name := range f.head.names {
		fld := f.head.fields[i]
		s.Columns = append(s.Columns, Column{Header: name, Field: fld.String(), Used: fld.used()})
	}
	for _, m := range f.sketches {
		s.Months = append(s.Months, MonthRows{m.month, m.rows})
	}
	slices.SortFunc(s.Months, func(a, b MonthRows) int { return cmp.Compare(a.Month, b.Month) })
	return s
}
