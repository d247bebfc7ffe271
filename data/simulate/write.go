package simulate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
)

// Write makes the country and writes it as a folder: monthly/, reference/ and
// truth.json, as the package documentation says. The folder must not exist, or
// be empty; it appears whole when all is written, and nothing is left if
// something fails. Memory grows with lists, not with months.
func Write(dir string, o Options) (*Truth, error) {
	e, err := newEngine(o, nil)
	if err != nil {
		return nil, err
	}
	if err := refuseFull(dir); err != nil {
		return nil, err
	}
	d, err := atomicfile.CreateDir(dir)
	if err != nil {
		return nil, err
	}
	defer d.Abort()
	if err := e.writeAll(d.Path()); err != nil {
		return nil, fmt.Errorf("writing %s: %w", dir, err)
	}
	return e.truth, d.Commit()
}

// WriteScratch is [Write] into a folder that its caller has made and will soon
// remove: the files are not flushed to the disk, and what is there when
// something fails is left to the caller.
func WriteScratch(dir string, o Options) (*Truth, error) {
	e, err := newEngine(o, nil)
	if err != nil {
		return nil, err
	}
	if err := e.writeAll(dir); err != nil {
		return nil, fmt.Errorf("writing %s: %w", dir, err)
	}
	return e.truth, nil
}

// refuseFull keeps a folder that holds something from being replaced.
func refuseFull(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return fmt.Errorf("writing %s: %w", dir, err)
	}
	return &varighet.Problem{
		File: dir, Code: "folder-in-the-way", Msg: "the folder is not empty",
		Hint: "name a folder that does not exist yet",
	}
}

func (e *engine) writeAll(dir string) error {
	for _, sub := range []string{MonthlyFolder, referenceFolder} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := e.inForms(); err != nil {
		return err
	}
	for name, content := range e.reference() {
		if err := writeFile(dir, name, content); err != nil {
			return err
		}
	}
	if err := e.writeMonths(filepath.Join(dir, MonthlyFolder)); err != nil {
		return err
	}
	if e.forms != nil {
		e.truth.Seen = e.forms.seen()
		e.truth.Hidden = &e.forms.hidden
		if err := writeFile(dir, SpellsFile, encodeSeen(e.truth.Seen)); err != nil {
			return err
		}
	}
	content, err := e.truth.encode()
	if err != nil {
		return err
	}
	return writeFile(dir, TruthFile, content)
}

// inForms readies the engine for the forms that were asked for.
func (e *engine) inForms() (err error) {
	if len(e.options.Forms) == 0 {
		return nil
	}
	if e.forms, err = newRendering(e.options); err == nil {
		e.forms.engine = e
	}
	return err
}

// reference gives the reference tables by file name.
func (e *engine) reference() map[string][]byte {
	if e.forms != nil && e.forms.areas != nil {
		return e.forms.reference()
	}
	return map[string][]byte{
		KLASSCodesFile:   e.country.klassCodes(),
		KLASSChangesFile: e.country.klassChanges(),
		PopulationFile:   e.country.population(),
	}
}

func writeFile(dir, name string, content []byte) error {
	return os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), content, 0o644)
}

// writeMonths runs the country and writes each month's files into the folder.
func (e *engine) writeMonths(dir string) error {
	w := monthWriter{engine: e, forms: e.forms, buf: make([]byte, 0, flushAt+1<<16)}
	var places []int32
	forms := &formFolder{dir: dir, rendering: e.forms}
	err := e.run(func(m int32) error {
		month := e.month(m)
		if e.options.Progress != nil {
			if err := e.options.Progress(month); err != nil {
				return err
			}
		}
		if m == 0 || month == e.country.plan.reform {
			places = e.country.inForce(month)
		}
		w.begin(month, m)
		if e.isMissing(m) {
			e.driftAll(m)
			return nil
		}
		if e.forms != nil {
			return forms.writeMonth(&w, m)
		}
		return e.writeMonth(&w, filepath.Join(dir, e.country.plan.title(month)+".csv"), m, e.blocks(places))
	})
	return errors.Join(err, forms.close())
}

// isMissing reports whether a month has no file.
func (e *engine) isMissing(m int32) bool { return e.month(m) == e.country.plan.missing }

// begin readies the writer for a month. Workbooks are UTF-8 within, and what all months
// share cannot change with them.
func (w *monthWriter) begin(month varighet.Month, m int32) {
	p := &w.engine.country.plan
	utf8, nynorsk := month >= p.utf8, month >= p.nynorsk
	var set *formSet
	if w.forms != nil {
		set = &w.forms.formSet
		utf8, nynorsk = utf8 || set.workbooks || set.oneFile, nynorsk && !set.oneFile
	}
	if w.era == nil || w.era.utf8 != utf8 || w.era.nynorsk != nynorsk {
		w.era = newEra(utf8, nynorsk, set)
	}
	w.month, w.rate, w.dirt = month, newRate(month), newDirt(w.engine.options, m, w.era)
	if set != nil && set.oneFile { // what stands under a table would stand in the middle of it
		w.dirt.subtotals, w.dirt.grandTotal, w.dirt.footnotes, w.dirt.blankRows = false, false, false, false
	}
}

// blocks are the lists of municipalities, ready to be written. The slice is used again.
func (e *engine) blocks(places []int32) []block {
	e.blocked = e.blocked[:0]
	for _, i := range places {
		place := &e.country.all[i]
		e.blocked = append(e.blocked, block{place, string(place.code), place.name, e.byPlace[i]})
	}
	return e.blocked
}

// driftAll lets the residents of a month without a file drift all the same.
func (e *engine) driftAll(m int32) {
	for id := range e.lists {
		if !e.lists[id].closed {
			e.drift(&e.lists[id], int32(id), m)
		}
	}
}

func (e *engine) writeMonth(w *monthWriter, path string, m int32, blocks []block) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(w.writeTo(f, m, blocks), f.Close())
}

// writeTo writes one file and counts it.
func (w *monthWriter) writeTo(out io.Writer, m int32, blocks []block) error {
	w.w = out
	rows, err := w.write(m, blocks)
	w.engine.truth.Rows += rows
	w.engine.truth.Files++
	return err
}
