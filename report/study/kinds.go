package study

import (
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
)

// A Kind of figure or table: what a study asks for by its name, and a command of `varighet
// report` writes. A new one is an entry of kinds, and a Value that it makes: keys of a study,
// commands, help and the check of docs/studies.md go by that list.
type Kind struct {
	Name string // in a study: kind = "medians"
	Help string // one line

	Command string                  // of `varighet report`: kinds with one command differ by Style; "" needs more than spells
	Style   string                  // the first of a command is what is made unless another is named
	Options []choice.Option[Figure] // what the command may be asked, beside title and the like
	Asked   Figure                  // what it is asked, unless an option says otherwise

	value  func(*Result, *Figure) (Value, error)
	figure func(*Page, Value, *Figure) ([]*chart.Figure, error) // nil if there is none
	table  func(*Page, Value) (*report.Table, error)            // likewise

	// sentences say what a figure shows and what that can carry; nil says nothing.
	sentences func(*Result, *Page, Value, *Figure) ([]string, error)

	withTable bool // a figure of it has the table of its numbers beside
}

// months sets a number of months that a figure is asked for.
func months(least, most int, at func(*Figure) *int) func(*Figure, string) error {
	return func(f *Figure, s string) error {
		var n varighet.Opt[int]
		err := choice.Whole(least, most, "months", func(*Figure) *varighet.Opt[int] { return &n })(f, s)
		*at(f) = n.V
		return err
	}
}

// takes reports whether a key of a figure means something to the kind: one that a command may
// be asked, or asked not to have.
func (k *Kind) takes(key string) bool {
	return slices.ContainsFunc(k.Options, func(o choice.Option[Figure]) bool { return o.Flag == key || o.Key == key || o.Flag == "no-"+key })
}

// HasFigure reports whether there is a figure of it.
func (k *Kind) HasFigure() bool { return k.figure != nil }

// HasTable reports whether there is a table of it.
func (k *Kind) HasTable() bool { return k.table != nil }

// A Value is what a figure or a table shows: numbers, without language or format. Each kind
// has its own.
type Value interface {
	// Note says in English what is left out of it, for a terminal; "" for nothing.
	Note() string
}

var kinds = []Kind{
	{Name: "timeline-bars", Help: "who held which position from when to when, with the length in months (figure 1.2)",
		Command: "timeline", Style: "bars", Options: timelineOptions, value: timelineOf, figure: drawBars, sentences: sayBars},
	{Name: "timeline-months", Help: "who held which position, a square a month (figures 2 and 3)",
		Command: "timeline", Style: "months", Options: timelineOptions, value: timelineOf, figure: drawSquares, sentences: saySquares},
	{Name: "km", Help: "Kaplan–Meier curves with those at risk below",
		Command: "km", Options: curveOptions, withTable: true, value: curvesOf, figure: drawCurves, table: tableOfCurves, sentences: sayCurves},
	{Name: "medians", Help: "medians by size group, as a figure or as table 6-1",
		Command: "medians", Options: medianOptions, Asked: Figure{Baseline: CountryMedians},
		value: mediansOf, figure: drawMedians, table: tableOfMedians, sentences: sayMedians},
	{Name: "municipalities", Help: "municipalities' own medians beside that of their size group",
		Command: "municipalities", Options: municipalityOptions, value: municipalitiesOf, table: tableOfMunicipalities},
	{Name: "turnover", Help: "share that left within some months, by each definition",
		Command: "turnover", Options: turnoverOptions, value: turnoverOf, figure: drawTurnover, table: tableOfTurnover, sentences: sayTurnover},
	{Name: "list-length", Help: "residents of lists by months held, with their correlation (figure 2.2)",
		Command: "list-length", Options: listLengthOptions, withTable: true, value: listLengthsOf, figure: drawListLengths, table: tableOfListLengths, sentences: sayListLengths},
	{Name: "moves", Help: "of the doctors who left, who has a list again, and where",
		Command: "moves", Options: movesOptions, withTable: true, value: movesOf, figure: drawMoves, table: tableOfMoves, sentences: sayMoves},
	{Name: "observed-expected", Help: "stops over those expected, of all and by group, with limits",
		Command: "observed-expected", Options: observedOptions, withTable: true, value: observedOf, figure: drawObserved, table: tableOfObserved, sentences: sayObserved},
	{Name: "funnel", Help: "municipalities beside others of their size, with the limits of chance",
		Command: "funnel", Options: funnelOptions, withTable: true, value: funnelOf, figure: drawFunnel, table: tableOfFunnel, sentences: sayFunnel},
	{Name: "cox", Help: "hazard ratios of a Cox model of agreements",
		Command: "cox", Options: hazardOptions, withTable: true, value: hazardsOf, figure: drawHazards, table: tableOfHazards, sentences: sayHazards},
	{Name: "turnover-years", Help: "share that left in each calendar year, with intervals and the mean",
		Command: "turnover-years", Options: partOptions("a panel for each value of the column, such as size_group"), withTable: true,
		value: turnoverYearsOf, figure: drawTurnoverYears, table: tableOfTurnoverYears, sentences: sayTurnoverYears},
	{Name: "exits", Help: "how many have left for each reason, with those at risk below",
		Command: "exits", Options: exitOptions, withTable: true, value: exitsOf, figure: drawExits, table: tableOfExits, sentences: sayExits},
	{Name: "vacancies", Help: "lists without a doctor in each month",
		Command: "vacancies", Options: partOptions("a panel for each value of the column, such as size_group"), withTable: true,
		value: vacanciesOf, figure: drawVacancies, table: tableOfVacancies, sentences: sayVacancies},
	{Name: "vacancy-times", Help: "how long lists stand without a doctor",
		Command: "vacancy-times", Options: partOptions("a row for each value of the column, such as size_group"), value: vacancyTimesOf, table: tableOfVacancyTimes},
	{Name: "stability", Help: "positions with the same doctor all the way, changed, or never filled",
		Command: "stability", Options: partOptions("a row for each value of the column; default the year first filled"), withTable: true,
		value: stabilitiesOf, figure: drawStability, table: tableOfStability, sentences: sayStability},
	{Name: "expected", Help: "stops beside those expected in municipalities of the same size, and in the country",
		value: expectedOf, table: tableOfExpected},
	{Name: besideKind, Help: "a cohort beside the others, measure by measure, and what is published",
		Command: "beside", Options: besideOptions, value: besideOf, table: tableOfBeside},
	{Name: "gap", Help: "how the median changes when longer absences are bridged",
		value: gapsOf, table: tableOfGaps},
}

// Kinds are the kinds of figures and tables.
func Kinds() []Kind { return kinds }

// Forms are those in which a kind can be written: figures, then tables.
func (k *Kind) Forms() (forms []string) {
	if k.HasFigure() {
		forms = append(forms, Formats...)
	}
	if k.HasTable() {
		forms = append(forms, TableForms...)
	}
	return forms
}

func kindNamed(name string) *Kind {
	for i := range kinds {
		if kinds[i].Name == name {
			return &kinds[i]
		}
	}
	return nil
}

func figureKinds() []string { return namesOf((*Kind).HasFigure) }
func tableKinds() []string  { return namesOf((*Kind).HasTable) }

func namesOf(has func(*Kind) bool) (names []string) {
	for i := range kinds {
		if has(&kinds[i]) {
			names = append(names, kinds[i].Name)
		}
	}
	return names
}
