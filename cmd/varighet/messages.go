package main

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"

	"github.com/varighet/varighet"
)

// messages is where all goes that is no result: standard error, as text or, for --log json, a JSON
// object a line. A message that begins with the name of the program is a warning, unless it is
// written through [noted]; others say what was done. It holds no time, which the journal of a
// system adds, and is safe for use by several goroutines.
type messages struct {
	to  io.Writer
	log *slog.Logger // nil for text

	sync.Mutex
	open   []byte // of a line that is not ended
	warned int    // warnings so far
}

// prefix is what warnings and faults begin with.
const prefix = "varighet: "

func newMessages(to io.Writer) *messages { return &messages{to: to} }

// asJSON has all messages from now on as JSON.
func (m *messages) asJSON() {
	m.log = slog.New(slog.NewJSONHandler(m.to, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

func (m *messages) Write(p []byte) (int, error) {
	level := slog.LevelInfo
	if strings.HasPrefix(string(p), prefix) {
		level = slog.LevelWarn
	}
	return m.write(level, p)
}

// write is one message, or a part of one that ends with its line.
func (m *messages) write(level slog.Level, p []byte) (int, error) {
	m.Lock()
	defer m.Unlock()
	if level == slog.LevelWarn {
		m.warned++
	}
	if m.log == nil {
		return m.to.Write(p)
	}
	m.open = append(m.open, p...)
	text := string(m.open)
	if !strings.HasSuffix(text, "\n") {
		return len(p), nil
	}
	m.open = m.open[:0]
	text, hint, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(text, prefix), "\n"), "\n  hint: ")
	var attrs []slog.Attr
	if hint != "" {
		attrs = append(attrs, slog.String("hint", hint))
	}
	m.log.LogAttrs(context.Background(), level, text, attrs...)
	return len(p), nil
}

// warnings is how many there were; those that stand in an answer's JSON are added by count.
func (m *messages) warnings() int {
	m.Lock()
	defer m.Unlock()
	return m.warned
}

// leveled writes messages of one level, whatever they begin with.
type leveled struct {
	*messages
	level slog.Level
}

func (l leveled) Write(p []byte) (int, error) { return l.write(l.level, p) }

// noted is for messages that only say what was done.
func noted(w io.Writer) io.Writer { return atLevel(w, slog.LevelInfo) }

func atLevel(w io.Writer, level slog.Level) io.Writer {
	if m, ok := w.(*messages); ok {
		return leveled{m, level}
	}
	return w
}

// countWarnings counts warnings that are part of an answer, and not printed.
func countWarnings(w io.Writer, n int) {
	if m, ok := w.(*messages); ok {
		m.Lock()
		defer m.Unlock()
		m.warned += n
	}
}

// sayProblem is a fault of a file: in JSON with its place and code.
func sayProblem(w io.Writer, p *varighet.Problem) {
	l, ok := w.(leveled)
	if !ok || l.log == nil {
		io.WriteString(w, prefix+p.Error()+"\n")
		return
	}
	attrs := []slog.Attr{slog.String("code", p.Code)}
	for _, a := range []struct{ key, text string }{{"file", p.File}, {"place", p.Place}, {"hint", p.Hint}} {
		if a.text != "" {
			attrs = append(attrs, slog.String(a.key, a.text))
		}
	}
	if p.Line > 0 {
		attrs = append(attrs, slog.Int("line", p.Line), slog.Int("column", p.Column))
	}
	l.log.LogAttrs(context.Background(), l.level, p.Msg, attrs...)
}
