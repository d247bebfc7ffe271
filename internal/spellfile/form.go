package spellfile

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/varighet/varighet/internal/atomicfile"
)

// A Form is what a file of spells is written as.
type Form uint8

// The forms. A do-file is written with the CSV file that it reads beside it.
const (
	CSV Form = iota
	Parquet
	ExcelCSV
	XLSX
	StataDo
)

// suffixes are how the names of files of each form end; of two that fit, the longer one counts.
var suffixes = map[Form]string{CSV: ".csv", Parquet: ".parquet", ExcelCSV: ".excel.csv", XLSX: ".xlsx", StataDo: ".do"}

// Suffixes are those of all forms, without the dot.
func Suffixes() []string { return []string{"parquet", "csv", "excel.csv", "xlsx", "do"} }

// FormOf is the form that a file has by its name.
func FormOf(path string) (form Form, ok bool) {
	for f, s := range suffixes {
		if strings.HasSuffix(strings.ToLower(path), s) && (!ok || len(s) > len(suffixes[form])) {
			form, ok = f, true
		}
	}
	return form, ok
}

// Files are all that [Write] writes for a path: itself, what its columns mean, and the rows of a do-file.
func Files(path string) []string {
	if form, _ := FormOf(path); form == StataDo {
		rows := rowsOfDo(path)
		return []string{path, rows, PackageFile(rows)}
	}
	return []string{path, PackageFile(path)}
}

// rowsOfDo is the CSV file that a do-file reads.
func rowsOfDo(path string) string {
	return strings.TrimSuffix(path, filepath.Ext(path)) + suffixes[CSV]
}

// format is the name that a data package has for the form.
func (f Form) format() string {
	switch f {
	case Parquet:
		return "parquet"
	case XLSX:
		return "xlsx"
	}
	return "csv"
}

// Write writes spells to a file in the form of its name, in place of an old one, and what its
// columns mean to [PackageFile] beside it.
func Write(path string, t *Table) error {
	form, ok := FormOf(path)
	if !ok {
		return fmt.Errorf("a file of spells ends in .%s, not %q", strings.Join(Suffixes(), ", ."), filepath.Ext(path))
	}
	return WriteAs(form, path, t)
}

// WriteAs is [Write] in a form, whatever the name.
func WriteAs(form Form, path string, t *Table) error {
	if form == StataDo {
		rows := rowsOfDo(path)
		if err := checkStataFile(filepath.Base(rows)); err != nil {
			return err
		}
		if err := WriteAs(CSV, rows, t); err != nil {
			return err
		}
		return replace(path, func(w io.Writer) error { return WriteDo(w, t, filepath.Base(rows)) })
	}
	p, err := t.describe(filepath.Base(path), form)
	if err != nil {
		return err
	}
	described, err := p.JSON()
	if err != nil {
		return err
	}
	if err := replace(path, func(w io.Writer) error { return t.writeTo(w, form, filepath.Dir(path)) }); err != nil {
		return err
	}
	return replace(PackageFile(path), func(w io.Writer) error {
		_, err := w.Write(described)
		return err
	})
}

func (t *Table) writeTo(w io.Writer, form Form, folder string) error {
	switch form {
	case Parquet:
		return WriteParquet(w, t)
	case ExcelCSV:
		return WriteExcelCSV(w, t)
	case XLSX:
		return WriteXLSX(w, t, folder)
	}
	return WriteCSV(w, t)
}

// replace writes a file whole, in place of an old one.
func replace(path string, write func(io.Writer) error) error {
	f, err := atomicfile.CreatePerm(path, 0o600)
	if err != nil {
		return err
	}
	defer f.Abort()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Commit()
}
