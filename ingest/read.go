package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/limit"
)

// Options say how files are read. The zero value reads without pseudonyms.
type Options struct {
	// Key is the secret under which doctors' identities become pseudonyms, at
	// least MinKeyBytes long. With nil they stay as they are: HPR numbers, the
	// source's own ids, or names. A source's own ids stand as they are under a key
	// too, if its files have neither names nor HPR numbers, but for those that are
	// HPR numbers, names or addresses by what they hold.
	Key []byte

	// OwnNumbers says of columns for doctors' own ids, by header, whether their numbers
	// are HPR numbers. Of those that it does not name each file's own rows decide.
	OwnNumbers map[string]bool

	// KeepNames puts doctors' names into the observations.
	KeepNames bool

	// SetAsideFaults sets rows with a fault aside and counts them, instead of
	// failing. Faults of a whole file, and national identity numbers, still fail.
	SetAsideFaults bool

	// Reference knows the municipalities through time. With it, a code of another
	// year is turned into that of the row's month where there is one, a name without
	// a code gets one, and codes and names that never were are faults. nil: only
	// the form of a code is checked.
	Reference *data.Reference

	// Limits are those within which files are read, over those of the layout; the zero value has
	// the defaults.
	Limits limit.Set

	// Layout says what columns are that the reader does not know; nil says nothing.
	Layout *Layout

	// LastMonth is the last month of an export or a table with periods: one that is open
	// goes on to it. If it is missing, it is the month in the file's name (or in the title of
	// a table), else the month of the newest change in all exports of the run.
	LastMonth varighet.Opt[varighet.Month]

	// Samples is how many rows of each table the result shows, as they were
	// understood and without persons; with more than none it offers layouts too.
	Samples int

	// Workers is how many files are read at a time; 0 means one a processor. The
	// result is the same for any number.
	Workers int

	readAll bool // read every line, also those that say what the last one of the list said; for tests
}

// A Result is what reading a set of files came to.
type Result struct {
	Files        []FileSummary // in order of name
	Ledger       Ledger        // of all files
	Observations int64
	DoctorIDs    DoctorIDKind       // by what doctors are told apart: the best of the files' kinds
	Names        []SeenName         // of doctors, by id
	Warnings     []Warning          // of all files, by code and message
	Problems     *varighet.Problems // the run has failed if there are any
	SetAside     *varighet.Problems // faults of rows that were set aside, with Options.SetAsideFaults

	// Pseudonyms says that some of the source's own ids have pseudonyms, whatever
	// DoctorIDs says: they are HPR numbers, names or addresses.
	Pseudonyms bool

	// OwnNumbers are what Options.OwnNumbers should be by all files together: numbers are
	// HPR numbers where most have seven digits. Again says that a file was read by
	// another judgement of its own: read all of them again with these.
	OwnNumbers map[string]bool
	Again      bool

	compared int64 // lines that were compared with the last one of their list, and not read
}

// A FileSummary says what a file was understood to be.
type FileSummary struct {
	Name         string
	SetAside     string // why the file was not read at all; else ""
	SHA256       string // of its bytes, in hexadecimal; "" if not read
	Bytes        int64
	Format       string // "text", "XLSX", "HTML", "Parquet", "XML" or "JSON"
	Sheet        string // of a workbook
	Encoding     string // of text and pages
	Separator    string // "semicolon", "tab", "comma", "pipe" or the sign; "" if there is none
	HeaderLine   int    // or row
	Columns      []Column
	DoctorIDs    DoctorIDKind
	DoctorNames  bool                      // the file has doctors' names
	Code         varighet.MunicipalityCode // from the title or the file's name, where rows have none
	Municipality string                    // likewise
	Months       []MonthRows               // ascending
	Ledger       Ledger
	Observations int64
	Warnings     []Warning
	Layouts      []LayoutScore // the best first; with Options.Samples
	Samples      []SampleRow   // with Options.Samples
	Offer        *LayoutOffer  // with Options.Samples; nil if the file has no columns
}

// A Column is what a column was taken for.
type Column struct {
	Header string
	Field  string // the register's name for it; "" if it is not known
	Used   bool
	Month  varighet.Opt[varighet.Month] // if the header names one
}

// MonthRows is how many rows a file has of a month.
type MonthRows struct {
	Month varighet.Month
	Rows  int64
}

// Read reads all inputs and hands their observations to sinks: open makes one for
// each of the goroutines, before any of them begins. With a nil open it only checks.
//
// What is wrong in the files does not make an error: it stands in
// [Result.Problems], all of it up to a limit, and observations from a run with
// problems must not be kept. The error is for a run that could not be carried
// out: the sink's error, the context's, or ErrShortKey.
func Read(ctx context.Context, inputs []Input, opt Options, open func() Sink) (*Result, error) {
	if opt.Key != nil && len(opt.Key) < MinKeyBytes {
		return nil, ErrShortKey
	}
	inputs = slices.Clone(inputs)
	sortInputs(inputs)
	n := opt.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if err := opt.Layout.compile(); err != nil {
		return nil, err
	}
	places := newPlaces(opt.Reference)
	workers := make([]*worker, n)
	for i := range workers {
		workers[i] = newWorker(&opt, places)
		if open != nil {
			workers[i].sink = open()
		}
	}
	q := newQueue(inputs, n)
	var mu sync.Mutex
	var files []*fileResult
	var wg sync.WaitGroup
	for k, w := range workers {
		wg.Go(func() {
			for in, more := q.next(k); more; in, more = q.next(k) {
				o, err := w.readFile(ctx, in)
				if err == nil {
					err = ctx.Err()
				}
				if err != nil {
					cancel(err)
					q.stop()
					return
				}
				mu.Lock()
				files = append(files, o.files...)
				mu.Unlock()
				q.done(k, o.members, o.steady())
			}
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	slices.SortStableFunc(files, func(a, b *fileResult) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.order, b.order), cmp.Compare(a.aside, b.aside))
	})
	if err := workers[0].contracts(ctx, files); err != nil {
		return nil, err
	}
	res := gather(files)
	res.Names = allNames(workers)
	res.Again = res.Again && !slices.ContainsFunc(inputs, func(in Input) bool { return in.once })
	return res, nil
}

// gather puts the results of files together, in order of name.
func gather(files []*fileResult) *Result {
	res := &Result{Problems: new(varighet.Problems), SetAside: new(varighet.Problems)}
	var all warnings
	for _, f := range files {
		s := f.summary()
		res.Files = append(res.Files, s)
		res.Ledger.add(&s.Ledger)
		res.Observations += s.Observations
		res.compared += f.compared
		res.Problems.Merge(&f.problems)
		res.SetAside.Merge(&f.setAside)
		for _, w := range s.Warnings {
			all.add(w)
		}
	}
	alike, headers := columnsAlike(files)
	for i, w := range alike {
		all.add(w)
		all.drop(unusedColumn(headers[i])) // which says less of the same
	}
	for _, p := range slices.Concat(contentTwice(files, &all), monthsTwice(files)) {
		res.Problems.Add(p)
	}
	res.OwnNumbers, res.Again = decidedOwnNumbers(files)
	res.Pseudonyms = slices.ContainsFunc(files, func(f *fileResult) bool { return f.pseudonyms })
	res.Warnings = all.sorted()
	var mixed *varighet.Problem
	if res.DoctorIDs, mixed = oneKindOfID(files); mixed != nil {
		res.Problems.Add(mixed)
	}
	return res
}

// contentTwice looks for files with the same bytes as one before them. It is a
// fault if they speak of the same months, or if they cannot but be a wrong copy:
// list lengths and amounts move every month. A short file that only says who
// holds the lists may well be the same two months running: that is a warning.
func contentTwice(files []*fileResult, all *warnings) []*varighet.Problem {
	var out []*varighet.Problem
	first := make(map[[sha256.Size]byte]*fileResult)
	for _, f := range files {
		if f.aside != "" || f.bytes == 0 {
			continue
		}
		before := first[f.sum]
		if before != nil && before.file == f.file {
			continue // sheets of one workbook
		}
		if before == nil {
			first[f.sum] = f
			continue
		}
		switch {
		case slices.Equal(before.summary().Months, f.summary().Months) && before.nameCode == f.nameCode:
			out = append(out, &varighet.Problem{File: f.name, Code: "file-twice",
				Msg: "the file has the same content as " + before.name, Hint: "remove one of the two"})
		case f.mustMove():
			out = append(out, &varighet.Problem{File: f.name, Code: "file-twice",
				Msg:  "the file has the same content as " + before.name + ", which is of another month or municipality",
				Hint: "one is a wrong copy: list lengths and amounts are never all the same twice"})
		default:
			all.add(Warning{Code: "same-content", Msg: "the file has the same content as one of another month or municipality",
				File: f.name, Count: 1, Files: 1})
		}
	}
	return out
}

// mustMove reports whether the file has so many numbers that next month's cannot
// be the same.
func (f *fileResult) mustMove() bool {
	numbers := f.head.at[fieldResidents] >= 0 || f.head.at[fieldAmountBasis] >= 0 || f.head.at[fieldAmountTotal] >= 0
	return numbers && f.observations >= fewRows
}

// fewRows is how many rows may by chance have the same numbers two months
// running.
const fewRows = 10

// oneKindOfID sees to it that a doctor of one file can be known in the others
// ([DoctorsMeet]).
func oneKindOfID(files []*fileResult) (DoctorIDKind, *varighet.Problem) {
	kind, kinds := DoctorIDNone, []*fileResult{} // the first file of each kind
	for _, f := range files {
		if f.ids == DoctorIDNone || f.ledger.Used == 0 ||
			slices.ContainsFunc(kinds, func(o *fileResult) bool { return o.ids == f.ids && o.named == f.named }) {
			continue
		}
		for _, o := range kinds {
			if !DoctorsMeet(f.ids.String(), o.ids.String(), f.named && o.named) {
				return kind, &varighet.Problem{File: f.name, Code: "mixed",
					Msg:  fmt.Sprintf("doctors are known by %s here and by %s in %s", f.ids, o.ids, o.name),
					Hint: MixedHint}
			}
		}
		if kinds = append(kinds, f); kind == DoctorIDNone {
			kind = f.ids
		}
		kind = min(kind, f.ids)
	}
	return kind, nil
}

// MixedHint is the way out where doctors are known by different things.
const MixedHint = "a doctor would count as two: make two registers, or add the same kind of id, or the names, to all files; " +
	"if a column of own ids holds HPR numbers, say --map HEADER=hpr_number"

// ErrSink wraps an error of a sink.
var ErrSink = errors.New("taking observations")
