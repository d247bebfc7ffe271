package locale

// DefinitionWords say in one sentence what the numbers of a table are, by its kind.
type DefinitionWords struct {
	Heading string // before one: 1 = definition

	Curves, Medians, Municipalities, Turnover, Expected, Beside, Gap string
}

// TableDefinition is what the numbers of a table of a kind are; "" for a kind that has no words
// for it.
func (l *Locale) TableDefinition(kind string) string {
	d := &l.Definitions
	return map[string]string{"km": d.Curves, "medians": d.Medians, "municipalities": d.Municipalities,
		"turnover": d.Turnover, "expected": d.Expected, "beside": d.Beside, "gap": d.Gap}[kind]
}
