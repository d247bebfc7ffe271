package dictionary

import (
	"slices"
	"strings"
)

// A File is a kind of file that the table has columns of.
type File string

// The files.
const (
	Register File = "register"
	Spells   File = "spells"
)

// Files are the kinds of file, in the order in which they are described.
var Files = []File{Register, Spells}

// A Meaning is what a column says. Title has at most 80 bytes, which is what a label of a variable
// has room for in Stata.
type Meaning struct {
	Title, Text, Unit, Source string
}

// Who or what says what stands in a column.
const (
	reported  = "reported in the source file"
	settled   = "settled by the program from all rows"
	byProgram = "made by the program"
	counted   = "counted by the program"
	reference = "the reference folder (--reference)"
	windows   = "the cohort's table (--cohort)"
	doctors   = "the doctors' table (--doctors)"
)

// meanings are the columns of all files. A column that means the same in several stands once.
var meanings = []struct {
	files, name string
	Meaning
}{
	{"register", "month", Meaning{"Month", "The row says who held the list on the 1st of this month.", "", reported}},
	{"register spells", "position_id", Meaning{"Position (GP list)",
		"Id of the list, in Norwegian hjemmel. Text: 0101 and 101 are two lists.", "", settled}},
	{"register", "position_basis", Meaning{"Where position_id comes from",
		"given: the source has an id; derived: made from doctor and residents, since the source has none; linked: a renumbered list, joined to the one it goes on from.",
		"", byProgram}},
	{"register", "municipality_code", Meaning{"Municipality as reported", "Four digits as text, by the borders of the month; empty where the source has none.", "", reported}},
	{"register", "municipality_name", Meaning{"Name of the municipality as reported", "", "", reported}},
	{"register spells", "doctor_id", Meaning{"Doctor",
		"Who it is: the HPR number, the source's own id or the name, or a pseudonym of it. Empty where nobody holds the list.", "", settled}},
	{"register", "doctor_name", Meaning{"Name of the doctor", "Only in a register made with --keep-names.", "", reported}},
	{"register", "name_id", Meaning{"Pseudonym of the name as written", "By it doctors are told apart anew when months are added.", "", byProgram}},
	{"register", "doctor_basis", Meaning{"By what the row says who the doctor is",
		"hpr_number, source_id, or name: the name alone. Empty where the row names nobody.", "", byProgram}},
	{"register", "role", Meaning{"Role of the doctor",
		"regular: holds the list; part_list: has a part of it; locum: stands in; vacant: nobody holds it. Only regular doctors hold a list.", "", reported}},
	{"register", "residents", Meaning{"People on the list", "In Norwegian listelengde.", "people", reported}},
	{"register", "list_limit", Meaning{"Most people on the list", "In Norwegian listetak.", "people", reported}},
	{"register", "status", Meaning{"Whether the list takes new people", "", "", reported}},
	{"register", "office", Meaning{"Office or practice", "", "", reported}},
	{"register", "salaried", Meaning{"The doctor has a fixed salary", "In Norwegian fastlønn.", "", reported}},
	{"register", "common_list", Meaning{"The list is common to several doctors", "In Norwegian fellesliste.", "", reported}},
	{"register", "agreement_start", Meaning{"Day on which the agreement began", "", "", reported}},
	{"register", "amount_basis", Meaning{"Basic grant", "In Norwegian basistilskudd.", "NOK", reported}},
	{"register", "amount_floor", Meaning{"Floor grant", "In Norwegian grunntilskudd.", "NOK", reported}},
	{"register", "amount_equalisation", Meaning{"Equalisation grant", "In Norwegian utjamningstilskudd.", "NOK", reported}},
	{"register", "amount_total", Meaning{"Sum of grants", "", "NOK", reported}},
	{"register", "evidence", Meaning{"How the month is known",
		"reported: the source says so; corrected: moved after the municipality was asked; assumed: a guess.", "", byProgram}},
	{"register", "source_file", Meaning{"File that the row came from", "Its name within the folder that was given.", "", byProgram}},
	{"register", "source_row", Meaning{"Line or row of that file", "The first is 1, the header included.", "", byProgram}},

	{"spells", "ordinal", Meaning{"Number of the holder on this list", "1 is the first holder seen. Empty for spells that are not of doctors.", "", counted}},
	{"spells", "kind", Meaning{"What the spell is",
		"regular: a doctor held the list; vacant: nobody did; missing: the files say nothing of the list. Doctors' tenures are the regular ones.", "", byProgram}},
	{"spells", "municipality_code", Meaning{"Municipality in the first month", "Four digits as text, as reported then.", "", reported}},
	{"spells", "municipality_now", Meaning{"Municipality by the borders of the reference", "Four digits as text; as reported where there is no reference.", "", reference}},
	{"spells", "county_code", Meaning{"County", "The first two digits of municipality_now, as text.", "", reference}},
	{"spells", "population", Meaning{"People in the municipality", "On 1 January of the year of first_month, unless --population-year says another.", "people", reference}},
	{"spells", "size_group", Meaning{"Size group of the municipality", "By population, from small to large. Empty without a reference.", "people", reference}},
	{"spells", "start_month", Meaning{"Month in which the spell began",
		"Before first_month where the start is known to be earlier than the data. Empty where it is not known: entry and exit are then empty too.", "", counted}},
	{"spells", "start_evidence", Meaning{"How the first month is known", "As evidence in the register.", "", byProgram}},
	{"spells", "first_month", Meaning{"First month in which it was seen", "", "", counted}},
	{"spells", "last_month", Meaning{"Last month in which it was seen", "", "", counted}},
	{"spells", "end_evidence", Meaning{"How the last month is known", "As evidence in the register.", "", byProgram}},
	{"spells", "months_held", Meaning{"Months held", "From start_month, or first_month where that is empty, to last_month, both counted.", "months", counted}},
	{"spells", "months_elapsed", Meaning{"Months elapsed", "One less than months_held.", "months", counted}},
	{"spells", "entry", Meaning{"Tenure when the spell comes under observation",
		"0 if its start was seen. At risk from after this tenure (late entry). Empty if the start is not known.", "months", counted}},
	{"spells", "exit", Meaning{"Tenure when the spell leaves observation",
		"months_held if it stopped; if not, one month less, since a stop could not have been seen later. A spell with exit = entry has no time at risk. Empty if the start is not known.",
		"months", counted}},
	{"spells", "stopped", Meaning{"The spell was seen to end", "Of a vacancy: it was filled. false: it was censored.", "", counted}},
	{"spells", "stop_reason", Meaning{"What became of the doctor",
		"moved_within, moved_away: has another list soon after, in the same municipality or in another; unknown: the data end before that could be seen; " +
			"closed: the list ended too; left: none of these. Of a vacancy: closed, if it ended with the list. Empty if censored, but for a reason that --stops does not count.", "", counted}},
	{"spells", "moved_to_municipality", Meaning{"Municipality moved to", "Four digits as text, by the borders of the reference.", "", counted}},
	{"spells", "moved_to_position", Meaning{"List moved to", "A position_id.", "", counted}},
	{"spells", "exit_uncertain", Meaning{"The month of the stop is uncertain", "Months without files stand before it; it is put at the first in which it can have happened.", "", counted}},
	{"spells", "exit_unconfirmed", Meaning{"The stop may be a gap", "The data end so soon after that the same doctor could still come back within --gap.", "", counted}},
	{"spells", "months_bridged", Meaning{"Vacant months within the spell", "In which the doctor was away for at most --gap months and came back.", "months", counted}},
	{"spells", "residents_first", Meaning{"People on the list in the first month", "", "people", reported}},
	{"spells", "residents_last", Meaning{"People on the list in the last month", "", "people", reported}},
	{"spells", "residents_mean", Meaning{"People on the list, mean over the months", "Of the months that give it.", "people", counted}},
	{"spells", "window_from", Meaning{"First month in which the list counts", "With --cohort only. Empty: from the start.", "", windows}},
	{"spells", "window_to", Meaning{"Last month in which the list counts", "With --cohort only. Empty: to the end.", "", windows}},
	{"spells", "censor_reason", Meaning{"By what the spell was censored", "With --cohort only. data_end: held when the data end; window_end: when the list no longer counts; else the reason that is not counted as a stop. Empty if it stopped.", "", counted}},
}

// besides are the columns of spells that come from a table beside the register and have one name
// in all studies. Others have the header that the table has.
var besides = map[string]Meaning{
	"cohort":          {"The list is of the cohort", "With --cohort only.", "", windows},
	"sex":             {"Sex of the doctor", "With --doctors only. F or M.", "", doctors},
	"specialist":      {"The doctor was a specialist when the spell began", "With --doctors only.", "", doctors},
	"specialist_from": {"Month in which the doctor became a specialist", "With --doctors only.", "", doctors},
}

// OfTable is what a column of spells means that came from a table beside the register.
func OfTable(name string) *Meaning {
	m, ok := besides[name]
	if !ok {
		m = Meaning{name, "A column of a table beside the register (--cohort, --doctors), or one that was added to the file.", "", "the table"}
	}
	return &m
}

// find is what a column of a file means; false if the table does not have it.
func find(f File, name string) (Meaning, bool) {
	for i := range meanings {
		if m := &meanings[i]; m.name == name && slices.Contains(strings.Fields(m.files), string(f)) {
			return m.Meaning, true
		}
	}
	return Meaning{}, false
}

// Names are the columns that the table has of a file.
func Names(f File) (list []string) {
	for _, m := range meanings {
		if slices.Contains(strings.Fields(m.files), string(f)) {
			list = append(list, m.name)
		}
	}
	return list
}
