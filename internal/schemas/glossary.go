package main

import (
	"bytes"
	"fmt"

	"github.com/varighet/varighet/report/locale"
)

// A term is a word of the field in the three languages, and what it means here.
type term struct {
	nb, nn, en string
	inFiles    string // what it is called in files and flags; "" if it is not
	meaning    string
	page       string // under docs, that says more; "" for none
	in         func(l *locale.Locale) string
}

// terms are in the order of a reader who meets them. in is a text of the report that has the word, in each
// language, which a test looks at; nil where no report has it.
var terms = []term{
	{"lege", "lege", "doctor", "doctor_id", "Who holds a list: a regular GP (fastlege).", "", func(l *locale.Locale) string { return l.Doctor.One }},
	{"liste", "liste", "list", "position_id", "The residents who have one doctor as their regular GP, whoever that is now: a GP list.", "", func(l *locale.Locale) string { return l.ListLength.Noun.One }},
	{"stilling", "stilling", "position", "position_id", "The list as something that a doctor holds, also when nobody does. Also hjemmel (nn heimel).", "", func(l *locale.Locale) string { return l.Position.One }},
	{"avtale", "avtale", "agreement", "", "One doctor's unbroken time on one position: a spell.", "measures/time.md", func(l *locale.Locale) string { return l.Agreement.One }},
	{"periode", "periode", "spell", "kind", "An unbroken run of months of one kind: held by one doctor, vacant, or missing.", "measures/time.md", nil},
	{"måneder i stillingen", "månader i stillinga", "months in the position", "months_held", "Tenure: how long an agreement has lasted, the first and the last month counted.", "measures/time.md",
		func(l *locale.Locale) string { return l.Curve.InMonths }},
	{"kommunestørrelse", "kommunestorleik", "size of municipality", "size_group", "Six groups by population, as in table 6-1.", "reference.md", func(l *locale.Locale) string { words, _ := l.Column("size_group"); return words }},
	{"listelengde", "listelengd", "list length", "residents_last", "Residents on the list.", "measures/list-length.md", nil},
	{"vikar", "vikar", "locum", "role", "Stands in for the doctor of a list. A locum does not hold it.", "measures/vacancy.md", nil},
	{"ledig", "ledig", "vacant", "vacant", "Nobody holds the list, in a month of which the files tell.", "measures/vacancy.md", func(l *locale.Locale) string { return l.Timeline.Vacant }},
	{"mangler data", "manglar data", "no data", "missing", "The files say nothing of the list in the month. Not vacant.", "studies.md", func(l *locale.Locale) string { return l.Timeline.NoData }},
	{"nedlagt", "nedlagd", "closed", "closed", "The list ended.", "measures/incidence.md", func(l *locale.Locale) string { return l.Timeline.Closed }},
	{"antatt", "anteken", "assumed", "assumed", "A month that is a guess, such as one read off a figure.", "tabeller.md", nil},
	{"sluttet", "slutta", "stopped", "stopped", "The agreement was seen to end.", "measures/time.md", func(l *locale.Locale) string { return l.Curve.Stopped }},
	{"sensurert", "sensurert", "censored", "stopped = false", "No longer followed, and not seen to stop: most often, still there when the data end.", "measures/time.md", func(l *locale.Locale) string { return l.Curve.Censored }},
	{"i stilling", "i stilling", "at risk", "at_risk", "Followed at that tenure, and not yet stopped.", "measures/median.md", func(l *locale.Locale) string { return l.Curve.AtRisk }},
	{"sen inngang", "sein inngang", "late entry", "entry", "An agreement under way when the data began counts only from the tenure it had then. Also left truncation.", "measures/late-entry.md",
		func(l *locale.Locale) string { return l.Page().Method.CurveText }},
	{"Kaplan–Meier-kurve", "Kaplan–Meier-kurve", "Kaplan–Meier curve", "survival km", "The share that lasts longer than so many months.", "measures/median.md", func(l *locale.Locale) string { return l.Curve.Description }},
	{"median", "median", "median", "0.5 gone", "The first month by which half have stopped.", "measures/median.md", func(l *locale.Locale) string { return l.Table61.Median }},
	{"ikke nådd", "ikkje nådd", "not reached", "null", "The curve does not come down to a half.", "measures/median.md#why-is-my-median-not-reached", func(l *locale.Locale) string { return l.NotReached }},
	{"konfidensintervall", "konfidensintervall", "confidence interval", "lower, upper", "What other truths the data would fit too, at the level of 95 %. Short: KI, CI. In text also limits.", "",
		func(l *locale.Locale) string { return l.Medians.Estimate }},
	{"turnover", "turnover", "turnover", "turnover.a to d", "The share that left within so many months. There are four; always say which.", "measures/turnover.md", nil},
	{"samme lege hele tiden", "same lege heile tida", "same doctor throughout", "same_doctor", "Positions whose only doctor so far is still there.", "measures/stability.md",
		func(l *locale.Locale) string { return l.Page().Facts.SameOnly }},
	{"tid i stillingen så langt", "tid i stillinga så langt", "stock, elapsed time", "stock", "How long those in place on a day have been there. Not how long agreements last.", "measures/stock.md", nil},
	{"observert", "observert", "observed", "observed", "How many stopped.", "measures/observed-expected.md", nil},
	{"ventet", "venta", "expected", "expected", "How many would have, if it had gone as where one compares with.", "measures/observed-expected.md", func(l *locale.Locale) string { return l.Expected.Expected }},
	{"forhold", "forhold", "ratio", "ratio", "Observed over expected. Above 1: more stopped.", "measures/observed-expected.md", func(l *locale.Locale) string { return l.Expected.Ratio }},
	{"traktdiagram", "traktdiagram", "funnel plot", "survival funnel", "Ratios of municipalities, with the limits of what chance gives.", "measures/funnel.md", func(l *locale.Locale) string { return l.Funnel.Few.Other }},
	{"hasardratio", "hasardratio", "hazard ratio", "hazard ratio", "How many times as often doctors stop as in the group compared with, at the same tenure.", "measures/cox.md", func(l *locale.Locale) string { return l.Hazards.Axis }},
	{"flyttet innen kommunen", "flytta innan kommunen", "moved within the municipality", "moved_within", "A reason to stop: has another list there soon after.", "measures/incidence.md", func(l *locale.Locale) string { return l.StopReasons[0] }},
	{"flyttet til en annen kommune", "flytta til ein annan kommune", "moved to another municipality", "moved_away", "Likewise, in another municipality.", "measures/incidence.md", func(l *locale.Locale) string { return l.StopReasons[1] }},
	{"sluttet", "slutta", "left", "left", "A reason: has no list in the data soon after.", "measures/incidence.md", func(l *locale.Locale) string { return l.StopReasons[4] }},
	{"kohort", "kohort", "cohort", "--cohort", "The positions that a project is about, in the months in which they count.", "tabeller.md", func(l *locale.Locale) string { return l.Beside.OfCohort }},
	{"varsel", "varsel", "alarm", "alarms", "Something in the data that somebody should look at. It stops nothing.", "codes.md", func(l *locale.Locale) string { return l.Page().Account.Alarm }},
	{"pseudonym", "pseudonym", "pseudonym", "doctor_id", "What a doctor is called in place of the name, made with a key.", "personvern.md", nil},
	{"holdt tilbake", "haldne tilbake", "withheld", ":", "A small count that is not shown, so that nobody is pointed out.", "personvern.md", func(l *locale.Locale) string { return l.PublishedNote }},
}

const glossaryIntro = `# Words: bokmål, nynorsk, English

<!-- Made by make schemas from internal/schemas/glossary.go: change that. -->

The words of the field as reports and files use them. "In files" is the name of a column, value, flag or command. The words that cells of
source files are known by are in [ord.md](ord.md).

| bokmål | nynorsk | English | in files | what it means |
|---|---|---|---|---|
`

// glossary makes docs/glossary.md.
func glossary() []byte {
	b := bytes.NewBufferString(glossaryIntro)
	for _, t := range terms {
		name, meaning := "", t.meaning
		if t.inFiles != "" {
			name = "`" + t.inFiles + "`"
		}
		if t.page != "" {
			meaning += fmt.Sprintf(" [More](%s).", t.page)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", t.nb, t.nn, t.en, name, meaning)
	}
	return b.Bytes()
}
