// Package message says in the user's language what the program says in English: faults, hints,
// alarms, progress, summaries and help.
//
// Errors and alarms are made in English where they arise, from a format and arguments, as
// anywhere in Go; what makes them knows no language, and documents and tests have them as they
// are. Where they are printed, [Language.Translate] finds the format that a message was made
// from, and puts the same arguments into the format of the other language. A message that is part
// of another, as the cause of an error, is found in the same way.
//
// The catalog has the formats in three languages side by side. A test looks through the
// source for formats of messages, and fails on one that the catalog does not have.
//
// What a report says is in report/locale.
package message

import (
	"fmt"
	"strings"
)

// A Language is one that messages can be in: nb, nn or en.
type Language string

// The languages.
const (
	Bokmaal Language = "nb"
	Nynorsk Language = "nn"
	English Language = "en"
)

// Parse reads a tag as a flag or a study has it; ok is false if there is no such language.
func Parse(tag string) (l Language, ok bool) {
	l = Language(tag)
	return l, l == Bokmaal || l == Nynorsk || l == English
}

// OfEnvironment is the language of a user, by the variables of the environment that say it in
// POSIX: of LC_ALL, LC_MESSAGES and LANG the first that is set. no_NO is bokmål; what is
// neither Norwegian nor set is English.
func OfEnvironment(get func(string) string) Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := get(name)
		if value == "" {
			continue
		}
		tag, _, _ := strings.Cut(strings.ToLower(value), "_")
		tag, _, _ = strings.Cut(tag, ".")
		switch tag {
		case "nb", "no":
			return Bokmaal
		case "nn":
			return Nynorsk
		}
		return English
	}
	return English
}

// Sprintf is [fmt.Sprintf] with the format in the language; arguments that are texts are
// translated too. A format that the catalog does not have is used as it is.
func (l Language) Sprintf(format string, args ...any) string {
	e := byFormat()[known(format)]
	if l == English || e == nil {
		return l.Translate(fmt.Sprintf(format, args...))
	}
	f := parse(format)
	texts := make([]string, f.args())
	for _, h := range f.holes {
		if h.arg < len(args) {
			texts[h.arg] = l.argument(h.verb, fmt.Sprintf(h.verb, args[h.arg]))
		}
	}
	return parse(e.in(l)).fill(texts)
}

// words are single words that stand alone. They are never looked for in messages, where the same
// word may be a name or a value that somebody types.
var words = []entry{
	{"all", "alle", "alle"},
	{"none", "ingen", "ingen"},
	{"default", "standard", "standard"},
	{"spells", "perioder", "periodar"},
	{"median", "median", "median"},
	{"truth", "fasit", "fasit"},
	{"municipalities", "kommuner", "kommunar"},
	{"lists", "lister", "lister"},
	{"done", "ferdig", "ferdig"},
	{"fresh", "som før", "som før"},
}

// Word says a single word in the language; one that there is no entry of stays as it is.
func (l Language) Word(word string) string {
	for i := range words {
		if words[i].en == word {
			return words[i].in(l)
		}
	}
	return word
}

// An entry is a format in three languages. Placeholders in nb and nn are those of en, in the
// same order unless they are numbered.
type entry struct{ en, nb, nn string }

func (e *entry) in(l Language) string {
	switch l {
	case Bokmaal:
		return e.nb
	case Nynorsk:
		return e.nn
	}
	return e.en
}
