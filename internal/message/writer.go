package message

import (
	"io"
	"strings"
	"sync"
)

// A Writer writes lines in a language: each line, or of a line with tabs each cell, as
// [Language.Translate] says it. Blanks at the beginning stay. It keeps a line until it ends.
type Writer struct {
	To io.Writer
	In func() Language // asked for each line

	mu   sync.Mutex // an interrupted run speaks while it ends
	open string
}

// program begins the lines on standard error.
const program = "varighet: "

// Write writes the lines that p ends.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open += string(p)
	for {
		line, rest, ended := strings.Cut(w.open, "\n")
		if !ended {
			return len(p), w.progress()
		}
		if _, err := io.WriteString(w.To, w.In().line(line)+"\n"); err != nil {
			return 0, err
		}
		w.open = rest
	}
}

// progress writes a line that begins anew and again, as work goes on: it does not end.
func (w *Writer) progress() error {
	if !strings.HasPrefix(w.open, "\r") {
		return nil
	}
	_, err := io.WriteString(w.To, w.In().line(w.open))
	w.open = ""
	return err
}

// line translates one line, cell by cell.
func (l Language) line(line string) string {
	if l == English || l == "" {
		return line
	}
	cells := strings.Split(line, "\t")
	for i, c := range cells {
		text := strings.TrimLeft(c, " \r")
		blanks := c[:len(c)-len(text)]
		text, isProgram := strings.CutPrefix(text, program)
		if isProgram {
			blanks += program
		}
		if hint, ok := strings.CutPrefix(text, "hint: "); ok {
			blanks, text = blanks+l.Translate("hint")+": ", hint
		}
		said := strings.TrimRight(text, " ")
		cells[i] = blanks + l.Translate(said) + text[len(said):]
	}
	return strings.Join(cells, "\t")
}
