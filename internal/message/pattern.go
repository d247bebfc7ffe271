package message

import (
	"regexp"
	"strconv"
	"strings"
)

// A hole is a placeholder of a format.
type hole struct {
	verb string // without a number: "%.1f"
	arg  int    // from 0
}

// A form is a format taken apart: a literal before each hole, and one behind the last.
type form struct {
	literals []string
	holes    []hole
}

var placeholder = regexp.MustCompile(`%(\[\d+\])?((?:\+|[-+#0]*\d+)?(?:\.\d+)?)([a-zA-Z%])`)

func parse(format string) form {
	var f form
	literal, next := "", 0
	for {
		at := placeholder.FindStringSubmatchIndex(format)
		if at == nil {
			f.literals = append(f.literals, literal+format)
			return f
		}
		literal += format[:at[0]]
		if format[at[6]:at[7]] == "%" {
			literal += "%"
			format = format[at[1]:]
			continue
		}
		arg := next
		if at[2] >= 0 {
			n, _ := strconv.Atoi(format[at[2]+1 : at[3]-1])
			arg = n - 1
		}
		next = arg + 1
		f.literals = append(f.literals, literal)
		f.holes = append(f.holes, hole{"%" + format[at[4]:at[7]], arg})
		literal, format = "", format[at[1]:]
	}
}

// args is how many arguments the form takes.
func (f form) args() (n int) {
	for _, h := range f.holes {
		n = max(n, h.arg+1)
	}
	return n
}

// weight is how much of a text the form says itself.
func (f form) weight() (n int) {
	for _, s := range f.literals {
		n += len(s)
	}
	return n
}

// longest is the longest text that any message of the form has in it.
func (f form) longest() (s string) {
	for _, l := range f.literals {
		if len(l) > len(s) {
			s = l
		}
	}
	return s
}

// expression matches the texts that the form can make, with a group for each hole.
func (f form) expression() *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)^`)
	for i, h := range f.holes {
		b.WriteString(regexp.QuoteMeta(f.literals[i]))
		switch h.verb[len(h.verb)-1] {
		case 'd':
			b.WriteString(`( *-?\d+)`)
		case 'f':
			b.WriteString(`( *-?\d+(?:\.\d+)?)`)
		case 'q':
			b.WriteString(`("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+')`)
		default:
			b.WriteString(`(.*?)`)
		}
	}
	b.WriteString(regexp.QuoteMeta(f.literals[len(f.holes)]) + `$`)
	return regexp.MustCompile(b.String())
}

// fill puts arguments, as they were written, into the holes.
func (f form) fill(args []string) string {
	var b strings.Builder
	for i, h := range f.holes {
		b.WriteString(f.literals[i])
		if h.arg < len(args) {
			b.WriteString(args[h.arg])
		}
	}
	b.WriteString(f.literals[len(f.holes)])
	return b.String()
}
