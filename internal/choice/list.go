package choice

import (
	"strconv"
	"strings"
)

// QuotesHelp is how a name or a value is written that has a sign of the list in it; it
// stands in the help of each command that takes columns.
const QuotesHelp = "In lists, a name or a value with a comma or = in it stands in double quotes, a quote in it twice:\n" +
	"--by '\"alder, år\",sex', --base 'gruppe=\"A, b\"'."

// A listScanner reads what a flag names: columns, levels, values, with commas between.
// Text in double quotes, as RFC 4180 has them in CSV, is taken as it stands. Quotes open
// where a name or a value begins; a quote further on is a sign like any other.
type listScanner struct{ flag, rest string }

const blanks = " \t"

// word reads up to one of the signs in stops, or to the end, and leaves the sign. Blanks
// around it do not count.
func (l *listScanner) word(stops string) (text string, quoted bool, err error) {
	l.rest = strings.TrimLeft(l.rest, blanks)
	if strings.HasPrefix(l.rest, `"`) {
		text, err = l.quoted(stops)
		return text, true, err
	}
	end := strings.IndexAny(l.rest, stops)
	if end < 0 {
		end = len(l.rest)
	}
	text, l.rest = strings.TrimSpace(l.rest[:end]), l.rest[end:]
	return text, false, nil
}

// quoted reads a text in quotes, after which one of stops must come, or the end.
func (l *listScanner) quoted(stops string) (string, error) {
	var b strings.Builder
	for rest := l.rest[1:]; ; {
		text, after, closed := strings.Cut(rest, `"`)
		if !closed {
			return "", Errorf("--%s: the quote before %q is not closed; a quote within quotes is written twice", l.flag, l.rest[1:])
		}
		b.WriteString(text)
		if !strings.HasPrefix(after, `"`) {
			l.rest = strings.TrimLeft(after, blanks)
			break
		}
		b.WriteByte('"')
		rest = after[1:]
	}
	if l.rest != "" && !strings.ContainsRune(stops, rune(l.rest[0])) {
		return "", Errorf("--%s: after the quotes comes %q; put the whole name or value in quotes", l.flag, l.rest)
	}
	return b.String(), nil
}

// next takes a sign if it comes next.
func (l *listScanner) next(sign string) bool {
	rest, found := strings.CutPrefix(strings.TrimLeft(l.rest, blanks), sign)
	if found {
		l.rest = rest
	}
	return found
}

func (l *listScanner) done() bool { return strings.Trim(l.rest, blanks) == "" }

// List reads a list of names or values; nothing between two commas is passed over.
func List(flag, s string) ([]string, error) {
	l := &listScanner{flag, s}
	var list []string
	for !l.done() {
		text, quoted, err := l.word(",")
		if err != nil {
			return nil, err
		}
		if text != "" || quoted {
			list = append(list, text)
		}
		l.next(",")
	}
	return list, nil
}

// One reads the name of one column. Without quotes a comma is a part of it.
func One(flag, s string) (string, error) {
	l := &listScanner{flag, s}
	text, _, err := l.word("")
	return text, err
}

// A Pair is NAME=VALUE; found is whether there is a value.
type Pair struct {
	Name, Value string
	found       bool
}

// pair reads NAME=VALUE up to one of the signs in stops. Quotes may stand around the
// name, the value, or both in one, as a CSV file would have the whole.
func (l *listScanner) pair(stops string) (p Pair, err error) {
	name, quoted, err := l.word("=" + stops)
	if err != nil {
		return p, err
	}
	if !l.next("=") {
		p = Pair{Name: name}
		if quoted {
			p.Name, p.Value, p.found = strings.Cut(name, "=")
		}
		return p, nil
	}
	value, _, err := l.word(stops)
	return Pair{name, value, true}, err
}

// Pairs reads a list of NAME=VALUE, of which the caller says what it is called.
func Pairs(flag, s, form string) ([]Pair, error) {
	l := &listScanner{flag, s}
	return l.pairs(",", form)
}

// pairs reads NAME=VALUE,… up to a sign in stops that is not the comma.
func (l *listScanner) pairs(stops, form string) ([]Pair, error) {
	var list []Pair
	for !l.done() {
		if l.next(",") {
			continue
		}
		if strings.ContainsAny(strings.TrimLeft(l.rest, blanks)[:1], stops) {
			break
		}
		p, err := l.pair(stops)
		if err != nil {
			return nil, err
		}
		if !p.found || p.Name == "" {
			return nil, Errorf("--%s is %s, not %q", l.flag, form, p.Name)
		}
		list = append(list, p)
	}
	return list, nil
}

// Weights reads GROUP=WEIGHT,…: the weight is what follows the last =, since groups
// such as >=50000 have one.
func Weights(flag, s string) ([]Pair, error) {
	l := &listScanner{flag, s}
	var list []Pair
	for !l.done() {
		if l.next(",") {
			continue
		}
		p, err := l.weight()
		if err != nil {
			return nil, err
		}
		if !p.found {
			return nil, Errorf("--%s is a list of GROUP=WEIGHT, not %q", flag, p.Name)
		}
		list = append(list, p)
	}
	return list, nil
}

// weight reads GROUP=WEIGHT; without quotes the group goes to the last =.
func (l *listScanner) weight() (Pair, error) {
	if strings.HasPrefix(strings.TrimLeft(l.rest, blanks), `"`) {
		return l.pair(",")
	}
	text, _, err := l.word(",")
	at := strings.LastIndex(text, "=")
	if at < 0 {
		return Pair{Name: text}, err
	}
	return Pair{strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:]), true}, err
}

// Event reads --event: COL, or COL=VALUE,COL=VALUE where the values are stops.
func Event(s string) (column string, stops []string, err error) {
	l := &listScanner{"event", s}
	if column, _, err = l.word("="); err != nil || l.done() {
		return column, nil, err
	}
	const form = "COL, or COL=VALUE[,COL=VALUE] with the values of one column that are stops"
	list, err := Pairs("event", s, form)
	for _, p := range list {
		if p.Name != column || p.Value == "" {
			return "", nil, Errorf("--event is %s, not %q", form, s)
		}
		stops = append(stops, p.Value)
	}
	return column, stops, err
}

// Quote writes a name so that a flag reads it back.
func Quote(s string) string {
	if !strings.ContainsAny(s, ",;=\"") && strings.TrimSpace(s) == s && s != "" {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// Numbers reads a list of numbers.
func Numbers(flag, s string) ([]float64, error) {
	parts, err := List(flag, s)
	if err != nil {
		return nil, err
	}
	var list []float64
	for _, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || v != v || v-v != 0 {
			return nil, Errorf("--%s is a list of numbers such as 12,24,60, not %q", flag, part)
		}
		list = append(list, v)
	}
	return list, nil
}
