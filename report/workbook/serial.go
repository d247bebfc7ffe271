package workbook

import "time"

// serial is the first of a month as Excel counts days, from 1 at 1 January 1900 with a 29
// February that year that there was not. Months here are later.
func serial(year, month int) float64 {
	first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	return first.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
}
