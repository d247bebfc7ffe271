package main

import (
	"strings"
	"testing"

	"github.com/varighet/varighet/report/locale"
)

// The words of the glossary are those of reports, in all three languages.
func TestGlossaryHasTheWordsOfReports(t *testing.T) {
	checked := 0
	for _, x := range terms {
		for tag, words := range map[string]string{"nb": x.nb, "nn": x.nn, "en": x.en} {
			if words == "" {
				t.Errorf("%q has no word in %s", x.meaning, tag)
			}
			if x.in == nil {
				continue
			}
			text := strings.ToLower(x.in(locale.Get(tag)))
			for _, word := range strings.Split(words, ", ") {
				checked++
				if !strings.Contains(text, strings.ToLower(word)) {
					t.Errorf("%s: %q is not in %q", tag, word, text)
				}
			}
		}
	}
	if checked < 60 {
		t.Errorf("only %d words are held against reports", checked)
	}
}
