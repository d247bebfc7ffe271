package ingest

import (
	"cmp"
	"fmt"
	"slices"
)

// A Warning is something the reader had to guess or leave out, and how often.
// It travels with the numbers; it is not an error.
type Warning struct {
	Code  string // stable, for tests and scripts: "column-unused"
	Msg   string // no value that may identify a person
	File  string // where it was first seen
	Line  int    // 0 if it is about the whole file
	Count int64  // rows; for a column or a file, 1 each time
	Files int    // how many files have it
}

// String gives place, message and count in one line.
func (w Warning) String() string {
	s := w.File
	if w.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, w.Line)
	}
	s += ": " + w.Msg
	if w.Count > 1 {
		s += fmt.Sprintf(" (%d times", w.Count)
		if w.Files > 1 {
			s += fmt.Sprintf(" in %d files", w.Files)
		}
		s += ")"
	}
	return s
}

// warnings counts what was warned of, by code and message. There are as many as
// the reader has messages and the file has columns, so they need no limit.
type warnings struct {
	byKey map[warningKey]*Warning
}

type warningKey struct{ code, msg string }

func (ws *warnings) add(w Warning) {
	if ws.byKey == nil {
		ws.byKey = make(map[warningKey]*Warning)
	}
	k := warningKey{w.Code, w.Msg}
	have := ws.byKey[k]
	if have == nil {
		ws.byKey[k] = &w
		return
	}
	have.Count += w.Count
	have.Files += w.Files
}

// drop takes a warning out, wherever it is of.
func (ws *warnings) drop(w Warning) { delete(ws.byKey, warningKey{w.Code, w.Msg}) }

// sorted returns the warnings by code and message.
func (ws *warnings) sorted() []Warning {
	out := make([]Warning, 0, len(ws.byKey))
	for _, w := range ws.byKey {
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Msg, b.Msg))
	})
	return out
}

// NameWithoutCode is the code of the warning that municipalities have names only.
const NameWithoutCode = "municipality-no-code"

// MergeWarnings brings warnings of several files together: equal ones become one
// that counts them, told of at the place of the first. They come by code and
// message.
func MergeWarnings(list []Warning) []Warning {
	var all warnings
	for _, w := range list {
		all.add(w)
	}
	return all.sorted()
}
