package power_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/power"
	"github.com/varighet/varighet/survival/rates"
)

// Sixteen positions, followed for thirty months and whoever holds them, against a country where
// half have left after 70.9 months.
func ExampleOf() {
	national, err := rates.WeibullReference(70.9, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	d := power.Design{WholeMonths: true, Replaced: true}
	for range 16 {
		d.Units = append(d.Units, power.Unit{Reach: survival.Reach{Until: 30}, Reference: national})
	}
	for _, years := range []float64{0, 5} {
		p, err := power.Of(d.Longer(12*years), 0.95, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v years more: %.1f expected, limits of a ratio of 1 from %.2f to %.2f; halved %.2f, doubled %.2f, too few to tell: %v\n",
			years, p.Expected, p.Lower.V, p.Upper.V, p.Halved, p.Doubled, p.TooFew)
	}
	// Output:
	// 0 years more: 4.7 expected, limits of a ratio of 1 from 0.31 to 2.40; halved 0.10, doubled 0.45, too few to tell: true
	// 5 years more: 14.0 expected, limits of a ratio of 1 from 0.55 to 1.68; halved 0.45, doubled 0.85, too few to tell: false
}
