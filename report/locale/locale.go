package locale

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// A Locale is a language as a reader meets it. Choose one with [Parse] or
// [Get]; it is not to be changed.
type Locale struct {
	Tag string // "nb", "nn" or "en"; the lang attribute of what is written
	Messages
	Format Format
}

// A Format says how numbers look.
type Format struct {
	Decimal  string // between whole and fraction
	Thousand string // between groups of three digits
	Percent  string // after a share in per cent, with the space before it if there is one

	sorting language.Tag // for collation
}

const (
	noBreakSpace = "\u00a0"
	minus        = "\u2212"
	enDash       = "\u2013"
)

// table has the languages in the order in which they are offered.
var table = [...]*Locale{bokmaal(), nynorsk(), english()}

// Tags returns the tags of the languages: nb, nn, en.
func Tags() []string {
	tags := make([]string, len(table))
	for i, l := range table {
		tags[i] = l.Tag
	}
	return tags
}

// Get returns the language with the tag, or bokmål if there is none.
func Get(tag string) *Locale {
	if l, err := Parse(tag); err == nil {
		return l
	}
	return table[0]
}

// Parse returns the language with the tag.
func Parse(tag string) (*Locale, error) {
	for _, l := range table {
		if l.Tag == tag {
			return l, nil
		}
	}
	return nil, fmt.Errorf("language %q is not one of %s", tag, strings.Join(Tags(), ", "))
}
