package spellset

import (
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/survival"
)

// populationIn finds populations of the year asked for; or, with a fixed year, those
// that the municipality's area had in it, under the code that it had then.
func populationIn(ref *data.Reference, fixed int) func(varighet.MunicipalityCode, int) varighet.Opt[int32] {
	return func(code varighet.MunicipalityCode, year int) varighet.Opt[int32] {
		if fixed != 0 {
			if h, ok := ref.Harmonise(code, varighet.MonthOf(year, time.January), varighet.MonthOf(fixed, time.January)); ok {
				code = h.Code
			}
			year = fixed
		}
		p, ok := ref.Population(code, year)
		return varighet.Opt[int32]{V: p.Inhabitants, OK: ok}
	}
}

// followTo finds where a list is by the borders of a month.
func followTo(ref *data.Reference, to varighet.Month) survival.Follow {
	return func(code varighet.MunicipalityCode, month varighet.Month, seen []varighet.Sighting) (varighet.MunicipalityCode, survival.Way) {
		plain, ok := ref.Harmonise(code, month, to)
		switch {
		case !ok:
			return code, survival.OnlyWay
		case !plain.Split && !plain.Merged:
			return plain.Code, survival.OnlyWay
		}
		h, _ := ref.Follow(code, month, to, seen)
		if h.Split || h.Merged {
			return h.Code, survival.GuessedWay
		}
		return h.Code, survival.ChosenWay
	}
}
