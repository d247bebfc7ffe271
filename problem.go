package varighet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one fault in the input, its place, and a way out. It never
// carries a value that may identify a person.
type Problem struct {
	File   string // as the user gave it; "-" is standard input; "" if no file is at fault
	Line   int    // 1-based, header included; 0 if the whole file
	Column int    // 1-based field; 0 if not one field
	Place  string // for a file without lines, shown instead of Line and Column: sheet and cell "Ark1!C5"; else ""
	Code   string // stable, for tests and scripts: "municipality-code"
	Msg    string // what is wrong
	Hint   string // what to do; may be empty
}

// Error gives place and message in one line, and the hint on a second.
func (p *Problem) Error() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(inOneLine(p.File))
		switch {
		case p.Place != "":
			b.WriteByte(':')
			b.WriteString(inOneLine(p.Place))
		case p.Line > 0:
			fmt.Fprintf(&b, ":%d", p.Line)
			if p.Column > 0 {
				fmt.Fprintf(&b, ":%d", p.Column)
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(shorten(p.Msg))
	if p.Hint != "" {
		b.WriteString("\n  hint: ")
		b.WriteString(shorten(p.Hint))
	}
	return b.String()
}

// inOneLine keeps a name from looking like a message of its own.
func inOneLine(name string) string { return strings.ReplaceAll(name, "\n", " ") }

// maxMessage is how many bytes of a message are printed. Its own words take a few hundred; what
// is more is of a cell.
const maxMessage = 4 << 10

func shorten(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	return fmt.Sprintf("%s… (%d bytes in all; %d are shown)", strings.ToValidUTF8(s[:maxMessage], ""), len(s), maxMessage)
}

// MaxProblems is how many problems a [Problems] keeps whole; the rest it counts.
const MaxProblems = 100

// Problems collects the faults of a run, so that all of them are reported in
// one go. The zero value is ready to use. As an error it prints each problem
// it kept, sorted by file, line and column, and how many more there were.
type Problems struct {
	list []*Problem
	more int
}

// Add appends a problem, or counts it once MaxProblems are kept.
func (ps *Problems) Add(p *Problem) {
	if len(ps.list) >= MaxProblems {
		ps.more++
		return
	}
	ps.list = append(ps.list, p)
}

// Merge adds what other has collected.
func (ps *Problems) Merge(other *Problems) {
	for _, p := range other.list {
		ps.Add(p)
	}
	ps.more += other.more
}

// Len returns how many problems were added, kept or only counted.
func (ps *Problems) Len() int { return len(ps.list) + ps.more }

// All returns the problems that were kept, sorted by file, line and column.
func (ps *Problems) All() []*Problem {
	slices.SortStableFunc(ps.list, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return ps.list
}

// Err returns ps as an error, or nil if there are no problems.
func (ps *Problems) Err() error {
	if ps.Len() == 0 {
		return nil
	}
	return ps
}

// Error prints the problems, one after another.
func (ps *Problems) Error() string {
	var b strings.Builder
	for i, p := range ps.All() {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	if ps.more > 0 {
		fmt.Fprintf(&b, "\nand %d more", ps.more)
	}
	return b.String()
}
