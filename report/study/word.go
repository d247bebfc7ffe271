package study

import (
	"bytes"

	"github.com/varighet/varighet/report/docx"
	"github.com/varighet/varighet/report/page"
)

// WordName is the file with the report as a Word document. It has one name in all languages.
const WordName = "report.docx"

// wordOf is the report page as a Word document. Tables too long for paper are left to the workbook.
func wordOf(from *page.Page) ([]byte, error) {
	var b bytes.Buffer
	err := docx.Write(&b, from, WorkbookName)
	return b.Bytes(), err
}
