package locale

// DefinitionWords say in one sentence what the numbers of a table are, by its kind.
type DefinitionWords struct {
	Heading string // before one: 1 = definition

	Curves, Medians, Municipalities, Turnover, Expected, Beside, Gap string

	TurnoverYears, Exits, Vacancies, VacancyTimes, Stability, ListLength, Moves, Observed, Funnel, Hazards string
}

// TableDefinition is what the numbers of a table of a kind are; "" for a kind that has no words
// for it, which a test of the studies refuses.
func (l *Locale) TableDefinition(kind string) string {
	d := &l.Definitions
	return map[string]string{"km": d.Curves, "medians": d.Medians, "municipalities": d.Municipalities,
		"turnover": d.Turnover, "expected": d.Expected, "beside": d.Beside, "gap": d.Gap,
		"turnover-years": d.TurnoverYears, "exits": d.Exits, "vacancies": d.Vacancies, "vacancy-times": d.VacancyTimes, "stability": d.Stability,
		"list-length": d.ListLength, "moves": d.Moves, "observed-expected": d.Observed, "funnel": d.Funnel, "cox": d.Hazards}[kind]
}
