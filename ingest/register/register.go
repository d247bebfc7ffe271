package register

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/limit"
)

// A Register is an open register. Its methods may be used by several
// goroutines at once.
type Register struct {
	Manifest *Manifest
	dir      string
	file     *columnar.Reader
}

// Open opens the register in a folder and checks that its two files are whole,
// of a known version, and belong together. Row values are checked as they are
// read; [Register.Verify] reads everything at once.
func Open(dir string) (*Register, error) {
	m, err := readManifest(filepath.Join(dir, ManifestFile))
	if err != nil {
		return nil, openProblem(dir, err)
	}
	file, err := columnar.Open(filepath.Join(dir, PositionsFile))
	if err != nil {
		return nil, openProblem(dir, err)
	}
	r := &Register{Manifest: m, dir: dir, file: file}
	if err := r.check(); err != nil {
		file.Close()
		return nil, openProblem(dir, fmt.Errorf("%s: %w", PositionsFile, err))
	}
	return r, nil
}

func openProblem(dir string, err error) error {
	hint := "make it again from its files: varighet ingest FILES -o " + dir + " --anew"
	if errors.Is(err, fs.ErrNotExist) {
		hint = "a register is a folder with " + PositionsFile + " and " + ManifestFile + ", as varighet ingest writes it"
	}
	return &varighet.Problem{File: dir, Code: "register", Hint: hint,
		Msg: "not a register that can be read: " + err.Error()}
}

func readManifest(path string) (*Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	most := limit.Default(limit.RegisterManifest) // a hundred thousand inputs and more
	data, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > most {
		return nil, fmt.Errorf("%s is larger than %s, which is the limit", ManifestFile, limit.Set{}.Text(limit.RegisterManifest))
	}
	m, err := ParseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestFile, err)
	}
	return m, nil
}

// check holds the file against the schema and against the manifest.
func (r *Register) check() error {
	if v, _ := r.file.Metadata(metaSchema); v != Schema {
		return fmt.Errorf("the version is %q, this program reads %q", v, Schema)
	}
	if err := r.file.Check(schema()); err != nil {
		return err
	}
	if r.file.NumRows() != r.Manifest.Counts.Rows {
		return fmt.Errorf("it has %d rows, the manifest says %d", r.file.NumRows(), r.Manifest.Counts.Rows)
	}
	for _, kv := range r.Manifest.fileMetadata() {
		if v, _ := r.file.Metadata(kv[0]); v != kv[1] {
			return fmt.Errorf("its %s is not that of the manifest", kv[0])
		}
	}
	return nil
}

// Close closes the register. Loops over its observations must have ended.
func (r *Register) Close() error { return r.file.Close() }

// NumRows returns the number of rows.
func (r *Register) NumRows() int64 { return r.file.NumRows() }

// NumParts returns the number of parts that can be read alone. No position is
// in two of them, and in order they are the whole.
func (r *Register) NumParts() int { return r.file.NumRowGroups() }

// Observations goes through all rows, sorted by position, month, role and
// doctor. With columns, only their fields are filled in and the others are
// zero; [SurvivalColumns] names those that spells need. Without, all are.
//
// The Observation is the loop's own: it is overwritten by a later step and must
// not be changed. Its strings may be kept. After an error the loop ends.
//
// Rows are decoded on another goroutine, which has ended when the loop has.
func (r *Register) Observations(columns ...string) iter.Seq2[*varighet.Observation, error] {
	return r.observations(0, r.NumParts(), columns)
}

// Part is [Register.Observations] for one part, 0 <= part < NumParts.
func (r *Register) Part(part int, columns ...string) iter.Seq2[*varighet.Observation, error] {
	return r.observations(part, part+1, columns)
}

func (r *Register) observations(from, to int, columns []string) iter.Seq2[*varighet.Observation, error] {
	return func(yield func(*varighet.Observation, error) bool) {
		var g *rowGiver
		err := r.batches(from, to, columns, func(cols []column, b *columnar.Batch) (more bool, err error) {
			if g == nil {
				g = newRowGiver(cols)
			}
			return g.each(b, yield)
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// MonthRuns goes through the rows of one part, 0 <= part < NumParts, in order, as [Register.Part]
// does, but in runs of months: rows that differ only in the month, which is the next, the residents,
// the amounts and the source row. What could be one run may come as two, since rows are decoded some
// at a time.
//
// The run is the loop's own, as an observation is.
func (r *Register) MonthRuns(part int, columns ...string) iter.Seq2[*varighet.MonthRun, error] {
	return func(yield func(*varighet.MonthRun, error) bool) {
		var g *runGiver
		err := r.batches(part, part+1, columns, func(cols []column, b *columnar.Batch) (more bool, err error) {
			if g == nil {
				g = newRunGiver(cols)
			}
			return g.each(b, yield)
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// batches decodes columns of parts on another goroutine, which has ended when it returns, and gives
// them to see until that wants no more. Without names all columns are decoded.
func (r *Register) batches(from, to int, names []string, see func([]column, *columnar.Batch) (more bool, err error)) error {
	if len(names) == 0 {
		names = ColumnNames()
	}
	var cols []column
	for _, name := range names {
		c, ok := columnNamed(name)
		if !ok {
			return fmt.Errorf("a register has no column %q", name)
		}
		cols = append(cols, c)
	}
	p := prefetch(r.file, from, to, names)
	defer p.stop()
	for b := range p.full {
		more, err := false, b.err
		if err == nil {
			more, err = see(cols, &b.Batch)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Join(r.dir, PositionsFile), err)
		}
		if !more {
			return nil
		}
		p.free <- b
	}
	return nil
}

// Verify reads the whole register and compares it with the digests in the
// manifest: of the file, and of the values.
func (r *Register) Verify() error {
	f, err := os.Open(filepath.Join(r.dir, PositionsFile))
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != r.Manifest.PositionsSHA {
		return openProblem(r.dir, errors.New(PositionsFile+" is not the file that the manifest describes"))
	}
	rows, err := r.file.Digest()
	if err != nil {
		return openProblem(r.dir, err)
	}
	if hex.EncodeToString(rows[:]) != r.Manifest.RowsSHA256 {
		return openProblem(r.dir, errors.New("the rows are not those that the manifest describes"))
	}
	return nil
}
