package ingest

// A report is what is said of a table while it is read: its faults and warnings, and which
// line they are about. Every step of reading a line may add to it; a line with a fault is set
// aside at the end of its way.
type report struct {
	res     *fileResult
	options *Options

	line   int    // of the row being read
	faulty string // code of the row's first fault
	odd    bool   // the row was warned of, or depends on the rows above: it is not kept for the next month
	warned [numWarnings]warningCount
}

// A warningCount is how often one thing was warned of in a file.
type warningCount struct {
	line int
	n    int64
}

// rowWarning is something about a row that is told and counted.
type rowWarning uint8

const (
	warnZeroRestored rowWarning = iota
	warnNoCode
	warnLocumNoHolder
	warnHolderByName
	warnNumberInName
	warnVacantWithID
	warnTwoHolders
	warnSuppressed
	warnRounded
	warnUnknownStatus
	warnUnknownYesNo
	warnStartsLater
	warnUnnamedColumn
	warnDistrict
	warnEarlierCode
	warnEarlierSplit
	warnLaterCode
	warnLaterMerged
	warnCodeByName
	warnNameDiffers
	warnTwiceEncoded
	warnOpenPeriod
	warnOverlap
	warnTwoPeriods
	warnEndsOnFirst
	warnOwnHPR
	warnOwnName
	warnOwnPerson
	numWarnings
)

var rowWarnings = [numWarnings]struct{ code, msg string }{
	warnZeroRestored:  {"code-zero-restored", "a municipality code of three digits was given its leading zero back"},
	warnNoCode:        {NameWithoutCode, "the municipality has a name and no code"},
	warnLocumNoHolder: {"locum-no-holder", "a locum with no holder named: the list counts as vacant"},
	warnHolderByName:  {"doctor-by-name", "the doctor is known by name only, in a file that has numbers: a number beside the name on the same list counts"},
	warnNumberInName:  {"name-number", "a number beside the name is not used: it has not the seven digits of HPR numbers, nor the word HPR before it"},
	warnVacantWithID:  {"vacant-with-id", "the row says that the list is vacant and has a doctor's number too: it counts as vacant"},
	warnTwoHolders:    {"two-holders", "two doctors in one cell are taken for holders of a common list, the amounts as the first one's"},
	warnSuppressed:    {"suppressed", "a number held back for privacy (<5) is taken as missing"},
	warnRounded:       {"rounded", "an amount with more than two decimals was rounded"},
	warnUnknownStatus: {"status-unknown", "a list status that is not known is taken as missing"},
	warnUnknownYesNo:  {"yes-no-unknown", "a cell that should say yes or no says neither and is taken as missing"},
	warnStartsLater:   {"agreement-start-later", "the agreement starts after the month of the row"},
	warnUnnamedColumn: {"column-unnamed", "a column without a header holds something; not used"},
	warnDistrict:      {"code-district", "a city district was taken for its city"},
	warnEarlierCode:   {"code-earlier", "a municipality code of an earlier year was replaced by that of the month"},
	warnEarlierSplit:  {"code-earlier-split", "a code of an earlier year is of a municipality that was divided since: it was replaced by that of the main part"},
	warnLaterCode:     {"code-later", "a municipality code of a later year was replaced by that of the month"},
	warnLaterMerged:   {"code-later-merged", "a code of a later year is of several municipalities of the month: it stands as it is"},
	warnCodeByName:    {"code-by-name", "the municipality's code was found by its name"},
	warnNameDiffers:   {"municipality-name-differs", "code and name are of two different municipalities: the code counts"},
	warnTwiceEncoded:  {"encoded-twice", "letters that were encoded twice (Ã¥ for å) were put right"},
	warnOpenPeriod:    {"period-unclear", "a period that ends before it begins was left out"},
	warnOverlap:       {"period-overlap", "two periods of one doctor on a list in the same role overlap: the month counts once"},
	warnTwoPeriods:    {"period-two-holders", "by their periods two doctors have a list in the same month: both count, as on a common list"},
	warnOwnHPR:        {"doctor-id-hpr", "numbers in the column for doctors' ids are HPR numbers by their form, and treated as such"},
	warnOwnName:       {"doctor-id-name", "names in the column for doctors' ids are treated as doctors' names"},
	warnOwnPerson:     {"doctor-id-person", "doctors' ids that tell who somebody is (addresses, initials, user names, telephone numbers, dates of birth) get pseudonyms"},
	warnEndsOnFirst:   {"period-ends-on-first", "a period ends on the 1st of a month: that month is not counted"},
}

// warn tells of something about the row, which is not kept for the next month.
func (rp *report) warn(w rowWarning) {
	rp.odd = true
	rp.tell(w)
}

// tell counts something that is told of, and where it was first.
func (rp *report) tell(w rowWarning) {
	if rp.warned[w].n == 0 {
		rp.warned[w].line = rp.line
	}
	rp.warned[w].n++
}

// fault records a fault of the row being read; the row will be set aside.
func (rp *report) fault(column int, code, msg, hint string) {
	if rp.faulty == "" {
		rp.faulty = code
	}
	ps := &rp.res.problems
	if rp.options.SetAsideFaults {
		ps = &rp.res.setAside
	}
	ps.Add(rp.res.problem(rp.line, column, code, msg, hint))
}

// refuse records a fault for which the whole file is refused, whatever the options.
func (rp *report) refuse(line, column int, code, msg, hint string) {
	rp.res.refuse(line, column, code, msg, hint)
}

// rowUnclear faults a row that may be about a list or not.
func (rp *report) rowUnclear(msg string) {
	rp.fault(0, "row-unclear", msg, "fill in the row as the others are, if it is about a list; a total is known by words such as Sum, a note by Merk: or * and nothing beside it")
}
