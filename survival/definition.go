package survival

// A Definition says what a number is of. Two numbers are compared, in words or in one
// column, only where all four parts are the same; see [Differ].
type Definition struct {
	Measure Measure `json:"measure"` // its name, such as turnover.c: stable, for scripts
	Counts  string  `json:"counts"`  // the unit counted: agreements, positions, doctors or rows
	Of      string  `json:"of"`      // the denominator, or those whom it is estimated of; not known, if the source does not say
	Window  string  `json:"window"`  // which time is looked at
	Clock   string  `json:"clock"`   // how time runs: tenure, in months held or elapsed, or the calendar
}

// A Measure is the name of what a number measures.
type Measure string

// The measures.
const (
	KMSurvival        Measure = "km.survival"
	KMMedian          Measure = "km.median"
	StillThereOf      Measure = "km.retained"
	IncidenceShare    Measure = "incidence.share"
	TimeLost          Measure = "incidence.time_lost"
	IntervalSurvival  Measure = "turnbull.survival"
	HazardRate        Measure = "rates.rate"
	ObservedExpected  Measure = "compare.ratio"
	TurnoverA         Measure = "turnover.a"
	TurnoverB         Measure = "turnover.b"
	TurnoverC         Measure = "turnover.c"
	TurnoverD         Measure = "turnover.d"
	TurnoverPublished Measure = "turnover.agreements"
	YearShare         Measure = "turnover-year.share"
	YearStability     Measure = "turnover-year.stability"
	YearPerOpenClose  Measure = "turnover-year.per_open_close"
	YearPerMeanStock  Measure = "turnover-year.per_mean_stock"
	YearRate          Measure = "turnover-year.rate"
	StockElapsed      Measure = "stock.elapsed"
	StockResidual     Measure = "stock.residual"
	StabilityCount    Measure = "stability.positions"
	StabilityDoctors  Measure = "stability.doctors"
	MovesShare        Measure = "moves.doctors"
	VacantLists       Measure = "vacancy.lists"
	TimeToFill        Measure = "vacancy.time_to_fill"
	ModelRatio        Measure = "model.ratio"
	Chance            Measure = "power.chance"
	EntryTau          Measure = "independence.tau"
)

// Parts of definitions that several have.
const (
	countsAgreements = "agreements"
	countsPositions  = "positions"
	countsDoctors    = "doctors"

	// NotKnown is the denominator of a published number whose source does not say it.
	NotKnown = "not known"

	allWithStart = "agreements with a known start, each while it is seen, with late entry"
	theData      = "all months of the data"
	withinMonths = "so many months from the start"
	calendarYear = "1 January of a year to 1 January of the next"

	monthsHeld    = "tenure in months held"
	monthsElapsed = "tenure in months elapsed"
	theCalendar   = "the calendar"
)

// definitions are those of all measures.
var definitions = []Definition{
	{KMSurvival, countsAgreements, allWithStart, theData, monthsHeld},
	{KMMedian, countsAgreements, allWithStart, theData, monthsHeld},
	{StillThereOf, countsAgreements, "agreements in force when the data begin", theData, theCalendar},
	{IncidenceShare, countsAgreements, allWithStart, theData, monthsHeld},
	{TimeLost, countsAgreements, allWithStart, "the months up to tau", monthsHeld},
	{IntervalSurvival, countsAgreements, "all rows, each stopped at some time between two", theData, monthsHeld},
	{HazardRate, countsAgreements, "the time at risk of agreements with a known start", theData, monthsHeld},
	{ObservedExpected, countsAgreements, "the stops that the baseline gives in the same time at risk", theData, monthsHeld},
	{TurnoverA, countsAgreements, "agreements that began in the data and were followed for all the months", withinMonths, monthsHeld},
	{TurnoverB, countsAgreements, "all agreements that began in the data", withinMonths, monthsHeld},
	{TurnoverC, countsAgreements, allWithStart, withinMonths, monthsHeld},
	{TurnoverD, countsPositions, "positions whose first holder began in the data", withinMonths, monthsHeld},
	{TurnoverPublished, countsAgreements, NotKnown, withinMonths, monthsHeld},
	{YearShare, countsAgreements, "agreements in force on 1 January, but those that went out of sight", calendarYear, theCalendar},
	{YearStability, countsAgreements, "agreements in force on 1 January, but those that went out of sight", calendarYear, theCalendar},
	{YearPerOpenClose, countsDoctors, "the mean of agreements in force on the two days", calendarYear, theCalendar},
	{YearPerMeanStock, countsDoctors, "the mean of agreements in force on the first of each month", calendarYear, theCalendar},
	{YearRate, countsDoctors, "agreement-years in which a stop could have been seen", calendarYear, theCalendar},
	{StockElapsed, countsAgreements, "agreements in force in a month", "one month", monthsElapsed},
	{StockResidual, countsAgreements, "agreements in force in a month with a known start", "the time after it", "months from then"},
	{StabilityCount, countsPositions, "positions ever filled", theData, theCalendar},
	{StabilityDoctors, countsDoctors, "doctors who held a position", theData, monthsHeld},
	{MovesShare, countsDoctors, "doctors who stopped", "from the stop to the month of the count", theCalendar},
	{VacantLists, "lists", "lists that had a doctor before", "one month", theCalendar},
	{TimeToFill, "vacancies", "vacancies that were seen to begin", theData, "months vacant"},
	{EntryTau, "pairs of agreements", "pairs that were at risk together when one stopped, but those that entered at once", theData, monthsHeld},
	{Chance, countsAgreements, "the stops that the baseline gives in the time for which they would be followed", "from the first agreement to the end of follow-up", monthsHeld},
	{ModelRatio, countsAgreements, "agreements that differ in one thing; ratio_of says what it is a ratio of", theData, monthsHeld},
}

// DefinitionOf is the definition of a measure; one without parts, of a name that is none.
func DefinitionOf(m Measure) Definition {
	for _, d := range definitions {
		if d.Measure == m {
			return d
		}
	}
	return Definition{Measure: m}
}

// Measure is the measure that a definition of turnover is.
func (d TurnoverDefinition) Measure() Measure {
	return [...]Measure{TurnoverA, TurnoverB, TurnoverC, TurnoverD}[d]
}

// TurnoverOf is the definition of turnover that a measure is, if it is one.
func TurnoverOf(m Measure) (TurnoverDefinition, bool) {
	for d := TurnoverFollowed; d <= TurnoverByPosition; d++ {
		if d.Measure() == m {
			return d, true
		}
	}
	return 0, false
}

// OfRows is the definition where what is counted are the rows of any table, which may be of
// something else than agreements.
func (d Definition) OfRows() Definition {
	d.Counts, d.Of, d.Clock = "rows", "rows, each while it is seen, with late entry where there is one", "the column of times"
	return d
}

// A Difference is a part in which two definitions are not the same.
type Difference uint8

// The parts, in the order in which they are named.
const (
	DifferInCounts Difference = iota
	DifferInWindow
	DifferInClock
	DifferInOf
	OfNotKnown // one of the two does not say its denominator
)

// String says the part in English.
func (d Difference) String() string {
	return [...]string{"they count different units", "they look at different times", "they count time differently",
		"they have different denominators", "the source does not say its denominator"}[d]
}

// Differ returns the parts in which two numbers are not the same, none if they can be
// compared.
func Differ(a, b Definition) (parts []Difference) {
	if a.Counts != b.Counts {
		parts = append(parts, DifferInCounts)
	}
	if a.Window != b.Window {
		parts = append(parts, DifferInWindow)
	}
	if a.Clock != b.Clock {
		parts = append(parts, DifferInClock)
	}
	switch {
	case a.Of == NotKnown || b.Of == NotKnown:
		parts = append(parts, OfNotKnown)
	case a.Of != b.Of:
		parts = append(parts, DifferInOf)
	}
	return parts
}
