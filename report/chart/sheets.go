package chart

import "github.com/varighet/varighet/report/locale"

// A figure of rows goes on to another sheet where one would be taller, in mm, than there is room for
// on an A4 page of a report with margins of 25 mm and a caption below: each sheet can then be shown at
// its size.
const (
	sheetHeight = 207.0
	aroundRows  = 52.0 // title, axis, legend and notes, as a rule
)

// rowsWithin is how many rows of a height in mm a sheet has at most.
func rowsWithin(row float64) int { return int((sheetHeight - aroundRows) / row) }

// sheetTitle says which of n sheets one is, counted from 0; the title alone of a single one.
func sheetTitle(l *locale.Locale, title string, i, n int) string {
	if n == 1 {
		return title
	}
	return title + " " + locale.Fill(l.PageOf, l.Int(i+1), l.Int(n))
}
