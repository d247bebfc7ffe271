// Package choice reads what a user chose, by a flag or by a key of a study: lists of
// names and values, and what is to be said of a choice that cannot be.
package choice

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate that is spelled most like name, or "" if none
// is close.
func Nearest(name string, candidates []string) string {
	best, distance := "", len(name)/2+2
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(name, c); d < distance && len(c) > 1 {
			best, distance = c, d
		}
	}
	return best
}

// An Error is a choice that cannot be, whatever the data are: a command ends with exit
// code 2.
type Error struct{ msg string }

// Error says what to choose instead.
func (e *Error) Error() string { return e.msg }

// Errorf makes an Error of a message.
func Errorf(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }
