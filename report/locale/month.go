package locale

import (
	"strconv"

	"github.com/varighet/varighet"
)

// MonthYear writes a month in full: "mai 2017".
func (l *Locale) MonthYear(m varighet.Month) string {
	return l.MonthNames[m.Calendar()-1] + noBreakSpace + strconv.Itoa(m.Year())
}

// MonthYearShort writes a month in little room: "aug. 2017".
func (l *Locale) MonthYearShort(m varighet.Month) string {
	return l.MonthNamesShort[m.Calendar()-1] + noBreakSpace + strconv.Itoa(m.Year())
}

// MonthRange writes a period, both months in it: "mai 2017–november 2019".
func (l *Locale) MonthRange(first, last varighet.Month) string {
	if first == last {
		return l.MonthYear(first)
	}
	return l.MonthYear(first) + enDash + l.MonthYear(last)
}
