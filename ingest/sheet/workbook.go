package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/limit"
)

func isWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// checkSize says which limit a workbook is over. The library has the texts of all cells in memory, at
// twelve times their size, and takes half a second for each MiB of them.
func checkSize(content []byte) error {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	var limits limit.Set
	if len(z.File) > limits.Of(limit.SideParts) {
		return fmt.Errorf("it has more parts than %s, which is the limit", limits.Text(limit.SideParts))
	}
	size, most := uint64(0), uint64(limits.Of(limit.SideWorkbook))
	for _, m := range z.File {
		if size += m.UncompressedSize64; m.UncompressedSize64 > most || size > most {
			return fmt.Errorf("it unpacks to more than %s, which is the limit", limits.Text(limit.SideWorkbook))
		}
		if strings.EqualFold(path.Base(m.Name), "sharedStrings.xml") && m.UncompressedSize64 > uint64(limits.Of(limit.SideTexts)) {
			return fmt.Errorf("its texts take more than %s, which is the limit", limits.Text(limit.SideTexts))
		}
	}
	return CheckRows(z)
}

// workbookRows reads the first visible sheet that holds anything.
func workbookRows(name string, content []byte) ([]Row, error) {
	var rows []Row
	err := EachRow(name, content, func(r Row) bool {
		rows = append(rows, r)
		return true
	})
	return rows, err
}

// EachRow goes through the first visible sheet of a workbook that holds anything,
// row by row, so that a large one need not be in memory. It ends early when see
// returns false. Empty rows are left out. The cells are see's own.
func EachRow(name string, content []byte, see func(Row) bool) (err error) {
	broken := func(err any) error {
		return &varighet.Problem{File: name, Code: "workbook", Msg: fmt.Sprintf("the workbook cannot be read: %v", err),
			Hint: "open it in a spreadsheet and save it again as .xlsx, or as CSV"}
	}
	defer func() {
		if p := recover(); p != nil { // the library, on a damaged file
			err = broken(p)
		}
	}()
	if err := checkSize(content); err != nil {
		return broken(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: int64(limit.Default(limit.SideWorkbook)),
		UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return broken(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		any, err := eachOf(f, sheet, see)
		if err != nil {
			return broken(err)
		}
		if any {
			return nil
		}
	}
	return &varighet.Problem{File: name, Code: "not-a-table", Msg: "no visible sheet of the workbook holds anything"}
}

func eachOf(f *excelize.File, sheet string, see func(Row) bool) (any bool, err error) {
	in, err := f.Rows(sheet)
	if err != nil {
		return false, err
	}
	defer in.Close()
	length := 0
	for line := 1; in.Next(); line++ {
		cells, err := in.Columns()
		if err != nil {
			return any, err
		}
		for _, c := range cells {
			length += len(c)
		}
		if len(cells) > limit.Default(limit.SideColumns) || length > limit.Default(limit.SideFile) { // one text may stand in every cell
			return any, fmt.Errorf("its cells have more than %s, or a row more of them than %s, which are the limits",
				limit.Set{}.Text(limit.SideFile), limit.Set{}.Text(limit.SideColumns))
		}
		for _, r := range appendRow(nil, line, cells) {
			any = true
			if !see(r) {
				return any, nil
			}
		}
	}
	return any, in.Error()
}

// IsWorkbook reports whether the bytes are of a workbook (.xlsx), or of another zip
// archive.
func IsWorkbook(content []byte) bool { return isWorkbook(content) }
