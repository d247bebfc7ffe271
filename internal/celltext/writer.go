package celltext

import (
	"io"
	"unicode/utf8"
)

// A Writer writes text as [Visible] has it, wherever the text is cut between writes. A letter that is
// cut waits for its rest, or for Close; a return and a newline must not be cut.
type Writer struct {
	to   io.Writer
	rest []byte // the first bytes of a letter
}

// NewWriter makes a writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{to: w} }

// Write reports all of p as written, or an error.
func (w *Writer) Write(p []byte) (int, error) {
	text := append(w.rest, p...)
	whole := len(text)
	for i := max(0, whole-utf8.UTFMax+1); i < whole; i++ {
		if utf8.RuneStart(text[i]) && !utf8.FullRune(text[i:]) {
			whole = i
		}
	}
	_, err := io.WriteString(w.to, Visible(string(text[:whole])))
	w.rest = append([]byte(nil), text[whole:]...)
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close writes what is left of a letter that has no end. It does not close what it writes to.
func (w *Writer) Close() error {
	_, err := io.WriteString(w.to, Visible(string(w.rest)))
	w.rest = nil
	return err
}
