package spellset

// A Unit is what a doctor stays in: one list, or a municipality.
type Unit string

// The units.
const (
	Position     Unit = "position"
	Municipality Unit = "municipality"
)
