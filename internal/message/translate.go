package message

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A pattern is an entry that messages can be found by.
type pattern struct {
	*entry
	form
	long       string
	expression func() *regexp.Regexp
}

// byFormat has the entries of the catalog by their English format.
var byFormat = sync.OnceValue(func() map[string]*entry {
	m := map[string]*entry{}
	for _, part := range catalog {
		for i := range part {
			m[known(part[i].en)] = &part[i]
		}
	}
	return m
})

// known is a format as it is looked up: %w, %v and %s write the same, and %% is a sign.
func known(format string) string { return sameVerbs.Replace(format) }

var sameVerbs = strings.NewReplacer("%w", "%s", "%v", "%s", "%%", "%")

// patterns are the entries with placeholders, those first that say most themselves.
var patterns = sync.OnceValue(func() (list []pattern) {
	for _, part := range catalog {
		for i := range part {
			if f := parse(part[i].en); len(f.holes) > 0 {
				list = append(list, pattern{&part[i], f, f.longest(), sync.OnceValue(f.expression)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b pattern) int { return b.weight() - a.weight() })
	return list
})

// Translate says a message in the language. What the catalog does not have stays in English.
func (l Language) Translate(text string) string {
	if l == English || l == "" {
		return text
	}
	if t, ok := l.translate(text, 0); ok {
		return t
	}
	return text
}

// mostDeep is how many messages stand in each other at most.
const mostDeep = 8

// translate finds a message as a whole, else in parts: a place and a message, a message with
// its way out in brackets, messages after each other.
func (l Language) translate(text string, deep int) (string, bool) {
	if decimal.MatchString(text) {
		return strings.ReplaceAll(text, ".", ","), true
	}
	if deep > mostDeep || !strings.ContainsFunc(text, isLetter) {
		return text, false
	}
	if e := byFormat()[text]; e != nil {
		return e.in(l), true
	}
	if t, both := l.bracketed(text, deep); both {
		return t, true
	}
	if t, ok := l.whole(text, deep); ok {
		return t, true
	}
	if alternatives.MatchString(text) {
		return l.listed(text), true
	}
	if t, _ := l.bracketed(text, deep); t != text {
		return t, true
	}
	for _, sign := range []string{"; ", ": "} {
		if t, ok := l.divided(text, sign, deep); ok {
			return t, true
		}
	}
	return text, false
}

// decimal is a number with decimals, or a share in per cent.
var decimal = regexp.MustCompile(`^-?\d+\.\d+( %)?$`)

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// whole finds the format that a whole text was made from.
func (l Language) whole(text string, deep int) (string, bool) {
	for _, p := range patterns() {
		if !strings.Contains(text, p.long) {
			continue
		}
		m := p.expression().FindStringSubmatch(text)
		if m == nil {
			continue
		}
		args := make([]string, p.args())
		for i, h := range p.holes {
			args[h.arg] = m[i+1]
			if deep < mostDeep {
				args[h.arg] = l.argumentAt(h.verb, m[i+1], deep+1)
			}
		}
		return parse(p.in(l)).fill(args), true
	}
	return text, false
}

// argument is an argument of a message in the language: a message within it, or a number.
func (l Language) argument(verb, text string) string { return l.argumentAt(verb, text, 1) }

func (l Language) argumentAt(verb, text string, deep int) string {
	switch verb[len(verb)-1] {
	case 'f', 'g':
		return strings.Replace(text, ".", ",", 1)
	case 's', 'v', 'w':
		if t, ok := l.translate(text, deep); ok {
			return t
		}
	}
	return text
}

// divided translates what stands before and after a sign, if what comes after is a message.
// What comes before may be a place.
func (l Language) divided(text, sign string, deep int) (string, bool) {
	for at := 0; ; {
		i := strings.Index(text[at:], sign)
		if i < 0 {
			return text, false
		}
		at += i + len(sign)
		if tail, ok := l.translate(text[at:], deep+1); ok {
			head := text[:at-len(sign)]
			t, known := l.translate(head, deep+1)
			if sign == "; " && !known {
				continue
			}
			return t + sign + tail, true
		}
	}
}

// bracketed translates a message with another in brackets at its end; both reports whether it
// knows both. One that it knows is translated beside one that it does not.
func (l Language) bracketed(text string, deep int) (t string, both bool) {
	if !strings.HasSuffix(text, ")") {
		return text, false
	}
	i := strings.LastIndex(text, " (")
	if i < 0 {
		return text, false
	}
	head, ok := l.translate(text[:i], deep+1)
	if !ok {
		return text, false
	}
	inner, known := l.translate(text[i+2:len(text)-1], deep+1)
	return head + " (" + inner + ")", known
}

// alternatives is a list of words as a user types them: "a, b or c".
var alternatives = regexp.MustCompile(`^[\w/.%-]+(, [\w/.%-]+)* (or|and) [\w/.%-]+$`)

// listed writes "a, b or c" with the word for or.
func (l Language) listed(text string) string {
	and := "og"
	if strings.LastIndex(text, " or ") > strings.LastIndex(text, " and ") {
		and = "eller"
	}
	i := max(strings.LastIndex(text, " or "), strings.LastIndex(text, " and "))
	return text[:i] + " " + and + text[strings.Index(text[i+1:], " ")+i+1:]
}
