package simulate

import (
	"errors"
	"fmt"
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
	for name, content := range map[string][]byte{
		KLASSCodesFile:   e.country.klassCodes(),
		KLASSChangesFile: e.country.klassChanges(),
		PopulationFile:   e.country.population(),
	} {
		if err := writeFile(dir, name, content); err != nil {
			return err
		}
	}
	if err := e.writeMonths(filepath.Join(dir, MonthlyFolder)); err != nil {
		return err
	}
	content, err := e.truth.encode()
	if err != nil {
		return err
	}
	return writeFile(dir, TruthFile, content)
}

func writeFile(dir, name string, content []byte) error {
	return os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), content, 0o644)
}

// writeMonths runs the country and writes each month's file into the folder.
func (e *engine) writeMonths(dir string) error {
	p := &e.country.plan
	w := monthWriter{engine: e, buf: make([]byte, 0, flushAt+1<<16)}
	var places []int32
	return e.run(func(m int32) error {
		month := e.month(m)
		if e.options.Progress != nil {
			if err := e.options.Progress(month); err != nil {
				return err
			}
		}
		if m == 0 || month == p.reform {
			places = e.country.inForce(month)
		}
		if utf8, nynorsk := month >= p.utf8, month >= p.nynorsk; w.era == nil || w.era.utf8 != utf8 || w.era.nynorsk != nynorsk {
			w.era = newEra(utf8, nynorsk)
		}
		w.month, w.rate, w.dirt = month, newRate(month), newDirt(e.options, m, w.era)
		if month == p.missing {
			e.driftAll(m)
			return nil
		}
		return e.writeMonth(&w, filepath.Join(dir, p.title(month)+".csv"), m, places)
	})
}

// driftAll lets the residents of a month without a file drift all the same.
func (e *engine) driftAll(m int32) {
	for id := range e.lists {
		if !e.lists[id].closed {
			e.drift(&e.lists[id], int32(id), m)
		}
	}
}

func (e *engine) writeMonth(w *monthWriter, path string, m int32, places []int32) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w.w = f
	rows, err := w.write(m, places)
	e.truth.Rows += rows
	e.truth.Files++
	return errors.Join(err, f.Close())
}
