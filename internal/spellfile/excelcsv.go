package spellfile

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/celltext"
)

// excelBools are how Excel with Norwegian settings writes and reads true and false.
var excelBools = map[bool]string{true: "SANN", false: "USANN"}

// WriteExcelCSV writes spells for Excel with Norwegian settings: semicolons, a byte order mark,
// CRLF, decimal commas, SANN and USANN. Text of digits is written as ="0101", so that it stays text
// and keeps its zeros; [ReadCSV] reads it as 0101.
func WriteExcelCSV(w io.Writer, t *Table) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	cw := csv.NewWriter(w)
	cw.Comma, cw.UseCRLF = ';', true
	return t.writeRecords(cw, excelText, excelCell)
}

func excelCell(c *Column, v Cell) string {
	s := c.Type.Format(v)
	switch {
	case !v.OK:
		return ""
	case c.Type == Text:
		return excelText(s)
	case c.Type == Float:
		return strings.Replace(s, ".", ",", 1)
	case c.Type == Bool:
		return excelBools[v.Bool]
	}
	return s
}

// excelText keeps Excel from taking a text for a number or a formula.
func excelText(s string) string {
	switch {
	case s == "":
		return s
	case strings.Trim(s, "0123456789") == "":
		return `="` + s + `"`
	}
	return celltext.AsText(s)
}
