package ingest

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// ParseMonth reads a month in any of the ways in which files write it: 2019-11,
// 201911, 11.2019, 01.11.2019, november 2019, nov. 19, 2019M11, or the number by
// which a spreadsheet keeps a date.
func ParseMonth(s string) (varighet.Month, bool) { return cell.ParseMonth(cell.Clean([]byte(s))) }
