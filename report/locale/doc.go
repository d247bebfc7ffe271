// Package locale holds every word, number format and month name that a reader
// of a figure or a table meets, in bokmål (nb), nynorsk (nn) and English (en).
//
// A [Locale] is chosen once, with [Parse] or [Get], and handed to whatever
// writes for people. Its [Messages] are plain fields, so a misspelt key is a
// compile error and a word that a language lacks fails a test. Numbers, shares,
// intervals and months go through its methods.
//
// # Number formats
//
// bokmål and nynorsk have a decimal comma and a no-break space in thousands
// and before %; English has a point, a comma and nothing. Thousands are set
// off from four digits on. Norwegian prose may write 2000 in one, but the
// numbers here stand in columns and in size groups with larger ones, where
// "2 000–4 999" beside "10 000–19 999" is what readers of the printed reports
// know. Ranges have an en dash, negative numbers a minus sign (U+2212).
//
// The short word for months is "mnd" in bokmål, without a full stop, as on the
// bars of the published timeline; in nynorsk "md.", which is the form that the
// Language Council lists.
//
// # A new language
//
// Write a file like en.go with a function that returns a filled Messages and a
// Format, add the tag to the table in locale.go, and run the tests of this
// package: they name each field that is empty and each placeholder that
// differs from bokmål. Then remake the golden files of the packages that use
// it.
package locale
