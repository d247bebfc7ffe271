// Package celltext has the rules for text in cells: what keeps a text from being a formula or an order
// to a terminal where it is written, and what undoes that, and what other programs do, where it is read.
package celltext

import "bytes"

// Unprotected returns the text of a cell that is a formula for nothing but that text:
// ="001" is 001. Programs write a cell so to keep the zeros of a number, or a long number
// whole, when a spreadsheet opens the file. Other formulas stay as they are. b is not
// changed.
func Unprotected(b []byte) []byte {
	if len(b) < 3 || b[0] > ' ' && b[0] != '=' {
		return b
	}
	in, isFormula := bytes.CutPrefix(bytes.TrimSpace(b), []byte(`="`))
	if !isFormula || !bytes.HasSuffix(in, []byte(`"`)) {
		return b
	}
	in = in[:len(in)-1]
	if pairs := []byte(`""`); bytes.IndexByte(bytes.ReplaceAll(in, pairs, nil), '"') < 0 {
		return bytes.ReplaceAll(in, pairs, []byte(`"`))
	}
	return b
}
