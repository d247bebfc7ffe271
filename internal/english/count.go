// Package english has the few words that messages to a terminal are made of. What a
// report says is in report/locale, in the reader's language.
package english

import "fmt"

// Count says how many there are: "1 row", "0 rows", "3 rows".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
