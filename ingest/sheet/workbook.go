package sheet

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
)

func isWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// maxUnzipped bounds what a workbook may grow to when it is unpacked.
const maxUnzipped = 512 << 20

// workbookRows reads the first visible sheet that holds anything, row by row.
func workbookRows(name string, content []byte) (rows []Row, err error) {
	broken := func(err any) error {
		return &varighet.Problem{File: name, Code: "workbook", Msg: fmt.Sprintf("the workbook cannot be read: %v", err),
			Hint: "open it in a spreadsheet and save it again as .xlsx, or as CSV"}
	}
	defer func() {
		if p := recover(); p != nil { // the library, on a damaged file
			rows, err = nil, broken(p)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped,
		UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		if rows, err = sheetRows(f, sheet); err != nil {
			return nil, broken(err)
		}
		if len(rows) > 0 {
			return rows, nil
		}
	}
	return nil, &varighet.Problem{File: name, Code: "not-a-table", Msg: "no visible sheet of the workbook holds anything"}
}

func sheetRows(f *excelize.File, sheet string) ([]Row, error) {
	in, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var rows []Row
	for line := 1; in.Next(); line++ {
		cells, err := in.Columns()
		if err != nil {
			return nil, err
		}
		rows = appendRow(rows, line, cells)
	}
	return rows, in.Error()
}
