package simulate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A formFolder is where files in forms are written.
type formFolder struct {
	dir string
	*rendering
	open io.WriteCloser // the file of all months; nil without one
}

// writeMonth writes the files of a month.
func (f *formFolder) writeMonth(w *monthWriter, m int32) error {
	blocks := f.blocks(m)
	month := monthNames[w.month.Calendar()-1] + " " + strconv.Itoa(w.month.Year())
	switch {
	case f.files:
		for _, b := range blocks {
			if err := f.writeFile(w, m, fmt.Sprintf("%s - %s - %s", b.code, b.name, month), []block{b}); err != nil {
				return err
			}
		}
		return nil
	case f.oneFile:
		return f.writeMore(w, m, blocks)
	}
	return f.writeFile(w, m, w.engine.country.plan.title(w.month), blocks)
}

func (f *formFolder) writeFile(w *monthWriter, m int32, name string, blocks []block) error {
	out, err := f.create(name)
	if err != nil {
		return err
	}
	return errors.Join(w.writeTo(out, m, blocks), out.Close())
}

// writeMore adds a month to the file of all months.
func (f *formFolder) writeMore(w *monthWriter, m int32, blocks []block) (err error) {
	o := &w.engine.options
	if f.open == nil {
		if f.open, err = f.create(fmt.Sprintf("Fastlegelister %s til %s", o.First, o.Last)); err != nil {
			return err
		}
	}
	w.engine.truth.Files = 0 // it is one file
	return w.writeTo(f.open, m, blocks)
}

// close ends the file of all months.
func (f *formFolder) close() error {
	if f.open == nil {
		return nil
	}
	return f.open.Close()
}

func (f *formFolder) create(name string) (io.WriteCloser, error) {
	if f.workbooks {
		return &workbook{path: filepath.Join(f.dir, name+".xlsx")}, nil
	}
	return os.Create(filepath.Join(f.dir, name+".csv"))
}

// A workbook takes a file with semicolons and becomes a sheet when it is closed, in
// which numbers are numbers.
type workbook struct {
	bytes.Buffer
	path string
}

// Close writes the workbook.
func (b *workbook) Close() (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	text := strings.TrimPrefix(b.String(), "\ufeff")
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		var cells []any
		for _, cell := range strings.Split(line, ";") {
			cells = append(cells, cellValue(cell))
		}
		if err := sheet.SetRow("A"+strconv.Itoa(n+1), cells); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.SaveAs(b.path)
}

// cellValue is a number where the text is one as Norwegians write it; a code keeps its
// leading zero, and an empty cell is none.
func cellValue(text string) any {
	if text == "" {
		return nil
	}
	if text[0] >= '1' && text[0] <= '9' || text == "0" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
		if x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil && strings.Contains(text, ",") {
			return x
		}
	}
	return text
}
