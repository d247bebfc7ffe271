package codes

var registerFaults = Group{"Faults of a register, its key, or files made from it", "", []Code{
	{"file-name-taken", "The register has a file of this name with other months.", "Give the folder above, so that the names differ, or `--replace`."},
	{"last-month", "The register begins after the month that is to be its last.", "Name a month that it has; the hint says how far it goes."},
	{"not-spells", "The file is not one of spells.", "Make it with `varighet survival spells`, or name the columns with `--time` and `--event`."},
	{"nothing-to-remove", "The register has no such month or file to take out.", "Its files and months are in its manifest."},
	{"other-key", "Pseudonyms were made with another key, so a doctor would count as two.", "Use the key that the register was made with (`--key-file`)."},
	{"other-options", "The register was made with another choice.", "Add with the same, or make it anew from all files (`--anew`)."},
	{"register", "The folder is not a register that can be read.", "Make one with `varighet ingest`; the message says what is wrong with it."},
	{"register-changed", "Another run has changed the register meanwhile.", "Nothing is lost: run the command again."},
	{"scheme-start", "The data begin so late that what was under way cannot have begun at the scheme's start.", "Leave `--scheme-start` out, or give data from that month or the next."},
	{"spell-options", "`--gap` or `--lookahead` is outside its range.", "The message has the range."},
	{"spell-value", "A cell of a file of spells is not of its column's type.", "Make the file again, or correct the cell."},
	{"unit", "The register has no municipalities in which to join a doctor's lists.", "Leave `--unit` at position."},
	{"weak-key", "The key is one that can be guessed, so pseudonyms would hide nobody.", "Make one with `varighet key new`; make registers made with the weak one anew."},
}}

var tableFaults = Group{"Faults of a table beside a register", "Of cohorts, doctors, corrections and reviewed names ([tabeller.md](tabeller.md)). Each row must match something in the register.", []Code{
	{"alias-decision", "The decision is neither yes nor no.", "Write ja or nei."},
	{"alias-empty", "The row does not name two doctors.", "Fill in `name` and `same_as`."},
	{"alias-twice", "Two rows decide differently of one doctor.", "Keep one of the two."},
	{"cohort", "The cohort's table has no positions, or a row without a position or with a month that cannot be.", "Fill in the position's id; write months as 2019-11."},
	{"cohort-twice", "A position stands twice, with windows that overlap.", "Keep one row, or part the windows."},
	{"cohort-unmatched", "The register has no position of this id.", "Use the ids of the register's column `position_id`; they are text, 0101 and 101 are two."},
	{"column-twice", "Two columns have the same name, or one that spells have already.", "Give the column another header."},
	{"correction", "A correction is not complete, or changes nothing.", "Say start or end, the month on record, and the right month."},
	{"correction-unmatched", "Nothing on record begins or ends in the month that is to be corrected.", "`from` is the month on record: the first for a start, the last month held for an end."},
	{"csv-syntax", "The quotes of a row do not match.", "Correct the row, or save the table as .xlsx."},
	{"doctors", "The doctors' table has no doctors, or a cell that cannot be.", "Write K or M, ja or nei, and dates as 2019-11."},
	{"doctors-twice", "Two rows are about the same doctor.", "Keep one of the two."},
	{"doctors-unmatched", "The register has no such doctor.", "Name doctors as the register's files do; a column for the municipality tells which of several of one name."},
	{"national-id", "The table holds what looks like a national identity number, and is refused.", "Take it away; an HPR number tells who a doctor is."},
	{"personal-column", "A column tells who somebody is, and would stand in files of spells.", "Take it away."},
	{"workbook", "The workbook cannot be read.", "Open it in a spreadsheet and save it again as .xlsx, or as CSV."},
}}
