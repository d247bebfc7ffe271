package beside

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Work that no other program does is timed alone.

// starts times `varighet version`.
func starts(b *testing.B, bin string) turn {
	return inTurn(b, 20, side{"varighet version", func() took { _, t := timed(b, exec.Command(bin, "version")); return t }})[0]
}

// monthAdded times the last month of the files added to a register of the others, beside a register
// of all files made anew.
func (s *sized) monthAdded(b *testing.B, rounds int) (added, full turn) {
	files, err := filepath.Glob(filepath.Join(s.files.csv(), "*.csv"))
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	others, base, grown := filepath.Join(dir, "others"), filepath.Join(dir, "base"), filepath.Join(dir, "grown")
	link(b, others, files[:len(files)-1])
	ingested(b, s.bin, base, others)
	turns := inTurn(b, rounds,
		side{"varighet ingest, all months", func() took { return ingested(b, s.bin, filepath.Join(dir, "full"), s.files.csv()) }},
		side{"varighet ingest, one month more", func() took {
			copyRegister(b, base, grown)
			_, t := timed(b, exec.Command(s.bin, "ingest", "-o", grown, "--limit", "lists=2000000", "--limit", "doctors=20000000", files[len(files)-1]))
			return t
		}})
	return turns[1], turns[0]
}

// copyRegister puts a register and its key, if it has one, in place of another.
func copyRegister(b *testing.B, from, to string) {
	b.Helper()
	err := os.RemoveAll(to)
	if err == nil {
		err = os.CopyFS(to, os.DirFS(from))
	}
	key, missing := os.ReadFile(from + ".key")
	if err == nil && missing == nil {
		err = os.WriteFile(to+".key", key, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// workbooks times 300 workbooks of 5,000 rows into a register, and a study of the last 38 of them with all it
// writes.
func (s *sized) workbooks(b *testing.B) (all, study turn) {
	dir := b.TempDir()
	books, some, file := filepath.Join(dir, "books"), filepath.Join(dir, "some"), filepath.Join(dir, "study.toml")
	if err := s.files.asWorkbooks(books); err != nil {
		b.Fatal(err)
	}
	list, err := filepath.Glob(filepath.Join(books, "*.xlsx"))
	if err != nil {
		b.Fatal(err)
	}
	link(b, some, list[len(list)-38:])
	output(b, exec.Command(s.bin, "study", "new", some, "-o", file))
	study = inTurn(b, 5, side{"varighet run, 38 workbooks", func() took {
		for _, old := range []string{filepath.Join(dir, "out"), filepath.Join(dir, "study.key")} {
			if err := os.RemoveAll(old); err != nil {
				b.Fatal(err)
			}
		}
		_, t := timed(b, exec.Command(s.bin, "run", file, "-o", filepath.Join(dir, "out")))
		return t
	}})[0]
	all = inTurn(b, 3, side{"varighet ingest, 300 workbooks", func() took { return ingested(b, s.bin, filepath.Join(dir, "register"), books) }})[0]
	return all, study
}

// link makes a folder with links to files.
func link(b *testing.B, dir string, files []string) {
	b.Helper()
	err := os.Mkdir(dir, 0o700)
	for _, f := range files {
		if err == nil {
			err = os.Link(f, filepath.Join(dir, filepath.Base(f)))
		}
	}
	if err != nil {
		b.Fatal(err)
	}
}

// asWorkbooks writes each file as a workbook too, numbers as numbers and texts in the list of texts,
// as spreadsheets do.
func (f monthlyFiles) asWorkbooks(dir string) error {
	files, err := filepath.Glob(filepath.Join(f.csv(), "*.csv"))
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv") + ".xlsx"
		if err := asWorkbook(file, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func asWorkbook(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	book := excelize.NewFile()
	defer book.Close()
	lines := bufio.NewScanner(src)
	for row := 1; lines.Scan(); row++ {
		var cells []any
		for i, text := range strings.Split(lines.Text(), ";") {
			if n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil && slices.Contains(numberColumns, i) {
				cells = append(cells, n)
			} else {
				cells = append(cells, text)
			}
		}
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", row), &cells); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return book.SaveAs(to)
}

// numberColumns are liste_id, lege_id, listelengde and belop.
var numberColumns = []int{3, 4, 6, 7}
