package series_test

import (
	"fmt"
	"log"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/series"
)

// Forty lists from 2015 to 2018. In 2015 four doctors leave, in 2017 twelve: did the rate change?
func ExampleOf() {
	first, last := varighet.MonthOf(2015, 1), varighet.MonthOf(2018, 12)
	var spells []survival.Spell
	for list := range 40 {
		s := survival.Spell{PositionID: fmt.Sprint(list), Ordinal: 1, DoctorID: fmt.Sprint("d", list), MunicipalityNow: "4625", First: first, Last: last}
		switch {
		case list < 4:
			s.Last, s.Stopped = first+6, true
		case list < 16:
			s.Last, s.Stopped = first+30, true
		}
		spells = append(spells, s)
	}
	s, err := series.Of(spells, series.Rate, []varighet.Month{first, varighet.MonthOf(2017, 1)}, series.Options{ConfLevel: 0.95})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f times (%.1f to %.1f): %s\n", s.Change.Value.V, s.Change.Lower.V, s.Change.Upper.V, s.Change.Direction())
	// Output:
	// 3.7 times (1.1 to 15.8): up
}
