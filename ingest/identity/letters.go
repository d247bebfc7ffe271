package identity

import "unicode"

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || isMark(r) }

func isMark(r rune) bool { return unicode.Is(unicode.Mn, r) }
