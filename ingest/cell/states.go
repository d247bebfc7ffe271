package cell

import "github.com/varighet/varighet"

// ReadOffice takes the name of an office as it stands.
func ReadOffice(raw []byte) string {
	s := Clean(raw)
	if IsSheetError(raw) || PlaceholderOf(s) != NoPlaceholder {
		return ""
	}
	return s
}

// A DayCell is a cell for a date, read.
type DayCell struct {
	Days      int32
	OK, Blank bool
	Written   *WrittenDate // of a date whose order matters, or an instant
}

// ReadDay reads a date.
func ReadDay(raw []byte) DayCell {
	s := Clean(raw)
	if PlaceholderOf(s) == PlaceholderEmpty {
		return DayCell{Blank: true}
	}
	w := ReadWritten(s)
	if w.IsDate() && (w.Ordered || w.UTC) {
		return DayCell{OK: true, Written: &w}
	}
	d, ok := w.Known(NoOrder)
	if !ok {
		return DayCell{}
	}
	return DayCell{Days: d.Days(), OK: true}
}

// A StatusCell is a cell for a list's status, read.
type StatusCell struct {
	Status varighet.ListStatus
	Known  bool
	YesNo  bool // said as yes or no, which a header such as "Lukket" turns round
}

// ReadStatus reads whether a list is open.
func ReadStatus(raw []byte) StatusCell {
	s := Clean(raw)
	if yes, ok := YesOrNo(s); ok {
		if yes {
			return StatusCell{varighet.StatusOpen, true, true}
		}
		return StatusCell{varighet.StatusClosed, true, true}
	}
	switch Fold(s) {
	case "":
		return StatusCell{Known: true}
	case Fold("åpen"), "open", "apent", "faaa", "faa":
		return StatusCell{varighet.StatusOpen, true, false}
	case "lukket", "lukka", "stengt", "closed", "full":
		return StatusCell{varighet.StatusClosed, true, false}
	case Fold("låst"), "locked", "sperret", "sperra":
		return StatusCell{varighet.StatusLocked, true, false}
	}
	return StatusCell{}
}

// Opposite is closed for open and open for closed.
func Opposite(s varighet.ListStatus) varighet.ListStatus {
	switch s {
	case varighet.StatusOpen:
		return varighet.StatusClosed
	case varighet.StatusClosed:
		return varighet.StatusOpen
	}
	return s
}

// An Answer is a cell for yes or no, read.
type Answer struct {
	Yes, Known, Blank bool
	Literal           bool // a yes or a no, not a word for what it means
}

// ReadYesNo reads a yes or a no.
func ReadYesNo(raw []byte) Answer {
	s := Clean(raw)
	yes, ok := YesOrNo(s)
	return Answer{Yes: yes, Known: ok, Blank: s == "" || s == "-", Literal: ok}
}

// ReadSalaried reads whether the doctor has a salary, as yes or no or as the
// form of the practice.
func ReadSalaried(raw []byte) Answer {
	a := ReadYesNo(raw)
	if a.Known || a.Blank {
		return a
	}
	words := FoldWords(Clean(raw))
	switch {
	case StartsWith(words, salariedWords):
		return Answer{Yes: true, Known: true}
	case StartsWith(words, selfEmployedWords):
		return Answer{Known: true}
	}
	return Answer{}
}

var (
	salariedWords = FoldedLabels("fastlønn", "fastlønnet", "fastlønna", "fastløna", "ansatt", "tilsett", "tilsatt",
		"kommunal", "kommunalt", "salaried")
	selfEmployedWords = FoldedLabels("næring", "næringsdrift", "næringsdrivende", "næringsdrivande", "selvstendig",
		"sjølvstendig", "privat", "self employed")
)

// An EvidenceCell is a cell for how a month is known, read.
type EvidenceCell struct {
	Evidence varighet.Evidence
	Known    bool
}

// ReadEvidence reads how a month is known.
func ReadEvidence(raw []byte) EvidenceCell {
	switch Fold(Clean(raw)) {
	case "", "reported", "rapportert", "oppgitt", "oppgjeve":
		return EvidenceCell{varighet.EvidenceReported, true}
	case "corrected", "korrigert", "rettet", "retta":
		return EvidenceCell{varighet.EvidenceCorrected, true}
	case "assumed", "antatt", "anslag", "anslatt", Fold("anslått"), Fold("antatt måned"):
		return EvidenceCell{varighet.EvidenceAssumed, true}
	}
	return EvidenceCell{}
}
