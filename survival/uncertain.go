package survival

// uncertainShare is the share of stops above which uncertain ones make a result lean
// short: one in so many.
const uncertainShare = 20

// UncertainStops counts the doctors' stops among spells, and those that are followed by
// missing months, so that they may have come later ([Spell.ExitUncertain]). leansShort
// reports whether the latter are more than a twentieth: then medians are too short, and
// shares that left too high, and whoever shows them must say so.
func UncertainStops(spells []Spell) (uncertain, stops int, leansShort bool) {
	for i := range spells {
		if s := &spells[i]; s.Kind == Regular && s.Stopped {
			stops++
			if s.ExitUncertain {
				uncertain++
			}
		}
	}
	return uncertain, stops, uncertainShare*uncertain > stops
}
