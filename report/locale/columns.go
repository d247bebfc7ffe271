package locale

import "slices"

// columnNames are the columns of spells, and what follows from them, that have words in
// Messages.Columns; in that order.
var columnNames = [...]string{
	"position_id",
	"ordinal",
	"doctor_id",
	"kind",
	"municipality_code",
	"municipality_now",
	"county_code",
	"population",
	"size_group",
	"start_month",
	"start_evidence",
	"first_month",
	"last_month",
	"end_evidence",
	"months_held",
	"months_elapsed",
	"entry",
	"exit",
	"stopped",
	"stop_reason",
	"moved_to_municipality",
	"moved_to_position",
	"exit_uncertain",
	"exit_unconfirmed",
	"months_bridged",
	"residents_first",
	"residents_last",
	"residents_mean",
	"window_from",
	"window_to",
	"censor_reason",
	"start_period",
	"holder",
	"cohort",
}

// Column is what a column of spells is called in running text, as "fylke" for county_code, so that
// a title can be of something by it. ok is false for one that a table beside the rows added.
func (l *Locale) Column(name string) (words string, ok bool) {
	i := slices.Index(columnNames[:], name)
	if i < 0 {
		return name, false
	}
	return l.Columns[i], true
}

// ColumnHeading heads the values of a column. Over size groups, which are numbers, it says of what.
func (l *Locale) ColumnHeading(name string) string {
	if name == "size_group" {
		return l.Table61.SizeGroup
	}
	words, known := l.Column(name)
	if !known {
		return name
	}
	return Capital(words)
}
