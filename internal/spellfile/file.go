package spellfile

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/atomicfile"
)

// Read reads a file of spells, .parquet, or .csv, .tsv or .txt, by its name. It has the
// columns of [TenureColumns]; [Table.Check] tells whether it has more.
func Read(path string) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name := filepath.Base(path)
	switch suffix(path) {
	case ".parquet":
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		return ReadParquet(f, info.Size(), name)
	case ".csv", ".tsv", ".txt":
		return ReadCSV(bufio.NewReaderSize(f, 1<<16), name)
	}
	return nil, &varighet.Problem{File: name, Code: "not-spells", Msg: "a file of spells ends in .parquet or .csv",
		Hint: "for any other table name its columns with --time and --event"}
}

// Write writes spells to a file, .parquet or .csv by its name, in place of an
// old one.
func Write(path string, t *Table) error {
	var write func(io.Writer, *Table) error
	switch suffix(path) {
	case ".parquet":
		write = WriteParquet
	case ".csv":
		write = WriteCSV
	default:
		return fmt.Errorf("a file of spells ends in .parquet or .csv, not %q", suffix(path))
	}
	f, err := atomicfile.CreatePerm(path, 0o600)
	if err != nil {
		return err
	}
	defer f.Abort()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w, t); err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Commit()
}

func suffix(path string) string { return strings.ToLower(filepath.Ext(path)) }
