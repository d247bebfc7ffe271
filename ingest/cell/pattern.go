package cell

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first asked for: together they take longer
// than all else that a program does before its first file.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
