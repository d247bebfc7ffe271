package rates_test

import (
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// Sixteen positions of a small municipality, two years each: four stops where the
// country would have had 2.6. The limits say how little that proves.
func ExampleCompare() {
	national, err := rates.WeibullReference(70.9, 1) // a median of 70.9 months, constant hazard
	if err != nil {
		fmt.Println(err)
		return
	}
	var here []survival.Tenure
	stops := 0
	for i := range 16 {
		t := survival.Tenure{Exit: 18}
		if i < 4 {
			t = survival.Tenure{Exit: 12, Stopped: true}
			stops++
		}
		here = append(here, t)
	}
	c, err := rates.Compare(stops, national.Expected(here), 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d observed, %.1f expected: ratio %.1f (%.1f to %.1f)\n", c.Observed, c.Expected, c.Ratio.V, c.Lower.V, c.Upper.V)
	// Output: 4 observed, 2.6 expected: ratio 1.5 (0.4 to 4.0)
}
